"""`grouptools migrate`: files, options, what is printed, and what is said of bad input."""

import json

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from tests.conventions.products import NETWORK_IRREPS, NETWORK_LAYERS
from tests.peers import recording

CROSS = "tensor_product: 2x1o, 1o, 2x0e + 2x1e"
CHOICE = ("--from", "e3nn", "--to", "grouptools")


@pytest.fixture(autouse=True)
def old(empty_folder):
    save_file({"tp.weight": np.arange(1.0, 9.0), "bias": np.ones(2)}, empty_folder / "old")


def test_it_writes_a_file(run):
    outcome = run("migrate", "old", "new", *CHOICE, "--layer", f"*.weight = {CROSS}")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == (
        "migrated  tp.weight\ncopied    bias\n1 tensors migrated, 1 copied to new\n"
    )
    assert load_file("new")["tp.weight"].tolist() == [-1, -2, -3, -4, 5, 6, 7, 8]


def test_json(run):
    outcome = run("migrate", "old", "new", *CHOICE, "--layer", f"tp.weight = {CROSS}", "--json")
    assert json.loads(outcome.out) == {"file": "new", "migrated": ["tp.weight"], "copied": ["bias"]}


def test_a_network_of_e3nn(run, empty_folder):
    """A specification in a file, and the same in options."""
    (empty_folder / "spec.json").write_text(
        json.dumps({"irreps": NETWORK_IRREPS, "layers": NETWORK_LAYERS})
    )
    given = ("migrate", recording.FOLDER / "e3nn_model.safetensors")
    choice = ("--from", "e3nn 0.4.4", "--to", "e3nn")
    assert run(*given, "one", *choice, "--spec", "spec.json").status == 0
    options = [part for pair in NETWORK_IRREPS.items() for part in ("--irreps", " = ".join(pair))]
    options += [part for pair in NETWORK_LAYERS.items() for part in ("--layer", "=".join(pair))]
    assert run(*given, "two", *choice, *options).status == 0
    assert (empty_folder / "one").read_bytes() == (empty_folder / "two").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["none", "new", *CHOICE], "none cannot be read (No such file or directory): name a safe"),
        (["old", "new", "--to", "e3nn"], "Missing option '--from'."),
        (["old", "new", "--from", "e3n", "--to", "e3nn"], "'e3n' is the name of no convention"),
        (
            ["old", "new", *CHOICE],
            "no layers were given for old, and it holds no couplings of e3nn",
        ),
        (
            ["old", "new", *CHOICE, "--layer", "tp.weight"],
            "--layer 'tp.weight' was given, but write",
        ),
        (["old", "new", *CHOICE, "--irreps", "x ="], "--irreps 'x =' was given, but write it as"),
        (
            ["old", "new", *CHOICE, "--layer", "bias = linear: 0e, 0e"],
            "the tensor 'bias' of shape (2,)",
        ),
        (["old", "new", *CHOICE, "--spec", "none"], "none cannot be read"),
        (["old", "new", *CHOICE, "--spec", "bad.json"], "bad.json is not JSON"),
        (["old", "new", *CHOICE, "--spec", "list.json"], "list.json is no specification of layers"),
        (["old", "new", *CHOICE, "--spec", "more.json"], "more.json is no specification of layers"),
    ],
)
def test_bad_input_gets_a_sentence(run, empty_folder, arguments, sentence):
    (empty_folder / "bad.json").write_text("{")
    (empty_folder / "list.json").write_text('{"layers": ["w"]}')
    (empty_folder / "more.json").write_text('{"weights": {}}')
    outcome = run("migrate", *arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(f"grouptools: {sentence}")
    assert outcome.err.count("\n") == 1
    assert not (empty_folder / "new").exists()
