"""Graphs on points, periodic or not, of one structure or many: edges, their vectors, batches."""

from grouptools.nn.graphs.graph import Graph, batch_graphs, edge_chunks
from grouptools.nn.graphs.interop import Structures, from_ase, from_data
from grouptools.nn.graphs.radius import radius_graph

__all__ = [
    "Graph",
    "Structures",
    "batch_graphs",
    "edge_chunks",
    "from_ase",
    "from_data",
    "radius_graph",
]
