"""The numbers of tensors, changes of basis and adapted harmonics, as they were recorded."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

import grouptools as gt
from grouptools.kernels.adapted import adapted_harmonics
from grouptools.kernels.cartesian import _blocks
from grouptools.kernels.crystal_tensors import CRYSTAL_TENSORS
from grouptools.kernels.index_symmetry import IndexSymmetry

GOLDEN = Path(__file__).parents[1] / "golden" / "tensor_digests.json"


def text_digest(*texts):
    return sha256(";".join(map(str, texts)).encode()).hexdigest()


def tensors(name):
    group = gt.point_group(name)
    return text_digest(*(gt.crystal_tensor(t, group).maps.digest for t in CRYSTAL_TENSORS))


def cartesian(symmetry):
    blocks = _blocks(IndexSymmetry.parse(symmetry))
    return text_digest(blocks.degrees, blocks.matrix.key(), *blocks.row_squares)


def adapted(name, l):
    found = adapted_harmonics(gt.point_group(name), l).decomposition
    return text_digest(found.irreps, found.scaled_matrix.key(), *found.row_squares)


DIGESTS = {
    **{
        f"tensors of {name}": (tensors, name)
        for name in ("m", "-4", "32", "-6", "-43m", "Ih", "D5")
    },
    **{
        f"cartesian {text}": (cartesian, text)
        for text in ("ij", "ij=ji", "ijk", "ijk=ikj", "ijkl=jikl=klij")
    },
    **{
        f"harmonics {name} {l}": (adapted, name, l)
        for name in ("C3", "D3d", "Oh", "I")
        for l in (3, 6)
    },
}


@pytest.mark.parametrize("name", DIGESTS)
def test_the_numbers_are_those_recorded(name):
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert golden["basis_version"] == gt.BASIS_VERSION
    make, *arguments = DIGESTS[name]
    assert make(*arguments) == golden["digests"][name]


def test_nothing_else_is_recorded():
    assert set(json.loads(GOLDEN.read_text(encoding="utf-8"))["digests"]) == set(DIGESTS)
