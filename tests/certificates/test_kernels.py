"""Kernel bases are certified, and nothing that was changed in one place is."""

import json
from copy import deepcopy
from functools import reduce
from itertools import product

import pytest

from grouptools.certificates import (
    Certificate,
    certify_kernel_basis,
    kernel_certificate,
    kernel_digest,
)
from grouptools.errors import ArgumentError
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.lie import O2, O3, SO2, SO3, SU2
from grouptools.groups.planar import cyclic, dihedral
from grouptools.groups.point_groups import icosahedral, point_group
from grouptools.kernels.deriving import kernel_basis
from grouptools.kernels.plain import plain_basis
from grouptools.kernels.solver import solved
from grouptools.kernels.summands import summands_of
from grouptools.representations import Representation, irreps, regular_representation

ONE = [1, 1]
SIZES = ("frame", "squares")
QUARTER = [[0, 1, 1, -1], [1, 0, 1, 1]]


def quarter_turns():
    """C_4 in the plane, scalars to vectors up to frequency 1: y, x and -x, y; by hand.

    The weights are 1 / squares of the harmonics, 2 for the constant and 1 for sine and cosine.
    """
    radial = [[0, 0, 1, 1], [1, 0, 0, 1]]  # K = (x, y), the functions being (y, x)
    turned = [[0, 0, 0, 1], [1, 0, 1, -1]]  # K = (y, -x)
    plain = {
        "field": [1, "real"],
        "group": {
            "name": "C4",
            "lie": None,
            "order": 4,
            "right": [[1, 2, 3, 0]],
            "generators": ["r"],
            "derivations": [False],
            "frame": [ONE, ONE],
            "natural": [QUARTER],
        },
        "rep_in": {"name": "scalars", "squares": [ONE], "images": [[[0, 0, 1, 1]]]},
        "rep_out": {"name": "vectors", "squares": [ONE, ONE], "images": [QUARTER]},
        "space": {"kind": "harmonics"},
        "degrees": [
            {"degree": 0, "vectors": [], "squares": []},
            {"degree": 1, "vectors": [turned, radial], "squares": [[1, 2], [1, 2]]},
        ],
    }
    return json.loads(json.dumps(plain))  # without shared lists


def on_functions(rep_in, rep_out, functions, space):
    """Kernels whose functions are a representation given here: pixels, or a constant."""
    source, target = summands_of(rep_in), summands_of(rep_out)
    return plain_basis(source, target, space, [solved(source, target, functions, 0)])


def on_pixels(rep_in, rep_out, width):
    """Kernels on a square grid of pixels around zero."""
    group = rep_in.group
    half = width // 2
    points = list(product(range(-half, half + 1), repeat=group.dimension))
    number = {point: i for i, point in enumerate(points)}
    permutation = []
    for matrix in group.natural:
        rows = [[int(entry) for entry in row] for row in matrix.to_sympy().tolist()]
        moved = (tuple(sum(e * x for e, x in zip(r, p, strict=True)) for r in rows) for p in points)
        permutation.append([number[point] for point in moved])
    pixels = Representation(
        group, [FieldMatrix.permutation(p) for p in permutation], permutation=permutation
    )
    space = {"kind": "points", "points": [[[1, c] if c else [1] for c in p] for p in points]}
    return on_functions(rep_in, rep_out, pixels, space)


def linear_maps(rep_in, rep_out):
    group = rep_in.group
    ones = [FieldMatrix.from_rows([[0 if flag else 1]]) for flag in group.derivations]
    constants = Representation(group, ones)
    return on_functions(rep_in, rep_out, constants, {"kind": "none"})


def rep(group, label, **options):
    return group.irrep(label, **options).representation


