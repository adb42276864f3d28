"""What to call so that every public function finds its machine code when it is needed.

A kernel is compiled for the types of its arguments when it is first called with them.  The calls
below are of every kind that makes code of its own, on a few points each.  Harmonics of small degree
have code for each l_max; code for results past the processor's cache is apart, and `large` asks for
it.  Functions that compile nothing are not here, nor calls whose results have another precision
than their input.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree
from grouptools.numeric.harmonics.evaluation import CACHE_BYTES, CACHES_BYTES, UNROLLED
from grouptools.numeric.harmonics.pullback import UNROLLED as STRAIGHT

__all__ = ["Call", "calls", "warmed_functions"]

HARMONICS = "spherical_harmonics"
PULLBACK = "spherical_harmonics_pullback"
KERNELS = "evaluate_basis"


@dataclass(frozen=True)
class Call:
    """A call of a public function that compiles code: `run()` makes it, `detail` says of what."""

    function: str
    detail: str
    run: Callable[[], object]

    def __str__(self) -> str:
        return f"{self.function} ({self.detail})"


def calls(functions: Iterable[str] = (), *, l_max: int = 6, large: bool = False) -> list[Call]:
    """The calls that compile what the functions need, by default all of them.

    `l_max`: the last degree for which harmonics get straight-line code.
    Raises `ArgumentError` for functions that are not known, and for what is no degree.

    >>> [str(call) for call in calls(["wigner_d"])]
    ['wigner_d (float64)', 'wigner_d (float32)']
    """
    l_max, known, wanted = degree(l_max, "l_max"), warmed_functions(), list(functions)
    for name in wanted:
        if name not in known:
            raise ArgumentError(
                f"the function {name!r} was named, but those that compile code are: "
                f"{', '.join(known)}"
            )
    found: list[Call] = []
    for dtype in (np.dtype(np.float64), np.dtype(np.float32)):
        if not wanted or HARMONICS in wanted:
            found += _harmonics(dtype, l_max, large)
        if not wanted or PULLBACK in wanted:
            found += _pullbacks(dtype, l_max)
        if not wanted or KERNELS in wanted:
            found += _bases(dtype)
        for name, (module, arguments) in _table(dtype).items():
            if not wanted or name in wanted:
                found += [
                    _call(module, name, _detail(dtype, *given), *given) for given in arguments
                ]
    return found


def warmed_functions() -> list[str]:
    """The public functions that compile code, sorted."""
    return sorted([HARMONICS, PULLBACK, KERNELS, *_table(np.dtype(np.float64))])


Arguments = tuple[tuple[Any, ...], dict[str, Any]]


def _table(dtype: np.dtype[Any]) -> dict[str, tuple[str, list[Arguments]]]:
    """For each function its module, and (arguments, options) of calls."""
    numbers = np.linspace(0.1, 1.0, 8, dtype=dtype)
    xy, quaternions = np.ones((8, 2), dtype), np.ones((8, 4), dtype)
    vectors = np.ones((8, 4), dtype)
    triple, of = (1, 1, 2), {"dtype": dtype}
    two: dict[str, Any] = {"derivatives": 2}
    plain: dict[str, Any] = {}
    imaginary: dict[str, Any] = {"basis": "complex"}
    wigner: list[Arguments] = [
        ((1, quaternions), options) for options in (plain, two, imaginary, {**imaginary, **two})
    ]
    return {
        "circular_harmonics": ("circular", [((1, xy), two)]),
        "wigner_D": ("wigner", wigner),
        "wigner_D_blocks": ("wigner", wigner),
        "rotate_coefficients": ("wigner", [((vectors, quaternions), plain)]),
        "wigner_d": ("wigner", [((1, numbers), plain)]),
        "spherical_bessel": ("radial", [((1, numbers), two)]),
        "spherical_bessel_basis": ("radial", [((1, 1, numbers, 2.0), two)]),
        "sine_basis": ("radial", [((1, numbers, 2.0), two)]),
        "chebyshev_basis": ("radial", [((1, numbers, 2.0), two)]),
        "bernstein_basis": ("radial", [((1, numbers, 2.0), two)]),
        "wigner_3j_table": ("coupling", [((1,), of)]),
        "clebsch_gordan_table": ("coupling", [((1,), of)]),
        "wigner_6j_table": ("coupling", [((1,), of)]),
        "wigner_3j_blocks": ("coupling", [((1,), of)]),
        "clebsch_gordan_blocks": ("coupling", [((1,), of), ((1,), {**of, **imaginary})]),
        "wigner_3j_block": ("coupling", [(triple, of)]),
        "wigner_3j_sparse": ("coupling", [(triple, of)]),
        "clebsch_gordan_block": ("coupling", [(triple, of), (triple, {**of, **imaginary})]),
        "clebsch_gordan_sparse": ("coupling", [(triple, of), (triple, {**of, **imaginary})]),
        "wigner_3j_over_j3": ("coupling", [((1, 1, 0, 0), of)]),
        "wigner_3j_over_m2": ("coupling", [((1, 1, 1, 0), of)]),
        "wigner_6j_over_j1": ("coupling", [((1, 1, 1, 1, 1), of)]),
        "wigner_3j_values": ("coupling", [((1, 1, 2, 0, 0, 0), of)]),
        "clebsch_gordan_values": ("coupling", [((1, 0, 1, 0, 2, 0), of)]),
        "wigner_6j_values": ("coupling", [((1,) * 6, of)]),
        "wigner_9j_values": ("coupling", [((1,) * 9, of)]),
    }


def _harmonics(dtype: np.dtype[Any], l_max: int, large: bool) -> Iterator[Call]:
    """Straight-line code for each l_max, loops, and the complex basis."""
    points = np.ones((16, 3), dtype)
    for order, last in enumerate(UNROLLED):
        degrees = [*range(min(l_max, last) + 1), last + 1]
        for l, normalize in ((l, flag) for l in degrees for flag in (True, False)):
            if l > last and not normalize:
                continue  # one loop does both
            options: dict[str, Any] = {"derivatives": order, "normalize": normalize}
            what = "loops" if l > last else f"l_max = {l}"
            detail = f"{what}, order {order}{'' if normalize else ', solid'}, {dtype.name}"
            yield _call("harmonics.evaluation", HARMONICS, detail, (l, points), options)
            for size in (CACHE_BYTES, CACHES_BYTES) if large and l <= last else ():
                numbers = 3**order * (l + 1) ** 2
                many = np.ones((size // (numbers * dtype.itemsize) + 16, 3), dtype)
                what = f"{detail}, large, {size >> 20} MiB"
                yield _call("harmonics.evaluation", HARMONICS, what, (l, many), options)
    detail = f"complex, {dtype.name}"
    yield _call("harmonics.evaluation", HARMONICS, detail, (1, points), {"basis": "complex"})


def _pullbacks(dtype: np.dtype[Any], l_max: int) -> Iterator[Call]:
    """Straight-line code for each l_max; beyond, it calls `spherical_harmonics`."""
    points = np.ones((16, 3), dtype)
    for l in range(1, min(l_max, STRAIGHT) + 1):
        for normalize in (True, False):
            detail = f"l_max = {l}{'' if normalize else ', solid'}, {dtype.name}"
            given = l, points, np.ones((16, (l + 1) ** 2), dtype)
            yield _call("harmonics.pullback", PULLBACK, detail, given, {"normalize": normalize})


def _bases(dtype: np.dtype[Any]) -> Iterator[Call]:
    """Bases of kernels, real and complex; `spherical_harmonics` has code of its own."""
    for real in (True, False):
        detail = f"{'real' if real else 'complex'} kernels, {dtype.name}"
        yield Call(KERNELS, detail, partial(_evaluate_kernels, real, dtype))


def _evaluate_kernels(real: bool, dtype: np.dtype[Any]) -> object:
    from grouptools.groups.planar import cyclic
    from grouptools.kernels.deriving import kernel_basis

    first, second, *_ = cyclic(3).irreps(real=real)
    return kernel_basis(first, second, 1).evaluate(np.ones((8, 2), dtype))


def _detail(dtype: np.dtype[Any], _: tuple[Any, ...], options: dict[str, Any]) -> str:
    order = f"order {options['derivatives']}" if "derivatives" in options else ""
    return ", ".join(part for part in (options.get("basis", ""), order, dtype.name) if part)


def _call(
    module: str, name: str, detail: str, arguments: tuple[Any, ...], options: dict[str, Any]
) -> Call:
    return Call(name, detail, partial(_run, module, name, arguments, options))


def _run(module: str, name: str, arguments: tuple[Any, ...], options: dict[str, Any]) -> object:
    from importlib import import_module

    answer = getattr(import_module(f"grouptools.numeric.{module}"), name)(*arguments, **options)
    return list(answer) if isinstance(answer, Iterator) else answer
