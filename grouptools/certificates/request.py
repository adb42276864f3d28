"""What is to be certified: the layout of each kind of table, and the reading of its parameters.

A table is one block, whose quantum numbers stand in the parameters, or all blocks up to a bound,
whose quantum numbers are columns.  Quantum numbers, spins and projections alike, are doubled
integers from here on; exponents of monomials are plain ones.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from grouptools.errors import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Labels", "Request", "Shape", "is_triad", "read_request", "spins_up_to", "triads"]

#: Quantum numbers, doubled, or exponents.
Labels = tuple[int, ...]


@dataclass(frozen=True)
class Shape:
    """How the tables of one kind are laid out.

    `quantum`: the parameters of one block; a name in j admits half-integers.
    `fields`: the label columns of a collection; those of a block lack `quantum`.
    `bounds`: the parameters that may bound a collection.
    `has_basis`: whether a parameter basis = "real" or "complex" is due.
    `has_part`: whether the complex basis needs one more column "part", "re" or "im".
    """

    quantum: tuple[str, ...]
    fields: tuple[str, ...]
    bounds: tuple[str, ...]
    has_basis: bool = False
    has_part: bool = False
    pi_power: int = 0


@dataclass(frozen=True)
class Request:
    """What is to be certified.

    `block`: the quantum numbers of the one block, or None for a collection.
    `largest`, `step`: a collection holds the quantum numbers range(0, largest + 1, step).
    `fields`: the label columns, as `Shape` has them.
    """

    kind: str
    shape: Shape
    basis: str
    block: Labels | None
    largest: int
    step: int
    fields: tuple[str, ...]


def read_request(
    kind: str,
    shape: Shape,
    parameters: Mapping[str, object],
    fields: tuple[str, ...],
    pi_power: int,
) -> Request:
    """Check parameters, column names and the power of pi against the layout of the kind."""
    basis = _basis(kind, shape, parameters)
    block, largest, step = _quantum_numbers(kind, shape, parameters)
    if basis == "real" and (step == 1 or any(t % 2 for t in block or ())):
        raise ArgumentError(
            "half-integers were given with basis = 'real', but half-integer irreps have no real "
            "basis: pass basis = 'complex'"
        )
    inside = tuple(name for name in shape.fields if name not in shape.quantum)
    expected = shape.fields if block is None else inside
    if shape.has_part and basis == "complex":
        expected = (*expected, "part")
    if fields != expected:
        raise ArgumentError(
            f"the label columns {fields} were given for the kind {kind!r}, but with these "
            f"parameters they must be {expected}"
        )
    if pi_power != shape.pi_power:
        raise ArgumentError(
            f"pi_power = {pi_power!r} was given for the kind {kind!r}, but it must be "
            f"{shape.pi_power}"
        )
    return Request(kind, shape, basis, block, largest, step, expected)


def is_triad(a: int, b: int, c: int) -> bool:
    """Whether three doubled spins obey the triangle rule."""
    return (a + b + c) % 2 == 0 and abs(a - b) <= c <= a + b


def triads(request: Request) -> list[Labels]:
    """Return the triads of doubled spins of a table with three quantum numbers."""
    if request.block is not None:
        if not is_triad(*request.block):
            named = ", ".join(
                f"{name} = {Fraction(t, 2)}"
                for name, t in zip(request.shape.quantum, request.block, strict=True)
            )
            raise ArgumentError(
                f"{named} was given, but the triangle rule |a - b| <= c <= a + b, in integer "
                f"steps, must hold"
            )
        return [request.block]
    spins = spins_up_to(request)
    return [(a, b, c) for a in spins for b in spins for c in spins if is_triad(a, b, c)]


def spins_up_to(request: Request) -> range:
    """Return the doubled spins of a collection."""
    return range(0, request.largest + 1, request.step)


def _quantum_numbers(
    kind: str, shape: Shape, parameters: Mapping[str, object]
) -> tuple[Labels | None, int, int]:
    """Return block, largest and step of the request, doubled."""
    given = {name: value for name, value in parameters.items() if name != "basis"}
    for bound in shape.bounds:
        if given.keys() == {bound}:
            return None, _doubled(bound, given[bound]), _step(bound)
    if given.keys() == set(shape.quantum):
        return tuple(_doubled(name, given[name]) for name in shape.quantum), 0, 2
    raise ArgumentError(
        f"the parameters {', '.join(given) or 'none'} were given for the kind {kind!r}, but it "
        f"takes {', '.join(shape.quantum)} (one block) or {' or '.join(shape.bounds)} (all blocks)"
    )


def _basis(kind: str, shape: Shape, parameters: Mapping[str, object]) -> str:
    basis = parameters.get("basis")
    if not shape.has_basis and "basis" not in parameters:
        return "complex"
    if shape.has_basis and basis in ("real", "complex"):
        return str(basis)
    due = "'real' or 'complex'" if shape.has_basis else "left out"
    raise ArgumentError(f"basis = {basis!r} was given for the kind {kind!r}, but it must be {due}")


def _step(name: str) -> int:
    """Half-integers are admitted by the names in j."""
    return 1 if name.startswith("j") else 2


def _doubled(name: str, value: object) -> int:
    """Return twice the value of a parameter: an int, a Fraction or a text such as "3/2"."""
    step = _step(name)
    twice = Fraction(-1)
    if isinstance(value, int | Fraction | str) and not isinstance(value, bool):
        with suppress(ValueError, ZeroDivisionError):
            twice = 2 * Fraction(value)
    if twice < 0 or twice % step:
        due = "an integer or half-integer" if step == 1 else "an integer"
        raise ArgumentError(f"{name} = {value!r} was given, but it must be {due}, not negative")
    return int(twice)
