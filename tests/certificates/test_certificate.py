"""Claims and certificates, and their way through JSON."""

import json

import pytest

from grouptools.certificates import CHECKER, Certificate, Claim, certify
from grouptools.errors import FormatError

GOOD = Claim("1 = 1", 3)
BAD = Claim("0 = 1", 1, "at once: residual -1")


def test_a_claim_holds_unless_it_names_a_failure():
    assert GOOD.holds
    assert not BAD.holds


def test_a_certificate_holds_if_all_claims_do_and_there_are_some():
    assert Certificate("gaunt", "00ff", (GOOD, GOOD)).holds
    assert not Certificate("gaunt", "00ff", (GOOD, BAD)).holds
    assert not Certificate("gaunt", "00ff", ()).holds


def test_a_certificate_names_the_checker():
    assert Certificate("gaunt", "00ff", (GOOD,)).checker == CHECKER == "grouptools.certificates 1"


def test_a_certificate_survives_json():
    rows = [((-1, 0, 1), 1, 1), ((1, 1, 0), 1, 2)]
    claims = certify("circular_harmonics", {"n": 1}, ("m", "x", "y"), rows, -1)
    certificate = Certificate("circular_harmonics", "00ff", claims)
    assert not certificate.holds
    assert Certificate.from_json(json.loads(json.dumps(certificate.to_json()))) == certificate


def test_a_certificate_of_another_version_keeps_its_name():
    data = Certificate("gaunt", "00ff", (GOOD,), checker="grouptools.certificates 0").to_json()
    assert Certificate.from_json(data).checker == "grouptools.certificates 0"


WRONG = [
    (None, "None was read as a certificate, but a certificate is a mapping with the entries kind"),
    ({}, "the entry 'kind' of a certificate is 'missing', which is not what"),
    ({"digest": 5}, "the entry 'digest' of a certificate is 5, which is not what"),
    ({"claims": {}}, "the entry 'claims' of a certificate is {}, which is not what"),
    ({"claims": [5]}, "5 was read as a claim"),
    ({"claims": [{"statement": "", "cases": True, "failure": None}]}, "the entry 'cases' of a"),
    ({"claims": [{"statement": "", "cases": 1}]}, "the entry 'failure' of a claim is 'missing'"),
]


@pytest.mark.parametrize(("change", "match"), WRONG, ids=str)
def test_what_is_no_certificate_is_refused(change, match):
    data = change
    if change:
        data = {**Certificate("gaunt", "00ff", (GOOD,)).to_json(), **change}
    with pytest.raises(FormatError, match=match):
        Certificate.from_json(data)
