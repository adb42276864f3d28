"""The basis as a user meets it: certificate, digest, explanation, polynomials, tables, files."""

import json
from pathlib import Path

import numpy as np
import pytest
import sympy

import grouptools as gt
from grouptools.certificates import certify_kernel_basis
from grouptools.errors import ArgumentError, FormatError, IntegrityError
from grouptools.groups.lie import O2, SO2, SO3, SU2
from grouptools.groups.planar import cyclic, dihedral
from grouptools.groups.point_groups import icosahedral, point_group
from grouptools.kernels import kernel_basis, load_kernel_basis
from grouptools.representations import Irrep, Irreps, regular_representation
from grouptools.tables import load_table

GOLDEN = Path(__file__).parents[1] / "golden" / "kernel_digests.json"


def regular(group, l_max):
    rep = regular_representation(group)
    return kernel_basis(rep, rep, l_max)


#: By name, a basis for each way of finding one, and for each kind of field.
BASES = {
    "O(3)": lambda: kernel_basis(Irreps("2x0e + 1o"), Irreps("1o + 2e"), 3),
    "SO(3)": lambda: kernel_basis(Irrep("2", SO3()), Irrep("1", SO3()), 3),
    "SO(2)": lambda: kernel_basis(Irrep("1", SO2()), Irrep("2", SO2()), 3),
    "O(2)": lambda: kernel_basis(Irrep("0-", O2()), Irrep("2", O2()), 3),
    "C5": lambda: kernel_basis(Irrep("1", cyclic(5)), Irrep("2", cyclic(5)), 4),
    "D6": lambda: kernel_basis(*[Irreps("0+ + 1", dihedral(6))] * 2, 3),
    "S4": lambda: kernel_basis(*[Irrep("E", point_group("-4"))] * 2, 3),
    "Oh": lambda: kernel_basis(*(Irrep(i, point_group("m-3m")) for i in ("T1u", "Eg")), 4),
    "I": lambda: kernel_basis(*(Irrep(i, icosahedral()) for i in ("H", "G")), 4),
    "C4 regular": lambda: regular(cyclic(4), 2),
    "C8 regular": lambda: regular(cyclic(8), 2),
    "T regular": lambda: regular(point_group("23"), 2),
}


@pytest.fixture(params=BASES, scope="module")
def basis(request):
    return BASES[request.param]()


def test_the_certificate_holds(basis):
    assert basis.certificate.holds
    assert basis.certificate.digest == basis.digest
    assert basis.dimension == len(basis) == sum(basis.dimensions) > 0


def test_one_changed_entry_is_rejected(basis):
    plain = basis.plain()
    vector = next(v for degree in reversed(plain["degrees"]) for v in degree["vectors"])
    vector[-1][-1] += 1
    assert not all(claim.holds for claim in certify_kernel_basis(plain))


def test_digests_are_those_recorded():
    """A change of any number must raise `BASIS_VERSION`."""
    recorded = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert recorded["basis_version"] == gt.BASIS_VERSION
    assert {name: make().digest for name, make in BASES.items()} == recorded["digests"]


def test_digests_do_not_depend_on_the_process(run_python):
    code = """
from grouptools.groups.planar import cyclic
from grouptools.kernels import kernel_basis
from grouptools.representations import regular_representation
rep = regular_representation(cyclic(8))
print(kernel_basis(rep, rep, 2).digest)
"""
    recorded = json.loads(GOLDEN.read_text(encoding="utf-8"))["digests"]["C8 regular"]
    for seed, threads in (("1", "1"), ("2", "2")):
        answer = run_python(code, PYTHONHASHSEED=seed, OMP_NUM_THREADS=threads)
        assert answer.stdout.strip() == recorded, answer.stderr


def test_explanations_count_by_characters(basis):
    explanation = basis.explain()
    assert tuple(s.dimension for s in explanation.selections) == basis.dimensions
    for selection in explanation.selections:
        assert sum(m * h for _, m, h in selection.counts) == selection.dimension
        assert (selection.rule == "") == (selection.dimension > 0)
    assert str(explanation).startswith(f"kernels {basis.source.name} -> {basis.target.name} of ")
    assert len(str(explanation).splitlines()) == basis.l_max + 2


@pytest.mark.parametrize(
    ("reps", "l", "rule"),
    [
        ((Irrep("0e"), Irrep("1o")), 0, "triangle rule: 1 <= l <= 1 fails"),
        ((Irrep("1o"), Irrep("1o")), 1, "parity rule: (-1)^l = -1, but o -> o needs 1"),
        (
            (Irrep("1", SO2()), Irrep("3", SO2())),
            3,
            "frequency rule: l must be |k_out - k_in| = 2 or k_out + k_in = 4",
        ),
        (
            (Irrep("0+", O2()), Irrep("0-", O2())),
            0,
            "reflection rule: 0+ -> 0- needs both signs alike",
        ),
        (
            (Irreps("0e + 1o"), Irreps("2e")),
            0,
            "excluded by the triangle rule (2 pairs)",
        ),
        (
            tuple(Irrep(i, point_group("m-3m")) for i in ("Eg", "T1u")),
            2,
            "parity: x -> -x multiplies harmonics of degree 2 by 1, and maps from in to out by -1",
        ),
        (
            tuple(Irrep(i, icosahedral()) for i in ("T1", "T2")),
            1,
            "no common irrep: maps from in to out transform by G + H",
        ),
    ],
    ids=str,
)
def test_the_selection_rule_is_named(reps, l, rule):
    assert kernel_basis(*reps, 3).explain().selections[l].rule == rule