def examples():
    """One of each kind: (name, plain data), small enough to be spoilt in every place."""
    d3, d5, oh = dihedral(3), dihedral(5), point_group("Oh")
    d4 = dihedral(4)
    vectors, spinors = rep(SO3(), 1), rep(SU2(), "1/2", real=False)
    third = rep(cyclic(3), 1, real=False)
    yield "by hand", quarter_turns()
    yield "D3", kernel_basis(rep(d3, "1"), rep(d3, "1"), 2).plain()
    yield "D5", kernel_basis(rep(d5, "1"), rep(d5, "2"), 2).plain()
    yield "Oh", kernel_basis(rep(oh, "A2u"), rep(oh, "T2g"), 3).plain()
    yield "SO(2)", kernel_basis(rep(SO2(), 1), rep(SO2(), 2), 3).plain()
    yield "O(2)", kernel_basis(rep(O2(), 1), rep(O2(), "0-"), 2).plain()
    yield "SO(3)", kernel_basis(vectors, vectors, 2).plain()
    yield "O(3)", kernel_basis(rep(O3(), "1o"), rep(O3(), "1e"), 1).plain()
    yield "pixels", on_pixels(rep(d4, "1"), rep(d4, "1"), 3)
    yield "maps", linear_maps(vectors.tensor(vectors), vectors)
    yield "complex", linear_maps(third.tensor(third), third.tensor(third))
    yield "SU(2)", linear_maps(spinors.tensor(spinors), spinors.tensor(spinors))


EXAMPLES = dict(examples())


def rejected(plain):
    """Whether the data are refused or a claim about them fails."""
    try:
        return not all(claim.holds for claim in certify_kernel_basis(plain))
    except ArgumentError:
        return True


def failing(plain):
    return [claim for claim in certify_kernel_basis(plain) if not claim.holds]


def places(data, path=()):
    """The paths to all integers, in the groups, the representations and the kernels."""
    if isinstance(data, int) and not isinstance(data, bool):
        yield path
    elif isinstance(data, dict | list):
        entries = data.items() if isinstance(data, dict) else enumerate(data)
        for key, value in entries:
            yield from places(value, (*path, key))


def changed(plain, path, value):
    copy = deepcopy(plain)
    holder = reduce(lambda data, key: data[key], path[:-1], copy)
    holder[path[-1]] = value(holder[path[-1]])
    return copy


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_claim_holds(name):
    claims = certify_kernel_basis(EXAMPLES[name])
    assert [claim for claim in claims if not claim.holds] == []
    assert all(claim.cases for claim in claims)
    assert sum(len(each["vectors"]) for each in EXAMPLES[name]["degrees"])


@pytest.mark.parametrize("change", [lambda n: n + 1, lambda n: -n or 2])
@pytest.mark.parametrize("name", EXAMPLES)
def test_no_number_can_be_changed(name, change):
    """Each entry, square, image, natural matrix, product, index, order and degree in turn."""
    plain = EXAMPLES[name]
    kept = [path for path in places(plain) if not rejected(changed(plain, path, change))]
    assert kept == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_entry_can_be_left_out_or_doubled(name):
    plain = EXAMPLES[name]
    lists = {path[:k] for path in places(plain) for k in range(1, len(path))}
    kept = []
    for path in sorted(lists, key=str):
        holder = reduce(lambda data, key: data[key], path, plain)
        if isinstance(holder, dict) or path == ("degrees",):  # a smaller l_max is another basis
            continue
        for i in range(len(holder)):
            less = changed(plain, path, lambda old, i=i: old[:i] + old[i + 1 :])
            more = changed(plain, path, lambda old, i=i: [*old[: i + 1], *old[i:]])
            # one more square and no entries: in a Lie algebra that is one more scalar
            spoilt = [less] if plain["group"]["lie"] and path[-1] in SIZES else [less, more]
            kept += [(path, i) for copy in spoilt if not rejected(copy)]
    assert kept == []


