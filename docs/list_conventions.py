"""Writes named_conventions.txt, the tables of named conventions on the page conventions.md.

Run from the root of the repository: python docs/list_conventions.py.  A test compares the file
with what this writes, so that it never says anything but what the library does.
"""

from pathlib import Path

from grouptools.conventions import NAMED, Convention

FAMILIES = ("lie_learn ", "pyshtools ")
PATH = Path(__file__).parent / "named_conventions.txt"


def shown() -> list[Convention]:
    """All but the members of families."""
    return [c for name, c in NAMED.items() if not name.startswith(FAMILIES)]


def table(head: list[str], rows: list[list[str]]) -> list[str]:
    """The lines of a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]


def code(text: str | None) -> str:
    """A choice; nothing where it is open."""
    return "" if text is None else f"`{text}`"


def text() -> str:
    """Sources, harmonics, and what concerns rotations and couplings."""
    sources = [[c.name, c.version or "from its documentation", c.source] for c in shown()[2:]]
    harmonics = [
        [c.name, *map(code, (c.basis, c.axes, c.order, c.phase, c.normalization))] for c in shown()
    ]
    rotating = [
        [
            c.name,
            *map(code, (c.wigner_D, c.coupling, c.coupling_sign)),
            *map(code, (c.euler_angles, c.quaternions, c.layout)),
        ]
        for c in shown()
        if any((c.wigner_D, c.coupling, c.euler_angles, c.quaternions, c.layout))
    ]
    return "\n".join(
        [
            *table(["name", "compared with version", "what it is the convention of"], sources),
            "",
            *table(["harmonics", "basis", "axes", "order", "phase", "norm"], harmonics),
            "",
            *table(
                ["rotations", "Wigner D", "coupling", "its sign", "angles", "quaternion", "layout"],
                rotating,
            ),
            "",
        ]
    )


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
