"""Rules on the circle, the sphere and SO(3), by the degree that they have to reach."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import lru_cache

import numpy as np

from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree as read_degree
from grouptools.numeric.bounds import check_tested
from grouptools.numeric.quadrature.designs import DESIGNS, design_points
from grouptools.numeric.quadrature.polar import circle, driscoll_healy, gauss_legendre, nearest
from grouptools.numeric.quadrature.polyhedral import rotations
from grouptools.numeric.quadrature.rule import Array, Quadrature

__all__ = ["circle_quadrature", "so3_quadrature", "sphere_quadrature"]

#: Degrees of the rules of Lebedev and Laikov that scipy holds.
LEBEDEV = (*range(3, 33, 2), *range(35, 132, 6))
#: Degrees that the sums over the rotation groups of the solids reach on SO(3).
GROUPS = {"T": 2, "O": 3, "I": 5}


def circle_quadrature(degree: int) -> Quadrature:
    """The rule of degree + 1 equal steps on the circle; weights add up to 2 pi.

    Points: [(cos(2 * pi * k / n), sin(2 * pi * k / n)) for k in range(n)], n = degree + 1.

    Raises `ArgumentError` unless degree is an integer >= 0, and beyond the tested range:
    degree <= 1024, within degree + 4 units of rounding of sqrt(2 pi).

    >>> circle_quadrature(3).points.round(6) + 0.0
    array([[ 1.,  0.],
           [ 0.,  1.],
           [-1.,  0.],
           [ 0., -1.]])
    """
    degree = read_degree(degree, "degree")
    check_tested("circle_quadrature", degree)
    count = degree + 1
    return Quadrature(
        circle(count).copy(), np.full(count, 2 * np.pi / count), degree, f"{count} equal steps"
    )


def sphere_quadrature(degree: int, kind: str = "gauss") -> Quadrature:
    """The smallest rule of a kind that integrates harmonics up to `degree` over the sphere.

    The weights add up to 4 pi.  Kinds:

    "gauss": Gauss and Legendre in cos(b), n = degree//2 + 1 nodes, times degree + 1 equal steps
    around, from x on [DLMF 3.5(v)].
    "driscoll-healy": the grid b_j = pi j/(2B), a_k = pi k/B, j, k < 2B, of degree 2B - 1
    [Driscoll, Healy 1994, Adv. Appl. Math. 15, 202]; the pole is in it, with weight 0.
    "soft": the same with b_j = pi (2j + 1)/(4B) [Kostelec, Rockmore 2008, J. Fourier Anal. Appl.
    14, 145].
    "lebedev": degrees 3, 5, ..., 31, 35, 41, ..., 131 [Lebedev, Laikov 1999, Dokl. Math. 59, 477];
    some of degrees 13, 25 and 27 have negative weights.
    "design": equal weights, of degree 2, 3, 5, 7, 9, 11, 15 or 19 with 4, 6, 12, 24, 48, 72, 132
    and 212 points, proved; see `grouptools.numeric.quadrature.designs`.

    Points of grids: [point(b, a) for b from north to south for a in range(count)].
    Returns a `Quadrature`, whose degree may be higher than asked for.

    Raises `ArgumentError` for an unknown kind, for degrees that a kind does not reach, and beyond
    the tested range: degree <= 512, within 2 (degree + 4) units of rounding of sqrt(4 pi).

    >>> sphere_quadrature(6, "design")
    Quadrature(orbits of O of 24 points, degree=7, 24 points)
    >>> sphere_quadrature(6).weights.sum().round(6)
    np.float64(12.566371)
    """
    degree = read_degree(degree, "degree")
    make = _kind(kind, _SPHERE_KINDS)
    check_tested("sphere_quadrature", degree)
    points, weights, reached, name = make(degree)
    return Quadrature(points.copy(), weights.copy(), reached, name)


def so3_quadrature(degree: int, kind: str = "gauss") -> Quadrature:
    """The smallest rule of a kind that integrates all D^l, l <= `degree`, over SO(3).

    int f(R) dR with the Haar measure: the weights add up to 1.  A product of two matrix elements
    D^l, D^k needs degree l + k.

    Kinds are those of `sphere_quadrature`, for the image of the z axis, times degree + 1 equal
    steps of the turn about it: R = Rz(a) Ry(b) Rz(c).  "gauss" so is the product of Gauss and
    Legendre in cos(b) and equal steps in a and c.  Besides, "group": the 12, 24 or 60 rotations of
    the tetrahedron, octahedron and icosahedron, of degree 2, 3 and 5, with equal weights.

    Points: [quaternion(a, b, c) for (a, b) in the sphere's order for c in range(count)], unit
    quaternions, scalar last, the first component that is not 0 in the order w, x, y, z positive.
    Returns a `Quadrature`, whose degree may be higher than asked for.

    Raises `ArgumentError` for an unknown kind, for degrees that a kind does not reach, and beyond
    the tested range: degree <= 128, within 4 (degree + 4) units of rounding.

    >>> so3_quadrature(3, "group")
    Quadrature(rotation group O, degree=3, 24 points)
    >>> rule = so3_quadrature(2)
    >>> rule.points.shape, rule.weights.sum().round(6)
    ((18, 4), np.float64(1.0))
    """
    degree = read_degree(degree, "degree")
    make = _kind(kind, {**_SPHERE_KINDS, "group": _group})
    check_tested("so3_quadrature", degree)
    if kind == "group":
        points, weights, reached, name = _group(degree)
        return Quadrature(points.copy(), weights.copy(), reached, name)
    directions, areas, reached, name = make(degree)
    count = degree + 1
    points = _quaternions(directions, count).reshape(-1, 4)
    weights = np.repeat(areas / (4 * np.pi * count), count)
    return Quadrature(points, weights, degree, f"{name} x {count} equal steps")


#: Points, weights, degree, name.
Parts = tuple[Array, Array, int, str]


def _kind(kind: str, known: dict[str, Callable[[int], Parts]]) -> Callable[[int], Parts]:
    if kind not in known:
        raise ArgumentError(
            f"kind = {kind!r} was given, but the rules are {', '.join(known)}: name one of them"
        )
    return known[kind]


def _reached(degree: int, degrees: Collection[int], kind: str) -> int:
    """The least of the degrees that is not below `degree`."""
    enough = [known for known in degrees if known >= degree]
    if not enough:
        raise ArgumentError(
            f'degree = {degree} was given, but rules of kind "{kind}" reach degree {max(degrees)}: '
            f'ask for less, or for kind "gauss"'
        )
    return min(enough)


@lru_cache(maxsize=16)
def _gauss(degree: int) -> Parts:
    count = degree // 2 + 1
    return *_grid(gauss_legendre(count), degree + 1), degree, f"Gauss-Legendre, {count} rings"


@lru_cache(maxsize=16)
def _driscoll_healy(degree: int) -> Parts:
    bandwidth = degree // 2 + 1
    rings = driscoll_healy(bandwidth, shifted=False)
    name = f"Driscoll-Healy, bandwidth {bandwidth}"
    return *_grid(rings, 2 * bandwidth), 2 * bandwidth - 1, name


@lru_cache(maxsize=16)
def _soft(degree: int) -> Parts:
    bandwidth = degree // 2 + 1
    rings = driscoll_healy(bandwidth, shifted=True)
    name = f"half-shifted Driscoll-Healy, bandwidth {bandwidth}"
    return *_grid(rings, 2 * bandwidth), 2 * bandwidth - 1, name


def _grid(rings: Array, count: int) -> tuple[Array, Array]:
    """Points and weights on rings [cos b, sin b, weight], with `count` equal steps around."""
    cosine, sine, weight = rings.T
    around = circle(count)
    points = np.empty((len(rings), count, 3))
    points[..., :2] = sine[:, np.newaxis, np.newaxis] * around
    points[..., 2] = cosine[:, np.newaxis]
    return points.reshape(-1, 3), np.repeat(weight * (2 * np.pi / count), count)


@lru_cache(maxsize=16)
def _lebedev(degree: int) -> Parts:
    from scipy.integrate import lebedev_rule

    reached = _reached(degree, LEBEDEV, "lebedev")
    points, weights = lebedev_rule(reached)
    return np.ascontiguousarray(points.T), weights, reached, f"Lebedev, degree {reached}"


@lru_cache(maxsize=16)
def _design(degree: int) -> Parts:
    reached = _reached(degree, [design.degree for design in DESIGNS], "design")
    design = next(design for design in DESIGNS if design.degree == reached)
    points = design_points(design)
    count = len(points)
    name = f"orbits of {design.group} of {count} points"
    return points, np.full(count, 4 * np.pi / count), reached, name


def _group(degree: int) -> Parts:
    import flint

    reached = _reached(degree, GROUPS.values(), "group")
    group = next(name for name, known in GROUPS.items() if known == reached)
    with flint.ctx.workprec(128):
        points = np.array([[nearest(entry) for entry in q] for q in rotations(group)])
    return points, np.full(len(points), 1 / len(points)), reached, f"rotation group {group}"


_SPHERE_KINDS: dict[str, Callable[[int], Parts]] = {
    "gauss": _gauss,
    "driscoll-healy": _driscoll_healy,
    "soft": _soft,
    "lebedev": _lebedev,
    "design": _design,
}


def _quaternions(directions: Array, count: int) -> Array:
    """Rotations Rz(a) Ry(b) Rz(c) that send z to a direction, for `count` equal steps of c."""
    x, y, z = directions.T
    across = np.hypot(x, y)
    # cos(b/2) and sin(b/2), each from where nothing cancels
    large = np.sqrt((1 + np.abs(z)) / 2)
    small = across / (2 * large)
    cosine, sine = np.where(z >= 0, large, small), np.where(z >= 0, small, large)
    azimuth = np.arctan2(y, x) / 2
    half = np.pi * np.arange(count) / count
    sums = azimuth[:, np.newaxis] + half
    differences = half - azimuth[:, np.newaxis]
    cosine, sine = cosine[:, np.newaxis], sine[:, np.newaxis]
    points = np.stack(
        [
            sine * np.sin(differences),
            sine * np.cos(differences),
            cosine * np.sin(sums),
            cosine * np.cos(sums),
        ],
        axis=-1,
    )
    ordered = points[..., [3, 0, 1, 2]]
    first = np.take_along_axis(ordered, (ordered != 0).argmax(-1)[..., np.newaxis], -1)
    signed: Array = points * np.where(first < 0, -1.0, 1.0) + 0.0
    return signed
