"""The disk cache of kernels: whatever happens to it, the numbers are right."""

import warnings

import numpy as np
import pytest

from grouptools.files import CacheWarning
from grouptools.groups.planar import cyclic
from grouptools.groups.point_groups import icosahedral, point_group
from grouptools.kernels import cache, deriving, kernel_basis, patterns
from grouptools.kernels.patterns import Part, Pattern, Placed, integers
from grouptools.kernels.storing import parts_from_bytes, parts_to_bytes
from grouptools.representations import Irrep, Irreps, regular_representation


@pytest.fixture
def kept(cache_folder, monkeypatch):
    """An empty cache that keeps everything."""
    monkeypatch.setattr(deriving, "WORTH_KEEPING", 0.0)
    return cache_folder / "kernels"


def make(l_max=2):
    return kernel_basis(*[regular_representation(cyclic(5))] * 2, l_max)


def derivations(monkeypatch):
    """Count how often kernels are derived."""
    calls = []
    original = deriving.solved
    monkeypatch.setattr(deriving, "solved", lambda *args: calls.append(args) or original(*args))
    return calls


def test_what_is_kept_is_read(kept, monkeypatch):
    first = make()
    (file,) = kept.iterdir()
    calls = derivations(monkeypatch)
    second = make()
    assert calls == []
    assert second.digest == first.digest
    assert [p.name for p in cache.CACHE.files()] == [file.name]
    points = np.random.default_rng(0).normal(size=(3, 2))
    assert np.array_equal(first.evaluate(points), second.evaluate(points))


@pytest.mark.parametrize(
    "reps",
    [
        (Irreps("2x0e + 1o"), Irreps("1o + 3x1e")),
        (Irrep("H", icosahedral()), Irrep("G", icosahedral())),
        (regular_representation(point_group("222")), regular_representation(point_group("222"))),
        (Irreps(""), Irreps("0e")),
    ],
    ids=str,
)
def test_every_basis_survives(kept, reps):
    first = kernel_basis(*reps, 3)
    assert len(list(kept.iterdir())) == 1
    assert kernel_basis(*reps, 3).plain() == first.plain()


def test_requests_have_files_of_their_own(kept):
    group = cyclic(5)
    regular = regular_representation(group)
    for reps in ((regular, regular), (regular, Irrep("1", group)), (Irrep("1", group), regular)):
        for l_max in (0, 1):
            kernel_basis(*reps, l_max)
    assert len(list(kept.iterdir())) == 6


def test_what_is_quick_is_not_kept(cache_folder):
    kernel_basis(Irrep("0e"), Irrep("0e"), 0)
    assert not (cache_folder / "kernels").exists()


def test_every_changed_byte_is_seen(kept, monkeypatch):
    expected = make(1).digest
    (file,) = kept.iterdir()
    whole = file.read_bytes()
    calls = derivations(monkeypatch)
    for place in range(0, len(whole), 7):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        before = len(calls)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CacheWarning)
            assert make(1).digest == expected
        assert len(calls) > before
        assert file.read_bytes() == whole


@pytest.mark.parametrize("damage", ["cut", "empty", "text"])
def test_a_damaged_file_costs_one_warning(kept, damage):
    expected = make().digest
    (file,) = kept.iterdir()
    whole = file.read_bytes()
    file.write_bytes({"cut": whole[:-3], "empty": b"", "text": b"hello\n"}[damage])
    with pytest.warns(CacheWarning, match="is ignored and derived anew: its content") as caught:
        assert make().digest == expected
    assert len(caught) == 1


def test_a_folder_that_cannot_be_used_costs_one_warning(kept):
    kept.write_text("in the way")
    with pytest.warns(CacheWarning) as caught:
        first, second = make(), make()
    assert len(caught) == 1
    assert first == second


def test_without_a_home_kernels_are_derived(run_python):
    code = """
from grouptools.groups.planar import cyclic
from grouptools.kernels import deriving, kernel_basis
from grouptools.representations import regular_representation
deriving.WORTH_KEEPING = 0.0
rep = regular_representation(cyclic(5))
print(kernel_basis(rep, rep, 2).dimension)
"""
    answer = run_python(code, GROUPTOOLS_CACHE="~nobody-here/x", HOME=None)
    assert answer.stdout.strip() == "25", answer.stderr
    assert answer.stderr.count("CacheWarning") == 1


def test_clearing_removes_only_its_own_files(kept):
    make()
    (kept / "notes.txt").write_text("mine")
    abandoned = kept / f"{64 * 'a'}.kernels.123-0123abcd.partial"
    abandoned.write_bytes(b"half")
    assert cache.CACHE.clear() == 1
    assert [p.name for p in kept.iterdir()] == ["notes.txt"]


def test_large_integers_are_kept():
    """Coefficients beyond 64 bits are Python integers, in memory and on disk."""
    basis = make(0)
    field = basis.field
    huge = [[2**80, 0], [-(3**60), 1]]
    coefficients = integers([n for row in huge for n in row]).reshape(2, 2)
    assert coefficients.dtype == object
    two = np.arange(2, dtype=np.int64)
    pattern = Pattern(0 * two, two, 0 * two, coefficients, (field.element([1, 2]),), 2, 1)
    placed = Placed(pattern, two[None], np.zeros((1, 1), np.int64))
    part = Part(0, 1, (2, 1), field, (placed,))
    (read,) = parts_from_bytes(parts_to_bytes([part]))
    assert read.entries().coefficients.tolist() == huge
    assert read.squares == part.squares
    assert patterns.matrix_of(read) == patterns.matrix_of(part)
