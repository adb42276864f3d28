"""Groups, and features of all kinds of their irreps."""

import pytest
import torch

import grouptools as gt
from grouptools.groups.planar import cyclic, dihedral
from grouptools.representations import Irreps

GROUPS = {
    "O(3)": (gt.O3, "3x0e + 2x0o + 2x1o + 1e + 3x2e"),
    "SO(3)": (gt.SO3, "3x0 + 2x1 + 3x2"),
    "O": (lambda: gt.point_group("432"), None),
    "T_d": (lambda: gt.point_group("-43m"), None),
    "D_4": (lambda: dihedral(4), None),
    "C_5": (lambda: cyclic(5), None),
    "SO(2)": (gt.SO2, "3x0 + 2x1 + 2x3"),
}


@pytest.fixture(params=GROUPS)
def irreps(request):
    """Several copies of several irreps: of a finite group all."""
    make, text = GROUPS[request.param]
    group = make()
    if text is None:
        return Irreps([(2 + k % 2, irrep) for k, irrep in enumerate(group.irreps())], group)
    return Irreps(text, group)


@pytest.fixture(autouse=True)
def _seeded():
    torch.manual_seed(0)
