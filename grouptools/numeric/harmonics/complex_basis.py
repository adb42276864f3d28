"""From real to complex harmonics, Y_complex = U^+ Y_real with the U of `exact.unitary_to_real`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.numeric.arguments import Floats
from grouptools.numeric.compilation import kernel
from grouptools.numeric.threads import run_sliced

__all__ = ["to_complex"]


def to_complex(l_max: int, real: Floats, out: NDArray[np.complexfloating[Any, Any]]) -> None:
    """Fill out[i, l*l + l + m] for rows of real harmonics in the same order.

    Y_l^-m = (Y(l, m) - i Y(l, -m))/sqrt 2, Y_l^m = (-1)^m (Y(l, m) + i Y(l, -m))/sqrt 2, m > 0.
    """
    root = real.dtype.type(np.sqrt(0.5))

    def work(start: int, stop: int) -> None:
        _rows(l_max, root, real, out, start, stop)

    run_sliced(work, len(real), real.shape[1])


@kernel
def _rows(l_max: int, root: float, real: Floats, out: Any, start: int, stop: int) -> None:
    for i in range(start, stop):
        for l in range(l_max + 1):
            middle = l * l + l
            out[i, middle] = real[i, middle]
            for m in range(1, l + 1):
                a, b = root * real[i, middle + m], root * real[i, middle - m]
                out[i, middle - m] = complex(a, -b)
                out[i, middle + m] = complex(-a, -b) if m % 2 else complex(a, b)
