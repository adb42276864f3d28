"""Checker of kernel bases: K(g x) = rho_out(g) K(x) rho_in(g)^-1, exactly and completely.

From the generators' matrices alone it is proved that group and representations are such, that
every kernel satisfies the constraint, that the kernels are orthogonal and hence independent, and
that there are as many as characters or weights say.  Nothing of the solver is used: harmonics are
evaluated at points that determine them, by recursions of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any

from flint import fmpq_poly

from grouptools.certificates.claim import Certificate, Claim, Tally
from grouptools.certificates.kernel_constraint import constraint
from grouptools.certificates.kernel_data import KernelVector, Reader, entry, items
from grouptools.certificates.kernel_dimensions import Dimensions
from grouptools.certificates.kernel_groups import (
    ProvedGroup,
    ProvedRepresentation,
    proved_group,
    proved_representation,
)
from grouptools.certificates.kernel_spaces import Functions, constants, grid, harmonics
from grouptools.certificates.kernel_vectors import canonical_form, orthogonality
from grouptools.certificates.number_field import Element
from grouptools.errors import ArgumentError

__all__ = ["certify_kernel_basis", "kernel_certificate", "kernel_digest"]


@dataclass(frozen=True)
class _Degree:
    """The kernels of one degree, as read."""

    degree: int
    functions: Functions
    vectors: tuple[KernelVector, ...]
    squares: tuple[Element, ...]


def kernel_certificate(plain: Mapping[str, Any]) -> Certificate:
    """Prove a kernel basis: `certify_kernel_basis`, with the digest of what was proved."""
    return Certificate("kernel_basis", kernel_digest(plain), certify_kernel_basis(plain))


def kernel_digest(plain: Mapping[str, Any]) -> str:
    """SHA-256 of the plain data as JSON, keys sorted and without spaces."""
    return sha256(_text(plain).encode()).hexdigest()


def certify_kernel_basis(plain: Mapping[str, Any]) -> tuple[Claim, ...]:
    """Check every statement that makes these kernels a canonical basis of all of them, exactly.

    `plain`: what `KernelBasis.plain()` returns, or the same as read from JSON.

    Returns the claims; where group or representations fail, the claims up to there.
    Raises `ArgumentError` for data of another form.

    >>> group = {"name": "C1", "lie": None, "order": 1, "right": [[0]], "generators": ["E"],
    ...          "derivations": [False], "frame": [], "natural": []}
    >>> scalar = {"name": "A", "squares": [[1, 1]], "images": [[[0, 0, 1, 1]]]}
    >>> maps = {"degree": 0, "vectors": [[[0, 0, 0, 1]]], "squares": [[1, 1]]}
    >>> plain = {"field": [1, "real"], "group": group, "rep_in": scalar, "rep_out": scalar,
    ...          "space": {"kind": "none"}, "degrees": [maps]}
    >>> all(claim.holds for claim in certify_kernel_basis(plain))
    True
    """
    field, group_text = _text(entry(plain, "field")), _text(entry(plain, "group"))
    group = proved_group(field, group_text)
    if not group.holds:
        return (_written(group.flaws), *group.claims)
    pair = tuple(
        proved_representation(field, group_text, _text(entry(plain, key)), name)
        for key, name in (("rep_in", "rho_in"), ("rep_out", "rho_out"))
    )
    flaws = (*group.flaws, *(flaw for rep in pair for flaw in rep.flaws))
    claims = (*group.claims, *(claim for rep in pair for claim in rep.claims))
    if not all(rep.holds for rep in pair):
        return (_written(flaws), *claims)
    reader = Reader(json.loads(field))
    space = entry(plain, "space")
    degrees = _degrees(plain, reader, field, group_text, pair)
    found = tuple(_kernel_claims(group, pair, space, degrees))
    return (_written((*flaws, *reader.flaws)), *claims, *found)


def _kernel_claims(
    group: ProvedGroup,
    pair: tuple[ProvedRepresentation, ...],
    space: Mapping[str, Any],
    degrees: list[_Degree],
) -> Iterator[Claim]:
    names = list(zip(group.data.generators, group.data.derivations, strict=True))
    data = (pair[0].data, pair[1].data)
    dimensions = Dimensions(group, pair[0], pair[1])
    points = Tally("the points determine a function, and the group permutes those of a grid")
    residual = Tally("K(g x) = rho_out(g) K(x) rho_in(g)^-1 for every generator and all x")
    products = Tally("the kernels are orthogonal, and their squares are those given")
    counts = Tally("there are as many kernels as characters say: they are a basis of all")
    form = Tally("the basis is the canonical one of its span")
    for each in degrees:
        functions, vectors = each.functions, each.vectors
        here = f"degree {each.degree}"
        points.add(*_at(here, functions.points, functions.flaw))
        if functions.flaw is not None:
            continue
        residual.add(*_at(here, *constraint(group.field, functions, data, names, vectors)))
        checked = orthogonality(group.field, functions, data, vectors, each.squares)
        products.add(*_at(here, *checked))
        due = dimensions.of(each.degree, space["kind"], functions.permutations)
        wrong = None if due == len(vectors) else f"{len(vectors)} kernels, but {due} are due"
        counts.add(*_at(here, 1, wrong))
        form.add(*_at(here, *canonical_form(group.field, vectors)))
    yield from (tally.claim() for tally in (points, residual, products, counts, form))


def _degrees(
    plain: Mapping[str, Any],
    reader: Reader,
    field: str,
    group: str,
    pair: tuple[ProvedRepresentation, ...],
) -> list[_Degree]:
    """Read the kernels, degree by degree."""
    given = items(entry(plain, "degrees"), "degrees")
    numbers = [entry(each, "degree") for each in given]
    kind = entry(entry(plain, "space"), "kind")
    if not given or numbers != list(range(len(given))) or (kind != "harmonics" and numbers != [0]):
        raise ArgumentError(
            f"the degrees {numbers} were given for the space {kind!r}, but they are 0, 1, ..., "
            f"l_max for harmonics and 0 alone otherwise"
        )
    space = _text(plain["space"])
    degrees = []
    for l, each in enumerate(given):
        functions = _functions(field, group, space, l)
        shape = (len(pair[1].data.squares), len(pair[0].data.squares), len(functions.squares))
        vectors = [
            reader.vector(vector, shape, f"degree {l}, kernel {r}")
            for r, vector in enumerate(items(entry(each, "vectors"), "vectors"))
        ]
        squares = reader.numbers(entry(each, "squares"), f"degree {l}, squares")
        degrees.append(_Degree(l, functions, tuple(vectors), tuple(squares)))
    return degrees


@lru_cache(maxsize=2048)
def _functions(field: str, group: str, space: str, l: int) -> Functions:
    """The functions of one degree in a space of this JSON text."""
    proved, given = proved_group(field, group), json.loads(space)
    frame, kind = proved.data.frame, given["kind"]
    if kind == "none":
        return constants(proved.field, proved.data)
    if kind == "harmonics":
        ones = [frame[i] for i in range(len(frame)) if i != 1]
        if len(frame) not in (2, 3) or any(square != fmpq_poly([1]) for square in ones):
            raise ArgumentError(
                "harmonics were given for a frame that is not (1, s^2) or (1, s^2, 1): kernels of "
                "points need a group of the plane or of space"
            )
        return harmonics(proved.field, proved.data, l)
    if kind != "points" or proved.data.lie is not None or not frame:
        raise ArgumentError(
            f"the space {kind!r} was given for the group {proved.data.name}, but it must be "
            f"'harmonics', 'none', or 'points' for a finite group that acts on them"
        )
    reader = Reader(json.loads(field))
    points = [reader.numbers(point, "points") for point in items(entry(given, "points"), "points")]
    for point in points:
        items(point, "a point", len(frame))
    functions = grid(proved.field, proved.data, points)
    return replace(functions, flaw=reader.flaws[0]) if reader.flaws else functions


def _written(flaws: tuple[str, ...]) -> Claim:
    statement = "every number is in lowest terms, none of the entries is zero, all are in order"
    return Claim(statement, 1, flaws[0] if flaws else None)


def _at(here: str, cases: int, failure: str | None) -> tuple[int, str | None]:
    return cases, None if failure is None else f"{here}: {failure}"


def _text(given: object) -> str:
    return json.dumps(given, sort_keys=True, separators=(",", ":"))
