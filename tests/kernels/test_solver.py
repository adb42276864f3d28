"""Each way to the kernels gives the canonical basis of the direct null space, which solves them."""

import numpy as np
import pytest
import sympy

from grouptools.exact.algebra.bases import canonical_basis
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.lie import O2, O3, SO2, SO3
from grouptools.groups.planar import cyclic, dihedral
from grouptools.groups.point_groups import icosahedral, point_group
from grouptools.kernels import kernel_basis
from grouptools.kernels.closed_forms import closed_form_copies
from grouptools.kernels.composition import composed_kernels
from grouptools.kernels.direct import direct_copies, direct_kernels
from grouptools.kernels.mixed_orbits import mixed_copies
from grouptools.kernels.orbits import orbit_copies
from grouptools.kernels.patterns import assembled, matrix_of
from grouptools.kernels.solver import solved
from grouptools.kernels.summands import summands_of
from grouptools.representations import (
    Irrep,
    Irreps,
    Representation,
    direct_sum,
    harmonic_representation,
    irreps,
    natural_representation,
    quotient_representation,
    regular_representation,
    representation_from_matrices,
    tensor_product,
)
from grouptools.representations.intertwiners import intertwiner_weights

FINITE = [cyclic(1), cyclic(5), dihedral(4), *map(point_group, ("mm2", "-6", "3m", "23", "432"))]


def part_of(copies, rep_in, rep_out, functions):
    field = rep_in.field.joined(rep_out.field).joined(functions.field)
    shape = (rep_out.dimension, rep_in.dimension)
    return assembled(0, functions.dimension, shape, field, copies)


def assert_same(first, second):
    for a, b in zip(first.entries(), second.entries(), strict=True):
        assert np.array_equal(a, b)
    assert first.squares == second.squares


@pytest.mark.parametrize("group", FINITE, ids=str)
def test_composition_gives_the_null_space(group):
    """Through the irreps of the harmonics, complex types and all, or straight: one basis."""
    through = [irrep.representation for irrep in irreps(group)]
    for rep_in in through[-2:]:
        for rep_out in through[:3]:
            for l in range(4):
                functions = harmonic_representation(group, l)
                composed = composed_kernels(rep_in, rep_out, functions, through)
                assert composed == direct_kernels(rep_in, rep_out, functions)


def test_composition_over_an_irrational_field():
    group = icosahedral()
    through = [irrep.representation for irrep in irreps(group)]
    functions = harmonic_representation(group, 4)
    composed = composed_kernels(through[1], through[3], functions, through)
    assert composed == direct_kernels(through[1], through[3], functions)


@pytest.mark.parametrize(
    ("group", "labels", "l_max"),
    [
        (SO2(), ["0", "1", "2"], 5),
        (O2(), ["0+", "0-", "1", "3"], 5),
        (SO3(), ["0", "1", "2"], 3),
        (O3(), ["0e", "0o", "1o", "1e"], 3),
    ],
    ids=str,
)
def test_closed_forms_give_the_null_space(group, labels, l_max):
    """Wigner and Eckart, and frequencies of the plane: one basis."""
    for first in labels:
        for second in labels:
            reps = [Irrep(label, group).representation for label in (first, second)]
            for l in range(l_max + 1):
                functions = harmonic_representation(group, l)
                found = [way(*reps, functions) for way in (closed_form_copies, direct_copies)]
                assert_same(*(part_of(copies, *reps, functions) for copies in found))


@pytest.mark.parametrize("group", [cyclic(4), dihedral(3), point_group("222")], ids=str)
def test_orbits_give_the_null_space(group):
    """Regular and quotient representations, by stabilisers or straight: one basis."""
    regular = regular_representation(group)
    quotient = quotient_representation(group, group.subgroup([group.generators[0]]))
    for reps in ((regular, regular), (regular, quotient), (quotient, quotient)):
        for l in range(3):
            functions = harmonic_representation(group, l)
            found = [way(*reps, functions) for way in (orbit_copies, direct_copies)]
            assert_same(*(part_of(copies, *reps, functions) for copies in found))


@pytest.mark.parametrize("group", [cyclic(5), dihedral(3), point_group("-42m")], ids=str)
def test_orbits_on_one_side_give_the_null_space(group):
    """Permutations to vectors and back, column by column or row by row: one basis."""
    vector = natural_representation(group)
    quotient = quotient_representation(group, group.subgroup([group.generators[-1]]))
    both = direct_sum([quotient, regular_representation(group)])
    permuted = representation_of_sum(both)
    for reps in ((vector, quotient), (quotient, vector), (vector, permuted), (permuted, vector)):
        for l in range(3):
            functions = harmonic_representation(group, l)
            found = [way(*reps, functions) for way in (mixed_copies, direct_copies)]
            assert_same(*(part_of(copies, *reps, functions) for copies in found))


