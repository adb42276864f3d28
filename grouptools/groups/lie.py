"""The compact Lie groups SO(2), O(2), SU(2), SO(3) and O(3), by their Lie algebra and components.

The generator L of a one-parameter group of rotations R(t) is d/dt R(t) at t = 0, R(t) the active
rotation by the angle t: counterclockwise in the plane, and about an axis by the right hand.
Then [L_x, L_y] = L_z and its cyclic permutations; so it is for SU(2), whose elements are
exp(-i t (n . sigma) / 2) [Varshalovich et al. 1988, 4.1].
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from grouptools.exact.algebra.fields import RATIONALS
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.axes import diagonal
from grouptools.groups.group import Group

__all__ = ["O2", "O3", "SO2", "SO3", "SU2", "LieGroup"]


class LieGroup(Group):
    """A compact Lie group.

    Its generators are a basis of its Lie algebra, then an element of each further component.
    `natural`: their matrices on the plane or on space; () for SU(2), which acts on neither as a
    subgroup of the orthogonal group.
    """

    def __init__(
        self,
        name: str,
        algebra: Mapping[str, FieldMatrix | None],
        components: Mapping[str, FieldMatrix],
    ) -> None:
        natural = [m for m in (*algebra.values(), *components.values()) if m is not None]
        one = RATIONALS.element(1)
        super().__init__(
            name,
            (*algebra, *components),
            [True] * len(algebra) + [False] * len(components),
            natural,
            [one] * (natural[0].shape[0] if natural else 0),
            RATIONALS,
        )

    @property
    def is_connected(self) -> bool:
        """Whether it has one component."""
        return all(self.derivations)

    @property
    def rotations(self) -> LieGroup:
        """The component of the identity."""
        return {"O(2)": SO2, "O(3)": SO3}.get(self.name, lambda: self)()


@cache
def SO2() -> LieGroup:
    """The rotations of the plane: generator L.

    >>> SO2().natural[0].to_sympy()
    Matrix([
    [0, -1],
    [1,  0]])
    """
    return LieGroup("SO(2)", {"L": _rotation_generator(2, 0, 1)}, {})


@cache
def O2() -> LieGroup:
    """The rotations and reflections of the plane: generators L and f: y -> -y."""
    return LieGroup("O(2)", {"L": _rotation_generator(2, 0, 1)}, {"f": diagonal(1, -1)})


@cache
def SU2() -> LieGroup:
    """The unit quaternions, which cover the rotations of space twice: generators Lx, Ly, Lz."""
    return LieGroup("SU(2)", dict.fromkeys(("Lx", "Ly", "Lz")), {})


@cache
def SO3() -> LieGroup:
    """The rotations of space: generators Lx, Ly, Lz.

    >>> SO3().generator_names, SO3().dimension, SO3().is_finite
    (('Lx', 'Ly', 'Lz'), 3, False)
    """
    return LieGroup("SO(3)", _rotation_algebra(), {})


@cache
def O3() -> LieGroup:
    """The rotations and reflections of space: generators Lx, Ly, Lz and the inversion i."""
    return LieGroup("O(3)", _rotation_algebra(), {"i": diagonal(-1, -1, -1)})


def _rotation_algebra() -> dict[str, FieldMatrix]:
    turning = {"Lx": (1, 2), "Ly": (2, 0), "Lz": (0, 1)}
    return {name: _rotation_generator(3, a, b) for name, (a, b) in turning.items()}


def _rotation_generator(n: int, a: int, b: int) -> FieldMatrix:
    """The generator of the rotation of the axis a towards the axis b."""
    rows = [[0] * n for _ in range(n)]
    rows[b][a], rows[a][b] = 1, -1
    return FieldMatrix.from_rows(rows)
