"""Irreps over the complex numbers: unitary, complete, and the parts of the real ones."""

import numpy as np
import sympy

from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.representations import (
    Irrep,
    Irreps,
    frobenius_schur,
    group_clebsch_gordan,
    inner_product,
    irreps,
)


def test_matrices_are_unitary_and_multiply(group, adjoint):
    for one in irreps(group, real=False):
        rep = one.representation
        identity = FieldMatrix.identity(rep.dimension, rep.field)
        assert all(adjoint(image, rep, rep) @ image == identity for image in rep.images), one
        images = rep.element_images
        for k, image in enumerate(rep.images):
            right = group.right[k]
            assert all(images[g] @ image == images[right[g]] for g in range(group.order)), one


def test_characters_are_irreducible_and_typed(group):
    kinds = {"real": 1, "complex": 0, "quaternionic": -1}
    for one in irreps(group, real=False):
        rep = one.representation
        assert inner_product(group, rep.traces, rep.traces, rep.field) == 1, one
        assert frobenius_schur(rep) == kinds[one.real_type], one
        assert one.endomorphism_dimension == len(one.endomorphisms()) == 1


def test_real_irreps_are_sums_of_complex_ones(group):
    """chi, chi + conj(chi) or 2 chi."""
    complex_ones = irreps(group, real=False)
    for real in irreps(group):
        rep, found = real.representation, []
        for one in complex_ones:
            part = one.representation
            field = rep.field.joined(part.field)
            values = ([r.field.embed(t, field) for t in r.traces] for r in (rep, part))
            found.append(int(inner_product(group, *values, field)[0].p))
        assert (
            sorted(n for n in found if n)
            == {"real": [1], "complex": [1, 1], "quaternionic": [2]}[real.real_type]
        )


def test_representations_over_a_complex_field_split_into_complex_irreps(small_group):
    parts = [one.representation for one in irreps(small_group, real=False)]
    largest = max(parts, key=lambda rep: (not rep.is_real, rep.dimension))
    product = largest * largest.dual()
    split = product.decompose()
    split.verify()
    trivial = small_group.trivial_representation().name
    assert split.irreps.count(trivial) == 1  # Schur
    assert split.irreps.dimension == largest.dimension**2


def test_floats_of_complex_matrices(by_name):
    for name in ("cyclic 5", "T", "Q8", "F21"):
        for one in irreps(by_name(name), real=False):
            rep = one.representation
            array = rep.to_numpy()
            for g in range(0, rep.group.order, 3):
                exact = rep(g).evalf(30)
                assert (array[g].real == np.array(sympy.re(exact).tolist(), dtype=float)).all()
                assert (array[g].imag == np.array(sympy.im(exact).tolist(), dtype=float)).all()


def test_labels_in_texts(by_name):
    group = by_name("cyclic 5")
    value = Irreps("2x1 + 4", group, real=False)
    assert value.dimension == 3
    assert value[1].irrep == Irrep("4", group, real=False)
    assert Irreps(str(value), group, real=False) == value
    assert (value + "3").num_irreps == 4
    assert Irrep("1", group, real=False).representation("r")[0] == sympy.expand(
        sympy.exp(2 * sympy.I * sympy.pi / 5), complex=True
    )


def test_couplings_of_complex_irreps(by_name):
    """Frequencies add up, one copy each; spinors of Q8 couple as those of SU(2) do."""
    group = by_name("cyclic 5")
    three, four, two = (Irrep(k, group, real=False) for k in (3, 4, 2))
    assert group_clebsch_gordan(three, four, two).copies == 1
    spinor = irreps(by_name("Q8"), real=False)[-1]
    assert (spinor.dimension, spinor.real_type) == (2, "quaternionic")
    coupling = group_clebsch_gordan(spinor, spinor, by_name("Q8").trivial_representation())
    array = sympy.Matrix(2, 2, list(sympy.flatten(coupling.to_sympy())))
    assert (array + array.T).is_zero_matrix  # antisymmetric, as of any quaternionic type
    assert (array * array.H).applyfunc(sympy.nsimplify).trace() == 1
