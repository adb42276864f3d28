"""Couplings of two irreps to a third, and 3j symbols.

With v_target = M v_source for features, and C the coupling v3 = sum C[m1, m2, m3] u1 v2,

    C_target = (s_t f_t n_t)/(s_s f_s n_s) M3 C_source M1^+ M2^+ ,

s the sign of `coupling_sign`, n the norm of a column, and f = -i in a real basis where
l1 + l2 + l3 is odd.  The 3j symbol has the third index lowered, in the standard basis by
w[m1, m2, m3] = (-1)^(l1 - l2 - m3)/sqrt(2 l3 + 1) C[m1, m2, -m3]
[Varshalovich et al. 1988, 8.1.2 (11)], and as an invariant of three features it changes by
conj(M1), conj(M2), conj(M3).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from grouptools.conventions.arrays import namespace, real_part
from grouptools.conventions.convention import Convention
from grouptools.conventions.coupling_signs import coupling_sign
from grouptools.conventions.exact_map import ExactMap, times
from grouptools.conventions.kinds.features import UNITARY, unitary_map
from grouptools.conventions.kinds.kind import Kind
from grouptools.conventions.named import GROUPTOOLS_COMPLEX
from grouptools.conventions.phases import Phase
from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import check_triangle

if TYPE_CHECKING:
    import sympy

__all__ = ["CLEBSCH_GORDAN"]

Spins = tuple[int, int, int]


def _converted(array: Any, source: Convention, target: Convention) -> Any:
    if array.ndim < 3 or 0 in array.shape[-3:]:
        raise ArgumentError(
            f"an array of shape {tuple(array.shape)} was given, but couplings have the shape "
            f"(..., 2*j1 + 1, 2*j2 + 1, 2*j3 + 1), in the order of coupling_order"
        )
    standard = namespace(array).moveaxis(array, _stored(source), (-3, -2, -1))
    twice = tuple(n - 1 for n in standard.shape[-3:])
    check_triangle(*twice)
    for axis, spin in ((-3, twice[0]), (-2, twice[1])):
        standard = unitary_map(spin, source, target).conjugate.applied(standard, axis)
    factor = _factor(twice, target) / _factor(twice, source)
    result = times(factor, _third(twice, source, target).applied(standard))
    if Phase.parse(target.phase).is_real:
        result = real_part(result, "couplings")
    return namespace(result).moveaxis(result, (-3, -2, -1), _stored(target))


def _stored(convention: Convention) -> tuple[int, ...]:
    """The axes on which the indices m1, m2, m3 are stored."""
    order = str(convention.coupling_order).split()
    return tuple(order.index(index) - 3 for index in ("m1", "m2", "m3"))


@lru_cache(maxsize=2048)
def _third(twice: Spins, source: Convention, target: Convention) -> ExactMap:
    """What is done along m3."""
    change = unitary_map(twice[2], source, target)
    if "3j" not in (source.coupling, target.coupling):
        return change
    matrix = change.matrix
    if target.coupling == "3j":
        matrix = _lowering(twice, target) * matrix
    if source.coupling == "3j":
        matrix = matrix * _lowering(twice, source).H * (twice[2] + 1)
    return ExactMap(matrix)


def _lowering(twice: Spins, convention: Convention) -> sympy.Matrix:
    """The matrix along m3 that takes couplings in the basis of a convention to 3j symbols."""
    import sympy

    j1, j2, j3 = (sympy.Rational(t, 2) for t in twice)
    size = twice[2] + 1
    standard = sympy.zeros(size, size)
    for k in range(size):
        standard[k, size - 1 - k] = (-1) ** (j1 - j2 - (k - j3)) / sympy.sqrt(size)
    basis = unitary_map(twice[2], GROUPTOOLS_COMPLEX, convention).matrix
    return basis.C * standard * basis.H


def _factor(twice: Spins, convention: Convention) -> sympy.Expr:
    """The number s f n of a convention."""
    import sympy

    factor = 1 / sympy.sqrt(twice[2] + 1) if convention.coupling == "unit" else sympy.Integer(1)
    if convention.basis == "complex":
        return factor
    l1, l2, l3 = (t // 2 for t in twice)
    factor *= coupling_sign(str(convention.coupling_sign), l1, l2, l3)
    return factor * (-sympy.I if (l1 + l2 + l3) % 2 else 1)


CLEBSCH_GORDAN = Kind(
    "clebsch_gordan",
    (*UNITARY, "coupling", "coupling_sign", "coupling_order"),
    3,
    _converted,
)
