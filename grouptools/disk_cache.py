"""A folder of derived files: one file an entry, whatever happens to the folder.

A file begins with a checksum of the rest, is written under a temporary name and renamed into
place, and every byte of it is checked on reading, so that a killed, concurrent, read-only, full or
corrupted cache never gives a wrong number: the worst is that an entry is derived again, with one
warning.  No lock is taken, so many processes may share the folder, also over a network.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from grouptools.errors import ArgumentError, FormatError, IntegrityError
from grouptools.files import (
    TEMPORARY,
    cache_folder,
    read_sealed,
    replace_file,
    sealed,
    warn_once,
)

__all__ = ["ABANDONED", "DiskCache"]

#: Temporary files of killed processes are removed after this many seconds.
ABANDONED = 3600.0
#: Stands for the folder where there is none.
HOMELESS = Path("~")

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class DiskCache:
    """One kind of entries in the cache folder.

    `what`: the entries, in the plural.  `magic`: how their files begin.  `below`: their folder,
    below the cache folder.  `suffix`: how names of files end; `stem`: a pattern for the rest, as
    any version writes it.  `stacklevel`: how far above `load` and `store` the user's line is.
    """

    what: str
    magic: str
    below: str
    stem: str
    suffix: str
    stacklevel: int

    @property
    def folder(self) -> Path:
        """Where the files are; raises `ArgumentError` where there is no home folder for it."""
        return cache_folder() / self.below

    def load(self, name: str, decode: Callable[[bytes], Entry]) -> Entry | None:
        """The entry of a file, or None where there is none that is whole.

        `decode` raises `IntegrityError` or `FormatError` for what is not what it looks for.
        """
        try:
            path = self.folder / name
            return decode(read_sealed(path, self.magic))
        except FileNotFoundError:
            return None
        except ArgumentError as error:
            self._say_homeless(error)
        except OSError as error:
            reason = f"the cache in {path.parent} cannot be read ({error.strerror}): deriving anew"
            warn_once(reason, path.parent, stacklevel=self.stacklevel)
        except (FormatError, IntegrityError) as error:
            reason = f"the cached file {path.name} is ignored and derived anew: {error}"
            warn_once(reason, path, stacklevel=self.stacklevel)
        return None

    def store(self, name: str, body: bytes) -> None:
        """Keep an entry; a folder that cannot be written costs one warning, nothing else."""
        try:
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):  # another process has cleared the folder meanwhile
                replace_file(path, sealed(self.magic, body))
        except ArgumentError as error:
            self._say_homeless(error)
        except OSError as error:
            reason = (
                f"the cache in {path.parent} cannot be written ({error.strerror}): {self.what} "
                f"will be derived anew each time; set GROUPTOOLS_CACHE to a folder that can be "
                f"written"
            )
            warn_once(reason, path.parent, path, stacklevel=self.stacklevel)
        else:
            self._remove_abandoned()

    def files(self) -> list[Path]:
        """The whole files that a version of the cache wrote, sorted by name.

        Raises `ArgumentError` where there is a folder that cannot be read.
        """
        return [path for path in self._own_files() if path.name.endswith(self.suffix)]

    def clear(self) -> int:
        """Remove every file that the cache wrote, and nothing else; return how many whole ones.

        Raises `ArgumentError` where one cannot be removed.
        """
        removed = 0
        for path in self._own_files():
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise ArgumentError(
                    f"{path} cannot be removed ({error.strerror}): make the folder writable"
                ) from error
            removed += path.name.endswith(self.suffix)
        return removed

    def _own_files(self) -> list[Path]:
        """The files in the folder that a version of the cache wrote, temporary ones too."""
        place = self.folder
        try:
            return sorted(path for path in place.iterdir() if self._wrote(path))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise ArgumentError(
                f"the cache in {place} cannot be read ({error.strerror}): set GROUPTOOLS_CACHE to "
                f"another folder"
            ) from error

    def _wrote(self, path: Path) -> bool:
        ending = rf"{re.escape(self.suffix)}(\.[0-9]+-[0-9a-f]+{re.escape(TEMPORARY)})?"
        named = re.fullmatch(self.stem + ending, path.name, re.ASCII)
        return named is not None and path.is_file()

    def _remove_abandoned(self) -> None:
        """Remove what processes killed while writing have left behind."""
        with suppress(OSError, ArgumentError):
            for path in self.folder.glob(f"*{self.suffix}.*{TEMPORARY}"):
                if self._wrote(path) and time.time() - path.stat().st_mtime > ABANDONED:
                    path.unlink(missing_ok=True)

    def _say_homeless(self, error: ArgumentError) -> None:
        reason = f"no {self.what} are kept, they are derived anew: {error}"
        warn_once(reason, HOMELESS, stacklevel=self.stacklevel + 1)
