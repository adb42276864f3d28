"""Where files are kept, and writing one so that nothing half-written is ever seen or left."""

from __future__ import annotations

import os
import stat
import warnings
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from grouptools.errors import ArgumentError, FormatError, IntegrityError

__all__ = [
    "TEMPORARY",
    "WARNED",
    "CacheWarning",
    "cache_folder",
    "read_sealed",
    "replace_file",
    "sealed",
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


def sealed(magic: str, body: bytes) -> bytes:
    """What a file of a cache holds: a line of `magic` and a checksum, then the body."""
    return f"{magic} {sha256(body).hexdigest()}".encode("ascii") + b"\n" + body


def read_sealed(path: Path, magic: str) -> bytes:
    """The body of a file that holds what `sealed` gave, every byte of it checked.

    Raises `IntegrityError` or `FormatError` where it is not that, `OSError` where it cannot be
    read.
    """
    if not stat.S_ISREG(path.stat().st_mode):  # a pipe would keep the reader waiting
        raise FormatError("it is no regular file")
    content = path.read_bytes()
    body = content.partition(b"\n")[2]
    if content != sealed(magic, body):
        raise IntegrityError("its content does not match its checksum")
    return body


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
