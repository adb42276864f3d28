"""Groups from permutations, matrices and tables; what is wrong with the input is named."""

import numpy as np
import pytest
import sympy
from sympy.combinatorics import Permutation

from grouptools.errors import ArgumentError
from grouptools.groups.finite import FiniteGroup

ROOT3 = sympy.sqrt(3)
HALF = sympy.Rational(1, 2)
ANGLES = {n: 2 * sympy.pi / n for n in (3, 4, 5, 7, 12)}
TURN = {
    n: sympy.Matrix([[sympy.cos(a), -sympy.sin(a)], [sympy.sin(a), sympy.cos(a)]])
    for n, a in ANGLES.items()
}
FLIP = [[1, 0], [0, -1]]
Q8 = [
    [[0, -1, 0, 0], [1, 0, 0, 0], [0, 0, 0, -1], [0, 0, 1, 0]],
    [[0, 0, -1, 0], [0, 0, 0, 1], [1, 0, 0, 0], [0, -1, 0, 0]],
]


def refused(call, *arguments, **options):
    with pytest.raises(ArgumentError) as error:
        call(*arguments, **options)
    return str(error.value)


def relabelled(group, seed):
    """The Cayley table with the elements in another order, and that order."""
    order = np.random.default_rng(seed).permutation(group.order)
    place = np.argsort(order)
    return place[group.table[np.ix_(order, order)]], order


def test_a_table_gives_the_group_back(group):
    for seed in range(3):
        table, order = relabelled(group, seed)
        chosen = [int(np.flatnonzero(order == g)[0]) for g in group.generators]
        again = FiniteGroup.from_table(table, chosen, group.generator_names, group.name)
        assert (again.table == group.table).all()
        assert [int(order[g]) for g in again.given] == list(range(group.order))
        anyhow = FiniteGroup.from_table(table)
        given = np.array(anyhow.given)
        assert (given[anyhow.table] == table[np.ix_(given, given)]).all()
        assert anyhow.generator_names == tuple(
            f"g{given[g]}" if g else "E" for g in anyhow.generators
        )


@pytest.mark.parametrize("name", ["C1", "C2", "C6", "S3", "Q8", "C2 x C2"])
def test_one_wrong_entry_of_a_table_is_refused(group_called, name):
    """At every place, by every other element; the axiom is named with the elements."""
    group = group_called(name)
    for g in range(group.order):
        for h in range(group.order):
            table = group.table.tolist()
            for wrong in range(group.order + 1):
                if wrong == group.table[g, h]:
                    continue
                table[g][h] = wrong
                text = refused(FiniteGroup.from_table, table)
                if wrong == group.order:
                    assert text == (
                        f"closure is violated: the product of {g} and {h} is {wrong}, but the "
                        f"elements are 0, ..., {group.order - 1}"
                    )
                else:
                    assert text.startswith("cancellation is violated: ")
                    assert f"= {wrong}, but in a group row {g} " in text


@pytest.mark.parametrize(
    ("table", "text"),
    [
        (
            [[0, 2, 1], [1, 0, 2], [2, 1, 0]],
            "the identity is missing: no element e of the table has e * g = g for every g",
        ),
        (
            [[0, 1, 2], [2, 0, 1], [1, 2, 0]],
            "the identity is missing: 0 * g = g for every g, but 1 * 0 = 2",
        ),
        (
            [[0, 1, 2, 3, 4], [1, 2, 0, 4, 3], [2, 3, 4, 0, 1], [3, 4, 1, 2, 0], [4, 0, 3, 1, 2]],
            "inverses are violated: 1 * 2 = 0 is the identity, but 2 * 1 = 3",
        ),
        (
            [[0, 1, 2, 3, 4], [1, 0, 3, 4, 2], [2, 4, 0, 1, 3], [3, 2, 4, 0, 1], [4, 3, 1, 2, 0]],
            "associativity is violated: (1 * 1) * 2 = 2, but 1 * (1 * 2) = 4",
        ),
        ([[0, 1], [1]], "a table of shape (0,) was given, but a Cayley table is square"),
        ([[0, 1]], "a table of shape (1, 2) was given, but a Cayley table is square"),
        ([], "a table of shape (0,) was given, but a Cayley table is square"),
        ([[0.0]], "a table of float64 was given, but its entries are the indices of elements"),
        ([[0, 1], [1, 1]], "cancellation is violated: 1 * 0 = 1 * 1 = 1, but in a group row 1 of"),
        ([[0, -1], [1, 0]], "closure is violated: the product of 0 and 1 is -1, but the elements"),
    ],
)
def test_the_axiom_that_a_table_violates(table, text):
    assert refused(FiniteGroup.from_table, table).startswith(text)


def test_columns_are_checked_too():
    table = [[0, 1, 2], [0, 1, 2], [0, 1, 2]]
    assert refused(FiniteGroup.from_table, table) == (
        "cancellation is violated: 0 * 0 = 1 * 0 = 0, but in a group column 0 of the table has "
        "every element once"
    )


