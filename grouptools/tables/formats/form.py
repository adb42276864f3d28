"""What a file format is: a name, an ending, a writer and a reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

from grouptools.errors import FormatError, GroupToolsError
from grouptools.tables.exact_table import Table

__all__ = ["Format"]


@dataclass(frozen=True)
class Format:
    """One format of table files.

    `name`: what the command line calls it.
    `suffix`: how names of its files end.
    `summary`: what it holds, in a few words.
    `encode`, `decode`: its writer and reader; call `write` and `read`.
    `package`: an optional package that it needs, or None.
    """

    name: str
    suffix: str
    summary: str
    encode: Callable[[Table], bytes]
    decode: Callable[[bytes], Table]
    package: str | None = None

    @property
    def available(self) -> bool:
        """Whether the package that it needs, if any, is installed."""
        return self.package is None or find_spec(self.package) is not None

    def write(self, table: Table) -> bytes:
        """Return the content of a file; the same table always gives the same bytes."""
        return self.encode(table)

    def read(self, content: bytes) -> Table:
        """Read what `write` returned, checking digest and floats against the exact entries.

        Raises `FormatError` where the content is no table in this format, and `IntegrityError`
        where it is one whose numbers do not belong to its digest.
        """
        try:
            return self.decode(content)
        except RecursionError:
            raise FormatError("it is nested too deeply to be a table") from None
        except GroupToolsError:
            raise
        except (MemoryError, OverflowError, ValueError):
            raise FormatError("it holds numbers that are too large for a table") from None
