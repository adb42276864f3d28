"""No number changes unless BASIS_VERSION rises: digests recorded once, derived here again."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

import grouptools as gt
from grouptools.errors import IntegrityError
from grouptools.exact.surd import SurdArray
from grouptools.tables import KINDS, golden
from grouptools.tables.lookup import derive

RECORD = Path(__file__).resolve().parents[1] / "golden" / "digests.json"
REQUESTS = list(golden.golden_requests())


def recorded():
    return json.loads(RECORD.read_text())


def test_the_record_is_the_one_that_the_package_holds():
    assert RECORD.is_symlink()
    assert RECORD.resolve() == golden.FILE.resolve()


def test_the_record_is_of_this_version():
    assert recorded()["basis_version"] == gt.BASIS_VERSION


def test_the_record_is_complete_and_holds_nothing_else():
    digests = recorded()["digests"]
    assert sorted(digests) == sorted(golden.request_text(*request) for request in REQUESTS)
    assert len(set(digests.values())) == len(digests)
    assert all(len(digest) == 64 and int(digest, 16) for digest in digests.values())


def test_every_kind_and_basis_is_recorded_to_l_6():
    for kind in KINDS.values():
        bound = golden.L_MAX_9J if kind.name == "wigner_9j" else 6
        for basis in kind.bases or (None,):
            parameters = {"basis": basis} if basis else {}
            for l in range(bound + 1):
                assert golden.golden_digest(kind.name, parameters | {kind.collections[0]: l})


@pytest.mark.parametrize("kind", KINDS)
def test_every_digest_is_that_of_a_fresh_derivation(kind):
    digests = recorded()["digests"]
    changed = [
        golden.request_text(*request)
        for request in REQUESTS
        if request[0] == kind and derive(*request).digest != digests[golden.request_text(*request)]
    ]
    assert changed == []


@pytest.mark.parametrize("kind", KINDS)
def test_one_sign_changes_the_digest(kind):
    """Show that the record can fail: flip the sign of the last entry."""
    request = next(request for request in REQUESTS if request[0] == kind)
    table = derive(*request)
    entries = table.entries
    numerators = entries.numerators.copy()
    numerators[-1] *= -1
    flipped = SurdArray(
        entries.shape, entries.indices, numerators, entries.denominators, entries.pi_power
    )
    assert replace(table, entries=flipped).digest != golden.golden_digest(*request)
    assert table.digest == golden.golden_digest(*request)


def test_what_was_not_recorded_has_no_golden_digest():
    assert golden.golden_digest("wigner_3j", {"l_max": 7}) is None


def test_a_record_of_another_version_is_refused(tmp_path, monkeypatch):
    old = tmp_path / "golden.json"
    old.write_text(json.dumps(recorded() | {"basis_version": gt.BASIS_VERSION - 1}))
    monkeypatch.setattr(golden, "FILE", old)
    golden._recorded.cache_clear()
    try:
        with pytest.raises(IntegrityError, match="record them anew"):
            golden.golden_digest("wigner_3j", {"l_max": 1})
    finally:
        golden._recorded.cache_clear()


def test_recording_again_gives_the_same_file(tmp_path, monkeypatch):
    some = [("wigner_3j", {"l_max": 1}), ("wigner_D", {"basis": "real", "l_max": 1})]
    again = tmp_path / "golden.json"
    monkeypatch.setattr(golden, "FILE", again)
    monkeypatch.setattr(golden, "golden_requests", lambda: iter(some))
    golden.record()
    kept = {golden.request_text(*request) for request in some}
    digests = {text: digest for text, digest in recorded()["digests"].items() if text in kept}
    assert json.loads(again.read_text()) == recorded() | {"digests": digests}


DIGESTS = """
import json, sys
from grouptools.tables.golden import golden_requests, request_text
from grouptools.tables.lookup import derive
small = [request for request in golden_requests() if all(p in ("real", "complex", "3/2") or p <= 2
                                                         for p in request[1].values())]
if "backwards" in sys.argv:
    small.reverse()
print(json.dumps({request_text(*request): derive(*request).digest for request in small}))
"""


@pytest.mark.parametrize(
    ("order", "environment"),
    [
        ("", {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}),
        ("backwards", {"PYTHONHASHSEED": "12345", "OMP_NUM_THREADS": "4", "LC_ALL": "C"}),
        (
            "backwards",
            {"PYTHONHASHSEED": "random", "PYTHONOPTIMIZE": "2"},
        ),
    ],
)
def test_no_seed_thread_or_order_of_work_changes_a_digest(run_python, order, environment):
    process = run_python(DIGESTS, order, **environment)
    assert process.returncode == 0, process.stderr
    found, digests = json.loads(process.stdout), recorded()["digests"]
    assert len(found) > 40
    assert found == {request: digests[request] for request in found}
