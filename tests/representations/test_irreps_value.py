"""The grammar of irreps: texts and values, there and back, for every group."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grouptools.errors import ArgumentError
from grouptools.groups.lie import O2, O3, SO2, SO3, SU2
from grouptools.groups.planar import cyclic, dihedral
from grouptools.groups.point_groups import point_group
from grouptools.representations import Irrep, Irreps, irreps

LIE = [SO2(), O2(), SU2(), SO3(), O3()]
D4 = dihedral(4)
FINITE = [cyclic(5), dihedral(1), dihedral(4), point_group("D3h"), point_group("Oh")]


def labels(group):
    return [one.label for one in irreps(group, None if group in FINITE else 3)]


sums = st.sampled_from(LIE + FINITE).flatmap(
    lambda group: st.tuples(
        st.just(group),
        st.lists(st.tuples(st.integers(0, 20), st.sampled_from(labels(group))), max_size=6),
    )
)


@settings(max_examples=200, deadline=None)
@given(sums)
def test_text_reads_back(drawn):
    group, terms = drawn
    value = Irreps(terms, group)
    assert Irreps(str(value), group) == value
    assert Irreps(str(value).replace(" ", ""), group) == value
    assert Irreps(list(value), group) == value
    assert hash(Irreps(str(value), group)) == hash(value)
    assert [(n, one.label) for n, one in value] == terms


@settings(max_examples=60, deadline=None)
@given(sums)
def test_dimensions_slices_and_counts(drawn):
    group, terms = drawn
    value = Irreps(terms, group)
    assert value.dimension == sum(n * one.dimension for n, one in value)
    assert len(value) == len(terms)
    assert value.num_irreps == sum(n for n, _ in terms)
    ends = [(part.start, part.stop) for part in value.slices()]
    assert [b - a for a, b in ends] == [copies.dimension for copies in value]
    assert [a for a, _ in ends[1:]] == [b for _, b in ends[:-1]]
    simple = value.sorted().simplify()
    assert simple.dimension == value.dimension
    assert len({one for _, one in simple}) == len(simple)
    assert all(simple.count(one) == value.count(one) for _, one in value)


def test_written_as_people_write():
    value = Irreps("16x0e + 8x1o")
    assert repr(value) == 'Irreps("16x0e + 8x1o")'
    assert value.dimension == 40
    assert value.slices() == (slice(0, 16), slice(16, 40))
    assert Irreps(" 16 x 0e+8x1o ") == value
    assert Irreps("1x0e") == Irreps("0e") == Irreps(Irrep("0e")) == Irreps(["0e"])
    assert str(Irreps("1x0e")) == "0e"
    assert Irreps("") == Irreps() == Irreps([])
    assert Irreps("").dimension == 0
    assert repr(Irreps("2xA1 + E", point_group("C3v"))) == 'Irreps("2xA1 + E", <Group C3v>)'
    assert str(Irreps("0++1+2x0-", O2())) == "0+ + 1 + 2x0-"
    assert str(Irreps("1/2 + 2x1", SU2())) == "1/2 + 2x1"


def test_sums_and_multiples():
    value = Irreps("2x0e + 1o")
    assert value + "1o" == Irreps("2x0e + 1o + 1o")
    assert value + Irrep("2e") == Irreps("2x0e + 1o + 2e")
    assert (value + "1o").simplify() == Irreps("2x0e + 2x1o")
    assert 2 * value == value * 2 == value + value
    assert Irreps("1o + 0e + 1e + 0o + 1o").sorted() == Irreps("0e + 0o + 1o + 1o + 1e")
    assert Irreps("0x1o + 0e").simplify() == Irreps("0e")


def test_filters_and_membership():
    value = Irreps("2x0e + 1o + 2e")
    assert value.filter(["0e", Irrep("2e")]) == Irreps("2x0e + 2e")
    assert value.filter(lambda one: one.dimension > 1) == Irreps("1o + 2e")
    assert "1o" in value
    assert Irrep("1e") not in value
    assert value[0].irrep == Irrep("0e")
    assert value[0].multiplicity == 2


def test_representation_is_the_direct_sum():
    value = Irreps("2x0e + 1o")
    rep = value.representation
    assert [part.name for part in rep.summands] == ["0e", "0e", "1o"]
    assert rep.multiplicities() == value
    assert rep.name == "2x0e + 1o"
    assert Irreps("", SO3()).representation.dimension == 0
    assert Irreps("3xE", point_group("O")).representation.to_numpy().shape == (24, 6, 6)


def test_the_empty_sum():
    nothing = Irreps("", SO3()).representation
    assert nothing.multiplicities() == Irreps("", SO3())
    assert nothing.decompose().irreps.dimension == 0
    nothing.decompose().verify()
    assert Irreps("", D4).representation.to_numpy().shape == (8, 0, 0)
    assert (Irreps("", D4) + "1").dimension == 2


def test_values_do_not_change():
    for value, name in ((Irreps("0e"), "terms"), (Irrep("0e"), "label")):
        with pytest.raises(AttributeError):
            setattr(value, name, ())


def test_copies_are_the_values_themselves():
    """Modules that hold them are copied with copy.deepcopy."""
    for value in (Irreps("0e"), Irrep("0e"), Irrep("0e").representation):
        assert copy.copy(value) is copy.deepcopy(value) is value


def test_equality_needs_the_same_group():
    assert Irrep("1", SO3()) != Irrep("1", SU2())
    assert Irreps("1", SO3()) != Irreps("1", SO2())
    assert Irrep("0", cyclic(3)) != Irrep("0", cyclic(4))
    assert Irreps("0e") != "0e"
    assert repr(Irrep("1", cyclic(3), real=False)) == 'Irrep("1", <Group C3>, real=False)'


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: Irreps("2x3", D4),
            "'3' was given as an irrep of D4, but its irreps are 0+, 0-, 1, 2+, 2-",
        ),
        (
            lambda: Irreps("0+ 1", D4),
            "'0+ 1' was given as irreps of D4, but '1' follows '0+' without a '+' between them",
        ),
        (
            lambda: Irreps("1o + "),
            (
                "'1o + ' was given as irreps of O(3), but an irrep is missing after '1o +': write "
                "terms such as '2x0e', joined by '+'"
            ),
        ),
        (
            lambda: Irreps("+ 1o"),
            (
                "'+ 1o' was given as irreps of O(3), but an irrep is missing after '': write terms "
                "such as '2x0e', joined by '+'"
            ),
        ),
        (
            lambda: Irreps([(-1, "1o")]),
            (
                "(-1, '1o') was given where irreps are expected: pass a text such as '16x0e + "
                "8x1o', an Irrep, or a sequence of (multiplicity, irrep)"
            ),
        ),
        (
            lambda: Irreps(3),
            (
                "3 was given where irreps are expected: pass a text such as '16x0e + 8x1o', an "
                "Irrep, or a sequence of (multiplicity, irrep)"
            ),
        ),
        (
            lambda: Irreps([Irrep("0", SO3()), Irrep("0e")]),
            'Irrep("0e") was given among irreps of SO(3), but all must be irreps of one group',
        ),
        (
            lambda: Irreps([Irrep("1", cyclic(3)), Irrep("1", cyclic(3), real=False)]),
            (
                'Irrep("1", <Group C3>) and Irrep("1", <Group C3>, real=False) were given '
                "together, but all must be irreps over the real numbers, or all over the complex "
                "ones"
            ),
        ),
    ],
)
def test_errors(make, message):
    with pytest.raises(ArgumentError) as caught:
        make()
    assert str(caught.value) == message
