"""Named groups: orders, relations, settings and names against tables; matrices exact."""

from collections import Counter

import numpy as np
import pytest
import sympy
from scipy.spatial.transform import Rotation

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.class_names import class_names, counted_class_names
from grouptools.groups.lie import O2, O3, SO2, SO3, SU2
from grouptools.groups.operations import operations
from grouptools.groups.planar import cyclic, dihedral
from grouptools.groups.point_groups import icosahedral, point_group
from grouptools.groups.symbols import CLASSES, Symbol, read_symbol, settings

# International Tables, volume A, table 3.2.1.4: the classes by order.
ORDERS = {
    1: "C1",
    2: "Ci C2 Cs",
    3: "C3",
    4: "C2h D2 C2v C4 S4",
    6: "S6 D3 C3v C6 C3h",
    8: "D2h C4h D4 C4v D2d",
    12: "D3d C6h D6 C6v D3h T",
    16: "D4h",
    24: "D6h Th O Td",
    48: "Oh",
    60: "I",
    120: "Ih",
}
ORDER = {name: order for order, names in ORDERS.items() for name in names.split()}
AXIAL = ["C{}", "C{}v", "C{}h", "D{}", "D{}h", "D{}d", "S{}"]
FAMILIES = sorted(
    ORDER.keys()
    | {form.format(2 * n if form[0] == "S" else n) for form in AXIAL for n in range(2, 13)}
)
EVERY = [
    pytest.param(name, setting or None, id=f"{name}-{setting}")
    for name in FAMILIES
    for setting in settings(read_symbol(name))
]
POLYHEDRAL = {
    "T": ["C2 C2", "C3 C3 C3", "C2 C3 C2 C3 C2 C3"],
    "O": ["C4^4", "C3^3", "C4 C3 C4 C3"],
    "Td": ["S4^4", "C3^3", "S4^-1 C3 S4^-1 C3"],
    "I": ["C5^5", "C3^3", "C5 C3 C5 C3"],
}


def is_orthogonal(group, matrix):
    frame = FieldMatrix.diagonal(list(group.frame), group.field)
    return matrix.transposed() @ frame @ matrix == frame


def has(group, rows):
    """Whether a matrix over Q, in axes of length 1, is in a group whose x and y are so scaled."""
    return FieldMatrix.from_rows(rows).over(group.field) in group.matrices


def diagonal(*signs):
    return np.diag(signs).tolist()


@pytest.mark.parametrize("name", FAMILIES)
def test_order(name):
    group = point_group(name)
    if name in ORDER:
        assert group.order == ORDER[name]
    else:
        n = int(name[1:].rstrip("vhd"))
        factor = {"": {"C": 1, "D": 2, "S": 1}[name[0]], "v": 2, "h": 2, "d": 4}
        expected = factor[name.lstrip("CDS0123456789")] * n
        assert group.order == (2 * expected if name[0] == "D" and name[-1] == "h" else expected)
    assert len({matrix.key() for matrix in group.matrices}) == group.order


@pytest.mark.parametrize(("name", "setting"), EVERY)
def test_matrices_are_orthogonal(name, setting):
    group = point_group(name, setting=setting)
    assert all(is_orthogonal(group, matrix) for matrix in group.matrices)


def test_a_wrong_coefficient_is_not_orthogonal():
    group = point_group("D5")
    rows = group.natural[0].rows()
    rows[0][1] += 1
    assert is_orthogonal(group, group.natural[0])
    assert not is_orthogonal(group, FieldMatrix.from_rows(rows, group.field))


@pytest.mark.parametrize(("name", "setting"), EVERY)
def test_axial_relations(name, setting):
    """r^N = f^2 = (f r)^2 = h^2 = 1, and h commutes with r and f."""
    group = point_group(name, setting=setting)
    by_role = dict(zip(group.roles, group.generators, strict=True))
    r, f, h = (by_role.get(role, 0) for role in ("turn", "flip", "inversion"))
    h = by_role.get("horizontal", h)
    assert group.power(r, group.turn_order) == 0
    assert group.multiply(f, f) == group.multiply(h, h) == 0
    assert group.multiply(f, group.multiply(r, f)) == (group.inverse(r) if f else r)
    for other in group.generators:
        assert group.multiply(h, other) == group.multiply(other, h)


