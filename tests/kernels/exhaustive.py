"""Every basis of kernels in turn, certified: run by hand, `python tests/kernels/exhaustive.py`.

All pairs of irreps of C_1 to C_12, D_1 to D_8, SO(2) and O(2) (frequencies to 6) in the plane; of
the 32 point groups, I and I_h to l = 6, and of SO(3) and O(3) with l <= 4 in space; regular to
regular of C_8, D_8, O and T_d.  Each certificate must hold, which says that the kernels satisfy
the constraint and are as many as characters say, and the bases of all pairs of irreps are found
by their own way and, where it is not large, by the direct null space.  Words on the command line
choose among the families.
"""

import sys
from time import perf_counter

import numpy as np

from grouptools.groups.lie import O2, O3, SO2, SO3
from grouptools.groups.planar import cyclic, dihedral
from grouptools.groups.point_groups import icosahedral, point_group
from grouptools.groups.symbols import CLASSES
from grouptools.kernels import kernel_basis
from grouptools.kernels.direct import direct_copies
from grouptools.kernels.patterns import assembled
from grouptools.representations import harmonic_representation, irreps, regular_representation

#: Above so many unknowns the direct null space is left out.
LARGE = 250


def planar():
    """Groups of the plane and the highest frequency of the harmonics: all that can occur."""
    for n in range(1, 13):
        yield cyclic(n), irreps(cyclic(n)), 6
    for n in range(1, 9):
        yield dihedral(n), irreps(dihedral(n)), 6
    yield SO2(), irreps(SO2(), 6), 12
    yield O2(), irreps(O2(), 6), 12


def spatial():
    """The 32 crystal classes; the icosahedral groups."""
    for row in CLASSES:
        if row.schoenflies[0] != "I":
            group = point_group(row.short)
            yield group, irreps(group), 6
    for group in (icosahedral(), icosahedral(reflections=True)):
        yield group, irreps(group), 6


def continuous():
    yield SO3(), irreps(SO3(), 4), 8
    yield O3(), irreps(O3(), 4), 8


def agrees_with_null_space(basis, first, second):
    """Whether the basis is the one that the direct null space gives, where that is not large."""
    reps = first.representation, second.representation
    for part in basis.parts:
        if np.prod(part.shape) * part.orders > LARGE:
            continue
        functions = harmonic_representation(basis.group, part.degree)
        copies = direct_copies(*reps, functions)
        direct = assembled(part.degree, part.orders, part.shape, part.field, copies)
        same = all(
            np.array_equal(a, b) for a, b in zip(part.entries(), direct.entries(), strict=True)
        )
        if not same or part.squares != direct.squares:
            return False
    return True


def check_pairs(groups):
    for group, known, l_max in groups:
        start, count, faults = perf_counter(), 0, []
        for first in known:
            for second in known:
                basis = kernel_basis(first, second, l_max)
                count += basis.dimension
                if not basis.certificate.holds:
                    faults.append(f"{first} -> {second} is not certified")
                if not agrees_with_null_space(basis, first, second):
                    faults.append(f"{first} -> {second} is not that of the null space")
        pairs, seconds = len(known) ** 2, perf_counter() - start
        print(f"{group.name}: {pairs} pairs, {count} kernels, {seconds:.1f} s", *faults, flush=True)
        yield from faults


def check_regular():
    for group in (cyclic(8), dihedral(8), point_group("432"), point_group("-43m")):
        start = perf_counter()
        regular = regular_representation(group)
        basis = kernel_basis(regular, regular, 6)
        holds = basis.certificate.holds
        print(f"{basis}: {holds}, {perf_counter() - start:.1f} s", flush=True)
        if not holds:
            yield f"{basis} is not certified"


FAMILIES = {
    "planar": lambda: check_pairs(planar()),
    "spatial": lambda: check_pairs(spatial()),
    "continuous": lambda: check_pairs(continuous()),
    "regular": check_regular,
}

if __name__ == "__main__":
    chosen = sys.argv[1:] or list(FAMILIES)
    found = [fault for name in chosen for fault in FAMILIES[name]()]
    print("all hold" if not found else f"{len(found)} faults")
    sys.exit(bool(found))
