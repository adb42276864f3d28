"""`grouptools verify`: what is right passes, what is wrong is named, and nothing else."""

import json
from dataclasses import replace

import pytest

import grouptools as gt
from grouptools.certificates import Claim
from grouptools.exact.surd import SurdArray
from grouptools.tables import FORMATS, cache, golden

SUFFIXES = [form.suffix for form in FORMATS.values()]


def flipped(table):
    """The table with one sign changed, and the certificate of the right one under its digest."""
    entries = table.entries
    numerators = entries.numerators.copy()
    numerators[0] *= -1
    wrong = SurdArray(
        entries.shape, entries.indices, numerators, entries.denominators, entries.pi_power
    )
    forged = replace(table, entries=wrong)
    return replace(forged, certificate=replace(table.certificate, digest=forged.digest))


@pytest.fixture
def table():
    return gt.table("clebsch_gordan", l_max=1)


def verdicts(outcome):
    """The parts of a verdict that say whether it holds, by the name of the file."""
    return {
        entry["subject"].rpartition("/")[2]: (entry["problem"], entry["readable"])
        for entry in json.loads(outcome.out)
    }


def test_what_was_exported_holds(run):
    run("export", "--l-max", 1, "--out", "out")
    outcome = run("verify", "out")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.endswith("\n96 hold, 0 failed\n")
    assert "golden digest" in outcome.out
    outcome = run("verify", "out", "--json")
    assert outcome.status == 0
    assert len(verdicts(outcome)) == 96
    assert set(verdicts(outcome).values()) == {(None, True)}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_one_file_is_enough(run, table, suffix):
    path = table.save(f"cg{suffix}")
    outcome = run("verify", path)
    assert outcome.status == 0
    assert "1 hold, 0 failed" in outcome.out


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_tampered_file_is_one_sentence(run, empty_folder, table, suffix):
    table.save("right.json")
    path = table.save(empty_folder / f"cg{suffix}")
    content = bytearray(path.read_bytes())
    found = content.find(table.digest.encode()[:20])
    place = found if found >= 0 else len(content) // 2  # it may be compressed
    content[place] = ord("0") if content[place] != ord("0") else ord("1")
    path.write_bytes(content)
    outcome = run("verify", ".", "--json")
    assert (outcome.status, outcome.err) == (2, "")
    problem, readable = verdicts(outcome).pop(path.name)
    assert readable is False
    assert problem.startswith(f"{path.name} ")
    assert "\n" not in problem
    assert verdicts(outcome)["right.json"] == (None, True)
    outcome = run("verify", path)
    assert (outcome.status, outcome.err) == (2, "")
    assert "FAILED" in outcome.out
    assert "Traceback" not in outcome.out
    assert outcome.out.endswith("\n0 hold, 1 failed\n")


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("share", [0, 0.3, 0.99])
def test_a_truncated_file_is_refused(run, empty_folder, table, suffix, share):
    path = table.save(empty_folder / f"cg{suffix}")
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    outcome = run("verify", path)
    assert (outcome.status, outcome.err) == (2, "")
    assert outcome.out.endswith("\n0 hold, 1 failed\n")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_wrong_number_under_a_right_digest_fails_its_certificate(run, table, suffix):
    path = flipped(table).save(f"cg{suffix}")
    outcome = run("verify", path, "--json")
    assert outcome.status == 1
    ((problem, readable),) = verdicts(outcome).values()
    assert readable is True
    assert "j1 = " in problem, "the smallest failing case is named"


def test_a_certificate_that_claims_something_else_fails(run, table):
    claims = (*table.certificate.claims[1:], Claim("every entry is beautiful", 1))
    certificate = replace(table.certificate, claims=claims)
    replace(table, certificate=certificate).save("cg.json")
    outcome = run("verify", "cg.json")
    assert outcome.status == 1
    assert "the certificate in the file is not what the checker finds" in outcome.out


def test_another_digest_than_the_golden_one_fails(run, table, monkeypatch):
    table.save("cg.json")
    monkeypatch.setattr(golden, "golden_digest", lambda *_: "0" * 64)
    outcome = run("verify", "cg.json")
    assert outcome.status == 1
    assert "the digest is not the golden one of this basis version" in outcome.out


