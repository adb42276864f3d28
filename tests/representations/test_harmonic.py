"""The action on harmonics: S(g x) = D(g) S(x), exactly, for every group."""

import pytest
import sympy

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.exact.circular import circular_harmonics
from grouptools.exact.harmonics import solid_harmonics
from grouptools.groups.lie import O2, O3, SO2, SO3, SU2
from grouptools.groups.planar import cyclic, dihedral
from grouptools.groups.point_groups import icosahedral, point_group
from grouptools.representations import harmonic_representation
from grouptools.representations.harmonic import _couplings, _key, harmonic_orders

GROUPS = [
    cyclic(5),
    dihedral(7),
    dihedral(6),
    SO2(),
    O2(),
    SO3(),
    O3(),
    icosahedral(),
    *map(point_group, ("-4", "6/m", "32", "m-3m")),
]


def harmonics(group, l, variables):
    """The orthonormal solid harmonics, times sqrt(pi)."""
    make = solid_harmonics if group.dimension == 3 else circular_harmonics
    return sympy.Matrix(make(l, variables)) * sympy.sqrt(sympy.pi)


@pytest.mark.parametrize("l", [0, 1, 2, 4])
@pytest.mark.parametrize("group", GROUPS, ids=str)
def test_definition(group, l):
    """Turned points, or the derivative along a rotation, as polynomials with exact coefficients."""
    variables = sympy.symbols("x y z", real=True)[: group.dimension]
    functions = harmonics(group, l, variables)
    rep = harmonic_representation(group, l)
    inverses = [group.field.inverse(square) for square in group.frame]
    for matrix, image, derivation in zip(group.natural, rep.images, group.derivations, strict=True):
        moved = matrix.to_sympy(group.frame, inverses) * sympy.Matrix(variables)
        turned = (
            functions.jacobian(variables) * moved
            if derivation
            else functions.subs(dict(zip(variables, moved, strict=True)), simultaneous=True)
        )
        orthonormal = image.to_sympy(rep.squares, rep.inverse_squares)
        residual = turned - orthonormal * functions
        assert all(vanishes(entry, variables) for entry in residual)


def vanishes(entry, variables):
    """Whether a polynomial is zero; its coefficients are algebraic numbers."""
    t = sympy.Symbol("t")
    coefficients = sympy.Poly(sympy.expand(entry), *variables).coeffs()
    return all(c == 0 or sympy.minimal_polynomial(c, t) == t for c in coefficients)


def test_one_wrong_entry_is_seen():
    rep = harmonic_representation(point_group("432"), 2)
    x, y, _ = variables = sympy.symbols("x y z", real=True)
    functions = harmonics(rep.group, 2, variables)
    matrix = rep(rep.group.generators[0])
    matrix[0, 0] += 1
    turned = functions.subs({x: -y, y: x}, simultaneous=True)
    assert not all(vanishes(entry, variables) for entry in turned - matrix * functions)


@pytest.mark.parametrize("group", [icosahedral(), point_group("6mm"), O3()], ids=str)
def test_a_representation_to_high_degree(group):
    """The couplings invert each other, and the matrices are orthogonal, to l = 12."""
    for l in (1, 2, 5, 12):
        left, right = _couplings(3, l, group.field, _key(group.frame[1]))
        assert left @ right == FieldMatrix.identity(2 * l + 1, group.field)
        rep = harmonic_representation(group, l)
        metric = FieldMatrix.diagonal(rep.squares, group.field)
        for image, derivation in zip(rep.images, group.derivations, strict=True):
            if derivation:
                assert (image.transposed() @ metric + metric @ image).is_zero()
            else:
                assert image.transposed() @ metric @ image == metric


@pytest.mark.parametrize("group", [dihedral(5), point_group("-3"), icosahedral()], ids=str)
def test_products_go_to_products(group):
    for l in (2, 3):
        images = harmonic_representation(group, l).element_images
        for s, g in enumerate(group.generators):
            for h in range(group.order):
                assert images[h] @ images[g] == images[int(group.right[s, h])]


@pytest.mark.parametrize("l", [1, 2, 3])
def test_the_commutators_of_so3(l):
    x, y, z = harmonic_representation(SO3(), l).images
    for a, b, c in ((x, y, z), (y, z, x), (z, x, y)):
        assert a @ b - b @ a == c


def test_orders():
    assert harmonic_orders(3, 1) == (-1, 0, 1)
    assert harmonic_orders(2, 3) == (-3, 3)
    assert harmonic_orders(2, 0) == (0,)


def test_groups_without_a_space_are_refused():
    with pytest.raises(ArgumentError, match=r"SU\(2\) acts on no plane or space"):
        harmonic_representation(SU2(), 1)
    with pytest.raises(ArgumentError):
        harmonic_representation(SO3(), -1)
