"""Point groups: finite groups of rotations and reflections about a point, with their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.finite import FiniteGroup, generated
from grouptools.groups.symbols import Symbol, hermann_mauguin

__all__ = ["PointGroup"]


class PointGroup(FiniteGroup):
    """A point group of the plane or of space, in one of its settings.

    `symbol`: family, n and setting; the families of the plane are "cyclic" and "dihedral".
    `roles`: what each generator is: "turn", about z by 2 pi/n, n = `turn_order`, with a reflection
    in the families S and Dd of even n; "flip", the half-turn C2' or the mirror sigma_v;
    "inversion"; "horizontal", the mirror normal to z; else its name.
    """

    def __init__(
        self,
        symbol: Symbol,
        name: str,
        generators: Mapping[str, FieldMatrix],
        roles: Sequence[str],
        frame: Sequence[Element],
        field: Field,
    ) -> None:
        matrices = [matrix.over(field) for matrix in generators.values()]
        one = FieldMatrix.identity(len(frame), field)
        _, steps, right = generated(matrices, FieldMatrix.__matmul__, one, FieldMatrix.key)
        super().__init__(name, steps, right, tuple(generators), matrices, frame, field)
        self.symbol = symbol
        self.roles = tuple(roles)

    @property
    def turn_order(self) -> int:
        """The order of the generator that turns about z; 1 where there is none."""
        if "turn" not in self.roles:
            return 1
        return self.order_of(self.generators[self.roles.index("turn")])

    @property
    def schoenflies(self) -> str:
        """The Schoenflies symbol."""
        return self.name

    @property
    def hermann_mauguin(self) -> str | None:
        """The short Hermann-Mauguin symbol in this setting; None where the class has none."""
        return hermann_mauguin(self.symbol)

    @property
    def full_hermann_mauguin(self) -> str | None:
        """The full Hermann-Mauguin symbol in this setting; None where the class has none."""
        return hermann_mauguin(self.symbol, full=True)
