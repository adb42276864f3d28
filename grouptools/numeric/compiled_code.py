"""Where compiled code is kept, and how to look at it and remove it, without loading a compiler.

Code lies below the cache folder of the tables, in one folder for each stamp of this room's
sources, so that code of other versions is never taken for that of this one.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from grouptools.errors import ArgumentError
from grouptools.files import cache_folder

__all__ = ["clear_compiled", "compiled_files", "compiled_folder", "stamp"]

ROOM = Path(__file__).parent


def compiled_folder() -> Path | None:
    """Where the code of these sources is kept; None where there is no such place."""
    try:
        return cache_folder() / "compiled" / stamp()
    except ArgumentError:
        return None


def compiled_files(*, all_versions: bool = False) -> list[Path]:
    """The files that hold compiled code, sorted; of these sources, unless all are asked for."""
    place = compiled_folder()
    if place is None:
        return []
    return sorted(place.parent.glob("*/*.nbc") if all_versions else place.glob("*.nbc"))


def clear_compiled() -> int:
    """Remove all compiled code, and nothing else; return how many files there were.

    Raises `ArgumentError` where a file cannot be removed.
    """
    place = compiled_folder()
    if place is None:
        return 0
    files = compiled_files(all_versions=True)
    unfinished = place.parent.glob("*/*.nbc.tmp.*")  # of processes killed while writing
    for file in (*files, *unfinished):
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise ArgumentError(
                f"{file} cannot be removed ({error.strerror}): make the folder writable"
            ) from error
    for folder in (*{file.parent for file in files}, place.parent):
        with suppress(OSError):  # not there, or something else lies in it
            folder.rmdir()
    return len(files)


@cache
def stamp() -> str:
    """A digest of every source file of this room."""
    digest = sha256()
    for path in sorted(ROOM.rglob("*.py")):
        digest.update(f"{path.relative_to(ROOM)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
