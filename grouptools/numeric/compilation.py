"""Compiled functions: one decorator, and one place on disk where machine code is kept.

`kernel` is numba's `njit` without the interpreter's lock, so that threads run side by side.  Code
compiled once is kept below the cache folder of the tables, under a stamp of this room's sources:
an edit in any file of the room, also one that a kernel only calls, makes it compile again.  Where
the folder cannot be used the code is compiled anew in each process, and nothing else changes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import numba
from numba.core import caching
from numba.core.runtime.nrt import rtsys

from grouptools.numeric.compiled_code import compiled_folder, stamp

__all__ = ["kernel", "part", "shared"]

_log = logging.getLogger(__name__)

#: Functions that only kernels call need no door for Python, nor machine code of their own.
_INSIDE: dict[str, Any] = {
    "error_model": "numpy",
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
}


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
    return _untyped(numba.njit(**_INSIDE)(function))


def part(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function that only kernels call: it becomes a part of each, kept with them."""
    return _untyped(numba.njit(**_INSIDE, forceinline=True)(function))


def _untyped(function: Any) -> Callable[..., Any]:
    return function  # type: ignore[no-any-return]


class _Locator(caching._CacheLocator):  # noqa: SLF001  # numba has no public one
    """Tells numba the folder and the stamp."""

    def __init__(self, function: Callable[..., Any], path: Path) -> None:
        self._line = function.__code__.co_firstlineno
        self._path = path

    def get_cache_path(self) -> str:
        return str(self._path)

    def get_source_stamp(self) -> str:
        return stamp()

    def get_disambiguator(self) -> str:
        return str(self._line)

    @classmethod
    def from_function(cls, function: Callable[..., Any], _file: str) -> _Locator | None:
        place = compiled_folder()
        return None if place is None else cls(function, place)


class _Implementation(caching.CompileResultCacheImpl):
    _locator_classes = [_Locator]  # noqa: RUF012  # numba's


class _Files(caching.IndexDataCacheFile):
    """The files of one function, each named by what it was compiled for.

    numba counts its files and keeps an index of them, which processes that compile at the same
    time overwrite for each other: one may then be given code that was compiled for another degree.
    A name that says what the file holds needs no index.  A checksum of both comes last.
    """

    def save(self, key: Any, data: Any) -> None:
        path, body = self._path_of(key), self._dump(data)
        with self._open_for_write(path) as file:
            file.write(body + _checksum(path, body))

    def load(self, key: Any) -> Any:
        path = self._path_of(key)
        try:
            content = Path(path).read_bytes()
        except FileNotFoundError:
            return None
        if _checksum(path, content[:-32]) != content[-32:]:
            raise OSError(f"{path} does not match its checksum")
        return self._load_data(path)

    def _path_of(self, key: Any) -> str:
        asked = sha256(repr((numba.__version__, key)).encode()).hexdigest()[:24]
        return str(self._data_path(f"{self._index_name.removesuffix('.nbi')}.{asked}.nbc"))


def _checksum(path: str, body: bytes) -> bytes:
    """32 bytes of a file's name and content."""
    return sha256(Path(path).name.encode() + b"\0" + body).digest()


class _CodeCache(caching.FunctionCache):
    """numba's cache, for which a folder that fails is an empty one."""

    _impl_class = _Implementation

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        locator = self._impl.locator
        self._cache_file = _Files(
            locator.get_cache_path(), self._impl.filename_base, locator.get_source_stamp()
        )

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
