"""Point convolutions in float32: gather, weighted tensor product of each edge, sum by target node.

Beside e3nn's scripted tensor product between its gather and index_add, and beside plain torch, a
matrix product for each path, compiled (for second derivatives, which compiled code does not have,
as it is).  "First derivatives" are those of the energy sum(a * out**2) with respect to features,
harmonics and weights; "energies and forces" are the gradients of a loss of the energy and of these
derivatives, as in training on forces.  The hardware's limit is that of reading the weights and
writing their gradients, each as often as there is no way around it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.cases import Hot, Work

Function = Callable[..., Any]


@dataclass(frozen=True)
class Shape:
    """A graph and its features."""

    name: str
    nodes: int
    edges: int
    features: str
    harmonics: str
    paths: int

    @property
    def title(self) -> str:
        """What is convolved."""
        return f"{self.name}: {self.nodes} nodes, {self.edges:,} edges, {self.features}"


A = Shape("A", 1000, 30_000, "32x0e+32x1o+32x2e", "0e+1o+2e", 11)
B = Shape("B", 1000, 10_000, "64x0e+64x1o+64x2e+64x3o", "0e+1o+2e+3o", 23)

#: work -> (times as fast as e3nn, times as fast as plain torch)
TARGETS = {"value": (30, 5), "first derivatives": (15, 5), "energies and forces": (10, 5)}


def cases(*, quick: bool) -> Iterator[Hot]:
    """Every work for both shapes, beside both peers."""
    for shape in (A,) if quick else (A, B):
        for work, (e3nn, torch) in TARGETS.items():
            yield beside(shape, work, "e3nn scripted", e3nn, e3nn_product)
            second = work == "energies and forces"
            peer, make = ("plain torch", plain) if second else ("compiled torch", compiled)
            yield beside(shape, work, peer, torch, make)


def beside(
    shape: Shape, work: str, peer: str, target: float, make: Callable[[Shape], Function]
) -> Hot:
    """One work, ours and a peer's."""

    def prepare() -> tuple[Work, Work]:
        import torch

        torch.set_num_threads(1)
        given = tensors(shape, needs_grad=work != "value")
        ours, theirs = fused(shape), make(shape)
        run = WORKS[work]
        if peer != "e3nn scripted":
            for a, b in zip(run(ours, *given), run(theirs, *given), strict=True):
                assert float((a - b).abs().max() / b.abs().max()) < 1e-4
        return lambda: run(ours, *given), lambda: run(theirs, *given)

    weights = 4 * shape.edges * channels(shape) * shape.paths
    return Hot(
        f"{work}, {shape.title}",
        prepare,
        peer,
        target,
        dtype="float32",
        read={"value": 1, "first derivatives": 2, "energies and forces": 6}[work] * weights,
        written={"value": 0, "first derivatives": 1, "energies and forces": 2}[work] * weights,
        peer_runs=5,
    )


def channels(shape: Shape) -> int:
    """The number of channels."""
    return int(shape.features.partition("x")[0])


def tensors(shape: Shape, *, needs_grad: bool) -> tuple[Any, ...]:
    """x, y, weights, edge_index and as many factors, constants, for x, y, weights and results."""
    import torch

    generator = torch.Generator().manual_seed(0)
    plan = plan_of(shape)
    x_size, y_size, size = (sum(n * d for n, d in layout) for layout in plan.layouts)

    def normal(*sizes: int) -> torch.Tensor:
        return torch.randn(sizes, generator=generator).requires_grad_(needs_grad)

    x, y = normal(shape.nodes, x_size), normal(shape.edges, y_size)
    weights = normal(shape.edges, plan.weight_numel)
    ends = torch.randint(shape.nodes, (2, shape.edges), generator=generator)
    result = torch.empty(shape.nodes, size)
    factors = [torch.randn(t.shape, generator=generator) for t in (x, y, weights, result)]
    return x, y, weights, ends, factors


def plan_of(shape: Shape) -> Any:
    """The paths that parity allows."""
    from grouptools.numeric.contraction.plan import channelwise_plan

    plan = channelwise_plan(shape.features, shape.harmonics, shape.features)
    assert len(plan.paths) == shape.paths
    return plan


def fused(shape: Shape) -> Function:
    """Ours."""
    from grouptools.nn.functional.tensor_product import tensor_product

    plan = plan_of(shape)

    def convolve(x: Any, y: Any, weights: Any, ends: Any) -> Any:
        return tensor_product(x, y, weights, plan, edge_index=ends, backend="numba")

    return convolve


def plain(shape: Shape) -> Function:
    """A matrix product for each path, all messages, one index_add."""
    import torch

    plan = plan_of(shape)
    matrices = [torch.from_numpy(plan.coefficients(p, "float32").copy()) for p in plan.paths]
    sizes = [[n * d for n, d in layout] for layout in plan.layouts]
    u = channels(shape)

    def convolve(x: Any, y: Any, weights: Any, ends: Any) -> Any:
        xs = [t.unflatten(-1, (u, -1)) for t in x[ends[0]].split(sizes[0], -1)]
        ys = y.split(sizes[1], -1)
        found: dict[int, Any] = {}
        for path, c, w in zip(plan.paths, matrices, weights.split(u, -1), strict=True):
            m = torch.einsum("ej,ijk->eik", ys[path.second], c)
            z = (xs[path.first] * w.unsqueeze(-1)) @ m
            found[path.target] = found[path.target] + z if path.target in found else z
        messages = torch.cat([found[k].flatten(1) for k in sorted(found)], -1)
        return messages.new_zeros(len(x), messages.shape[1]).index_add(0, ends[1], messages)

    return convolve


def compiled(shape: Shape) -> Function:
    """The same, by torch.compile."""
    import torch

    function: Function = torch.compile(plain(shape), fullgraph=True)
    return function


def e3nn_product(shape: Shape) -> Function:
    """e3nn's product of each edge between a gather and index_add."""
    from e3nn import o3

    plan = plan_of(shape)
    product = o3.TensorProduct(
        shape.features,
        shape.harmonics,
        shape.features,
        [(*path[:3], "uvu", True) for path in plan.paths],
        shared_weights=False,
        internal_weights=False,
    )

    def convolve(x: Any, y: Any, weights: Any, ends: Any) -> Any:
        messages = product(x[ends[0]], y, weights)
        return messages.new_zeros(len(x), messages.shape[1]).index_add(0, ends[1], messages)

    return convolve


def value(convolve: Function, x: Any, y: Any, weights: Any, ends: Any, _: Any) -> tuple[Any, ...]:
    """The convolution."""
    return (convolve(x, y, weights, ends),)


def first(convolve: Function, x: Any, y: Any, weights: Any, ends: Any, a: Any) -> tuple[Any, ...]:
    """Gradients of the energy."""
    import torch

    energy = (convolve(x, y, weights, ends).square() * a[3]).sum()
    return torch.autograd.grad(energy, (x, y, weights))


def second(convolve: Function, x: Any, y: Any, weights: Any, ends: Any, a: Any) -> tuple[Any, ...]:
    """Gradients of a loss of energy and forces, whose derivatives with respect to these are a."""
    import torch

    energy = (convolve(x, y, weights, ends).square() * a[3]).sum()
    forces = torch.autograd.grad(energy, (x, y, weights), create_graph=True)
    return torch.autograd.grad((energy, *forces), (x, y, weights), (energy.detach(), *a[:3]))


WORKS: dict[str, Function] = {
    "value": value,
    "first derivatives": first,
    "energies and forces": second,
}
