"""Lattice groups: all 13 symmorphic plane groups and 73 space groups, and their windows."""

from collections import Counter
from itertools import product

import numpy as np
import pytest
import sympy

from grouptools.errors import ArgumentError
from grouptools.groups.actions import check_action
from grouptools.groups.lattice import LatticeElement, LatticeGroup
from grouptools.groups.lattice_names import lattice_group
from grouptools.groups.planar import cyclic, dihedral
from grouptools.groups.point_groups import point_group


# International Tables, volume A, table 2.1.4.1 (plane) and the arithmetic classes, table 1.3.4.3.
def words(text):
    return text.split()


PLANE = words("p1 p2 pm cm p2mm c2mm p4 p4mm p3 p3m1 p31m p6 p6mm")
SPACE = words("""P1 P-1 P2 C2 Pm Cm P2/m C2/m P222 C222 F222 I222 Pmm2 Cmm2 Amm2 Fmm2 Imm2
    Pmmm Cmmm Fmmm Immm P4 I4 P-4 I-4 P4/m I4/m P422 I422 P4mm I4mm P-42m P-4m2 I-4m2 I-42m
    P4/mmm I4/mmm P3 R3 P-3 R-3 P312 P321 R32 P3m1 P31m R3m P-31m P-3m1 R-3m P6 P-6 P6/m P622
    P6mm P-6m2 P-62m P6/mmm P23 F23 I23 Pm-3 Fm-3 Im-3 P432 F432 I432 P-43m F-43m I-43m Pm-3m
    Fm-3m Im-3m""")
ORDERS = {"p": 1, "P": 1, "R": 3, "A": 2, "B": 2, "C": 2, "c": 2, "I": 2, "F": 4}


def test_all_of_them_are_here():
    assert (len(set(PLANE)), len(set(SPACE))) == (13, 73)


@pytest.mark.parametrize("name", PLANE + SPACE)
def test_the_matrices_are_those_of_the_point_group_on_the_lattice(name):
    """M_(g h) = M_g M_h, and B M_h = h B for every h; the cell has the volume that it must."""
    group = lattice_group(name)
    H, M = group.point_group, group.matrices
    assert (M[H.table] == M[:, None] @ M[None, :]).all()
    assert M.dtype == np.int64
    assert set(np.round(np.linalg.det(M))) <= {1, -1}
    vectors, maps = group.vectors, H.to_numpy()
    assert np.abs(vectors.T @ M - maps @ vectors.T).max() < 4 * np.finfo(float).eps
    cell = 3**0.5 / 2 if H.turn_order % 3 == 0 else 1
    assert abs(np.linalg.det(vectors) * ORDERS[name[0]] / cell - 1) < 1e-14


def arithmetic_invariant(name):
    """How the elements act on the points modulo 2, 3 and 4, whatever the basis."""
    group = lattice_group(name)
    M, d = group.matrices, group.dimension
    found = []
    for n in (2, 3, 4):
        points = np.array(list(product(range(n), repeat=d)))
        fixed = ((points @ M.transpose(0, 2, 1) - points) % n == 0).all(axis=2)
        kinds = Counter()
        for g, fixes in enumerate(fixed):
            kinds[round(np.linalg.det(M[g])), int(np.trace(M[g])), int(fixes.sum())] += 1
        stabilisers = Counter(fixed.sum(axis=0).tolist())
        found.append((frozenset(kinds.items()), frozenset(stabilisers.items())))
    return tuple(found)


@pytest.mark.parametrize("names", [PLANE, SPACE], ids=["plane", "space"])
def test_no_two_are_the_same(names):
    kinds = Counter(arithmetic_invariant(name) for name in names)
    assert [n for n in names if kinds[arithmetic_invariant(n)] > 1] == []


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("p4m", "p4mm"),
        ("pm", "p1m1"),
        ("C 2/m", "C 1 2/m 1"),
        ("P_2", "P121"),
        ("F 4/m -3 2/m", "Fm-3m"),
        ("Pm3m", "Pm-3m"),
    ],
)
def test_names_that_mean_the_same(name, same):
    assert (lattice_group(name).matrices == lattice_group(same).matrices).all()
    assert lattice_group(name).point_group == lattice_group(same).point_group


def test_point_groups():
    assert lattice_group("p4").point_group == cyclic(4)
    assert lattice_group("p31m").point_group == dihedral(3)
    assert lattice_group("p3m1").point_group == dihedral(3, setting="y")
    assert lattice_group("Fm-3m").point_group == point_group("Oh")
    assert lattice_group("P112").point_group == point_group("C2")
    assert lattice_group("P2").point_group == point_group("121")


