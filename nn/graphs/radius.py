"""Radius graphs: an edge wherever two points, or images of them, are closer than a cut-off."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from grouptools.errors import ArgumentError
from grouptools.nn.graphs import checks
from grouptools.nn.graphs.graph import Graph
from grouptools.nn.graphs.neighbours import candidates

__all__ = ["radius_graph"]

#: Farther from the origin than this, in cut-offs, float64 does not tell distances apart.
FARTHEST = 2.0**31
#: Edges whose lengths are taken at once.
BLOCK = 1 << 14


def radius_graph(
    positions: Tensor,
    cutoff: float,
    *,
    cell: Tensor | None = None,
    periodic: bool | Sequence[bool] | Tensor = False,
    batch: Tensor | None = None,
    num_graphs: int | None = None,
) -> Graph:
    """All edges shorter than `cutoff`, in one structure or in each of many.

        edges: b -> a with shift n, for a, b in one structure and n in Z^3
               where |x_a - x_b + sum_k n_k c_k| < cutoff, but not (a = b and n = 0)

    `positions` (nodes, 3), of any float dtype on any device.  `periodic`: a bool, one for each of
    the three vectors, or (graphs, 3); n is 0 where it is False.  `cell` (3, 3) or (graphs, 3, 3)
    has the vectors as rows, of any handedness, skewed, longer or shorter than the cut-off; rows of
    directions that do not repeat are not looked at.  `batch` int64 (nodes,), in any order: the
    structure of each node; `num_graphs`: how many there are, if more than `batch` and `cell` say.

    An edge of length `cutoff` is none: a smooth radial function is 0 there.  Two atoms at one place
    have edges, of length 0.  Lengths are compared in float64, without gradients: those flow through
    `Graph.vectors`.  Edges are sorted by target, then source, then shift.  The graph lies on the
    device of the positions, and has `shifts` where any structure is periodic.

    Raises `ArgumentError` for a cut-off that is not positive, a cell whose periodic vectors are
    dependent, wrong shapes, dtypes or devices, nan, and positions farther than 2**31 cut-offs.

    >>> atom = torch.zeros(1, 3)
    >>> graph = radius_graph(atom, 1.1, cell=torch.eye(3), periodic=True)
    >>> graph, graph.shifts[0].tolist()
    (Graph(nodes=1, edges=6, graphs=1), [-1, 0, 0])
    """
    checks.positions(positions)
    limit = checks.cutoff(cutoff)
    if num_graphs is None and isinstance(cell, Tensor) and cell.ndim == 3:
        num_graphs = len(cell)
    if batch is None:
        batch = torch.zeros(len(positions), dtype=torch.int64, device=positions.device)
    count = checks.batch(batch, len(positions), num_graphs, positions.device)
    axes = checks.periodic(periodic, count)
    unit = math.ldexp(1.0, math.frexp(limit)[1])  # a power of two: to divide by it rounds nothing
    points = _in_units("positions", positions, unit)
    cells = torch.zeros(1, 3, 3, dtype=torch.float64)
    if axes.any():
        rows = torch.where(axes[..., None], checks.cells(cell, count, positions).cpu(), 0)
        cells = _in_units("cell", rows, unit)
        checks.independent(rows, axes)
    everywhere = cells.expand(count, 3, 3)
    wide = _candidates(points, everywhere, axes, batch.cpu(), limit / unit)
    near = _shorter(wide, points, everywhere, limit / unit)
    return (wide if bool(near.all()) else wide.select(near)).to(positions.device)


def _candidates(points: Tensor, cells: Tensor, axes: Tensor, batch: Tensor, cutoff: float) -> Graph:
    """A graph of all edges shorter than `cutoff` and a few longer ones, in order."""
    members = torch.argsort(batch, stable=True).numpy()
    ends = torch.bincount(batch, minlength=len(cells)).cumsum(0).numpy()
    edges, shifts = [], []
    for nodes, cell, repeats in zip(
        np.split(members, ends[:-1]), cells.numpy(), axes.numpy(), strict=True
    ):
        pairs, turns = candidates(points.numpy()[nodes], cell, repeats, cutoff)
        edges.append(nodes[pairs])
        shifts.append(turns)
    graph = Graph(
        torch.from_numpy(np.concatenate(edges, axis=1)),
        len(points),
        shifts=torch.from_numpy(np.concatenate(shifts)) if axes.any() else None,
        batch=batch,
        num_graphs=len(cells),
    )
    mixed = bool((batch[1:] < batch[:-1]).any())
    return graph.select(torch.argsort(graph.edge_index[1], stable=True)) if mixed else graph


def _shorter(graph: Graph, points: Tensor, cells: Tensor, cutoff: float) -> Tensor:
    """Which edges are shorter than the cut-off; in blocks, which the processor's caches hold."""
    near = torch.empty(graph.num_edges, dtype=torch.bool)
    for start in range(0, graph.num_edges, BLOCK):
        block = slice(start, start + BLOCK)
        x, y, z = graph.select(block).vectors(points, cells).unbind(-1)
        near[block] = torch.sqrt(x * x + y * y + z * z) < cutoff
    return near


def _in_units(name: str, value: Tensor, unit: float) -> Tensor:
    """The value in units of about the cut-off, in float64 on the CPU."""
    checks.finite(name, value)
    scaled = value.detach().to("cpu", torch.float64) / unit
    if value.numel() and float(scaled.abs().max()) > FARTHEST:
        raise ArgumentError(
            f"{name} as large as {float(value.abs().max()):.3g} were given, which is more than "
            f"2**31 cut-offs: check the units"
        )
    return scaled
