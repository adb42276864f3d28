"""The irreps of double groups that change their sign under a turn by 2 pi."""

from collections import Counter
from functools import cache, reduce

import pytest

from grouptools.exact.algebra.fields import Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.double import double_group
from grouptools.groups.point_groups import point_group
from grouptools.groups.symbols import CLASSES, read_symbol, settings
from grouptools.representations.spinor_irreps import spinor_irreps

AXIAL = ["C{}", "C{}v", "C{}h", "D{}", "D{}h", "D{}d", "S{}"]
NAMES = sorted(
    {row.schoenflies for row in CLASSES}
    | {form.format(2 * n if form[0] == "S" else n) for form in AXIAL for n in (5, 8)}
)
EVERY = [
    pytest.param(name, setting or None, id=f"{name}-{setting}")
    for name in NAMES
    for setting in settings(read_symbol(name))
]


def images(group, irrep):
    field = reduce(Field.joined, (m.field for m in irrep.images))
    one = FieldMatrix.identity(len(irrep.squares), field)
    return group.images([m.over(field) for m in irrep.images], FieldMatrix.__matmul__, one)


def is_homomorphism(group, every):
    return all(
        every[g] @ every[s] == every[group.right[k, g]]
        for k, s in enumerate(group.generators)
        for g in range(group.order)
    )


def is_unitary(matrix, squares):
    norms = FieldMatrix.diagonal(list(squares), matrix.field)
    return matrix.conjugated().transposed() @ norms @ matrix == norms


def product(group, first, second):
    """sum of conj(first(g)) second(g), characters as pairs (field, values)."""
    field = first[0].joined(second[0])
    one, other = ([f.embed(v, field) for v in values] for f, values in (first, second))
    terms = (field.conjugate(a) * b for a, b in zip(one, other, strict=True))
    return sum(terms, field.element(0)) % field.modulus


@cache
def characters(group):
    found = {}
    for irrep in spinor_irreps(group):
        every = images(group, irrep)
        found[irrep.label] = every[0].field, [m.trace() for m in every]
    return found


@pytest.mark.parametrize(("name", "setting"), EVERY)
def test_spinor_irreps_are_unitary_representations(name, setting):
    group = double_group(point_group(name, setting=setting))
    total = 0
    for irrep in spinor_irreps(group):
        every = images(group, irrep)
        assert is_homomorphism(group, every)
        assert all(is_unitary(m, irrep.squares) for m in irrep.images)
        assert every[group.turn] == -every[0]
        total += len(irrep.squares) ** 2
    assert total == group.order // 2


@pytest.mark.parametrize(("name", "setting"), EVERY)
def test_spinor_irreps_are_irreducible_and_inequivalent(name, setting):
    group = double_group(point_group(name, setting=setting))
    known = list(characters(group).values())
    for i, first in enumerate(known):
        for j in range(i + 1):
            assert product(group, first, known[j]) == (group.order if i == j else 0)


def test_a_wrong_coefficient_is_seen():
    group = double_group("O")
    irrep = spinor_irreps(group)[2]
    assert is_homomorphism(group, images(group, irrep))
    rows = irrep.images[0].rows()
    rows[0][1] += irrep.images[0].field.element(1)
    wrong = FieldMatrix.from_rows(rows, irrep.images[0].field)
    broken = irrep._replace(images=(wrong, *irrep.images[1:]))
    assert not is_homomorphism(group, images(group, broken))
    assert is_unitary(irrep.images[0], irrep.squares)
    assert not is_unitary(wrong, irrep.squares)


@pytest.mark.parametrize(("name", "setting"), EVERY)
def test_real_types(name, setting):
    """Complex where the character is not real; else quaternionic, but for one dimension."""
    group = double_group(point_group(name, setting=setting))
    for irrep in spinor_irreps(group):
        field, values = characters(group)[irrep.label]
        is_real = all(field.conjugate(v) == v for v in values)
        expected = "real" if len(irrep.squares) == 1 else "quaternionic"
        assert irrep.real_type == (expected if is_real else "complex")


# Altmann & Herzig 1994, tables of subduction from O(3); Koster et al. 1963.
@pytest.mark.parametrize(
    ("name", "twice_j", "expected"),
    [
        ("O", 1, "E1/2"),
        ("O", 3, "F3/2"),
        ("O", 5, "E5/2+F3/2"),
        ("O", 7, "E1/2+E5/2+F3/2"),
        ("Td", 3, "F3/2"),
        ("Td", 5, "E5/2+F3/2"),
        ("T", 3, "1F3/2+2F3/2"),
        ("I", 1, "E1/2"),
        ("I", 3, "F3/2"),
        ("I", 5, "I5/2"),
        ("I", 7, "E7/2+I5/2"),
        ("I", 9, "F3/2+I5/2"),
        ("D2", 3, "2E1/2"),
        ("D3", 3, "E1/2+1E3/2+2E3/2"),
        ("D4", 3, "E1/2+E3/2"),
        ("D4", 5, "E1/2+2E3/2"),
        ("D6", 5, "E1/2+E3/2+E5/2"),
        ("C3", 3, "1E1/2+2E1/2+2A3/2"),
        ("C2v", 1, "E1/2"),
        ("D3h", 5, "E1/2+E3/2+E5/2"),
        ("Oh", 3, "F3/2g"),
        ("Ci", 1, "2A1/2g"),
    ],
)
def test_subduction_of_spins(name, twice_j, expected):
    """The character of spin j is U_2j(cos t/2), t the angle, and 2 cos t/2 = tr of the lift."""
    group = double_group(name)
    one = FieldMatrix.identity(2, group.spin[0].field)
    spins = group.images(group.spin, FieldMatrix.__matmul__, one)
    field = one.field
    values = []
    for spin in spins:
        before, now = field.element(0), field.element(1)
        for _ in range(twice_j):
            before, now = now, (spin.trace() * now - before) % field.modulus
        values.append(now)
    counts = Counter()
    for label, known in characters(group).items():
        multiplicity = product(group, known, (field, values)) / group.order
        counts[label] = int(multiplicity[0].p) if multiplicity != 0 else 0
    found = "+".join(f"{n if n > 1 else ''}{label}" for label, n in (+counts).items())
    assert found == expected


def test_spinors_are_the_first_irrep():
    for name in ("D4", "C3v", "O", "Td", "I", "T", "D5h"):
        group = double_group(name)
        first = spinor_irreps(group)[0]
        assert first.label == "E1/2"
        field = reduce(Field.joined, (m.field for m in (*first.images, *group.spin)))
        assert [m.over(field) for m in first.images] == [m.over(field) for m in group.spin]
