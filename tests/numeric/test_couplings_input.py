"""Couplings in bulk: what they take, and what they refuse."""

from fractions import Fraction

import numpy as np
import pytest
import sympy

from grouptools.errors import ArgumentError, SelectionRuleError
from grouptools.numeric import coupling

HALF = Fraction(1, 2)


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int16, np.uint32, np.int64, np.uint64])
def test_numpy_scalars_and_every_integer_dtype(dtype):
    one, two, zero = dtype(1), dtype(2), dtype(0)
    assert coupling.wigner_3j(one, one, two).shape == (3, 3, 5)
    assert coupling.clebsch_gordan(one, one, two).shape == (3, 3, 5)
    assert coupling.wigner_6j(*[two] * 6) == coupling.wigner_6j(*[2] * 6)
    assert coupling.wigner_9j(*[two] * 9) == coupling.wigner_9j(*[2] * 9)
    assert coupling.wigner_3j_block(one, one, two).shape == (3, 3, 5)
    assert len(coupling.wigner_3j_table(one)) == len(coupling.wigner_3j_table(1))
    value = coupling.wigner_3j_values(one, one, two, zero, zero, zero)
    assert value == coupling.wigner_3j_values(1, 1, 2, 0, 0, 0)
    large = coupling.wigner_6j_values(*[np.full(3, 120, dtype)] * 6)
    np.testing.assert_array_equal(large, coupling.wigner_6j_values(*[120] * 6))


def test_half_integers_in_three_ways():
    expected = coupling.wigner_3j_values(1, 3, 2, 1, [-3, 1], [2, -2], doubled=True)
    fractions = [Fraction(-3, 2), HALF]
    found = coupling.wigner_3j_values(HALF, Fraction(3, 2), 1, HALF, fractions, [1, -1])
    np.testing.assert_array_equal(found, expected)
    half = sympy.Rational(1, 2)
    objects = np.array([-3 * half, half], dtype=object)
    found = coupling.wigner_3j_values(half, 3 * half, 1, half, objects, [1, -1])
    np.testing.assert_array_equal(found, expected)
    assert abs(expected) == pytest.approx([0.5, 12**-0.5], abs=1e-15)


def test_scalars_give_scalars_and_arrays_broadcast():
    assert type(coupling.wigner_6j_values(1, 1, 1, 1, 1, 1)) is np.float64
    assert coupling.wigner_6j_values(np.array(1), 1, 1, 1, 1, 1).shape == ()
    j = np.arange(3)
    found = coupling.wigner_6j_values(j[:, None], j, 1, 1, 1, 1)
    assert found.shape == (3, 3)
    np.testing.assert_allclose(found, found.T, rtol=0, atol=1e-16)
    assert coupling.wigner_9j_values(*[[1, 2]] * 9).shape == (2,)


@pytest.mark.parametrize("empty", [[], np.zeros((0, 3), int), np.zeros((2, 0), np.uint8)])
def test_empty_arrays(empty):
    shape = np.shape(empty)
    assert coupling.wigner_3j_values(empty, 1, 1, 0, 0, 0).shape == shape
    assert coupling.clebsch_gordan_values(empty, 0, 1, 0, 1, 0).shape == shape
    assert coupling.wigner_6j_values(empty, 1, 1, 1, 1, 1).shape == shape
    assert coupling.wigner_9j_values(empty, *[1] * 8).shape == shape
    assert coupling.wigner_3j_over_j3(empty, 1, 0, 0).values.shape == (*shape, 0)
    assert coupling.wigner_3j_over_m2(empty, 1, 1, 0).values.shape == (*shape, 0)
    assert coupling.wigner_6j_over_j1(empty, 1, 1, 1, 1).values.shape == (*shape, 0)


def test_order_in_memory_does_not_matter():
    rng = np.random.default_rng(3)
    spins = rng.integers(0, 6, (6, 8, 10))
    expected = coupling.wigner_6j_values(*spins)
    for layout in (
        np.asfortranarray,
        lambda a: np.repeat(a, 2, axis=-1)[..., ::2],
        lambda a: a[...],
    ):
        np.testing.assert_array_equal(coupling.wigner_6j_values(*map(layout, spins)), expected)


