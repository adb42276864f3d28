"""What every group has: named generators, and their matrices on the space it acts on.

The matrices are written in a frame of orthogonal axes b_i with squared lengths `frame[i]`: a
point has scaled coordinates v with x_i = sqrt(frame[i]) v_i.  A rotation by 2 pi/n about z then
has entries in Q(2 cos(2 pi/n)) although sin(2 pi/n) is not in it: with frame (1, sin^2, 1) it is
[[c, -s^2], [1, c]] on x, y.  Irreps and solution spaces live in the same small field.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix

if TYPE_CHECKING:
    from grouptools.groups.finite import FiniteGroup
    from grouptools.groups.subgroup import Subgroup
    from grouptools.representations import CharacterTable, Irrep, Representation

__all__ = ["Group", "check_group"]


class Group:
    """A compact group with named generators.

    `name`: what it is called, "O" or "SO(3)".
    `generator_names`: one a generator.
    `derivations`: for each generator, whether it is an element of the Lie algebra (True) or of
    the group (False).
    `natural`: the generators' matrices in the scaled coordinates of `frame`, or () for a group
    that is given without a space to act on.
    `frame`: the squared lengths of the axes, elements of `field`.
    """

    name: str
    generator_names: tuple[str, ...]
    derivations: tuple[bool, ...]
    natural: tuple[FieldMatrix, ...]
    frame: tuple[Element, ...]
    field: Field

    def __init__(
        self,
        name: str,
        generator_names: Sequence[str],
        derivations: Sequence[bool],
        natural: Sequence[FieldMatrix],
        frame: Sequence[Element],
        field: Field,
    ) -> None:
        self.name = name
        self.generator_names = tuple(generator_names)
        self.derivations = tuple(derivations)
        self.natural = tuple(matrix.over(field) for matrix in natural)
        self.frame = tuple(frame)
        self.field = field

    @property
    def dimension(self) -> int:
        """The dimension of the space it acts on, 0 where there is none."""
        return len(self.frame)

    @property
    def is_finite(self) -> bool:
        """Whether the group has finitely many elements."""
        return not any(self.derivations)

    @cached_property
    def key(self) -> tuple[object, ...]:
        """What makes two groups equal: name, generators and their matrices."""
        return (
            self.name,
            self.generator_names,
            self.derivations,
            tuple(matrix.key() for matrix in self.natural),
            tuple(tuple(map(str, square.coeffs())) for square in self.frame),
            self.field,
        )

    def irreps(self, l_max: object = None, *, real: bool = True) -> tuple[Irrep, ...]:
        """The irreducible representations, the trivial one first; up to `l_max` of a Lie group.

        `real`: those over the real numbers, orthogonal matrices; else those over the complex ones.
        """
        from grouptools.representations import irreps

        return irreps(self, l_max, real=real)

    def irrep(self, label: object, *, real: bool = True) -> Irrep:
        """The irreducible representation of a label: "T1u", "1o", a frequency.

        Raises `ArgumentError` that lists the labels there are.
        """
        from grouptools.representations import irrep

        return irrep(self, label, real=real)

    def trivial_representation(self) -> Representation:
        """The representation by 1."""
        from grouptools.representations import trivial_representation

        return trivial_representation(self)

    def natural_representation(self) -> Representation:
        """The representation on the space that the group acts on: vectors."""
        from grouptools.representations import natural_representation

        return natural_representation(self)

    def regular_representation(self) -> Representation:
        """The permutations of the elements of a finite group by left multiplication."""
        from grouptools.representations import regular_representation

        return regular_representation(cast("FiniteGroup", self))

    def quotient_representation(self, subgroup: Subgroup) -> Representation:
        """The permutations of the left cosets of a subgroup, normal or not."""
        from grouptools.representations import quotient_representation

        return quotient_representation(cast("FiniteGroup", self), subgroup)

    def character_table(self, *, real: bool = False) -> CharacterTable:
        """The characters of the complex irreps of a finite group on its conjugacy classes."""
        from grouptools.representations import character_table

        return character_table(self, real=real)

    def representation(self, matrices: Sequence[Any], name: str = "given") -> Representation:
        """The representation with these exact orthogonal matrices of the generators, checked."""
        from grouptools.representations import representation_from_matrices

        return representation_from_matrices(self, matrices, name)

    def __eq__(self, other: object) -> bool:
        """Two groups are equal when their keys are."""
        return self is other or (isinstance(other, Group) and self.key == other.key)

    def __hash__(self) -> int:
        """Hash the key."""
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(self.key)

    def __getstate__(self) -> dict[str, Any]:
        """The frame as a matrix, which can be pickled; no hash, which differs between processes."""
        state = {**self.__dict__, "frame": FieldMatrix.diagonal(self.frame, self.field)}
        state.pop("_hash", None)
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take it."""
        frame = state["frame"]
        self.__dict__.update(state, frame=tuple(frame[i, i] for i in range(frame.shape[0])))

    def __repr__(self) -> str:
        """The name."""
        return f"<Group {self.name}>"


def check_group(value: object) -> None:
    """Raise `ArgumentError` unless the value is a group."""
    if not isinstance(value, Group):
        raise ArgumentError(
            f"{value!r} was given where a group is expected: pass a group, such as "
            f"point_group('m-3m') or SO3()"
        )
