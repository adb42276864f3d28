"""Groups, irreps and sums of irreps are pickled, and are the same values in another process."""

import copy
import pickle
import subprocess
import sys

import pytest

import grouptools as gt
from grouptools.groups.planar import cyclic, dihedral
from grouptools.representations import Irreps

GROUPS = [
    gt.O3(),
    gt.SO2(),
    gt.SU2(),
    cyclic(5),
    dihedral(4),
    gt.point_group("-43m"),
    gt.double_group("432"),
    gt.direct_product(cyclic(2), cyclic(3)),
    gt.FiniteGroup.from_permutations([[1, 2, 3, 0], [0, 3, 2, 1]]),
]


def few_irreps(group):
    return Irreps([(2, irrep) for irrep in group.irreps(None if group.is_finite else 1)], group)


@pytest.mark.parametrize("group", GROUPS, ids=str)
def test_they_are_equal_afterwards(group):
    irreps = few_irreps(group)
    for value in (group, irreps[0].irrep, irreps, Irreps("", group, real=False)):
        for other in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value)):  # noqa: S301
            assert other == value
            assert hash(other) == hash(value)
            assert repr(other) == repr(value)


def test_they_are_equal_in_another_process():
    values = [(group, few_irreps(group)) for group in GROUPS]
    code = (
        "import pickle, sys\n"
        "for group, irreps in pickle.load(sys.stdin.buffer):\n"
        "    again = type(irreps)(str(irreps), group)\n"
        "    print(irreps in {again: 0}, irreps.representation.dimension)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(values), capture_output=True, check=False
    )
    assert answer.returncode == 0, answer.stderr.decode()
    expected = [f"True {irreps.dimension}" for _, irreps in values]
    assert answer.stdout.decode().splitlines() == expected
