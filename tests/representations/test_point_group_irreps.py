"""Irreps of the point groups: what defines them, and the tables that name them."""

import json
from collections import Counter
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
import sympy

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.class_names import class_names
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.operations import operations
from grouptools.groups.planar import cyclic
from grouptools.groups.point_groups import point_group
from grouptools.groups.recognition import named_subgroup, recognised
from grouptools.groups.symbols import CLASSES, read_symbol, settings
from grouptools.representations.point_group_irreps import point_group_irreps

GOLDEN = Path(__file__).parents[1] / "golden" / "oracles" / "character_tables.json"
TABLES = json.loads(GOLDEN.read_text(encoding="utf-8"))
AXIAL = ["C{}", "C{}v", "C{}h", "D{}", "D{}h", "D{}d", "S{}"]
FAMILIES = sorted(
    {row.schoenflies for row in CLASSES}
    | {form.format(2 * n if form[0] == "S" else n) for form in AXIAL for n in range(2, 13)}
)
EVERY = [
    pytest.param(name, setting or None, id=f"{name}-{setting}")
    for name in FAMILIES
    for setting in settings(read_symbol(name))
]
ENDOMORPHISMS = {"real": 1, "complex": 2, "quaternionic": 4}


def images(group, irrep):
    """The matrices of all elements, over the field of the group."""
    n = len(irrep.squares)
    given = [image.over(group.field) for image in irrep.images]
    one = FieldMatrix.identity(n, group.field)
    return group.images(given, FieldMatrix.__matmul__, one)


def character(group, irrep):
    return [matrix.trace() for matrix in images(group, irrep)]


@cache
def known_characters(group):
    """Each irrep with its character."""
    return [(irrep, character(group, irrep)) for irrep in point_group_irreps(group)]


def is_orthogonal(field, matrix, squares):
    norms = FieldMatrix.diagonal(list(squares), field)
    matrix = matrix.over(field)
    return matrix.transposed() @ norms @ matrix == norms


def is_homomorphism(group, irrep):
    """D(g s) = D(g) D(s) for all elements g and generators s, so D(g h) = D(g) D(h) for all h."""
    every = images(group, irrep)
    return all(
        every[g] @ every[s] == every[group.right[k, g]]
        for k, s in enumerate(group.generators)
        for g in range(group.order)
    )


def product(group, first, second):
    """The sum of first(g) second(g) over the group, in the middle of 2 |G| <first, second>."""
    terms = (a * b for a, b in zip(first, second, strict=True))
    return sum(terms, group.field.element(0)) % group.field.modulus


def decomposition(group, values):
    """How often each irrep is in a real representation with this character."""
    counts = Counter()
    for irrep, character_of_irrep in known_characters(group):
        own = product(group, character_of_irrep, values)
        multiplicity = own / (group.order * ENDOMORPHISMS[irrep.real_type])
        assert multiplicity.degree() <= 0
        number = Fraction(int(multiplicity[0].p), int(multiplicity[0].q))
        assert number.denominator == 1
        counts[irrep.label] = int(number)
    return +counts


def text(counts):
    return "+".join(f"{n if n > 1 else ''}{label}" for label, n in counts.items())


@pytest.mark.parametrize(("name", "setting"), EVERY)
def test_irreps_are_orthogonal_representations(name, setting):
    group = point_group(name, setting=setting)
    for irrep in point_group_irreps(group):
        assert len(irrep.images) == len(group.generators)
        assert all(is_orthogonal(group.field, m, irrep.squares) for m in irrep.images)
        assert is_homomorphism(group, irrep)


@pytest.mark.parametrize(("name", "setting"), EVERY)
def test_irreps_are_irreducible_inequivalent_and_complete(name, setting):
    group = point_group(name, setting=setting)
    found, characters = zip(*known_characters(group), strict=True)
    total = Fraction(0)
    for i, irrep in enumerate(found):
        e = ENDOMORPHISMS[irrep.real_type]
        total += Fraction(len(irrep.squares) ** 2, e)
        for j in range(i + 1):
            expected = group.order * e if i == j else 0
            assert product(group, characters[i], characters[j]) == expected
    assert total == group.order
    labels = [irrep.label for irrep in found]
    assert len(set(labels)) == len(labels)
    assert not any(sign != 1 for sign in characters[0])


@pytest.mark.parametrize(("name", "setting"), EVERY)
def test_real_type_by_frobenius_and_schur(name, setting):
    """sum chi(g^2) / |G| is 1, or for a real irrep of complex type 0."""
    group = point_group(name, setting=setting)
    squares = group.powers(2)
    for irrep, values in known_characters(group):
        total = sum((values[g] for g in squares), group.field.element(0))
        assert total == (group.order if irrep.real_type == "real" else 0)
        assert len(irrep.complex_labels) == (0 if irrep.real_type == "real" else 2)


