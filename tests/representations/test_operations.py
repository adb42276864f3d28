"""Sums, products, powers, duals and named representations, by their matrices and characters."""

from itertools import combinations, combinations_with_replacement

import numpy as np
import pytest
import sympy

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.lie import O3, SO3, SU2
from grouptools.representations import (
    Irrep,
    Irreps,
    Representation,
    determinant_representation,
    direct_sum,
    irreps,
    permutation_representation,
    sign_representation,
)


def largest_irrep(group):
    return max(irreps(group), key=lambda one: one.dimension).representation


def is_representation(rep, adjoint):
    one = FieldMatrix.identity(rep.dimension, rep.field)
    orthogonal = all(adjoint(image, rep, rep) @ image == one for image in rep.images)
    images = rep.element_images
    return orthogonal and all(
        images[g] @ image == images[rep.group.right[s][g]]
        for s, image in enumerate(rep.images)
        for g in range(rep.group.order)
    )


def values(rep):
    """The character as class function, with its squares' and cubes' values."""
    maps = [rep.group.power_map(n) for n in (1, 2, 3)]
    return [[rep.traces[int(c)] for c in power] for power in maps]


def reduced(rep, entries):
    return tuple(entry % rep.field.modulus for entry in entries)


def test_tensor_product(small_group, adjoint):
    listed = [one.representation for one in irreps(small_group)][-2:]
    for a in listed:
        for b in listed:
            product = a * b
            field = product.field
            assert is_representation(product, adjoint)
            expected = [
                a.field.embed(x, field) * b.field.embed(y, field)
                for x, y in zip(a.traces, b.traces, strict=True)
            ]
            assert product.traces == reduced(product, expected)


def test_symmetric_and_antisymmetric_squares(small_group, adjoint):
    """(chi(g)^2 +- chi(g^2)) / 2."""
    rep = largest_irrep(small_group)
    chi, chi2, _ = values(rep)
    for power, sign in (
        ((rep.symmetric_power(2), 1), (rep.antisymmetric_power(2), -1))
        if (rep.dimension > 1)
        else ((rep.symmetric_power(2), 1),)
    ):
        expected = [(x * x + sign * y) / 2 for x, y in zip(chi, chi2, strict=True)]
        assert is_representation(power, adjoint)
        assert power.traces == reduced(power, expected)


def test_symmetric_and_antisymmetric_cubes(small_group):
    """(chi(g)^3 +- 3 chi(g) chi(g^2) + 2 chi(g^3)) / 6."""
    rep = largest_irrep(small_group)
    powers = [(rep.symmetric_power(3), 1)]
    if rep.dimension > 2:
        powers.append((rep.antisymmetric_power(3), -1))
    for power, sign in powers:
        expected = [
            (x**3 + 3 * sign * x * y + 2 * z) / 6 for x, y, z in zip(*values(rep), strict=True)
        ]
        assert power.traces == reduced(power, expected)
        assert power.traces != reduced(power, [e + 1 for e in expected])


def test_powers_are_those_of_matrices(by_name):
    """Minors, and coefficients of products of linear forms, in the orthonormal basis."""
    rep = by_name("C3v").irrep("E").representation + by_name("C3v").irrep("A2").representation
    for g in (1, 3, 4):
        matrix = rep(g)
        minors = rep.antisymmetric_power(2)(g)
        pairs = list(combinations(range(3), 2))
        for i, rows in enumerate(pairs):
            for j, columns in enumerate(pairs):
                minor = matrix.extract(list(rows), list(columns)).det()
                assert sympy.simplify(minors[i, j] - minor) == 0
        symmetric = rep.symmetric_power(2)(g)
        basis = list(combinations_with_replacement(range(3), 2))
        x = sympy.symbols("x0:3")
        forms = [sum(matrix[i, j] * x[i] for i in range(3)) for j in range(3)]
        weight = [1 if a == b else sympy.sqrt(2) for a, b in basis]  # sqrt(2) x_a x_b is a unit
        for j, (a, b) in enumerate(basis):
            image = sympy.Poly(sympy.expand(weight[j] * forms[a] * forms[b]), *x)
            for i, (c, d) in enumerate(basis):
                coefficient = image.coeff_monomial(x[c] * x[d]) / weight[i]
                assert sympy.simplify(symmetric[i, j] - coefficient) == 0


