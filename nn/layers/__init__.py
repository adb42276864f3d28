"""Layers: functions of features that commute with a group, with weights."""

from typing import TYPE_CHECKING

from grouptools.lazy import attach

_ORIGINS = {
    "Activation": "activation",
    "BatchNorm": "batch_norm",
    "Dropout": "dropout",
    "EquivariantModule": "module",
    "FullyConnectedTensorProduct": "tensor_products",
    "Gate": "gate",
    "LayerNorm": "layer_norm",
    "Linear": "linear",
    "NormActivation": "norm_activation",
    "Perceptron": "perceptron",
    "Pooling": "pooling",
    "S2Activation": "s2_activation",
    "SymmetricContraction": "symmetric_contraction",
    "TensorProduct": "tensor_products",
    "WeightedModule": "module",
}

if TYPE_CHECKING:
    from grouptools.nn.layers.activation import Activation
    from grouptools.nn.layers.batch_norm import BatchNorm
    from grouptools.nn.layers.dropout import Dropout
    from grouptools.nn.layers.gate import Gate
    from grouptools.nn.layers.layer_norm import LayerNorm
    from grouptools.nn.layers.linear import Linear
    from grouptools.nn.layers.module import EquivariantModule, WeightedModule
    from grouptools.nn.layers.norm_activation import NormActivation
    from grouptools.nn.layers.perceptron import Perceptron
    from grouptools.nn.layers.pooling import Pooling
    from grouptools.nn.layers.s2_activation import S2Activation
    from grouptools.nn.layers.symmetric_contraction import SymmetricContraction
    from grouptools.nn.layers.tensor_products import FullyConnectedTensorProduct, TensorProduct

__all__ = [
    "Activation",
    "BatchNorm",
    "Dropout",
    "EquivariantModule",
    "FullyConnectedTensorProduct",
    "Gate",
    "LayerNorm",
    "Linear",
    "NormActivation",
    "Perceptron",
    "Pooling",
    "S2Activation",
    "SymmetricContraction",
    "TensorProduct",
    "WeightedModule",
]

__getattr__, __dir__ = attach(
    __name__, {name: f"{__name__}.{module}" for name, module in _ORIGINS.items()}
)
