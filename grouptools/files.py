"""Where files are kept, and writing one so that nothing half-written is ever seen or left."""

from __future__ import annotations

import os
import warnings
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from grouptools.errors import ArgumentError

__all__ = [
    "TEMPORARY",
    "WARNED",
    "CacheWarning",
    "cache_folder",
    "replace_file",
    "warn_once",
    "write_atomically",
]

#: The ending of files that are not complete yet.
TEMPORARY = ".partial"
#: The folders and files of which this process has warned.
WARNED: set[Path] = set()


class CacheWarning(UserWarning):
    """The cache could not be used; what was asked for was derived instead."""


def cache_folder() -> Path:
    """Where derived files are kept: GROUPTOOLS_CACHE, or the user's cache folder.

    Raises `ArgumentError` where that is below the home folder and there is none.
    """
    from platformdirs import user_cache_dir

    chosen = os.environ.get("GROUPTOOLS_CACHE")
    try:
        return Path(chosen or user_cache_dir("grouptools", appauthor=False)).expanduser()
    except RuntimeError as error:
        raise ArgumentError(
            "there is no home folder for the cache to be in: set GROUPTOOLS_CACHE to a folder "
            "that can be written"
        ) from error


def warn_once(message: str, *about: Path, stacklevel: int = 4) -> None:
    """Warn, unless this process has warned of one of these files or folders before."""
    if WARNED.isdisjoint(about):
        WARNED.update(about)
        warnings.warn(message, CacheWarning, stacklevel=stacklevel)


def replace_file(path: Path, content: bytes, *, durable: bool = False) -> None:
    """Write to a temporary name in the same folder, then rename; raises `OSError`.

    Whatever interrupts it, `path` holds either its old content or the new one.  `durable` also
    waits until the disk holds the content.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}-{uuid4().hex[:8]}{TEMPORARY}")
    try:
        with temporary.open("wb") as stream:
            stream.write(content)
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file that a person asked for; raises `ArgumentError` where it cannot be written."""
    try:
        replace_file(path, content)
    except OSError as error:
        raise ArgumentError(
            f"{path} cannot be written ({error.strerror}): name a file in a folder that exists "
            f"and can be written"
        ) from error
