"""Finite groups of every kind, by name, made once a session."""

from functools import cache

import pytest

from grouptools.groups.finite import FiniteGroup
from grouptools.groups.products import direct_product, semidirect_product


def cycle(n, step=1):
    return [(i + step) % n for i in range(n)]


def times(n, factor):
    return [factor * i % n for i in range(n)]


@cache
def make(name):
    """C6, D5, S4, A5, Q8, Frobenius groups F20 and F21, products "C2 x S3" and "C3 : C4"."""
    if " x " in name:
        return direct_product(*map(make, name.split(" x ")))
    if name == "C3 : C4":  # dicyclic: the generator of C4 inverts C3
        return semidirect_product(make("C3"), make("C4"), [[0, 2, 1]])
    kind, n = name[0], int(name[1:])
    generators = {
        "C": [cycle(n)],
        "D": [cycle(n), times(n, -1)],
        "S": [cycle(n), [1, 0, *range(2, n)]],
        "A": [
            [*cycle(n - (n % 2 == 0)), *range(n - (n % 2 == 0), n)],
            [*range(n - 3), n - 2, n - 1, n - 3],
        ],
        "F": [cycle(7), times(7, 2)] if n == 21 else [cycle(5), times(5, 2)],
        "Q": [[1, 2, 3, 0, 5, 6, 7, 4], [4, 7, 6, 5, 2, 1, 0, 3]],
    }[kind]
    return FiniteGroup.from_permutations(generators, name=name)


NAMES = [
    "C1",
    "C2",
    "C6",
    "C7",
    "C12",
    "D3",
    "D4",
    "D6",
    "S3",
    "S4",
    "A4",
    "A5",
    "Q8",
    "F20",
    "F21",
]
NAMES += ["C2 x C2", "C2 x S3", "C3 x C3", "Q8 x C3", "C3 : C4"]


@pytest.fixture(scope="session")
def group_called():
    """`group_called("S4")`."""
    return make


@pytest.fixture(scope="session", params=NAMES)
def group(request):
    return make(request.param)


@pytest.fixture(scope="session")
def some_subgroups(group):
    """Subgroups of every kind that the group has, one from each class."""
    return group.subgroups()
