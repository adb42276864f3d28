"""The recipe of the real Wigner D matrices from a quaternion.

With a = w - iz, b = y - ix as in `grouptools.exact.cayley_klein`, and m >= |k|,

    D_{km} = a^(m+k) b^(m-k) P(l; k, m),    s = |a|^2 + |b|^2 = |q|^2,    c = |a|^2 - |b|^2,

where P is real, homogeneous of degree l - m in |a|^2 and |b|^2, a Jacobi polynomial of c for
s = 1.  It starts with P(m; k, m) = sqrt((2m)! / ((m+k)! (m-k)!)) and goes on by the recursion

    l X(l+1) P(l+1) = (2l+1) (l (l+1) c - k m s) P(l) - (l+1) X(l) s^2 P(l-1),
    X(l)^2 = (l^2 - k^2) (l^2 - m^2)        [DLMF 18.9.1, 18.9.2 for Jacobi polynomials].

The other entries follow from D(q)^T = conj D(q^-1), D_{-k,-m} = (-1)^(k-m) conj D_{km}, and the
change to the real basis in `grouptools.exact.cayley_klein.real_elements`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING

from grouptools.codegen.program import Element, Program, Steps, share

if TYPE_CHECKING:
    import sympy

    Complex = tuple[sympy.Expr, sympy.Expr]

__all__ = ["wigner_program"]

VARIABLES = ("x", "y", "z", "w")


def wigner_program(l_min: int, l_max: int, *, normalize: bool, dtype: str) -> Program:
    """The matrices D^l, l = l_min..l_max, at one quaternion, flat, each row by row."""
    recipe = _Recipe(l_max, normalize=normalize, dtype=dtype)
    outputs = {}
    start = 0
    for l in range(l_min, l_max + 1):
        size = 2 * l + 1
        places: dict[tuple[int, int], sympy.Expr] = {}
        for row in range(l + 1):
            for column in range(l + 1):
                places |= recipe.entries(l, row, column)
        for row, column in sorted(places):
            place = start + (l + row) * size + l + column
            outputs[Element("out", (place,))] = places[row, column]
        start += size * size
    body = share(recipe.steps.definitions, outputs)
    return Program(VARIABLES, {"out": (start,)}, body, normalize, vanishes=False)


class _Recipe:
    """The factors of all entries up to l_max, named."""

    def __init__(self, l_max: int, *, normalize: bool, dtype: str) -> None:
        self.steps = steps = Steps(dtype)
        x, y, z, w = map(steps.symbol, VARIABLES)
        a_square = steps.let("a_square", w * w + z * z)
        b_square = steps.let("b_square", x * x + y * y)
        self._c = steps.let("c", a_square - b_square)
        self._s = steps.root(1) if normalize else steps.let("s", a_square + b_square)
        self._s_square = steps.let("s_square", self._s * self._s)
        self._a = self._powers("a", w, -z, 2 * l_max)
        self._b = self._powers("b", y, -x, 2 * l_max)
        self._radial = {
            (l, k, m): p
            for m in range(l_max + 1)
            for k in range(-m, m + 1)
            for l, p in self._recursion(l_max, k, m)
        }

    def entries(self, l: int, row: int, column: int) -> dict[tuple[int, int], sympy.Expr]:
        """The entries at (+-row, +-column), row and column >= 0."""
        if row == column == 0:
            return {(0, 0): self._radial[l, 0, 0]}
        low, high = min(row, column), max(row, column)
        direct = self._radial[l, low, high]
        re, im = (part * direct for part in self._phase(row + column, column - row))
        if row == 0:
            return {(0, column): re, (0, -column): im}
        if column == 0:
            return {(row, 0): re, (-row, 0): -im}
        mirror = self._radial[l, -low, high]
        u, v = (part * mirror for part in self._mirror_phase(row, column))
        return {
            (row, column): re + u,
            (-row, column): -im - v,
            (row, -column): im - v,
            (-row, -column): re - u,
        }

    def _phase(self, p: int, q: int) -> Complex:
        """a^p (-b)^q for q >= 0, a^p conj(b)^-q else: the phase of (-1)^(row-column) D."""
        re, im = self._product(p, abs(q), conjugate=q < 0)
        return (-re, -im) if q > 0 and q % 2 else (re, im)

    def _mirror_phase(self, row: int, column: int) -> Complex:
        """The phase of (-1)^row D(row, -column)."""
        if column >= row:
            re, im = self._product(column - row, column + row, conjugate=False)
            im = -im
        else:
            re, im = self._product(row - column, row + column, conjugate=True)
        return (-re, -im) if column % 2 else (re, im)

    def _product(self, p: int, q: int, *, conjugate: bool) -> Complex:
        """a^p b^q, or a^p conj(b)^q."""
        (a_re, a_im), (b_re, b_im) = self._a[p], self._b[q]
        b_im = -b_im if conjugate else b_im
        name = f"{p}_{q}" + ("c" if conjugate else "")
        re = self.steps.let(f"u{name}", a_re * b_re - a_im * b_im)
        return re, self.steps.let(f"v{name}", a_re * b_im + a_im * b_re)

    def _powers(self, name: str, re: sympy.Expr, im: sympy.Expr, top: int) -> list[Complex]:
        """(re + i im)^p for p = 0..top."""
        let = self.steps.let
        powers = [(self.steps.root(1), self.steps.root(0))]
        for p in range(1, top + 1):
            u, v = powers[-1]
            powers.append(
                (let(f"{name}r{p}", u * re - v * im), let(f"{name}i{p}", u * im + v * re))
            )
        return powers

    def _recursion(self, l_max: int, k: int, m: int) -> Iterator[tuple[int, sympy.Expr]]:
        """Yield l and P(l; k, m) for l = m..l_max, m >= |k|, numbers multiplied before rounding.

        Where one of k, m is 0 and the other not, the real basis adds a factor sqrt(2).
        """
        root, c, s, s_square = self.steps.root, self._c, self._s, self._s_square
        seed = Fraction(comb(2 * m, m - k) * (2 if k == 0 and m else 1))
        older, newer = root(0), root(seed)
        yield m, newer
        for l in range(m, l_max):
            slope, shift, back = _squared_coefficients(l, k, m)
            name = f"{l + 1}_{m}_{abs(k)}{'n' if k < 0 else ''}"
            if l == m:
                value = root(slope * seed) * c - root(shift * seed) * s
            else:
                value = self.steps.let(f"f{name}", root(slope) * c - root(shift) * s) * newer
                last = root(back * seed) if l == m + 1 else root(back) * older
                value -= last * s_square
            older, newer = newer, self.steps.let(f"p{name}", value)
            yield l + 1, newer


def _squared_coefficients(l: int, k: int, m: int) -> tuple[Fraction, Fraction, Fraction]:
    """The signed squares of f, g, h in P(l+1) = (f c - g s) P(l) - h s^2 P(l-1)."""
    x_square = (l * l - k * k) * (l * l - m * m)
    x_next_square = ((l + 1) ** 2 - k * k) * ((l + 1) ** 2 - m * m)
    slope = Fraction((2 * l + 1) ** 2 * (l + 1) ** 2, x_next_square)
    if l == 0:
        return slope, Fraction(0), Fraction(0)
    shift = Fraction((2 * l + 1) ** 2 * k * abs(k) * m * m, l * l * x_next_square)
    back = Fraction((l + 1) ** 2 * x_square, l * l * x_next_square)
    return slope, shift, back
