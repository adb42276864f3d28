"""Identities hold of groups of every kind, and fail of those with one thing spoilt."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from grouptools.checks import (
    GROUP_IDENTITIES,
    GroupProvider,
    GroupTables,
    Outcome,
    run_all_on_group,
    run_on_group,
)
from grouptools.errors import ArgumentError
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.lie import SO3
from grouptools.groups.planar import cyclic, dihedral
from grouptools.groups.point_groups import icosahedral, point_group
from grouptools.kernels.deriving import kernel_basis
from grouptools.representations.coupling import group_clebsch_gordan
from grouptools.representations.intertwiners import intertwiners
from grouptools.representations.representation import Representation
from grouptools.representations.table_of_characters import character_table

QUATERNIONS = FiniteGroup.from_permutations(
    [[1, 4, 3, 6, 5, 0, 7, 2], [2, 7, 4, 1, 6, 3, 0, 5]], names="ij", name="Q8"
)
GROUPS = [cyclic(1), cyclic(5), dihedral(4), dihedral(5), point_group("C3h"), point_group("Td")]
GROUPS += [QUATERNIONS]
D3 = dihedral(3)


@pytest.mark.parametrize("group", GROUPS, ids=str)
def test_every_identity_holds(group):
    seen = []
    outcomes = run_all_on_group(group, on_progress=seen.append)
    assert seen == outcomes
    assert [outcome.name for outcome in outcomes] == list(GROUP_IDENTITIES)
    assert [outcome.problem for outcome in outcomes if not outcome.holds] == []
    without = {outcome.name for outcome in outcomes if not outcome.cases}
    kernels = {name for name in GROUP_IDENTITIES if name.startswith(("kernel_", "harmonic_"))}
    assert without == (set() if group.dimension else kernels)


def test_the_identities_that_need_a_large_group():
    names = ["great_orthogonality", "character_rows", "character_columns", "character_products"]
    assert all(outcome.holds for outcome in run_all_on_group(icosahedral(), names))
    assert [irrep.real_type for irrep in QUATERNIONS.irreps()].count("quaternionic") == 1


def with_entry(array, place, value):
    copy = np.array(array)
    copy[place] = value
    return copy


def nudged(matrix):
    """A matrix with 1 added to its first entry."""
    rows = matrix.rows()
    rows[0][0] = rows[0][0] + 1
    return FieldMatrix.from_rows(rows, matrix.field)


def at_element(element, name="1"):
    """The matrices of a representation of D3, that of one element nudged."""

    def matrices(rep):
        images = list(rep.element_images)
        if rep.name == name:
            images[element] = nudged(images[element])
        return images

    return matrices


def wrong_characters(group, *, real=False):
    """The character of the irrep 1 at the last class is 1."""
    table = character_table(group, real=real)
    *rows, last = table.values
    return replace(table, values=(*rows, (*last[:-1], last[-1] + 1)))


def wrong_degree(group, *, real=False):
    """The second irrep has a dimension too many."""
    table = character_table(group, real=real)
    first, second, *rows = table.values
    return replace(table, values=(first, (second[0] + 1, *second[1:]), *rows))


def without_one(rep):
    """The irreps of a representation but the last."""
    *most, last = rep.multiplicities()
    return most or [(2, last[1])]


def wrong_maps(source, target):
    basis = intertwiners(source, target)
    return basis._replace(vectors=nudged(basis.vectors)) if basis.squares else basis


def wrong_coupling(a, b, c):
    found = group_clebsch_gordan(a, b, c)
    return replace(found, scaled=nudged(found.scaled)) if found.copies else found


def wrong_decomposition(rep):
    split = rep.decompose()
    return replace(split, scaled_matrix=nudged(split.scaled_matrix))


def restricted_to_another(rep, subgroup):
    """The trivial representation, as often as the dimension says."""
    return rep.dimension * subgroup.group.trivial_representation()


def induced_to_another(rep, subgroup):
    return subgroup.index * rep.dimension * subgroup.parent.trivial_representation()


def spoilt_kernels(part_of):
    def wrong(rep_in, rep_out, l_max):
        basis = kernel_basis(rep_in, rep_out, l_max)
        return SimpleNamespace(parts=[part_of(part) for part in basis.parts])

    return wrong


def spoilt_part(part, **changes):
    names = ("field", "dimension", "squares", "entries")
    return SimpleNamespace(**{name: getattr(part, name) for name in names} | changes)


def with_other_coefficient(part):
    if not part.dimension:
        return part
    *labels, numbers = part.entries()
    other = with_entry(numbers, 0, numbers[0] + 1)
    return spoilt_part(part, entries=lambda: (*labels, other))


def with_other_square(part):
    return spoilt_part(part, squares=tuple(square * 2 for square in part.squares))


def with_one_kernel_less(part):
    if not part.dimension:
        return part
    keep = part.entries()[0] < part.dimension - 1
    columns = [column[keep] for column in part.entries()]
    less = {"dimension": part.dimension - 1, "squares": part.squares[:-1]}
    return spoilt_part(part, entries=lambda: columns, **less)


# identity: (function of the provider, what stands in its place, the smallest case that must fail)
WRONG = {
    "group_identity": ("table", lambda g: with_entry(g.table, (0, 4), 5), ""),
    "group_inverses": ("inverses", lambda g: with_entry(g.inverses, 1, 1), "g = 1"),
    "group_associativity": ("table", lambda g: with_entry(g.table, (3, 4), 0), "g = 1"),
    "group_classes": ("class_of", lambda g: with_entry(g.class_of, 5, 0), "h = 1"),
    "group_class_sizes": ("class_of", lambda g: with_entry(g.class_of, 5, 0), "g = 0"),
    "group_cosets": ("table", lambda g: with_entry(g.table, (1, 1), 2), "subgroup = "),
    "character_rows": ("characters", wrong_characters, "numbers = complex, a = 0+, b = 1"),
    "character_columns": ("characters", wrong_characters, "numbers = complex, c = 2, d = 0"),
    "character_degrees": (
        "characters",
        lambda group, real: replace(
            character_table(group, real=real),
            values=character_table(group, real=real).values[:-1],
            irreps=character_table(group, real=real).irreps[:-1],
        ),
        "numbers = complex",
    ),
    "character_traces": ("matrices", at_element(2), "irrep = 1"),
    "character_type": ("characters", wrong_degree, "irrep = 0-"),
    "character_products": ("multiplicities", without_one, "a = 0+, b = 0+"),
    "homomorphism": (
        "matrices",
        at_element(3),
        "rep = <Representation 1 of D3, dimension 2>, g = 1",
    ),
    "orthogonality": (
        "matrices",
        at_element(3),
        "rep = <Representation 1 of D3, dimension 2>, g = 3",
    ),
    "harmonic_characters": ("matrices", at_element(3, "harmonics of degree 2"), "l = 2"),
    "harmonic_branching": ("multiplicities", without_one, "l = 0"),
    "great_orthogonality": ("matrices", at_element(3), "a = 0+, b = 1"),
    "schur": ("intertwiners", wrong_maps, "a = 1, b = 1"),
    "regular_multiplicity": ("multiplicities", without_one, "irrep = 1"),
    "decomposition": ("decompose", wrong_decomposition, "a = 0+, b = 0+"),
    "coupling": ("clebsch_gordan", wrong_coupling, "a = 0+, b = 1"),
    "branching_sum": ("restrict", restricted_to_another, "irrep = 1, subgroup = "),
    "frobenius_reciprocity": ("induce", induced_to_another, "irrep = 0+, small = "),
    "kernel_constraint": (
        "kernel_basis",
        spoilt_kernels(with_other_coefficient),
        "rep_in = 1, rep_out = 1, l = 0",
    ),
    "kernel_completeness": (
        "kernel_basis",
        spoilt_kernels(with_one_kernel_less),
        "rep_in = 0+, rep_out = 0+, l = 0",
    ),
    "kernel_orthogonality": (
        "kernel_basis",
        spoilt_kernels(with_other_square),
        "rep_in = 0+, rep_out = 0+, l = 0",
    ),
}


def test_a_spoilt_object_is_known_for_every_identity():
    assert WRONG.keys() == GROUP_IDENTITIES.keys()


@pytest.mark.parametrize("name", WRONG)
def test_each_identity_fails_of_a_spoilt_object(name):
    function, wrong, case = WRONG[name]
    assert run_on_group(name, D3).holds
    outcome = run_on_group(name, D3, provider=GroupProvider(**{function: wrong}))
    assert not outcome.holds
    assert outcome.problem.startswith(case), outcome.problem
    assert "residual " in outcome.problem


def test_each_states_a_formula():
    for identity in GROUP_IDENTITIES.values():
        assert len(identity.statement) > 10
        assert identity.statement.isascii()


def test_outcomes_count_cases():
    assert run_on_group("group_associativity", D3) == Outcome("group_associativity", 6)
    assert run_on_group(GROUP_IDENTITIES["kernel_constraint"], D3, l_max=3).cases == 36


def test_other_subgroups_can_be_asked_for():
    every = GroupProvider(subgroups=lambda group: group.all_subgroups())
    names = ["group_cosets", "branching_sum", "frobenius_reciprocity"]
    outcomes = run_all_on_group(point_group("D3d"), names, provider=every)
    assert all(outcome.holds for outcome in outcomes)
    assert outcomes[0].cases == len(point_group("D3d").all_subgroups())


def test_what_is_no_identity_or_no_finite_group_is_refused():
    with pytest.raises(
        ArgumentError, match=r"'schurr' was given, but the identities of groups are"
    ):
        run_on_group("schurr", D3)
    with pytest.raises(ArgumentError, match=r"was given, but identities are checked on finite"):
        run_on_group("schur", SO3())


def test_equal_representations_in_other_coordinates_are_kept_apart():
    first = D3.irrep("1").representation
    scaled = Representation(D3, first.images, [square * 4 for square in first.squares])
    assert first == scaled
    tables = GroupTables(D3, GroupProvider(multiplicities=lambda rep: rep.squares[0]))
    assert tables.multiplicities(first) != tables.multiplicities(scaled)
