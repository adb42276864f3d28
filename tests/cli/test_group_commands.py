"""`grouptools kernels`, `explain`, `tensors`, `harmonics` and `characters`, run through main."""

import json

import numpy as np
import pytest
import sympy

import grouptools as gt
from grouptools.certificates import Certificate, Claim
from grouptools.cli.groups import named_group, named_representation
from grouptools.errors import ArgumentError
from grouptools.kernels.adapted import adapted_harmonics

# What is typed, and the group that is meant.
GROUPS = {
    "O": gt.point_group("O"),
    "m-3m": gt.point_group("Oh"),
    "-43m": gt.point_group("Td"),
    "C4v": gt.point_group("4mm"),
    "2/m:b": gt.point_group("2/m", setting="b"),
    "C7": gt.point_group("C7"),
    "I": gt.icosahedral(),
    "cyclic:8": gt.cyclic(8),
    "dihedral:3": gt.dihedral(3),
    "SO(2)": gt.SO2(),
    "O(2)": gt.O2(),
    "SO(3)": gt.SO3(),
    "so3": gt.SO3(),
    "O3": gt.O3(),
    "SU(2)": gt.SU2(),
    "double:T": gt.double_group(gt.point_group("T")),
}
JOBS = [
    ("m-3m", "T1u", "T1u", 4),
    ("-43m", "A1", "2xT2 + E", 3),
    ("C4v", "natural", "trivial", 2),
    ("SO(3)", "1", "2", 3),
    ("O(3)", "1o", "0e + 2e", 3),
    ("cyclic:4", "regular", "1", 2),
    ("O(2)", "1", "2", 4),
]
job = pytest.mark.parametrize(("group", "into", "out", "l_max"), JOBS)


def basis_of(group, into, out, l_max):
    chosen = named_group(group)
    return gt.kernel_basis(
        named_representation(chosen, into), named_representation(chosen, out), l_max
    )


@pytest.mark.parametrize("text", GROUPS)
def test_groups_by_name(text):
    assert named_group(text) == GROUPS[text]


def test_representations_by_name():
    group = gt.dihedral(3)
    assert named_representation(group, "regular") == group.regular_representation()
    assert named_representation(group, "natural") == group.natural_representation()
    assert named_representation(group, "2x0+ + 1") == gt.Irreps("2x0+ + 1", group)


@job
def test_kernels(run, group, into, out, l_max):
    outcome = run("kernels", group, into, out, "--l-max", l_max, "--certify")
    basis = basis_of(group, into, out, l_max)
    assert (outcome.status, outcome.err) == (0, "")
    first, *lines, last = outcome.out.splitlines()
    assert f"{basis.dimension} in all" in first
    assert lines == [f"l = {l}: {n}" for l, n in enumerate(basis.dimensions)]
    assert last == f"proved: {len(basis.certificate.claims)} claims; digest {basis.digest[:16]}"


@job
def test_kernels_as_json(run, group, into, out, l_max):
    arguments = ("kernels", group, into, out, "--l-max", l_max, "--json")
    basis = basis_of(group, into, out, l_max)
    shown = json.loads(run(*arguments, "--certify", "--polynomials").out)
    assert shown["digest"] == basis.digest
    assert shown["dimensions"] == list(basis.dimensions)
    assert shown["certificate"] == json.loads(json.dumps(basis.certificate.to_json()))
    names = {str(s): s for s in sympy.symbols("x y z", real=True)}
    for texts, matrix in zip(shown["kernels"], basis.to_sympy(), strict=True):
        assert sympy.Matrix(texts).applyfunc(lambda e: e.subs(names)) == matrix
    plain = json.loads(run(*arguments).out)
    assert "certificate" not in plain
    assert "kernels" not in plain


def test_kernels_as_polynomials(run):
    lines = run("kernels", "O(3)", "0e", "1o", "--l-max", 1, "--polynomials").out.splitlines()
    assert lines[1:] == ["[0] l = 1", *(f"  {v}/(2*sqrt(pi))" for v in "yzx")]


@pytest.mark.parametrize("name", ["basis.json", "table.npz", "table.csv"])
def test_kernels_are_written(run, empty_folder, name):
    outcome = run("kernels", "C4v", "E", "E", "--out", name)
    basis = basis_of("C4v", "E", "E", 2)
    assert outcome.status == 0
    assert outcome.out.splitlines()[-1] == (
        f"{name}: {basis.dimension} kernels, digest {basis.digest[:16]}"
    )
    file = empty_folder / name
    if name.endswith(".json"):
        assert gt.load_kernel_basis(file) == basis
    else:
        assert gt.load_table(file).digest == basis.table().digest


def test_kernels_are_drawn(run, empty_folder):
    pytest.importorskip("matplotlib")
    outcome = run("kernels", "C4v", "E", "A1", "--plot", "kernels.png")
    assert (outcome.status, outcome.err) == (0, "")
    assert (empty_folder / "kernels.png").read_bytes()[:4] == b"\x89PNG"


