"""Rows of real Wigner matrices of eight rotations, and what is done with them.

With s = r + c, t = |r - c|, P = P(l; min(r, c), max(r, c)), Q = P(l; -min(r, c), max(r, c)),

    re + i im = a^s (-b)^t P,                  u + i v = (-1)^r conj(a^t (-b)^s) Q       (r <= c)
    re + i im = (-1)^(r-c) a^s conj((-b)^t) P, u + i v = (-1)^r a^t conj((-b)^s) Q       (r > c)

the entries at r, c >= 0 are

    D(r, c) = re + u, D(r, -c) = im - v, D(-r, c) = -im - v, D(-r, -c) = re - u.

Where r or c is 0 two of them fall together; the one written last holds, and the table's factors
for k = 0 are made for it.
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

__all__ = ["fill_real", "rotate_real"]


@part
def real_rows(
    values: Doubles, powers: Doubles, rows: Doubles, l: int, r: int, low: int, high: int
) -> None:
    """rows[low + m], rows[high + m] = D(-r, m), D(r, m) for m in range(-l, l + 1), lanes."""
    one = spread(1.0)
    mirror = negative(one) if r % 2 == 1 else one
    direct = mirror
    for c in range(r):
        t = 2 * (r * (r + 1) // 2 + c) * WIDTH
        p, q = load(values, t) * direct, load(values, t + WIDTH) * mirror
        s, t = 4 * (r + c) * WIDTH, 4 * (r - c) * WIDTH
        ar, ai = load(powers, s), load(powers, s + WIDTH)
        br, bi = load(powers, t + 2 * WIDTH), load(powers, t + 3 * WIDTH)
        re = fma(ar, br, ai * bi) * p
        im = fma(ai, br, negative(ar * bi)) * p
        ar, ai = load(powers, t), load(powers, t + WIDTH)
        br, bi = load(powers, s + 2 * WIDTH), load(powers, s + 3 * WIDTH)
        u = fma(ar, br, ai * bi)
        v = fma(ai, br, negative(ar * bi))
        store(rows, (low - c) * WIDTH, fma(negative(u), q, re))
        store(rows, (high - c) * WIDTH, fma(negative(v), q, im))
        store(rows, (low + c) * WIDTH, negative(fma(v, q, im)))
        store(rows, (high + c) * WIDTH, fma(u, q, re))
        direct = negative(direct)
    for c in range(r, l + 1):
        t = 2 * (c * (c + 1) // 2 + r) * WIDTH
        p, q = load(values, t), load(values, t + WIDTH) * mirror
        s, t = 4 * (r + c) * WIDTH, 4 * (c - r) * WIDTH
        ar, ai = load(powers, s), load(powers, s + WIDTH)
        br, bi = load(powers, t + 2 * WIDTH), load(powers, t + 3 * WIDTH)
        re = fma(ar, br, negative(ai * bi)) * p
        im = fma(ai, br, ar * bi) * p
        ar, ai = load(powers, t), load(powers, t + WIDTH)
        br, bi = load(powers, s + 2 * WIDTH), load(powers, s + 3 * WIDTH)
        u = fma(ar, br, negative(ai * bi))
        v = fma(ai, br, ar * bi)
        store(rows, (low - c) * WIDTH, fma(negative(u), q, re))
        store(rows, (high - c) * WIDTH, fma(v, q, im))
        store(rows, (low + c) * WIDTH, fma(v, q, negative(im)))
        store(rows, (high + c) * WIDTH, fma(u, q, re))


@kernel
def fill_real(
    quaternions: Doubles,
    start: int,
    stop: int,
    l_min: int,
    l_max: int,
    table: Doubles,
    offsets: Places,
    out: Floats,
) -> None:
    """out[offsets[l] + i n^2 + (l + r) n + l + c] = D^l(r, c) of rotation i, n = 2l + 1.

    `out` is flat; stop - start is a multiple of eight.
    """
    pairs = (l_max + 1) * (l_max + 2) // 2
    state = np.empty(4 * pairs * WIDTH)
    values = np.empty(2 * pairs * WIDTH)
    powers = np.empty(4 * (2 * l_max + 1) * WIDTH)
    rows = np.empty(max(WHOLE, 2 * (2 * l_max + 1)) * WIDTH)
    for first in range(start, stop, WIDTH):
        d, c = begin(quaternions, first, powers, 2 * l_max, state, pairs)
        base = 0
        for l in range(l_max + 1):
            advance(state, values, table, base, l, d, c)
            base += 3 * (l + 1) * (l + 2)
            if l < l_min:
                continue
            n = 2 * l + 1
            whole = n * n <= WHOLE
            corner = offsets[l] + first * n * n
            for r in range(l + 1):
                low = ((l - r) * n if whole else 0) + l
                high = ((l + r) * n if whole else n) + l
                real_rows(values, powers, rows, l, r, low, high)
                pieces, length = 2, n
                if whole:
                    pieces, length = (1 if r == l else 0), n * n
                for piece in range(pieces):
                    target = corner
                    if not whole:
                        target += (l + r if piece == 1 else l - r) * n
                    write_rows(rows, piece * n, length, out, target, n * n)


@kernel
def rotate_real(
    quaternions: Doubles,
    start: int,
    stop: int,
    l_max: int,
    table: Doubles,
    copies: Places,
    places: Places,
    vectors: Floats,
    out: Floats,
) -> None:
    """out[i, place + m] = sum_c D^l(m, c) vectors[i, place + c] for each copy of each l.

    places[copies[l] : copies[l + 1]] are the first components of the copies of l.
    """
    pairs = (l_max + 1) * (l_max + 2) // 2
    size = vectors.shape[1]
    state = np.empty(4 * pairs * WIDTH)
    values = np.empty(2 * pairs * WIDTH)
    powers = np.empty(4 * (2 * l_max + 1) * WIDTH)
    rows = np.empty(2 * (2 * l_max + 1) * WIDTH)
    given = np.empty(size * WIDTH)
    turned = np.empty(size * WIDTH)
    flat = out.reshape(-1)
    for first in range(start, stop, WIDTH):
        d, c = begin(quaternions, first, powers, 2 * l_max, state, pairs)
        for i in range(WIDTH):
            for k in range(size):
                given[k * WIDTH + i] = vectors[first + i, k]
        base = 0
        for l in range(l_max + 1):
            advance(state, values, table, base, l, d, c)
            base += 3 * (l + 1) * (l + 2)
            if copies[l] == copies[l + 1]:
                continue
            for r in range(l + 1):
                real_rows(values, powers, rows, l, r, l, 3 * l + 1)
                contract(rows, given, turned, l, r, copies, places)
        write_rows(turned, 0, size, flat, first * size, size)


@part
def contract(
    rows: Doubles, given: Doubles, turned: Doubles, l: int, r: int, copies: Places, places: Places
) -> None:
    """Rows -r and r of each copy of l."""
    n = 2 * l + 1
    for copy in range(copies[l], copies[l + 1]):
        place = places[copy]
        vector: Any = load(given, place * WIDTH)
        low, high = load(rows, 0) * vector, load(rows, n * WIDTH) * vector
        for m in range(1, n):
            vector = load(given, (place + m) * WIDTH)
            low = fma(load(rows, m * WIDTH), vector, low)
            high = fma(load(rows, (n + m) * WIDTH), vector, high)
        store(turned, (place + l - r) * WIDTH, low)
        store(turned, (place + l + r) * WIDTH, high)