@pytest.mark.parametrize("name", POLYHEDRAL)
def test_polyhedral_relations(name):
    group = point_group(name)
    for word in POLYHEDRAL[name]:
        assert group.element(word) == 0
    assert group.element(POLYHEDRAL[name][2].rsplit(" ", 1)[0]) != 0


@pytest.mark.parametrize("n", range(1, 13))
def test_planar_groups(n):
    turns, both = cyclic(n), dihedral(n)
    assert (turns.order, both.order, turns.dimension) == (n, 2 * n, 2)
    assert all(is_orthogonal(both, matrix) for matrix in both.matrices)
    if n > 1:
        assert both.element(f"r^{n}") == both.element("f f") == both.element("f r f r") == 0
        c, s = np.cos(2 * np.pi / n), np.sin(2 * np.pi / n)
        first = turns.to_numpy()[turns.generators[0]]
        assert np.abs(first - [[c, -s], [s, c]]).max() < 2 * np.finfo(float).eps
    assert both.matrix("f") == sympy.diag(1, -1)


@pytest.mark.parametrize("row", CLASSES, ids=lambda row: row.short)
def test_hermann_mauguin_and_schoenflies_name_one_group(row):
    group = point_group(row.schoenflies, setting=row.setting or None)
    for name in (row.short, *row.others):
        assert point_group(name) == group
    assert (group.hermann_mauguin, group.full_hermann_mauguin) == (row.short, row.full)
    assert point_group(f" {row.full}") in {group, point_group(row.schoenflies)}


def test_the_classes_are_32():
    crystals = [row.schoenflies for row in CLASSES if not row.schoenflies.startswith("I")]
    assert len(set(crystals)) == 32
    kinds = {
        frozenset(Counter(o.name for o in operations(point_group(name))).items())
        for name in crystals
    }
    assert len(kinds) == 32
    assert {point_group(name).order for name in crystals} == {1, 2, 3, 4, 6, 8, 12, 16, 24, 48}


@pytest.mark.parametrize(
    ("name", "inside", "outside"),
    [
        ("2", diagonal(-1, -1, 1), diagonal(-1, 1, -1)),
        ("121", diagonal(-1, 1, -1), diagonal(-1, -1, 1)),
        ("m", diagonal(1, 1, -1), diagonal(1, -1, 1)),
        ("1m1", diagonal(1, -1, 1), diagonal(1, 1, -1)),
        ("m11", diagonal(-1, 1, 1), diagonal(1, 1, -1)),
        ("mm2", diagonal(-1, -1, 1), diagonal(1, 1, -1)),
        ("2mm", diagonal(1, -1, -1), diagonal(-1, 1, 1)),
        ("m2m", diagonal(-1, 1, -1), diagonal(1, -1, 1)),
        ("-42m", diagonal(1, -1, -1), diagonal(-1, 1, 1)),
        ("-42m", [[0, 1, 0], [1, 0, 0], [0, 0, 1]], [[0, 1, 0], [1, 0, 0], [0, 0, -1]]),
        ("-4m2", diagonal(-1, 1, 1), diagonal(1, -1, -1)),
        ("-4m2", [[0, 1, 0], [1, 0, 0], [0, 0, -1]], [[0, 1, 0], [1, 0, 0], [0, 0, 1]]),
        ("32", diagonal(1, -1, -1), diagonal(-1, 1, -1)),
        ("312", diagonal(-1, 1, -1), diagonal(1, -1, -1)),
        ("3m", diagonal(-1, 1, 1), diagonal(1, -1, 1)),
        ("31m", diagonal(1, -1, 1), diagonal(-1, 1, 1)),
        ("-3m", diagonal(1, -1, -1), diagonal(1, -1, 1)),
        ("-31m", diagonal(1, -1, 1), diagonal(1, -1, -1)),
        ("-6m2", diagonal(-1, 1, 1), diagonal(1, -1, 1)),
        ("-62m", diagonal(1, -1, -1), diagonal(-1, 1, -1)),
    ],
)
def test_settings_of_the_international_tables(name, inside, outside):
    group = point_group(name)
    assert has(group, inside)
    assert not has(group, outside)


