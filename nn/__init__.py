"""Equivariant layers for torch, built on the exact tables of grouptools.

    from grouptools import nn

    nn.functional      harmonics, Wigner matrices and tensor products of tensors
    nn.graphs          neighbours of points, periodic or not, and batches
    nn.radial          radial bases, cut-offs and networks
    nn.layers          linear maps, gates, tensor products and more, for irreps of any group
    nn.PointConv       convolutions on points, also in frames along the edges (`SO2Conv`)

The layers and the functions on graphs are names of this package too: `nn.Linear`.  A layer holds
its weights, and buffers made from exact tables; its forward pass is a few lines.  torch comes with
`pip install "grouptools[nn]"`, and nothing outside this room imports it.

The files lie in `nn/`; the link `grouptools/nn` makes them the package `grouptools.nn`, which
is their only name.
"""

from typing import TYPE_CHECKING

if __name__ != "grouptools.nn":
    raise ImportError(
        f"this package was imported as {__name__!r}, but it is a part of grouptools: "
        "write `import grouptools.nn` instead"
    )

from grouptools.lazy import attach

#: module -> the public names that come from it; a room is its own name
_NAMES = {
    "functional": "functional",
    "graphs": """
        Graph Structures batch_graphs edge_chunks from_ase from_data graphs radius_graph
    """,
    "layers": """
        Activation BatchNorm Dropout EquivariantModule FullyConnectedTensorProduct Gate LayerNorm
        Linear NormActivation Perceptron Pooling S2Activation SymmetricContraction TensorProduct
        layers
    """,
    "point_conv": "PointConv mean_neighbours",
    "radial": "RadialNetwork radial",
    "so2_conv": "SO2Conv SO2Product",
}

if TYPE_CHECKING:
    from grouptools.nn import functional, graphs, layers, radial
    from grouptools.nn.graphs import (
        Graph,
        Structures,
        batch_graphs,
        edge_chunks,
        from_ase,
        from_data,
        radius_graph,
    )
    from grouptools.nn.layers import (
        Activation,
        BatchNorm,
        Dropout,
        EquivariantModule,
        FullyConnectedTensorProduct,
        Gate,
        LayerNorm,
        Linear,
        NormActivation,
        Perceptron,
        Pooling,
        S2Activation,
        SymmetricContraction,
        TensorProduct,
    )
    from grouptools.nn.point_conv import PointConv, mean_neighbours
    from grouptools.nn.radial import RadialNetwork
    from grouptools.nn.so2_conv import SO2Conv, SO2Product

__all__ = [
    "Activation",
    "BatchNorm",
    "Dropout",
    "EquivariantModule",
    "FullyConnectedTensorProduct",
    "Gate",
    "Graph",
    "LayerNorm",
    "Linear",
    "NormActivation",
    "Perceptron",
    "PointConv",
    "Pooling",
    "RadialNetwork",
    "S2Activation",
    "SO2Conv",
    "SO2Product",
    "Structures",
    "SymmetricContraction",
    "TensorProduct",
    "batch_graphs",
    "edge_chunks",
    "from_ase",
    "from_data",
    "functional",
    "graphs",
    "layers",
    "mean_neighbours",
    "radial",
    "radius_graph",
]

__getattr__, __dir__ = attach(
    __name__,
    {name: f"{__name__}.{home}" for home, names in _NAMES.items() for name in names.split()},
)
