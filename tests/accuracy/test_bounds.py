"""Every error stays under its bound, every bound is measured, and docs/accuracy.md says so."""

import dataclasses
import json
import math
import os

import pytest

from grouptools.numeric import bounds
from grouptools.numeric.bounds import TESTED
from tests.accuracy import judging, page
from tests.accuracy.measurement import Measurement
from tests.accuracy.topics import is_topic, measured, topic_names, worst

REGENERATE = "run `make accuracy`"


@pytest.fixture(scope="session")
def quick(tmp_path_factory):
    """What a topic measures on few points, measured once for all processes of a test run."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # that of all workers

    def of(topic):
        kept = folder / f"accuracy-{topic}.json"
        if not kept.exists():
            found = [dataclasses.asdict(one) for one in measured(topic, quick=True)]
            written = folder / f"accuracy-{topic}-{os.getpid()}"
            written.write_text(json.dumps(found), encoding="utf-8")
            written.replace(kept)
        return [Measurement(**one) for one in json.loads(kept.read_text(encoding="utf-8"))]

    return of


@pytest.mark.parametrize("topic", topic_names())
def test_no_error_passes_its_bound(topic, quick):
    found = quick(topic)
    assert found
    assert judging.excesses(found, TESTED) == []


def test_every_function_is_measured_at_its_limit(quick):
    assert judging.gaps([one for topic in topic_names() for one in quick(topic)], TESTED) == []


def test_the_page_is_not_stale():
    sections = page.read(page.PAGE.read_text(encoding="utf-8"))
    assert judging.staleness(sections, TESTED) == [], REGENERATE


# What follows shows that the checks can fail.

ROWS = {
    ("f", "float64"): bounds.Tested("l", 8, lambda l: (2 * l + 1) * 1e-15, "absolute"),
    ("f", "float32"): bounds.Tested("l", 4, lambda l: 1e-6, "absolute"),
}
FOUND = [
    Measurement("f", "float64", 2, 3e-15, "a pole"),
    Measurement("f", "float64", 8, 1e-15, "an axis"),
    Measurement("f", "float64", 8, 2e-15, "a pole"),
    Measurement("f", "float32", 4, 0.0, "an axis"),
]


def changed(**changes):
    return [*FOUND, Measurement(**({"function": "f", "dtype": "float64"} | changes))]


def test_good_measurements_pass():
    assert judging.excesses(FOUND, ROWS) == []
    assert judging.gaps(FOUND, ROWS) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"value": 2, "error": 5.1e-15, "where": "x"}, "and the bound is 5e-15"),
        ({"value": 2, "error": math.nan, "where": "x"}, "x: nan, and the bound is 5e-15"),
        ({"value": 2, "error": math.inf, "where": "x"}, "x: inf, and the bound is 5e-15"),
        ({"value": 9, "error": 0.0, "where": "x"}, "tested only to 8"),
        ({"function": "g", "value": 2, "error": 0.0, "where": "x"}, "no bound is stated"),
    ],
)
def test_a_wrong_measurement_is_seen(wrong, said):
    (line,) = judging.excesses(changed(**wrong), ROWS)
    assert said in line


def test_a_missing_function_and_a_missing_limit_are_seen():
    assert judging.gaps(FOUND[1:3], ROWS) == ["f in float32 is not measured at its limit, l = 4"]
    assert judging.gaps(FOUND[:1] + FOUND[3:], ROWS) == [
        "f in float64 is not measured at its limit, l = 8"
    ]


def test_the_largest_error_is_kept():
    assert worst(FOUND)["f", "float64"][8].where == "a pole"
    lost = worst(changed(value=8, error=math.nan, where="lost"))["f", "float64"][8]
    assert lost.where == "lost"
    first = [Measurement("f", "float64", 8, math.nan, "first"), *FOUND]
    assert worst(first)["f", "float64"][8].where == "first"


def test_names_and_quantities_may_be_of_several_words():
    row = bounds.Tested("the larger of l and n", 2, lambda l: 1.0, "the norm")
    found = Measurement("f, solid", "float64", 2, 0.5, "x")
    sections = page.read(page.write(worst([found]), {("f, solid", "float64"): row}))
    assert sections == {
        ("f, solid", "float64"): page.Section("the larger of l and n", 2, {2: (0.5, 1.0)})
    }


def test_the_page_is_read_as_it_was_written():
    sections = page.read(page.write(worst(FOUND), ROWS))
    assert sections == {
        ("f", "float64"): page.Section("l", 8, {2: (3e-15, 5e-15), 8: (2e-15, 1.7e-14)}),
        ("f", "float32"): page.Section("l", 4, {4: (0.0, 1e-6)}),
    }
    assert judging.staleness(sections, ROWS) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("## `f`, float64", "## `g`, float64", "is missing"),
        ("## `f`, float64", "## `g`, float64", "has no bound any more"),
        ("tested to l = 8", "tested to l = 7", "is said to be tested to l = 7"),
        ("| 8 | 2e-15 |", "| 7 | 2e-15 |", "has no error at its limit"),
        ("| 3e-15 |", "| 5.01e-15 |", "has the error 5.01e-15, above 5e-15"),
        ("| 3e-15 |", "| nan |", "has the error nan, above 5e-15"),
        ("| 5e-15 |", "| 6e-15 |", "has the bound 6e-15 no more"),
    ],
)
def test_a_stale_page_is_seen(old, new, said):
    text = page.write(worst(FOUND), ROWS)
    assert old in text
    lines = judging.staleness(page.read(text.replace(old, new)), ROWS)
    assert any(said in line for line in lines)


def test_figures_are_rounded_up():
    assert [page.rounded_up(x) for x in (1.2301e-15, 2.0, 0.0, 9.991e-7)] == [
        "1.24e-15",
        "2",
        "0",
        "1e-06",
    ]
    assert page.rounded_up(math.nan) == "nan"


def test_of_each_octave_the_closest_to_its_bound_is_shown():
    row = bounds.Tested("l", 7, lambda l: 1e-15, "absolute")
    errors = {0: 1e-17, 1: 0.0, 2: 1e-16, 3: 2e-16, 4: 3e-16, 5: 4e-16, 6: 2e-16, 7: 1e-16}
    values = {l: Measurement("f", "float64", l, error, "|x|") for l, error in errors.items()}
    assert page.shown(values, row) == [0, 1, 3, 5, 7]
    values[6] = Measurement("f", "float64", 6, math.nan, "|x|")
    assert page.shown(values, row) == [0, 1, 3, 6, 7]
    assert page.section(("f", "float64"), values, row).splitlines()[-1] == (
        "| 7 | 1e-16 | 1e-15 | \\|x\\| |"
    )


def test_topics_are_told_from_other_modules():
    assert is_topic("def measurements(*, quick): ...")
    assert not is_topic("def measured(): ...\nx = 'def measurements'")
    assert "test_bounds" not in topic_names()
