"""Files of weights: what changes is replaced, the rest is copied byte by byte."""

import json

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

import grouptools as gt
from grouptools import files
from grouptools.conventions import Convention, named
from grouptools.conventions.migration import migrate_file
from grouptools.errors import ArgumentError, FormatError
from tests.conventions.products import couplings

CROSS = "tensor_product: 2x1o, 1o, 2x0e + 2x1e"
LAYERS = {"tp.weight": CROSS}


@pytest.fixture
def old(tmp_path):
    """A file of weights, a coupling of e3nn, a bias and a counter."""
    path = tmp_path / "old.safetensors"
    state = {
        "tp.weight": np.arange(1.0, 9.0, dtype=np.float32),
        "tp._w3j_1_1_1": couplings("e3nn")[1, 1, 1],
        "bias": np.ones(3, np.float16),
        "step": np.array(7),
    }
    save_file(state, path, {"trained": "yesterday"})
    return path


def metadata(path):
    with safe_open(path, "np") as file:
        return file.metadata()


def header(path):
    content = path.read_bytes()
    end = 8 + int.from_bytes(content[:8], "little")
    return json.loads(content[8:end]), content[end:]


def test_what_is_written(old, tmp_path):
    new = tmp_path / "new.safetensors"
    report = migrate_file(old, new, LAYERS, "e3nn", "grouptools")
    assert set(report.migrated) == {"tp.weight", "tp._w3j_1_1_1"}
    assert set(report.copied) == {"bias", "step"}
    before, after = load_file(old), load_file(new)
    assert after["tp.weight"].tolist() == [-1, -2, -3, -4, 5, 6, 7, 8]
    assert np.abs(after["tp._w3j_1_1_1"] - gt.clebsch_gordan(1, 1, 1)).max() < 1e-15
    for name in ("bias", "step"):
        assert np.array_equal(before[name], after[name])
    assert [(k, v.dtype, v.shape) for k, v in before.items()] == [
        (k, v.dtype, v.shape) for k, v in after.items()
    ]


def test_metadata_say_what_was_done(old, tmp_path):
    new = tmp_path / "new.safetensors"
    migrate_file(old, new, LAYERS, "e3nn", named("grouptools"))
    found = metadata(new)
    assert found["trained"] == "yesterday"
    record = json.loads(found["grouptools_migration"])
    assert Convention.parse(record["source"]) == named("e3nn")
    assert Convention.parse(record["target"]) == named("grouptools")
    assert (record["grouptools"], record["basis_version"]) == (gt.__version__, gt.BASIS_VERSION)


def test_way_back_restores_every_byte(old, tmp_path):
    new, back = tmp_path / "new.safetensors", tmp_path / "back.safetensors"
    # e3nn 0.4.4 and e3nn have one basis and differ in signs: nothing is rounded
    layers = {"tp.weight": "tensor_product: 2x1o, 2e, 2x1o + 2x2o"}
    migrate_file(old, new, layers, "e3nn 0.4.4", "e3nn")
    migrate_file(new, back, layers, "e3nn", "e3nn 0.4.4")
    first, last = load_file(old), load_file(back)
    assert load_file(new)["tp.weight"].tolist() == [1, 2, 3, 4, -5, -6, -7, -8]
    assert all(np.array_equal(first[name], last[name]) for name in first)
    (before, data), (after, same) = header(old), header(back)
    assert before.pop("__metadata__") != after.pop("__metadata__")
    assert list(before.items()) == list(after.items())
    assert np.array_equal(np.frombuffer(data, np.uint8), np.frombuffer(same, np.uint8))


def test_writing_is_deterministic(old, tmp_path):
    names = [tmp_path / f"new{k}.safetensors" for k in range(3)]
    for name in names:
        migrate_file(old, name, LAYERS, "e3nn", "grouptools")
    assert len({name.read_bytes() for name in names}) == 1


