"""What a function is tried at: representations, group elements and inputs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from grouptools.checks.callables import ArrayFunction, Floats, read_array
from grouptools.checks.deviation import Deviation, element_text
from grouptools.checks.group_elements import default_elements, group_of, matrix_functions
from grouptools.errors import ArgumentError
from grouptools.representations.irreps_value import Irreps

if TYPE_CHECKING:
    from grouptools.checks.group_elements import Representation

__all__ = ["Trial", "trial"]

_SAMPLES = 3
_SEED = 0

#: As `numpy.random` draws them, or as they were given.
Sample = tuple[Any, ...]


@dataclass(frozen=True)
class Trial:
    """The matrices of each element, the inputs, and the parts of the result.

    `moving`: [[rho(R) or None for rho in rep_in] for R in elements]; `moved`: [rho_out(R)];
    `columns`: the columns of the result, by part.
    """

    elements: tuple[Any, ...]
    moving: tuple[tuple[Floats | None, ...], ...]
    moved: tuple[Floats, ...]
    columns: dict[str, list[int]]
    samples: tuple[Sample, ...]

    def deviation(self, f: ArrayFunction) -> Deviation:
        """Measure |f(rho_in(R) x) - rho_out(R) f(x)|."""
        samples = [
            tuple(x if m is None else f.rounded(x) for x, m in zip(s, self.moving[0], strict=True))
            for s in self.samples
        ]
        images = [f(sample) for sample in samples]
        scale = max(float(np.max(np.abs(image), initial=0.0)) for image, _ in images)
        errors = np.array(
            [
                [
                    self._errors(f(_apply(matrices, sample))[0], image, last)
                    for sample, (image, _) in zip(samples, images, strict=True)
                ]
                for matrices, last in zip(self.moving, self.moved, strict=True)
            ]
        )  # element, sample, part
        largest = errors.max(axis=2, initial=0.0)
        place = np.unravel_index(int(np.argmax(largest)), largest.shape)  # NaN is the largest
        return Deviation(
            table=errors.max(axis=1) / (scale if scale > 0 else 1.0),
            parts=tuple(self.columns),
            scale=scale,
            element=self.elements[int(place[0])],
            inputs=samples[int(place[1])],
            epsilon=images[0][1],
        )

    def _errors(self, found: Floats, image: Floats, matrix: Floats) -> list[float]:
        """The largest |f(rho_in(R) x) - rho_out(R) f(x)| in each part."""
        if image.ndim == 0 or image.shape[-1] != len(matrix) or found.shape != image.shape:
            raise ArgumentError(
                f"f returned arrays of shapes {image.shape} and {found.shape}, but rep_out has "
                f"dimension {len(matrix)}: both shapes must be (..., {len(matrix)})"
            )
        difference = np.abs(found - image @ matrix.T)
        return [
            float(np.max(difference[..., columns], initial=0.0))
            for columns in self.columns.values()
        ]


def trial(
    rep_in: Representation | Sequence[Representation | None],
    rep_out: Representation,
    elements: Sequence[Any] | None,
    inputs: Sequence[Any] | None,
) -> Trial:
    """Read the arguments of `equivariance_error`."""
    given: list[Any] = list(rep_in) if isinstance(rep_in, list | tuple) else [rep_in]
    group = group_of([*given, rep_out])
    chosen = tuple(default_elements(group) if elements is None else elements)
    if not chosen:
        raise ArgumentError("no group element was given, but at least one is needed: pass one")
    functions = iter(matrix_functions([rep for rep in given if rep is not None]))
    reps = [None if rep is None else next(functions) for rep in given]
    (last,) = matrix_functions([rep_out])
    moving = tuple(
        tuple(None if rep is None else _matrix(rep, R, "rep_in") for rep in reps) for R in chosen
    )
    moved = tuple(_matrix(last, R, "rep_out") for R in chosen)
    sizes = [None if matrix is None else len(matrix) for matrix in moving[0]]
    return Trial(chosen, moving, moved, _columns(rep_out, len(moved[0])), _samples(sizes, inputs))


def _samples(sizes: list[int | None], inputs: Sequence[Any] | None) -> tuple[Sample, ...]:
    """The inputs as tuples with one array, or what no element moves, for each representation."""
    if inputs is None:
        if None in sizes:
            raise ArgumentError(
                "no inputs were given, but arguments that no element moves cannot be drawn: pass "
                "inputs=[(...)] with one entry for each representation"
            )
        generator = np.random.default_rng(_SEED)
        return tuple(
            tuple(generator.standard_normal(n) for n in sizes if n is not None)
            for _ in range(_SAMPLES)
        )
    if not len(inputs):
        raise ArgumentError("no inputs were given, but at least one is needed: pass one")
    return tuple(_sample(x if isinstance(x, tuple) else (x,), sizes) for x in inputs)


def _sample(given: Sample, sizes: list[int | None]) -> Sample:
    if len(given) != len(sizes):
        raise ArgumentError(
            f"an input of {len(given)} arrays was given, but rep_in has {len(sizes)} "
            f"representations: pass one array for each, several as a tuple"
        )
    read = tuple(
        x if n is None else read_array(x, "an input") for x, n in zip(given, sizes, strict=True)
    )
    moving = [
        (x.shape[-1] if x.ndim else 0, n) for x, n in zip(read, sizes, strict=True) if n is not None
    ]
    if any(found != n for found, n in moving):
        raise ArgumentError(
            f"inputs with last axes {[found for found, _ in moving]} were given, but rep_in has "
            f"the dimensions {[n for _, n in moving]}: pass one array for each representation, "
            f"components last"
        )
    return read


def _apply(matrices: tuple[Floats | None, ...], sample: Sample) -> Sample:
    """The arguments moved by rho(R), each in its precision."""
    return tuple(
        x if matrix is None else _product(x, matrix)
        for x, matrix in zip(sample, matrices, strict=True)
    )


def _product(x: Floats, matrix: Floats) -> Floats:
    product = x @ matrix.T
    return product.astype(x.dtype) if product.dtype.kind == x.dtype.kind else product


def _matrix(rep: Callable[[Any], ArrayLike], element: Any, name: str) -> Floats:
    matrix = read_array(rep(element), name)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ArgumentError(
            f"{name} returned an array of shape {matrix.shape} at {element_text(element)}, but a "
            f"representation is a function group element -> square matrix"
        )
    return matrix


def _columns(rep_out: Representation, dimension: int) -> dict[str, list[int]]:
    """The columns of each irrep of the result, all copies together."""
    if not isinstance(rep_out, Irreps):
        return {getattr(rep_out, "label", "all"): list(range(dimension))}
    columns: dict[str, list[int]] = {}
    for (_, irrep), place in zip(rep_out, rep_out.slices(), strict=True):
        columns.setdefault(irrep.label, []).extend(range(dimension)[place])
    return columns