def failing(self):
    return Certificate("kernel_basis", "0" * 64, (Claim("one is two", 1, "1 is not 2"),))


@pytest.mark.parametrize(
    "arguments",
    [
        ("kernels", "O", "T1", "T1", "--certify"),
        ("tensors", "O", "elastic"),
        ("harmonics", "O", 3),
    ],
)
def test_a_failed_proof_is_status_1(run, monkeypatch, arguments):
    monkeypatch.setattr("grouptools.kernels.exact_basis.ExactBasis.certificate", property(failing))
    outcome = run(*arguments)
    assert outcome.status == 1
    assert "FAILED: one is two: 1 is not 2" in outcome.out
    assert "proved" not in outcome.out
    silent = run(*arguments, "--json")
    assert silent.status == 1
    json.loads(silent.out)


def test_a_failed_character_table_is_status_1(run, monkeypatch):
    def broken(self):
        raise gt.errors.IntegrityError("the columns E and C3 are not orthogonal")

    monkeypatch.setattr("grouptools.representations.CharacterTable.verify", broken)
    outcome = run("characters", "C3")
    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err == "grouptools: the columns E and C3 are not orthogonal\n"


@job
def test_explain(run, group, into, out, l_max):
    explanation = basis_of(group, into, out, l_max).explain()
    outcome = run("explain", group, into, out, "--l-max", l_max)
    assert (outcome.status, outcome.out) == (0, f"{explanation}\n")
    shown = json.loads(run("explain", group, into, out, "--l-max", l_max, "--json").out)
    assert [(d["l"], d["dimension"], d["rule"]) for d in shown["degrees"]] == [
        (s.degree, s.dimension, s.rule) for s in explanation.selections
    ]
    assert all(
        d["dimension"] == sum(t["in_harmonics"] * t["maps"] for t in d["through"])
        for d in shown["degrees"]
    )


def words(outcome):
    return [line.split() for line in outcome.out.splitlines()[2:-1]]


def test_tensors_in_voigt_notation(run):
    outcome = run("tensors", "32", "piezoelectric", "--voigt")
    assert outcome.status == 0
    assert outcome.out.splitlines()[:2] == [
        "piezoelectric of D3: polar, ijk=ikj; P_i = d_ijk s_jk",
        "2 independent: d11 d14",
    ]
    assert words(outcome) == [
        ["d11", "-d11", "0", "d14", "0", "0"],
        ["0", "0", "0", "0", "-d14", "-2*d11"],
        ["0", "0", "0", "0", "0", "0"],
    ]
    assert outcome.out.splitlines()[-1].startswith("proved: ")


def test_tensors_by_components(run):
    assert words(run("tensors", "32", "piezoelectric")) == [
        ["d11", "111"],
        ["-d11", "122", "212", "221"],
        ["d14/2", "123", "132"],
        ["-d14/2", "213", "231"],
    ]
    assert words(run("tensors", "432", "piezoelectric")) == [["all", "components", "are", "zero"]]


def test_tensors_by_index_symmetry(run):
    assert words(run("tensors", "4", "ij")) == [
        ["t11", "t12", "0"], ["-t12", "t11", "0"], ["0", "0", "t33"],
    ]  # fmt: skip
    assert words(run("tensors", "m", "i", "--axial")) == [["0"], ["0"], ["t3"]]
    assert words(run("tensors", "O", "ijk=-jik=-ikj"))[0] == ["t123", "123", "231", "312"]


def test_tensors_as_latex(run):
    outcome = run("tensors", "-43m", "piezoelectric_stress", "--latex")
    assert outcome.status == 0
    assert outcome.out.strip() == (
        r"\left(\begin{matrix}0 & 0 & 0 & e_{14} & 0 & 0\\0 & 0 & 0 & 0 & e_{14} & 0\\"
        r"0 & 0 & 0 & 0 & 0 & e_{14}\end{matrix}\right)"
    )


@pytest.mark.parametrize(
    "name", ["elastic", "piezoelectric", "dielectric", "pyroelectric", "ijk", ""]
)
def test_tensors_as_json(run, name):
    shown = json.loads(run("tensors", "3m", name, "--json").out)
    group = gt.point_group("3m")
    make = gt.invariant_tensors if name in ("ijk", "") else lambda g, n: gt.crystal_tensor(n, g)
    tensor = make(group, name)
    assert shown["independent"] == list(tensor.independent)
    entries = sympy.flatten(tensor.symbolic()) if name else [tensor.symbolic()[()]]
    assert shown["cartesian"] == [str(entry) for entry in entries]
    assert np.prod(shown["shape"], dtype=int) == len(entries)
    assert np.prod(shown["voigt_shape"], dtype=int) == len(shown["voigt"])
    assert Certificate.from_json(shown["certificate"]).holds


