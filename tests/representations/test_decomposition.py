"""The change of basis to irreps: unitary, and block diagonal with the irreps' own matrices."""

from dataclasses import replace

import numpy as np
import pytest
import sympy

from grouptools.errors import ArgumentError, IntegrityError
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.lie import SO2, SO3, SU2
from grouptools.representations import Irrep, Irreps, Representation, decompose, irreps


def is_exact(split):
    """Q Q^T = 1 and Q V(s) Q^T = blocks, in sympy."""
    rep, q = split.representation, split.matrix
    unit = (q * q.H).applyfunc(sympy.nsimplify).applyfunc(sympy.simplify)
    blocks = sympy.diag(*(one.representation(1) for n, one in split.irreps for _ in range(n)))
    return unit == sympy.eye(q.rows) and sympy.simplify(q * rep(1) * q.H - blocks).is_zero_matrix


def test_regular_representation_contains_each_irrep_d_over_e_times(group):
    regular = group.regular_representation()
    found = regular.multiplicities()
    assert [(n, one) for n, one in found] == [
        (one.dimension // one.endomorphism_dimension, one) for one in irreps(group)
    ]
    if group.order <= 24:
        split = regular.decompose()
        assert split.irreps == found
        split.verify()


def test_tensor_squares(small_group):
    for one in irreps(small_group):
        rep = one.representation
        split = (rep * rep).decompose()
        split.verify()
        assert split.irreps.dimension == rep.dimension**2


def test_copies_of_every_type_mixed_together(small_group):
    """Twice each irrep, in a basis that mixes them all."""
    rep = 2 * Irreps(list(irreps(small_group)), small_group).representation
    mixing = householder(rep)
    images = [mixing @ image @ mixing for image in rep.images]
    split = Representation(small_group, images, rep.squares).decompose()
    split.verify()
    assert [copies.multiplicity for copies in split.irreps] == [2] * len(irreps(small_group))


def householder(rep):
    """The reflection 1 - 2 v v^T N / (v^T N v) at v = (1, 2, ..., n), N the squared norms."""
    n, field = rep.dimension, rep.field
    length = sum((k + 1) ** 2 * square for k, square in enumerate(rep.squares))
    factor = -2 * field.inverse(length % field.modulus)
    rows = [[(i + 1) * (j + 1) * rep.squares[j] * factor for j in range(n)] for i in range(n)]
    reflection = FieldMatrix.from_rows([[e % field.modulus for e in row] for row in rows], field)
    return reflection + FieldMatrix.identity(n, field)


@pytest.mark.parametrize("name", ["dihedral 3", "cyclic 3", "D2d"])
def test_orthonormal_matrices(by_name, name):
    assert is_exact(by_name(name).regular_representation().decompose())


def test_floats_of_the_change_of_basis(by_name):
    split = by_name("dihedral 5").regular_representation().decompose()
    q = split.to_numpy()
    exact = np.array(split.matrix.evalf(30).tolist(), dtype=float)
    assert (q == exact).all()
    assert split.to_numpy(np.float32).dtype == np.float32
    rotated = q @ split.representation.to_numpy() @ q.T
    assert np.abs(rotated - split.irreps.representation.to_numpy()).max() < 10 * 2.0**-52


def test_a_wrong_coefficient_is_seen(by_name):
    split = by_name("O").regular_representation().decompose()
    rows = split.scaled_matrix.rows()
    rows[5][7] += 1
    wrong = replace(split, scaled_matrix=FieldMatrix.from_rows(rows, split.scaled_matrix.field))
    with pytest.raises(IntegrityError) as caught:
        wrong.verify()
    assert str(caught.value) == (
        "the change of basis of <Representation regular of O, dimension 24> is not unitary"
    )
    rows = split.scaled_matrix.rows()
    order = [1, 0, *range(2, 24)]
    swapped = replace(
        split,
        scaled_matrix=split.scaled_matrix.taken(order),
        row_squares=tuple(split.row_squares[i] for i in order),
    )
    with pytest.raises(IntegrityError) as caught:
        swapped.verify()
    assert str(caught.value) == (
        "the change of basis of <Representation regular of O, dimension 24> does not split the "
        "matrix of 'C4' into its irreps"
    )


def test_a_wrong_square_is_seen(by_name):
    split = by_name("cyclic 5").regular_representation().decompose()
    squares = (split.row_squares[0] * 2, *split.row_squares[1:])
    with pytest.raises(IntegrityError, match="is not unitary"):
        replace(split, row_squares=squares).verify()


def test_an_irrep_splits_into_itself(group):
    for one in irreps(group):
        split = one.representation.decompose()
        assert split.irreps == Irreps(one)
        assert split.matrix == sympy.eye(one.dimension)


def test_quaternionic_copies(by_name):
    """Of the 4 maps from an irrep of quaternionic type one is taken for each copy."""
    group = by_name("Q8")
    four = irreps(group)[-1]
    assert (four.dimension, four.real_type) == (4, "quaternionic")
    split = (3 * four.representation).decompose()
    assert split.irreps == Irreps([(3, four)], group)
    split.verify()


@pytest.mark.parametrize(("a", "b"), [("1/2", "1/2"), ("1/2", "1"), ("3/2", "1")])
def test_spinors(a, b):
    product = Irrep(a, SU2()).representation * Irrep(b, SU2()).representation
    split = product.decompose()
    split.verify()
    assert split.irreps.dimension == product.dimension
    assert all(not one.is_real for _, one in split.irreps)


def test_spinors_at_an_element():
    spinor = Irrep("1/2", SU2()).representation
    split = (spinor * spinor).decompose()
    q = tuple(sympy.Rational(n, 15) for n in (2, -6, 11, 8))
    blocks = sympy.diag(*(one.representation(q) for _, one in split.irreps))
    D = spinor(q)
    rotated = split.matrix * sympy.kronecker_product(D, D) * split.matrix.H
    assert (rotated - blocks).applyfunc(sympy.expand).is_zero_matrix


def test_powers_of_vectors():
    vectors = Irrep("1", SO3()).representation
    for power, wanted in (
        (vectors.symmetric_power(2), "0 + 2"),
        (vectors.symmetric_power(3), "1 + 3"),
        (vectors.antisymmetric_power(2), "1"),
        (vectors * vectors * vectors, "0 + 3x1 + 2x2 + 3"),
    ):
        split = power.decompose()
        split.verify()
        assert str(split.irreps) == wanted


def test_frequencies():
    turning = Irreps("1 + 2", SO2()).representation
    split = (turning * turning).decompose()
    split.verify()
    assert str(split.irreps) == "4x0 + 2x1 + 1x2 + 2x3 + 1x4".replace("1x2", "2").replace(
        "1x4", "4"
    )


def test_the_result_is_the_same_again(by_name):
    first, again = (decompose(by_name("T").regular_representation()) for _ in range(2))
    assert first.scaled_matrix == again.scaled_matrix
    assert first.row_squares == again.row_squares


def test_what_is_no_representation(by_name):
    group = by_name("cyclic 2")
    wrong = Representation(group, [FieldMatrix.from_rows([[2]])], name="two")
    with pytest.raises(ArgumentError) as caught:
        wrong.decompose()
    assert str(caught.value) == (
        "<Representation two of C2, dimension 1> would contain 0 3/2 times: its matrices are no "
        "representation of C2"
    )
    half = Representation(SO2(), [FieldMatrix.from_rows([[0, 1], [-4, 0]])], name="uneven")
    assert half.multiplicities() == Irreps("2", SO2())
    wrong = Representation(SO2(), [FieldMatrix.from_rows([[0, 2], [-1, 0]])], name="uneven")
    with pytest.raises(ArgumentError) as caught:
        wrong.decompose()
    assert str(caught.value) == (
        "<Representation uneven of SO(2), dimension 2> contains irreps of dimension 0 together: "
        "its matrices are no representation of SO(2)"
    )
