"""What every package is asked: points, rotations and angles, written down as whole numbers.

Recorded arrays name none of it again: they follow the order of the lists here.  Nothing but numpy
is needed, of any version, since this file is read in the environment of every package.
"""

from itertools import permutations

import numpy as np

#: degrees of harmonics and of Wigner matrices
L_MAX = 8

#: (x, y, z, r) of a point of the unit sphere (x, y, z)/r: twelve in general position, in every
#: octant, then the ends of the axes x, y, z
POINTS = [
    (1, 2, 2, 3),
    (-2, 3, 6, 7),
    (4, -1, 8, 9),
    (-4, -7, 4, 9),
    (6, 9, -2, 11),
    (-6, 7, -6, 11),
    (12, -3, -4, 13),
    (-5, -2, -14, 15),
    (10, 2, 11, 15),
    (-12, 12, 1, 17),
    (8, -12, 9, 17),
    (-18, -1, -6, 19),
    (1, 0, 0, 1),
    (0, 1, 0, 1),
    (0, 0, 1, 1),
    (-1, 0, 0, 1),
    (0, -1, 0, 1),
    (0, 0, -1, 1),
]

#: (x, y, z, w, n) of a unit quaternion (x, y, z, w)/n, the scalar last: general ones, one with a
#: negative scalar, a half turn, a turn about z, one about (1, 1, 1), one about y, the identity
ROTATIONS = [
    (1, 2, 2, 4, 5),
    (2, -4, 5, 6, 9),
    (1, -3, 5, -1, 6),
    (2, 3, 6, 0, 7),
    (0, 0, 3, 4, 5),
    (1, 1, 1, 1, 2),
    (0, -4, 0, 3, 5),
    (0, 0, 0, 1, 1),
]

#: three angles in radians, for functions that take Euler angles: what turns first, about which
#: axis, is seen in the matrix or quaternion that the package makes of them
ANGLES = [(0.3, 1.1, -0.7), (2.5, 0.4, 1.9), (-1.2, 2.9, 0.8), (1.3, 0.0, 0.0), (0.0, 0.9, 0.0)]

#: degrees of the tensors that couple two irreps to a third: all to 4, and some of every kind to 8
TRIPLES = [
    *(
        (l1, l2, l3)
        for l1 in range(5)
        for l2 in range(5)
        for l3 in range(abs(l1 - l2), min(4, l1 + l2) + 1)
    ),
    *sorted(set(permutations((1, 5, 5)))),
    *sorted(set(permutations((1, 8, 8)))),
    *permutations((2, 5, 6)),
    *permutations((2, 6, 8)),
    *permutations((3, 4, 6)),
    *permutations((3, 5, 7)),
    *permutations((4, 7, 8)),
    (5, 5, 5),
    (6, 7, 8),
    (7, 8, 8),
    (8, 8, 8),
]


def points():
    """Unit vectors, shape (18, 3)."""
    given = np.array(POINTS, float)
    return given[:, :3] / given[:, 3:]


def polar_angles():
    """Angle from the z axis and azimuth from x towards y of every point, each of shape (18,)."""
    x, y, z = points().T
    return np.arctan2(np.hypot(x, y), z), np.arctan2(y, x)


def quaternions():
    """Unit quaternions (x, y, z, w), shape (8, 4)."""
    given = np.array(ROTATIONS, float)
    return given[:, :4] / given[:, 4:]


def matrices():
    """The active rotation v -> q v q^-1 of every quaternion, shape (8, 3, 3)."""
    x, y, z, w = np.array(ROTATIONS, float)[:, :4].T
    square = np.array(ROTATIONS, float)[:, 4] ** 2
    rows = [
        [w * w + x * x - y * y - z * z, 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), w * w - x * x + y * y - z * z, 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z],
    ]
    return np.moveaxis(np.array(rows) / square, -1, 0)


def angles_zyz(rotations=None):
    """a, b, c with R = Rz(a) Ry(b) Rz(c) of every rotation, shape (8, 3); c = 0 where b is 0."""
    R = matrices() if rotations is None else rotations
    sine = np.hypot(R[:, 0, 2], R[:, 1, 2])
    pole = sine == 0
    a = np.where(pole, np.arctan2(R[:, 1, 0], R[:, 1, 1]), np.arctan2(R[:, 1, 2], R[:, 0, 2]))
    c = np.where(pole, 0.0, np.arctan2(R[:, 2, 1], -R[:, 2, 0]))
    return np.stack([a, np.arctan2(sine, R[:, 2, 2]), c], axis=1)


def angles_yxy():
    """a, b, c with R = Ry(a) Rx(b) Ry(c): those of z-y-z with the axes renamed y, z, x."""
    cycle = [2, 0, 1]
    return angles_zyz(matrices()[:, cycle][:, :, cycle])


def flat(blocks):
    """Arrays one after the other, each in C order."""
    return np.concatenate([np.asarray(block).ravel() for block in blocks])
