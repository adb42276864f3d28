"""The recipe of the real harmonics: S(l, m) = r^l Y(l, m) = q(l, |m|) A(m), and its gradient.

A(m) = Re (x + iy)^m for m >= 0, Im (x + iy)^|m| for m < 0, by complex products.
q(l, m) = sqrt(norm / pi) Q(z, r^2) of `grouptools.exact.harmonics`, by the recursion in l

    q(l, m) = a(l, m) z q(l-1, m) - c(l, m) r^2 q(l-2, m),    a^2 = (4l^2 - 1)/(l^2 - m^2),
    c^2 = (2l+1)/(2l-3) ((l-1)^2 - m^2)/(l^2 - m^2)           [DLMF 14.10.3, normalised].

The gradient of a solid harmonic is a pair of solid harmonics of one degree less: for m > 0

    d/dx S(l, +-m) =  b(l, m) S(l-1, +-(m-1)) - e(l, m) S(l-1, +-(m+1)),
    d/dy S(l, +-m) = -+(b(l, m) S(l-1, -+(m-1)) + e(l, m) S(l-1, -+(m+1))),
    d/dz S(l, m) = sqrt((2l+1)/(2l-1) (l^2 - m^2)) S(l-1, m),
    b^2 = (2l+1)/(2l-1) (l+m)(l+m-1)/4, e^2 = b^2 with -m for m; twice that where m or m-1 is 0

(the tests differentiate the polynomials instead).  On the unit sphere, r^2 is 1 and
grad Y(v/|v|) = (grad S - l v S)/|v|, both taken at v/|v|.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from grouptools.codegen.program import Element, Program, Steps, share
from grouptools.exact.harmonics import harmonic_factors

if TYPE_CHECKING:
    import sympy

    #: Expressions by degree and order.
    ByOrder = dict[tuple[int, int], sympy.Expr]

__all__ = ["harmonics_program"]

VARIABLES = ("x", "y", "z")


def harmonics_program(
    l_min: int, l_max: int, *, normalize: bool, derivatives: int, dtype: str
) -> Program:
    """The harmonics of degrees l_min to l_max at one point, with `derivatives` = 1 the gradient."""
    steps = Steps(dtype)
    values = _values(steps, l_max, normalize=normalize)
    wanted = [(l, m) for l in range(l_min, l_max + 1) for m in range(-l, l + 1)]
    outputs = {Element("out", (k,)): values[lm] for k, lm in enumerate(wanted)}
    shapes: dict[str, tuple[int, ...]] = {"out": (len(wanted),)}
    if derivatives:
        shapes["gradient"] = (3, len(wanted))
        scaled = _scaled(steps, values) if normalize else values
        for k, lm in enumerate(wanted):
            gradient = _solid_gradient(steps, scaled, *lm)
            if normalize:
                gradient = _tangential(steps, gradient, values[lm], lm[0])
            for axis, derivative in enumerate(gradient):
                outputs[Element("gradient", (axis, k))] = derivative
    body = share(steps.definitions, outputs)
    return Program(VARIABLES, shapes, body, normalize, vanishes=True)


def _values(steps: Steps, l_max: int, *, normalize: bool) -> ByOrder:
    """S(l, m) for all l <= l_max."""
    x, y, z = map(steps.symbol, VARIABLES)
    r_square = steps.root(1) if normalize else steps.let("r_square", x * x + y * y + z * z)
    values = {}
    re, im = steps.root(1), steps.root(0)
    for m in range(l_max + 1):
        for l, q in _zonal(steps, l_max, m, r_square):
            values[l, m] = steps.let(f"y{l}_{m}", q * re)
            values[l, -m] = steps.let(f"y{l}_{m}s", q * im) if m else values[l, 0]
        re, im = (
            steps.let(f"c{m + 1}", x * re - y * im),
            steps.let(f"s{m + 1}", x * im + y * re),
        )
    return values


def _zonal(
    steps: Steps, l_max: int, m: int, r_square: sympy.Expr
) -> Iterator[tuple[int, sympy.Expr]]:
    """Yield l and q(l, m) for l = m..l_max; products of numbers are formed before rounding."""
    z = steps.symbol("z")
    seed = harmonic_factors(m, m).norm_square
    older, newer = steps.root(0), steps.root(seed, -1)
    for l in range(m, l_max + 1):
        if l > m:
            a = Fraction(4 * l * l - 1, l * l - m * m)
            c = Fraction((2 * l + 1) * ((l - 1) ** 2 - m * m), (2 * l - 3) * (l * l - m * m))
        if l == m + 1:
            seed *= a
            older, newer = newer, steps.let(f"q{l}_{m}", steps.root(seed, -1) * z)
        elif l == m + 2:
            # With m = 0 this constant term alone would not vanish at the zero vector.
            r2 = steps.symbol("one") if m == 0 and r_square == 1 else r_square
            value = steps.root(seed * a, -1) * steps.let("z2", z * z)
            value -= steps.root(seed * c / Fraction(2 * m + 3), -1) * r2
            older, newer = newer, steps.let(f"q{l}_{m}", value)
        elif l > m + 2:
            value = steps.root(a) * z * newer - steps.root(c) * r_square * older
            older, newer = newer, steps.let(f"q{l}_{m}", value)
        yield l, newer


def _scaled(steps: Steps, values: ByOrder) -> ByOrder:
    """S(l, m)/|v|, so that the gradient comes out divided by |v|."""
    inverse = steps.symbol("inverse_length")
    return {
        (l, m): steps.let(f"g{l}_{abs(m)}{'s' if m < 0 else ''}", inverse * value)
        for (l, m), value in values.items()
    }


def _solid_gradient(steps: Steps, lower: ByOrder, l: int, m: int) -> tuple[sympy.Expr, ...]:
    """The three derivatives of S(l, m) in terms of the harmonics of degree l - 1."""
    zero = steps.root(0)
    if l == 0:
        return zero, zero, zero
    ratio = Fraction(2 * l + 1, 2 * l - 1)
    k, sign = abs(m), -1 if m < 0 else 1

    def of(order: int, square: Fraction) -> sympy.Expr:
        return steps.root(square) * lower[l - 1, order] if abs(order) < l else zero

    dz = of(m, ratio * (l * l - k * k))
    down = ratio * (l + k) * (l + k - 1) / 4
    up = ratio * (l - k) * (l - k - 1) / 4
    if k == 0:
        return -of(1, 2 * up), -of(-1, 2 * up), dz
    if k == 1:
        along, across = of(0, 2 * down), zero
        dx, dy = (along, across) if m > 0 else (across, along)
    else:
        dx, dy = of(sign * (k - 1), down), -sign * of(-sign * (k - 1), down)
    return dx - of(sign * (k + 1), up), dy - sign * of(-sign * (k + 1), up), dz


def _tangential(
    steps: Steps, gradient: tuple[sympy.Expr, ...], value: sympy.Expr, l: int
) -> tuple[sympy.Expr, ...]:
    """Take l v S from the gradient, all of it divided by |v|."""
    inverse = steps.root(l * l) * steps.symbol("inverse_length")
    return tuple(
        derivative - steps.let(f"{v}_over_r{l}", inverse * steps.symbol(v)) * value
        for v, derivative in zip(VARIABLES, gradient, strict=True)
    )
