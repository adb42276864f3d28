"""Clebsch-Gordan coefficients, 3j, 6j, 9j and Gaunt coefficients against published facts."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from sympy.physics import wigner as peer

import grouptools as gt
from grouptools import exact
from grouptools.errors import ArgumentError, SelectionRuleError
from grouptools.exact.coupling import _signed_sums
from grouptools.exact.surd import SurdArray

ORACLES = Path(__file__).parents[1] / "golden" / "oracles"
HALF = Fraction(1, 2)


def oracle(name):
    return json.loads((ORACLES / name).read_text())


def triples(l_max):
    return [
        (l1, l2, l3)
        for l1 in range(l_max + 1)
        for l2 in range(l_max + 1)
        for l3 in range(abs(l1 - l2), min(l1 + l2, l_max) + 1)
    ]


@pytest.mark.parametrize("row", oracle("cg_pdg.json")["rows"], ids=str)
def test_particle_data_group(row):
    j1, m1, j2, m2, j3, m3 = (Fraction(row[k]) for k in ("j1", "m1", "j2", "m2", "J", "M"))
    square = Fraction(row["signed_square"])
    block = exact.clebsch_gordan(j1, j2, j3, basis="complex")
    assert block.square((int(j1 + m1), int(j2 + m2), int(j3 + m3))) == square
    value = exact.clebsch_gordan_coefficient(j1, m1, j2, m2, j3, m3)
    assert value * abs(value) == sympy.Rational(square.numerator, square.denominator)


@pytest.mark.parametrize("row", oracle("wigner_3j6j9j.json")["exact"], ids=str)
def test_published_symbols(row):
    function = {
        "3j": exact.wigner_3j,
        "6j": exact.wigner_6j,
        "9j": exact.wigner_9j,
        "gaunt": exact.gaunt_coefficient,
    }[row["kind"]]
    assert function(*map(Fraction, row["args"])) == sympy.sympify(row["value"])


@pytest.mark.parametrize("row", oracle("wigner_3j6j9j.json")["large_j_float"], ids=str)
def test_published_symbols_of_large_spins(row):
    function = {
        "3j": exact.wigner_3j,
        "6j": exact.wigner_6j,
        "gaunt": exact.gaunt_coefficient,
    }[row["kind"]]
    assert float(function(*row["args"])) == pytest.approx(row["value"], rel=1e-13)


def test_cartesian_vectors():
    axis = {"y": 0, "z": 1, "x": 2}
    blocks = {}
    for row in oracle("real_cg_vector_vector.json")["rows"]:
        dense = exact.clebsch_gordan(1, 1, row["L"]).to_sympy()
        expected = sympy.zeros(3, 3)
        for pair, value in row["terms"].items():
            expected[axis[pair[0]], axis[pair[1]]] = sympy.sympify(value)
        found = sympy.Matrix(3, 3, lambda i, j: dense[i, j, row["L"] + row["M"]])  # noqa: B023
        blocks.setdefault(row["L"], []).append((found, expected))
    for pairs in blocks.values():
        # the source fixes each block up to one overall sign
        assert all(f == e for f, e in pairs) or all(f == -e for f, e in pairs)


def test_agrees_with_sympy_for_half_integers():
    for j1, j2, j3 in [(HALF, 1, Fraction(3, 2)), (2, Fraction(5, 2), HALF), (1, 2, 2)]:
        block = exact.clebsch_gordan(j1, j2, j3, basis="complex")
        threes = exact.wigner_3j_array(j1, j2, j3)
        for index in np.ndindex(block.shape):
            spins = [sympy.Rational(j) for j in (j1, j2, j3)]
            m = [i - j for i, j in zip(index, spins, strict=True)]
            assert block[index] == peer.clebsch_gordan(*spins, *m)
            assert threes[index] == peer.wigner_3j(*spins, *m)
            assert exact.wigner_3j(*spins, *m) == threes[index]


@pytest.mark.parametrize("triple", [*triples(2), (2, 3, 3), (3, 1, 2)])
def test_real_coupling_is_the_complex_one_in_the_real_basis(triple):
    u1, u2, u3 = (exact.unitary_to_real(l) for l in triple)
    complex_block = exact.clebsch_gordan(*triple, basis="complex").to_sympy()
    real_block = exact.clebsch_gordan(*triple)
    factor = -sympy.I if sum(triple) % 2 else 1
    for index in np.ndindex(real_block.shape):
        value = sum(
            u3[index[2], c]
            * complex_block[a, b, c]
            * sympy.conjugate(u1[index[0], a] * u2[index[1], b])
            for a in range(2 * triple[0] + 1)
            for b in range(2 * triple[1] + 1)
            for c in range(2 * triple[2] + 1)
            if complex_block[a, b, c] != 0
        )
        assert sympy.expand(factor * value) == real_block[index]


def orthonormal(block: SurdArray) -> bool:
    """Whether the columns are orthonormal, exactly: roots are grouped by their square-free part."""
    columns: dict[int, list] = {}
    for index, value in block.items():
        columns.setdefault(index[2], []).append((index[:2], value))
    for c, first in columns.items():
        for d, second in columns.items():
            entries = dict(second)
            product = sum((v * entries[i] for i, v in first if i in entries), sympy.Integer(0))
            if product != (c == d):
                return False
    return len(columns) == block.shape[2]


@pytest.mark.parametrize("basis", ["real", "complex"])
def test_columns_are_orthonormal(basis):
    assert all(orthonormal(exact.clebsch_gordan(*t, basis=basis)) for t in triples(3))


def test_one_wrong_coefficient_is_found():
    block = exact.clebsch_gordan(2, 2, 2)
    wrong = block.numerators.copy()
    wrong[5] = -wrong[5]
    assert not orthonormal(SurdArray(block.shape, block.indices, wrong, block.denominators))


def test_real_coupling_of_degree_20_is_proved():
    table = gt.table("clebsch_gordan", j1=20, j2=20, j3=20)
    assert table.certificate.holds
    assert len(table.entries) == len(exact.clebsch_gordan(20, 20, 20))


def test_integers_beyond_64_bits():
    small = _signed_sums(40, 40, 40)  # j1 + j2 + j3 = 60: int64
    assert small.dtype == np.int64
    large = _signed_sums(44, 44, 44)  # 66: flint
    assert large.dtype == object
    block = exact.clebsch_gordan(22, 22, 22, basis="complex")
    for m1, m2 in [(0, 0), (3, -17), (22, -22), (-5, 9)]:
        expected = exact.clebsch_gordan_coefficient(22, m1, 22, m2, 22, m1 + m2)
        assert block[22 + m1, 22 + m2, 22 + m1 + m2] == expected


@given(st.integers(0, 60), st.integers(0, 60), st.data())
def test_one_coefficient_equals_the_block(twice_1, twice_2, data):
    twice_3 = data.draw(
        st.sampled_from(range(abs(twice_1 - twice_2), min(twice_1 + twice_2, 60) + 1, 2))
    )
    j1, j2, j3 = (Fraction(t, 2) for t in (twice_1, twice_2, twice_3))
    block = exact.clebsch_gordan(j1, j2, j3, basis="complex")
    a = data.draw(st.integers(0, twice_1))
    b = data.draw(st.integers(0, twice_2))
    m1, m2 = a - j1, b - j2
    if abs(m1 + m2) <= j3:
        expected = exact.clebsch_gordan_coefficient(j1, m1, j2, m2, j3, m1 + m2)
        assert block[a, b, int(j3 + m1 + m2)] == expected


def monomial_integral(powers):
    """The integral of x^a y^b z^c over the unit sphere, over 4 pi [Folland 2001]."""
    if any(p % 2 for p in powers):
        return sympy.Integer(0)
    top = sympy.prod([sympy.factorial2(p - 1) for p in powers])
    return top / sympy.factorial2(sum(powers) + 1)


@pytest.mark.parametrize("basis", ["real", "complex"])
@pytest.mark.parametrize(
    "triple", [(0, 1, 1), (1, 1, 2), (2, 2, 2), (2, 1, 3), (1, 2, 2), (3, 2, 3)]
)
def test_gaunt_is_the_integral_of_three_harmonics(triple, basis):
    x, y, z = sympy.symbols("x y z", real=True)
    harmonics = [exact.solid_harmonics(l, (x, y, z), basis=basis) for l in triple]
    block = exact.gaunt(*triple, basis=basis)
    for place in [(0, 0, 0), (-1, -1, -1), tuple(triple), (0, -1, 1), (1, 0, -1), (0, -1, 0)]:
        index = tuple(i % size for i, size in zip(place, block.shape, strict=True))
        product = sympy.expand(sympy.prod([h[i] for h, i in zip(harmonics, index, strict=True)]))
        terms = sympy.Poly(product, x, y, z).terms()
        integral = 4 * sympy.pi * sum(c * monomial_integral(p) for p, c in terms)
        assert sympy.simplify(integral - block[index]) == 0


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: exact.clebsch_gordan(1, 1, 3), SelectionRuleError, "breaks the triangle rule"),
        (lambda: exact.clebsch_gordan(HALF, 1, 1), ArgumentError, "have no real basis"),
        (lambda: exact.clebsch_gordan(HALF, 1, 1, basis="complex"), SelectionRuleError, "triangle"),
        (lambda: exact.clebsch_gordan(-1, 1, 1), ArgumentError, "j1 = -1 was given, but a spin"),
        (lambda: exact.clebsch_gordan(1.5, 1, 1), ArgumentError, r"pass an int, Fraction"),
        (lambda: exact.clebsch_gordan(True, 1, 1), ArgumentError, "j1 = True was given"),
        (lambda: exact.clebsch_gordan(1, 1, 1, basis="rael"), ArgumentError, "'real' or 'complex'"),
        (lambda: exact.wigner_3j(1, 1, 1, 2, 0, 0), ArgumentError, r"m1 runs from -j1 to j1"),
        (lambda: exact.wigner_3j(1, 1, 1, HALF, 0, 0), ArgumentError, "in steps of 1"),
        (
            lambda: exact.gaunt(1, HALF, 1),
            ArgumentError,
            "l2 = .* a degree is a non-negative integer",
        ),
        (lambda: exact.wigner_9j(1, 2, 3), ArgumentError, "3 spins were given, but a 9j symbol"),
        (lambda: exact.wigner_6j(1, 1, 1, 1, 1, Fraction(1, 3)), ArgumentError, "j6 = "),
    ],
)
def test_bad_quantum_numbers(call, error, text):
    with pytest.raises(error, match=text):
        call()


def test_numpy_and_sympy_integers_are_quantum_numbers():
    block = exact.clebsch_gordan(np.int64(1), sympy.Integer(1), np.uint8(2))
    assert block == exact.clebsch_gordan(1, 1, 2)
    assert exact.wigner_3j(sympy.Rational(1, 2), HALF, 1, HALF, -HALF, 0) == sympy.sqrt(6) / 6


def test_floats_are_the_rounded_exact_numbers():
    exact_block = exact.clebsch_gordan(3, 2, 4)
    for dtype in (np.float64, np.float32):
        floats = gt.clebsch_gordan(3, 2, 4, dtype=dtype)
        assert floats.dtype == dtype
        for index in np.ndindex(floats.shape):
            assert floats[index] == exact.to_float(exact_block[index], dtype)
    six, nine = (1, 2, 3, 2, 1, 2), (HALF, HALF, 1, HALF, HALF, 0, 1, 1, 1)
    for dtype in (np.float64, np.float32):
        assert gt.wigner_6j(*six, dtype=dtype) == exact.to_float(sympy.sqrt(21) / 105, dtype)
        assert gt.wigner_9j(*nine, dtype=dtype) == exact.to_float(sympy.sqrt(6) / 18, dtype)
    assert gt.wigner_6j(1, 1, 1, 1, 1, 9) == 0
    assert gt.wigner_3j(1, 1, 2)[1, 1, 2] == exact.to_float(exact.wigner_3j(1, 1, 2, 0, 0, 0))