@pytest.mark.parametrize(
    ("path", "value", "statement"),
    [
        # K = (x, y) with a sign: equivariant no more
        (("degrees", 1, "vectors", 1, 0, 3), -1, "K(g x) = rho_out(g) K(x) rho_in(g)^-1"),
        (("degrees", 1, "squares", 0), [1, 3], "the kernels are orthogonal"),
        (("degrees", 1, "vectors", 1), [[0, 0, 1, 2], [1, 0, 0, 2]], "the basis is the canonical"),
        (("degrees", 1, "vectors", 0), [[0, 0, 0, -1], [1, 0, 1, 1]], "the basis is the canonical"),
        (("rep_out", "images", 0, 1, 3), 2, "rho_out is a homomorphism"),
        (("rep_out", "squares", 0), [1, 2], "rho_out keeps the inner product"),
        (("rep_in", "squares", 0), [1, -1], "rho_in keeps the inner product"),
        (("group", "natural", 0, 0, 3), -2, "the natural action is a homomorphism"),
        (("group", "right", 0), [1, 0, 3, 2], "the products with generators"),
        (("group", "right", 0), [1, 2, 3, 3], "the products with generators"),
        (("rep_in", "squares", 0), [2, 2], "every number is in lowest terms"),
    ],
)
def test_each_claim_can_fail(path, value, statement):
    found = failing(changed(quarter_turns(), path, lambda _: value))
    assert any(claim.statement.startswith(statement) for claim in found), found


def test_a_kernel_too_few_is_missed():
    plain = quarter_turns()
    plain["degrees"][1] = {"degree": 1, "vectors": [], "squares": []}
    (claim,) = failing(plain)
    assert claim.failure == "degree 1: 0 kernels, but 2 are due"


def test_another_orthogonal_basis_of_the_same_kernels_is_not_canonical():
    plain = quarter_turns()
    turned, radial = plain["degrees"][1]["vectors"]
    plain["degrees"][1]["vectors"] = [radial, turned]
    (claim,) = failing(plain)
    assert claim.statement == "the basis is the canonical one of its span"
    assert claim.failure == "degree 1: kernel 1 has an earlier pivot than the kernel before it"
    mixed = [[0, 0, 0, 1], [0, 0, 1, 1], [1, 0, 0, 1], [1, 0, 1, -1]]
    other = [[0, 0, 0, 1], [0, 0, 1, -1], [1, 0, 0, -1], [1, 0, 1, -1]]
    plain["degrees"][1] = {"degree": 1, "vectors": [mixed, other], "squares": [[1, 4], [1, 4]]}
    (claim,) = failing(plain)
    assert claim.statement == "the basis is the canonical one of its span"


def test_a_table_of_products_must_be_that_of_a_group():
    """A loop of order 5 that is no group: a transversal of right multiplications is not enough."""
    plain = quarter_turns()
    plain["group"] |= {"order": 5, "right": [[1, 2, 0, 4, 3]]}
    (claim,) = failing(plain)
    assert claim.failure == "3 of 5 elements are products of generators"
    plain["group"] |= {"order": 3, "right": [[1, 2, 0], [0, 2, 1]], "generators": ["r", "f"]}
    plain["group"] |= {"derivations": [False] * 2, "natural": [QUARTER] * 2}
    (claim,) = failing(plain)
    assert "is not (" in claim.failure


def test_a_spinor_is_no_representation_of_rotations():
    plain = deepcopy(EXAMPLES["SU(2)"])
    spinor = rep(SU2(), "1/2", real=False)
    plain["rep_in"] = linear_maps(spinor, spinor)["rep_in"]
    plain["group"] |= {"lie": "SO(3)"}
    (claim,) = failing(plain)
    assert claim.statement.startswith("rho_in keeps the relations")
    assert claim.failure == "the weights are not those of a representation of the group"


