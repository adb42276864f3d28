"""Rows of complex Wigner matrices of eight elements of SU(2), of integer or half-integer spin.

With s = r + c, t = |r - c|, P = P(j; min(r, c), max(r, c)), Q = P(j; -min(r, c), max(r, c)), the
entries at r, c >= 0 are, for f = a^s (-b)^t P and g = a^t (-b)^s Q where r <= c,

    D(r, c) = (-1)^t f, D(-r, -c) = conj f, D(-r, c) = (-1)^s g, D(r, -c) = conj g,

and for f = a^s conj((-b)^t) P and g = a^t conj((-b)^s) Q where r > c,

    D(r, c) = f, D(-r, -c) = (-1)^t conj f, D(r, -c) = g, D(-r, c) = (-1)^s conj g.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from grouptools.numeric.arguments import Floats
from grouptools.numeric.compilation import kernel, part
from grouptools.numeric.simd import fma, load, negative, spread, store
from grouptools.numeric.wigner.recursion import (
    WHOLE,
    WIDTH,
    Doubles,
    Places,
    advance,
    begin,
    write_rows,
)

__all__ = ["fill_complex"]


@part
def put(rows: Doubles, place: int, parts: int, re: Any, im: Any) -> None:
    """One entry of a row: its real part, and its imaginary part where two parts are wanted."""
    store(rows, place * parts * WIDTH, re)
    if parts == 2:
        store(rows, (2 * place + 1) * WIDTH, im)


@part
def complex_rows(
    values: Doubles,
    powers: Doubles,
    rows: Doubles,
    steps: int,
    r: int,
    twice_low: int,
    low: int,
    high: int,
    parts: int,
) -> None:
    """The rows of -(r + low) and r + low, whose entries m = c + low stand at low or high + c.

    Those of m = -(c + low) stand at low or high - twice_low - c.
    """
    one = spread(1.0)
    for c in range(steps + 1):
        i, j = min(r, c), max(r, c)
        place = j * (j + 1) * WIDTH + 2 * i * WIDTH
        s, t = r + c + twice_low, j - i
        # above the diagonal b is not conjugated, and the signs are on the other entries
        bend = one if c >= r else negative(one)
        odd_t, odd_s = negative(one) if t % 2 else one, negative(one) if s % 2 else one
        ar, ai = load(powers, 4 * s * WIDTH), load(powers, (4 * s + 1) * WIDTH)
        br, bi = load(powers, (4 * t + 2) * WIDTH), load(powers, (4 * t + 3) * WIDTH) * bend
        p = load(values, place)
        re, im = fma(ar, br, negative(ai * bi)) * p, fma(ai, br, ar * bi) * p
        ar, ai = load(powers, 4 * t * WIDTH), load(powers, (4 * t + 1) * WIDTH)
        br, bi = load(powers, (4 * s + 2) * WIDTH), load(powers, (4 * s + 3) * WIDTH) * bend
        q = load(values, place + WIDTH)
        u, v = fma(ar, br, negative(ai * bi)) * q, fma(ai, br, ar * bi) * q
        mirrored = twice_low + c
        if c >= r:
            put(rows, low - mirrored, parts, re, negative(im))
            put(rows, high - mirrored, parts, u, negative(v))
            put(rows, low + c, parts, u * odd_s, v * odd_s)
            put(rows, high + c, parts, re * odd_t, im * odd_t)
        else:
            put(rows, low - mirrored, parts, re * odd_t, negative(im * odd_t))
            put(rows, high - mirrored, parts, u, v)
            put(rows, low + c, parts, u * odd_s, negative(v * odd_s))
            put(rows, high + c, parts, re, im)


@kernel
def fill_complex(
    quaternions: Doubles,
    start: int,
    stop: int,
    twice_low: int,
    steps_min: int,
    steps_max: int,
    table: Doubles,
    offsets: Places,
    parts: int,
    out: Floats,
) -> None:
    """out[offsets[k] + p (i n^2 + row n + column)] = entry of D^j of element i, j = k + low.

    `parts` p: 2, real and imaginary part, or 1, the real part alone.  `out` is flat; stop - start
    is a multiple of eight.
    """
    pairs = (steps_max + 1) * (steps_max + 2) // 2
    top = 2 * steps_max + twice_low
    state = np.empty(4 * pairs * WIDTH)
    values = np.empty(2 * pairs * WIDTH)
    powers = np.empty(4 * (top + 1) * WIDTH)
    rows = np.empty(max(WHOLE, 2 * parts * (top + 1)) * WIDTH)
    for first in range(start, stop, WIDTH):
        d, c = begin(quaternions, first, powers, top, state, pairs)
        base = 0
        for steps in range(steps_max + 1):
            advance(state, values, table, base, steps, d, c)
            base += 3 * (steps + 1) * (steps + 2)
            if steps < steps_min:
                continue
            n = 2 * steps + twice_low + 1
            middle = steps + twice_low
            whole = parts * n * n <= WHOLE
            corner = offsets[steps] + parts * first * n * n
            for r in range(steps + 1):
                low = ((steps - r) * n if whole else 0) + middle
                high = ((middle + r) * n if whole else n) + middle
                complex_rows(values, powers, rows, steps, r, twice_low, low, high, parts)
                pieces, length = 2, parts * n
                if whole:
                    pieces, length = (1 if r == steps else 0), parts * n * n
                for piece in range(pieces):
                    target = corner
                    if not whole:
                        target += (middle + r if piece == 1 else steps - r) * parts * n
                    begins = piece * parts * n
                    write_rows(rows, begins, length, out, target, parts * n * n)
