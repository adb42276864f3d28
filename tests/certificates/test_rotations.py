"""The checker's own generators are the textbook ones, in the coordinates that it says."""

import pytest
import sympy
from sympy import I, Rational, diag, sqrt, zeros

from grouptools.certificates.rotations import (
    AXES,
    component_generators,
    from_real_phase,
    ladder,
    real_generators,
    weights,
)

SPINS = [0, 1, 2, 3, 4]
DEGREES = [0, 1, 2, 3]


def angular_momenta(t):
    """J_x, J_y, J_z by definition, rows and columns m = -j..j."""
    j = Rational(t, 2)
    plus = zeros(t + 1)
    for k in range(t):
        m = k - j
        plus[k + 1, k] = sqrt((j - m) * (j + m + 1))
    minus = plus.T
    return (plus + minus) / 2, (plus - minus) / (2 * I), diag(*[k - j for k in range(t + 1)])


def real_from_complex(l):
    """U by definition."""
    matrix = zeros(2 * l + 1)
    matrix[l, l] = 1
    for m in range(1, l + 1):
        sign = (-1) ** m
        matrix[l + m, l - m], matrix[l + m, l + m] = 1 / sqrt(2), sign / sqrt(2)
        matrix[l - m, l - m], matrix[l - m, l + m] = I / sqrt(2), -I * sign / sqrt(2)
    return matrix


def orthonormal(matrix, basis, t):
    """Half of a doubled integer matrix, taken back to the orthonormal basis."""
    size = t + 1
    dense = sympy.Matrix(size, size, lambda row, column: matrix.get((row, column), 0)) / 2
    scale = diag(*map(sqrt, weights(basis, t)))
    return (scale.inv() * dense * scale).applyfunc(sympy.nsimplify)


def simplified(matrix):
    return matrix.applyfunc(sympy.simplify)


@pytest.mark.parametrize("t", SPINS)
def test_ladder_operators(t):
    jx, jy, jz = angular_momenta(t)
    for name, expected in (("J_z", jz), ("J_+", jx + I * jy), ("J_-", jx - I * jy)):
        assert simplified(orthonormal(ladder(t)[name], "complex", t) - expected).is_zero_matrix


@pytest.mark.parametrize("l", DEGREES)
def test_real_generators(l):
    u = real_from_complex(l)
    matrices = []
    for axis, j in zip(AXES, angular_momenta(2 * l), strict=True):
        found = orthonormal(real_generators(2 * l)[axis], "real", 2 * l)
        assert simplified(found - u * (-I * j).conjugate() * u.H).is_zero_matrix
        assert simplified(found + found.T).is_zero_matrix
        matrices.append(found)
    check_algebra(matrices, l * (l + 1))


@pytest.mark.parametrize("t", SPINS)
def test_complex_generators(t):
    matrices = []
    for axis, j in zip(AXES, angular_momenta(t), strict=True):
        parts = component_generators("complex", t)[axis]
        real = {(r // 2, c // 2): x for (r, c), x in parts.items() if r % 2 == c % 2 == 0}
        imaginary = {(r // 2, c // 2): x for (r, c), x in parts.items() if r % 2 > c % 2}
        found = orthonormal(real, "complex", t) + I * orthonormal(imaginary, "complex", t)
        assert simplified(found - (-I * j).conjugate()).is_zero_matrix
        matrices.append(found)
        # multiplying by i turns (re, im) into (-im, re)
        for (row, column), entry in parts.items():
            turned = -entry if row % 2 != column % 2 else entry
            assert parts[row ^ 1, column ^ 1] == turned
    check_algebra(matrices, Rational(t, 2) * Rational(t + 2, 2))


def check_algebra(matrices, casimir):
    for a in range(3):
        x, y, z = (matrices[(a + k) % 3] for k in range(3))
        assert simplified(x * y - y * x - z).is_zero_matrix
    total = sum((x * x for x in matrices), zeros(*matrices[0].shape))
    assert simplified(total + casimir * sympy.eye(total.shape[0])).is_zero_matrix


def test_degree_one_is_the_rotation_of_space():
    """Columns and rows y, z, x; X_a v = e_a x v."""
    order = (1, 2, 0)
    for index, axis in enumerate(AXES):
        found = orthonormal(real_generators(2)[axis], "real", 2)
        for row, i in enumerate(order):
            for column, k in enumerate(order):
                assert found[row, column] == sympy.LeviCivita(i, index, k)


@pytest.mark.parametrize("l", DEGREES)
def test_phases_are_those_of_u(l):
    u = real_from_complex(l)
    for m in range(-l, l + 1):
        for mu in {m, -m}:
            size = 1 if m == 0 else 1 / sqrt(2)
            assert I ** from_real_phase(m, mu) * size == sympy.conjugate(u[l + m, l + mu])
