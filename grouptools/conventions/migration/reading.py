"""Layers and conventions as a person writes them.

A layer is `kind: irreps, irreps, ...`, followed by `; option = value` as often as needed:

    tensor_product: 16x0e + 8x1o, 0e + 1o, 16x0e + 8x1o; harmonics = 2
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from grouptools.conventions.convention import Convention
from grouptools.conventions.migration.contractions import Contraction
from grouptools.conventions.migration.instructions import (
    Instruction,
    channelwise_instructions,
    full_instructions,
)
from grouptools.conventions.migration.linear import Linear
from grouptools.conventions.migration.products import TensorProduct
from grouptools.errors import ArgumentError
from grouptools.representations.irreps_value import Irreps

__all__ = ["KINDS", "Layer", "read_convention", "read_layer", "read_layers"]

Layer = Linear | TensorProduct | Contraction


def read_convention(given: Convention | str) -> Convention:
    """A convention, or the one that a text names; raises `ArgumentError` for anything else."""
    if isinstance(given, Convention):
        return given
    if not isinstance(given, str):
        raise ArgumentError(
            f"{given!r} was given where a convention is expected: pass a Convention or a text such "
            f"as 'e3nn'"
        )
    return Convention.parse(given)


def read_layer(text: str, names: Mapping[str, str] | None = None) -> Layer:
    """A layer from its text; in it, a name among `names` stands for its irreps.

    linear          two irreps, in and out: maps between copies of one irrep
    tensor_product  three irreps: every path, with weights between all copies, as in e3nn's
                    FullyConnectedTensorProduct; or `paths = 0 0 0 uvu, 0 1 1 uvw fixed`, fixed
                    where a path has no weights
    convolution     three irreps, the last ones those wanted: paths "uvu", each with a term of its
                    own, as in NequIP; `order = result` as in MACE
    contraction     irreps in and one irrep out: MACE's symmetric contraction, with
                    `correlation = 3`, and `constant = yes` for its constants

    Every kind takes `axis = 0` for weights that do not lie along the last axis (those of a
    contraction: along axis 1).  Products take `harmonics = 2`, `path_normalization = element` and
    `irrep_normalization = component -> none`, see `TensorProduct`: one value for both conventions,
    or one for the source and one for the target.
    Raises `ArgumentError` for anything else, with what is possible.

    >>> read_layer("linear: 8x0e + hidden, 4x0e + hidden", {"hidden": "2x1o"}).weight_numel
    36
    """
    kind, colon, rest = (part.strip() for part in text.partition(":"))
    if not colon or kind not in KINDS:
        raise ArgumentError(
            f"{text!r} was given as a layer, but a layer is `kind: irreps, irreps, ...` with a "
            f"kind among {', '.join(KINDS)}"
        )
    sums, *options = (part.strip() for part in rest.split(";"))
    terms = [_read_irreps(part, names or {}) for part in sums.split(",")]
    if len(terms) != KINDS[kind].sums:
        raise ArgumentError(
            f"{text!r} was given as a layer, but {kind} takes {KINDS[kind].sums} irreps with "
            f"commas between them"
        )
    return KINDS[kind].build(*terms, **_read_options(kind, options))


def read_layers(
    layers: Mapping[str, Layer | str], names: Mapping[str, str] | None = None
) -> dict[str, Layer]:
    """Layers by name, those given as text read."""
    return {
        name: read_layer(layer, names) if isinstance(layer, str) else layer
        for name, layer in layers.items()
    }


def _read_irreps(text: str, names: Mapping[str, str]) -> Irreps:
    parts = (names.get(part.strip(), part) for part in text.split("+"))
    return Irreps("+".join(parts))


def _read_options(kind: str, options: list[str]) -> dict[str, Any]:
    known = KINDS[kind].options
    found: dict[str, Any] = {}
    for option in filter(None, options):
        name, equals, value = (part.strip() for part in option.partition("="))
        if not equals or name not in known or name in found:
            raise ArgumentError(
                f"{option!r} was given for a layer of kind {kind}, but an option is "
                f"`name = value`, once, with a name among {', '.join(known)}"
            )
        try:
            found[name] = _READERS[name](value)
        except (ValueError, KeyError, TypeError) as error:
            if isinstance(error, ArgumentError):
                raise
            raise ArgumentError(
                f"{option!r} was given for a layer of kind {kind}, but it is written like "
                f"`{name} = {_EXAMPLES[name]}`"
            ) from error
    return found


def _tensor_product(
    first: Irreps,
    second: Irreps,
    target: Irreps,
    *,
    paths: tuple[Instruction, ...] | None = None,
    **options: Any,
) -> TensorProduct:
    if paths is None:
        paths = full_instructions(first, second, target)
    return TensorProduct(first, second, target, paths, **options)


def _convolution(
    first: Irreps, second: Irreps, wanted: Irreps, *, order: bool = False, **options: Any
) -> TensorProduct:
    target, paths = channelwise_instructions(first, second, wanted, by_result=order)
    return TensorProduct(first, second, target, paths, **options)


def _contraction(
    irreps_in: Irreps, irrep_out: Irreps, *, correlation: int = 0, **options: Any
) -> Contraction:
    if irrep_out.num_irreps != 1:
        raise ArgumentError(
            f"{irrep_out} was given as the result of a contraction, but each of them has one "
            f"irrep: write a layer for each"
        )
    axis = -1 if options.get("constant") else 1
    return Contraction(irreps_in, irrep_out[0].irrep, correlation, **{"axis": axis} | options)


def _pair(text: str) -> tuple[str, str]:
    source, arrow, target = (part.strip() for part in text.partition("->"))
    return (source, target) if arrow else (source, source)


def _paths(text: str) -> tuple[Instruction, ...]:
    return tuple(_path(*part.split()) for part in text.split(","))


def _path(first: str, second: str, target: str, mode: str, *fixed: str) -> Instruction:
    if fixed not in ((), ("fixed",)):
        raise ValueError(fixed)
    return Instruction(int(first), int(second), int(target), mode, not fixed)


_READERS: dict[str, Callable[[str], Any]] = {
    "axis": int,
    "harmonics": int,
    "irrep_normalization": _pair,
    "path_normalization": _pair,
    "paths": _paths,
    "order": {"built": False, "result": True}.__getitem__,
    "correlation": int,
    "constant": {"no": False, "yes": True}.__getitem__,
}
_EXAMPLES = {
    "axis": "0",
    "harmonics": "2",
    "irrep_normalization": "component -> none",
    "path_normalization": "element -> none",
    "paths": "0 0 0 uvu, 0 1 1 uvw fixed",
    "order": "result",
    "correlation": "3",
    "constant": "yes",
}
_PRODUCT = ("axis", "harmonics", "irrep_normalization", "path_normalization")


class _Kind(NamedTuple):
    """How many irreps a kind takes, its options, and what makes the layer."""

    sums: int
    options: tuple[str, ...]
    build: Callable[..., Layer]


#: name -> kind of layer
KINDS = {
    "linear": _Kind(2, ("axis",), Linear),
    "tensor_product": _Kind(3, (*_PRODUCT, "paths"), _tensor_product),
    "convolution": _Kind(3, (*_PRODUCT, "order"), _convolution),
    "contraction": _Kind(2, ("axis", "correlation", "constant"), _contraction),
}
