"""Tensors with three indices that commute with rotations: what coupling tables are made of.

A tensor T[m1, m2, m3] of spins j1, j2, j3 is invariant when the generators acting on its three
indices annihilate it.  By Schur's lemma the invariant tensors of one triad form a line, so that
invariance, one norm or value, and one sign determine every entry.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grouptools.certificates.claim import case_text, exact_text
from grouptools.certificates.rotations import (
    AXES,
    Matrix,
    ladder,
    real_generators,
    weights,
)
from grouptools.certificates.scaling import Scaled, scaled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grouptools.certificates.multiquadratic import Number
    from grouptools.certificates.request import Labels
    from grouptools.certificates.rows import Block

__all__ = ["Tensor", "first_variant"]

#: For each index of one slot: (step of the code of the entry, coefficient).
_Steps = tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True)
class Tensor:
    """One block T[m1, m2, m3] = entries / sqrt(w1(m1) w2(m2) w3(m3)).

    An entry is stored under the code (i1 * size2 + i2) * size3 + i3, where i = j + m.
    """

    basis: str
    spins: Labels
    scaled: Scaled[int]

    @classmethod
    def from_block(cls, basis: str, spins: Labels, block: Block) -> Tensor:
        """Take the entries of a block, whose labels are the doubled m1, m2, m3."""
        t1, t2, t3 = spins
        w1, w2, w3 = (weights(basis, t) for t in spins)
        entries = []
        for (m1, m2, m3), (n, d) in block.items():
            i1, i2, i3 = (t1 + m1) // 2, (t2 + m2) // 2, (t3 + m3) // 2
            code = (i1 * (t2 + 1) + i2) * (t3 + 1) + i3
            entries.append((code, n, d, w1[i1] * w2[i2] * w3[i3]))
        return cls(basis, spins, scaled(entries))

    @property
    def size(self) -> int:
        """The number of entries, zeros included."""
        t1, t2, t3 = self.spins
        return (t1 + 1) * (t2 + 1) * (t3 + 1)

    def code(self, projections: Labels) -> int:
        """Return the code of the entry with the doubled m1, m2, m3."""
        i1, i2, i3 = ((t + m) // 2 for t, m in zip(self.spins, projections, strict=True))
        return (i1 * (self.spins[1] + 1) + i2) * (self.spins[2] + 1) + i3

    def split(self, code: int) -> tuple[int, int, int]:
        """Return the indices i1, i2, i3 of an entry."""
        pair, i3 = divmod(code, self.spins[2] + 1)
        return (*divmod(pair, self.spins[1] + 1), i3)

    def projections(self, code: int) -> Labels:
        """Return the doubled m1, m2, m3 of an entry."""
        return tuple(2 * i - t for i, t in zip(self.split(code), self.spins, strict=True))

    def weight(self, code: int) -> int:
        """Return w1(m1) w2(m2) w3(m3)."""
        w1, w2, w3 = (weights(self.basis, t) for t in self.spins)
        i1, i2, i3 = self.split(code)
        return w1[i1] * w2[i2] * w3[i3]


def first_variant(tensor: Tensor, *, third_dual: bool, pi_power: int = 0) -> str | None:
    """Return the smallest equation of invariance that fails, in words; None if none does.

    `third_dual`: the third index belongs to the dual: T = <j1 m1 j2 m2 | j3 m3>.
    """
    for name, slots in _generators(tensor.basis, tensor.spins, third_dual):
        residuals = _action(tensor, slots)
        failing = [code for code, residual in residuals.items() if residual]
        if failing:
            code = min(failing)
            square = tensor.scaled.square / (4 * tensor.weight(code))
            case = case_text("m1 m2 m3", tensor.projections(code))
            return f"{name} at {case}: residual {exact_text(residuals[code], square, pi_power)}"
    return None


def _action(tensor: Tensor, slots: tuple[_Steps, _Steps, _Steps]) -> dict[int, Number]:
    """Apply one generator, doubled, to the three indices."""
    first, second, third = slots
    residuals: dict[int, Number] = defaultdict(int)
    size2, size3 = tensor.spins[1] + 1, tensor.spins[2] + 1
    for code, value in tensor.scaled.values.items():
        pair, i3 = divmod(code, size3)
        i1, i2 = divmod(pair, size2)
        for step, entry in first[i1]:
            residuals[code + step] += entry * value
        for step, entry in second[i2]:
            residuals[code + step] += entry * value
        for step, entry in third[i3]:
            residuals[code + step] += entry * value
    return residuals


def _generators(
    basis: str, spins: Labels, third_dual: bool
) -> Iterator[tuple[str, tuple[_Steps, _Steps, _Steps]]]:
    """Yield the name of each generator and what it does to each of the three indices."""
    t1, t2, t3 = spins
    strides = (t2 + 1) * (t3 + 1), t3 + 1, 1
    if basis == "real":  # X_a is antisymmetric: a dual index turns like any other
        for axis in AXES:
            matrices = [real_generators(t)[axis] for t in spins]
            yield f"X_{axis}", _three_steps(matrices, spins, strides)
        return
    # On a dual index -J^T acts, and J_z, J_+, J_- are transposed to J_z, J_-, J_+.
    transposed = {"J_z": "J_z", "J_+": "J_-", "J_-": "J_+"}
    for name, other in transposed.items():
        matrices = [ladder(t1)[name], ladder(t2)[name], ladder(t3)[name]]
        if third_dual:
            matrices[2] = {key: -entry for key, entry in ladder(t3)[other].items()}
        yield name, _three_steps(matrices, spins, strides)


def _three_steps(
    matrices: list[Matrix], spins: Labels, strides: Labels
) -> tuple[_Steps, _Steps, _Steps]:
    first, second, third = (
        _steps(matrix, t + 1, stride)
        for matrix, t, stride in zip(matrices, spins, strides, strict=True)
    )
    return first, second, third


def _steps(matrix: Matrix, size: int, stride: int) -> _Steps:
    """List the entries of each column as steps of the code."""
    columns: list[list[tuple[int, int]]] = [[] for _ in range(size)]
    for (row, column), entry in matrix.items():
        columns[column].append(((row - column) * stride, entry))
    return tuple(map(tuple, columns))
