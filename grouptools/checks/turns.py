"""Exact rotations to check at, as unit quaternions (x, y, z, w), and the rules of quaternions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

__all__ = ["exact_turns", "product", "rotation_entries"]

#: A unit quaternion, scalar last.
Quaternion = tuple[Any, ...]


@cache
def exact_turns() -> dict[str, Quaternion]:
    """Rotations with entries in Q, Q(sqrt2), Q(sqrt3) and Q(sqrt5), in sympy numbers.

    The generators of the cubic, hexagonal and icosahedral rotation groups are among them, and
    one rotation by an irrational multiple of a turn about no axis of symmetry.
    """
    from sympy import Rational, sqrt

    half, zero = Rational(1, 2), Rational(0)
    return {
        "identity": (zero, zero, zero, Rational(1)),
        "half about y": (zero, Rational(1), zero, zero),
        "third about (1, 1, 1)": (half, half, half, half),
        "rational": tuple(Rational(n, 15) for n in (2, -6, 11, 8)),
        "quarter about z": (zero, zero, sqrt(2) / 2, sqrt(2) / 2),
        "sixth about z": (zero, zero, half, sqrt(3) / 2),
        "fifth, icosahedral": ((sqrt(5) - 1) / 4, zero, half, (1 + sqrt(5)) / 4),
    }


def product(p: Sequence[Any], q: Sequence[Any]) -> Quaternion:
    """The quaternion product p q: the rotation q first, then p; in any ring."""
    x, y, z, w = p
    a, b, c, d = q
    return (
        w * a + x * d + y * c - z * b,
        w * b - x * c + y * d + z * a,
        w * c + x * b - y * a + z * d,
        w * d - x * a - y * b - z * c,
    )


def rotation_entries(quaternion: Sequence[Any]) -> list[list[Any]]:
    """The rows of |q|^2 R, R the rotation v -> q v q^-1; in any ring [Rodrigues 1840]."""
    x, y, z, w = quaternion
    return [
        [w * w + x * x - y * y - z * z, 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), w * w - x * x + y * y - z * z, 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), w * w - x * x - y * y + z * z],
    ]
