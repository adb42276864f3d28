"""Real Wigner-D matrices of many rotations beside e3nn and spherical."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from tests.benchmarks.cases import Hot, Work

COUNT = 1000
E3NN_TARGETS = {4: None, 8: 50.0, 16: None, 32: 100.0}
SPHERICAL_TARGETS = {4: None, 8: 4.0, 16: None, 32: 3.0}
E3NN_RUNS = {4: None, 8: 5, 16: 3, 32: 1}


def cases(*, quick: bool) -> Iterator[Hot]:
    """Every l to 4, 8, 16 and 32."""
    for l in (4, 8, 16, 32):
        for dtype in ("float32", "float64"):
            yield beside_e3nn(l, dtype)
        yield beside_spherical(l)


def quaternions(dtype: str = "float64") -> np.ndarray:
    """Random unit quaternions, scalar last, the same in each run."""
    some = np.random.default_rng(5).normal(size=(COUNT, 4))
    return (some / np.linalg.norm(some, axis=1, keepdims=True)).astype(dtype)


def entries(l_max: int) -> int:
    """How many numbers the matrices of all degrees have."""
    return COUNT * sum((2 * l + 1) ** 2 for l in range(l_max + 1))


def beside_e3nn(l_max: int, dtype: str) -> Hot:
    def prepare() -> tuple[Work, Work]:
        import torch
        from e3nn import o3

        import grouptools as gt

        torch.set_num_threads(1)
        rotations = quaternions(dtype)
        scalar_first = torch.from_numpy(np.roll(rotations, 1, axis=1).copy())
        angles = o3.quaternion_to_angles(scalar_first)

        def theirs() -> object:
            return [o3.wigner_D(l, *angles) for l in range(l_max + 1)]

        return partial(gt.wigner_D_blocks, l_max, rotations), theirs

    return Hot(
        f"all l to {l_max}, {dtype}, {COUNT:,} rotations",
        prepare,
        "e3nn",
        E3NN_TARGETS[l_max],
        dtype=dtype,
        written=entries(l_max) * np.dtype(dtype).itemsize,
        peer_runs=E3NN_RUNS[l_max],
        slow=l_max > 8,
    )


def beside_spherical(l_max: int) -> Hot:
    """spherical gives complex matrices, of twice as many numbers."""

    def prepare() -> tuple[Work, Work]:
        import quaternionic
        import spherical

        import grouptools as gt

        rotations = quaternions()
        rotors = quaternionic.array(np.roll(rotations, 1, axis=1))
        return partial(gt.wigner_D_blocks, l_max, rotations), partial(
            spherical.Wigner(l_max).D, rotors
        )

    return Hot(
        f"all l to {l_max}, float64, {COUNT:,} rotations",
        prepare,
        "spherical",
        SPHERICAL_TARGETS[l_max],
        written=entries(l_max) * 8,
        slow=l_max > 4,
    )
