"""Elements of finite groups: the axioms, the canonical order, words and matrices."""

from itertools import pairwise
from math import lcm

import numpy as np
import pytest
import sympy

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.planar import dihedral
from grouptools.groups.point_groups import point_group

MATRIX_GROUPS = {
    "D5": dihedral(5),
    "D6": dihedral(6),
    "C3v": point_group("C3v"),
    "Td": point_group("Td"),
    "I": point_group("I"),
    "given": FiniteGroup.from_matrices(
        [
            sympy.Matrix([[-1, -sympy.sqrt(3)], [sympy.sqrt(3), -1]]) / 2,
            [[1, 0], [0, -1]],
        ]
    ),
}


def is_associative(table):
    """(g h) k = g (h k) for all g, h, k."""
    return bool((table[table] == table[:, table]).all())


def test_axioms(group):
    every = np.arange(group.order)
    table = group.table
    assert (table[0] == every).all()
    assert (table[:, 0] == every).all()
    assert (table[every, group.inverses] == 0).all()
    assert (table[group.inverses, every] == 0).all()
    assert is_associative(table)


def test_one_wrong_product_is_not_associative(group_called):
    table = group_called("S3").table.copy()
    table[2, 3] = (table[2, 3] + 1) % 6
    assert not is_associative(table)


def test_products_of_permutations_are_those_of_maps(group_called):
    for name in ("S4", "Q8", "F21"):
        group = group_called(name)
        given = np.array(group.given)
        for g in range(group.order):
            assert (given[g][given] == given[group.table[g]]).all()  # (g h)(i) = g(h(i))


def test_elements_come_breadth_first(group):
    """Words of generators in the order of length, then of letters: each is the first there is."""
    index = {name: s for s, name in enumerate(group.generator_names)}
    words = [tuple(index[letter] for letter in group.word(g)) for g in range(group.order)]
    for earlier, later in pairwise(words):
        assert (len(earlier), earlier) < (len(later), later)
    for g, word in enumerate(words):
        for s, generator in enumerate(group.generators):
            h = group.table[g, generator]
            assert h == group.right[s, g]
            assert (len(words[h]), words[h]) <= (len(word) + 1, (*word, s))


def test_names_are_read_back(group):
    for g in range(group.order):
        assert group.element(group.element_name(g)) == g
        assert group.element(" ".join(group.word(g))) == g
        assert group.multiply(group.element_name(g), group.inverse(g)) == 0
    assert len({group.element_name(g) for g in range(group.order)}) == group.order


def test_powers_and_orders(group):
    for g in range(group.order):
        n = group.order_of(g)
        assert group.order % n == 0  # Lagrange
        assert [k for k in range(1, n + 1) if group.power(g, k) == 0] == [n]
        assert group.power(g, -1) == group.inverse(g)
        assert group.power(g, n + 2) == group.multiply(g, g) == group.powers(2)[g]
        assert (group.powers(group.exponent) == 0).all()
    assert group.exponent == lcm(*(group.order_of(g) for g in range(group.order)))


def test_is_abelian(group):
    assert group.is_abelian == (group.table == group.table.T).all()


def test_images_extend_the_generators(group):
    """The regular action from that of the generators."""
    left = [group.table[g] for g in group.generators]
    every = group.images(left, lambda a, b: a[b], np.arange(group.order))
    assert (np.array(every) == group.table).all()


@pytest.mark.parametrize("name", MATRIX_GROUPS)
def test_matrices_are_orthogonal_and_multiply(name):
    group = MATRIX_GROUPS[name]
    frame = FieldMatrix.diagonal(list(group.frame), group.field)
    for g, matrix in enumerate(group.matrices):
        assert matrix.transposed() @ frame @ matrix == frame
        for h in group.generators:
            assert group.matrices[group.table[g, h]] == matrix @ group.matrices[h]
    exact = group.matrix(group.order - 1)
    assert sympy.simplify(exact.T * exact) == sympy.eye(group.dimension)


@pytest.mark.parametrize("name", MATRIX_GROUPS)
def test_floats_are_those_nearest(name):
    group = MATRIX_GROUPS[name]
    floats = group.to_numpy()
    assert floats.shape == (group.order, group.dimension, group.dimension)
    assert floats.dtype == np.float64
    for g in range(0, group.order, 7):
        for value, exact in zip(floats[g].ravel(), group.matrix(g), strict=True):
            assert value == float(sympy.N(exact, 40))


def test_equality_and_hash(group_called):
    s3 = group_called("S3")
    again = FiniteGroup.from_permutations(s3.given[1:3], name="S3")
    assert again.order == 6
    assert s3 == FiniteGroup.from_permutations([[1, 2, 0], [1, 0, 2]], name="S3")
    assert hash(s3) == hash(FiniteGroup.from_permutations([[1, 2, 0], [1, 0, 2]], name="S3"))
    assert s3 != FiniteGroup.from_permutations([[1, 2, 0], [1, 0, 2]], name="D3")
    assert s3 != FiniteGroup.from_permutations([[1, 0, 2], [1, 2, 0]], name="S3")
    assert s3 != "S3"


def test_tables_are_read_only(group_called):
    group = group_called("S3")
    for array in (group.table, group.right, group.inverses, group.orders, group.class_of):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        (6, "element 6 was given, but those of S3 are the integers 0, ..., 5 and words in a, b"),
        (-1, "element -1 was given, but those of S3 are the integers 0, ..., 5 and words in a, b"),
        (1.0, "element 1.0 was given, but those of S3 are the integers 0, ..., 5 and words in a"),
        (True, "element True was given, but those of S3 are the integers"),
        ("a c", "the word 'a c' was given, but 'c' is no power of a generator of S3"),
        ("a^b", "the word 'a^b' was given, but 'a^b' is no power of a generator of S3"),
    ],
)
def test_what_is_no_element(group_called, wrong, text):
    with pytest.raises(ArgumentError) as error:
        group_called("S3").element(wrong)
    assert text in str(error.value)


def test_no_matrices_without_a_space(group_called):
    for call in (lambda g: g.matrices, lambda g: g.matrix(0), lambda g: g.to_numpy()):
        with pytest.raises(ArgumentError) as error:
            call(group_called("S3"))
        assert str(error.value) == (
            "matrices of S3 were asked for, but it was given without a space to act on: make it "
            "from matrices"
        )