def test_powers_to_degree_zero_and_beyond(by_name):
    rep = by_name("O").irrep("T1").representation
    assert rep.symmetric_power(0).traces == rep.antisymmetric_power(0).traces == (1,) * 5
    assert rep.antisymmetric_power(3).traces == (1,) * 5  # rotations have determinant 1
    with pytest.raises(ArgumentError) as caught:
        rep.antisymmetric_power(4)
    assert str(caught.value) == (
        "k = 4 was given, but a representation of dimension 3 has antisymmetric powers to k = 3 "
        "only"
    )
    with pytest.raises(ArgumentError, match="k = -1 was given, but a degree"):
        rep.symmetric_power(-1)


def test_molien(by_name):
    """The invariants of O_h are a polynomial ring on degrees 2, 4, 6 [Shephard and Todd 1954]."""
    vectors = by_name("Oh").natural_representation()
    counts = [vectors.symmetric_power(k).multiplicities().count("A1g") for k in range(9)]
    series = sympy.series(1 / sympy.prod(1 - sympy.Symbol("t") ** d for d in (2, 4, 6)), n=9)
    assert counts == [series.coeff("t", k) for k in range(9)]
    tetrahedral = by_name("Td").natural_representation()  # degrees 2, 3, 4
    counts = [tetrahedral.symmetric_power(k).multiplicities().count("A1") for k in range(7)]
    assert counts == [1, 0, 1, 1, 2, 1, 3]


def test_direct_sum(group):
    parts = [one.representation for one in irreps(group)]
    whole = direct_sum(parts)
    assert whole.summands == tuple(parts)
    assert whole.dimension == sum(part.dimension for part in parts)
    nested = direct_sum([whole, parts[0]]).summands
    assert nested == (*parts, parts[0])
    assert [n for n, _ in whole.multiplicities()] == [1] * len(parts)
    assert direct_sum(parts[:1]) is parts[0]


def test_multiples(by_name):
    rep = by_name("O").irrep("E").representation
    assert (3 * rep).summands == (rep, rep, rep)
    assert (3 * rep).name == "3xE"
    assert 2 * rep + rep == 3 * rep
    with pytest.raises(ArgumentError, match="0 copies of a representation were asked for"):
        0 * rep
    with pytest.raises(TypeError):
        rep * 3


def test_two_groups_do_not_mix(by_name):
    a, b = by_name("O").irrep("E").representation, by_name("T").irrep("E").representation
    for combine, what in ((lambda: a + b, "added"), (lambda: a * b, "multiplied")):
        with pytest.raises(ArgumentError) as caught:
            combine()
        assert str(caught.value) == (
            f"representations of O and of T were {what}, but both must be of one group: restrict "
            f"or induce one of them first"
        )


def test_real_representations_are_their_duals(group):
    for one in irreps(group):
        assert one.representation.dual() is one.representation
        for g in range(0, group.order, 5):  # D(g^-1)^T = D(g)
            inverse = one.representation(int(group.inverses[g]))
            assert sympy.simplify(inverse.T - one.representation(g)).is_zero_matrix


def test_dual_of_spinors():
    spinor = Irrep("1/2", SU2()).representation
    q = (sympy.Rational(1, 2),) * 4
    assert spinor.dual()(q) == spinor(q).conjugate()
    assert spinor.dual() != spinor
    assert spinor.dual().dual() == spinor
    assert str(spinor.dual().multiplicities()) == "1/2"
    both = spinor + spinor
    assert both.dual().summands == (spinor.dual(), spinor.dual())


def test_equality_is_that_of_orthonormal_matrices(by_name):
    rep = by_name("C3v").irrep("E").representation
    group, half = rep.group, FieldMatrix.diagonal([2, 1])
    stretched = [half @ image @ half.inverse() for image in rep.images]
    squares = [rep.squares[0] / 4, rep.squares[1]]
    assert Representation(group, stretched, squares) == rep
    assert Representation(group, stretched, rep.squares) != rep
    assert Representation(group, rep.images, squares) != rep
    assert Representation(group, [-image for image in rep.images], rep.squares) != rep
    assert hash(Representation(group, stretched, squares)) == hash(rep)
    assert rep != "E"