def test_polynomials_are_the_floats(basis):
    """The sympy matrices at a point, rounded, are what is evaluated there."""
    chosen = list(range(0, basis.dimension, 1 + basis.dimension // 6))
    point = [sympy.Rational(3, 5), sympy.Rational(-1, 2), 2][: basis.group.dimension]
    exact = basis.to_sympy(point, normalize=True, elements=chosen)
    found = basis.evaluate(np.array(point, dtype=float))[chosen]
    assert np.abs(found - np.array([m.evalf(20).tolist() for m in exact], float)).max() < 1e-14


def test_solid_kernels_are_polynomials_of_their_degree():
    basis = kernel_basis(Irrep("0e"), Irrep("2e"), 2)
    x, y, z = sympy.symbols("x y z", real=True)
    (kernel,) = basis.to_sympy()
    assert kernel[0] == sympy.sqrt(3) * x * y / (2 * sympy.sqrt(sympy.pi))
    assert {sympy.Poly(entry, x, y, z).homogeneous_order() for entry in kernel} == {2}
    (unit,) = basis.to_sympy(normalize=True)
    assert (kernel - unit * (x**2 + y**2 + z**2)).applyfunc(sympy.simplify).is_zero_matrix


@pytest.mark.parametrize("name", ["O(3)", "Oh", "C5"])
def test_tables_hold_the_kernels(name, tmp_path):
    basis = BASES[name]()
    table = basis.table()
    assert table.certificate.holds
    assert table.certificate.digest == table.digest
    assert load_table(table.save(tmp_path / "kernels.json")) == table
    assert load_table(table.save(tmp_path / "kernels.npz")) == table
    assert [axis.size for axis in table.axes][:3] == [basis.dimension, *basis.shape]
    if name == "C5":  # integers over 1, t
        assert table.axes[-1].fields == ("power",)
        assert (
            json.loads(table.parameters["squares"])[0] == basis.plain()["degrees"][1]["squares"][0]
        )
    else:
        points = np.random.default_rng(0).normal(size=(5, 3))
        harmonics = gt.spherical_harmonics(basis.l_max, points)
        found = np.einsum("iabm,pm->ipab", table.to_numpy(), harmonics)
        assert np.abs(found - basis.evaluate(points)).max() < 1e-15 * 16


def test_tables_with_other_parameters_are_refused(tmp_path):
    file = BASES["C5"]().table().save(tmp_path / "kernels.json")
    text = file.read_text(encoding="utf-8")
    assert '"rep_in":"1"' in text
    file.write_text(text.replace('"rep_in":"1"', '"rep_in":[1]'), encoding="utf-8")
    with pytest.raises(FormatError, match="neither a number nor a text in ASCII"):
        load_table(file)
    file.write_text(text.replace('"rep_in":"1"', '"rep_in":"2"'), encoding="utf-8")
    with pytest.raises(IntegrityError):
        load_table(file)


def test_files_are_read_back(basis, tmp_path):
    read = load_kernel_basis(basis.save(tmp_path / "kernels.json"))
    assert read == basis
    assert read.group == basis.group
    assert read.dimensions == basis.dimensions
    points = np.random.default_rng(1).normal(size=(3, basis.group.dimension))
    assert np.array_equal(read.evaluate(points), basis.evaluate(points))


def damaged(content, **changes):
    return json.dumps(content | changes)


def test_damaged_files_are_refused(tmp_path):
    file = BASES["C5"]().save(tmp_path / "kernels.json")
    content = json.loads(file.read_text())
    worse = json.loads(file.read_text())["data"]
    worse["degrees"][1]["vectors"][0][0][-1] += 1
    for text, error, message in [
        ("{", FormatError, "is not JSON"),
        ("[]", FormatError, "does not say 'grouptools kernel basis 1'"),
        (damaged(content, basis_version=2), FormatError, "was written by basis version 2"),
        (damaged(content, data=worse), IntegrityError, "does not match its digest"),
        (damaged(content, digest="0" * 64), IntegrityError, "does not match its digest"),
    ]:
        file.write_text(text)
        with pytest.raises(error, match=message):
            load_kernel_basis(file)
    with pytest.raises(ArgumentError, match="cannot be read"):
        load_kernel_basis(tmp_path / "nothing.json")


def test_what_is_no_request_is_refused():
    with pytest.raises(ArgumentError, match=r"representations of SO\(3\) and of SO\(2\) were"):
        kernel_basis(Irrep(1, SO3()), Irrep(1, SO2()), 2)
    with pytest.raises(ArgumentError, match=r"'1o' was given where a representation is expected"):
        kernel_basis("1o", "1o", 2)
    with pytest.raises(ArgumentError, match=r"SU\(2\) acts on no plane or space"):
        kernel_basis(Irrep(1, SU2()), Irrep(1, SU2()), 2)
    with pytest.raises(ArgumentError, match="l_max"):
        kernel_basis(Irrep("1o"), Irrep("1o"), -1)


def test_equal_requests_are_equal():
    first, second = BASES["Oh"](), BASES["Oh"]()
    assert first == second
    assert hash(first) == hash(second)
    assert first != BASES["I"]()
    assert repr(first) == "<KernelBasis T1u -> Eg of Oh, l <= 4: 3 kernels>"
    assert first.degrees.tolist() == [1, 3, 3]
