"""Why there are as many kernels of each degree as there are: characters and selection rules.

A kernel of degree l is a map rho_in (x) V_l -> rho_out, so it needs an irrep sigma of V_l for which
there are maps rho_in (x) sigma -> rho_out:

    dimension(l) = sum_sigma m_sigma h_sigma,  m_sigma = how often V_l contains sigma,
    h_sigma = dim Hom(rho_in (x) sigma, rho_out)

by characters alone [Serre 1977, Linear Representations of Finite Groups, 2.3].
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from grouptools.exact.algebra.fields import Element, Field
from grouptools.groups.finite import FiniteGroup
from grouptools.kernels.lie_rules import lie_selections
from grouptools.kernels.summands import Summands
from grouptools.representations.catalogue import irreps
from grouptools.representations.characters import inner_product, multiplicities
from grouptools.representations.harmonic import harmonic_representation

__all__ = ["Explanation", "Selection", "explained"]


class Selection(NamedTuple):
    """The kernels of one degree.

    `harmonics`: the irreps of V_l, "A2u + T1u + T2u".
    `counts`: (sigma, m_sigma, h_sigma) for the irreps that contribute.
    `rule`: the selection rule that leaves no kernel; "" where there is one.
    """

    degree: int
    dimension: int
    harmonics: str
    counts: tuple[tuple[str, int, int], ...]
    rule: str


@dataclass(frozen=True)
class Explanation:
    """Degree by degree; `str` writes it as a table."""

    title: str
    selections: tuple[Selection, ...]

    def __str__(self) -> str:
        """A line for each degree."""
        width = max(len(s.harmonics) for s in self.selections)
        lines = [self.title]
        for s in self.selections:
            terms = [f"{m * h} by {label}" for label, m, h in s.counts]
            lines.append(
                f"l = {s.degree}: {s.dimension:4}  V_l = {s.harmonics:{width}}  "
                f"{s.rule or ' + '.join(terms)}".rstrip()
            )
        return "\n".join(lines)

    __repr__ = __str__


def explained(source: Summands, target: Summands, dimensions: Sequence[int]) -> Explanation:
    """The explanation of a basis with these numbers of kernels."""
    title = f"kernels {source.name} -> {target.name} of {source.group.name}"
    if isinstance(source.group, FiniteGroup):
        found = _finite_selections(source.group, source, target, len(dimensions) - 1)
    else:
        found = [Selection(*s) for s in lie_selections(source, target, dimensions)]
    return Explanation(title, tuple(found))


def _finite_selections(
    group: FiniteGroup, source: Summands, target: Summands, l_max: int
) -> list[Selection]:
    field = source.field.joined(target.field)
    through = _through(group, source, target, field)
    possible = " + ".join(through) or "nothing"
    signs = _inversion_signs(group, source, target)
    selections = []
    for l in range(l_max + 1):
        content = multiplicities(harmonic_representation(group, l))
        counts = tuple((str(s), m, through[str(s)]) for m, s in content if str(s) in through)
        rule = ""
        if not counts and signs and signs[0] * signs[1] != (-1) ** l:
            rule = (
                f"parity: x -> -x multiplies harmonics of degree {l} by {(-1) ** l}, and maps "
                f"from in to out by {signs[0] * signs[1]}"
            )
        elif not counts:
            rule = f"no common irrep: maps from in to out transform by {possible}"
        total = sum(m * h for _, m, h in counts)
        selections.append(Selection(l, total, str(content), counts, rule))
    return selections


def _through(
    group: FiniteGroup, source: Summands, target: Summands, field: Field
) -> dict[str, int]:
    """h_sigma of the irreps with maps rho_in (x) sigma -> rho_out."""
    into, out = _traces(group, source, field), _traces(group, target, field)
    found = {}
    for irrep in irreps(group):
        rep = irrep.representation
        joined = field.joined(rep.field)
        product = [
            rep.field.embed(c, joined) * field.embed(a, joined) % joined.modulus
            for c, a in zip(rep.traces, into, strict=True)
        ]
        others = [field.embed(b, joined) for b in out]
        count = int(inner_product(group, product, others, joined)[0].p)
        if count:
            found[str(irrep)] = count
    return found


def _traces(group: FiniteGroup, summands: Summands, field: Field) -> list[Element]:
    """The character on the classes."""
    total: list[Element] | None = None
    for kind, offsets in zip(summands.kinds, summands.offsets, strict=True):
        traces = [kind.field.embed(t, field) * len(offsets) for t in kind.traces]
        total = traces if total is None else [a + b for a, b in zip(total, traces, strict=True)]
    return total or [field.element(0)] * len(group.conjugacy_classes())


def _inversion_signs(
    group: FiniteGroup, source: Summands, target: Summands
) -> tuple[int, int] | None:
    """By what x -> -x multiplies both representations, where the group has it and it does."""
    minus = -group.matrices[0]
    if minus not in group.matrices:
        return None
    number = group.matrices.index(minus)
    signs = [_sign(summands, number) for summands in (source, target)]
    return (signs[0], signs[1]) if all(signs) else None


def _sign(summands: Summands, g: int) -> int:
    """1 or -1 where an element is that multiple of the identity, else 0."""
    signs = set()
    for kind in summands.kinds:
        one, image = kind.element_images[0], kind.element_images[g]
        signs.add(1 if image == one else -1 if image == -one else 0)
    return signs.pop() if len(signs) == 1 else 0
