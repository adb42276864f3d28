"""Point convolutions in frames along the edges beside the full tensor product, against l_max.

Features, harmonics and results of all degrees to l_max, float32, weights for each edge, path and
channel.  Both begin with the vectors of the edges; the function is the same, which is checked.
"First derivatives" are those of sum(out * a) with respect to features, vectors and weights.
"""

from collections.abc import Callable, Iterator
from typing import Any

from tests.benchmarks.cases import Hot, Work

NODES, EDGES, CHANNELS = 100, 1000, 32
DEGREES = (2, 3, 4, 5, 6, 8, 10)


def cases(*, quick: bool) -> Iterator[Hot]:
    """Every degree, forward and backward."""
    for l_max in DEGREES[::3] if quick else DEGREES:
        for work in WORKS:
            yield beside(l_max, work)


def beside(l_max: int, work: str) -> Hot:
    """One degree."""

    def prepare() -> tuple[Work, Work]:
        import torch

        torch.set_num_threads(1)
        ours, theirs = convolutions(l_max)
        for a, b in zip(WORKS[work](*ours), WORKS[work](*theirs), strict=True):
            if a.shape == b.shape:  # weights are others
                assert float((a - b).abs().max() / b.abs().max()) < 1e-5
        return lambda: WORKS[work](*ours), lambda: WORKS[work](*theirs)

    return Hot(
        f"{work}, l_max = {l_max}, {EDGES:,} edges, {CHANNELS} channels",
        prepare,
        "full product",
        dtype="float32",
        slow=l_max > 6,
    )


def convolutions(l_max: int) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """(function, x, vectors, weights, a) in frames, and by the full product."""
    import torch

    from grouptools.nn.functional.edge_frames import edge_harmonics
    from grouptools.nn.functional.tensor_product import tensor_product
    from grouptools.nn.point_conv import point_plan
    from grouptools.nn.so2_conv import SO2Product
    from grouptools.representations.irreps_value import Irreps

    irreps = Irreps([(CHANNELS, f"{l}{'eo'[l % 2]}") for l in range(l_max + 1)])
    plan = point_plan(irreps, irreps, l_max)
    product = SO2Product(plan)
    generator = torch.Generator().manual_seed(0)

    def normal(*sizes: int) -> torch.Tensor:
        return torch.randn(sizes, generator=generator)

    x, vectors = normal(NODES, irreps.dimension), normal(EDGES, 3)
    weights, a = normal(EDGES, plan.weight_numel), normal(NODES, irreps.dimension)
    ends = torch.randint(NODES, (2, EDGES), generator=generator)

    def full(x: Any, vectors: Any, weights: Any) -> Any:
        y = edge_harmonics(l_max, vectors)[1]
        return tensor_product(x, y, weights, plan, edge_index=ends)

    def framed(x: Any, vectors: Any, numbers: Any) -> Any:
        return product(x, vectors, numbers, edge_index=ends)

    given = [t.requires_grad_() for t in (x, vectors, weights, product.convert(weights))]
    return (framed, *given[:2], given[3].detach().requires_grad_(), a), (full, *given[:3], a)


def value(convolve: Callable[..., Any], x: Any, vectors: Any, weights: Any, _: Any) -> Any:
    """The convolution, without derivatives."""
    import torch

    with torch.no_grad():
        return (convolve(x, vectors, weights),)


def first(convolve: Callable[..., Any], x: Any, vectors: Any, weights: Any, a: Any) -> Any:
    """Its derivatives."""
    import torch

    return torch.autograd.grad((convolve(x, vectors, weights) * a).sum(), (x, vectors, weights))


WORKS = {"value": value, "first derivatives": first}
