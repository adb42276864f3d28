"""The disk cache of kernels: one file a request.

Its name is the digest of the request: group, representations, degrees, basis version.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from grouptools.disk_cache import DiskCache
from grouptools.files import read_sealed
from grouptools.kernels.patterns import Part
from grouptools.kernels.plain import canonical_text, plain_element, plain_group, plain_matrix
from grouptools.kernels.storing import parts_from_bytes, parts_to_bytes
from grouptools.kernels.summands import Summands
from grouptools.representations.representation import Representation

__all__ = ["CACHE", "SUFFIX", "load", "read", "request_key", "store"]

SUFFIX = ".kernels"
CACHE = DiskCache(
    what="kernels",
    magic="grouptools kernels 1",
    below="kernels",
    stem="[0-9a-f]{64}",
    suffix=SUFFIX,
    stacklevel=6,
)


def request_key(source: Summands, target: Summands, asked: Sequence[Any]) -> str:
    """The digest of a request: group, representations, and what else was asked for."""
    group = source.group
    request = {
        "group": plain_group(group, group.field),
        "in": _summands_key(source),
        "out": _summands_key(target),
        "asked": list(asked),
    }
    return sha256(canonical_text(request).encode()).hexdigest()


def load(key: str) -> list[Part] | None:
    """The kernels of a request, or None where there is no file that is whole."""
    return CACHE.load(f"{key}{SUFFIX}", parts_from_bytes)


def store(key: str, parts: Sequence[Part]) -> None:
    """Keep the kernels of a request; a folder that cannot be written costs one warning."""
    CACHE.store(f"{key}{SUFFIX}", parts_to_bytes(parts))


def read(path: Path) -> list[Part]:
    """Read one file of the cache, checking every byte of it.

    Raises `IntegrityError` or `FormatError` where it is not what `store` wrote, `OSError` where
    it cannot be read.
    """
    return parts_from_bytes(read_sealed(path, CACHE.magic))


def _summands_key(summands: Summands) -> dict[str, Any]:
    return {
        "kinds": [_representation_key(kind) for kind in summands.kinds],
        "offsets": [offsets.tolist() for offsets in summands.offsets],
    }


def _representation_key(rep: Representation) -> dict[str, Any]:
    field = [rep.field.order, rep.field.is_real]
    squares = [plain_element(square) for square in rep.squares]
    if rep.permutation is not None:
        return {"field": field, "squares": squares, "moves": np.asarray(rep.permutation).tolist()}
    images = [plain_matrix(image) for image in rep.images]
    return {"field": field, "squares": squares, "images": images}
