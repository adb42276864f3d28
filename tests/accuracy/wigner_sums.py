"""Exact Wigner matrices, entry by entry, from the explicit sum over balls or power series of arb.

D_{m'm} = sqrt(...) sum_s (-1)^s C(j+m, j+m'-s) C(j-m, s) a^(j+m'-s) conj(a)^(j-m-s)
          b^(m-m'+s) conj(b)^s,   a = w - iz, b = y - ix.
"""

from fractions import Fraction
from functools import cache
from math import comb, factorial

import flint


def precision(twice_j):
    """Bits in which the sum keeps more than 20 digits in spite of its cancellation."""
    return 160 + 3 * twice_j


@cache
def weights(twice_j, row, column):
    """The root, and the integers of the sum for s from the first to the last."""
    square = Fraction(
        factorial(row) * factorial(twice_j - row), factorial(column) * factorial(twice_j - column)
    )
    first, last = max(0, row - column), min(row, twice_j - column)
    terms = [
        (s, (-1) ** s * comb(column, row - s) * comb(twice_j - column, s))
        for s in range(first, last + 1)
    ]
    return square, terms


class Sums:
    """D^j at a quaternion of any length, of ring elements; `one` is that of the ring."""

    def __init__(self, twice_j, quaternion, one):
        x, y, z, w = quaternion
        self.twice_j, self.one = twice_j, one
        self.a, self.b = Powers(w, -z, one), Powers(y, -x, one)

    def entry(self, row, column):
        """(real, imaginary part) of D, row = j + m', column = j + m, times |q|^(2j)."""
        t = self.twice_j
        square, terms = weights(t, row, column)
        total = 0 * self.one
        turns_a, turns_b = row + column - t, column - row
        for s, weight in terms:
            i = min(row, t - column) - s
            total += weight * self.a.square(i) * self.b.square(s + min(turns_b, 0))
        root = (flint.arb(square.numerator) / square.denominator).sqrt()
        (a, b), (c, d) = self.a.turned(turns_a), self.b.turned(turns_b)
        return root * total * (a * c - b * d), root * total * (a * d + b * c)

    def real_entry(self, row, column):
        """Real D at row = l + m', column = l + m: the 2 x 2 blocks of U conj(D) U^+."""
        l = self.twice_j // 2
        k, m = row - l, column - l
        total = 0 * self.one
        for p, (re, im) in unitary(k):
            for q, (u, v) in unitary(m):
                x, y = self.entry(l + p, l + q)
                # real part of U conj(D) conj(U)
                f, g = re * u + im * v, im * u - re * v
                total += f * x + g * y
        return total


def unitary(m):
    """Nonzero [(m', (real, imaginary part))] of the row m of the change to the real basis."""
    if m == 0:
        return [(0, (1, 0))]
    root = 1 / flint.arb(2).sqrt()
    sign = (-1) ** abs(m)
    if m > 0:
        return [(-m, (root, 0)), (m, (sign * root, 0))]
    return [(m, (0, root)), (-m, (0, -sign * root))]


class Powers:
    """Powers of |c|^2 and of c = re + i im, each found when asked for."""

    def __init__(self, re, im, one):
        self.re, self.im = re, im
        self.norm = re * re + im * im
        self.squares, self.turns = [one], [(one, 0 * one)]

    def square(self, power):
        """|c|^(2 power)."""
        while len(self.squares) <= power:
            self.squares.append(self.squares[-1] * self.norm)
        return self.squares[power]

    def turned(self, power):
        """c^power, or conj(c)^-power."""
        while len(self.turns) <= abs(power):
            u, v = self.turns[-1]
            self.turns.append((u * self.re - v * self.im, u * self.im + v * self.re))
        u, v = self.turns[abs(power)]
        return (u, v) if power >= 0 else (u, -v)
