"""`grouptools codegen`: what it prints or writes is what `grouptools.codegen` generates."""

import json

import pytest

from grouptools.codegen import FUNCTIONS, LANGUAGES, generate


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_it_prints_the_source(run, empty_folder, function, language):
    outcome = run("codegen", function, language, "--l-max", 2)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == generate(function, language, l_max=2)
    assert list(empty_folder.iterdir()) == []


def test_it_writes_a_file(run, empty_folder):
    outcome = run("codegen", "spherical_harmonics", "c", "--l-max", 1, "--out", "y.c")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == "y.c: spherical_harmonics to l = 1 in c\n"
    assert (empty_folder / "y.c").read_text() == generate("spherical_harmonics", "c", l_max=1)
    assert [path.name for path in empty_folder.iterdir()] == ["y.c"]


def test_json_holds_the_source(run):
    outcome = run("codegen", "wigner_D", "julia", "--l-max", 1, "--json")
    assert json.loads(outcome.out) == {
        "function": "wigner_D",
        "language": "julia",
        "source": generate("wigner_D", "julia", l_max=1),
    }


def test_every_option_arrives(run):
    outcome = run("codegen", "spherical_harmonics", "numpy", "--l-min", 1, "--l-max", 2, "--solid",
                  "--derivatives", 1, "--dtype", "float32", "--name", "harmonics_of")  # fmt: skip
    assert outcome.status == 0
    assert outcome.out == generate(
        "spherical_harmonics",
        "numpy",
        l_min=1,
        l_max=2,
        normalize=False,
        derivatives=1,
        dtype="float32",
        name="harmonics_of",
    )


def test_a_file_is_replaced_only_by_a_whole_one(run, empty_folder, monkeypatch):
    (empty_folder / "y.c").write_text("mine")

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", refuse)
    outcome = run("codegen", "wigner_D", "c", "--out", "y.c")
    assert outcome.status == 2
    assert [(path.name, path.read_text()) for path in empty_folder.iterdir()] == [("y.c", "mine")]
