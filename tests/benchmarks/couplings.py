"""Tables of 3j symbols beside pywigxjpf, called entry by entry, and py3nj, block by block."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from tests.benchmarks.cases import Hot, Work

DEGREES = (4, 6, 10, 20)
TARGETS = {20: 20.0}


def cases(*, quick: bool) -> Iterator[Hot]:
    """Every triple of degrees to l."""
    for l_max in DEGREES[:2] if quick else DEGREES:
        yield beside(l_max, "pywigxjpf", entry_by_entry)
        yield beside(l_max, "py3nj", block_by_block)


def triples(l_max: int) -> list[tuple[int, int, int]]:
    """Every triple that the triangle rule allows, each degree at most l_max."""
    degrees = range(l_max + 1)
    return [
        (a, b, c)
        for a in degrees
        for b in degrees
        for c in range(abs(a - b), min(a + b, l_max) + 1)
    ]


def projections(a: int, b: int, c: int) -> list[tuple[int, int, int]]:
    """Every m1, m2, m3 of sum 0, in the order of blocks."""
    return [(m, n, -m - n) for m in range(-a, a + 1) for n in range(-b, b + 1) if abs(m + n) <= c]


def entry_by_entry(l_max: int) -> Callable[[], list[float]]:
    import pywigxjpf

    pywigxjpf.wig_table_init(2 * 20, 3)
    pywigxjpf.wig_temp_init(2 * 20)
    doubled = [
        tuple(2 * x for x in (*triple, *m))
        for triple in triples(l_max)
        for m in projections(*triple)
    ]
    return lambda: [pywigxjpf.wig3jj(*one) for one in doubled]


def block_by_block(l_max: int) -> Callable[[], list[np.ndarray]]:
    import py3nj

    blocks = [
        (*(2 * l for l in triple), *(2 * np.array(projections(*triple)).T))
        for triple in triples(l_max)
    ]
    return lambda: [py3nj.wigner3j(*block) for block in blocks]


def beside(l_max: int, peer: str, make: Callable[[int], Work]) -> Hot:
    count = sum(len(projections(*triple)) for triple in triples(l_max))

    def prepare() -> tuple[Work, Work]:
        from grouptools.numeric.coupling import wigner_3j_table

        theirs = make(l_max)
        values = wigner_3j_table(l_max).values
        np.testing.assert_allclose(values, np.hstack(theirs()), rtol=0, atol=1e-13)
        return partial(wigner_3j_table, l_max), theirs

    return Hot(
        f"3j symbols, every triple to l = {l_max}, {count:,} values",
        prepare,
        peer,
        TARGETS.get(l_max),
        written=8 * count,
        peer_runs=5 if l_max == 20 else None,
    )