def representation_of_sum(both):
    """A direct sum of permutations as one permutation representation, of several orbits."""
    sizes = np.cumsum([0, *(part.dimension for part in both.summands)])
    moves = [part.permutation + start for part, start in zip(both.summands, sizes, strict=False)]
    joined = np.concatenate([np.asarray(m) for m in moves], axis=1)
    return Representation(both.group, both.images, permutation=joined)


@pytest.mark.parametrize("group", [cyclic(5), point_group("32"), SO3()], ids=str)
def test_summands_give_the_null_space(group):
    """Block by block, or as one representation that hides its blocks."""
    known = irreps(group) if group.is_finite else irreps(group, 1)
    whole = Irreps([(2, known[0]), known[-1]])
    hidden = whole.representation
    for l in range(3):
        functions = harmonic_representation(group, l)
        summed = solved(*[summands_of(whole)] * 2, functions, 0)
        assert_same(
            summed, part_of(direct_copies(hidden, hidden, functions), hidden, hidden, functions)
        )


@pytest.mark.parametrize("group", [dihedral(5), point_group("-4"), point_group("432")], ids=str)
def test_the_constraint_holds_on_every_element(group):
    """T (rho_in(g) (x) D(g)) = rho_out(g) T, exactly, for all g, not only for generators."""
    rep_in, rep_out = natural_representation(group), irreps(group)[-1].representation
    functions = harmonic_representation(group, 3)
    vectors = direct_kernels(rep_in, rep_out, functions).vectors
    source = tensor_product(rep_in, functions)
    assert vectors.shape[0] > 0
    for i in range(vectors.shape[0]):
        kernel = vectors.taken([i]).reshaped(rep_out.dimension, source.dimension)
        for a, b in zip(source.element_images, rep_out.element_images, strict=True):
            assert kernel @ a == b @ kernel


@pytest.mark.parametrize(
    ("rep_in", "rep_out"),
    [
        (Irrep("1", dihedral(6)), Irrep("2", dihedral(6))),
        (Irrep("1", cyclic(3)), Irrep("1", cyclic(3))),
        (Irrep("E", point_group("32")), Irrep("E", point_group("32"))),
        (Irrep("T2", point_group("-43m")), Irrep("E", point_group("-43m"))),
    ],
    ids=str,
)
def test_the_polynomials_satisfy_the_definition(rep_in, rep_out):
    """K(g x) = rho_out(g) K(x) rho_in(g)^-1 as polynomials in x, y, z."""
    group = rep_in.group
    variables = sympy.symbols("x y z", real=True)[: group.dimension]
    kernels = kernel_basis(rep_in, rep_out, 2).to_sympy()
    assert kernels
    for g in group.generators:
        turned = dict(zip(variables, group.matrix(g) * sympy.Matrix(variables), strict=True))
        into, out = rep_in.representation(g), rep_out.representation(g)
        for kernel in kernels:
            residual = kernel.subs(turned, simultaneous=True) * into - out * kernel
            assert residual.applyfunc(sympy.expand).is_zero_matrix


def test_the_basis_is_canonical():
    """In reduced echelon form, orthogonalised and primitive, it is itself."""
    group = point_group("432")
    rep = natural_representation(group)
    functions = harmonic_representation(group, 4)
    basis = direct_kernels(rep, rep, functions)
    weights = intertwiner_weights(tensor_product(rep, functions), rep, rep.field)
    assert canonical_basis(basis.vectors, weights) == basis
    mixed = FieldMatrix.from_rows([[2, 1], [3, 5]]) @ basis.vectors.taken([1, 0])
    assert canonical_basis(mixed, weights).vectors == basis.vectors.taken([0, 1])


def test_users_own_matrices():
    """From generator matrices to a kernel basis, with a change of basis that hides the irreps."""
    group = point_group("32")
    change = sympy.Matrix([[3, 4], [-4, 3]]) / 5
    hidden = [change * Irrep("E", group).representation(g) * change.T for g in group.generators]
    rep = representation_from_matrices(group, hidden)
    basis = kernel_basis(rep, rep, 3)
    assert basis.dimensions == kernel_basis(*[Irrep("E", group)] * 2, 3).dimensions
    assert basis.certificate.holds


def test_the_matrix_of_a_part_has_its_rows():
    group = dihedral(4)
    rep = natural_representation(group)
    functions = harmonic_representation(group, 2)
    part = part_of(direct_copies(rep, rep, functions), rep, rep, functions)
    assert matrix_of(part) == direct_kernels(rep, rep, functions).vectors