def test_matrices_of_the_tables():
    """General positions: pm -x,y; p3 -y,x-y; p4 -y,x; p31m y,x; p3m1 -y,-x."""
    first = {name: lattice_group(name).matrices.tolist() for name in PLANE}
    assert [[-1, 0], [0, 1]] in first["pm"]
    assert [[0, -1], [1, -1]] in first["p3"]
    assert [[0, -1], [1, 0]] in first["p4"]
    assert [[0, 1], [1, 0]] in first["p31m"]
    assert [[0, -1], [-1, 0]] in first["p3m1"]
    assert [[0, 1], [1, 0]] not in first["p3m1"]


@pytest.mark.parametrize("name", ["p4mm", "p3m1", "R3m", "Fm-3m", "P-1"])
def test_group_axioms(name):
    group = lattice_group(name)
    rng = np.random.default_rng(5)
    order, d = group.point_group.order, group.dimension

    def element():
        return LatticeElement(tuple(rng.integers(-9, 9, d).tolist()), int(rng.integers(order)))

    points = rng.integers(-9, 9, (4, d))
    for _ in range(20):
        a, b, c = element(), element(), element()
        ab = group.multiply(a, b)
        assert group.multiply(ab, c) == group.multiply(a, group.multiply(b, c))
        assert group.multiply(a, group.inverse(a)) == group.identity
        assert (group.act(ab, points) == group.act(a, group.act(b, points))).all()
    wrong = group.multiply(a, b)._replace(translation=(99,) * d)
    assert (group.act(wrong, points) != group.act(a, group.act(b, points))).any()


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("name", ["p1", "p2mm", "p4", "p4mm", "Pm-3", "P4/mmm", "Pm-3m", "P-1"])
def test_windows_of_squares_and_cubes(name, size):
    """All points of an array of `size` a side, and the permutations that numpy makes of it."""
    group = lattice_group(name)
    window = group.pixels(size)
    d = group.dimension
    assert window.doubled.shape == (size**d, d)
    check_action(group.point_group, window.permutations)
    image = np.arange(size**d).reshape((size,) * d)
    assert (image[window.places] == np.arange(size**d)).all()
    for g, matrix in enumerate(group.matrices):
        axes = np.abs(matrix).argmax(axis=1)
        moved = image.transpose(axes)
        for axis in range(d):
            moved = np.flip(moved, axis) if matrix[axis, axes[axis]] < 0 else moved
        ours = np.empty(size**d, dtype=int)
        ours[window.permutations[g]] = image.ravel()  # (g f)(g p) = f(p)
        assert (ours.reshape(image.shape) == moved).all()


@pytest.mark.parametrize("name", ["p3", "p6", "p3m1", "p31m", "p6mm"])
@pytest.mark.parametrize("size", [1, 3, 5, 7])
def test_windows_of_hexagons(name, size):
    group = lattice_group(name)
    window = group.pixels(size)
    r = size // 2
    assert len(window.doubled) == 1 + 3 * r * (r + 1)  # centred hexagonal numbers
    check_action(group.point_group, window.permutations)
    radii = np.linalg.norm(window.positions, axis=1)
    for permutation, matrix in zip(window.permutations, group.point_group.to_numpy(), strict=True):
        moved = window.positions @ matrix.T
        assert np.abs(moved - window.positions[permutation]).max() < 1e-14
        assert np.abs(radii[permutation] - radii).max() < 1e-14
    assert np.isclose(radii.max(), r)


@pytest.mark.parametrize("name", ["Fm-3m", "Im-3m", "R-3m", "P6/mmm", "c2mm", "C2/m"])
def test_windows_of_other_lattices(name):
    group = lattice_group(name)
    for size in (1, 3, 5):
        window = group.pixels(size)
        check_action(group.point_group, window.permutations)
        assert sorted(p for orbit in window.orbits for p in orbit) == list(
            range(len(window.doubled))
        )
        centre = window.doubled.tolist().index([0] * group.dimension)
        assert (window.permutations[:, centre] == centre).all()


def test_windows_of_rings():
    """Orbits of the points of a 3 x 3 window under p4m: centre, edges, corners."""
    sizes = sorted(map(len, lattice_group("p4m").pixels(3).orbits))
    assert sizes == [1, 4, 4]
    assert sorted(map(len, lattice_group("p6m").pixels(5).orbits)) == [1, 6, 6, 6]
    assert sorted(map(len, lattice_group("Pm-3m").pixels(3).orbits)) == [1, 6, 8, 12]


# Integer matrices


