"""What a convention says of harmonics, Wigner matrices and couplings holds of converted ones."""

from itertools import product

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import grouptools as gt
from grouptools.checks.strategies import conventions, exact_rotations, exact_unit_vectors
from grouptools.conventions import NAMED, change_of_basis, convert
from grouptools.conventions.change import norms, unitary_change
from grouptools.conventions.phases import Phase

few = settings(max_examples=25, deadline=None)
#: those that differ in what the unitary change depends on
DISTINCT = {(c.basis, c.axes, c.order, c.phase): c for c in NAMED.values()}


def expanded(array):
    return np.frompyfunc(sympy.expand, 1, 1)(np.array(array, dtype=object))


def harmonics(convention, l, point):
    """The definition: N phase Y_lm(P x), with this library's standard harmonics."""
    moved = ["xyz".index(axis) for axis in convention.axes]
    standard = gt.exact.spherical_harmonics(
        l, tuple(point[k] for k in moved), basis=convention.basis
    )
    phase = Phase.parse(convention.phase)
    return expanded(
        [
            norm * sympy.I ** phase.power_of_i(l, m) * standard[l + m]
            for norm, m in zip(norms(l, convention), convention.orders(l), strict=True)
        ]
    )


@few
@given(conventions(), conventions(), exact_unit_vectors(), st.integers(0, 3))
def test_harmonics_are_as_defined(source, target, point, l):
    values = harmonics(source, l, point)
    converted = convert(values, "harmonics", source, target, l=l)
    assert (expanded(converted - harmonics(target, l, point)) == 0).all()


@few
@given(conventions(), conventions(), exact_unit_vectors())
def test_coefficients_keep_the_function(source, target, point):
    """f(x) = sum c_k Y_k(x) is the same number in both."""
    c = np.array([sympy.Integer(k) for k in (2, -1, 3)], dtype=object)
    before = c @ harmonics(source, 1, point)
    after = convert(c, "coefficients", source, target, l=1) @ harmonics(target, 1, point)
    assert sympy.expand(before - after) == 0


EQUATIONS = {
    "Y(R x) = D Y(x)": lambda D, before, after: after - D @ before,
    "Y(R^-1 x) = D Y(x)": lambda D, before, after: before - D @ after,
    "Y(R x) = D^T Y(x)": lambda D, before, after: after - D.T @ before,
    "Y(R^-1 x) = D^T Y(x)": lambda D, before, after: before - D.T @ after,
}


@few
@given(conventions(), exact_rotations(), exact_unit_vectors(), st.integers(0, 2))
def test_wigner_matrices_solve_their_equation(convention, R, point, l):
    """Y is orthonormal in the equation: a norm that differs within a degree is left out."""
    ours = np.array(gt.exact.wigner_D(l, R).tolist(), dtype=object)
    D = convert(ours, "wigner_D", "grouptools", convention)
    weights = np.array([1 / n for n in norms(l, convention)], dtype=object)
    turned = tuple(R * sympy.Matrix(point))
    before, after = (weights * harmonics(convention, l, p) for p in (point, turned))
    assert (expanded(EQUATIONS[convention.wigner_D](D, before, after)) == 0).all()


def couplings_turn(C, turns):
    """C[m1, m2, m3] before and after: B3 C(u, v) - C(B1 u, B2 v)."""
    B1, B2, B3 = turns
    left = np.einsum("cd,abd->abc", B3, C)
    return left - np.einsum("ia,jb,ijc->abc", B1, B2, C)


@few
@given(conventions(), st.sampled_from([(1, 1, 0), (1, 1, 1), (1, 0, 1), (0, 1, 1), (1, 1, 2)]))
def test_couplings_turn_with_the_harmonics(convention, triple):
    """With B of Y(R x) = B Y(x) in the convention; a 3j symbol is invariant instead."""
    R = sympy.Matrix([[0, 0, 1], [1, 0, 0], [0, 1, 0]]) * sympy.diag(1, -1, -1)
    plain = type(convention)(
        **{f: getattr(convention, f) for f in ("basis", "axes", "order", "phase")}
    )
    turns = [
        convert(np.array(gt.exact.wigner_D(l, R).tolist(), object), "wigner_D", "grouptools", plain)
        for l in triple
    ]
    ours = np.array(gt.exact.clebsch_gordan(*triple).to_sympy().tolist(), dtype=object)
    stored = convert(ours, "clebsch_gordan", "grouptools", convention)
    order = [convention.coupling_order.split().index(m) for m in ("m1", "m2", "m3")]
    C = stored.transpose(order)
    if convention.coupling == "3j":
        difference = C - np.einsum("ia,jb,kc,ijk->abc", *turns, C)
    else:
        difference = couplings_turn(C, turns)
    assert (expanded(difference) == 0).all()
    square = sum(x * sympy.conjugate(x) for x in C.ravel())
    assert sympy.expand(square) == (
        2 * triple[2] + 1 if convention.coupling == "orthonormal" else 1
    )
    if convention.basis == "real":
        assert all(x.is_real for x in C.ravel())


def test_a_wrong_coupling_does_not_turn():
    R = sympy.Matrix([[0, 0, 1], [1, 0, 0], [0, 1, 0]])
    turns = [np.array(gt.exact.wigner_D(1, R).tolist(), dtype=object)] * 3
    C = np.array(gt.exact.clebsch_gordan(1, 1, 1).to_sympy().tolist(), dtype=object)
    assert (couplings_turn(C, turns) == 0).all()
    C[0, 1, 2] = -C[0, 1, 2]
    assert (couplings_turn(C, turns) != 0).any()


@pytest.mark.parametrize("l", range(9))
def test_exact_matrices_are_signed_permutations_or_unitary(l):
    for convention in DISTINCT.values():
        from_ours = unitary_change(l, NAMED["grouptools"], convention)
        assert is_unitary(from_ours)
        standard = NAMED["grouptools complex" if convention.basis == "complex" else "grouptools"]
        if convention.axes == "xyz":
            assert is_signed_permutation(unitary_change(l, standard, convention))


def is_unitary(M):
    return (M * M.H).applyfunc(sympy.expand) == sympy.eye(M.rows)


def is_signed_permutation(M):
    units = {1, -1, sympy.I, -sympy.I}
    rows = [[x for x in M.row(i) if x != 0] for i in range(M.rows)]
    columns = [[x for x in M.col(i) if x != 0] for i in range(M.rows)]
    return all(len(line) == 1 and line[0] in units for line in rows + columns)


def test_what_is_neither_is_seen():
    M = unitary_change(2, NAMED["grouptools"], NAMED["scipy"]).as_mutable()
    assert is_unitary(M)
    assert not is_signed_permutation(M)
    M[0, 0] = -M[0, 0]
    assert not is_unitary(M)
    double = sympy.eye(3)
    double[0, 1] = 1
    assert not is_signed_permutation(double)


@pytest.mark.parametrize("l", [0, 1, 3])
def test_changes_compose(l):
    """A change and the next are the change from first to last; back is the inverse."""
    names = ("e3nn", "sympy real", "pyshtools complex unnorm", "orca")
    for a, b, c in product([NAMED[name] for name in names], repeat=3):
        composed = change_of_basis(l, b, c) * change_of_basis(l, a, b)
        difference = composed - change_of_basis(l, a, c)
        assert difference.applyfunc(sympy.expand).is_zero_matrix