def test_types_that_are_only_copied(tmp_path):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    from safetensors import torch as saving

    state = {"w": torch.ones(8), "b": torch.tensor([1.5, -2.0], dtype=torch.bfloat16)}
    saving.save_file(state, tmp_path / "old")
    migrate_file(tmp_path / "old", tmp_path / "new", {"w": CROSS}, "e3nn", "grouptools")
    assert torch.equal(saving.load_file(tmp_path / "new")["b"], state["b"])
    sentence = "the tensor 'b' of dtype BF16 is to be migrated, but that is done in F64, F32, F16"
    with pytest.raises(ArgumentError, match=sentence):
        migrate_file(
            tmp_path / "old", tmp_path / "newer", {"b": "linear: 0e, 2x0e"}, "e3nn", "grouptools"
        )
    assert not (tmp_path / "newer").exists()


def test_a_migrated_file_is_not_migrated_again(old, tmp_path):
    new, newer = tmp_path / "new.safetensors", tmp_path / "newer.safetensors"
    migrate_file(old, new, LAYERS, "e3nn", "grouptools")
    with pytest.raises(
        ArgumentError, match=r"was migrated to Convention.parse\('grouptools'\) alr"
    ):
        migrate_file(new, newer, LAYERS, "e3nn", "grouptools")
    with pytest.raises(
        ArgumentError, match=r"was given as weights of .*e3nn 0.4.4.*but its metadata"
    ):
        migrate_file(new, newer, LAYERS, "e3nn 0.4.4", "e3nn")
    assert not newer.exists()


@pytest.mark.parametrize("record", ["yes", "[]", '{"target": 7}', '{"target": "nobody"}'])
def test_a_record_that_cannot_be_read(tmp_path, record):
    save_file({"w": np.ones(8)}, tmp_path / "old", {"grouptools_migration": record})
    with pytest.raises(
        FormatError, match="says under grouptools_migration what it was migrated to"
    ):
        migrate_file(tmp_path / "old", tmp_path / "new", {"w": CROSS}, "e3nn", "grouptools")


@pytest.mark.parametrize("content", [b"", b"no tensors here", b"\xff" * 40])
def test_files_of_another_format(tmp_path, content):
    (tmp_path / "old").write_bytes(content)
    with pytest.raises(FormatError, match="is no safetensors file, or was cut off"):
        migrate_file(tmp_path / "old", tmp_path / "new", LAYERS, "e3nn", "grouptools")


def test_a_file_that_was_cut_off(old, tmp_path):
    (tmp_path / "cut").write_bytes(old.read_bytes()[:-5])
    with pytest.raises(FormatError, match="was cut off"):
        migrate_file(tmp_path / "cut", tmp_path / "new", LAYERS, "e3nn", "grouptools")


def test_names_that_do_not_serve(old, tmp_path):
    with pytest.raises(ArgumentError, match=r"cannot be read \(No such file"):
        migrate_file(tmp_path / "none", tmp_path / "new", LAYERS, "e3nn", "grouptools")
    with pytest.raises(ArgumentError, match="one file was given as source and as target"):
        migrate_file(old, old, LAYERS, "e3nn", "grouptools")
    with pytest.raises(ArgumentError, match="one convention was given as source and as target"):
        migrate_file(old, tmp_path / "new", LAYERS, "e3nn", named("e3nn"))
    with pytest.raises(ArgumentError, match="cannot be written"):
        migrate_file(old, tmp_path / "none" / "new", LAYERS, "e3nn", "grouptools")


def test_nothing_to_migrate(tmp_path):
    save_file({"w": np.ones(8)}, tmp_path / "old")
    with pytest.raises(ArgumentError, match="it holds no couplings of e3nn: name its layers"):
        migrate_file(tmp_path / "old", tmp_path / "new", {}, "e3nn", "grouptools")


def test_couplings_that_would_become_complex(old, tmp_path):
    target = "grouptools complex; phase = i^l"
    with pytest.raises(
        ArgumentError, match=r"would become complex in .*a target with a real basis"
    ):
        migrate_file(old, tmp_path / "new", {}, "e3nn", target)


def test_nothing_half_written_is_left(old, tmp_path, monkeypatch):
    def broken(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.Path, "replace", broken)
    with pytest.raises(ArgumentError, match="No space left on device"):
        migrate_file(old, tmp_path / "new.safetensors", LAYERS, "e3nn", "grouptools")
    assert [path.name for path in tmp_path.iterdir()] == ["old.safetensors"]
