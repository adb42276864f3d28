"""The array of signed square roots."""

from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from grouptools.errors import ArgumentError
from grouptools.exact.surd import SurdArray, root_text

squares = st.fractions(max_denominator=10**12)
arrays = st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 4)), squares, max_size=12)


@given(arrays)
def test_entries_come_back(entries):
    array = SurdArray.from_entries((4, 5), entries)
    for index in np.ndindex(4, 5):
        square = entries.get(index, Fraction(0))
        assert array.square(index) == square
        value = array[index]
        assert value * abs(value) == sympy.Rational(square.numerator, square.denominator)
    assert len(array) == sum(square != 0 for square in entries.values())


@given(arrays)
def test_transposed_twice_is_the_same(entries):
    array = SurdArray.from_entries((4, 5), entries)
    turned = array.transposed((1, 0))
    assert turned.shape == (5, 4)
    assert turned.transposed((1, 0)) == array
    assert np.array_equal(turned.to_numpy(), array.to_numpy().T)


@given(arrays, squares.filter(bool))
def test_scaling_multiplies_squares(entries, factor):
    array = SurdArray.from_entries((4, 5), entries).scaled(factor)
    for index, square in entries.items():
        assert array.square(index) == square * factor


def test_assembled_blocks_stand_at_their_offsets():
    block = SurdArray.from_entries((1, 2), {(0, 0): Fraction(1, 2), (0, 1): Fraction(-3)})
    whole = SurdArray.assemble((2, 4), [((1, 2), block), ((0, 0), block)])
    assert whole.indices.tolist() == [[0, 0], [0, 1], [1, 2], [1, 3]]
    assert whole[1, 3] == -sympy.sqrt(3)
    assert SurdArray.assemble((2, 2), []) == SurdArray.from_entries((2, 2), {})


def test_dense_forms_and_text():
    array = SurdArray.from_entries((2, 2), {(0, 1): Fraction(3, 4), (1, 0): Fraction(-1, 9)}, -1)
    dense = array.to_sympy()
    assert dense[0, 1] == sympy.sqrt(3) / (2 * sympy.sqrt(sympy.pi))
    assert dense[1, 1] == 0
    assert array.to_numpy()[1, 0] == -float(1 / (3 * sympy.sqrt(sympy.pi)).evalf(30))
    assert repr(array) == "SurdArray(shape=(2, 2), nonzero=2, factor 1/sqrt(pi))"
    assert root_text(-8, 9) == "-sqrt(8/9)"
    assert root_text(5, 1, -1) == "sqrt(5/pi)"


def test_arrays_are_immutable_and_compared_by_value():
    array = SurdArray.from_entries((1,), {(0,): Fraction(2)})
    with pytest.raises(ValueError, match="read-only"):
        array.numerators[0] = 3
    assert array != SurdArray.from_entries((1,), {(0,): Fraction(3)})
    assert array != SurdArray.from_entries((2,), {(0,): Fraction(2)})
    assert array != SurdArray.from_entries((1,), {(0,): Fraction(2)}, -1)
    assert array != "array"


def test_large_squares_are_taken_out_of_the_root():
    prime = 2**61 - 1
    array = SurdArray.from_entries((1,), {(0,): Fraction(2 * prime**2, 3)})
    assert array[0,] == prime * sympy.sqrt(6) / 3


@pytest.mark.parametrize("square", [Fraction(0), Fraction(-1, 4)])
def test_one_number_without_axes(square):
    array = SurdArray.from_entries((), {(): square})
    assert array[()] == -sympy.sqrt(-square)
    assert array.to_numpy().shape == ()
    assert array.to_numpy() == float(array[()])
    assert array.to_sympy()[()] == array[()]


@pytest.mark.parametrize("index", [0, (0,), (0, 0, 0)])
def test_wrong_index(index):
    array = SurdArray.from_entries((2, 2), {})
    with pytest.raises(ArgumentError, match="takes 2 integers"):
        array[index]


def test_index_outside():
    with pytest.raises(IndexError, match="lies outside"):
        SurdArray.from_entries((2, 2), {})[2, 0]