def test_generators_of_a_table(group_called):
    table = group_called("C6").table
    assert refused(FiniteGroup.from_table, table, [2]) == (
        "the generators [2] do not generate element 1: add it to them"
    )
    assert refused(FiniteGroup.from_table, table, [6]).startswith("generator 6 was given, but the")
    assert FiniteGroup.from_table(table, [5], ["r"]).given == (0, 5, 4, 3, 2, 1)


@pytest.mark.parametrize(
    ("generators", "order"),
    [
        ([TURN[3], FLIP], 6),
        ([TURN[4]], 4),
        ([TURN[5], FLIP], 10),
        ([TURN[7]], 7),
        ([TURN[12], FLIP], 24),
        (Q8, 8),
        ([[[-1]]], 2),
        ([np.eye(5, dtype=int)[[1, 2, 3, 4, 0]], np.eye(5, dtype=int)[[1, 0, 2, 3, 4]]], 120),
        ([sympy.Matrix([[3, -4], [-4, -3]]) / 5], 2),
    ],
)
def test_groups_of_matrices(generators, order):
    group = FiniteGroup.from_matrices(generators)
    assert group.order == order
    for given, g in zip(generators, group.generators, strict=True):
        assert sympy.simplify(group.matrix(g) - sympy.Matrix(given)).is_zero_matrix


def test_the_kind_of_generators_is_seen():
    for generators in ([Permutation([1, 2, 0])], [(1, 2, 0)], [np.array([1, 2, 0])]):
        assert FiniteGroup.from_generators(generators).natural == ()
    for generators in ([TURN[3]], [[[0, -1], [1, -1 + 1]]], [np.array([[0, -1], [1, 0]])]):
        assert FiniteGroup.from_generators(generators).dimension == 2
    assert refused(FiniteGroup.from_generators, [[1, 0], [[1, 0], [0, 1]]]) == (
        "permutations and matrices were given together, but the generators of a group are of one "
        "kind: pass only permutations or only matrices"
    )


@pytest.mark.parametrize(
    ("generators", "names", "text"),
    [
        ([[1, 1, 0]], None, "generator 'a' = [1, 1, 0] is no permutation of 0, ..., 2: nothing is"),
        ([[0, 1], [1, 2]], "rs", "generator 's' = [1, 2] is no permutation of 0, ..., 1: nothing"),
        ([[1, 0, 0.5]], None, "generator 'a' maps a point to 0.5, but a permutation is a sequence"),
        ([[1, 0], [1, 2, 0]], None, "generator 'b' permutes 3 points and 'a' permutes 2, but all"),
        ([], None, "no generators were given, but a group needs at least one: pass the identity"),
        (
            [[1, 0]],
            ["a", "b"],
            "the names ['a', 'b'] were given for 1 generators: pass 1 different",
        ),
        ([[1, 0], [0, 1]], "aa", "the names ['a', 'a'] were given for 2 generators: pass 2"),
        ([[1, 0]], ["a b"], "a generator was named 'a b', but a name is a text without spaces"),
    ],
)
def test_wrong_permutations(generators, names, text):
    assert refused(FiniteGroup.from_permutations, generators, names).startswith(text)


@pytest.mark.parametrize(
    ("generators", "text"),
    [
        (
            [[[1, 1], [0, 1]]],
            "generator 'a' is not orthogonal: entry (0, 1) of R^T R - 1 is 1 where 0 is expected;",
        ),
        (
            [FLIP, [[HALF, 0], [0, 1]]],
            "generator 'b' is not orthogonal: entry (0, 0) of R^T R - 1 is -3/4 where 0 is",
        ),
        (
            [[[HALF, -ROOT3 / 2], [ROOT3 / 2, HALF + 1]]],
            "generator 'a' is not orthogonal: entry (0, 1) of R^T R - 1 is sqrt(3)/2 where 0 is",
        ),
        (
            [sympy.Matrix([[3, -4], [4, 3]]) / 5],
            "the generators have a product of trace 6/5, which no matrix of finite order has, so",
        ),
        (
            [FLIP, sympy.Matrix([[3, 4], [4, -3]]) / 5],
            "the generators have a product of trace 6/5, which no matrix of finite order has",
        ),
        ([[[1, 0, 0], [0, 1, 0]]], "generator 'a' has shape (2, 3), but a square matrix is"),
        ([FLIP, [[1]]], "generator 'b' is a matrix of shape (1, 1) and 'a' one of shape (2, 2)"),
        ([[[0.0, 1.0], [1.0, 0.0]]], "entry (0, 0) of generator 'a' is the float 0.0, but only"),
        ([[[sympy.I, 0], [0, 1]]], "entry (0, 0) of generator 'a' is I, but it must be real"),
    ],
)
def test_wrong_matrices(generators, text):
    assert refused(FiniteGroup.from_matrices, generators).startswith(text)


def test_too_large_a_group_is_refused():
    eight = [[1, 2, 3, 4, 5, 6, 7, 0], [1, 0, 2, 3, 4, 5, 6, 7]]
    assert refused(FiniteGroup.from_permutations, eight) == (
        "2 generators were given that generate more than 10000 elements: pass generators of a "
        "smaller group"
    )
