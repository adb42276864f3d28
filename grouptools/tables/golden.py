"""Golden digests: what the tables of this basis version are, recorded once.

A change of any number changes a digest, and a test compares all of them; so no number can change
without BASIS_VERSION rising and this record being made anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from grouptools.conventions import BASIS_VERSION
from grouptools.errors import IntegrityError
from grouptools.tables.canonical import canonical_json
from grouptools.tables.exact_table import Parameters
from grouptools.tables.kinds import KINDS
from grouptools.tables.lookup import derive

__all__ = ["L_MAX", "golden_digest", "golden_requests", "record"]

#: Every collection up to this bound, and every block of harmonics and D, has a golden digest.
L_MAX = 6
#: 9j symbols grow with the ninth power of the bound; they are recorded and exported to here.
L_MAX_9J = 2
FILE = Path(__file__).with_name("golden.json")


def golden_digest(kind: str, parameters: Parameters) -> str | None:
    """Return the recorded digest, or None where none was recorded."""
    return _recorded().get(request_text(kind, parameters))


def golden_requests() -> Iterator[tuple[str, dict[str, int | str]]]:
    """Yield (kind, parameters) of every table that has a golden digest."""
    for kind in KINDS.values():
        bound = L_MAX_9J if kind.name == "wigner_9j" else L_MAX
        names = [name for name in kind.collections if name != "j_max"]
        names += kind.block if len(kind.block) == 1 else ()
        bases: list[dict[str, int | str]] = [{"basis": basis} for basis in kind.bases] or [{}]
        for basis in bases:
            for name in names:
                yield from ((kind.name, basis | {name: l}) for l in range(bound + 1))
            if "j_max" in kind.collections and basis.get("basis") != "real":
                yield kind.name, basis | {"j_max": "3/2"}


def record() -> None:
    """Write the golden digests anew; only with a new BASIS_VERSION or a new kind of table."""
    digests = {request_text(*request): derive(*request).digest for request in golden_requests()}
    content = {"basis_version": BASIS_VERSION, "digests": digests}
    FILE.write_text(json.dumps(content, indent=1) + "\n")


def request_text(kind: str, parameters: Parameters) -> str:
    """Write what was asked for as one line."""
    return f"{kind} {canonical_json(dict(parameters))}"


@cache
def _recorded() -> dict[str, str]:
    content = json.loads(FILE.read_text())
    if content["basis_version"] != BASIS_VERSION:
        raise IntegrityError(
            f"the golden digests are of basis version {content['basis_version']}, but the "
            f"library is at {BASIS_VERSION}: record them anew"
        )
    return dict(content["digests"])
