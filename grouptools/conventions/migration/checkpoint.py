"""Migrating a file of weights: what changes is replaced in place, every other byte is copied.

A safetensors file is the length of a header (8 bytes, little-endian), the header as JSON, which
gives each tensor's dtype, shape and place, then the data.  What a file was migrated from and to
stands in its metadata under `grouptools_migration`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from grouptools import __version__
from grouptools.conventions.convention import Convention
from grouptools.conventions.migration.reading import Layer, read_convention, read_layers
from grouptools.conventions.migration.weights import layers_by_name, migrate_tensor
from grouptools.errors import ArgumentError, FormatError
from grouptools.exact.basis_version import BASIS_VERSION
from grouptools.files import write_atomically

__all__ = ["Report", "migrate_file"]

_RECORD = "grouptools_migration"
_DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "C64": "<c8"}


class Report(NamedTuple):
    """The names of the tensors that a layer or a constant was found for, and of all others."""

    migrated: tuple[str, ...]
    copied: tuple[str, ...]


def migrate_file(
    path: str | Path,
    new_path: str | Path,
    layers: Mapping[str, Layer | str],
    source: Convention | str,
    target: Convention | str,
    *,
    irreps: Mapping[str, str] | None = None,
) -> Report:
    """Write a safetensors file of weights trained under one convention for another one.

    `layers`, `source`, `target`, `irreps`: as in `migrate_weights`.  The new file keeps names,
    order, dtypes and metadata, and says what it was migrated from and to, by which version of this
    library and BASIS_VERSION.  It appears complete or not at all.
    Returns which tensors were migrated and which were copied as they are.
    Raises `ArgumentError` for layers that do not fit, a file that says it is in the target's
    convention already or not in the source's, equal names or conventions, tensors to migrate that
    are no float64, float32 or float16, and `FormatError` for what is no safetensors file.

    >>> from tempfile import mkdtemp
    >>> from safetensors.numpy import load_file, save_file
    >>> folder = Path(mkdtemp())
    >>> save_file({"w": np.array([1.0, 2.0]), "shift": np.array([3.0])}, folder / "old")
    >>> layers = {"w": "tensor_product: 1o, 2e, 1o + 2o"}
    >>> migrate_file(folder / "old", folder / "new", layers, "e3nn 0.4.4", "e3nn")
    Report(migrated=('w',), copied=('shift',))
    >>> load_file(folder / "new")["w"]
    array([ 1., -2.])
    """
    old, new = Path(path), Path(new_path)
    before, after = read_convention(source), read_convention(target)
    if old.absolute() == new.absolute() or before == after:
        same = "one file" if before != after else "one convention"
        raise ArgumentError(
            f"{same} was given as source and as target of a migration, but nothing is overwritten "
            f"and nothing changes: name two"
        )
    header, data = _read(old)
    metadata = header.pop("__metadata__", {})
    _check_record(old, metadata, before, after)
    chosen = layers_by_name(header, read_layers(layers, irreps))
    if not chosen:
        raise ArgumentError(
            f"no layers were given for {old}, and it holds no couplings of e3nn: name its layers"
        )
    for name, layer in chosen.items():
        _replace(data, name, header[name], layer, before, after)
    metadata[_RECORD] = _record(before, after)
    _write(new, {"__metadata__": metadata, **header}, data)
    return Report(tuple(chosen), tuple(name for name in header if name not in chosen))


def _read(path: Path) -> tuple[dict[str, Any], bytearray]:
    """Header and data."""
    from safetensors import SafetensorError, deserialize

    try:
        content = path.read_bytes()
    except OSError as error:
        raise ArgumentError(
            f"{path} cannot be read ({error.strerror}): name a safetensors file"
        ) from error
    try:
        deserialize(content)  # type: ignore[no-untyped-call]
    except SafetensorError as error:
        raise FormatError(
            f"{path} is no safetensors file, or was cut off: save the state_dict by safetensors"
        ) from error
    end = 8 + int.from_bytes(content[:8], "little")
    return json.loads(content[8:end]), bytearray(content[end:])


def _write(path: Path, header: dict[str, Any], data: bytearray) -> None:
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    write_atomically(path, len(text).to_bytes(8, "little") + text + data)


def _replace(
    data: bytearray,
    name: str,
    entry: dict[str, Any],
    layer: Any,
    source: Convention,
    target: Convention,
) -> None:
    """Put the migrated tensor in the place of the old one."""
    if entry["dtype"] not in _DTYPES:
        raise ArgumentError(
            f"the tensor {name!r} of dtype {entry['dtype']} is to be migrated, but that is done "
            f"in {', '.join(_DTYPES)}: save it in one of them"
        )
    begin, end = entry["data_offsets"]
    array = np.frombuffer(bytes(data[begin:end]), _DTYPES[entry["dtype"]]).reshape(entry["shape"])
    migrated = migrate_tensor(name, array, layer, source, target)
    if migrated.dtype != array.dtype:
        raise ArgumentError(
            f"the tensor {name!r} of dtype {entry['dtype']} would become complex in {target!r}: "
            f"name a target with a real basis"
        )
    data[begin:end] = migrated.tobytes()


def _record(source: Convention, target: Convention) -> str:
    return json.dumps(
        {
            "source": str(source),
            "target": str(target),
            "grouptools": __version__,
            "basis_version": BASIS_VERSION,
        }
    )


def _check_record(
    path: Path, metadata: Mapping[str, str], source: Convention, target: Convention
) -> None:
    """Refuse a file whose last migration says that it is not in the source's convention."""
    if _RECORD not in metadata:
        return
    try:
        found = Convention.parse(json.loads(metadata[_RECORD])["target"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError(
            f"{path} says under {_RECORD} what it was migrated to, but that cannot be read"
        ) from error
    if found == target:
        raise ArgumentError(
            f"{path} was migrated to {target!r} already, as its metadata say: use it as it is"
        )
    if found != source:
        raise ArgumentError(
            f"{path} was given as weights of {source!r}, but its metadata say that it was migrated "
            f"to {found!r}: name that as the source"
        )
