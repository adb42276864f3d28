"""The shortest texts for an order of m that is seen, in whole or in part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice, permutations, product

from grouptools.conventions.orders import RULES, Order

__all__ = ["Seen", "fits", "shortest_orders"]

#: the orders m of a degree by position, None where the position is missing; a shorter sequence
#: keeps its order, but not its positions
Seen = Sequence[int | None]

_MOST = 24


def fits(orders: Sequence[int], seen: Seen) -> bool:
    """Whether all orders m of a degree agree with those seen.

    >>> fits((-1, 0, 1), (None, 0, 1)), fits((-1, 0, 1), (-1, 1)), fits((-1, 0, 1), (1, -1))
    (True, True, False)
    """
    if len(seen) == len(orders):
        return all(m in (None, other) for m, other in zip(seen, orders, strict=True))
    rest: Iterator[int | None] = iter(orders)
    return all(m in rest for m in seen)


def shortest_orders(seen: Mapping[int, Seen]) -> tuple[int, tuple[Order, ...]]:
    """The least number of degrees that differ from a rule, and all orders with so many.

    Where a degree differs and is not seen in whole, no more than 24 of its orders are listed.

    >>> shortest_orders({1: (1, -1, 0), 2: (-2, -1, 0, 1, 2)})
    (1, (Order(rule='ascending', exceptions=((1, (1, -1, 0)),)),))
    """
    broken = {
        rule: [l for l, part in sorted(seen.items()) if not fits(orders(l), part)]
        for rule, orders in RULES.items()
    }
    least = min(map(len, broken.values()))
    found = []
    for rule, degrees in broken.items():
        if len(degrees) == least:
            choices = product(*(islice(_completions(l, seen[l]), _MOST) for l in degrees))
            found += [
                Order(rule, tuple(zip(degrees, choice, strict=True)))
                for choice in islice(choices, _MOST)
            ]
    return least, tuple(found)


def _completions(l: int, seen: Seen) -> Iterator[tuple[int, ...]]:
    """All orders of a degree that agree with those seen."""
    size = 2 * l + 1
    missing = [m for m in range(-l, l + 1) if m not in seen]
    if len(seen) == size:
        placings: Iterator[tuple[int, ...]] = iter(
            [tuple(k for k, m in enumerate(seen) if m is not None)]
        )
    else:
        placings = combinations(range(size), len(seen))
    known = [m for m in seen if m is not None]
    for places in placings:
        for rest in permutations(missing):
            at, others = dict(zip(places, known, strict=True)), iter(rest)
            yield tuple(at[k] if k in at else next(others) for k in range(size))
