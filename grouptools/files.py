"""Writing a file so that nothing half-written is ever seen or left behind."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from grouptools.errors import ArgumentError

__all__ = ["TEMPORARY", "replace_file", "write_atomically"]

#: The ending of files that are not complete yet.
TEMPORARY = ".partial"


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
