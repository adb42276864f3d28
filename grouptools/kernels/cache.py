"""The disk cache of kernels: one file a request, whatever happens to the folder.

As the cache of tables: every file begins with a checksum of the rest, is written under a
temporary name and renamed into place, and is derived again, with one warning, where it is not
whole.  Its name is the digest of the request: group, representations, degrees, basis version.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from grouptools.errors import ArgumentError, FormatError, IntegrityError
from grouptools.files import TEMPORARY, cache_folder, read_sealed, replace_file, sealed, warn_once
from grouptools.kernels.patterns import Part
from grouptools.kernels.plain import canonical_text, plain_element, plain_group, plain_matrix
from grouptools.kernels.storing import parts_from_bytes, parts_to_bytes
from grouptools.kernels.summands import Summands
from grouptools.representations.representation import Representation

__all__ = ["cached_files", "clear", "folder", "load", "read", "request_key", "store"]

MAGIC = "grouptools kernels 1"
SUFFIX = ".kernels"
#: Stands for the folder where there is none.
HOMELESS = Path("~")


def folder() -> Path:
    """The folder of kernels, below that of the tables; raises `ArgumentError` without a home."""
    return cache_folder() / "kernels"


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
    try:
        path = folder() / f"{key}{SUFFIX}"
        return read(path)
    except FileNotFoundError:
        return None
    except ArgumentError as error:
        warn_once(f"no kernels are kept, they are derived anew: {error}", HOMELESS, stacklevel=5)
    except OSError as error:
        place = path.parent
        reason = f"the cache in {place} cannot be read ({error.strerror}): deriving anew"
        warn_once(reason, place, stacklevel=5)
    except (FormatError, IntegrityError) as error:
        reason = f"the cached file {path.name} is ignored and derived anew: {error}"
        warn_once(reason, path, stacklevel=5)
    return None


def store(key: str, parts: Sequence[Part]) -> None:
    """Keep the kernels of a request; a folder that cannot be written costs one warning."""
    try:
        path = folder() / f"{key}{SUFFIX}"
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # another process has cleared the folder meanwhile
            replace_file(path, sealed(MAGIC, parts_to_bytes(parts)))
    except ArgumentError as error:
        warn_once(f"no kernels are kept, they are derived anew: {error}", HOMELESS, stacklevel=5)
    except OSError as error:
        reason = (
            f"the cache in {path.parent} cannot be written ({error.strerror}): kernels will be "
            f"derived anew each time; set GROUPTOOLS_CACHE to a folder that can be written"
        )
        warn_once(reason, path.parent, path, stacklevel=5)


def read(path: Path) -> list[Part]:
    """Read one file of the cache, checking every byte of it.

    Raises `IntegrityError` or `FormatError` where it is not what `store` wrote, `OSError` where
    it cannot be read.
    """
    return parts_from_bytes(read_sealed(path, MAGIC))


def cached_files() -> list[Path]:
    """The files of the cache, sorted by name."""
    with suppress(OSError):
        return sorted(folder().glob(f"*{SUFFIX}"))
    return []


def clear() -> int:
    """Remove every file that the cache wrote; return how many whole ones there were.

    Raises `ArgumentError` where one cannot be removed.
    """
    files = cached_files()
    for path in (*files, *folder().glob(f"*{SUFFIX}.*{TEMPORARY}")):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise ArgumentError(
                f"{path} cannot be removed ({error.strerror}): make the folder writable"
            ) from error
    return len(files)


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
