"""Clebsch-Gordan coefficients of every group: equations, orthonormality, completeness."""

import numpy as np
import pytest
import sympy

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.assembling import kronecker
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.exact.coupling import clebsch_gordan
from grouptools.groups.lie import O3, SO2, SO3, SU2
from grouptools.representations import Irrep, Irreps, group_clebsch_gordan, irreps


def couples(coupling, maps):
    """T (A (x) B) = C T for every copy and generator, derivations by Leibniz."""
    a, b, c = coupling.first, coupling.second, coupling.target
    product, (n, m, k, _) = a.tensor(b), coupling.shape
    return all(
        t @ product.images[s] == c.images[s] @ t
        for t in (maps.taken([i]).reshaped(k, n * m) for i in range(maps.shape[0]))
        for s in range(len(c.images))
    )


def are_orthonormal(array):
    """sum over m1, m2 of C[m1, m2, m3, copy] C[m1, m2, m3', copy] = delta, each copy alone."""
    n, m, k, copies = array.shape
    flat = sympy.Array(array).reshape(n * m, k, copies)
    for copy in range(copies):
        columns = sympy.Matrix(n * m, k, lambda i, j, copy=copy: flat[i, j, copy])
        if (columns.H * columns).applyfunc(sympy.nsimplify).applyfunc(sympy.simplify) != sympy.eye(
            k
        ):
            return False
    return True


def test_equations_and_counts(small_group):
    """Each coupling commutes with the group, and there are as many as characters say."""
    listed = irreps(small_group)
    for a in listed:
        for b in listed:
            found = (a.representation * b.representation).multiplicities()
            for c in listed:
                coupling = group_clebsch_gordan(a, b, c)
                assert coupling.copies == found.count(c) * c.endomorphism_dimension
                assert couples(coupling, coupling.scaled)


def test_columns_are_orthonormal(small_group):
    listed = irreps(small_group)[-2:]
    for a in listed:
        for c in irreps(small_group):
            array = group_clebsch_gordan(a, a, c).to_numpy()
            for copy in range(array.shape[-1]):
                columns = array[..., copy].reshape(-1, c.dimension)
                assert np.abs(columns.T @ columns - np.eye(c.dimension)).max() < 2e-15 * len(
                    columns
                )


def test_exact_columns_are_orthonormal(by_name):
    for name, labels in (
        ("O", ("T1", "T2", "E")),
        ("cyclic 4", ("1", "1", "2")),
        ("T", ("T", "T", "T")),
    ):
        group = by_name(name)
        a, b, c = (group.irrep(label) for label in labels)
        assert are_orthonormal(group_clebsch_gordan(a, b, c).to_sympy())


def test_a_wrong_coefficient_is_seen(by_name):
    group = by_name("O")
    coupling = group_clebsch_gordan(group.irrep("T1"), group.irrep("T2"), group.irrep("E"))
    rows = coupling.scaled.rows()
    rows[0][4] += 1
    assert not couples(coupling, FieldMatrix.from_rows(rows, coupling.scaled.field))
    array = coupling.to_sympy().as_mutable()
    array[0, 0, 0, 0] += 1
    assert not are_orthonormal(array)


@pytest.mark.parametrize(
    "triple", [(1, 1, 0), (1, 1, 1), (1, 1, 2), (2, 1, 2), (2, 2, 3), (3, 2, 1)]
)
def test_rotations_agree_with_the_closed_form(triple):
    """The one copy is that of Clebsch and Gordan, or its negative."""
    coupling = group_clebsch_gordan(*(Irrep(l, SO3()) for l in triple))
    assert coupling.copies == 1
    ours = sympy.Array(coupling.to_sympy()).reshape(*(2 * l + 1 for l in triple))
    theirs = clebsch_gordan(*triple).to_sympy()
    assert ours in (theirs, -theirs)