@pytest.mark.parametrize(("name", "label"), [("D5", "E1"), ("Oh", "T1u"), ("I", "G"), ("T", "E")])
def test_a_wrong_coefficient_is_seen(name, label):
    group = point_group(name)
    irrep = next(irrep for irrep in point_group_irreps(group) if irrep.label == label)
    image = irrep.images[-1 if label != "T1u" else 0].over(group.field)
    rows = image.rows()
    rows[1][0] += group.field.element(Fraction(1, 1000))
    wrong = FieldMatrix.from_rows(rows, group.field)
    changed = tuple(wrong if m.over(group.field) == image else m for m in irrep.images)
    broken = irrep._replace(images=changed)
    assert is_orthogonal(group.field, image, irrep.squares)
    assert is_homomorphism(group, irrep)
    assert not is_orthogonal(group.field, wrong, irrep.squares)
    assert not is_homomorphism(group, broken)


def test_a_wrong_sign_is_seen_by_the_characters():
    group = point_group("Td")
    a1, a2, *_ = point_group_irreps(group)
    assert product(group, character(group, a1), character(group, a2)) == 0
    broken = a2._replace(images=(-a2.images[0], a2.images[1]))
    assert product(group, character(group, a1), character(group, broken)) != 0


# Tables


def number(entry):
    value = sympy.sympify(entry.replace("^", "**"), {"w": sympy.exp(2 * sympy.pi * sympy.I / 3)})
    return sympy.simplify(sympy.expand_complex(value))


@pytest.mark.parametrize("name", TABLES["tables"])
def test_golden_character_tables(name):
    """Classes by their names, and irreps by their labels; two complex irreps as their sum."""
    table, group = TABLES["tables"][name], point_group(name)
    classes = dict(zip(class_names(group), group.conjugacy_classes(), strict=True))
    assert {label: c.size for label, c in classes.items()} == dict(table["classes"])
    assert table["order"] == group.order
    expected = dict(table["irreps"])
    for irrep in point_group_irreps(group):
        names = irrep.complex_labels or (irrep.label,)
        rows = [expected.pop(label) for label in names]
        values = character(group, irrep)
        for entries, (label, _) in zip(zip(*rows, strict=True), table["classes"], strict=True):
            ours = group.field.to_sympy(values[classes[label].representative])
            theirs = sum(map(number, entries))
            assert sympy.simplify(ours - theirs) == 0, (irrep.label, label)
    assert expected == {}


def test_first_of_two_complex_irreps():
    """C3 is w on (1, -i) in E of T, the eigenvector to exp(i t) of a rotation by t."""
    row = TABLES["tables"]["T"]["irreps"]["E1"]
    third = point_group_irreps(point_group("T"))[1].images[1].to_sympy()
    lengths = sympy.diag(1, sympy.sqrt(3) / 2)
    vector = sympy.Matrix([1, -sympy.I])
    rotated = lengths * third * lengths.inv() * vector
    assert sympy.simplify(rotated - number(row[1]) * vector).is_zero_matrix


@pytest.mark.parametrize("case", TABLES["subduction"], ids=lambda c: f"{c['group']}-{c['l']}")
def test_golden_subduction(case):
    """The rotations of degree l: chi_l = 1 + sum of 2 cos(k t), k = 1, ..., l."""
    group, l = point_group(case["group"]), case["l"]
    values = []
    for operation in operations(group):
        turns = [group.field.double_cosine(k * operation.k, operation.m) for k in range(1, l + 1)]
        values.append(sum(turns, group.field.element(1)))
    assert text(decomposition(group, values)) == case["decomposition"]


