"""There and back is the identity, exactly, between any two conventions and for every kind."""

import numpy as np
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import grouptools as gt
from grouptools.checks.strategies import conventions
from grouptools.conventions import convert
from grouptools.conventions.kinds import KINDS

SU2 = gt.Irreps("2x1/2 + 1 + 3/2", gt.SU2())
TURNS = [sympy.pi * k / 2 for k in (0, 1, -1, 2, 3)]

#: kind, shape, what else is needed
CASES = {
    "harmonics": [((16,), {}), ((2, 5), {"l": 2}), ((7,), {"l": 3})],
    "coefficients": [((16,), {}), ((2, 5), {"l": 2}), ((7,), {"l": 3})],
    "features": [((2, 17), {"irreps": "2x0e + 1x1o + 1x2e + 1x3o"}), ((6,), {"irreps": "2x1e"})],
    "wigner_D": [((1, 1), {}), ((3, 3), {}), ((2, 5, 5), {}), ((7, 7), {})],
    "clebsch_gordan": [((3, 3, 1), {}), ((3, 3, 3), {}), ((1, 7, 7), {}), ((3, 5, 7), {})],
    "kernel": [((4, 7), {"irreps_in": "0e + 2x1o", "irreps_out": "1o + 0e"})],
    "quaternions": [((2, 4), {})],
    "rotation_matrices": [((3, 3), {})],
    "vectors": [((2, 3), {})],
    "cartesian_tensors": [((3, 3, 3), {"rank": 3}), ((2,), {"rank": 0})],
    "voigt": [((6,), {}), ((6, 6), {"rank": 4})],
}
#: kind, shape, what else is needed of half-integer spins
SPINORS = {
    "wigner_D": [((2, 2), {}), ((4, 4), {})],
    "clebsch_gordan": [((2, 2, 3), {}), ((3, 2, 4), {}), ((2, 4, 3), {})],
    "features": [((11,), {"irreps": SU2})],
}

pairs = st.tuples(conventions(), conventions())
spinors = st.tuples(conventions(spinor=True), conventions(spinor=True))
hundred_times = settings(max_examples=100, deadline=None)


@st.composite
def sparse(draw, cases):
    """An exact array with three entries that are not zero, and what else its kind needs."""
    shape, needed = draw(st.sampled_from(cases))
    array = np.full(shape, sympy.Integer(0), dtype=object)
    for value in (sympy.Rational(2, 3), sympy.Integer(-5), 1 + 2 * sympy.I):
        array[tuple(draw(st.integers(0, n - 1)) for n in shape)] = value
    return array, needed


def there_and_back(array, kind, source, target, needed):
    there = convert(array, kind, source, target, **needed)
    return convert(there, kind, target, source, **needed)


@hundred_times
@given(pairs, st.data())
def test_any_two_conventions(pair, data):
    for kind, cases in CASES.items():
        array, needed = data.draw(sparse(cases), kind)
        assert (there_and_back(array, kind, *pair, needed) == array).all()
        assert (convert(array, kind, pair[0], pair[0], **needed) == array).all()


@hundred_times
@given(spinors, st.data())
def test_half_integer_spins(pair, data):
    for kind, cases in SPINORS.items():
        array, needed = data.draw(sparse(cases), kind)
        assert (there_and_back(array, kind, *pair, needed) == array).all()


def test_every_kind_is_here():
    assert {*CASES, "euler_angles"} == set(KINDS)


@hundred_times
@given(pairs, st.lists(st.sampled_from(TURNS), min_size=3, max_size=3))
def test_euler_angles_name_the_same_element_of_su2(pair, given_angles):
    """Angles are not unique; what comes back is the quaternion, with its sign."""
    angles = np.array(given_angles, dtype=object)
    back = there_and_back(angles, "euler_angles", *pair, {})
    parts = zip(quaternion(back, pair[0]), quaternion(angles, pair[0]), strict=True)
    assert all((found - expected).equals(0) for found, expected in parts)


def quaternion(angles, convention):
    """The product of the three turns, intrinsic or extrinsic, as sympy multiplies quaternions."""
    sequence = convention.euler_angles
    turns = [
        sympy.Quaternion(
            sympy.cos(angle / 2), *(sympy.sin(angle / 2) * int(axis == a) for a in "xyz")
        )
        for axis, angle in zip(sequence.lower(), angles, strict=True)
    ]
    first, second, third = turns[::-1] if sequence.islower() else turns
    return [sympy.expand(part) for part in (first * second * third).args[:4]]


def test_one_wrong_entry_is_seen():
    """The comparison above fails when one number of a converted array has another sign."""
    array = np.array([sympy.Integer(k) for k in range(1, 17)], dtype=object)
    there = convert(array, "harmonics", "grouptools complex", "e3nn")
    there[11] = -there[11]
    assert (convert(there, "harmonics", "e3nn", "grouptools complex") != array).any()
