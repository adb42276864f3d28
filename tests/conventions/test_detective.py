"""The door of the detective, what it says, and the equations that it solves."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.spatial.transform import Rotation

import grouptools as gt
from grouptools.checks.strategies import conventions
from grouptools.conventions import NAMED
from grouptools.conventions.convert import convert
from grouptools.conventions.detective import KINDS, detect_convention
from grouptools.conventions.detective.phase_equations import length, shortest_phases
from grouptools.conventions.detective.shortest_orders import fits, shortest_orders
from grouptools.conventions.kinds import KINDS as CONVERTED
from grouptools.conventions.orders import RULES, Order
from grouptools.conventions.phases import Phase
from grouptools.errors import ArgumentError

POINTS = np.random.default_rng(0).normal(size=(20, 3))
VALUES = gt.spherical_harmonics(2, POINTS)
ROTATIONS = Rotation.random(4, rng=1)
COEFFICIENTS = np.random.default_rng(2).normal(size=(8, 5))

SAID = """\
harmonics: grouptools (deviation 0.0e+00)
    basis = real
    axes = xyz
    order = ascending
    phase = standard
    normalization = integral"""


def test_what_is_said_of_a_named_convention():
    found = detect_convention(VALUES, "harmonics", points=POINTS)
    first, *lines = str(found).splitlines()
    assert first.startswith("harmonics: grouptools, as well as sphericart")
    assert lines == SAID.splitlines()[1:]
    assert repr(found) == str(found)
    assert found.convention is NAMED["grouptools"]
    assert found.deviation == 0


def test_what_is_said_of_a_convention_without_a_name():
    array = VALUES[:, [3, 2, 1]] * [1, -1, -1]
    found = detect_convention(array, "harmonics", points=POINTS, l=1)
    lines = str(found).splitlines()
    assert lines[0].startswith("harmonics: a convention without a name (deviation ")
    assert "nearest:" in lines
    assert found.conventions == ()
    assert found.convention == found.candidates[0]
    assert len(found.nearest) == 3
    assert found.convention.wigner_D is None  # harmonics do not say
    unchanged = convert(array, "harmonics", found.convention, "grouptools", l=1)
    assert np.allclose(unchanged, VALUES[:, 1:4], rtol=0, atol=1e-15)


def test_what_is_said_of_none():
    found = detect_convention(VALUES[:, ::-1] + 0.5, "harmonics", points=POINTS)
    lines = str(found).splitlines()
    assert lines[:2] == ["harmonics: none of the known conventions (to 0.0001)", "nearest:"]
    assert len(lines) == 5
    assert all(": entry [" in line and "entries differ" in line for line in lines[2:])
    assert found.choices == {}


def test_many_names_are_cut_short():
    found = detect_convention([[0.0, 0, 0, 1]], "quaternions", rotations=[0.0, 0, 0, 1])
    assert len(found.conventions) > 6
    assert f" and {len(found.conventions) - 6} more (" in str(found)


@given(conventions())
@settings(max_examples=30, deadline=None)
def test_what_convert_writes_is_recognised(convention):
    """Conversion by exact matrices and detection share no code but the choices themselves."""
    pair = COEFFICIENTS, COEFFICIENTS @ gt.wigner_D(2, ROTATIONS[0]).T
    cases = {
        "harmonics": (VALUES[:, 4:], {"points": POINTS, "l": 2}),
        "wigner_D": (gt.wigner_D(2, ROTATIONS), {"rotations": ROTATIONS}),
        "clebsch_gordan": (gt.clebsch_gordan(1, 2, 2), {"degrees": (1, 2, 2)}),
        "coefficients": (pair, {"rotation": ROTATIONS[0], "l": 2}),
    }
    for kind, (array, known) in cases.items():
        needed = {"l": 2} if "l" in known else {}

        def written(target, kind=kind, array=array, needed=needed):
            parts = array if isinstance(array, tuple) else (array,)
            return tuple(convert(p, kind, "grouptools", target, **needed) for p in parts)

        given_ = written(convention)
        found = detect_convention(given_ if kind == "coefficients" else given_[0], kind, **known)
        assert found, kind
        if kind != "coefficients":  # whose norms and common phases leave no trace
            again = written(found.convention)[0]
            assert np.allclose(again, given_[0], rtol=1e-9, atol=1e-9), kind


def test_a_detection_cannot_be_changed():
    found = detect_convention(VALUES, "harmonics", points=POINTS)
    with pytest.raises(AttributeError):
        found.rtol = 1


def test_kinds_have_the_names_of_conversion():
    assert set(KINDS) <= set(CONVERTED)


@pytest.mark.parametrize(
    ("kind", "given", "sentence"),
    [
        (
            "spherical",
            {},
            "kind = 'spherical' was given, but what is recognised is one of harmonics",
        ),
        (3, {}, "kind = 3 was given, but what is recognised is one of harmonics, wigner_D, cleb"),
        ("wigner_D", {"points": POINTS}, "points= was given with kind = 'wigner_D', but that kind"),
        ("harmonics", {"rotations": POINTS}, "but that kind takes points=, l="),
        ("harmonics", {"points": POINTS, "rtol": 0}, "rtol = 0 was given, but it is a number betw"),
        ("harmonics", {"points": POINTS, "rtol": 0.5}, "a number between 0 and 0.1"),
        ("harmonics", {"points": POINTS, "rtol": "small"}, "rtol = 'small' was given"),
        ("harmonics", {"points": POINTS, "rtol": True}, "rtol = True was given"),
    ],
)
def test_wrong_arguments_are_one_sentence(kind, given, sentence):
    with pytest.raises(ArgumentError) as caught:
        detect_convention(VALUES, kind, **given)
    assert sentence in str(caught.value)


def test_tensors_of_torch_are_read():
    torch = pytest.importorskip("torch", reason="torch is an extra")
    array = torch.tensor(VALUES, requires_grad=True)
    found = detect_convention(array, "harmonics", points=torch.tensor(POINTS))
    assert found.convention.name == "grouptools"


SEEN = [(l, m) for l in range(4) for m in range(-l, l + 1)]


@pytest.mark.parametrize("real", [True, False])
def test_every_phase_is_found_from_its_values(real):
    """As short as the one that was asked for, or shorter, and the same where it was seen."""
    for switches in product((0, 1), repeat=4):
        for power in (0, 2) if real else range(4):
            for turned in ((), (1,), (2, 3), (3,)):
                phase = Phase(*switches, power, frozenset(turned))
                seen = [(((1, l, m),), phase.power_of_i(l, m)) for l, m in SEEN]
                found = shortest_phases(seen, real=real)
                assert found
                for other in found:
                    assert length(other) <= length(phase)
                    assert all(other.power_of_i(l, m) == power_ for (((_, l, m),), power_) in seen)


def test_phases_that_do_not_exist_are_seen():
    """i for one component only, or signs of m and -m that no rule ties."""
    one = [(((1, l, m),), int((l, m) == (2, 1))) for l, m in SEEN]
    assert shortest_phases(one, real=False) == ()
    signs = [(((1, l, m),), 2 * ((l, m) == (3, 3))) for l, m in SEEN]
    assert shortest_phases(signs, real=True) == ()


def test_orders_are_found_from_their_degrees():
    for rule, orders in RULES.items():
        assert shortest_orders({l: orders(l) for l in range(5)}) == (0, (Order(rule),))
    assert fits((2, 1, 0, -1, -2), (2, None, None, None, -2))
    assert not fits((2, 1, 0, -1, -2), (-2, None, None, None, 2))


def test_every_completion_of_an_order_is_listed():
    others = {l: RULES["ascending"](l) for l in (2, 3)}
    _, found = shortest_orders({1: (1, None, None), **others})
    assert [order.of(1) for order in found] == [(1, -1, 0), (1, 0, -1)]
    _, found = shortest_orders({1: (1, -1), **others})
    assert {order.of(1) for order in found} == {(1, -1, 0), (1, 0, -1), (0, 1, -1)}
