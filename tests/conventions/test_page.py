"""The page of conventions: its tables are those of the library, its picture has its rows."""

import importlib.util
from itertools import product
from pathlib import Path

import pytest

import grouptools as gt
from grouptools.conventions import NAMED
from grouptools.conventions.kinds import KINDS
from tests.peers import recording

DOCS = Path(__file__).resolve().parents[2] / "docs"


def script(name):
    """A script of docs/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_tables_are_up_to_date():
    """Where they are not: python docs/list_conventions.py."""
    writer = script("list_conventions")
    assert writer.PATH.read_text(encoding="utf-8") == writer.text()


def test_families_are_named_as_the_page_says():
    words = product(
        ("real", "complex"),
        ("quantum", "seismology", "geodesy", "nfft"),
        ("centered", "block"),
        ("cs", "nocs"),
    )
    assert {f"lie_learn {' '.join(w)}" for w in words} < set(NAMED)
    assert "pyshtools complex ortho csphase=-1" in NAMED


def test_every_kind_is_on_the_page():
    page = (DOCS / "conventions.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f'"{kind}"' not in page] == []


LABELS = {
    "grouptools": ["$y$", "$z$", "$x$", "$xy$", "$yz$", "$2z^2-x^2-y^2$", "$xz$", "$x^2-y^2$"],
    "e3nn": ["$x$", "$y$", "$z$", "$xz$", "$xy$", "$2y^2-x^2-z^2$", "$yz$", "$z^2-x^2$"],
    "quantum espresso": [
        "$z$", "$-x$", "$-y$", "$2z^2-x^2-y^2$", "$-xz$", "$-yz$", "$x^2-y^2$", "$xy$",
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", LABELS)
def test_labels_of_the_picture(name):
    drawing = script("draw_conventions")
    assert name in drawing.NAMES
    exact = [p for l in range(3) for p in gt.exact.solid_harmonics(l, drawing.VARIABLES)]
    polynomials = gt.convert(exact, "harmonics", "grouptools", name)
    assert [drawing.label(polynomial) for polynomial in polynomials[1:]] == LABELS[name]


RECORDED = {
    "e3nn": "e3nn",
    "e3nn 0.4.4": "e3nn_old",
    "e3nn-jax": "e3nn_jax",
    "cuequivariance": "cuequivariance",
    "escnn": "escnn",
    "sphericart": "sphericart",
    "scipy": "scipy",
    "scipy sph_harm": "scipy_old",
    "sympy": "sympy",
    "sympy real": "sympy",
    "spherical": "spherical",
    "pyshtools": "pyshtools",
    "torch-harmonics": "torch_harmonics",
    "pyscf": "pyscf",
    "lie_learn": "lie_learn",
}


def test_versions_are_those_of_the_recordings():
    versions = {name: recording.read(file)[0]["version"] for name, file in RECORDED.items()}
    assert {name: NAMED[name].version for name in RECORDED} == versions
    families = ("pyshtools ", "lie_learn ", "torch-harmonics ")
    assert {n for n, c in NAMED.items() if c.version and not n.startswith(families)} == set(
        RECORDED
    )
