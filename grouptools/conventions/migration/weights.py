"""Weights of a network, by the names of its tensors, from one convention to another.

The network computes the same function after the migration, with inputs and outputs converted by
`convert(..., "features")`.  Names, shapes, dtypes and the order of weights stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import numpy as np

from grouptools.conventions.arrays import constant, is_exact, read
from grouptools.conventions.convention import Convention
from grouptools.conventions.convert import convert
from grouptools.conventions.migration.reading import Layer, read_convention, read_layers
from grouptools.conventions.named import GROUPTOOLS
from grouptools.errors import ArgumentError
from grouptools.numeric.coupling import clebsch_gordan

if TYPE_CHECKING:
    import sympy

__all__ = ["layers_by_name", "migrate_tensor", "migrate_weights"]

#: the name under which a tensor product of e3nn saves the constants that it was built with
_CONSTANT = re.compile(r"(?:.*[._])?w3j_(\d+)_(\d+)_(\d+)")
#: a constant of another sign is off by 0.1 and more; one saved in bfloat16 by 0.004
_SAME = 0.02


def migrate_weights(
    state: Mapping[str, Any],
    layers: Mapping[str, Layer | str],
    source: Convention | str,
    target: Convention | str,
    *,
    irreps: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The tensors of a network trained under one convention, for the same network under another.

    `state`: name -> array (numpy, torch or exact), such as a `state_dict`.
    `layers`: name -> layer, a text of `read_layer` or a value; a name may be a pattern with * and
    ?, and each must fit a tensor.  `irreps`: names that stand for irreps in these texts.
    `source`, `target`: conventions, or texts such as "e3nn 0.4.4".

    e3nn's own constants, `..._w3j_l1_l2_l3`, are recognized and converted too.  All other tensors
    come back as they are.  Factors 1 and -1 round nothing.
    Raises `ArgumentError` for layers that do not fit the tensors, and for constants that are not in
    the source's convention.
    Tested with a network of e3nn 0.4.4 in e3nn 0.6.0.

    >>> state = {"tp.weight": np.array([1.0, 2.0]), "shift": np.array([3.0])}
    >>> layers = {"tp.weight": "tensor_product: 1o, 1o, 0e + 1e"}
    >>> migrate_weights(state, layers, "e3nn", "grouptools")["tp.weight"]
    array([-1.,  2.])
    """
    before, after = read_convention(source), read_convention(target)
    chosen = layers_by_name(state, read_layers(layers, irreps))
    return {
        name: migrate_tensor(name, tensor, chosen[name], before, after)
        if name in chosen
        else tensor
        for name, tensor in state.items()
    }


def layers_by_name(
    names: Iterable[str], layers: Mapping[str, Layer]
) -> dict[str, Layer | tuple[int, int, int]]:
    """What each tensor that changes is: a layer, or the degrees of a constant of e3nn's.

    Raises `ArgumentError` for a pattern that fits no name, and for two that fit the same.
    """
    found: dict[str, Layer | tuple[int, int, int]] = {}
    every = list(names)
    for name in every:
        if (match := _CONSTANT.fullmatch(name)) is not None:
            found[name] = (int(match[1]), int(match[2]), int(match[3]))
    given: dict[str, str] = {}
    for pattern, layer in layers.items():
        fitting = [name for name in every if fnmatchcase(name, pattern)]
        if not fitting:
            raise ArgumentError(
                f"a layer was given for {pattern!r}, but no tensor has a name like this: there are "
                f"{_some(every)}"
            )
        for name in fitting:
            if name in given:
                raise ArgumentError(
                    f"layers were given for {given[name]!r} and {pattern!r}, which both fit the "
                    f"tensor {name!r}: write one for each tensor"
                )
            given[name], found[name] = pattern, layer
    return found


def migrate_tensor(
    name: str,
    tensor: Any,
    layer: Layer | tuple[int, int, int],
    source: Convention,
    target: Convention,
) -> Any:
    """One tensor, of the layer or of the degrees given, for the target."""
    if isinstance(layer, tuple):
        return _constant(name, tensor, layer, source, target)
    array, restored = read(tensor, 1)
    runs = layer.runs(source, target)
    total = sum(count for count, _ in runs)
    if not -array.ndim <= layer.axis < array.ndim or array.shape[layer.axis] != total:
        raise ArgumentError(
            f"the tensor {name!r} of shape {tuple(array.shape)} was given, but its layer has "
            f"{total} weights along axis {layer.axis}: check its irreps and its axis{_hint(array)}"
        )
    if all(factor == 1 for _, factor in runs):
        return tensor
    return restored(_scaled(name, array, runs, layer.axis))


def _scaled(name: str, array: Any, runs: list[tuple[int, sympy.Expr]], axis: int) -> Any:
    """The array times the factors along an axis, in the array's dtype."""
    counts = [count for count, _ in runs]
    shape = [1] * array.ndim
    shape[axis] = sum(counts)
    if is_exact(array):
        factors = np.array([factor for _, factor in runs], dtype=object)
        return array * np.repeat(factors, counts).reshape(shape)
    numbers = np.array([complex(factor.evalf(30)) for _, factor in runs])
    numbers = np.repeat(numbers, counts).reshape(shape)
    is_complex = array.is_complex() if hasattr(array, "is_complex") else np.iscomplexobj(array)
    if not is_complex:
        if numbers.imag.any():
            raise ArgumentError(
                f"the tensor {name!r} is real, but from a real basis to a complex one or back some "
                f"weights take a factor i: pass complex weights"
            )
        numbers = numbers.real
    return array * constant(numbers, array)


def _constant(
    name: str,
    tensor: Any,
    degrees: tuple[int, int, int],
    source: Convention,
    target: Convention,
) -> Any:
    """A coupling tensor for the target, if it is that of the source."""
    expected = convert(clebsch_gordan(*degrees), "clebsch_gordan", GROUPTOOLS, source)
    array, _ = read(tensor, 3)
    values = array.detach().cpu().double().numpy() if hasattr(array, "detach") else array
    values = values.astype(expected.dtype) if is_exact(values) else values
    if values.shape != expected.shape or np.abs(values - expected).max() > _SAME:
        raise ArgumentError(
            f"the tensor {name!r} was given as a coupling of {source!r}, but it is not: the "
            f"network was built under another convention, which is its source"
        )
    return convert(tensor, "clebsch_gordan", source, target)


def _hint(array: Any) -> str:
    if 0 in array.shape:
        return (
            "; an empty tensor stands where weights come from outside: name the last layer of the "
            "radial network that makes them"
        )
    return ""


def _some(names: list[str]) -> str:
    shown = ", ".join(map(repr, names[:8]))
    return f"{shown} and {len(names) - 8} more" if len(names) > 8 else shown or "none at all"
