"""Couplings in bulk: the equations that define them, and that their checks can fail."""

from fractions import Fraction

import numpy as np
import pytest

from grouptools import exact
from grouptools.exact.recoupling import squared_6j, squared_9j
from grouptools.numeric import coupling
from grouptools.numeric.threads import threads_limited_to

EPS = 2.0**-52
HALF = Fraction(1, 2)
TRIPLES = [
    (0, 0, 0),
    (HALF, HALF, 0),
    (HALF, HALF, 1),
    (1, 1, 1),
    (2, Fraction(3, 2), Fraction(5, 2)),
    (3, 4, 7),
    (7, 3, 4),
    (3, 7, 4),
    (10, 9, 8),
    (Fraction(41, 2), 12, Fraction(35, 2)),
    (30, 2, 30),
    (25, 30, 28),
]


def size(j) -> int:
    return int(2 * j) + 1


def raising(j) -> np.ndarray:
    """J+ in the basis of m ascending."""
    m = np.arange(size(j) - 1) - float(j)
    return np.diag(np.sqrt((float(j) - m) * (float(j) + m + 1)), -1)


def orthogonality_gap(block: np.ndarray) -> float:
    flat = block.reshape(-1, block.shape[2])
    return float(np.abs(flat.T @ flat - np.eye(block.shape[2])).max())


def intertwining_gap(block: np.ndarray, j1, j2, j3) -> float:
    """How far (J1+ + J2+) C is from C J3+, over the largest element of J3+."""
    up = np.einsum("ia,abc->ibc", raising(j1), block) + np.einsum("ib,abc->aic", raising(j2), block)
    return float(np.abs(up - block @ raising(j3)).max() / max(1.0, float(j1 + j2 + j3)))


@pytest.mark.parametrize("triple", TRIPLES, ids=str)
def test_couplings_are_orthonormal_and_commute_with_rotations(triple):
    j1, j2, j3 = triple
    block = coupling.clebsch_gordan_block(*triple, basis="complex")
    assert block.shape == (size(j1), size(j2), size(j3))
    assert orthogonality_gap(block) < 2 * size(j1 + j2) * EPS
    assert intertwining_gap(block, *triple) < 4 * size(j1 + j2) * EPS
    assert block[-1, int(j3 - j1 + j2), -1] > 0  # Condon and Shortley
    i1, i2, i3 = np.nonzero(block)
    assert (i1 - float(j1) + i2 - float(j2) == i3 - float(j3)).all()


