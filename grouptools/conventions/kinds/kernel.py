"""Kernels and other linear maps between features: K_target = M_out K_source M_in^+."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grouptools.conventions.arrays import as_complex
from grouptools.conventions.convention import Convention
from grouptools.conventions.kinds.features import UNITARY, read_irreps, sum_changed
from grouptools.conventions.kinds.kind import Kind, last_axes

if TYPE_CHECKING:
    from grouptools.representations import Irreps

__all__ = ["KERNEL"]


def _converted(
    array: Any,
    source: Convention,
    target: Convention,
    irreps_in: Irreps | str,
    irreps_out: Irreps | str,
) -> Any:
    terms_in, terms_out = read_irreps(irreps_in), read_irreps(irreps_out)
    rows, columns = (sum(n * (t + 1) for n, t in terms) for terms in (terms_out, terms_in))
    last_axes(array, (rows, columns), f"kernels from {irreps_in} to {irreps_out}")
    numbers = as_complex(array) if target.basis == "complex" else array
    left = sum_changed(numbers, terms_out, source, target, axis=-2)
    return sum_changed(left, terms_in, source, target, conjugate=True)


KERNEL = Kind(
    "kernel",
    (*UNITARY, "layout"),
    2,
    _converted,
)
