"""Harmonics of every package, as recorded, are this library's, converted."""

import json

import numpy as np
import pytest

import grouptools as gt
from grouptools.conventions import NAMED, Convention, convert, unpack
from tests.peers import inputs, recording

#: convention -> the recordings that it says the values of
FLAT = {
    "e3nn": ["e3nn harmonics_component"],
    "e3nn; normalization = integral": ["e3nn harmonics_integral"],
    "e3nn; normalization = norm": ["e3nn harmonics_norm"],
    "e3nn 0.4.4": ["e3nn_old harmonics_component"],
    "e3nn-jax": ["e3nn_jax harmonics_component"],
    "e3nn-jax; normalization = integral": ["e3nn_jax harmonics_integral"],
    "e3nn-jax; normalization = norm": ["e3nn_jax harmonics_norm"],
    "cuequivariance": ["cuequivariance harmonics"],
    "escnn": ["escnn harmonics"],
    "sphericart": ["sphericart harmonics"],
    "scipy": ["scipy sph_harm_y"],
    "scipy sph_harm": ["scipy_old sph_harm"],
    "sympy": ["sympy ynm"],
    "sympy real": ["sympy znm"],
    "spherical": ["spherical harmonics"],
    "grouptools": ["lie_learn_compiled rsh_seismology_cs", "pyscf harmonics"],
    "grouptools complex": ["lie_learn_compiled csh_seismology_cs"],
    "condon-shortley": ["lie_learn_compiled csh_seismology_cs"],
    "wikipedia": ["pyscf harmonics"],
    "no condon-shortley": ["lie_learn_compiled csh_quantum_cs"],
    "real condon-shortley": ["lie_learn_compiled rsh_quantum_cs"],
    "grouptools; phase = (-1)^m for m<0": ["lie_learn_compiled rsh_quantum_nocs"],
    "grouptools complex; phase = (-1)^m for m<0": ["lie_learn_compiled csh_quantum_nocs"],
    "grouptools; normalization = component": ["lie_learn_compiled rsh_geodesy_cs"],
    "grouptools; normalization = norm": ["lie_learn_compiled rsh_nfft_cs"],
}
#: What the recorded numbers are good for, where that is less than 1e-12: as the package computes.
ACCURACY = {"escnn": 1e-6, "cuequivariance": 1e-11}


@pytest.fixture(scope="module")
def ours():
    return gt.spherical_harmonics(inputs.L_MAX, inputs.points())


@pytest.mark.parametrize(("name", "where"), [(n, w) for n, ws in FLAT.items() for w in ws])
def test_flat_values(name, where, ours):
    file, key = where.split()
    theirs = recording.read(file)[1][key]
    theirs = theirs.real if key == "znm" else theirs  # recorded as complex numbers
    converted = convert(ours[:, : theirs.shape[1]], "harmonics", "grouptools", name)
    assert converted == pytest.approx(theirs, abs=ACCURACY.get(name, 1e-12), rel=0)
    back = convert(theirs, "harmonics", name, "grouptools")
    assert back == pytest.approx(ours[:, : theirs.shape[1]], abs=ACCURACY.get(name, 1e-12), rel=0)


@pytest.mark.parametrize("name", [name for name in NAMED if name.startswith("pyshtools")])
def test_pyshtools(name, ours):
    convention = NAMED[name]
    norm = {"component": "4pi", "integral": "ortho", "norm": "schmidt"}.get(
        convention.normalization, "unnorm"
    )
    sign = "cs" if "csphase=-1" in name else "nocs"
    values = recording.read("pyshtools")[1][f"harmonics_{convention.basis}_{norm}_{sign}"]
    converted = convert(ours, "harmonics", "grouptools", name)
    theirs = unpack(values, "cilm")
    scale = np.abs(theirs).max(axis=0)  # without a norm, harmonics of degree 8 reach 2e6
    assert converted / scale == pytest.approx(theirs / scale, abs=1e-13, rel=0)


def test_pyshtools_analysis():
    """y + 2 x z + 3 z in orthonormal real harmonics."""
    given = recording.read("pyshtools")[1]["analysed"]
    found = convert(unpack(given, "cilm"), "coefficients", "pyshtools ortho", "e3nn")
    points = inputs.points()
    x, y, z = points.T
    basis = convert(gt.spherical_harmonics(8, points), "harmonics", "grouptools", "e3nn")
    assert basis @ found == pytest.approx(y + 2 * x * z + 3 * z, abs=1e-12)


def test_scipy_all_degrees_at_once(ours):
    given = np.moveaxis(recording.read("scipy")[1]["sph_harm_y_all"], (0, 1), (-2, -1))
    converted = convert(ours, "harmonics", "grouptools", "scipy")
    assert unpack(given, "wrapped") == pytest.approx(converted, abs=1e-14)