@pytest.mark.parametrize("triple", TRIPLES[3:-2], ids=str)
def test_a_wrong_coefficient_breaks_both_equations(triple):
    block = coupling.clebsch_gordan_block(*triple, basis="complex")
    large = np.argwhere(np.abs(block) > 0.05)
    for place in large[:: 1 + len(large) // 20]:
        wrong = block.copy()
        wrong[tuple(place)] *= -1
        assert intertwining_gap(wrong, *triple) > 1e-4
        wrong[tuple(place)] *= -1.001
        assert orthogonality_gap(wrong) > 1e-6


@pytest.mark.parametrize("triple", TRIPLES, ids=str)
def test_3j_symbols_are_couplings(triple):
    j1, j2, j3 = triple
    symbols = coupling.wigner_3j_block(*triple)
    m3 = np.arange(size(j3)) - float(j3)
    phase = (-1.0) ** np.round(float(j1 - j2) - m3)
    couplings = coupling.clebsch_gordan_block(*triple, basis="complex")[:, :, ::-1]
    np.testing.assert_allclose(symbols, couplings * phase / np.sqrt(size(j3)), atol=4 * EPS)


@pytest.mark.parametrize("triple", [t for t in TRIPLES if all(j == int(j) for j in t)], ids=str)
def test_real_couplings(triple):
    """C = U3 C_complex U1^+ U2^+, its imaginary part where the sum is odd."""
    U1, U2, U3 = (np.array(exact.unitary_to_real(l).evalf().tolist(), complex) for l in triple)
    block = coupling.clebsch_gordan_block(*triple, basis="complex")
    turned = np.einsum("abc,ia,jb,kc->ijk", block, U1.conj(), U2.conj(), U3, optimize=True)
    turned = turned.imag if sum(triple) % 2 else turned.real
    real = coupling.clebsch_gordan_block(*triple)
    assert np.abs(real - turned).max() < 20 * EPS
    assert orthogonality_gap(real) < 2 * size(sum(triple)) * EPS


@pytest.mark.parametrize("triple", [(1, 1, 1), (3, 2, 4), (4, 4, 4), (2, 5, 3)], ids=str)
def test_blocks_are_near_the_rounded_exact_ones(triple):
    near = {"rtol": 0, "atol": 4 * EPS}
    for basis in ("real", "complex"):
        block = coupling.clebsch_gordan_block(*triple, basis=basis)
        np.testing.assert_allclose(block, coupling.clebsch_gordan(*triple, basis=basis), **near)
    np.testing.assert_allclose(
        coupling.wigner_3j_block(*triple), coupling.wigner_3j(*triple), **near
    )


@pytest.mark.parametrize("triple", TRIPLES, ids=str)
def test_sparse_blocks_hold_what_the_selection_rules_leave(triple):
    found = coupling.wigner_3j_sparse(*triple)
    np.testing.assert_array_equal(found.to_dense(), coupling.wigner_3j_block(*triple))
    assert (found.indices.sum(axis=1) == int(sum(triple))).all()
    order = np.lexsort(found.indices.T[::-1])
    np.testing.assert_array_equal(order, np.arange(len(order)))
    found = coupling.clebsch_gordan_sparse(*triple, basis="complex")
    block = coupling.clebsch_gordan_block(*triple, basis="complex")
    np.testing.assert_array_equal(found.to_dense(), block)


def test_real_sparse_blocks():
    found = coupling.clebsch_gordan_sparse(3, 2, 4)
    np.testing.assert_array_equal(found.to_dense(), coupling.clebsch_gordan_block(3, 2, 4))
    m = np.abs(found.indices - [3, 2, 4])
    assert ((m[:, 2] == m[:, 0] + m[:, 1]) | (m[:, 2] == np.abs(m[:, 0] - m[:, 1]))).all()
    codes = np.ravel_multi_index(tuple(found.indices.T), found.shape)
    assert (np.diff(codes) > 0).all()


def test_symbols_that_vanish_by_symmetry_are_exactly_zero():
    assert coupling.wigner_3j_block(5, 6, 8)[5, 6, 8] == 0
    assert coupling.wigner_3j_values(500, 601, 700, 0, 0, 0) == 0
    block = coupling.wigner_3j_block(8, 6, 5)
    np.testing.assert_array_equal(block[::-1, ::-1, ::-1], -block)
    assert coupling.wigner_9j_values(1, 2, 2, 1, 2, 2, 1, 1, 1) == 0


def test_values_agree_with_blocks_and_families():
    t1, t2, t3 = 15, 12, 9
    block = coupling.wigner_3j_block(*(Fraction(t, 2) for t in (t1, t2, t3)))
    i1, i2 = np.mgrid[0 : t1 + 1, 0 : t2 + 1]
    m1, m2 = 2 * i1 - t1, 2 * i2 - t2
    m3 = -m1 - m2
    inside = abs(m3) <= t3
    m1, m2, m3 = m1[inside], m2[inside], m3[inside]
    values = coupling.wigner_3j_values(t1, t2, t3, m1, m2, m3, doubled=True)
    np.testing.assert_allclose(values, block.sum(axis=2)[inside], rtol=0, atol=EPS)
    over_m = coupling.wigner_3j_over_m2(t1, t2, t3, m1, doubled=True)
    each = np.arange(len(m1))
    found = over_m.values[each, (m2 - over_m.twice_first) // 2]
    np.testing.assert_allclose(found, values, rtol=0, atol=2 * EPS)
    over_j = coupling.wigner_3j_over_j3(t1, t2, m1, m2, doubled=True)
    found = over_j.values[each, (t3 - over_j.twice_first) // 2]
    np.testing.assert_allclose(found, values, rtol=0, atol=2 * EPS)
    couplings = coupling.clebsch_gordan_values(t1, m1, t2, m2, t3, -m3, doubled=True)
    block = coupling.clebsch_gordan_block(*(Fraction(t, 2) for t in (t1, t2, t3)), basis="complex")
    np.testing.assert_allclose(couplings, block.sum(axis=2)[inside], rtol=0, atol=4 * EPS)


@pytest.mark.parametrize(("j1", "j2", "m1", "m2"), [(0, 0, 0, 0), (9, 5, 4, -2), (300, 280, 9, 1)])
def test_families_over_j3_obey_their_sum_rule(j1, j2, m1, m2):
    first, values = coupling.wigner_3j_over_j3(j1, j2, m1, m2)
    weights = first + 1 + 2 * np.arange(len(values))
    assert abs((weights * values**2).sum() - 1) < 8 * len(values) * EPS
    assert len(values) == j1 + j2 - first // 2 + 1


@pytest.mark.parametrize("spins", [(1, 1, 1, 1), (10, 7, 9, 8), (40, 41, 30, 31)])
def test_6j_symbols_are_orthogonal(spins):
    """sum_x (2x+1)(2y+1) {x b c; y e f} {x b c; z e f} = delta(y, z)."""
    b, c, e, f = spins
    ys = np.arange(max(abs(b - f), abs(c - e)), min(b + f, c + e) + 1)
    first, values = coupling.wigner_6j_over_j1(b, c, ys, e, f)
    x = first[0] / 2 + np.arange(values.shape[1])
    matrix = values * np.sqrt(np.outer(2 * ys + 1, 2 * x + 1))
    assert np.abs(matrix @ matrix.T - np.eye(len(ys))).max() < 4 * len(x) * EPS
    matrix[0, np.argmax(np.abs(matrix[0]))] *= -1
    assert np.abs(matrix @ matrix.T - np.eye(len(ys))).max() > 1e-3


def test_9j_symbols_are_orthogonal():
    """sum_cf (2c+1)(2f+1)(2g+1)(2h+1) {a b c; d e f; g h i}^2 = 1, and 0 for other g, h."""
    a, b, d, e, i = 3, 2, 2, 3, 4
    c, f = np.mgrid[1:6, 1:6]
    rows = []
    for g, h in ((2, 3), (3, 3), (4, 2)):
        values = coupling.wigner_9j_values(a, b, c, d, e, f, g, h, i)
        rows.append(
            (values * np.sqrt((2 * c + 1) * (2 * f + 1) * (2 * g + 1) * (2 * h + 1))).ravel()
        )
    rows = np.array(rows)
    np.testing.assert_allclose(rows @ rows.T, np.eye(3), atol=50 * EPS)
    rows[0, np.argmax(abs(rows[0]))] *= -1
    assert np.abs(rows @ rows.T - np.eye(3)).max() > 1e-3


def test_all_small_6j_symbols():
    table = coupling.wigner_6j_table(2, half_integers=True)
    grid = np.indices(table.shape).reshape(6, -1)
    np.testing.assert_allclose(
        table.ravel(), coupling.wigner_6j_values(*grid, doubled=True), rtol=0, atol=2 * EPS
    )
    assert table.shape == (5,) * 6
    for spins in grid.T[::211].tolist():
        square = float(squared_6j(*spins))
        value = table[tuple(spins)]
        assert value * abs(value) == pytest.approx(square, abs=8 * EPS)
    np.testing.assert_array_equal(coupling.wigner_6j_table(2), table[(slice(None, None, 2),) * 6])


def test_small_9j_symbols():
    spins = np.random.default_rng(9).integers(0, 4, (2000, 9))
    values = coupling.wigner_9j_values(*spins.T, doubled=True)
    squares = [float(squared_9j(*row)) for row in spins.tolist()]
    np.testing.assert_allclose(values * np.abs(values), squares, atol=8 * EPS)


@pytest.mark.parametrize("half_integers", [False, True])
def test_tables_hold_every_block(half_integers):
    j_max = Fraction(7, 2) if half_integers else 4
    for make, block in (
        (coupling.wigner_3j_table, coupling.wigner_3j_block),
        (
            coupling.clebsch_gordan_table,
            lambda *j: coupling.clebsch_gordan_block(*j, basis="complex"),
        ),
    ):
        table = make(j_max, half_integers=half_integers)
        assert len(table) == len(table.offsets) - 1 == len(table.twice_triples)
        for twice in table.twice_triples.tolist():
            triple = [Fraction(t, 2) for t in twice]
            np.testing.assert_array_equal(table.block(*triple), block(*triple))
        numbers = table.twice_numbers().astype(int)
        function = coupling.wigner_3j_values
        if table.coupled:
            function, numbers = coupling.clebsch_gordan_values, numbers[[0, 3, 1, 4, 2, 5]]
        values = function(*numbers, doubled=True)
        np.testing.assert_allclose(table.values, values, rtol=0, atol=4 * EPS)


def test_blocks_of_a_range():
    found = dict(coupling.clebsch_gordan_blocks(3))
    assert list(found) == [
        (a, b, c) for a in range(4) for b in range(4) for c in range(abs(a - b), min(a + b, 3) + 1)
    ]
    for triple, block in found.items():
        np.testing.assert_array_equal(block, coupling.clebsch_gordan_block(*triple))
    for triple, block in coupling.clebsch_gordan_blocks(2, basis="complex"):
        expected = coupling.clebsch_gordan_block(*triple, basis="complex")
        np.testing.assert_array_equal(block, expected)
    for twice, block in coupling.wigner_3j_blocks(1, half_integers=True):
        expected = coupling.wigner_3j_block(*(Fraction(t, 2) for t in twice))
        np.testing.assert_array_equal(block, expected)


def test_the_smallest_table():
    table = coupling.wigner_3j_table(0)
    assert table.values.tolist() == [1.0]
    assert table.twice_numbers().tolist() == [[0]] * 6


@pytest.mark.parametrize("t", [*range(217, 230), 600, 1999, 2000])
def test_no_overflow_where_integers_are_large(t):
    """Sums of squares over m, and an exact value, where products of factorials leave int64."""
    even = t - t % 2
    row = coupling.wigner_3j_over_m2(t, t, even, t % 2, doubled=True).values
    assert abs((row**2).sum() * (t + 1) - 1) < 4 * t * EPS
    j, k = Fraction(t, 2), Fraction(even, 2)
    value = coupling.wigner_3j_values(t, t, even, t, -t, 0, doubled=True)
    exactly = exact.to_float(exact.wigner_3j(j, j, k, j, -j, 0))
    assert abs(value - exactly) <= 2 * EPS
    assert value == pytest.approx(exactly, rel=1e-9)


def test_tiny_values_fade_and_are_never_nan():
    first, values = coupling.wigner_3j_over_j3(1000, 1000, 1000, -1000)
    assert first == 0
    assert np.isfinite(values).all()
    assert abs(((2 * np.arange(2001) + 1) * values**2).sum() - 1) < 1e-12
    exactly = [exact.to_float(exact.wigner_3j(1000, 1000, j, 1000, -1000, 0)) for j in (1500, 2000)]
    assert values[[1500, 2000]] == pytest.approx(exactly, rel=1e-10, abs=1e-290)


def test_threads_change_nothing():
    with threads_limited_to(1):
        one = coupling.wigner_3j_table(10).values
        singles = coupling.wigner_6j_values(9, 8, 7, 6, 5, np.arange(3000) % 12)
    with threads_limited_to(4):
        np.testing.assert_array_equal(coupling.wigner_3j_table(10).values, one)
        again = coupling.wigner_6j_values(9, 8, 7, 6, 5, np.arange(3000) % 12)
        np.testing.assert_array_equal(again, singles)
