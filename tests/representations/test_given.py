"""Representations by a user's own matrices: accepted when they are one, else told what is wrong."""

from fractions import Fraction

import numpy as np
import pytest
import sympy

from grouptools.errors import ArgumentError
from grouptools.groups.lie import O2, O3, SO2, SO3, SU2
from grouptools.representations import Irrep, Irreps, irreps, representation_from_matrices

HALF = sympy.Rational(1, 2)


@pytest.mark.parametrize("name", ["cyclic 3", "dihedral 5", "C3v", "T", "O", "Q8"])
def test_the_matrices_of_every_irrep_are_accepted(by_name, name):
    group = by_name(name)
    for one in irreps(group):
        rep = one.representation
        matrices = [rep(g) for g in group.generators]
        given = representation_from_matrices(group, matrices)
        assert given == rep
        assert [(n, found) for n, found in given.multiplicities()] == [(1, one)]
        given.decompose().verify()


def test_the_door_of_the_group(by_name):
    swap = by_name("cyclic 2").representation([[[0, 1], [1, 0]]], name="swap")
    assert str(swap.multiplicities()) == "0 + 1"
    assert swap.name == "swap"
    rotated = by_name("cyclic 4").representation([np.array([[0, -1], [1, 0]])])
    assert str(rotated.multiplicities()) == "1"


def test_lie_algebras_are_accepted():
    for whole in (SO3(), O3(), SU2()):
        for one in irreps(whole, 1):
            rep = one.representation
            images = [image.to_sympy(rep.squares, rep.inverse_squares) for image in rep.images]
            assert representation_from_matrices(whole, images).multiplicities() == Irreps(one)
    given = representation_from_matrices(SO2(), [[[0, 3], [-3, 0]]])
    assert given.multiplicities() == Irreps("3", SO2())


THIRD = sympy.Matrix([[-1, -sympy.sqrt(3)], [sympy.sqrt(3), -1]]) / 2


@pytest.mark.parametrize(
    ("name", "matrices", "message"),
    [
        (
            "C3v",
            [THIRD],
            (
                "1 matrices were given, but C3v has 2 generators, C3, sigma_v: pass one matrix for "
                "each"
            ),
        ),
        (
            "C3v",
            [THIRD, [[1, 0, 0], [0, 1, 0]]],
            (
                "the matrix of generator 'sigma_v' has shape (2, 3), but all matrices of a "
                "representation are square and of one size, here 2 x 2"
            ),
        ),
        (
            "C3v",
            [THIRD, sympy.eye(3)],
            (
                "the matrix of generator 'sigma_v' has shape (3, 3), but all matrices of a "
                "representation are square and of one size, here 2 x 2"
            ),
        ),
        (
            "C3v",
            [THIRD, [[1, 0], [1, 1]]],
            (
                "the matrix of generator 'sigma_v' is not orthogonal: entry (0, 0) of R^T R - 1 "
                "is 1 where 0 is expected"
            ),
        ),
        (
            "cyclic 4",
            [[[sympy.Rational(3, 5), 0], [0, 1]]],
            (
                "the matrix of generator 'r' is not orthogonal: entry (0, 0) of R^T R - 1 is "
                "-16/25 where 0 is expected"
            ),
        ),
        (
            "cyclic 4",
            [THIRD],
            (
                "the matrices are no representation of C4: r^3 r and E are one element, but entry "
                "(0, 0) of the products of their matrices is -1/2 and 1"
            ),
        ),
        (
            "C3v",
            [THIRD, -sympy.eye(2)],
            (
                "the matrices are no representation of C3v: C3 sigma_v C3 and sigma_v are one "
                "element, but entry (0, 0) of the products of their matrices is 1/2 and -1"
            ),
        ),
        (
            "cyclic 3",
            [[[2 * sympy.I]]],
            (
                "the matrix of generator 'r' is not unitary: entry (0, 0) of R^+ R - 1 is 3 "
                "where 0 is expected"
            ),
        ),
    ],
)
def test_what_is_wrong_is_named(by_name, name, matrices, message):
    with pytest.raises(ArgumentError) as caught:
        representation_from_matrices(by_name(name), matrices)
    assert str(caught.value) == message


def vectors():
    return [image.to_sympy() for image in SO3().natural]


@pytest.mark.parametrize(
    ("group", "matrices", "message"),
    [
        (
            SO3(),
            [vectors()[1], vectors()[0], vectors()[2]],
            (
                "the matrices are no representation of SO(3): entry (0, 1) of [Lx, Ly] - Lz is 2 "
                "where 0 is expected"
            ),
        ),
        (
            SO2(),
            [[[0, 1], [1, 0]]],
            (
                "the matrix of generator 'L' is not antisymmetric: entry (0, 1) of X^T + X is 2 "
                "where 0 is expected"
            ),
        ),
        (
            SO2(),
            [[[0, HALF], [-HALF, 0]]],
            (
                "the matrices are no representation of SO(2): an eigenvalue of L is no multiple "
                "of i, so that a full turn is not 1"
            ),
        ),
        (
            O2(),
            [[[0, 1], [-1, 0]], [[1, 0], [0, 1]]],
            (
                "the matrices are no representation of O(2): entry (0, 1) of f L f + L is 2 "
                "where 0 is expected"
            ),
        ),
        (
            O3(),
            [*vectors(), sympy.diag(1, 1, -1)],
            (
                "the matrices are no representation of O(3): entry (1, 2) of i Lx - Lx i is -2 "
                "where 0 is expected"
            ),
        ),
    ],
)
def test_what_is_wrong_in_a_lie_algebra(group, matrices, message):
    with pytest.raises(ArgumentError) as caught:
        representation_from_matrices(group, matrices)
    assert str(caught.value) == message


def test_spinors_are_no_representation_of_rotations():
    spinor = Irrep("1/2", SU2()).representation
    images = [image.to_sympy() for image in spinor.images]
    with pytest.raises(ArgumentError, match="an eigenvalue of Lz is no multiple of i"):
        representation_from_matrices(SO3(), images)


def test_floats_are_refused(by_name):
    with pytest.raises(ArgumentError, match="float"):
        representation_from_matrices(by_name("cyclic 2"), [[[-1.0]]])


def test_fractions_are_read(by_name):
    matrix = [[Fraction(3, 5), Fraction(4, 5)], [Fraction(4, 5), Fraction(-3, 5)]]
    assert (
        str(representation_from_matrices(by_name("cyclic 2"), [matrix]).multiplicities()) == "0 + 1"
    )
