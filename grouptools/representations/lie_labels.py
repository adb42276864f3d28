"""Labels of the irreps of the Lie groups, and the irreps by label.

SO(3): the degree, "0", "1", ...; O(3): degree and parity, "0e", "1o"; SU(2): the spin, "0",
"1/2", ...; SO(2): the frequency, "0", "1", ...; O(2): "0+" (trivial), "0-" (determinant), "1", ...
Complex irreps of SO(2): "-1", "1", exp(i k t).  A label that is a number may be given as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from grouptools.exact.algebra.fields import Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.exact.quantum_numbers import degree, spin_text, twice_spin
from grouptools.representations.irrep_data import IrrepData
from grouptools.representations.lie_irreps import (
    o2_irrep,
    o3_irrep,
    so2_irrep,
    so3_irrep,
    su2_irrep,
)

__all__ = ["EXAMPLES", "label_degree", "lie_irrep", "lie_labels"]

#: What the labels of each group look like, for error messages.
EXAMPLES = {
    "SO(2)": "frequencies '0', '1', ...",
    "O(2)": "'0+', '0-' and frequencies '1', '2', ...",
    "SU(2)": "spins '0', '1/2', '1', ...",
    "SO(3)": "degrees '0', '1', ...",
    "O(3)": "degree and parity, '0e', '0o', '1o', '1e', ...",
}

_PATTERNS = {
    "SO(2)": r"(0|[1-9]\d*)",
    "O(2)": r"(0[+-]|[1-9]\d*)",
    "SU(2)": r"(0|[1-9]\d*)(/2)?",
    "SO(3)": r"(0|[1-9]\d*)",
    "O(3)": r"(0|[1-9]\d*)([eo])",
}


@lru_cache(maxsize=4096)
def lie_irrep(name: str, label: str, real: bool = True) -> IrrepData | None:
    """The irrep of the Lie group called `name` with this label, or None where there is none.

    >>> lie_irrep("O(3)", "1o").images[3].to_sympy()
    Matrix([
    [-1,  0,  0],
    [ 0, -1,  0],
    [ 0,  0, -1]])
    """
    if name == "SO(2)" and not real:
        return _so2_complex(int(label)) if re.fullmatch(r"0|-?[1-9]\d*", label) else None
    match = re.fullmatch(_PATTERNS[name], label, re.ASCII)
    if not match:
        return None
    if name == "O(2)":
        return o2_irrep(int(label.rstrip("+-")), -1 if label == "0-" else 1)
    number = int(match[1])
    if name == "O(3)":
        return o3_irrep(number, 1 if match[2] == "e" else -1)
    if name == "SU(2)":
        if match[2] and number % 2 == 0:
            return None
        return su2_irrep(number if match[2] else 2 * number)
    return so2_irrep(number) if name == "SO(2)" else so3_irrep(number)


def lie_labels(name: str, l_max: object, real: bool = True) -> Iterator[str]:
    """The labels to a largest degree, spin or frequency, the trivial one first.

    Order, O(3): of each degree the parity (-1)**l of its harmonics comes first.

    >>> list(lie_labels("O(3)", 1)), list(lie_labels("O(2)", 1))
    (['0e', '0o', '1o', '1e'], ['0+', '0-', '1'])
    """
    if name == "SU(2)":
        yield from (spin_text(t) for t in range(twice_spin(l_max, "l_max") + 1))
        return
    for l in range(degree(l_max, "l_max") + 1):
        if name == "O(3)":
            yield from (f"{l}{parity}" for parity in ("eo" if l % 2 == 0 else "oe"))
        elif name == "O(2)" and l == 0:
            yield from ("0+", "0-")
        elif name == "SO(2)" and l and not real:
            yield from (str(-l), str(l))
        else:
            yield str(l)


def label_degree(label: str) -> Fraction:
    """The degree, spin or frequency in a label of a Lie group's irrep.

    >>> label_degree("2o"), label_degree("3/2")
    (Fraction(2, 1), Fraction(3, 2))
    """
    return abs(Fraction(label.rstrip("eo+") if not label.endswith("-") else label[:-1]))


def _so2_complex(k: int) -> IrrepData:
    field = Field.cyclotomic(4)
    image = FieldMatrix.from_rows([[field.element([0, k])]], field)
    return IrrepData(str(k), (image,), (field.element(1),), "complex" if k else "real")
