"""A basis of kernels as a file: its plain data, digest and certificate, in JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from grouptools.certificates import Certificate
from grouptools.errors import ArgumentError, FormatError, IntegrityError
from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.exact.basis_version import BASIS_VERSION
from grouptools.files import write_atomically
from grouptools.groups import lie
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.group import Group
from grouptools.kernels.basis import KernelBasis
from grouptools.kernels.patterns import Part, Pattern, Placed, integers
from grouptools.kernels.plain import canonical_text
from grouptools.kernels.summands import summands_of
from grouptools.representations.harmonic import harmonic_orders
from grouptools.representations.representation import Representation

__all__ = ["load_kernel_basis", "save_kernel_basis"]

FORMAT = "grouptools kernel basis 1"
KEYS = ("format", "basis_version", "digest", "certificate", "data")


def save_kernel_basis(basis: KernelBasis, path: str | Path) -> Path:
    """Write a basis of kernels; see `KernelBasis.save`."""
    file = Path(path)
    content = {
        "format": FORMAT,
        "basis_version": BASIS_VERSION,
        "digest": basis.digest,
        "certificate": basis.certificate.to_json(),
        "data": basis.plain(),
    }
    write_atomically(file, (canonical_text(content) + "\n").encode("ascii"))
    return file


def load_kernel_basis(path: str | Path) -> KernelBasis:
    """Read a basis of kernels that `KernelBasis.save` wrote.

    Group and representations come with it, by the matrices of the generators; its certificate is
    proved again when it is asked for.
    Raises `ArgumentError` where there is no such file, `FormatError` where it holds something else
    or another basis version, `IntegrityError` where the data do not match the digest.
    """
    try:
        content = json.loads(Path(path).read_bytes())
    except OSError as error:
        raise ArgumentError(f"{path} cannot be read ({error.strerror}): name a file") from error
    except (ValueError, RecursionError) as error:
        raise FormatError(f"{path} holds no basis of kernels: it is not JSON") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT or set(content) != {*KEYS}:
        raise FormatError(f"{path} holds no basis of kernels: it does not say {FORMAT!r}")
    if content["basis_version"] != BASIS_VERSION:
        raise FormatError(
            f"{path} was written by basis version {content['basis_version']!r}, but this library "
            f"reads version {BASIS_VERSION}: derive it anew"
        )
    data = content["data"]
    if sha256(canonical_text(data).encode()).hexdigest() != content["digest"]:
        raise IntegrityError(f"{path} does not match its digest: derive it anew")
    try:
        certificate = Certificate.from_json(content["certificate"])
        basis = _basis(data)
    except (KeyError, TypeError, IndexError, ValueError, AttributeError) as error:
        raise FormatError(f"{path} holds no basis of kernels: {error!r}") from error
    if certificate.digest != content["digest"]:
        raise IntegrityError(f"{path} has the certificate of another basis: derive it anew")
    return basis


def _basis(data: Mapping[str, Any]) -> KernelBasis:
    order, kind = data["field"]
    field = Field.real(order) if kind == "real" else Field.cyclotomic(order)
    group = _group(data["group"], field)
    rep_in, rep_out = (_representation(data[name], group, field) for name in ("rep_in", "rep_out"))
    parts = [
        _part(described, (rep_out.dimension, rep_in.dimension), group, field)
        for described in data["degrees"]
    ]
    return KernelBasis(rep_in, rep_out, (summands_of(rep_in), summands_of(rep_out)), parts)


def _group(data: Mapping[str, Any], field: Field) -> Group:
    """The group; a Lie group by its name, a finite one by its products with the generators."""
    if data["lie"] is not None:
        makers = {"SO(2)": lie.SO2, "O(2)": lie.O2, "SO(3)": lie.SO3, "O(3)": lie.O3}
        return makers[data["lie"]]()
    right = np.array(data["right"], dtype=np.int32)
    steps = [(0, -1)] * data["order"]
    for g in range(1, data["order"]):
        steps[g] = min(
            (int(h), s) for s in range(len(right)) for h in np.flatnonzero(right[s] == g)
        )
    frame = [_element(field, numbers) for numbers in data["frame"]]
    size = len(frame)
    natural = [_matrix(entries, size, field) for entries in data["natural"]]
    return FiniteGroup(data["name"], steps, right, data["generators"], natural, frame, field)


def _representation(data: Mapping[str, Any], group: Group, field: Field) -> Representation:
    squares = [_element(field, numbers) for numbers in data["squares"]]
    images = [_matrix(entries, len(squares), field) for entries in data["images"]]
    return Representation(group, images, squares, data["name"])


def _part(data: Mapping[str, Any], shape: tuple[int, int], group: Group, field: Field) -> Part:
    """The kernels of one degree, as one pattern on all pairs."""
    n_out, n_in = shape
    orders = len(harmonic_orders(group.dimension, data["degree"]))
    entries = [(i, *entry) for i, vector in enumerate(data["vectors"]) for entry in vector]
    labels = np.array([entry[:4] for entry in entries], dtype=np.int64).reshape(-1, 4)
    padded = [
        n for entry in entries for n in (list(entry[4:]) + [0] * field.degree)[: field.degree]
    ]
    pattern = Pattern(
        labels[:, 0],
        labels[:, 1] * n_in + labels[:, 2],
        labels[:, 3],
        integers(padded).reshape(-1, field.degree),
        tuple(_element(field, numbers) for numbers in data["squares"]),
        n_out * n_in,
        orders,
    )
    rows = np.arange(pattern.dimension, dtype=np.int64)[None]
    placed = (Placed(pattern, np.arange(n_out * n_in, dtype=np.int64)[None], rows),)
    return Part(data["degree"], orders, shape, field, placed if pattern.dimension else ())


def _matrix(entries: Sequence[Sequence[int]], size: int, field: Field) -> FieldMatrix:
    zero = field.element(0)
    rows = [[zero] * size for _ in range(size)]
    for i, j, *numbers in entries:
        rows[i][j] = _element(field, numbers)
    return FieldMatrix.from_rows(rows, field, size)


def _element(field: Field, numbers: Sequence[int]) -> Element:
    denominator, *coefficients = numbers
    return field.element(coefficients or 0) / denominator
