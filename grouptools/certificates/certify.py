"""The checkers by kind of table, and the one door to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grouptools.certificates.coupling import (
    check_clebsch_gordan,
    check_gaunt,
    check_wigner_3j,
    coupling_domains,
)
from grouptools.certificates.harmonics import (
    check_circular_harmonics,
    check_spherical_harmonics,
    circular_domains,
    spherical_domains,
)
from grouptools.certificates.recoupling import (
    check_wigner_6j,
    check_wigner_9j,
    recoupling_domains,
)
from grouptools.certificates.request import Labels, Request, Shape, read_request
from grouptools.certificates.rows import Blocks, Domains, Row, read_rows
from grouptools.certificates.wigner import check_wigner_d_matrices, wigner_domains
from grouptools.errors import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from grouptools.certificates.claim import Claim

__all__ = ["KINDS", "certify"]


@dataclass(frozen=True)
class _Kind:
    """How the tables of one kind are laid out, read and checked; the first shape is the usual."""

    shapes: tuple[Shape, ...]
    domains: Callable[[Request], dict[Labels, Domains]]
    check: Callable[[Request, Blocks], Iterator[Claim]]


_J = tuple(f"j{i}" for i in range(1, 10))
_COUPLED = ("j1", "m1", "j2", "m2", "j3", "m3")
_GAUNT = ("l1", "m1", "l2", "m2", "l3", "m3")
_QUATERNION = ("m", "n", "x", "y", "z", "w")
_SPINS = ("l_max", "j_max")

_KINDS = {
    "clebsch_gordan": _Kind(
        (Shape(_J[:3], _COUPLED, _SPINS, has_basis=True),),
        coupling_domains,
        check_clebsch_gordan,
    ),
    "wigner_3j": _Kind((Shape(_J[:3], _COUPLED, _SPINS),), coupling_domains, check_wigner_3j),
    "gaunt": _Kind(
        (Shape(("l1", "l2", "l3"), _GAUNT, ("l_max",), has_basis=True, pi_power=-1),),
        coupling_domains,
        check_gaunt,
    ),
    "spherical_harmonics": _Kind(
        (
            Shape(
                ("l",),
                ("l", "m", "x", "y", "z"),
                ("l_max",),
                has_basis=True,
                has_part=True,
                pi_power=-1,
            ),
        ),
        spherical_domains,
        check_spherical_harmonics,
    ),
    "circular_harmonics": _Kind(
        (Shape(("n",), ("n", "m", "x", "y"), ("n_max",), pi_power=-1),),
        circular_domains,
        check_circular_harmonics,
    ),
    "wigner_D": _Kind(
        (
            Shape(("l",), ("l", *_QUATERNION), ("l_max",), has_basis=True, has_part=True),
            Shape(("j",), ("j", *_QUATERNION), ("j_max",), has_basis=True, has_part=True),
        ),
        wigner_domains,
        check_wigner_d_matrices,
    ),
    "wigner_6j": _Kind((Shape(_J[:6], _J[:6], _SPINS),), recoupling_domains, check_wigner_6j),
    "wigner_9j": _Kind((Shape(_J, _J, _SPINS),), recoupling_domains, check_wigner_9j),
}

#: The kinds of table that can be certified.
KINDS = tuple(_KINDS)


def certify(
    kind: str,
    parameters: Mapping[str, object],
    fields: tuple[str, ...],
    rows: Iterable[Row],
    pi_power: int,
) -> tuple[Claim, ...]:
    """Check every statement that defines a table of this kind, exactly.

    `parameters`: the quantum numbers of one block, as ints, Fractions or texts like "3/2", or a
    bound l_max, j_max or n_max for all blocks up to it; and basis = "real" or "complex".
    `fields`: the names of the label columns, those of the parameters left out.
    `rows`: (labels, n, d) for each entry sign(n) sqrt(|n| / d) pi**(pi_power / 2) that is not
    zero, in lowest terms, d > 0; labels are ints, half-integer Fractions, "re" or "im".

    Returns the claims, each with the number of equations and the smallest that fails, if any.
    Raises `ArgumentError` for an unknown kind, parameters or columns that do not belong to it,
    and rows that do not have this shape.

    >>> from fractions import Fraction
    >>> half = Fraction(1, 2)
    >>> singlet = [((-half, half, 0), -1, 2), ((half, -half, 0), 1, 2)]
    >>> spins = {"basis": "complex", "j1": half, "j2": half, "j3": 0}
    >>> claims = certify("clebsch_gordan", spins, ("m1", "m2", "m3"), singlet, 0)
    >>> [claim.holds for claim in claims]
    [True, True, True, True]
    """
    if kind not in _KINDS:
        raise ArgumentError(
            f"the kind {kind!r} was given, but only these are certified: {', '.join(KINDS)}"
        )
    found, given = _KINDS[kind], set(parameters)
    shape = next((s for s in found.shapes if given & {*s.quantum, *s.bounds}), found.shapes[0])
    request = read_request(kind, shape, parameters, tuple(fields), pi_power)
    blocks, well_formed = read_rows(request, found.domains(request), rows)
    return (well_formed, *found.check(request, blocks))
