"""Spherical harmonics beside sphericart, e3nn, scipy and spherical."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from tests.benchmarks.cases import Hot, Work

WHAT = ("values", "values and gradients", "values, gradients and Hessians")
NUMBERS = (1, 4, 13)  # written for each harmonic
FMAS = 2  # for each harmonic: a recursion in l for two of them, and the factor of the azimuth
METHODS = ("compute", "compute_with_gradients", "compute_with_hessians")
SPHERICART_TARGETS = (2.0, 3.0, 3.0)
DEGREES = (1, 2, 3, 4, 6, 8, 10, 15, 20, 25)
E3NN_DEGREES = (1, 2, 4, 6, 8, 10, 11)
MANY_DEGREES = (4, 6, 8, 10)
DTYPES = ("float32", "float64")
SOME, MANY = 10_000, 1_000_000
MAPPED = 1 << 25  # bytes: a peer gets new pages for more from the system each time
LARGEST = 1 << 31  # bytes: more than this is not asked of one array


def cases(*, quick: bool) -> Iterator[Hot]:
    """Everything, or a few of each kind."""
    for l in (2, 10) if quick else DEGREES:
        for derivatives in range(2) if quick else range(3):
            for dtype in DTYPES:
                yield beside_sphericart(l, derivatives, dtype)
                if written(l, derivatives, dtype, SOME) > MAPPED:
                    yield beside_sphericart(l, derivatives, dtype, reuse=True)
    for l in (4,) if quick else MANY_DEGREES:
        for derivatives in range(1) if quick else range(2):
            for dtype in DTYPES:
                yield from many_points(l, derivatives, dtype)
    for l in (4,) if quick else E3NN_DEGREES:
        for dtype in DTYPES:
            yield beside_e3nn(l, dtype)
            yield backward_beside_e3nn(l, dtype)
    yield beside_scipy(10)
    yield beside_spherical(10)


def points(count: int, dtype: str) -> np.ndarray:
    """Random points, the same in each run."""
    return np.random.default_rng(3).normal(size=(count, 3)).astype(dtype)


def written(l: int, derivatives: int, dtype: str, count: int) -> int:
    """Bytes of the result."""
    return count * (l + 1) ** 2 * NUMBERS[derivatives] * np.dtype(dtype).itemsize


def as_tuple(result: object) -> tuple[np.ndarray, ...]:
    return result if isinstance(result, tuple) else (result,)


def beside_sphericart(
    l: int,
    derivatives: int,
    dtype: str,
    count: int = SOME,
    target: float | None = None,
    *,
    reuse: bool = False,
) -> Hot:
    """`reuse`: ours writes into arrays that it is given."""

    def prepare() -> tuple[Work, Work]:
        import sphericart

        import grouptools as gt

        xyz = points(count, dtype)
        theirs = getattr(sphericart.SphericalHarmonics(l), METHODS[derivatives])
        ours = partial(gt.spherical_harmonics, l, derivatives=derivatives)
        first = xyz[:100]
        results = zip(as_tuple(ours(first)), as_tuple(theirs(first)), strict=True)
        for mine, other in results:
            if dtype == "float32" and l >= 19:  # sphericart 2.0.4 is wrong there, without a word
                break
            tolerance = (1e-3 if dtype == "float32" else 1e-9) * np.abs(other).max()
            np.testing.assert_allclose(mine, other, rtol=0, atol=tolerance)
        if reuse:
            ours = partial(ours, out=empty_like(ours(first), count))
        return partial(ours, xyz), partial(theirs, xyz)

    if target is None:
        target = 1.0 if l == 1 and derivatives == 0 else SPHERICART_TARGETS[derivatives]
    where = ", out=" if reuse else ""
    return Hot(
        f"{WHAT[derivatives]}, l_max = {l}, {dtype}, {count:,} points{where}",
        prepare,
        "sphericart",
        target,
        dtype=dtype,
        written=written(l, derivatives, dtype, count),
        fmas=FMAS * count * (l + 1) ** 2,
        limit_times=2.0 if count == MANY and derivatives == 0 else None,
    )


def empty_like(result: object, count: int) -> object:
    """Arrays such as those of a result, for more points; written to once."""
    arrays = tuple(np.zeros((count, *a.shape[1:]), a.dtype) for a in as_tuple(result))
    return arrays if isinstance(result, tuple) else arrays[0]


def many_points(l: int, derivatives: int, dtype: str) -> Iterator[Hot]:
    """A fresh result, and arrays that are used again."""
    if written(l, derivatives, dtype, MANY) < LARGEST:
        for reuse in (False, True):
            yield beside_sphericart(l, derivatives, dtype, MANY, 1.5, reuse=reuse)


def beside_e3nn(l: int, dtype: str) -> Hot:
    def prepare() -> tuple[Work, Work]:
        import torch
        from e3nn import o3

        import grouptools as gt

        torch.set_num_threads(1)
        xyz = points(SOME, dtype)
        tensor = torch.from_numpy(xyz)
        degrees = list(range(l + 1))

        def theirs() -> object:
            with torch.no_grad():
                return o3.spherical_harmonics(degrees, tensor, True, "integral")

        return partial(gt.spherical_harmonics, l, xyz), theirs

    return Hot(
        f"values, l_max = {l}, {dtype}, {SOME:,} points",
        prepare,
        "e3nn",
        10.0,
        dtype=dtype,
        written=written(l, 0, dtype, SOME),
        fmas=FMAS * SOME * (l + 1) ** 2,
    )


def backward_beside_e3nn(l: int, dtype: str) -> Hot:
    """The gradient of a weighted sum of harmonics with respect to the points."""

    def prepare() -> tuple[Work, Work]:
        import torch
        from e3nn import o3

        import grouptools as gt

        torch.set_num_threads(1)
        xyz = points(SOME, dtype)
        upstream = np.random.default_rng(4).normal(size=(SOME, (l + 1) ** 2)).astype(dtype)
        weights = torch.from_numpy(upstream)
        degrees = list(range(l + 1))

        def ours() -> object:
            values = gt.spherical_harmonics(l, xyz)
            return values, gt.spherical_harmonics_pullback(l, xyz, upstream)

        def theirs() -> object:
            tensor = torch.from_numpy(xyz).requires_grad_()
            values = o3.spherical_harmonics(degrees, tensor, True, "integral")
            values.backward(weights)
            return values, tensor.grad

        return ours, theirs

    return Hot(
        f"forward and backward, l_max = {l}, {dtype}, {SOME:,} points",
        prepare,
        "e3nn",
        15.0,
        dtype=dtype,
        written=written(l, 1, dtype, SOME),
        fmas=FMAS * SOME * (l + 1) ** 2,
    )


def beside_scipy(l: int) -> Hot:
    def prepare() -> tuple[Work, Work]:
        from scipy.special import sph_harm_y_all

        import grouptools as gt

        xyz = points(SOME, "float64")
        theta = np.arctan2(np.hypot(xyz[:, 0], xyz[:, 1]), xyz[:, 2])
        phi = np.arctan2(xyz[:, 1], xyz[:, 0])
        ours = partial(gt.spherical_harmonics, l, xyz, basis="complex")
        return ours, partial(sph_harm_y_all, l, l, theta, phi)

    return Hot(
        f"complex values, l_max = {l}, float64, {SOME:,} points",
        prepare,
        "scipy",
        written=2 * written(l, 0, "float64", SOME),
        peer_runs=15,
    )


def beside_spherical(l: int) -> Hot:
    def prepare() -> tuple[Work, Work]:
        import quaternionic
        import spherical

        import grouptools as gt

        xyz = points(SOME, "float64")
        theta = np.arctan2(np.hypot(xyz[:, 0], xyz[:, 1]), xyz[:, 2])
        phi = np.arctan2(xyz[:, 1], xyz[:, 0])
        rotors = quaternionic.array.from_spherical_coordinates(theta, phi)
        theirs = partial(spherical.Wigner(l).sYlm, 0, rotors)
        return partial(gt.spherical_harmonics, l, xyz, basis="complex"), theirs

    return Hot(
        f"complex values, l_max = {l}, float64, {SOME:,} points",
        prepare,
        "spherical",
        written=2 * written(l, 0, "float64", SOME),
        peer_runs=15,
        slow=True,
    )