@pytest.mark.parametrize(
    "triple", [("1/2", "1/2", "0"), ("1/2", "1/2", "1"), ("1", "1/2", "3/2"), ("1", "1", "1")]
)
def test_spinors_agree_with_the_closed_form(triple):
    coupling = group_clebsch_gordan(*(Irrep(j, SU2()) for j in triple))
    spins = [sympy.Rational(j) for j in triple]
    theirs = clebsch_gordan(*spins, basis="complex").to_sympy()
    ours = sympy.Array(coupling.to_sympy()).reshape(*theirs.shape)
    assert ours in (theirs, -theirs)


def test_parity_selects():
    one = Irrep("1o")
    assert group_clebsch_gordan(one, one, Irrep("1e")).copies == 1
    nothing = group_clebsch_gordan(one, one, Irrep("1o"))
    assert nothing.shape == (3, 3, 3, 0)
    assert nothing.to_numpy().shape == (3, 3, 3, 0)
    assert nothing.to_sympy().shape == (3, 3, 3, 0)


def test_frequencies_have_two_copies():
    """Of complex type: T and E T."""
    one, two = Irrep(1, SO2()), Irrep(2, SO2())
    assert group_clebsch_gordan(one, one, two).copies == 2
    assert group_clebsch_gordan(one, one, Irrep(0, SO2())).copies == 2
    assert are_orthonormal(group_clebsch_gordan(one, two, one).to_sympy())


def test_all_together_make_the_product(by_name):
    """Of real type, the columns of all targets form an orthogonal matrix."""
    group = by_name("O")
    a, b = group.irrep("T1"), group.irrep("T2")
    columns = [group_clebsch_gordan(a, b, c).to_numpy().reshape(9, -1) for c in irreps(group)]
    whole = np.concatenate(columns, axis=1)
    assert np.abs(whole.T @ whole - np.eye(9)).max() < 1e-15 * 9


def test_sums_couple_too():
    """A target that is no irrep gives all maps, as `Representation`s are taken."""
    pair = Irreps("1o + 1e").representation
    coupling = group_clebsch_gordan(pair, Irrep("0e"), pair)
    assert coupling.copies == 2


def test_floats_are_the_exact_numbers(by_name):
    group = by_name("I")
    coupling = group_clebsch_gordan(*(group.irrep(label) for label in ("T1", "T2", "G")))
    exact = np.array(sympy.Array(coupling.to_sympy()).applyfunc(lambda e: e.evalf(30)).tolist())
    assert (coupling.to_numpy() == exact.astype(float)).all()
    assert coupling.to_numpy(np.float32).dtype == np.float32
    assert repr(coupling) == "<Coupling T1 * T2 -> G of I, 1 copies>"


def test_two_groups_do_not_couple():
    with pytest.raises(ArgumentError, match="but both must be of one group"):
        group_clebsch_gordan(Irrep("1o"), Irrep("1", SO3()), Irrep("1o"))
    with pytest.raises(ArgumentError, match="but intertwiners are between representations of one"):
        group_clebsch_gordan(Irrep("1o"), Irrep("1o"), Irrep("1", SO3()))


def test_kronecker_order():
    """kron(A, B) acts on the pairs (m1, m2) with m2 fastest, as the coefficients are indexed."""
    a, b = (FieldMatrix.from_rows(rows) for rows in ([[0, 1], [2, 3]], [[1, 4], [0, 1]]))
    assert kronecker(a, b).to_sympy() == sympy.kronecker_product(a.to_sympy(), b.to_sympy())
    assert O3().irrep("1o").representation.tensor(O3().irrep("0e").representation).dimension == 3


def test_irreps_couple_and_texts_do_not():
    vector = Irreps("1o")
    assert group_clebsch_gordan(vector, vector, Irrep("1e")).copies == 1
    with pytest.raises(ArgumentError, match=r"^'1o' was given where a representation is expected"):
        group_clebsch_gordan("1o", "1o", "1e")