def test_float32_is_float64_rounded():
    cases = (
        lambda dtype: coupling.wigner_3j_block(3, 4, 5, dtype=dtype),
        lambda dtype: coupling.clebsch_gordan_block(3, 4, 5, dtype=dtype),
        lambda dtype: coupling.clebsch_gordan_sparse(3, 4, 5, basis="complex", dtype=dtype).values,
        lambda dtype: coupling.wigner_3j_table(3, dtype=dtype).values,
        lambda dtype: coupling.clebsch_gordan_table(3, dtype=dtype).block(1, 2, 3),
        lambda dtype: coupling.wigner_6j_table(2, dtype=dtype),
        lambda dtype: coupling.wigner_3j_over_j3(3, 4, 1, 0, dtype=dtype).values,
        lambda dtype: coupling.wigner_6j_values(3, 4, 5, 3, 4, 5, dtype=dtype),
        lambda dtype: coupling.wigner_9j_values(*[2] * 9, dtype=dtype),
    )
    for case in cases:
        assert case("float32").dtype == np.float32
        np.testing.assert_array_equal(case("float32"), case("float64").astype(np.float32))


def test_zero_where_a_selection_rule_fails():
    assert coupling.wigner_3j_values(1, 1, 3, 0, 0, 0) == 0
    assert coupling.wigner_3j_values(1, 1, 1, 1, 1, 1) == 0
    assert coupling.wigner_3j_values(2, 1, 2, 0, 1, 0, doubled=True) == 0
    assert coupling.clebsch_gordan_values(1, 1, 1, 0, 2, -1) == 0
    assert coupling.wigner_6j_values(1, 1, 3, 1, 1, 1) == 0
    assert coupling.wigner_6j_values(1, 2, 2, 2, 2, 2, doubled=True) == 0
    assert coupling.wigner_9j_values(1, 1, 3, 1, 1, 1, 1, 1, 1) == 0
    np.testing.assert_array_equal(coupling.wigner_3j_over_m2(1, 1, [3, 2], 0).values[0], 0)
    assert coupling.wigner_6j_over_j1(5, 0, 1, 1, 1).values.size == 0


def test_families_of_several_lengths_end_with_zeros():
    first, values = coupling.wigner_3j_over_j3([0, 1, 3], 1, 0, 0)
    np.testing.assert_array_equal(first, [2, 0, 4])
    assert values.shape == (3, 3)
    np.testing.assert_array_equal(values[0, 1:], 0)
    for i, j1 in enumerate((0, 1, 3)):
        alone = coupling.wigner_3j_over_j3(j1, 1, 0, 0).values
        np.testing.assert_array_equal(values[i, : len(alone)], alone)


ERRORS = [
    (
        lambda: coupling.wigner_3j_values(1, 1, 2, 2, -1, -1),
        "m1 = 2 was given with j1 = 1, but m1 runs from -j1 to j1 in steps of 1",
    ),
    (
        lambda: coupling.wigner_3j_values(1, 1, [2, 2], 0, [0, 1], [0, HALF]),
        "m3 = 1/2 was given with j3 = 2, but m3 runs from -j3 to j3 in steps of 1",
    ),
    (
        lambda: coupling.clebsch_gordan_values(1, 1, HALF, 0, 2, 0),
        "m2 = 0 was given with j2 = 1/2, but m2 runs from -j2 to j2 in steps of 1",
    ),
    (
        lambda: coupling.wigner_3j_over_j3(1, 1, 0, -2),
        "m2 = -2 was given with j2 = 1, but m2 runs from -j2 to j2 in steps of 1",
    ),
    (
        lambda: coupling.wigner_6j_values(1.0, 1, 1, 1, 1, 1),
        (
            "j1 of dtype float64 was given, but a spin or projection is an integer or half-integer"
            ": pass integers, Fractions, or doubled integers with doubled=True"
        ),
    ),
    (
        lambda: coupling.wigner_6j_values(1, True, 1, 1, 1, 1),
        (
            "j2 of dtype bool was given, but a spin or projection is an integer or half-integer: "
            "pass integers, Fractions, or doubled integers with doubled=True"
        ),
    ),
    (
        lambda: coupling.wigner_6j_values(1, 1, [HALF], 1, 1, 1, doubled=True),
        (
            "j3 of dtype object was given, but integers are expected where doubled=True: "
            "pass 2j and 2m"
        ),
    ),
    (
        lambda: coupling.wigner_6j_values(1, 1, 1, [Fraction(1, 3), 1], 1, 1),
        (
            "j4 = Fraction(1, 3) was given, but a spin is a non-negative integer or half-integer: "
            "pass an int, Fraction(n, 2) or sympy.Rational(n, 2)"
        ),
    ),
    (
        lambda: coupling.wigner_6j_values(1, 1, 1, 1, [1, -1], 1),
        "j5 = -1 was given, but a spin is not negative: pass 0 or more",
    ),
    (
        lambda: coupling.wigner_6j_values(1, 1, 1, 1, 1, 2**50),
        (
            "j6 with an entry beyond 2**40 was given, but spins and projections are small: "
            "pass the numbers themselves"
        ),
    ),
    (
        lambda: coupling.wigner_6j_values([1, 2], [1, 2, 3], 1, 1, 1, 1),
        (
            "arrays of shapes j1: (2,), j2: (3,), j3: (), j4: (), j5: (), j6: () were given, but "
            "they must broadcast against each other"
        ),
    ),
    (lambda: coupling.wigner_9j_values(1, 1), "2 spins were given, but a 9j symbol takes nine"),
    (
        lambda: coupling.wigner_3j_block(1, 1, 1, dtype="float16"),
        "dtype = 'float16' was given, but it must be float64 or float32",
    ),
    (
        lambda: coupling.wigner_3j_table(1, dtype="rational"),
        "dtype = 'rational' was given, but it must be float64 or float32",
    ),
    (
        lambda: coupling.wigner_3j_block(1.0, 1, 1),
        (
            "j1 = 1.0 was given, but a spin is a non-negative integer or half-integer: "
            "pass an int, Fraction(n, 2) or sympy.Rational(n, 2)"
        ),
    ),
    (
        lambda: coupling.clebsch_gordan_block(HALF, 1, HALF),
        (
            "(j1, j2, j3) = (1/2, 1, 1/2) was given with basis='real', but half-integer irreps "
            "have no real basis: pass basis='complex'"
        ),
    ),
    (
        lambda: coupling.clebsch_gordan_blocks(1, basis="imaginary"),
        "basis = 'imaginary' was given, but it must be 'real' or 'complex'",
    ),
    (
        lambda: coupling.clebsch_gordan_blocks(HALF),
        (
            "l_max = Fraction(1, 2) was given, but a degree is a non-negative integer: "
            "pass l_max = 0, 1, 2, ..."
        ),
    ),
    (
        lambda: coupling.wigner_3j_table(2).entries(2, 2, 3),
        (
            "(2, 2, 3) was asked for, but the table does not hold this triple: make one with a "
            "larger j_max, or with half_integers=True"
        ),
    ),
    (
        lambda: coupling.wigner_3j_table(2).block(HALF, HALF, 1),
        (
            "(1/2, 1/2, 1) was asked for, but the table does not hold this triple: make one with a "
            "larger j_max, or with half_integers=True"
        ),
    ),
]


