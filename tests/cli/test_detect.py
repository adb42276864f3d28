"""`grouptools detect`: from files to a convention, or to what contradicts the nearest ones."""

import json

import numpy as np
import pytest
from scipy.linalg import block_diag
from scipy.spatial.transform import Rotation

import grouptools as gt

POINTS = np.random.default_rng(0).normal(size=(20, 3))
ROTATIONS = Rotation.random(4, rng=1)


@pytest.fixture(autouse=True)
def files(empty_folder):
    """Arrays by name."""
    values = gt.spherical_harmonics(2, POINTS)
    np.save("values.npy", values)
    np.save("points.npy", POINTS)
    np.save("two.npy", values[:, 4:])
    np.save("wrong.npy", values + 0.1)
    np.save("q.npy", ROTATIONS.as_quat())
    np.save("one.npy", ROTATIONS[0].as_quat())
    np.savez("all.npz", values=values, points=POINTS)
    np.savez("D.npz", D=gt.wigner_D(1, ROTATIONS), E=np.ones(3), rotations=ROTATIONS.as_quat())
    np.savez("cg.npz", **{f"1,1,{l}": gt.clebsch_gordan(1, 1, l) for l in range(3)})
    np.save("cg.npy", gt.clebsch_gordan(1, 1, 2))
    before = np.random.default_rng(1).normal(size=(6, 4))
    after = before @ block_diag([[1]], gt.wigner_D(1, ROTATIONS[0])).T
    np.savez("orbitals.npz", before=before, after=after, rotation=ROTATIONS[0].as_quat())
    np.save("pair.npy", np.stack([before, after]))
    (empty_folder / "text.npy").write_text("mine")
    np.save("objects.npy", np.array([{}], dtype=object), allow_pickle=True)


FOUND = [
    "values.npy --kind harmonics --points points.npy",
    "values.npy --kind harmonics --points all.npz:points",
    "two.npy --kind harmonics --points points.npy --l 2",
    "all.npz --kind harmonics",
    "all.npz:values --kind harmonics",
    "D.npz:D --kind wigner_D",
    "cg.npy --kind clebsch_gordan --degrees 1,1,2",
    "cg.npz --kind clebsch_gordan",
    "orbitals.npz --kind coefficients --degrees 0,1",
    "pair.npy --kind coefficients --degrees 0,1 --rotation one.npy",
    "q.npy --kind quaternions --rotations q.npy",
]


@pytest.mark.parametrize("line", FOUND)
def test_a_convention_is_named(run, line):
    outcome = run("detect", *line.split())
    assert (outcome.status, outcome.err) == (0, "")
    kind = line.split("--kind ")[1].split()[0]
    assert outcome.out.startswith(f"{kind}: grouptools")


def test_none_is_status_one(run):
    outcome = run("detect", "wrong.npy", "--kind", "harmonics", "--points", "points.npy")
    assert (outcome.status, outcome.err) == (1, "")
    assert outcome.out.startswith(
        "harmonics: none of the known conventions (to 0.0001)\nnearest:\n"
    )


def test_json(run):
    outcome = run("detect", "all.npz", "--kind", "harmonics", "--json")
    content = json.loads(outcome.out)
    assert content["found"] is True
    assert content["convention"]["axes"] == "xyz"
    assert content["names"][0] == "grouptools"
    assert content["nearest"] == []


def test_json_of_none(run):
    line = "wrong.npy --kind harmonics --points points.npy --json"
    outcome = run("detect", *line.split())
    content = json.loads(outcome.out)
    assert outcome.status == 1
    assert (content["found"], content["convention"], content["names"]) == (False, None, [])
    first = content["nearest"][0]
    assert first["index"] == [0, 0]
    assert first["found"] == pytest.approx(np.load("wrong.npy")[0, 0])
    assert first["sentence"].startswith(f"{first['name']}: entry [0, 0] is ")


@pytest.mark.parametrize("line", ["wrong.npy --rtol 0.09 --l 2", "values.npy --rtol 1e-12"])
def test_rtol(run, line):
    outcome = run("detect", *line.split(), "--kind", "harmonics", "--points", "points.npy")
    assert outcome.status == (2 if "--l" in line else 0)


BAD = [
    ("nowhere.npy --kind harmonics", "nowhere.npy cannot be read (No such file or directory)"),
    ("text.npy --kind harmonics", "text.npy is no .npy or .npz file of numbers"),
    ("objects.npy --kind harmonics", "objects.npy is no .npy or .npz file of numbers"),
    ("values.npy --kind spherical", "what is recognised is one of harmonics, wigner_D, clebsch"),
    ("values.npy --kind harmonics", "no points were given, but values of harmonics"),
    ("two.npy --kind harmonics --points points.npy", "5 columns were given, but all degrees"),
    ("values.npy --kind harmonics --points q.npy", "points have the shape (..., 3)"),
    ("values.npy --kind wigner_D --points points.npy", "points= was given with kind = 'wigner_D'"),
    ("D.npz --kind wigner_D", "D.npz holds the arrays D, E: name one, as in D.npz:NAME"),
    ("D.npz:F --kind wigner_D", "D.npz holds no array 'F', but D, E, rotations: name one"),
    ("cg.npy --kind clebsch_gordan --degrees 1,x", "--degrees has '1,x', but degrees are whole"),
    ("cg.npy --kind clebsch_gordan", "couplings need their degrees"),
    ("values.npy", "Missing option '--kind'"),
    ("values.npy --kind harmonics --l two", "'two' is not a valid integer"),
]


@pytest.mark.parametrize(("line", "complaint"), BAD, ids=[line for line, _ in BAD])
def test_bad_input_is_one_sentence(run, line, complaint):
    outcome = run("detect", *line.split())
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("grouptools: ")
    assert complaint in outcome.err
    assert outcome.err.count("\n") == 1


def test_help(run):
    outcome = run("detect", "--help")
    assert outcome.status == 0
    text = " ".join(outcome.out.split())
    assert "Exit status: 0 if a convention agrees, 1 if none does, 2 if the input was bad." in text
