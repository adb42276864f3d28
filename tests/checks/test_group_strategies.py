"""Groups and representations that strategies draw are such, and of every kind there is."""

import numpy as np
import pytest
import sympy
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from grouptools.checks import assert_equivariant, strategies
from grouptools.groups.lie import O2, O3, SO2, SO3, SU2
from grouptools.groups.planar import dihedral
from grouptools.groups.point_groups import point_group
from grouptools.kernels.deriving import kernel_basis

slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
some = settings(deadline=None, max_examples=30, suppress_health_check=slow)
few = settings(deadline=None, max_examples=12, suppress_health_check=slow)
REACHED = settings(
    database=None,
    derandomize=True,
    max_examples=2000,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=slow,
)
LIE = [SO2(), O2(), SO3(), O3(), SU2()]


def reached(strategy, condition):
    """Whether an example that meets the condition is drawn; `find` raises where none is."""
    return condition(find(strategy, condition, settings=REACHED))


@some
@given(strategies.finite_groups(16))
def test_finite_groups_are_groups(group):
    table = group.table
    every = np.arange(group.order)
    assert group.order <= 16
    assert (table[0] == every).all()
    assert (table[every, group.inverses] == 0).all()
    assert (table[table] == table[:, table]).all()  # (g h) k = g (h k)


@pytest.mark.parametrize(
    "condition",
    [
        lambda group: group.order == 1,
        lambda group: group.dimension == 0,
        lambda group: group.dimension == 2,
        lambda group: group.dimension == 3,
        lambda group: group.dimension == 4,
        lambda group: not group.is_abelian,
        lambda group: group.order == 24,
    ],
)
def test_finite_groups_of_every_kind_are_reached(condition):
    assert reached(strategies.finite_groups(), condition)


@pytest.mark.parametrize("name", ["C1", "D3h", "Oh", "I"])
def test_point_groups_are_reached(name):
    assert reached(strategies.point_groups(), lambda group: group.name == name)


def test_lie_groups_are_reached():
    assert all(reached(strategies.lie_groups(), lambda g, own=own: g == own) for own in LIE)
    with pytest.raises(NoSuchExample):
        reached(strategies.lie_groups(with_space=True), lambda group: group == SU2())


@pytest.mark.parametrize("group", [dihedral(5), point_group("Th"), *LIE], ids=str)
def test_elements_are_of_the_group(group):
    label = "1/2" if group.name == "SU(2)" else group.irreps(1)[-1] if group in LIE else None
    irrep = group.irreps()[-1] if label is None else group.irrep(str(label))

    @few
    @given(strategies.elements(group), strategies.exact_elements(group))
    def check(element, exact):
        matrix = irrep.representation.numeric(element)
        assert np.allclose(matrix @ matrix.conj().T, np.eye(irrep.dimension), atol=1e-12)
        found = irrep.representation(exact)
        unit = (found * found.H - sympy.eye(irrep.dimension)).applyfunc(sympy.simplify)
        assert unit.is_zero_matrix

    check()


def test_special_elements_are_reached():
    assert reached(strategies.elements(SO2()), lambda angle: angle == np.pi)
    assert reached(strategies.elements(O2()), lambda matrix: np.linalg.det(matrix) < 0)
    assert reached(strategies.elements(O3()), lambda matrix: np.linalg.det(matrix) < 0)
    assert reached(strategies.elements(SU2()), lambda q: (q == [0, 0, 0, -1]).all())
    assert reached(strategies.exact_elements(O2()), lambda matrix: matrix.det() == -1)
    assert reached(strategies.exact_elements(O3()), lambda matrix: matrix.det() == -1)


@some
@given(strategies.exact_points(2), strategies.exact_points())
def test_exact_points_are_rational(plane, space):
    assert (len(plane), len(space)) == (2, 3)
    assert all(isinstance(number, sympy.Rational) for number in plane + space)
    assert any(plane)
    assert any(space)


@some
@given(st.data())
def test_subgroups_are_closed(data):
    group = data.draw(strategies.finite_groups(12))
    subgroup = data.draw(strategies.subgroups(group))
    inside = list(subgroup.elements)
    assert set(group.table[np.ix_(inside, inside)].ravel().tolist()) == set(inside)


@some
@given(st.data())
def test_representations_are_homomorphisms(data):
    group = data.draw(strategies.finite_groups(12))
    rep = data.draw(strategies.representations(group, 8))
    g, h = data.draw(strategies.elements(group)), data.draw(strategies.elements(group))
    images = rep.element_images
    assert images[group.multiply(g, h)] == images[g] @ images[h]
    assert rep.dimension <= 8


@few
@given(st.data())
def test_representations_of_lie_groups_decompose(data):
    group = data.draw(strategies.lie_groups())
    rep = data.draw(strategies.representations(group, 6))
    assert rep.multiplicities().dimension == rep.dimension


@pytest.mark.parametrize(
    "condition",
    [
        lambda rep: rep.dimension == 1,
        lambda rep: rep.permutation is not None,
        lambda rep: len(rep.summands) == 2,
        lambda rep: "induced" in rep.name,
        lambda rep: rep.dimension == 4,
    ],
)
def test_representations_of_every_kind_are_reached(condition):
    assert reached(strategies.representations(point_group("D3")), condition)


@few
@given(strategies.kernel_pairs(8, 4))
def test_kernels_between_drawn_representations_are_certified(pair):
    basis = kernel_basis(*pair, 2)
    assert basis.certificate.holds


@few
@given(st.data())
def test_functions_are_equivariant_at_drawn_elements(data):
    group = data.draw(st.one_of(strategies.finite_groups(12), strategies.lie_groups()))
    irrep = data.draw(strategies.irreps(group, 1))
    chosen = data.draw(st.lists(strategies.elements(group), min_size=1, max_size=3))
    square = irrep.representation * irrep.representation
    assert_equivariant(lambda v: np.kron(v, v), irrep, square, elements=chosen)
