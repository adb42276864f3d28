"""Real irreps of abstract groups: what defines them, proofs, fields, order and digests."""

import hashlib
import subprocess
import sys
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grouptools.errors import GroupToolsError, IntegrityError
from grouptools.exact.algebra.fields import RATIONALS, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.representations.abstract import general_irreps as module
from grouptools.representations.abstract.class_structure import class_structure
from grouptools.representations.abstract.dixon import complex_characters
from grouptools.representations.abstract.general_irreps import general_irreps, irrep_labels
from grouptools.representations.abstract.splitting import element_image

once = lru_cache(maxsize=None)(general_irreps)

ENDOMORPHISMS = {"real": 1, "complex": 2, "quaternionic": 4}


def digest(irreps):
    text = repr(
        [
            (i.label, i.real_type, [m.key() for m in i.images], i.images[0].field, str(i.squares))
            for i in irreps
        ]
    )
    return hashlib.sha256(text.encode()).hexdigest()


def traces(group, irrep):
    structure, known = class_structure(group), {}
    return [
        element_image(group, irrep.images, int(members[0]), known).trace()
        for members in structure.members
    ]


def mean(group, field, values):
    """(1/order) sum_g values(g), class by class."""
    sizes = class_structure(group).sizes.tolist()
    total = sum((n * v for n, v in zip(sizes, values, strict=True)), field.element(0))
    return total / group.order % field.modulus


def keeps_inner_product(irrep):
    form = FieldMatrix.diagonal(list(irrep.squares), irrep.images[0].field)
    return all(image.transposed() @ form @ image == form for image in irrep.images)