def test_harmonics(run):
    outcome = run("harmonics", "-43m", 3, "--irrep", "trivial")
    assert outcome.status == 0
    assert outcome.out.splitlines()[:2] == [
        "harmonics of degree 3 of Td: A1",
        "A1 copy 0 component 0: sqrt(105)*x*y*z/(2*sqrt(pi))",
    ]
    lines = run("harmonics", "m-3m", 4).out.splitlines()
    assert lines[0] == "harmonics of degree 4 of Oh: A1g + Eg + T1g + T2g"
    assert len(lines) == 1 + 9 + 1
    assert run("harmonics", "O", 4, "--irrep", "A2").out.splitlines()[0].endswith("of O: nothing")
    assert r"\frac{\sqrt{105} x y z}{2 \sqrt{\pi}}" in run("harmonics", "O", 3, "--latex").out


def test_harmonics_as_json(run):
    shown = json.loads(run("harmonics", "C3", 2, "--json").out)
    adapted = adapted_harmonics(gt.point_group("C3"), 2)
    assert [f["floats"] for f in shown["functions"]] == adapted.to_numpy().tolist()
    assert [f["coefficients"] for f in shown["functions"]] == [
        [str(e) for e in row] for row in adapted.matrix.tolist()
    ]
    assert [(f["irrep"], f["copy"], f["component"]) for f in shown["functions"]] == [
        (str(p.irrep), p.copy, p.m) for p in adapted.places
    ]


@pytest.mark.parametrize("name", ["C3", "m-3m", "I", "dihedral:5", "double:O"])
@pytest.mark.parametrize("real", [True, False])
def test_characters(run, name, real):
    from grouptools.representations import character_table

    table = character_table(named_group(name), real=real)
    flags = () if real else ("--complex",)
    assert run("characters", name, *flags).out == f"{table}\n"
    assert run("characters", name, *flags, "--markdown").out == f"{table.to_markdown()}\n"
    assert run("characters", name, *flags, "--latex").out == f"{table.to_latex()}\n"
    shown = json.loads(run("characters", name, *flags, "--json").out)
    assert [row["label"] for row in shown["irreps"]] == list(table.labels)
    found = sympy.Matrix([[sympy.sympify(c) for c in row["characters"]] for row in shown["irreps"]])
    assert found == table.to_sympy()
    assert [c["size"] for c in shown["classes"]] == list(table.class_sizes)


BAD = [
    ("kernels C9z A A", "the point group 'C9z' was asked for"),
    ("kernels cyclic:x 0 0", "'cyclic:x' was given as a group: write cyclic:8"),
    ("kernels cyclic:0 0 0", "n = 0 was given"),
    ("kernels SU(3) 0 0", "'SU(3)'"),
    ("kernels O T9 A1", "'T9' was given as an irrep of O"),
    ("kernels O T1 T1 --l-max -1", "l_max = -1 was given"),
    ("kernels O T1", "Missing argument 'OUT'"),
    ("kernels SU(2) 0 1", "SU(2)"),
    ("kernels O T1 T1 --out basis.xml", "basis.xml ends like no format of tables"),
    ("kernels O T1 T1 --plot kernels.xyz", "kernels.xyz ends like no format of pictures"),
    ("explain O T1 T9", "'T9' was given as an irrep of O"),
    ("explain SO(3) regular 1", "SO(3)"),
    ("tensors O elasticity", "'elasticity' was given as the name of a tensor: choose one of"),
    ("tensors O elastic --axial", "--axial was given with 'elastic'"),
    ("tensors O ij=kl", "'kl' does not have the letters of 'ij'"),
    ("tensors O third_order_elastic --latex", "--latex was given for a tensor"),
    ("tensors 2/m:q dielectric", "setting = 'q' was given"),
    ("harmonics O -1", "l = -1 was given, but a degree is a non-negative integer"),
    ("harmonics O 1.5", "l = '1.5' was given, but a degree is a non-negative integer"),
    ("harmonics O 2 --irrep T9", "'T9' was given as an irrep of O"),
    ("harmonics SU(2) 1", "SU(2) acts on no plane or space"),
    ("characters SO(3)", "only a finite group has one"),
    ("characters O --latex --json", "two forms were asked for"),
]


@pytest.mark.parametrize(("line", "sentence"), BAD, ids=[line for line, _ in BAD])
def test_bad_input_is_one_sentence(run, empty_folder, line, sentence):
    outcome = run(*line.split())
    assert (outcome.status, outcome.out) == (2, "")
    assert sentence in outcome.err
    assert outcome.err.startswith("grouptools: ")
    assert outcome.err.count("\n") == 1
    assert list(empty_folder.iterdir()) == []


def test_errors_of_names_are_argument_errors():
    with pytest.raises(ArgumentError, match="no point group has this name"):
        named_group("double:")
