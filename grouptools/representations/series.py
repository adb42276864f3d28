"""The irreps in the product of two irreps: Clebsch-Gordan series.

SU(2), SO(3): a x b = |a-b| + ... + (a+b); O(3): with the product of the parities; SO(2): the
frequencies a-b and a+b, the real irrep of frequency 0 twice; O(2): "0+" and "0-" instead.  Finite
groups: by characters.
"""

from __future__ import annotations

from fractions import Fraction

from grouptools.exact.quantum_numbers import spin_text
from grouptools.groups.finite import FiniteGroup
from grouptools.representations.irrep_value import Irrep
from grouptools.representations.irreps_value import Copies, Irreps
from grouptools.representations.lie_labels import label_degree

__all__ = ["product_series"]


def product_series(first: Irreps, second: Irreps) -> Irreps:
    """The irreps in the tensor product of two sums, each once with its multiplicity, in order.

    >>> str(product_series(Irreps("0e + 1o"), Irreps("1o")))
    '0e + 1o + 1e + 2e'
    """
    counted: dict[Irrep, int] = {}
    for n, a in first:
        for m, b in second:
            for k, irrep in _series(a, b):
                counted[irrep] = counted.get(irrep, 0) + n * m * k
    terms = [Copies(n, irrep) for irrep, n in counted.items() if n]
    return Irreps(terms, first.group, real=first.is_real).sorted()


def _series(a: Irrep, b: Irrep) -> list[Copies]:
    """The irreps in the product of two."""
    group, real = a.group, a.is_real
    if isinstance(group, FiniteGroup):
        from grouptools.representations.characters import multiplicities_of_part

        return multiplicities_of_part(a.representation * b.representation, real)
    if group.name == "SO(2)" and not real:
        return [Copies(1, Irrep(int(a.label) + int(b.label), group, real=False))]
    low, high = sorted((label_degree(a.label), label_degree(b.label)))
    if group.dimension == 2:
        labels = _planar_labels(group.name, a.label, b.label, low, high)
    else:
        parity = ""
        if group.name == "O(3)":
            parity = "e" if a.label[-1] == b.label[-1] else "o"
        steps = int(2 * low) + 1
        labels = [f"{spin_text(int(2 * (high - low + k)))}{parity}" for k in range(steps)]
    return [Copies(1, Irrep(label, group, real=real)) for label in labels]


def _planar_labels(name: str, a: str, b: str, low: Fraction, high: Fraction) -> list[str]:
    """The frequencies in a product; both kinds of 0 where they are equal."""
    if low:
        difference = (
            [str(high - low)] if high > low else {"SO(2)": ["0", "0"]}.get(name, ["0+", "0-"])
        )
        return [*difference, str(high + low)]
    if high:
        return [str(high)]
    return ["0"] if name == "SO(2)" else ["0+" if a == b else "0-"]
