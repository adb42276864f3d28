"""Hypothesis strategies for spins, rotations, points, groups, representations and conventions.

They draw the places where code breaks far more often than chance would: the identity and its
neighbourhood, half turns, the poles, the gimbal lock of Euler angles.  Needs hypothesis.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from grouptools.checks import spins as ranges
from grouptools.checks.convention_strategies import conventions
from grouptools.checks.drawing import st
from grouptools.checks.group_strategies import (
    elements,
    exact_elements,
    exact_points,
    finite_groups,
    irreps,
    kernel_pairs,
    lie_groups,
    permutation_groups,
    point_groups,
    representations,
    subgroups,
)
from grouptools.checks.spins import Spin
from grouptools.checks.turns import exact_turns, product, rotation_entries
from grouptools.exact.quantum_numbers import degree, twice_spin

if TYPE_CHECKING:
    import sympy
    from scipy.spatial.transform import Rotation

    Vector = NDArray[np.float64]
    ExactNumbers = tuple[sympy.Rational, ...]

__all__ = [
    "conventions",
    "degrees",
    "elements",
    "exact_elements",
    "exact_points",
    "exact_quaternions",
    "exact_rotations",
    "exact_unit_vectors",
    "finite_groups",
    "irreps",
    "kernel_pairs",
    "lie_groups",
    "permutation_groups",
    "point_groups",
    "projections",
    "representations",
    "rotations",
    "spins",
    "subgroups",
    "triads",
    "unit_vectors",
]

#: Distances from a special place: powers of ten down to where float64 no longer sees them.
_SMALL = st.integers(1, 17).map(lambda k: 10.0**-k)
_SUBNORMAL = st.sampled_from([0.0, -0.0, 5e-324, -5e-324, 1e-310, -2e-308])
_TURNS = st.floats(0.0, 2 * np.pi)


def degrees(maximum: int) -> st.SearchStrategy[int]:
    """Degrees l = 0, ..., maximum."""
    return st.integers(0, degree(maximum, "maximum"))


def spins(maximum: Spin, *, half: bool = True) -> st.SearchStrategy[Spin]:
    """Spins 0, 1/2, 1, ..., maximum, ints where they are integers, else Fractions.

    `half`: whether half-integers are among them.
    """
    last = ranges.spin(twice_spin(maximum, "maximum"))
    return st.sampled_from(ranges.spins(last, half=half))


def projections(j: Spin) -> st.SearchStrategy[Spin]:
    """Projections -j, -j+1, ..., j of a spin."""
    return st.sampled_from(ranges.projections(ranges.spin(twice_spin(j))))


@st.composite
def triads(
    draw: Callable[[st.SearchStrategy[Spin]], Spin], maximum: Spin, *, half: bool = True
) -> tuple[Spin, Spin, Spin]:
    """Triples (j1, j2, j3) of spins up to maximum that keep the triangle rule."""
    j1, j2 = draw(spins(maximum, half=half)), draw(spins(maximum, half=half))
    allowed = [j3 for j3 in ranges.couplings(j1, j2) if j3 <= maximum]
    return j1, j2, draw(st.sampled_from(allowed))


def unit_vectors() -> st.SearchStrategy[Vector]:
    """Float64 arrays of shape (3,) of length 1, up to a few units in the last place.

    Axes and poles; points at powers of ten from the poles; axes with subnormal and signed-zero
    components; points in general position.
    """
    return st.one_of(_axes(), _near_poles(), _nearly_axes(), _directions(3))


def rotations() -> st.SearchStrategy[Rotation]:
    """Single scipy `Rotation`s.

    The identity; rotations about axes of every kind by angles 0, half, third and quarter turns,
    at powers of ten from 0 and from a half turn, and others; Euler angles z-y-z with beta = 0 and
    pi, and at powers of ten from them; quaternions in general position.
    """
    from scipy.spatial.transform import Rotation

    axes = st.one_of(_diagonals(), unit_vectors())
    about_axes = st.builds(lambda axis, t: Rotation.from_rotvec(t * axis), axes, _angles())
    locked = st.builds(
        lambda a, b, c: Rotation.from_euler("ZYZ", [a, b, c]), _TURNS, _locked_angles(), _TURNS
    )
    general = _directions(4).map(Rotation.from_quat)
    return st.one_of(st.builds(Rotation.identity), about_axes, locked, general)


def exact_quaternions() -> st.SearchStrategy[ExactNumbers]:
    """Rational unit quaternions (x, y, z, w), as tuples of sympy Rationals.

    The squares p^2 / |p|^2 of integer quaternions: every rational one is such a square.
    """
    return _integer_quaternions().map(_unit_square)


def exact_rotations() -> st.SearchStrategy[sympy.Matrix]:
    """Exact 3x3 rotation matrices, in sympy.

    Elements of the cubic and of the icosahedral rotation group, rational rotations, and
    products of both.
    """
    rational = _integer_quaternions()
    elements = st.one_of(_words(_CUBIC), _words(_ICOSAHEDRAL))
    products = st.builds(product, elements, rational)
    return st.one_of(elements, rational, products).map(_exact_matrix)


def exact_unit_vectors() -> st.SearchStrategy[ExactNumbers]:
    """Rational points (x, y, z) of the unit sphere, as tuples of sympy Rationals: all of them."""
    return _integer_quaternions().map(lambda q: tuple(_exact_matrix(q)[:, 2]))


_CUBIC = ("quarter about z", "third about (1, 1, 1)")
_ICOSAHEDRAL = ("fifth, icosahedral", "third about (1, 1, 1)")


def _axes() -> st.SearchStrategy[Vector]:
    signed = [(axis, sign) for axis in (2, 0, 1) for sign in (1.0, -1.0)]
    return st.sampled_from(signed).map(lambda pair: pair[1] * np.eye(3)[pair[0]])


def _diagonals() -> st.SearchStrategy[Vector]:
    """The axes of the cube: (0, 0, 1), (0, 1, 1), (1, 1, 1) and so on."""
    component = st.sampled_from([0, 1, -1])
    return st.tuples(component, component, component).filter(any).map(_normalized)


def _near_poles() -> st.SearchStrategy[Vector]:
    def point(distance: float, azimuth: float, pole: float) -> Vector:
        height = pole * np.sqrt(1.0 - distance * distance)
        return np.array([distance * np.cos(azimuth), distance * np.sin(azimuth), height])

    return st.builds(point, _SMALL, _TURNS, st.sampled_from([1.0, -1.0]))


def _nearly_axes() -> st.SearchStrategy[Vector]:
    def point(axis: Vector, rest: tuple[float, ...]) -> Vector:
        return np.where(axis == 0.0, rest, axis)

    return st.builds(point, _axes(), st.tuples(_SUBNORMAL, _SUBNORMAL, _SUBNORMAL))


def _directions(dimension: int) -> st.SearchStrategy[Vector]:
    """Unit vectors in general position."""
    components = st.lists(st.floats(-1.0, 1.0), min_size=dimension, max_size=dimension)
    return components.filter(lambda v: bool(np.linalg.norm(v) > 1e-3)).map(_normalized)


def _normalized(vector: Sequence[float]) -> Vector:
    array = np.array(vector, dtype=np.float64)
    unit: Vector = array / np.linalg.norm(array)
    return unit


def _angles() -> st.SearchStrategy[float]:
    special = st.sampled_from([0.0, np.pi, np.pi / 2, 2 * np.pi / 3, -np.pi])
    return st.one_of(special, _SMALL, _near(np.pi), _TURNS)


def _locked_angles() -> st.SearchStrategy[float]:
    return st.one_of(st.sampled_from([0.0, np.pi]), _SMALL, _near(np.pi))


def _near(angle: float) -> st.SearchStrategy[float]:
    return st.builds(lambda s, side: angle + side * s, _SMALL, st.sampled_from([-1.0, 1.0]))


def _integer_quaternions() -> st.SearchStrategy[tuple[int, ...]]:
    """Quaternions (x, y, z, w) of small integers, not all zero; the identity is the simplest."""
    component = st.integers(-9, 9)
    unit = st.sampled_from([(0, 0, 0, 1), (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (1, 1, 1, 1)])
    return st.one_of(unit, st.tuples(component, component, component, component).filter(any))


def _unit_square(p: tuple[int, ...]) -> ExactNumbers:
    """P p / |p|^2."""
    from sympy import Rational

    norm = sum(n * n for n in p)
    return tuple(Rational(n, norm) for n in product(p, p))


def _words(names: tuple[str, ...]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Products of up to eight generators, as quaternions."""

    def word(letters: list[str]) -> tuple[Any, ...]:
        by_name = exact_turns()
        return reduce(_exact_product, (by_name[name] for name in letters), by_name["identity"])

    return st.lists(st.sampled_from(names), max_size=8).map(word)


def _exact_product(p: tuple[Any, ...], q: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(entry.expand() for entry in product(p, q))


def _exact_matrix(quaternion: tuple[Any, ...]) -> sympy.Matrix:
    """R(q) of a quaternion of any length whose square is rational."""
    import sympy

    norm = sympy.expand(sum(sympy.Integer(1) * n * n for n in quaternion))
    scaled = sympy.Matrix(rotation_entries(quaternion)) / norm
    return scaled.applyfunc(sympy.expand)
