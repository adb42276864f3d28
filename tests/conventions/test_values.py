"""Conventions as values: text and back, equality of meaning, names, and what is refused."""

from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import grouptools as gt
from grouptools.checks.strategies import conventions
from grouptools.conventions import NAMED, Convention, named
from grouptools.conventions.choices import VALUES
from grouptools.conventions.convention import CHOSEN
from grouptools.conventions.orders import RULES, Order
from grouptools.conventions.phases import Phase
from grouptools.errors import ArgumentError


@settings(max_examples=100, deadline=None)
@given(conventions())
def test_text_and_back(convention):
    assert Convention.parse(str(convention)) == convention
    assert hash(Convention.parse(str(convention))) == hash(convention)
    assert eval(repr(convention), {"Convention": Convention}) == convention  # noqa: S307
    assert convention.differences(convention) == {}


@pytest.mark.parametrize("name", NAMED)
def test_names(name):
    convention = named(name)
    assert Convention.parse(name) == convention
    assert Convention.parse(str(convention)) == convention
    assert Convention.parse(name).name == convention.name == name
    assert convention.source
    assert repr(convention) == f"Convention.parse({name!r})"


def test_equality_is_meaning():
    assert Convention(normalization="racah") == Convention(normalization="schmidt")
    assert Convention(normalization="4pi") == Convention(normalization="component")
    assert Convention(phase="i^l * i^l") == Convention(phase="(-1)^l")
    assert Convention(phase="-1 for |m|=3 * -1 for |m|=3") == Convention()
    assert Convention(phase="-1 for |m|=4,3") == Convention(phase="-1 for |m|=3 * -1 for |m|=4")
    assert Convention(order="ascending, but l=1: -1 0 1") == Convention()
    assert Convention(order="descending, but l=0: 0") == Convention(order="descending")
    assert Convention(wigner_D="Y(R^-1x)=D^T Y(x)") == Convention()  # D is orthogonal
    assert Convention(voigt="xx yy zz zy zx yx") == Convention()
    assert Convention(name="ours") == Convention()
    assert Convention(basis="complex", coupling_sign="e3nn 0.4.4") == Convention(basis="complex")


@pytest.mark.parametrize("field", [f for f in CHOSEN if f in VALUES])
def test_every_choice_matters(field):
    """No two values of a choice are equal, but for D in a real basis and signs in a complex one."""
    basis = "real" if field == "coupling_sign" else "complex"
    start = Convention(basis=basis)
    values = {replace(start, **{field: value}) for value in VALUES[field]}
    assert len(values) == len(VALUES[field])


@pytest.mark.parametrize("rule", RULES)
@given(l=st.integers(0, 12))
def test_orders_are_permutations(rule, l):
    assert sorted(Order.parse(rule).of(l)) == list(range(-l, l + 1))


@given(conventions(), st.integers(0, 6))
def test_phases_are_those_of_their_text(convention, l):
    """Each factor by what it says."""
    for m in range(-l, l + 1):
        power = 0
        for factor in convention.phase.split(" * "):
            power += {
                "standard": 0,
                "(-1)^m": 2 * m,
                "(-1)^m for m>0": 2 * m * (m > 0),
                "(-1)^m for m<0": 2 * m * (m < 0),
                "-1 for m>0": 2 * (m > 0),
                "-1 for m<0": 2 * (m < 0),
                "(-1)^l": 2 * l,
                "i^l": l,
                "-i^l": -l,
            }.get(factor, 2 * (str(abs(m)) in factor.rpartition("=")[2].split(",")))
        assert Phase.parse(convention.phase).power_of_i(l, m) == power % 4


def test_values_are_frozen():
    with pytest.raises(FrozenInstanceError):
        gt.GROUPTOOLS.basis = "complex"


def test_differences():
    assert named("e3nn").differences(named("e3nn 0.4.4")) == {
        "coupling_sign": ("(-1)^floor((l1+l2-l3)/2)", "e3nn 0.4.4")
    }


def test_a_name_with_other_choices_has_no_name():
    changed = Convention.parse("e3nn; normalization = norm")
    assert (changed.name, changed.source, changed.version) == ("", "", "")
    assert changed.axes == "zxy"
    assert Convention.parse("pyshtools csphase=-1; normalization = norm").phase == "(-1)^m"


WRONG = [
    ({"basis": "quaternionic"}, "basis = 'quaternionic' was given, but it is one of 'real'"),
    ({"axes": "xxz"}, "axes = 'xxz' was given, but it is one of 'xyz'"),
    ({"basis": None}, "basis = None was given, but it is a text one of 'real', 'complex'"),
    ({"quaternions": 3}, "quaternions = 3 was given, but it is a text one of 'xyzw', 'wxyz', None"),
    ({"normalization": "max"}, "normalization = 'max' was given, but it is one of 'integral'"),
    ({"wigner_D": "D"}, "wigner_D = 'D' was given, but it is one of 'Y(R x) = D Y(x)'"),
    ({"coupling_sign": "+"}, "coupling_sign = '+' was given, but it is one of 'standard'"),
    ({"euler_angles": "ZZY"}, "euler_angles = 'ZZY' was given, but it is three axes"),
    ({"euler_angles": "zYz"}, "euler_angles = 'zYz' was given, but it is three axes"),
    ({"voigt": "xx yy zz"}, "voigt = 'xx yy zz' was given, but it is an order of the six pairs"),
    (
        {"order": "random"},
        "the order 'random' was given, but an order begins with one of ascending",
    ),
    ({"order": "fft, but l=1: 1 0"}, "the order has the exception 'l=1: 1 0', but one is written"),
    ({"order": "fft, but 1: a"}, "the order has the exception '1: a', but one is written like"),
    ({"phase": "(-1)^n"}, "the phase has the factor '(-1)^n', but a factor is one of: standard"),
    ({"phase": "i^l"}, "phase = 'i^l' was given with a real basis, but its phases are 1 and -1"),
    ({"coupling": "3j"}, "coupling = '3j' was given with a real basis"),
]


@pytest.mark.parametrize(("choice", "sentence"), WRONG)
def test_wrong_choices(choice, sentence):
    with pytest.raises(ArgumentError) as caught:
        Convention(**choice)
    assert str(caught.value).startswith(sentence)


TEXTS = [
    ("e4nn", "'e4nn' is the name of no convention: known are grouptools"),
    ("", "'' is the name of no convention"),
    ("e3nn; axis = xyz", "'axis = xyz' was given in a convention, but a part is `choice = value`"),
    ("e3nn; axes", "'axes' was given in a convention"),
    ("axes = xyz; axes = zxy", "'axes = zxy' was given in a convention, but a part is"),
    ("e3nn; name = mine", "'name = mine' was given in a convention"),
]


@pytest.mark.parametrize(("text", "sentence"), TEXTS)
def test_wrong_texts(text, sentence):
    with pytest.raises(ArgumentError) as caught:
        Convention.parse(text)
    assert str(caught.value).startswith(sentence)