def check_complete(group, irreps):
    """sum d^2 / dim End = order: with different characters, none is missing."""
    weights = [len(i.squares) ** 2 // ENDOMORPHISMS[i.real_type] for i in irreps]
    assert sum(weights) == group.order
    assert len({i.label for i in irreps}) == len(irreps)


def test_matrices_multiply_and_are_orthogonal(abstract_group, is_homomorphism):
    for irrep in once(abstract_group):
        assert irrep.images[0].field.is_real
        assert is_homomorphism(abstract_group, irrep.images)
        assert keeps_inner_product(irrep)
        assert all(irrep.images[0].field.sign(square) == 1 for square in irrep.squares)


def test_they_are_all_there_once(abstract_group):
    irreps = once(abstract_group)
    check_complete(abstract_group, irreps)
    known = [(irrep.images[0].field, traces(abstract_group, irrep)) for irrep in irreps]
    for i, (first, values) in enumerate(known):
        for j, (second, others) in enumerate(known[: i + 1]):
            field = first.joined(second)
            products = [
                first.embed(a, field) * second.embed(b, field) % field.modulus
                for a, b in zip(values, others, strict=True)
            ]
            dimension = ENDOMORPHISMS[irreps[i].real_type] if i == j else 0
            assert mean(abstract_group, field, products) == dimension


def test_types_are_those_of_frobenius_and_schur(abstract_group):
    """(1/order) sum_g psi(g^2) is 1 for real, 0 for complex, -2 for quaternionic type."""
    squares = class_structure(abstract_group).power(2).tolist()
    for irrep in once(abstract_group):
        values = traces(abstract_group, irrep)
        indicator = mean(abstract_group, irrep.images[0].field, [values[r] for r in squares])
        assert indicator == {"real": 1, "complex": 0, "quaternionic": -2}[irrep.real_type]


def test_characters_are_those_of_dixon(abstract_group):
    characters = complex_characters(abstract_group)
    rows = [r for r, conjugate in enumerate(characters.conjugates) if r <= conjugate]
    rows.sort(key=lambda r: (len(characters.real_rows(r)) * characters.degrees[r], r))
    for row, irrep in zip(rows, once(abstract_group), strict=True):
        own, field = characters.real_field(row), irrep.images[0].field
        values = [own.embed(value, field) for value in characters.real_values(row)]
        assert traces(abstract_group, irrep) == values
        assert irrep.real_type == characters.real_type(row)


def test_order_and_labels(abstract_group):
    irreps = once(abstract_group)
    dimensions = [len(irrep.squares) for irrep in irreps]
    assert all(a <= b for a, b in pairwise(dimensions))
    assert [irrep.label for irrep in irreps] == irrep_labels(dimensions)
    assert all(image == FieldMatrix.identity(1) for image in irreps[0].images)


def test_labels_after_z():
    assert irrep_labels([1] * 28)[24:] == ["1y", "1z", "1aa", "1ab"]
    assert irrep_labels([2] * 703)[-2:] == ["2zz", "2aaa"]


def test_fields_are_those_of_characters(abstract_group):
    """But where an irrep was only found over more: its Schur index is 2, or no seed is rational."""
    more = {
        "C3 : C8": {"4a": 12},
        "Q8 * Q12": {"4b": 12},
        "Q8 * Q20": {"4b": 20, "4c": 20},
    }.get(abstract_group.name, {})
    characters = complex_characters(abstract_group)
    rows = [r for r, conjugate in enumerate(characters.conjugates) if r <= conjugate]
    rows.sort(key=lambda r: (len(characters.real_rows(r)) * characters.degrees[r], r))
    for row, irrep in zip(rows, once(abstract_group), strict=True):
        expected = more.get(irrep.label, characters.real_field(row).order)
        assert irrep.images[0].field.order == expected, irrep.label


def test_an_irrep_that_is_not_rational_though_its_character_is(called):
    """Q8 * Q12, dimension 4: the quaternions (-1, -1) times (-1, -3) split over Q(sqrt3)."""
    group = called("Q8 * Q12")
    (irrep,) = [i for i in general_irreps(group) if i.real_type == "real" and len(i.squares) == 4]
    assert irrep.images[0].field == Field.real(12)
    characters = complex_characters(group)
    row = characters.degrees.index(4)
    assert (characters.real_type(row), characters.real_field(row)) == ("real", RATIONALS)


def test_s6_is_complete(called, is_homomorphism):
    group = called("S6")
    irreps = general_irreps(group)
    check_complete(group, irreps)
    assert [i.label for i in irreps[:6]] == ["1a", "1b", "5a", "5b", "5c", "5d"]
    assert [i.label for i in irreps[6:]] == ["9a", "9b", "10a", "10b", "16a"]
    assert is_homomorphism(group, irreps[2].images)
    assert all(keeps_inner_product(irrep) for irrep in irreps)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(n=st.integers(1, 12), m=st.integers(1, 6), k=st.integers(1, 11), data=st.data())
def test_any_group_of_two_cycles(of_two_cycles, is_homomorphism, n, m, k, data):
    """a^n = 1, b^m = a^j, b a b^-1 = a^k, for every k, j that make it a group."""
    possible = [x for x in range(1, n + 1) if pow(x, m, n) == 1 % n]
    factor = possible[k % len(possible)]
    shifts = [j for j in range(n) if (factor - 1) * j % n == 0]
    group = of_two_cycles("random", n, m, factor, data.draw(st.sampled_from(shifts)))
    assert group.order == n * m
    irreps = general_irreps(group)
    check_complete(group, irreps)
    assert all(is_homomorphism(group, i.images) and keeps_inner_product(i) for i in irreps)


@settings(max_examples=8, deadline=None, derandomize=True)
@given(first=st.permutations(range(5)), second=st.permutations(range(5)))
def test_any_group_of_permutations(of_permutations, is_homomorphism, first, second):
    group = of_permutations("random", tuple(first), tuple(second))
    irreps = general_irreps(group)
    check_complete(group, irreps)
    assert all(is_homomorphism(group, i.images) and keeps_inner_product(i) for i in irreps)


def test_other_generators_give_the_same_kinds_of_irreps(of_permutations):
    generators = [(1, 0, 2, 3), (1, 2, 3, 0)]
    first, second = (
        general_irreps(of_permutations("S4", *g)) for g in (generators, generators[::-1])
    )
    kinds = [
        [(i.label, i.real_type, i.images[0].field) for i in irreps] for irreps in (first, second)
    ]
    assert kinds[0] == kinds[1]


def test_one_input_gives_one_digest(called):
    """In this process, made anew, and in others with other seeds of hashing."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import conftest, test_general_irreps as t\n"
        "print(t.digest(t.general_irreps(conftest.made('SL(2,3)'))))"
    )
    here = digest(general_irreps(called("SL(2,3)")))
    complex_characters.cache_clear()
    assert digest(general_irreps(called("SL(2,3)"))) == here
    for seed in ("1", "2"):
        answer = subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent)],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "OMP_NUM_THREADS": seed},
        )
        assert answer.stdout.strip() == here


def test_a_linear_character_that_is_none_is_seen(called):
    group = called("C5")
    characters = complex_characters(group)
    counts = [m.copy() for m in characters.multiplicities]
    counts[2][1] = counts[2][0]
    wrong = module.Characters(
        characters.structure, tuple(counts), characters.modular, characters.p, characters.root
    )
    with pytest.raises(IntegrityError, match="found for C5 is no homomorphism"):
        module.linear_part(wrong, 1, real=True)


@pytest.mark.parametrize(("name", "label"), [("S5", "6a"), ("A5", "4a"), ("SL(2,3)", "4b")])
def test_what_is_not_induced_is_found_in_products(
    called, is_homomorphism, monkeypatch, name, label
):
    group = called(name)
    (expected,) = [irrep for irrep in once(group) if irrep.label == label]
    candidates = module.real_candidates

    def without_one(characters, rows):
        found = candidates(characters, rows)
        dimension = len(expected.squares)
        return {
            row: candidate
            for row, candidate in found.items()
            if (module._dimension(characters, row), characters.real_type(row))
            != (dimension, expected.real_type)
        }

    monkeypatch.setattr(module, "real_candidates", without_one)
    (irrep,) = [i for i in general_irreps(group) if i.label == label]
    assert irrep.images != expected.images
    assert traces(group, irrep) == traces(group, expected)
    assert is_homomorphism(group, irrep.images)
    assert keeps_inner_product(irrep)


def test_what_is_not_found_is_said(called, monkeypatch):
    monkeypatch.setattr(module, "real_candidates", lambda characters, rows: {})
    with pytest.raises(GroupToolsError) as caught:
        general_irreps(called("S4"))
    assert str(caught.value) == (
        "the irreps of S4 were asked for, but 3 of its 5 are in no representation that is induced "
        "from a linear character, nor in a product of others: give them as matrices"
    )
