"""Two threads beside one, on a million points.

Where two cores share the bandwidth of memory, what is bound by it gains little: the first row is
how much a plain fill gains.  The backward pass computes as much and writes little.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np

from tests.benchmarks.cases import Hot, Work
from tests.benchmarks.harmonics import MANY, WHAT, empty_like, points
from tests.benchmarks.point_convolution import WORKS, A, fused, tensors

CORES = 2


def cases(*, quick: bool) -> Iterator[Hot]:
    """A plain fill; the backward pass; point convolutions; harmonics, `out` used again or fresh."""
    yield fill_beside_one()
    yield from (pullback_beside_one(dtype) for dtype in ("float32", "float64"))
    yield from (convolution_beside_one(work) for work in ("value", "first derivatives"))
    for l, derivatives in ((6, 0),) if quick else ((4, 0), (6, 0), (10, 0), (6, 1)):
        for dtype in ("float32", "float64"):
            for reuse in (True, False):
                yield beside_one(l, derivatives, dtype, reuse=reuse)


def fill_beside_one() -> Hot:
    def prepare() -> tuple[Work, Work]:
        array, pool = np.ones(50 * MANY), ThreadPoolExecutor(2)
        half = len(array) // 2

        def fill(part: slice) -> None:
            array[part] = 1.0

        def on_two() -> None:
            list(pool.map(fill, (slice(0, half), slice(half, None))))

        return on_two, partial(fill, slice(None))

    return Hot("numpy's fill of 400 MB", prepare, "one thread")


def pullback_beside_one(dtype: str) -> Hot:
    def prepare() -> tuple[Work, Work]:
        import grouptools as gt
        from grouptools.numeric.threads import threads_limited_to

        xyz, cotangent = points(MANY, dtype), np.ones((MANY, 25), dtype)

        def on(threads: int) -> np.ndarray:
            with threads_limited_to(threads):
                return gt.spherical_harmonics_pullback(4, xyz, cotangent)

        return partial(on, 2), partial(on, 1)

    name = f"backward pass, l_max = 4, {dtype}, {MANY:,} points"
    return Hot(name, prepare, "one thread", 1.7, dtype=dtype)


def convolution_beside_one(work: str) -> Hot:
    """Shape A of `point_convolution`; neighbour lists are sorted by target node."""

    def prepare() -> tuple[Work, Work]:
        import torch

        from grouptools.numeric.threads import threads_limited_to

        torch.set_num_threads(1)  # of the few operations beside
        x, y, weights, ends, factors = tensors(A, needs_grad=work != "value")
        given = x, y, weights, ends[:, ends[1].argsort(stable=True)], factors
        convolve = fused(A)

        def on(threads: int) -> object:
            with threads_limited_to(threads):
                return WORKS[work](convolve, *given)

        return partial(on, 2), partial(on, 1)

    return Hot(f"point convolution, {work}, {A.title}", prepare, "one thread", 1.6, dtype="float32")


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