@pytest.mark.parametrize(("call", "text"), ERRORS)
def test_error_texts(call, text):
    with pytest.raises(ArgumentError) as error:
        call()
    assert str(error.value) == text


BEYOND = [
    ("wigner_3j_values", lambda: coupling.wigner_3j_values(1001, 1, 1001, 0, 0, 0), 2002),
    ("clebsch_gordan_values", lambda: coupling.clebsch_gordan_values(1, 0, 1001, 0, 1, 0), 2002),
    ("wigner_6j_values", lambda: coupling.wigner_6j_values(2001, *[1] * 5, doubled=True), 2001),
    ("wigner_9j_values", lambda: coupling.wigner_9j_values(*[1] * 8, [301, 0]), 602),
    ("wigner_3j_over_j3", lambda: coupling.wigner_3j_over_j3(1001, 1, 0, 0), 2002),
    ("wigner_3j_over_m2", lambda: coupling.wigner_3j_over_m2(1, 1001, 1001, 0), 2002),
    ("wigner_6j_over_j1", lambda: coupling.wigner_6j_over_j1(1001, 1, 1, 1, 1), 2002),
    ("wigner_3j_block", lambda: coupling.wigner_3j_block(1001, 0, 1001), 2002),
    ("wigner_3j_block", lambda: coupling.wigner_3j_sparse(1001, 0, 1001), 2002),
    ("wigner_3j_block", lambda: coupling.wigner_3j_table(1001), 2002),
    ("clebsch_gordan_block", lambda: coupling.clebsch_gordan_block(1001, 0, 1001), 2002),
    ("clebsch_gordan_block", lambda: coupling.clebsch_gordan_blocks(1001), 2002),
    ("wigner_6j_over_j1", lambda: coupling.wigner_6j_table(1001), 2002),
]


@pytest.mark.parametrize(("function", "call", "twice"), BEYOND)
def test_beyond_the_tested_range(function, call, twice):
    with pytest.raises(
        ArgumentError, match=f"2j = {twice} was given to {function} in float64, but"
    ):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: coupling.wigner_3j_block(1, 1, 3),
        lambda: coupling.wigner_3j_sparse(1, 1, 3),
        lambda: coupling.clebsch_gordan_block(1, 1, 3),
        lambda: coupling.clebsch_gordan_sparse(1, 1, 3, basis="complex"),
        lambda: coupling.wigner_3j_table(3).entries(1, 1, 3),
    ],
)
def test_the_triangle_rule(call):
    text = r"\(1, 1, 3\) breaks the triangle rule: 1 x 1 contains only the spins from 0 to 2"
    with pytest.raises(SelectionRuleError, match=text):
        call()