# x, y, z and the rotations about them in the tables [Altmann & Herzig 1994; Cotton 1990, app. IIA].
VECTORS = {
    "C1": ("3A", "3A"),
    "Ci": ("3Au", "3Ag"),
    "Cs": ("2A'+A''", "A'+2A''"),
    "C2": ("A+2B", "A+2B"),
    "C2h": ("Au+2Bu", "Ag+2Bg"),
    "D2": ("B1+B2+B3", "B1+B2+B3"),
    "D2h": ("B1u+B2u+B3u", "B1g+B2g+B3g"),
    "C2v": ("A1+B1+B2", "A2+B1+B2"),
    "C3": ("A+E", "A+E"),
    "C4": ("A+E", "A+E"),
    "C5": ("A+E1", "A+E1"),
    "S4": ("B+E", "A+E"),
    "S6": ("Au+Eu", "Ag+Eg"),
    "S8": ("B+E1", "A+E3"),
    "C3h": ("E'+A''", "A'+E''"),
    "C4h": ("Au+Eu", "Ag+Eg"),
    "C5h": ("E1'+A''", "A'+E1''"),
    "C6h": ("Au+E1u", "Ag+E1g"),
    "C3v": ("A1+E", "A2+E"),
    "C4v": ("A1+E", "A2+E"),
    "C6v": ("A1+E1", "A2+E1"),
    "D3": ("A2+E", "A2+E"),
    "D5": ("A2+E1", "A2+E1"),
    "D2d": ("B2+E", "A2+E"),
    "D3d": ("A2u+Eu", "A2g+Eg"),
    "D4d": ("B2+E1", "A2+E3"),
    "D5d": ("A2u+E1u", "A2g+E1g"),
    "D6d": ("B2+E1", "A2+E5"),
    "D3h": ("E'+A2''", "A2'+E''"),
    "D4h": ("A2u+Eu", "A2g+Eg"),
    "D5h": ("E1'+A2''", "A2'+E1''"),
    "D6h": ("A2u+E1u", "A2g+E1g"),
    "D8h": ("A2u+E1u", "A2g+E1g"),
    "T": ("T", "T"),
    "Th": ("Tu", "Tg"),
    "Td": ("T2", "T1"),
    "O": ("T1", "T1"),
    "Oh": ("T1u", "T1g"),
    "I": ("T1", "T1"),
    "Ih": ("T1u", "T1g"),
}


@pytest.mark.parametrize("name", VECTORS)
def test_vectors_and_rotations_have_the_labels_of_the_tables(name):
    group = point_group(name)
    vector = [matrix.trace() for matrix in group.matrices]
    signs = [1 if operation.proper else -1 for operation in operations(group)]
    axial = [sign * value for sign, value in zip(signs, vector, strict=True)]
    assert tuple(text(decomposition(group, v)) for v in (vector, axial)) == VECTORS[name]


# Polynomials of the tables that tell B1 from B2 and B3, A1 from A2: monomials (i, j, k) and signs.
POLYNOMIALS = {
    ("C2v", "B1"): {(1, 0, 0): 1},
    ("D2", "B1"): {(0, 0, 1): 1},
    ("D2h", "B3u"): {(1, 0, 0): 1},
    ("C4v", "B1"): {(2, 0, 0): 1, (0, 2, 0): -1},
    ("D4h", "B1g"): {(2, 0, 0): 1, (0, 2, 0): -1},
    ("D2d", "B2"): {(1, 1, 0): 1},
    ("C6v", "B1"): {(3, 0, 0): 1, (1, 2, 0): -3},
    ("D6", "B1"): {(3, 0, 0): 1, (1, 2, 0): -3},
    ("D6h", "B2u"): {(2, 1, 0): 3, (0, 3, 0): -1},
    ("O", "A2"): {(1, 1, 1): 1},
    ("Td", "A1"): {(1, 1, 1): 1},
    ("Oh", "A2u"): {(1, 1, 1): 1},
}


@pytest.mark.parametrize(("name", "label"), POLYNOMIALS)
def test_polynomials_have_the_labels_of_the_tables(name, label):
    """f(g x) = D(g) f(x) for the generators."""
    group = point_group(name)
    irrep = next(irrep for irrep in point_group_irreps(group) if irrep.label == label)
    x = sympy.symbols("x y z")

    def polynomial(point):
        terms = POLYNOMIALS[name, label].items()
        return sum(c * sympy.prod(p**e for p, e in zip(point, m, strict=True)) for m, c in terms)

    for generator, image in zip(group.generators, irrep.images, strict=True):
        moved = polynomial(group.matrix(generator) * sympy.Matrix(x))
        assert sympy.expand(moved - image.to_sympy()[0] * polynomial(x)) == 0


@pytest.mark.parametrize(("name", "setting"), EVERY)
def test_labels_say_what_the_generators_do(name, setting):
    group = point_group(name, setting=setting)
    for irrep in point_group_irreps(group):
        label = irrep.label
        assert len(irrep.squares) == {"A": 1, "B": 1, "E": 2, "T": 3, "G": 4, "H": 5}[label[0]]
        for role, image in zip(group.roles, irrep.images, strict=True):
            sign = image.over(group.field)[0, 0]
            if role == "inversion":
                assert (sign == 1, sign == -1) == (label.endswith("g"), label.endswith("u"))
            elif role == "horizontal":
                assert (sign == -1) == label.endswith("''")
                assert label.endswith("'")
            elif role == "turn" and label[0] in "AB" and name not in {"D2", "D2h"}:
                assert sign == (1 if label[0] == "A" else -1)
            elif role == "flip" and label[0] in "AB" and name not in {"D2", "D2h"}:
                assert sign == {"1": 1, "2": -1}[label[1]]


