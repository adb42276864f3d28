"""Spherical designs: points of equal weight, from orbits of the groups of the Platonic solids.

The points of k free orbits are a common zero of the invariants of the first degrees, 2k of them on
2k coordinates.  Newton's method finds it from the start written below, and the interval form of
Newton's method proves it: N(X) = m - J(X)^-1 F(m) lies inside X, so that X holds one zero, and only
one [Neumaier 1990, Interval Methods for Systems of Equations, theorem 5.1.7].  Where the start came
from does not matter; each point is then rounded from its enclosure.

The degree reached is one less than that of the next invariant.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from grouptools.errors import IntegrityError
from grouptools.numeric.quadrature.polar import nearest
from grouptools.numeric.quadrature.polyhedral import (
    Vector,
    dot,
    invariant,
    matrix,
    rotations,
    special_point,
)
from grouptools.numeric.quadrature.rule import Array

if TYPE_CHECKING:
    import flint

__all__ = ["DESIGNS", "Design", "design_points", "free_points"]

BITS = 256
# The box in which the zero is proved to lie is this wide, far below a float's last place.
WIDTH_BITS = 160


@dataclass(frozen=True)
class Design:
    """Orbits of a group: special ones by their size, free ones by a point near to one of each.

    `killed`: degrees of the invariants that vanish.  `degree`: one less than the next one's.
    """

    degree: int
    group: str
    special: tuple[int, ...]
    killed: tuple[int, ...] = ()
    starts: tuple[tuple[float, float, float], ...] = ()


#: The designs known here, by degree.
DESIGNS = (
    Design(2, "T", (4,)),
    Design(3, "O", (6,)),
    Design(5, "I", (12,)),
    Design(7, "O", (), (4, 6), ((0.866247, 0.422519, 0.266635),)),
    Design(
        9,
        "O",
        (),
        (4, 6, 8, 9),
        ((0.933365, 0.353542, 0.061954), (0.706842, 0.639740, -0.301840)),
    ),
    Design(11, "I", (12,), (6, 10), ((0.145622, -0.142988, 0.978953),)),
    Design(
        15,
        "I",
        (12,),
        (6, 10, 12, 15),
        ((0.213388, -0.307317, 0.927374), (0.161754, -0.865117, 0.474771)),
    ),
    Design(
        19,
        "I",
        (12, 20),
        (6, 10, 12, 15, 16, 18),
        (
            (0.164453, -0.351738, 0.921540),
            (0.152389, -0.797406, 0.583885),
            (0.698425, 0.605549, -0.381461),
        ),
    ),
)


@lru_cache(maxsize=32)
def design_points(design: Design) -> Array:
    """Entries: [R x / |x| for x in one point of each orbit for R in the group], each point once."""
    import flint

    with flint.ctx.workprec(BITS):
        turns = [matrix(q) for q in rotations(design.group)]
        points: list[list[float]] = []
        for size in design.special:
            points += _orbit(turns, special_point(design.group, size))
        for x in free_points(design):
            points += _orbit(turns, x)
    return np.array(points)


def _orbit(turns: list[list[Vector]], x: Vector) -> list[list[float]]:
    """The different images of x, normalised and rounded, in the order of the group."""
    length = dot(x, x).sqrt()
    images = [[nearest(dot(row, x) / length) + 0.0 for row in turn] for turn in turns]
    # images that are equal agree to 1e-60, and so their floats next to 0 but for its sign
    return list({tuple(round(v, 12) for v in image): image for image in images}.values())


def free_points(design: Design) -> list[Vector]:
    """Enclosures of one point of each free orbit, proved; at the precision of flint's context."""
    import flint

    if not design.starts:
        return []
    middle = [flint.arb(entry) for start in design.starts for entry in start]
    for _ in range(12):
        middle = [entry.mid() for entry in _newton_step(design, middle, middle)]
    radius = flint.arb(2) ** -WIDTH_BITS
    box = [entry + flint.arb(0, radius) for entry in middle]
    image = _newton_step(design, middle, box)
    if not all(outer.contains(inner) for outer, inner in zip(box, image, strict=True)):
        raise IntegrityError(f"no zero of the invariants is proved for the design {design}")
    return [tuple(image[i : i + 3]) for i in range(0, len(image), 3)]


def _newton_step(design: Design, middle: list[flint.arb], box: list[flint.arb]) -> list[flint.arb]:
    """The interval Newton step: middle - J(box)^-1 F(middle)."""
    import flint

    value, _ = _equations(design, middle)
    _, slope = _equations(design, box)
    step = flint.arb_mat(slope).solve(flint.arb_mat([[entry] for entry in value]))
    return [entry - step[i, 0] for i, entry in enumerate(middle)]


def _equations(
    design: Design, unknowns: list[flint.arb]
) -> tuple[list[flint.arb], list[list[flint.arb]]]:
    """F and its Jacobian: the sums of the invariants to be killed, and |x|^2 - 1 of each point."""
    import flint

    points = [tuple(unknowns[i : i + 3]) for i in range(0, len(unknowns), 3)]
    order = len(rotations(design.group))
    values, slopes = [], []
    for l in design.killed:
        total, row = flint.arb(0), []
        for size in design.special:
            x = special_point(design.group, size)
            length = dot(x, x).sqrt()
            unit = tuple(entry / length for entry in x)
            total += invariant(design.group, l, unit)[0] * size / order
        for x in points:
            value, slope = invariant(design.group, l, x)
            total += value
            row += list(slope)
        values.append(total)
        slopes.append(row)
    for i, x in enumerate(points):
        values.append(dot(x, x) - 1)
        row = [flint.arb(0)] * len(unknowns)
        row[3 * i : 3 * i + 3] = [2 * entry for entry in x]
        slopes.append(row)
    return values, slopes