@pytest.mark.parametrize("sign", ["cs", "nocs"])
def test_torch_harmonics(sign):
    """A coefficient of m > 0 stands for those of m and -m of a real function."""
    arrays = recording.read("torch_harmonics")[1]
    name = "torch-harmonics" if sign == "cs" else "torch-harmonics csphase=False"
    grid = grid_points(arrays["polar_angles"], 18)[::4, ::5]
    harmonics = convert(gt.spherical_harmonics(8, grid), "harmonics", "grouptools", name)
    fields = arrays[f"synthesis_ortho_{sign}"]
    for l, m in [(0, 0), (1, 1), (2, 1), (3, 0), (3, 2), (5, 4), (8, 1), (8, 8)]:
        for part, unit in ((0, 1), (1, 1j)) if m else ((0, 1),):
            half = np.zeros((9, 9), complex)
            half[l, m] = unit
            field = harmonics @ unpack(half, "half")
            assert field == pytest.approx(fields[l, m, part], abs=1e-12)


@pytest.mark.parametrize("sign", ["cs", "nocs"])
def test_torch_harmonics_analysis(sign):
    """Coefficients are integrals of f Y, by the quadrature of Gauss and Legendre."""
    arrays = recording.read("torch_harmonics")[1]
    name = "torch-harmonics" if sign == "cs" else "torch-harmonics csphase=False"
    _, weights = np.polynomial.legendre.leggauss(9)
    harmonics = gt.spherical_harmonics(8, grid_points(arrays["polar_angles"], 18))
    field = np.cos(np.arange(162)).reshape(9, 18) * weights[:, None] * 2 * np.pi / 18
    given = unpack(arrays[f"analysis_ortho_{sign}"], "half")
    found = convert(given, "coefficients", name, "grouptools")
    assert found == pytest.approx(np.einsum("ij,ijk->k", field, harmonics), abs=1e-13)


def grid_points(polar, columns):
    """Points of a grid of rings, north first, longitudes from 0."""
    theta, phi = np.meshgrid(polar, 2 * np.pi * np.arange(columns) / columns, indexing="ij")
    return np.stack(
        [np.sin(theta) * np.cos(phi), np.sin(theta) * np.sin(phi), np.cos(theta)], axis=-1
    )


def test_pyscf_orbitals(ours):
    """Shells of one exponent: a positive factor for each degree times the harmonics."""
    orbitals = recording.read("pyscf")[1]["orbitals"]
    converted = convert(ours, "harmonics", "grouptools", "pyscf")
    for l in range(9):
        block = slice(l * l, (l + 1) ** 2)
        factor = orbitals[0, block] @ converted[0, block] / np.sum(converted[0, block] ** 2)
        assert factor > 0
        assert factor * converted[:, block] == pytest.approx(orbitals[:, block], abs=1e-13)


def documented():
    """(convention, l, names of functions) of programs that are known from documents."""
    path = recording.FOLDER / "documented.json"
    for name, program in json.loads(path.read_text()).items():
        if name != "about":
            for l, functions in program["orders"].items():
                yield name.replace("_", " "), int(l), functions
    tables = recording.read("iodata")[1]
    for l in range(2, 6):
        yield "molden", l, json.loads(str(tables["molden"]))[f"{l}p"]
    yield "molden", 1, ["c1", "s1", "c0"]
    for l in range(2, 5):
        yield "orca", l, json.loads(str(tables["orca"]))[f"{l}p"]


@pytest.mark.parametrize(("name", "l", "functions"), list(documented()))
def test_orders_and_signs_of_documents(name, l, functions):
    """c2 is cos(2 phi), s2 sin(2 phi), without sign; a minus turns it."""
    expected = np.zeros((2 * l + 1, 2 * l + 1))
    for row, text in enumerate(functions):
        letter, m = text.lstrip("-")[0], int(text.lstrip("-")[1:])
        expected[row, l + (m if letter == "c" else -m)] = -1 if text[0] == "-" else 1
    converted = convert(np.eye(2 * l + 1), "harmonics", "grouptools", name, l=l).T
    assert (converted == expected).all()


@pytest.mark.parametrize("l", range(1, 6))
def test_one_wrong_sign_is_seen(l, ours):
    """The values of e3nn are not those of its convention with the sign of one |m| turned."""
    wrong = Convention.parse(f"e3nn; phase = -1 for |m|={l}")
    theirs = recording.read("e3nn")[1]["harmonics_component"][:, l * l : (l + 1) ** 2]
    block = ours[:, l * l : (l + 1) ** 2]
    assert convert(block, "harmonics", "grouptools", "e3nn", l=l) == pytest.approx(theirs)
    assert convert(block, "harmonics", "grouptools", wrong, l=l) != pytest.approx(theirs)