@pytest.mark.parametrize("name", ["T", "O", "Oh", "I", "Ih"])
def test_vectors_are_the_natural_matrices(name):
    group = point_group(name)
    label = {"T": "T", "O": "T1", "Oh": "T1u", "I": "T1", "Ih": "T1u"}[name]
    irrep = next(irrep for irrep in point_group_irreps(group) if irrep.label == label)
    assert [m.over(group.field) for m in irrep.images] == list(group.natural)


@pytest.mark.parametrize(("name", "setting"), EVERY)
def test_first_frequency_is_the_action_on_x_and_y(name, setting):
    group = point_group(name, setting=setting)
    found = {irrep.label: irrep for irrep in point_group_irreps(group)}
    labels = [e + sign for e in ("E", "E1") for sign in ("u", "'", "") if e + sign in found]
    if group.symbol.family[0] in "TOI" or group.turn_order < 3:
        assert bool(labels) is (name[0] in "TO")
        return
    irrep = found[labels[0]]
    blocks = [matrix.taken(range(2), range(2)) for matrix in group.natural]
    assert [m.over(group.field) for m in irrep.images] == blocks
    assert tuple(irrep.squares) == group.frame[:2]


def test_icosahedral_irreps_under_the_tetrahedral_group():
    """G is A + T there, T by the matrices of T: a word of I for each generator of T."""
    group, small = point_group("I"), point_group("T")
    irreps = {irrep.label: images(group, irrep) for irrep in point_group_irreps(group)}
    keys = [matrix.key() for matrix in group.matrices]
    for matrix in small.natural:
        g = keys.index(matrix.over(group.field).key())
        block = irreps["G"][g]
        assert block.taken(range(1, 4), range(1, 4)) == matrix.over(group.field)
        assert [block[0, i] for i in range(4)] == [1, 0, 0, 0]


def test_second_vectors_of_the_icosahedron_are_conjugate():
    group = point_group("I")
    _, first, second, *_ = (character(group, irrep) for irrep in point_group_irreps(group))
    root5 = sympy.sqrt(5)
    for a, b in zip(first, second, strict=True):
        one, other = group.field.to_sympy(a), group.field.to_sympy(b)
        assert sympy.expand(one.subs(root5, -root5) - other) == 0


@pytest.mark.parametrize("name", ["Oh", "D6h", "I", "S8"])
def test_irreps_of_subgroups_have_the_labels_of_the_group_that_they_are(name):
    for subgroup in point_group(name).subgroups():
        group = subgroup.group
        found = point_group_irreps(group)
        standard = point_group(recognised(group).group.name)
        assert [i.label for i in found] == [i.label for i in point_group_irreps(standard)]
        total = 0
        for irrep in found:
            assert is_homomorphism(group, irrep)
            values = character(group, irrep)
            e = ENDOMORPHISMS[irrep.real_type]
            assert product(group, values, values) == group.order * e
            total += Fraction(len(irrep.squares) ** 2, e)
        assert total == group.order


def test_branching_of_the_cube():
    """T1u of O_h under its subgroups [Altmann & Herzig 1994, tables of subduction]."""
    cube = point_group("Oh")
    expected = {"D4h": "A2u+Eu", "D3d": "A2u+Eu", "C4v": "A1+E", "C3v": "A1+E", "Td": "T2"}
    for name, branches in expected.items():
        group = named_subgroup(cube, name).group
        assert text(decomposition(group, [m.trace() for m in group.matrices])) == branches


def test_fields_are_small():
    """Over Q for the crystal classes, Q(sqrt5) for the icosahedron, Q(2 cos(2 pi/n)) for axes."""
    for row in CLASSES:
        group = point_group(row.schoenflies)
        expected = Field.real(5 if row.schoenflies[0] == "I" else 1)
        assert group.field == expected
        assert all(
            m.field.degree <= expected.degree for i in point_group_irreps(group) for m in i[1]
        )
    assert point_group("D7h").field == Field.real(7)
    assert point_group("S8").field == Field.real(8)


def test_errors():
    with pytest.raises(ArgumentError, match=r"the Mulliken symbols of C4 were asked for, but only"):
        point_group_irreps(cyclic(4))
    with pytest.raises(ArgumentError, match=r"only a finite group that acts on space by exact"):
        point_group_irreps(FiniteGroup.from_permutations([[1, 2, 0]]))
