"""Graphs from what other packages hold, which are not imported: only attributes are read.

`ase.Atoms` measure in any unit, here in that of the cut-off.  torch_geometric's `Data` has a
`cell` of shape (3, 3) or (1, 3, 3) and `pbc` of shape (3,) or (1, 3), which its batches join along
the first axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from grouptools.errors import ArgumentError
from grouptools.nn.graphs.graph import Graph
from grouptools.nn.graphs.radius import radius_graph

__all__ = ["Structures", "from_ase", "from_data"]


class Structures(NamedTuple):
    """A graph, and what stands on its nodes.

    `positions` (nodes, 3), `cell` (graphs, 3, 3) or None, `numbers` int64 (nodes,), the atomic
    numbers, or None.  The vectors of the edges are `graph.vectors(positions, cell)`.
    """

    graph: Graph
    positions: Tensor
    cell: Tensor | None
    numbers: Tensor | None


def from_ase(
    atoms: Any,
    cutoff: float,
    *,
    dtype: torch.dtype | None = None,
    device: torch.device | str = "cpu",
) -> Structures:
    """The radius graph of an `ase.Atoms`, or of a sequence of them as one batch.

    Periodic where their `pbc` is.  `dtype` of positions and cell is torch's default dtype.
    Raises `ArgumentError` where there is no structure, and as `radius_graph` does.
    """
    many = [atoms] if hasattr(atoms, "get_positions") else list(atoms)
    if not many or not all(hasattr(one, "get_positions") for one in many):
        raise ArgumentError(
            f"{type(atoms).__name__} was given, but an ase.Atoms or a sequence of them is expected"
        )
    dtype = dtype or torch.get_default_dtype()
    places = np.concatenate([one.get_positions() for one in many])
    positions = torch.tensor(places, dtype=dtype, device=device)
    boxes = np.stack([np.asarray(one.get_cell()) for one in many])
    cell = torch.tensor(boxes, dtype=dtype, device=device)
    kinds = np.concatenate([one.get_atomic_numbers() for one in many])
    sizes = torch.tensor([len(one) for one in many])
    graph = radius_graph(
        positions,
        cutoff,
        cell=cell,
        periodic=torch.tensor(np.stack([one.get_pbc() for one in many])),
        batch=torch.repeat_interleave(torch.arange(len(many)), sizes).to(device),
    )
    numbers = torch.tensor(kinds, dtype=torch.int64, device=device)
    return Structures(graph, positions, cell, numbers)


def from_data(
    data: Any, cutoff: float | None = None, *, shifts: Tensor | None = None
) -> Structures:
    """The graph of a torch_geometric `Data` or batch, by its `edge_index` or by a cut-off.

    Reads `pos`, and where they are there `edge_index`, `cell`, `pbc`, `batch`, `num_graphs` and
    `z`, the atomic numbers.  With a `cutoff` edges are found anew.  Without, those of `edge_index`
    are taken in their order, and periodic ones need `shifts`, int64 (edges, 3), as in `Graph`.

    Raises `ArgumentError` where `pos`, edges, shifts or a needed `pbc` are missing, and as
    `radius_graph` and `Graph` do.
    """
    read = {name: getattr(data, name, None) for name in _FIELDS}
    positions, cell, batch = read["pos"], read["cell"], read["batch"]
    if not isinstance(positions, Tensor):
        raise ArgumentError(f"{type(data).__name__} without pos was given: set data.pos")
    if cell is not None and read["pbc"] is None:
        raise ArgumentError(
            "data with a cell but no pbc was given, so that it may repeat or not: set data.pbc"
        )
    pbc = torch.tensor(False) if read["pbc"] is None else torch.as_tensor(read["pbc"])
    pbc = pbc.reshape(-1, 3) if pbc.ndim else pbc
    cell = None if cell is None else cell.reshape(-1, 3, 3)
    count = read["num_graphs"] if batch is not None else None
    if cutoff is None:
        graph = _given(read["edge_index"], shifts, bool(pbc.any()), len(positions), batch, count)
    elif shifts is None:
        graph = radius_graph(
            positions, cutoff, cell=cell, periodic=pbc, batch=batch, num_graphs=count
        )
    else:
        raise ArgumentError("cutoff and shifts were given together: pass one of them")
    return Structures(graph, positions, cell, read["z"])


_FIELDS: Sequence[str] = ("pos", "edge_index", "cell", "pbc", "batch", "num_graphs", "z")


def _given(
    edges: Tensor | None,
    shifts: Tensor | None,
    periodic: bool,
    nodes: int,
    batch: Tensor | None,
    count: int | None,
) -> Graph:
    if edges is None:
        raise ArgumentError("data without edge_index was given: pass a cutoff")
    if periodic and shifts is None:
        raise ArgumentError(
            "periodic data with an edge_index but no shifts was given: pass shifts, or a cutoff to "
            "find the edges anew"
        )
    return Graph(edges, nodes, shifts=shifts, batch=batch, num_graphs=count)