@pytest.mark.parametrize("name", ["p4", "p6mm", "p31m", "Pm-3m", "P6/mmm", "P-1"])
def test_a_group_from_its_matrices(name):
    group = lattice_group(name)
    H = group.point_group
    given = [group.matrices[g] for g in H.generators]
    made = LatticeGroup.from_matrices(given, H.generator_names, name)
    assert (made.matrices == group.matrices).all()
    assert np.abs(made.vectors - group.vectors).max() < 1e-15
    assert np.abs(made.point_group.to_numpy() - H.to_numpy()).max() < 1e-14


def test_a_group_from_its_matrices_and_a_basis():
    group = lattice_group("Fm-3m")
    H = group.point_group
    given = [group.matrices[g] for g in H.generators]
    made = LatticeGroup.from_matrices(given, basis=group.vectors_to_sympy())
    assert made.point_group.natural == H.natural
    free = LatticeGroup.from_matrices(given)
    gram, own = free.vectors @ free.vectors.T, group.vectors @ group.vectors.T
    assert np.abs(gram / gram[0, 0] - own / own[0, 0]).max() < 1e-14


def test_four_dimensions():
    """The symmetric group of five letters on the root lattice A4."""
    swap = np.eye(4, dtype=int)
    swap[0, 0], swap[1, 0] = -1, 0
    swap[0] = [-1, 1, 0, 0]
    cycle = [[0, 0, 0, -1], [1, 0, 0, -1], [0, 1, 0, -1], [0, 0, 1, -1]]
    group = LatticeGroup.from_matrices([swap, cycle])
    assert group.point_group.order == 120
    assert group.pixels(3).permutations.shape[0] == 120


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("p4g", r"the lattice group 'p4g' was asked for, but no symmorphic plane or space group"),
        ("P2_1", r"groups with glides or screws have no point that the point group fixes"),
        ("Pnma", r"'Pnma' was asked for"),
        ("P32", r"'P32' was asked for"),
        ("PC4v", r"'PC4v' was asked for"),
        ("", r"'' was asked for"),
        (3, r"the lattice group 3 was asked for"),
        ("A23", r"the lattice of A23 was given with the point group T, but its generator C3 sends"),
        ("R4", r"the lattice of R4 was given with the point group C4, but its generator C4 sends"),
    ],
)
def test_names_that_are_not_known(name, sentence):
    with pytest.raises(ArgumentError, match=sentence):
        lattice_group(name)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: lattice_group("p6").pixels(4), r"size = 4 was given, but the middle of a cell is"),
        (lambda: lattice_group("p4").pixels(0), r"size = 0 was given, but a window has 1, 2, ... "),
        (
            lambda: lattice_group("p4").act(((0, 0), 1), [0.5, 0]),
            r"type float64 were given, but po",
        ),
        (lambda: lattice_group("p4").act(((0, 0), 1), [1]), r"of shape \(1,\) and type int64 were"),
        (lambda: lattice_group("p4").inverse(((0,), 1)), r"\(\(0,\), 1\) was given as an element"),
        (lambda: lattice_group("p4").inverse(7), r"7 was given as an element of p4, but these are"),
        (lambda: lattice_group("p4").inverse(((0, 0), 9)), r"element 9 was given, but those of C4"),
        (
            lambda: LatticeGroup.from_matrices([[[1, 1], [0, 1]]]),
            r"generate more than 2000 elements",
        ),
        (
            lambda: LatticeGroup.from_matrices([[[2, 0], [0, 1]]]),
            r"generator 'a' has determinant 2, but a matrix that sends a lattice to itself has",
        ),
        (
            lambda: LatticeGroup.from_matrices([[[sympy.Rational(1, 2), 0], [0, 2]]]),
            r"generator 'a' was given, but a matrix of a lattice is square and of integers",
        ),
        (
            lambda: LatticeGroup.from_matrices([[[-1]], [[-1, 0], [0, 1]]]),
            r"generator 'b' of shape \(2, 2\) and 'a' of shape \(1, 1\) were given, but all must",
        ),
        (
            lambda: LatticeGroup.from_matrices([[[0, -1], [1, 0]]], basis=[[1, 0], [0, 2]]),
            r"generator 'a' does not keep the lengths and angles of the lattice vectors given",
        ),
        (
            lambda: LatticeGroup.from_matrices([[[0, -1], [1, 0]]], basis=[[1, 0], [2, 0]]),
            r"the lattice vectors given are linearly dependent: pass a basis",
        ),
        (
            lambda: LatticeGroup.from_matrices([[[0, -1], [1, 0]]], basis=[[1, 0]]),
            r"1 lattice vectors of 2 coordinates were given with 2 x 2 matrices: pass 2 of each",
        ),
        (lambda: dihedral(4, setting="y"), r"setting = 'y' was given for dihedral\(4\), but its"),
    ],
)
def test_errors(call, sentence):
    with pytest.raises(ArgumentError, match=sentence):
        call()