def test_harmonics_need_the_natural_action_by_rotations():
    """K = (x, y) where R(t) turns vectors by 2 t: right as an equation, but weights count."""
    plain = kernel_basis(rep(SO2(), 0), rep(SO2(), 1), 1).plain()
    assert not rejected(plain)
    doubled = [[[i, j, 1, 2 * c] for i, j, _, c in plain["group"]["natural"][0]]]
    plain["group"]["natural"] = doubled
    plain["rep_out"]["images"] = [
        [[i, j, 1, 2 * c] for i, j, _, c in plain["rep_out"]["images"][0]]
    ]
    (claim,) = failing(plain)
    assert claim.statement == "the natural action is by rotations: its weights are [-1, 1]"
    assert claim.failure == "the weights are [-2, 2]"


REFUSED = [
    (("field",), [3, "real"], r"the field \[3, 'real'\] was given, but a field is"),
    (("field",), [1, "rational"], r"the field \[1, 'rational'\] was given"),
    (("field",), 1, "1 was given as field, but it must be a list of length 2"),
    (("group", "lie"), "SU(3)", "lie = 'SU.3.' was given, but the Lie groups are"),
    (("group", "right"), None, "None was given as right, but it must be a list"),
    (("group", "order"), 0, "order = 0 was given, but it must be a positive integer"),
    (("group", "derivations"), [True], r"derivations = \[True\] was given for C4"),
    (("group", "generators"), [], "a group without generators was given"),
    (("group", "right", 0, 0), 4, "right holds what is no element 0, ..., 3"),
    (("rep_in", "squares"), [], "rep_in|rho_in has no squares"),
    (("rep_in", "squares", 0), [1, 0.5], "the numbers .* were given in a field of degree 1"),
    (("rep_in", "images", 0, 0), [0, 1, 1, 1], r"has an entry at \[0, 1\], but its shape is"),
    (("space",), {}, "the plain data have no entry 'kind'"),
    (("space", "kind"), "torus", r"the degrees \[0, 1\] were given for the space 'torus'"),
    (("degrees", 1, "degree"), 2, r"the degrees \[0, 2\] were given"),
    (("degrees", 1, "vectors", 0, 0, 2), 2, r"has an entry at \[0, 0, 2\], but its shape is"),
    (("group", "frame", 0), [4, 1], "harmonics were given for a frame that is not"),
]


@pytest.mark.parametrize(("path", "value", "match"), REFUSED)
def test_data_of_another_form_are_refused(path, value, match):
    plain = changed(quarter_turns(), path, lambda _: value)
    if path == ("group", "frame", 0):  # so that the group still keeps its inner product
        plain["group"]["frame"] = plain["rep_out"]["squares"] = [[4, 1], [4, 1]]
    with pytest.raises(ArgumentError, match=match):
        certify_kernel_basis(plain)


def test_an_entry_that_is_missing_is_named():
    plain = quarter_turns()
    del plain["rep_out"]
    with pytest.raises(ArgumentError, match="no entry 'rep_out' where one is due"):
        certify_kernel_basis(plain)


def test_the_certificate_names_the_data():
    plain = quarter_turns()
    certificate = kernel_certificate(plain)
    assert certificate.holds
    assert (certificate.kind, certificate.digest) == ("kernel_basis", kernel_digest(plain))
    again = json.loads(json.dumps(plain))
    assert kernel_certificate(dict(reversed(again.items()))) == certificate
    assert Certificate.from_json(certificate.to_json()) == certificate
    plain["rep_in"]["name"] = "pseudoscalars"
    assert kernel_certificate(plain).digest != certificate.digest


GROUPS = [cyclic(1), cyclic(7), dihedral(8), point_group("C3v"), point_group("Td"), icosahedral()]


@pytest.mark.parametrize("group", GROUPS, ids=str)
def test_all_pairs_of_irreps_are_certified(group):
    for source, target in product(irreps(group), repeat=2):
        assert kernel_basis(source, target, 3).certificate.holds


@pytest.mark.parametrize("group", [cyclic(8), dihedral(4), point_group("O")], ids=str)
def test_permutation_kernels_are_certified(group):
    regular = regular_representation(group)
    assert kernel_basis(regular, regular, 2).certificate.holds
