"""Complex characters of abstract groups: what defines them, and tables that are known."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from grouptools.errors import IntegrityError
from grouptools.exact.algebra.fields import RATIONALS, Field
from grouptools.representations.abstract import dixon
from grouptools.representations.abstract.dixon import complex_characters
from grouptools.representations.abstract.root_averages import averaged_roots


def inner(field, weights, first, second):
    """sum of weights * conj(first) * second."""
    terms = (w * field.conjugate(a) * b for w, a, b in zip(weights, first, second, strict=True))
    return sum(terms, field.element(0)) % field.modulus


def rational(table):
    return [[int(value[0].p) for value in row] for row in table]


def test_rows_and_columns_are_orthogonal(abstract_group):
    characters = complex_characters(abstract_group)
    field, table = characters.field(), characters.values()
    sizes = characters.structure.sizes.tolist()
    order, n = abstract_group.order, len(sizes)
    assert len(table) == n
    for i, first in enumerate(table):
        assert [inner(field, sizes, first, row) for row in table] == [
            order * (i == j) for j in range(n)
        ]
    columns = list(zip(*table, strict=True))
    for r, first in enumerate(columns):
        assert [inner(field, [1] * n, first, column) for column in columns] == [
            order // sizes[r] * (r == s) for s in range(n)
        ]


def test_central_characters_multiply_as_class_sums_do(abstract_group):
    """w(r) w(s) = sum_t a_rst w(t) with w(r) = |C_r| chi(r) / chi(1): only characters do."""
    characters = complex_characters(abstract_group)
    structure, field = characters.structure, characters.field()
    sizes = structure.sizes.tolist()
    for degree, row in zip(characters.degrees, characters.values(), strict=True):
        central = [size * value / degree for size, value in zip(sizes, row, strict=True)]
        for r in range(min(len(sizes), 6)):
            for s, counts in enumerate(structure.products(r).tolist()):
                sums = sum((a * w for a, w in zip(counts, central, strict=True)), field.element(0))
                assert central[r] * central[s] % field.modulus == sums


def test_powers_are_read_off_the_eigenvalues(abstract_group):
    """chi(g^k) = sum_j m_j(g) exp(2 pi i j k/n)."""
    characters = complex_characters(abstract_group)
    field = Field.cyclotomic(characters.structure.exponent)
    table = characters.values(field)
    for counts, power in zip(characters.multiplicities, characters.structure.powers, strict=True):
        n = len(power)
        for row, count in enumerate(counts.tolist()):
            for k in range(n):
                terms = (m * field.root_of_unity(j * k, n) for j, m in enumerate(count))
                assert table[row][power[k]] == sum(terms, field.element(0))


def test_indicators_count_square_roots(abstract_group):
    """sum_chi nu(chi) chi(1) is the number of elements with g^2 = 1 [Frobenius, Schur 1906]."""
    characters = complex_characters(abstract_group)
    squares = np.diag(abstract_group.table)
    pairs = zip(characters.indicators, characters.degrees, strict=True)
    assert sum(nu * d for nu, d in pairs) == np.count_nonzero(squares == 0)
    for row, nu in enumerate(characters.indicators):
        assert (characters.conjugates[row] == row) == (nu != 0)


def test_order_of_rows(abstract_group):
    """The trivial one, then by degree, then by eigenvalues, more of exp(0) first."""
    characters = complex_characters(abstract_group)
    assert all(value == 1 for value in characters.values()[0])
    keys = [
        (d, *(-m for counts in characters.multiplicities for m in counts[row].tolist()))
        for row, d in enumerate(characters.degrees)
    ]
    assert all(a < b for a, b in pairwise(keys))
    assert sum(d * d for d in characters.degrees) == abstract_group.order


def test_real_values_are_those_of_real_irreps(abstract_group):
    """psi = chi, chi + conj(chi), 2 chi: sum_g psi^2 is the order times 1, 2, 4."""
    characters = complex_characters(abstract_group)
    sizes = characters.structure.sizes.tolist()
    for row in range(len(characters.degrees)):
        field, values = characters.real_field(row), characters.real_values(row)
        times = {"real": 1, "complex": 2, "quaternionic": 4}[characters.real_type(row)]
        assert inner(field, sizes, values, values) == times * abstract_group.order


KNOWN = {
    "S3": [[1, 1, 1], [1, -1, 1], [2, 0, -1]],
    "S4": [  # columns 1, (12), (1234), (123), (12)(34)
        [1, 1, 1, 1, 1],
        [1, -1, -1, 1, 1],
        [2, 0, 0, -1, 2],
        [3, 1, -1, 0, -1],
        [3, -1, 1, 0, -1],
    ],
    "S5": [  # columns by cycles: 1, 2, 5, 4, 3 2, 3, 2 2
        [1, 1, 1, 1, 1, 1, 1],
        [1, -1, 1, -1, -1, 1, 1],
        [4, 2, -1, 0, -1, 1, 0],
        [4, -2, -1, 0, 1, 1, 0],
        [5, 1, 0, -1, 1, -1, 1],
        [5, -1, 0, 1, -1, -1, 1],
        [6, 0, 1, 0, 0, 0, -2],
    ],
}


@pytest.mark.parametrize("name", KNOWN)
def test_tables_of_symmetric_groups(called, name):
    characters = complex_characters(called(name))
    assert characters.field() == RATIONALS
    found, known = rational(characters.values()), KNOWN[name]
    assert sorted(zip(*found, strict=True)) == sorted(zip(*known, strict=True))


def test_table_of_the_alternating_group_a5(called):
    characters = complex_characters(called("A5"))
    golden = Field.real(5)  # x = (sqrt5 - 1)/2
    ratio = golden.element([1, 1])
    rows = [characters.real_values(row) for row in range(5)]
    assert characters.degrees == (1, 3, 3, 4, 5)
    assert characters.field() == Field.cyclotomic(5)
    assert [characters.real_field(row).order for row in range(5)] == [1, 5, 5, 1, 1]
    fives = [r for r, n in enumerate(characters.structure.orders) if n == 5]
    assert [rows[1][r] for r in fives] == [ratio, 1 - ratio]
    assert [rows[2][r] for r in fives] == [1 - ratio, ratio]
    assert [rows[3][r] for r in fives] == [-1, -1]


def test_one_table_for_two_groups_that_indicators_tell_apart(called):
    dihedral, quaternion = complex_characters(called("D4")), complex_characters(called("Q8"))
    columns = [sorted(zip(*rational(c.values()), strict=True)) for c in (dihedral, quaternion)]
    assert columns[0] == columns[1]
    assert dihedral.indicators == (1, 1, 1, 1, 1)
    assert quaternion.indicators == (1, 1, 1, 1, -1)


def test_table_of_sl23(called):
    characters = complex_characters(called("SL(2,3)"))
    assert characters.degrees == (1, 1, 1, 2, 2, 2, 3)
    assert characters.indicators == (1, 0, 0, 0, 0, -1, 1)
    assert characters.field() == Field.cyclotomic(3)
    minus = characters.structure.orders.index(2)
    assert characters.structure.sizes[minus] == 1
    assert [row[minus] for row in characters.values()] == [1, 1, 1, -2, -2, -2, 3]


def test_table_of_the_mathieu_group_m11(of_permutations):
    """Order 7920; i sqrt2 in degree 10 and (-1 +- sqrt(-11))/2 in degree 16 are irrational."""
    group = of_permutations("M11", [*range(1, 11), 0], [0, 1, 6, 9, 5, 3, 10, 2, 8, 4, 7])
    characters = complex_characters(group)
    complex_characters.cache_clear()  # the Cayley table has 63 million entries
    assert group.order == 7920
    assert characters.degrees == (1, 10, 10, 10, 11, 16, 16, 44, 45, 55)
    assert characters.indicators == (1, 1, 0, 0, 1, 0, 0, 1, 1, 1)
    orders = characters.structure.orders
    assert sorted(orders) == [1, 2, 3, 4, 5, 6, 8, 8, 11, 11]
    field, table = characters.field(), characters.values()
    assert field == Field.cyclotomic(88)
    eight, eleven = orders.index(8), orders.index(11)
    for row in (2, 3):
        assert table[row][eight] * table[row][eight] % field.modulus == -2
    for row in (5, 6):
        value = table[row][eleven]
        assert (value * value + value) % field.modulus == -3
    assert [row[orders.index(2)] for row in table] == [1, 2, -2, -2, 3, 0, 0, 4, -3, -1]


def test_fields_are_the_smallest(called):
    """Values of degree 3 of the group of order 21: (-1 +- sqrt(-7))/2, in Q(zeta_7) only."""
    characters = complex_characters(called("F21"))
    assert [characters.field([row]).order for row in range(5)] == [1, 3, 3, 7, 7]
    assert [characters.real_field(row).order for row in range(5)] == [1] * 5
    assert complex_characters(called("Q16")).field() == Field.cyclotomic(8)


def test_a_wrong_multiplicity_is_seen(called):
    characters = complex_characters(called("A4"))
    counts = [m.copy() for m in characters.multiplicities]
    counts[1][1] = np.roll(counts[1][1], 1)
    with pytest.raises(IntegrityError) as caught:
        dixon._check_orthogonality(characters.structure, counts)
    assert str(caught.value) == (
        "the characters of A4 that were found are not orthonormal: its Cayley table is not that "
        "of a group, so check the table that was given"
    )
    wrong = replace(characters, multiplicities=tuple(counts))
    assert wrong.values() != characters.values()


def test_the_same_table_every_time(abstract_group):
    first = complex_characters(abstract_group)
    complex_characters.cache_clear()
    again = complex_characters(abstract_group)
    assert first is not again
    assert first.values() == again.values()
    pairs = zip(first.multiplicities, again.multiplicities, strict=True)
    assert all(np.array_equal(a, b) for a, b in pairs)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 8, 9, 12, 15, 30])
def test_averages_of_roots(n):
    """They are the roots themselves in a field that holds them, and Ramanujan sums in Q."""
    own = Field.cyclotomic(n)
    assert list(averaged_roots(n, own)) == [own.root_of_unity(j, n) for j in range(n)]
    units = [a for a in range(n) if np.gcd(a, n) == 1]
    for j, average in enumerate(averaged_roots(n, RATIONALS)):
        total = sum((own.root_of_unity(j * a, n) for a in units), own.element(0))
        assert total == average * len(units)
