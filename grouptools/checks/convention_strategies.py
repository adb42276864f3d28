"""Hypothesis strategies for conventions."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

from grouptools.checks.drawing import st
from grouptools.conventions.choices import VALUES, VOIGT_PAIRS
from grouptools.conventions.convention import CHOSEN, Convention
from grouptools.conventions.orders import RULES
from grouptools.conventions.phases import FACTORS

__all__ = ["conventions"]

_SEQUENCES = tuple(
    text
    for axes in product("xyz", repeat=3)
    if axes[0] != axes[1] != axes[2]
    for text in ("".join(axes), "".join(axes).upper())
)
#: of half-integer spins
_SPINOR = {"basis": ("complex",), "axes": ("xyz",), "order": ("ascending", "descending")}


@st.composite
def conventions(
    draw: Callable[[st.SearchStrategy[Any]], Any], *, basis: str | None = None, spinor: bool = False
) -> Convention:
    """Conventions with every choice made at random, none left open.

    `basis`: "real" or "complex", by default both.  `spinor`: only those that have half-integer
    spins too.  The order differs from its rule for some of the degrees 1 and 2.
    """
    texts = VALUES | {"euler_angles": _SEQUENCES} | ({"basis": (basis,)} if basis else {})
    chosen = {
        field: draw(st.sampled_from(values))
        for field, values in (texts | (_SPINOR if spinor else {})).items()
    }
    if chosen["basis"] == "real":
        chosen["coupling"] = draw(st.sampled_from(("orthonormal", "unit")))
    if not spinor:
        chosen["order"] = draw(_orders())
        chosen["phase"] = draw(_phases(chosen["basis"]))
    chosen["voigt"] = " ".join(draw(st.permutations(VOIGT_PAIRS)))
    return Convention(**{field: chosen[field] for field in CHOSEN if field in chosen})


def _orders() -> st.SearchStrategy[str]:
    def exception(l: int) -> st.SearchStrategy[str]:
        orders = st.permutations(range(-l, l + 1))
        return st.one_of(st.just(""), orders.map(lambda m: f", but l={l}: {' '.join(map(str, m))}"))

    return st.tuples(st.sampled_from(sorted(RULES)), exception(1), exception(2)).map("".join)


def _phases(basis: str) -> st.SearchStrategy[str]:
    factors = [text for text in FACTORS if basis == "complex" or text not in ("i^l", "-i^l")]
    singles = st.sets(st.integers(1, 4), min_size=1).map(
        lambda orders: f"-1 for |m|={','.join(map(str, sorted(orders)))}"
    )
    factor = st.one_of(st.sampled_from(factors), singles)
    return st.lists(factor, min_size=1, max_size=3).map(" * ".join)
