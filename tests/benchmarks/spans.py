"""Do two sampled bases of kernels, written in different bases, span the same space?"""

from itertools import permutations

import numpy as np

import grouptools as gt
from grouptools.kernels import GaussianRings

# Of the singular values of a sampled basis those below this part of the largest are rounding.
NOISE = 1e-6


def outside(file: str, basis: gt.KernelBasis, rings: GaussianRings) -> float:
    """How far each of the two bases lies outside the span of the other, the larger of both.

    `file`: what `escnn_bases.py` has saved.
    """
    given = np.load(file)
    turn, matrices = same_orientation(given["matrices"], basis)
    change = intertwiner(matrices, given["images"], basis)
    size = len(change)
    values = basis.sample(given["grid"] @ turn.T, rings).values
    inverse = np.linalg.inv(change)
    moved = (inverse @ np.moveaxis(values, -1, 1) @ change).transpose(0, 2, 3, 1)
    kept = np.unravel_index(given["kept"], (size, size, len(given["grid"])))
    ours, theirs = row_space(moved[:, *kept]), row_space(given["filters"].astype(float))
    if len(ours) != len(theirs):
        return 1.0
    return max(
        float(np.linalg.norm(a - a @ b.T @ b) / np.linalg.norm(a))
        for a, b in ((ours, theirs), (theirs, ours))
    )


def same_orientation(matrices: np.ndarray, basis: gt.KernelBasis) -> tuple[np.ndarray, np.ndarray]:
    """A permutation of the axes after which the other group's matrices are elements of ours."""
    dimension = matrices.shape[1]
    if not isinstance(basis.group, gt.FiniteGroup):
        return np.eye(dimension), matrices
    ours = basis.group.to_numpy()
    for order in permutations(range(dimension)):
        turn = np.eye(dimension)[list(order)]
        moved = turn @ matrices @ turn.T
        if all(np.abs(ours - matrix).max((1, 2)).min() < 1e-5 for matrix in moved):
            return turn, moved
    raise ValueError(f"no permutation of the axes takes the group to our {basis.group.name}")


def intertwiner(matrices: np.ndarray, images: np.ndarray, basis: gt.KernelBasis) -> np.ndarray:
    """An invertible P with ours(g) P = P theirs(g), from the images of the elements g given."""
    ours = our_images(matrices, basis)
    size = images.shape[1]
    if isinstance(basis.group, gt.FiniteGroup):  # the average of any matrix over the group
        start = np.random.default_rng(1).standard_normal((size, size))
        return np.mean(ours @ start @ np.linalg.inv(images), axis=0)
    one = np.eye(size)
    equations = [np.kron(a, one) - np.kron(one, b.T) for a, b in zip(ours, images, strict=True)]
    _, values, vectors = np.linalg.svd(np.concatenate(equations))
    null = vectors[values < 1e-4]
    return np.random.default_rng(1).standard_normal(len(null)).dot(null).reshape(size, size)


def our_images(matrices: np.ndarray, basis: gt.KernelBasis) -> np.ndarray:
    """Our representation of the elements with these matrices."""
    rep = basis.rep_in
    if not isinstance(basis.group, gt.FiniteGroup):
        return np.asarray(rep.representation.numeric(matrices))
    distances = np.abs(basis.group.to_numpy() - matrices[:, None]).max((2, 3))
    return rep.to_numpy()[distances.argmin(axis=1)]


def row_space(rows: np.ndarray) -> np.ndarray:
    """Orthonormal rows."""
    _, values, vectors = np.linalg.svd(rows, full_matrices=False)
    return vectors[values > NOISE * values[0]]
