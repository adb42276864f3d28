"""Rules for the polar angle and for the circle, with correctly rounded nodes and weights.

All numbers are rounded from balls of `arb`: scipy's weights of Gauss and Legendre are off by up to
6.7e-10 of their size at 500 nodes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from grouptools.numeric.quadrature.rule import Array

if TYPE_CHECKING:
    import flint

__all__ = ["circle", "driscoll_healy", "gauss_legendre", "nearest"]

BITS = 128


def nearest(ball: flint.arb) -> float:
    """The float nearest to the middle of a ball that is far narrower than a float's last place."""
    return float(ball.mid())


@lru_cache(maxsize=64)
def circle(count: int) -> Array:
    """Entries: [[cos(2 pi k/count), sin(2 pi k/count)] for k in range(count)]."""
    import flint

    with flint.ctx.workprec(BITS):
        turns = (flint.fmpq(2 * k, count) for k in range(count))
        rows = [
            [nearest(flint.arb.cos_pi_fmpq(turn)), nearest(flint.arb.sin_pi_fmpq(turn))]
            for turn in turns
        ]
    return np.array(rows).reshape(count, 2)


@lru_cache(maxsize=64)
def gauss_legendre(count: int) -> Array:
    """Entries: [[cos(b), sin(b), w] for nodes cos(b), descending], sum of w = 2  [DLMF 3.5(v)].

    Exact for polynomials in cos(b) of degree 2 count - 1.
    """
    import flint

    rows = []
    with flint.ctx.workprec(BITS):
        for k in range(count):
            node, weight = flint.arb.legendre_p_root(count, k, weight=True)
            rows.append([nearest(node), nearest((1 - node**2).sqrt()), nearest(weight)])
    return np.array(rows)


@lru_cache(maxsize=64)
def driscoll_healy(bandwidth: int, *, shifted: bool) -> Array:
    """Entries: [[cos(b), sin(b), w] for b], 2 bandwidth equal steps from the north pole on.

    b_j = pi (j + h)/(2 B) with h = 0 [Driscoll, Healy 1994, Adv. Appl. Math. 15, 202, theorem 3]
    or, shifted, h = 1/2 [Kostelec, Rockmore 2008, J. Fourier Anal. Appl. 14, 145],

        w_j = (2/B) sin(b_j) sum(sin((2k+1) b_j)/(2k+1) for k in range(B)).

    Exact for polynomials in cos(b) of degree 2 B - 1.  The weight of the pole is 0.
    """
    import flint

    rows = []
    with flint.ctx.workprec(BITS + 3 * bandwidth):  # the recurrence widens balls by 1 + sqrt(2)
        for j in range(2 * bandwidth):
            turn = flint.fmpq(2 * j + shifted, 4 * bandwidth)
            cosine, sine = (
                flint.arb.cos_pi_fmpq(turn),
                flint.arb.sin_pi_fmpq(turn),
            )
            # sin((k + 2) b) = 2 cos(2b) sin(k b) - sin((k - 2) b)
            double = 2 * flint.arb.cos_pi_fmpq(2 * turn)
            before, odd, total = -sine, sine, flint.arb(0)
            for k in range(bandwidth):
                total += odd / (2 * k + 1)
                before, odd = odd, double * odd - before
            rows.append([nearest(cosine), nearest(sine), nearest(2 * sine * total / bandwidth)])
    return np.array(rows)
