"""Compiled functions: one decorator, and one place on disk where machine code is kept.

`kernel` is numba's `njit` without the interpreter's lock, so that threads run side by side.  Code
compiled once is kept below the cache folder of the tables, under a stamp of this room's sources:
an edit in any file of the room, also one that a kernel only calls, makes it compile again.  Where
the folder cannot be used the code is compiled anew in each process, and nothing else changes.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numba
from numba.core import caching
from numba.core.runtime import rtsys

from grouptools.errors import ArgumentError
from grouptools.tables.cache import folder as cache_folder

__all__ = ["clear_compiled", "compiled_files", "compiled_folder", "kernel", "part", "shared"]

_log = logging.getLogger(__name__)


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function on its first call, and keep its code; it runs without the lock.

    Division by zero gives inf or nan as in numpy.  Nothing is reassociated, so that results do
    not depend on the vector width of the machine.
    """
    dispatcher: Any = numba.njit(nogil=True, error_model="numpy")(function)
    if compiled_folder() is not None:
        dispatcher._cache = _CodeCache(function)  # noqa: SLF001  # numba has no public hook
    return _untyped(dispatcher)


def shared(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function that kernels call, once for all the places of a kernel that call it."""
    return _untyped(numba.njit(error_model="numpy")(function))


def part(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function that only kernels call: it becomes a part of each, kept with them."""
    return _untyped(numba.njit(error_model="numpy", forceinline=True)(function))


def _untyped(function: Any) -> Callable[..., Any]:
    return function  # type: ignore[no-any-return]


def compiled_folder() -> Path | None:
    """Where the code of these sources is kept; None where there is no such place."""
    try:
        return cache_folder() / "compiled" / _stamp()
    except ArgumentError:
        return None


def compiled_files() -> list[Path]:
    """The files that hold compiled code, of these sources and of older ones, sorted."""
    place = compiled_folder()
    return sorted(place.parent.glob("*/*.nb[ic]")) if place else []


def clear_compiled() -> int:
    """Remove all compiled code; return how many files there were."""
    files = compiled_files()
    for parent in {file.parent for file in files}:
        shutil.rmtree(parent, ignore_errors=True)
    return len(files)


@cache
def _stamp() -> str:
    """A digest of every source file of this room."""
    room = Path(__file__).parent
    digest = sha256()
    for path in sorted(room.rglob("*.py")):
        digest.update(f"{path.relative_to(room)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


class _Locator(caching._CacheLocator):  # noqa: SLF001  # numba has no public one
    """Tells numba the folder and the stamp."""

    def __init__(self, function: Callable[..., Any], path: Path) -> None:
        self._line = function.__code__.co_firstlineno
        self._path = path

    def get_cache_path(self) -> str:
        return str(self._path)

    def get_source_stamp(self) -> str:
        return _stamp()

    def get_disambiguator(self) -> str:
        return str(self._line)

    @classmethod
    def from_function(cls, function: Callable[..., Any], _file: str) -> _Locator | None:
        place = compiled_folder()
        return None if place is None else cls(function, place)


class _Implementation(caching.CompileResultCacheImpl):
    _locator_classes = [_Locator]  # noqa: RUF012  # numba's


class _CodeCache(caching.FunctionCache):
    """numba's cache, for which a folder that fails is an empty one."""

    _impl_class = _Implementation

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        try:
            # numba's own method first loads all that compiling may need, scipy among it; code that
            # is compiled already needs the runtime alone
            rtsys.initialize(target_context)
            return self._load_overload(sig, target_context)
        except Exception as error:  # noqa: BLE001  # damaged files raise whatever they like
            _log.info("compiled code cannot be read, compiling anew: %r", error)
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        try:
            super().save_overload(sig, data)
        except OSError as error:
            _log.info("compiled code cannot be kept: %s", error)