@pytest.mark.parametrize(
    ("name", "setting", "same"),
    [
        ("2/m", "b", "1 2/m 1"),
        ("C2h", "a", "2/m11"),
        ("C3v", "31m", "31m"),
        ("-6m2", None, "D3h"),
        ("D2d", "xy", "-4m2"),
        ("V_h", None, "mmm"),
        ("C_{3i}", None, "-3"),
        ("m3m", None, "Oh"),
        ("4/m 3\u0304 2/m", None, "Oh"),
        ("532", None, "I"),
        ("3m", "x", "C3v"),
    ],
)
def test_names_that_mean_the_same(name, setting, same):
    assert (point_group(name, setting=setting) == point_group(same)) is (same != "C3v")
    assert point_group(name, setting=setting).name == point_group(same).name


@pytest.mark.parametrize("n", range(1, 13))
def test_rotation_groups_agree_with_scipy(n):
    for name in (f"C{n}", *((f"D{n}",) if n > 1 else ())):
        check_against_scipy(name)


@pytest.mark.parametrize("name", ["T", "O", "I"])
def test_polyhedral_groups_agree_with_scipy(name):
    check_against_scipy(name)


def check_against_scipy(name):
    """The same set of matrices, up to rounding in scipy's."""
    theirs = Rotation.create_group(name).as_matrix()
    ours = point_group(name).to_numpy()
    distances = np.abs(ours[:, None] - theirs[None]).max(axis=(2, 3))
    nearest = distances.argmin(axis=1)
    assert sorted(nearest) == list(range(len(theirs)))
    assert distances.min(axis=1).max() < 8 * np.finfo(float).eps


@pytest.mark.parametrize(
    ("small", "large"),
    [("T", "O"), ("T", "Td"), ("T", "I"), ("Th", "Ih"), ("Td", "Oh"), ("D2", "T"), ("D4h", "Oh")],
)
def test_inclusions(small, large):
    field = point_group(large).field
    inside = {matrix.over(field).key() for matrix in point_group(small).matrices}
    assert inside < {matrix.key() for matrix in point_group(large).matrices}


# Altmann & Herzig, the heads of the tables of characters, sorted.
@pytest.mark.parametrize(
    ("name", "heads"),
    [
        ("Oh", "E,8C3,6C2',6C4,3C2 (=C4^2),i,6S4,8S6,3sigma_h,6sigma_d"),
        ("Td", "E,8C3,3C2,6S4,6sigma_d"),
        ("Th", "E,4C3,4C3^2,3C2,i,4S6,4S6^5,3sigma_h"),
        ("Ih", "E,12C5,12C5^2,20C3,15C2,i,12S10,12S10^3,20S6,15sigma"),
        ("D6h", "E,2C6,2C3,C2,3C2',3C2'',i,2S3,2S6,sigma_h,3sigma_d,3sigma_v"),
        ("D5h", "E,2C5,2C5^2,5C2',sigma_h,2S5,2S5^3,5sigma_v"),
        ("D4d", "E,2S8,2C4,2S8^3,C2,4C2',4sigma_d"),
        ("D3d", "E,2C3,3C2',i,2S6,3sigma_d"),
        ("D2d", "E,2S4,C2,2C2',2sigma_d"),
        ("D2h", "E,C2(x),C2(y),C2(z),i,sigma(xy),sigma(xz),sigma(yz)"),
        ("C6v", "E,2C6,2C3,C2,3sigma_v,3sigma_d"),
        ("C5h", "E,C5,C5^2,C5^3,C5^4,sigma_h,S5,S5^3,S5^7,S5^9"),
        ("C4h", "E,C4,C2,C4^3,i,S4^3,sigma_h,S4"),
        ("C2v", "E,C2,sigma_v(xz),sigma_v'(yz)"),
        ("S8", "E,S8,C4,S8^3,C2,S8^5,C4^3,S8^7"),
    ],
)
def test_names_of_classes(name, heads):
    assert sorted(counted_class_names(point_group(name))) == sorted(heads.split(","))


