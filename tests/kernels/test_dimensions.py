"""How many kernels there are: the counts of the literature, and those by characters."""

import json
from pathlib import Path

import pytest

from grouptools.groups.lattice_names import lattice_group
from grouptools.groups.lie import O2, SO2, SO3
from grouptools.groups.planar import cyclic, dihedral
from grouptools.groups.point_groups import icosahedral, point_group
from grouptools.kernels import grid_kernel_basis, kernel_basis, sphere_kernel_basis
from grouptools.representations import (
    Irrep,
    Irreps,
    harmonic_representation,
    irreps,
    natural_representation,
    regular_representation,
    trivial_representation,
)

GOLDEN = Path(__file__).parents[1] / "golden" / "oracles" / "steerable_kernel_dims.json"
ROWS = json.loads(GOLDEN.read_text(encoding="utf-8"))["rows"]
LATTICES = {"C4": "p4", "D4": "p4m", "C2": "p2", "D1": "p11m", "O": "P432", "Oh": "Pm-3m"}
NAMED = {
    "trivial": trivial_representation,
    "regular": regular_representation,
    "vector": natural_representation,
}


def rows(group, *spaces):
    found = [row for row in ROWS if row["group"] == group and row["space"].startswith(spaces)]
    assert found, "the oracle has such rows"
    return found


def label_of_o2(irrep):
    """The oracle writes (0, 0) for the trivial irrep and (1, 0) for the determinant."""
    reflected, frequency = irrep
    return str(frequency) if frequency else "0-" if reflected else "0+"


def parity(sign):
    return "e" if sign > 0 else "o"


@pytest.mark.parametrize("row", rows("SO(3)", "R^3", "origin"), ids=str)
def test_so3(row):
    """2 min(l_in, l_out) + 1 for each radius; at the origin the maps that commute."""
    a, b = row["l_in"], row["l_out"]
    l_max = 0 if row["space"] == "origin" else a + b
    assert kernel_basis(Irrep(a, SO3()), Irrep(b, SO3()), l_max).dimension == row["dim"]


@pytest.mark.parametrize("row", rows("O(3)", "R^3"), ids=str)
def test_o3(row):
    first = Irrep(f"{row['l_in']}{parity(row['p_in'])}")
    second = Irrep(f"{row['l_out']}{parity(row['p_out'])}")
    basis = kernel_basis(first, second, row["l_in"] + row["l_out"])
    assert basis.dimension == row["dim"]


@pytest.mark.parametrize("row", rows("SO(2)", "R^2", "origin"), ids=str)
def test_so2(row):
    a, b = row["k_in"], row["k_out"]
    l_max = 0 if row["space"] == "origin" else a + b
    assert kernel_basis(Irrep(a, SO2()), Irrep(b, SO2()), l_max).dimension == row["dim"]


@pytest.mark.parametrize("row", rows("O(2)", "R^2"), ids=str)
def test_o2(row):
    first, second = (Irrep(label_of_o2(row[f"irrep_{end}"]), O2()) for end in ("in", "out"))
    l_max = row["irrep_in"][1] + row["irrep_out"][1]
    assert kernel_basis(first, second, l_max).dimension == row["dim"]


@pytest.mark.parametrize("row", [r for r in ROWS if r["space"].startswith("Z^")], ids=str)
def test_pixels_and_voxels(row):
    size = int(row["space"].split()[1].replace("^", "x").split("x")[0])
    lattice = lattice_group(LATTICES[row["group"]])
    first, second = (NAMED[row[f"rep_{end}"]](lattice.point_group) for end in ("in", "out"))
    assert grid_kernel_basis(lattice, size, first, second).dimension == row["dim"]


def test_filters_on_the_sphere():
    (row,) = (r for r in ROWS if r["space"].startswith("S^2"))
    group = point_group("432")
    for (a, b), dimension in zip(row["pairs"], row["dims"], strict=True):
        first, second = (harmonic_representation(group, l) for l in (a, b))
        assert sphere_kernel_basis(first, second, 2).dimension == dimension


GROUPS = [cyclic(5), dihedral(6), *map(point_group, ("-4", "32", "6/mmm", "m-3m")), icosahedral()]


@pytest.mark.parametrize("group", GROUPS, ids=str)
def test_characters_count_the_kernels(group):
    """(1/|G|) sum_g chi_l(g) chi_out(g) chi_in(g), real characters, from the matrices alone."""
    for first in irreps(group)[-2:]:
        for second in irreps(group)[:3]:
            into, out = (i.representation for i in (first, second))
            for l, dimension in enumerate(kernel_basis(first, second, 4).dimensions):
                functions = harmonic_representation(group, l)
                field = into.field.joined(out.field).joined(functions.field)
                images = (rep.element_images for rep in (into, out, functions))
                total = field.element(0)
                for triple in zip(*images, strict=True):
                    a, b, c = (m.over(field).trace() for m in triple)
                    total += a * b % field.modulus * c
                assert total % field.modulus == dimension * group.order


@pytest.mark.parametrize("l_max", [0, 2])
def test_regular_representations_count_pairs(l_max):
    """Regular to regular: |G| kernels for every harmonic, since G moves pairs freely."""
    for group, harmonics in ((dihedral(3), 2 * l_max + 1), (point_group("23"), (l_max + 1) ** 2)):
        regular = regular_representation(group)
        assert kernel_basis(regular, regular, l_max).dimension == group.order * harmonics


def test_sums_add_up():
    """The kernels of direct sums are those of all pairs of summands."""
    first, second = Irreps("2x0e + 1o + 2o"), Irreps("1o + 3x1e")
    pairs = [(n * m, a, b) for n, a in first for m, b in second]
    expected = sum(n * kernel_basis(a, b, 3).dimension for n, a, b in pairs)
    assert kernel_basis(first, second, 3).dimension == expected > 0


def test_nothing_to_map():
    basis = kernel_basis(Irreps(""), Irreps("1o"), 2)
    assert basis.shape == (3, 0)
    assert basis.dimension == 0
    assert basis.evaluate([[1.0, 0, 0]]).shape == (0, 1, 3, 0)


def test_o3_restricts_its_parity():
    assert kernel_basis(Irrep("1o"), Irrep("1o"), 2).dimensions == (1, 0, 1)
    assert kernel_basis(Irrep("1o"), Irrep("1e"), 2).dimensions == (0, 1, 0)
