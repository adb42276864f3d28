"""`grouptools convert`: files from one convention to another, and the names."""

import json

import numpy as np
import pytest

import grouptools as gt
from grouptools.conventions import NAMED, convert


@pytest.fixture
def values(empty_folder):
    array = gt.spherical_harmonics(3, [[0.1, -0.5, 0.7], [1.0, 2.0, 3.0]])
    np.save("ours.npy", array)
    return array


def test_harmonics(run, values):
    outcome = run(
        "convert",
        "ours.npy",
        "theirs.npy",
        "--kind",
        "harmonics",
        "--from",
        "grouptools",
        "--to",
        "scipy",
    )
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == "theirs.npy: harmonics of shape (2, 16), complex128\n"
    expected = convert(values, "harmonics", "grouptools", "scipy")
    assert (np.load("theirs.npy") == expected).all()


def test_every_option(run):
    np.save("in.npy", np.arange(12.0).reshape(3, 4))
    options = ["--irreps-in", "0e + 1o", "--irreps-out", "1o", "--json"]
    outcome = run(
        "convert",
        "in.npy",
        "in.npy",
        "--kind",
        "kernel",
        *options,
        "--from",
        "e3nn",
        "--to",
        "grouptools; order = descending",
    )
    report = json.loads(outcome.out)
    assert report["shape"] == [3, 4]
    assert report["dtype"] == "float64"
    assert gt.Convention.parse(report["to"]).order == "descending"
    expected = convert(
        np.arange(12.0).reshape(3, 4),
        "kernel",
        report["from"],
        report["to"],
        irreps_in="0e + 1o",
        irreps_out="1o",
    )
    assert (np.load("in.npy") == expected).all()


@pytest.mark.parametrize("options", [["--l", "1"], ["--l", "2"]])
def test_one_degree(run, options):
    np.save("in.npy", np.ones(2 * int(options[1]) + 1))
    assert (
        run(
            "convert",
            "in.npy",
            "out.npy",
            "--kind",
            "coefficients",
            *options,
            "--from",
            "orca",
            "--to",
            "pyscf",
        ).status
        == 0
    )


def test_names(run):
    outcome = run("convert", "--list")
    assert outcome.status == 0
    assert [line.split(":")[0] for line in outcome.out.splitlines()] == list(NAMED)
    listed = json.loads(run("convert", "--list", "--json").out)
    assert [entry["name"] for entry in listed] == list(NAMED)
    assert listed[2]["version"] == "0.6.0"


FILES = ["a.npy", "out.npy", "--to", "scipy"]
BAD = [
    ([], "not all was given that a conversion takes: IN.npy OUT.npy --kind --from --to"),
    (["a.npy", "--kind", "harmonics"], "not all was given that a conversion takes"),
    (["no.npy", *FILES[1:], "--kind", "harmonics", "--from", "e3nn"], "no.npy: No such file"),
    (
        ["bad.npy", *FILES[1:], "--kind", "vectors", "--from", "e3nn"],
        "bad.npy is no array of numpy",
    ),
    ([*FILES, "--kind", "harmonics", "--from", "e4nn"], "'e4nn' is the name of no convention"),
    (
        [*FILES, "--kind", "what", "--from", "e3nn"],
        "kind = 'what' was given, but what is converted",
    ),
    ([*FILES, "--kind", "harmonics", "--from", "e3nn", "--rank", "2"], "rank was given to convert"),
    ([*FILES, "--kind", "harmonics", "--from", "e3nn", "--l", "x"], "'x' is not a valid integer"),
]


@pytest.mark.parametrize(("arguments", "sentence"), BAD)
def test_bad_input(run, empty_folder, arguments, sentence):
    np.save("a.npy", np.ones(4))
    (empty_folder / "bad.npy").write_bytes(b"no array")
    before = sorted(path.name for path in empty_folder.iterdir())
    outcome = run("convert", *arguments)
    assert outcome.status == 2
    assert sentence in outcome.err
    assert outcome.err.count("\n") == 1
    assert sorted(path.name for path in empty_folder.iterdir()) == before
