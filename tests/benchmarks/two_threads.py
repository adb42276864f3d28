"""Two threads beside one, on a million points."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from tests.benchmarks.cases import Hot, Work
from tests.benchmarks.harmonics import MANY, WHAT, empty_like, points

CORES = 2


def cases(*, quick: bool) -> Iterator[Hot]:
    """Harmonics into arrays that are used again, and into fresh ones."""
    for l, derivatives in ((6, 0),) if quick else ((4, 0), (6, 0), (10, 0), (6, 1)):
        for dtype in ("float32", "float64"):
            for reuse in (True, False):
                yield beside_one(l, derivatives, dtype, reuse=reuse)


def beside_one(l: int, derivatives: int, dtype: str, *, reuse: bool) -> Hot:
    def prepare() -> tuple[Work, Work]:
        import grouptools as gt
        from grouptools.numeric.threads import threads_limited_to

        xyz = points(MANY, dtype)
        evaluate = partial(gt.spherical_harmonics, l, derivatives=derivatives)
        if reuse:
            evaluate = partial(evaluate, out=empty_like(evaluate(xyz[:1]), MANY))

        def on(threads: int) -> np.ndarray:
            with threads_limited_to(threads):
                return evaluate(xyz)

        return partial(on, 2), partial(on, 1)

    where = ", out=" if reuse else ""
    return Hot(
        f"{WHAT[derivatives]}, l_max = {l}, {dtype}, {MANY:,} points{where}",
        prepare,
        "one thread",
        1.7,
        dtype=dtype,
    )
