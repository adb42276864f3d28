"""Finite groups of every kind, and the exact helpers that more than one file needs."""

import pytest

from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.planar import cyclic, dihedral
from grouptools.groups.point_groups import icosahedral, point_group

# Q8, A4 and the group of order 21 by permutations: of quaternionic and of complex type.
PERMUTATIONS = {
    "S3": [[1, 0, 2], [1, 2, 0]],
    "A4": [[1, 2, 0, 3], [1, 0, 3, 2]],
    "Q8": [[1, 2, 3, 0, 5, 6, 7, 4], [4, 7, 6, 5, 2, 1, 0, 3]],
    "F21": [[1, 2, 3, 4, 5, 6, 0], [0, 2, 4, 6, 1, 3, 5]],
}


def make(name):
    """A group by a short name: "cyclic 4", "dihedral 4", "Oh" or one of PERMUTATIONS."""
    family, _, n = name.partition(" ")
    if family in {"cyclic", "dihedral"}:
        return (cyclic if family == "cyclic" else dihedral)(int(n))
    if name in {"I", "Ih"}:
        return icosahedral(reflections=name == "Ih")
    if name in PERMUTATIONS:
        return FiniteGroup.from_permutations(PERMUTATIONS[name], name=name)
    return point_group(name)


PLANAR = [
    *(f"cyclic {n}" for n in (1, 2, 3, 4, 5, 7, 8)),
    *(f"dihedral {n}" for n in (1, 2, 3, 4, 5, 6)),
]
SPACE = [
    "C1",
    "Ci",
    "Cs",
    "C3",
    "S4",
    "D2",
    "C3v",
    "D3d",
    "C4h",
    "D2d",
    "D6h",
    "T",
    "Th",
    "O",
    "Oh",
    "I",
]
SMALL = [
    *("cyclic 1", "cyclic 3", "cyclic 4", "dihedral 1", "dihedral 4", "dihedral 5"),
    *["S4", "D2", "C3v", "D3d", "T", "O", "Q8", "A4", "F21"],
]


@pytest.fixture(scope="session", params=[*PLANAR, *SPACE, *PERMUTATIONS])
def group(request):
    """A finite group, of every kind."""
    return make(request.param)


@pytest.fixture(scope="session", params=SMALL)
def small_group(request):
    """A finite group of an order small enough for sums over pairs of irreps."""
    return make(request.param)


@pytest.fixture(scope="session")
def by_name():
    """The function that makes a group of its short name."""
    return make


@pytest.fixture(scope="session")
def adjoint():
    """The function (T, source, target) -> T^+ in scaled coordinates, T: source -> target."""

    def of(matrix, source, target):
        field = matrix.field.joined(source.field).joined(target.field)
        inverses = [source.field.embed(e, field) for e in source.inverse_squares]
        squares = [target.field.embed(e, field) for e in target.squares]
        left = FieldMatrix.diagonal(inverses, field)
        return (
            left
            @ matrix.over(field).conjugated().transposed()
            @ FieldMatrix.diagonal(squares, field)
        )

    return of
