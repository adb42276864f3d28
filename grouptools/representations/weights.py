"""Multiplicities of irreps in representations of the Lie groups, by the weights of a rotation.

The weight k occurs dim ker (D(L)^2 + k^2) times, for k and -k together, in a representation D;
the irrep of degree l of SO(3) has each weight -l..l once, and is there w(l) - w(l+1) times
[Fulton and Harris 1991, Representation Theory, 11.1].  O(2) and O(3) are counted on the
eigenspaces of their second component.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING

from grouptools.exact.algebra.assembling import stacked
from grouptools.exact.algebra.echelon import rank
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.exact.quantum_numbers import spin_text
from grouptools.representations.irrep_value import Irrep
from grouptools.representations.irreps_value import Copies

if TYPE_CHECKING:
    from grouptools.representations.representation import Representation

__all__ = ["lie_multiplicities"]


def lie_multiplicities(rep: Representation, real: bool) -> list[Copies]:
    """How often a representation of a Lie group contains each irrep, in order.

    Weights that are no integers (half-integers for SU(2)) are not counted: then the dimensions do
    not add up.
    """
    name = rep.group.name
    if name == "SO(2)":
        found = _so2(rep, real)
    elif name == "O(2)":
        found = _o2(rep)
    else:
        found = _space(rep, name)
    terms = [Copies(n, Irrep(label, rep.group, real=real)) for label, n in found.items() if n]
    from grouptools.representations.catalogue import position

    return sorted(terms, key=lambda copies: position(copies.irrep))


def _so2(rep: Representation, real: bool) -> dict[str, int]:
    turn, found = rep.images[0], {"0": _kernel([rep.images[0]])}
    for k in _frequencies(turn, Fraction(1)):
        if real:
            found[spin_text(2 * int(k))] = _weight(turn, k) // 2
        else:
            for signed in (-int(k), int(k)):
                shift = FieldMatrix.identity(rep.dimension, rep.field).scaled(
                    rep.field.root_of_unity(1, 4) * signed
                )
                found[str(signed)] = _kernel([turn - shift])
    return found


def _o2(rep: Representation) -> dict[str, int]:
    turn, reflection = rep.images
    one = FieldMatrix.identity(rep.dimension, rep.field)
    found = {
        "0+": _kernel([turn, reflection - one]),
        "0-": _kernel([turn, reflection + one]),
    }
    return found | {str(k): _weight(turn, k) // 2 for k in _frequencies(turn, Fraction(1))}


def _space(rep: Representation, name: str) -> dict[str, int]:
    """SU(2), SO(3), O(3)."""
    turn = rep.images[2]
    one = FieldMatrix.identity(rep.dimension, rep.field)
    sides: dict[str, list[FieldMatrix]] = {"": []}
    if name == "O(3)":
        sides = {"e": [rep.images[3] - one], "o": [rep.images[3] + one]}
    found = {}
    step = Fraction(1, 2) if name == "SU(2)" else Fraction(1)
    for parity, conditions in sides.items():
        weights = {Fraction(0): _kernel([turn, *conditions])}
        for k in _frequencies(turn, step):
            weights[k] = _weight(turn, k, conditions) // 2
        for k, count in weights.items():
            found[f"{k}{parity}"] = count - weights.get(k + 1, 0)
    return found


def _frequencies(turn: FieldMatrix, step: Fraction) -> list[Fraction]:
    """step, 2 step, ... to the largest k that can be a weight: k^2 <= -tr(X^2), a rational."""
    bound = -(turn @ turn).trace()[0]
    largest = isqrt(int(bound.p) // int(bound.q))
    return [step * n for n in range(1, int((largest + 1) / step) + 1)]


def _weight(turn: FieldMatrix, k: Fraction, conditions: Sequence[FieldMatrix] = ()) -> int:
    """The dimension of the vectors of weights k and -k that meet the conditions."""
    shift = FieldMatrix.identity(turn.shape[0], turn.field).scaled(k * k)
    return _kernel([turn @ turn + shift, *conditions])


def _kernel(conditions: Sequence[FieldMatrix]) -> int:
    """The dimension of the vectors that all matrices send to zero."""
    whole = stacked(conditions)
    return whole.shape[1] - rank(whole)