def test_an_unreadable_file_weighs_more_than_a_failed_one(run, empty_folder, table):
    flipped(table).save("wrong.json")
    (empty_folder / "broken.json").write_text("{")
    outcome = run("verify", "wrong.json", "broken.json", "--json")
    assert outcome.status == 2
    assert [readable for _, readable in verdicts(outcome).values()] == [True, False]


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff\xfe", b"[" * 100_000])
@pytest.mark.parametrize("suffix", [*SUFFIXES, ".txt", ".table"])
def test_a_file_that_is_no_table_is_refused(run, empty_folder, content, suffix):
    (empty_folder / f"file{suffix}").write_bytes(content)
    outcome = run("verify", f"file{suffix}", "--json")
    assert outcome.status == 2
    ((problem, readable),) = verdicts(outcome).values()
    assert readable is False
    assert problem
    assert "\n" not in problem


def test_in_a_folder_only_files_with_the_ending_of_a_table_count(run, empty_folder, table):
    table.save("cg.csv")
    table.save("CG.JSON")
    (empty_folder / "notes.txt").write_text("mine")
    (empty_folder / "folder.json").mkdir()
    outcome = run("verify", ".", "--json")
    assert outcome.status == 0
    assert sorted(verdicts(outcome)) == ["CG.JSON", "cg.csv"]


def test_names_that_are_no_text_are_shown(run_apart, empty_folder, table):
    (empty_folder / "in").mkdir()
    name = bytes(empty_folder / "in") + b"/\xff[red].json"
    table.save("cg.json").rename(name.decode("utf-8", "surrogateescape"))
    outcome = run_apart("verify", "in")
    assert (outcome.status, outcome.err) == (0, "")
    assert "\\udcff[red].json" in outcome.out


def test_the_cache_and_the_identities(run, cache_folder):
    gt.table("wigner_3j", l_max=1)
    outcome = run("verify", "--cache", "--l-max", 0, "--json")
    assert outcome.status == 0
    found = verdicts(outcome)
    assert set(found.values()) == {(None, True)}
    assert cache.cached_files()[0].name in found
    assert set(gt.checks.IDENTITIES) < set(found)


def test_a_failed_identity_is_named(run, monkeypatch):
    class Failed:
        cases, problem = 3, "at l = 1: 2 != 1"

    monkeypatch.setattr("grouptools.checks.run", lambda name, bound: Failed)
    outcome = run("verify", "--l-max", 1, "--json")
    assert outcome.status == 1
    assert set(verdicts(outcome).values()) == {("at l = 1: 2 != 1", True)}


def test_without_arguments_it_checks_the_cache_and_identities_to_3(run, cache_folder, monkeypatch):
    asked = []

    class Holds:
        cases, problem = 1, None

    def note(name, bound):
        asked.append((name, bound))
        return Holds

    gt.table("wigner_3j", l_max=1)
    monkeypatch.setattr("grouptools.checks.run", note)
    outcome = run("verify")
    assert outcome.status == 0
    assert "wigner_3j.l_max-1" in outcome.out
    assert asked == [(name, 3) for name in gt.checks.IDENTITIES]


def test_the_identities_of_a_group(run):
    outcome = run("verify", "--group", "C3v", "--l-max", 1, "--json")
    assert (outcome.status, outcome.err) == (0, "")
    assert list(verdicts(outcome)) == list(gt.checks.GROUP_IDENTITIES)
    assert set(verdicts(outcome).values()) == {(None, True)}
    outcome = run("verify", "--group", "-4", "--l-max", 0)
    assert outcome.status == 0
    assert outcome.out.endswith(f"\n{len(gt.checks.GROUP_IDENTITIES)} hold, 0 failed\n")


def test_a_failed_identity_of_a_group_is_named(run, monkeypatch):
    """The classes of the elements, in the wrong order."""
    right = gt.checks.GroupProvider().class_of
    monkeypatch.setattr(
        "grouptools.checks.group_runner.GroupTables",
        lambda group, provider, l_max: gt.checks.GroupTables(
            group, gt.checks.GroupProvider(class_of=lambda group: right(group)[::-1]), l_max
        ),
    )
    outcome = run("verify", "--group", "dihedral:3", "--l-max", 0, "--json")
    assert outcome.status == 1
    failed = {name for name, (problem, _) in verdicts(outcome).items() if problem}
    assert failed
    assert failed < set(gt.checks.GROUP_IDENTITIES)


def test_the_kernels_of_a_group_are_checked_to_2(run, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "grouptools.checks.run_all_on_group",
        lambda group, *, l_max: asked.append((group.name, l_max)) or [],
    )
    assert run("verify", "--group", "cyclic:4").status == 0
    assert run("verify", "--group", "cyclic:4", "--l-max", 3).status == 0
    assert asked == [(gt.cyclic(4).name, 2), (gt.cyclic(4).name, 3)]


def test_a_group_that_is_not_finite_or_unknown_is_bad_input(run):
    outcome = run("verify", "--group", "SO(3)")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == (
        "grouptools: --group SO(3) was given, but identities are checked on finite groups: "
        "name one\n"
    )
    assert run("verify", "--group", "nothing").status == 2
    assert run("verify", "--group", "C3v", "--l-max", -1).status == 2