@pytest.mark.parametrize(("name", "setting"), EVERY)
def test_names_of_classes_are_distinct(name, setting):
    group = point_group(name, setting=setting)
    names = class_names(group)
    assert len(set(names)) == len(names) == len(group.conjugacy_classes())
    for members, label in zip(group.conjugacy_classes(), names, strict=True):
        power = {operations(group)[g].m for g in members.elements}
        assert len(power) == 1, label


@pytest.mark.parametrize("name", ["C7", "S8", "C5h", "D4h", "Td", "I", "Th"])
def test_operations_are_what_their_powers_say(name):
    """C_m^k is (C_m)^k, and S_m^k is (S_m)^k, for the element of one axis with k = 1."""
    group = point_group(name)
    every = operations(group)
    for g, operation in enumerate(every):
        if operation.k == 1:
            order = group.order_of(g)
            for k in (k for k in range(1, order) if np.gcd(k, order) == 1):
                power = every[group.power(g, k)]
                assert power.m == operation.m
                assert power.k in {k, order - k}


def test_icosahedral():
    assert icosahedral() == point_group("I")
    assert icosahedral(reflections=True) == point_group("m-3-5")


@pytest.mark.parametrize(
    ("name", "setting", "sentence"),
    [
        ("mm3", None, r"'mm3' was asked for, but no point group has this name; near it are m3, mm"),
        ("oh", None, r"near it are Th, Oh, Ih: write a Schoenflies symbol such as 'D3h' or a Her"),
        ("C1v", None, r"no point group has this name"),
        ("S5", None, r"no point group has this name"),
        ("D1", None, r"no point group has this name"),
        (7, None, r"the point group 7 was asked for"),
        ("321", "y", r"setting = 'y' was given for '321', but its settings are: 'x' only, which"),
        ("Oh", "x", r"but its settings are: none but the standard"),
        ("2/m", "q", r"setting = 'q' was given for '2/m', but its settings are: 'c', 'b', 'a'"),
    ],
)
def test_errors(name, setting, sentence):
    with pytest.raises(ArgumentError, match=sentence):
        point_group(name, setting=setting)


@pytest.mark.parametrize("n", [0, -1, 2.0, True, "3"])
def test_errors_of_planar_groups(n):
    for make, word in ((cyclic, "cyclic"), (dihedral, "dihedral")):
        with pytest.raises(ArgumentError, match=rf"n = {n!r} was given, but the number .* {word}"):
            make(n)


def test_symbols_are_read_once():
    assert read_symbol("D_{6h}") == Symbol("Dh", 6, "x")
    assert Symbol("S", 5).schoenflies == "S10"


# Lie groups


@pytest.mark.parametrize("group", [SO3(), O3()], ids=lambda group: group.name)
def test_rotation_algebra(group):
    """[L_x, L_y] = L_z and its cyclic permutations; L_u rotates v by u x v."""
    L = [matrix.to_sympy() for matrix in group.natural[:3]]
    basis = [sympy.eye(3)[:, i] for i in range(3)]
    for i in range(3):
        j, k = (i + 1) % 3, (i + 2) % 3
        assert L[i] * L[j] - L[j] * L[i] == L[k]
        for v in basis:
            assert L[i] * v == basis[i].cross(v)


def test_components():
    t = sympy.Symbol("t")
    L, f = (matrix.to_sympy() for matrix in O2().natural)
    turn = sympy.Matrix([[sympy.cos(t), -sympy.sin(t)], [sympy.sin(t), sympy.cos(t)]])
    assert turn.diff(t).subs(t, 0) == L
    assert f * L * f == -L
    assert O3().natural[3].to_sympy() == -sympy.eye(3)
    assert [g.is_connected for g in (SO2(), O2(), SU2(), SO3(), O3())] == [1, 0, 1, 1, 0]
    assert (O2().rotations, O3().rotations, SU2().rotations) == (SO2(), SO3(), SU2())
    assert O2().derivations == (True, False)
    assert not SU2().natural
    assert SU2() != SO3()
