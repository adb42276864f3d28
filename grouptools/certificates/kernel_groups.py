"""Claims about a group and its representations, each proved once and kept by content."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

from grouptools.certificates.claim import Claim, Tally
from grouptools.certificates.finite_images import (
    LeftProducts,
    determinant,
    element_images,
    inner_product_flaw,
    left_products,
)
from grouptools.certificates.kernel_data import GroupData, Reader, RepresentationData
from grouptools.certificates.lie_images import (
    LIE_GROUPS,
    Weights,
    first_broken_relation,
    graded_weights,
)
from grouptools.certificates.number_field import Element, NumberField
from grouptools.errors import ArgumentError

__all__ = ["ProvedGroup", "ProvedRepresentation", "proved_group", "proved_representation"]


@dataclass(frozen=True)
class ProvedRepresentation:
    """What was found about a representation.

    `traces`: those of all elements of a finite group; `weights`: those of a Lie group.
    """

    data: RepresentationData
    claims: tuple[Claim, ...]
    flaws: tuple[str, ...]
    traces: tuple[Element, ...] = ()
    weights: Weights | None = None

    @property
    def holds(self) -> bool:
        """Whether it is a representation."""
        return all(claim.holds for claim in self.claims)


@dataclass(frozen=True)
class ProvedGroup:
    """What was found about a group.

    `left`: the products of generators with elements, where it is finite.
    `natural`: its action on the space, or None without one.
    `turns`: the determinants of all elements on the space.
    """

    field: NumberField
    data: GroupData
    claims: tuple[Claim, ...]
    flaws: tuple[str, ...]
    left: LeftProducts = ()
    natural: ProvedRepresentation | None = None
    turns: tuple[int, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it is a group that acts on its space."""
        return all(claim.holds for claim in self.claims)


@lru_cache(maxsize=256)
def proved_group(field: str, text: str) -> ProvedGroup:
    """Prove the group of a JSON text: its products, or its Lie algebra, and its natural action."""
    reader = Reader(json.loads(field))
    data = reader.group(json.loads(text))
    _check_kind(data)
    flaws = tuple(reader.flaws)
    claims: list[Claim] = []
    left: LeftProducts = ()
    if data.lie is None:
        found, failure = left_products(data.right, data.generators)
        cases = len(data.generators) ** 2 * len(data.right[0])
        statement = "the products with generators are those of a group: (s g) r = s (g r)"
        claims.append(Claim(statement, cases, failure))
        if found is None:
            return ProvedGroup(reader.field, data, tuple(claims), flaws)
        left = found
    if not data.natural:
        return ProvedGroup(reader.field, data, tuple(claims), flaws, left)
    action = RepresentationData(data.frame, data.natural)
    natural = _proved(reader.field, data, left, action, "the natural action")
    claims += natural.claims
    turns: tuple[int, ...] = ()
    if data.lie is not None:
        claims.append(_standard_weights(data, natural))
    elif natural.holds:
        turns = _turns(reader.field, data, left)
    return ProvedGroup(reader.field, data, tuple(claims), flaws, left, natural, turns)


@lru_cache(maxsize=2048)
def proved_representation(field: str, group: str, text: str, name: str) -> ProvedRepresentation:
    """Prove that the representation of a JSON text is one of a group whose claims hold."""
    proved = proved_group(field, group)
    reader = Reader(json.loads(field))
    data = reader.representation(json.loads(text), name, proved.data.generators)
    return _proved(reader.field, proved.data, proved.left, data, name, tuple(reader.flaws))


def _proved(
    field: NumberField,
    group: GroupData,
    left: LeftProducts,
    data: RepresentationData,
    name: str,
    flaws: tuple[str, ...] = (),
) -> ProvedRepresentation:
    product = _inner_product(field, group, data, name)
    if group.lie is not None:
        homomorphism, weights = _lie_homomorphism(field, group, data, name)
        return ProvedRepresentation(data, (homomorphism, product), flaws, weights=weights)
    images = element_images(field, left, data.images, group.generators)
    statement = f"{name} is a homomorphism: the image of s g is that of s times that of g"
    homomorphism = Claim(statement, images.cases, images.failure)
    return ProvedRepresentation(data, (homomorphism, product), flaws, images.traces)


def _lie_homomorphism(
    field: NumberField, group: GroupData, data: RepresentationData, name: str
) -> tuple[Claim, Weights | None]:
    lie = group.lie or ""
    cases, failure = first_broken_relation(field, lie, data.images, group.generators)
    weights = None
    if failure is None:
        weights = graded_weights(field, lie, data.images)
        if weights is None:
            failure = "the weights are not those of a representation of the group"
    statement = f"{name} keeps the relations of the generators, and its weights are those of {lie}"
    return Claim(statement, cases + 1, failure), weights


def _standard_weights(group: GroupData, natural: ProvedRepresentation) -> Claim:
    """Harmonics of degree l have the weights -l, ..., l because vectors have -1, (0,) 1."""
    found = sorted(k for (k, _), n in (natural.weights or {}).items() for _ in range(n))
    due = [-1, 0, 1] if len(group.frame) == 3 else [-1, 1]
    failure = None if found == due else f"the weights are {found}"
    return Claim(f"the natural action is by rotations: its weights are {due}", 1, failure)


def _inner_product(
    field: NumberField, group: GroupData, data: RepresentationData, name: str
) -> Claim:
    tally = Tally(f"{name} keeps the inner product of its basis, which is positive")
    for i, square in enumerate(data.squares):
        wrong = not field.is_positive(square)
        tally.add(1, f"square {i} is {field.text(square)}" if wrong else None)
    triples = zip(group.generators, group.derivations, data.images, strict=True)
    for generator, derivation, matrix in triples:
        flaw = inner_product_flaw(field, matrix, data.squares, derivation=derivation)
        tally.add(len(matrix) ** 2, None if flaw is None else f"{generator}, {flaw}")
    return tally.claim()


def _turns(field: NumberField, group: GroupData, left: LeftProducts) -> tuple[int, ...]:
    """The determinants of all elements, which are 1 or -1, in the plane and in space."""
    if len(group.frame) not in (2, 3):
        return ()
    own = [int(determinant(field, matrix)[0]) for matrix in group.natural]
    known = {0: 1}
    queue = [0]
    for g in queue:  # it grows meanwhile
        for s, turn in enumerate(own):
            if left[s][g] not in known:
                known[left[s][g]] = known[g] * turn
                queue.append(left[s][g])
    return tuple(known[g] for g in range(len(known)))


def _check_kind(data: GroupData) -> None:
    """Raise `ArgumentError` for a group that is neither finite nor a Lie group known here."""
    if data.lie is None:
        if not data.right:
            raise ArgumentError(
                f"{data.name} was given without lie and without right, but a group is finite or "
                f"a Lie group: give the products of its elements with the generators"
            )
        due: tuple[bool, ...] = (False,) * len(data.generators)
    elif data.lie not in LIE_GROUPS or data.right:
        raise ArgumentError(
            f"lie = {data.lie!r} was given, but the Lie groups are {', '.join(LIE_GROUPS)}, "
            f"which have no table of products"
        )
    else:
        due = LIE_GROUPS[data.lie][0]
    if data.derivations != due:
        raise ArgumentError(
            f"derivations = {list(data.derivations)} was given for {data.name}, but its "
            f"generators have {list(due)}"
        )
