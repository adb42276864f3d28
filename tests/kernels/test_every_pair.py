"""Every basis of kernels between two irreps, certified, and the same as the null space gives.

All pairs of irreps of C_1 to C_12, D_1 to D_8, SO(2) and O(2) (frequencies to 6) in the plane; of
the 32 point groups, I and I_h to l = 6, and of SO(3) and O(3) with l <= 4 in space; regular to
regular of C_8, D_8, O and T_d.  A certificate that holds says that the kernels satisfy the
constraint and are as many as characters say.
"""

import numpy as np
import pytest

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

#: group, the largest degree of its irreps where there are infinitely many, that of the harmonics
PLANAR = [
    *((cyclic(n), None, 6) for n in range(1, 13)),
    *((dihedral(n), None, 6) for n in range(1, 9)),
    (SO2(), 6, 12),
    (O2(), 6, 12),
]
SPATIAL = [
    *((point_group(row.short), None, 6) for row in CLASSES if row.schoenflies[0] != "I"),
    (icosahedral(), None, 6),
    (icosahedral(reflections=True), None, 6),
    (SO3(), 4, 8),
    (O3(), 4, 8),
]


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


def test_the_classes_are_32():
    assert len({group.name for group, _, _ in SPATIAL[:-4]}) == 32


@pytest.mark.parametrize(("group", "largest", "l_max"), PLANAR + SPATIAL, ids=str)
def test_every_pair_of_irreps(group, largest, l_max):
    known = irreps(group, largest)
    for first in known:
        for second in known:
            basis = kernel_basis(first, second, l_max)
            assert basis.certificate.holds, (first, second)
            assert agrees_with_null_space(basis, first, second), (first, second)


@pytest.mark.parametrize(
    "group", [cyclic(8), dihedral(8), point_group("432"), point_group("-43m")], ids=str
)
def test_regular_to_regular(group):
    regular = regular_representation(group)
    basis = kernel_basis(regular, regular, 6)
    assert basis.dimension == group.order * sum(part.orders for part in basis.parts)
    assert basis.certificate.holds
