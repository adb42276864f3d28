"""How far each evaluator is tested, and the largest error that is allowed there.

One row for each function and dtype: the largest degree or spin that the accuracy tests reach, and
an error bound as a formula.  `tests/accuracy` compares with exact values over structured and
adversarial points, writes what it finds to docs/accuracy.md, and fails where a bound is passed.
Beyond the tested range `check_tested` refuses the call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from grouptools.errors import ArgumentError

__all__ = ["TESTED", "Tested", "check_tested", "error_bound"]


@dataclass(frozen=True)
class Tested:
    """`limit`: the largest `quantity` tested; `bound(quantity)`: the error allowed there.

    `measure` says in words what the error is relative to.
    """

    quantity: str
    limit: int
    bound: Callable[[int], float]
    measure: str


F64, F32 = "float64", "float32"

#: (function, dtype) -> how far it is tested and how far it may be off.
TESTED: dict[tuple[str, str], Tested] = {}


# Harmonics.  Small degrees take a direction that is rounded, which costs l units; beyond it is kept
# to twice the precision and the roundings of the recursion add up at random.  In float32 degrees
# above 10 are computed in float64 and rounded once.
_DEGREE = "the norm of the degree, over all orders (and axes), of the same derivative"
_HARMONICS = "spherical_harmonics"


def _harmonics(units: float) -> dict[str, Callable[[int], float]]:
    """Bounds that allow `units` units of rounding where l = 1."""
    double, single = units * 2.0**-53, units * 2.0**-24
    return {
        F64: lambda l: double * (l + 2) if l <= 10 else double * 2 * (2 * l + 1) ** 0.5,
        F32: lambda l: single * (l + 2) if l <= 10 else 1.2e-7,
    }


for _dtype, _bound in _harmonics(2.5).items():
    TESTED[_HARMONICS, _dtype] = Tested("l_max", 512, _bound, _DEGREE)
for _order in ("gradients", "Hessians"):
    for _dtype, _bound in _harmonics(4).items():
        TESTED[f"{_HARMONICS} {_order}", _dtype] = Tested("l_max", 256, _bound, _DEGREE)
for _dtype, _bound in _harmonics(4).items():  # sums over a degree
    TESTED[f"{_HARMONICS}_pullback", _dtype] = Tested(
        "l_max", 256, _bound, "the norms of the degree and of the cotangent"
    )
for _dtype, _bound in _harmonics(2.5).items():  # and l roundings of the power |v|^l
    TESTED[f"{_HARMONICS}, solid", _dtype] = Tested(
        "l_max", 256, _bound if _dtype == F32 else lambda l: 4 * 2.0**-53 * (l + 2), _DEGREE
    )


def _couplings() -> Iterator[tuple[str, Tested]]:
    """Absolute errors of 3j, 6j and 9j symbols and of couplings, by their largest doubled spin.

    A unit vector of up to t terms is off by about eps t**(1/2); symbols are at most (t + 1)**(-1/2)
    of it where the largest spin is the fixed one, and all of it in the worst case elsewhere.
    """
    spin, error, eps = "2j", "absolute error", 2.0**-52
    for name in ("wigner_3j_values", "wigner_3j_block", "wigner_6j_values"):
        yield name, Tested(spin, 2000, lambda _: 2 * eps, error)
    for name in (
        "clebsch_gordan_values",
        "clebsch_gordan_block",
        "wigner_3j_over_j3",
        "wigner_3j_over_m2",
        "wigner_6j_over_j1",
    ):
        yield name, Tested(spin, 2000, lambda t: 2 * eps * (t + 1) ** 0.5, error)
    yield "wigner_9j_values", Tested(spin, 600, lambda _: 6 * eps, error)


for _name, _tested in _couplings():
    TESTED[_name, F64] = _tested
    TESTED[_name, F32] = replace(_tested, bound=lambda _: 6e-8)  # half an ulp of 1


# Radial functions, computed in float64 and rounded once; errors of recursions add up at random.
_UNIT, _ROUNDED = 2.0**-52, 6.2e-8
_BESSEL = "the sum of the terms' sizes, |j_l| up to x = l and (j_l^2 + y_l^2)^(1/2) beyond"
_LARGER = "the larger of l_max and n_max"
_LARGEST = "the largest value that the function, or its derivative, takes up to the cut-off"
TESTED |= {
    ("spherical_bessel", F64): Tested("l_max", 256, lambda l: 16 * _UNIT * (l + 4) ** 0.5, _BESSEL),
    ("spherical_bessel", F32): Tested("l_max", 256, lambda _: _ROUNDED, _BESSEL),
    ("spherical_bessel_basis", F64): Tested(
        _LARGER, 50, lambda l: 16 * _UNIT * (l + 4) ** 0.5, _BESSEL
    ),
    ("spherical_bessel_basis", F32): Tested(_LARGER, 50, lambda _: _ROUNDED, _BESSEL),
    ("chebyshev_basis", F64): Tested("degree", 256, lambda n: _UNIT * (n + 4), _LARGEST),
    ("chebyshev_basis", F32): Tested("degree", 256, lambda _: _ROUNDED, _LARGEST),
    ("bernstein_basis", F64): Tested("degree", 256, lambda n: _UNIT * (n + 4), _LARGEST),
    ("bernstein_basis", F32): Tested("degree", 256, lambda _: _ROUNDED, _LARGEST),
    ("gaussian_basis", F64): Tested("count", 1000, lambda _: 4 * _UNIT, _LARGEST),
    ("gaussian_basis", F32): Tested("count", 1000, lambda _: _ROUNDED, _LARGEST),
    ("polynomial_cutoff", F64): Tested(
        "p + smoothness", 40, lambda p: 4 * _UNIT * (p + 4), _LARGEST
    ),
    ("polynomial_cutoff", F32): Tested("p + smoothness", 40, lambda _: _ROUNDED, _LARGEST),
    ("cosine_cutoff", F64): Tested("order", 2, lambda _: 4 * _UNIT, _LARGEST),
    ("cosine_cutoff", F32): Tested("order", 2, lambda _: _ROUNDED, _LARGEST),
    ("bump_cutoff", F64): Tested("order", 2, lambda _: 8 * _UNIT, _LARGEST),
    ("bump_cutoff", F32): Tested("order", 2, lambda _: _ROUNDED, _LARGEST),
}

# Circular harmonics: powers of the direction to twice the precision, and of the length to once.
_AMPLITUDE = "the amplitude of each function or derivative, n^k r^-k or n!/(n-k)! r^(n-k)"
_CIRCULAR, _SOLID = "circular_harmonics", "circular_harmonics, solid"
TESTED |= {
    (_CIRCULAR, F64): Tested("n_max", 256, lambda _: 8 * _UNIT, _AMPLITUDE),
    (_CIRCULAR, F32): Tested("n_max", 256, lambda _: _ROUNDED, _AMPLITUDE),
    (_SOLID, F64): Tested("n_max", 256, lambda n: _UNIT * (n + 4), _AMPLITUDE),
    (_SOLID, F32): Tested("n_max", 256, lambda _: _ROUNDED, _AMPLITUDE),
}

# Quadrature, in float64: a point that is rounded costs a harmonic of degree l about l units.
_ONE = "the norm of the constant 1, an integral over which is the largest there is"
TESTED |= {
    ("circle_quadrature", F64): Tested("degree", 1024, lambda n: _UNIT * (n + 4), _ONE),
    ("sphere_quadrature", F64): Tested("degree", 512, lambda n: 2 * _UNIT * (n + 4), _ONE),
    ("so3_quadrature", F64): Tested("degree", 128, lambda n: 4 * _UNIT * (n + 4), _ONE),
}


# Wigner matrices, in float64: a unit quaternion is off by 2 units and each of the 2l products
# of its powers by about 1.5, at random.  Derivatives of order k grow as (2l + 1)^k.
_ENTRY, _SLOPE = "absolute error", "(2j + 1)^k for order k, at |q| = 1"
_D, _D_COMPLEX = "wigner_D", "wigner_D, complex"
TESTED |= {
    (_D, F64): Tested("l", 200, lambda l: 4 * _UNIT * (l + 1), _ENTRY),
    (_D, F32): Tested("l", 200, lambda _: _ROUNDED, _ENTRY),
    (_D + ", derivatives", F64): Tested("l", 100, lambda l: 4 * _UNIT * (l + 1), _SLOPE),
    (_D + ", derivatives", F32): Tested("l", 100, lambda _: 2 * _ROUNDED, _SLOPE),
    (_D_COMPLEX, F64): Tested("2j", 400, lambda t: 2 * _UNIT * (t + 2), _ENTRY),
    (_D_COMPLEX, F32): Tested("2j", 400, lambda _: _ROUNDED, _ENTRY),
    (_D_COMPLEX + ", derivatives", F64): Tested("2j", 200, lambda t: 2 * _UNIT * (t + 2), _SLOPE),
    (_D_COMPLEX + ", derivatives", F32): Tested("2j", 200, lambda _: 2 * _ROUNDED, _SLOPE),
    ("wigner_d", F64): Tested("2j", 400, lambda t: 2 * _UNIT * (t + 2), _ENTRY),
    ("wigner_d", F32): Tested("2j", 400, lambda _: _ROUNDED, _ENTRY),
    ("rotate_coefficients", F64): Tested(
        "l", 200, lambda l: 4 * _UNIT * (l + 2), "the norm of the coefficients of a degree"
    ),
    ("rotate_coefficients", F32): Tested(
        "l",
        200,
        lambda l: 2 * _ROUNDED * (l + 1) ** 0.5,
        "the norm of the coefficients of a degree",
    ),
    ("character", F64): Tested("2j", 2000, lambda _: 4 * _UNIT, "2j + 1"),
    ("character", F32): Tested("2j", 2000, lambda _: _ROUNDED, "2j + 1"),
}


def check_tested(function: str, value: int, dtype: DTypeLike = np.float64) -> None:
    """Raise `ArgumentError` where `value` lies beyond what `function` is tested for.

    >>> check_tested("spherical_harmonics", 3)
    """
    tested = _row_of(function, np.dtype(dtype))
    if value > tested.limit:
        name = np.dtype(dtype).name
        raise ArgumentError(
            f"{tested.quantity} = {value} was given to {function} in {name}, but its error is "
            f"tested only to {tested.quantity} = {tested.limit}: ask for less"
            + ("" if name == F64 or (function, F64) not in TESTED else ", or use float64")
        )


@cache
def _row_of(function: str, dtype: np.dtype[Any]) -> Tested:
    return TESTED[function, dtype.name]


def error_bound(function: str, value: int, dtype: DTypeLike = np.float64) -> float:
    """The largest error that `function` may have at a degree or spin; see docs/accuracy.md.

    Raises `ArgumentError` for an unknown function and beyond the tested range.

    >>> round(error_bound("spherical_harmonics", 4) / 2.0**-53)  # units of rounding
    15
    """
    key: Any = (function, np.dtype(dtype).name)
    if key not in TESTED:
        known = ", ".join(sorted({name for name, _ in TESTED}))
        raise ArgumentError(f"{key} was asked for, but bounds are stated for: {known}")
    check_tested(function, value, dtype)
    return TESTED[key].bound(value)