def test_regular_representation(group, adjoint):
    regular = group.regular_representation()
    assert regular.traces == (group.order,) + (0,) * (len(group.conjugacy_classes()) - 1)
    table = group.table
    for s, g in enumerate(group.generators):
        assert (regular.permutation[s] == table[g]).all()
        assert regular.images[s] == FieldMatrix.permutation(table[g].tolist()).over(regular.field)


def test_quotient_representations(small_group, adjoint):
    for subgroup in small_group.subgroups():
        rep = small_group.quotient_representation(subgroup)
        assert rep.dimension == subgroup.index
        assert is_representation(rep, adjoint)
        trivial = small_group.trivial_representation().irrep
        assert rep.multiplicities().count(trivial) == 1  # one orbit [Burnside 1897]


def test_quotient_by_a_foreign_subgroup(by_name):
    part = by_name("T").subgroup([1])
    with pytest.raises(ArgumentError, match="but a subgroup of O is expected: make it by"):
        by_name("O").quotient_representation(part)


def test_permutation_representation(by_name):
    group = by_name("S3")
    given = permutation_representation(group, [[1, 0, 2], [1, 2, 0]])
    action = [list(group.given[g]) for g in range(6)]
    assert permutation_representation(group, action) == given
    assert given.permutation.tolist() == [[1, 0, 2], [1, 2, 0]]
    assert given(1)[:, 0] == sympy.Matrix([0, 1, 0])
    with pytest.raises(ArgumentError, match="this is no action of S3"):
        permutation_representation(group, [[0, 1, 2], [1, 0, 2]])
    with pytest.raises(ArgumentError, match="is not a finite group: pass a finite one"):
        permutation_representation(SO3(), [[0]])


def test_permutations_multiply(by_name, adjoint):
    group = by_name("S3")
    points = permutation_representation(group, [[1, 0, 2], [1, 2, 0]])
    pairs = points * points
    for s, image in enumerate(pairs.images):
        assert image == FieldMatrix.permutation(pairs.permutation[s].tolist())
    assert (points + points).permutation is None


def test_signs_and_determinants(by_name):
    group = by_name("S3")
    assert sign_representation(group).traces == (1, -1, 1)
    points = permutation_representation(group, [[1, 0, 2], [1, 2, 0]])
    assert determinant_representation(points) == sign_representation(group)
    improper = determinant_representation(by_name("Oh"))
    for g in range(48):
        assert improper(g)[0] == by_name("Oh").matrix(g).det()
    assert determinant_representation(O3()).multiplicities() == Irreps("0o")
    with pytest.raises(ArgumentError, match="but O was not made from permutations: use"):
        sign_representation(by_name("O"))


def test_natural_representation(by_name):
    group = by_name("D6h")
    natural = group.natural_representation()
    assert all(natural(g) == group.matrix(g) for g in range(group.order))
    with pytest.raises(ArgumentError, match="this group was given without a space to act on"):
        by_name("Q8").natural_representation()


def test_floats_are_the_exact_numbers(small_group):
    for one in irreps(small_group):
        rep = one.representation
        array = rep.to_numpy()
        assert array.shape == (small_group.order, one.dimension, one.dimension)
        for g in range(small_group.order):
            exact = np.array(rep(g).evalf(30).tolist(), dtype=float)
            assert (array[g] == exact).all()
        assert rep.to_numpy(np.float32).dtype == np.float32
        assert (rep.to_numpy(complex) == array).all()
        assert rep.generators_to_numpy().shape == (len(rep.images), one.dimension, one.dimension)


def test_floats_of_other_kinds(by_name):
    rep = by_name("O").irrep("E").representation
    with pytest.raises(ArgumentError) as caught:
        rep.to_numpy(int)
    assert str(caught.value) == (
        "dtype = <class 'int'> was given, but these matrices are held by float64, float32, "
        "complex128 or complex64"
    )


def test_elements_by_number_and_word(by_name):
    rep = by_name("dihedral 4").irrep("1").representation
    assert rep("r f") == rep("r") * rep("f")
    assert rep.character("r^2") == -2
    with pytest.raises(ArgumentError, match="element 8 was given, but those of D4 are"):
        rep(8)
    with pytest.raises(ArgumentError) as caught:
        Irrep("1o").representation.to_numpy()
    assert str(caught.value) == (
        "the matrices of all elements were asked for, but O(3) is not finite: pass single "
        "elements, or restrict to a finite subgroup"
    )
