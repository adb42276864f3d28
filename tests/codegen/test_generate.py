"""The generated text: what it says, what it costs, and what is refused."""

import os
import re
import subprocess
import sys
import time
from itertools import accumulate, product

import pytest
import sympy

from grouptools.codegen import DTYPES, EXTENSIONS, FUNCTIONS, L_LIMITS, LANGUAGES, generate
from grouptools.codegen.harmonics import harmonics_program
from grouptools.codegen.wigner import wigner_program
from grouptools.conventions import BASIS_VERSION
from grouptools.errors import ArgumentError

OPENINGS = {
    "c": "/*\n * ", "fortran": "! ", "julia": "# ", "rust": "// ", "numpy": '"""', "torch": '"""',
}  # fmt: skip


def harmonics(l_max, *, normalize=True, derivatives=0):
    return harmonics_program(
        0, l_max, normalize=normalize, derivatives=derivatives, dtype="float64"
    )


def wigner(l_max, *, normalize=True):
    return wigner_program(0, l_max, normalize=normalize, dtype="float64")


def operations(program):
    """Additions, subtractions and multiplications of one evaluation; a bare minus is free."""
    count = sympy.count_ops([line.value for line in program.body], visual=True)
    count = count.subs(sympy.Symbol("NEG"), 0)
    return int(count.subs(dict.fromkeys(count.free_symbols, 1)))


@pytest.mark.parametrize(
    ("program", "outputs", "most"),
    [
        (harmonics(10), 121, 340),
        (harmonics(10, normalize=False), 121, 390),
        (harmonics(6, derivatives=1), 4 * 49, 600),
        (harmonics(6, derivatives=1, normalize=False), 4 * 49, 320),
        (wigner(4), 165, 580),
        (wigner(4, normalize=False), 165, 610),
    ],
)
def test_operations(program, outputs, most):
    """About three an output; a polynomial of degree 10 in expanded form takes hundreds."""
    assert sum(program.shapes["out"]) * (4 if "gradient" in program.shapes else 1) == outputs
    assert operations(program) <= most


def test_generation_is_quick():
    for limit, options in [
        (3.0, {"function": "spherical_harmonics", "l_max": 6, "derivatives": 1}),
        (10.0, {"function": "wigner_D", "l_max": 4}),
    ]:
        start = time.perf_counter()
        generate(language="c", **options)
        assert time.perf_counter() - start < limit


@pytest.mark.parametrize("normalize", [True, False])
def test_no_product_holds_a_sum(normalize):
    """sympy 1.14 prints c*(a + b) with a float c without parentheses in Rust."""
    for program in (harmonics(8, normalize=normalize, derivatives=1), wigner(5)):
        for line in program.body:
            assert not any(f.is_Add for p in line.value.atoms(sympy.Mul) for f in p.args)


def test_the_text_depends_on_the_arguments_alone():
    code = (
        "import hashlib\n"
        "from grouptools.codegen import FUNCTIONS, LANGUAGES, generate\n"
        "for f in FUNCTIONS:\n"
        "    for g in LANGUAGES:\n"
        "        d = int(f != 'wigner_D')\n"
        "        text = generate(f, g, l_max=3, derivatives=d)\n"
        "        print(f, g, hashlib.sha256(text.encode()).hexdigest())\n"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "4242")
    ]
    texts = [run.communicate()[0] for run in runs]
    assert all(run.returncode == 0 for run in runs)
    assert texts[0].count("\n") == len(FUNCTIONS) * len(LANGUAGES)
    assert texts[0] == texts[1]


@pytest.mark.parametrize(("function", "language"), [*product(FUNCTIONS, LANGUAGES)])
def test_the_comment_says_what_it_is(function, language):
    text = generate(function, language, l_max=3)
    assert text.isascii()
    assert text.startswith(OPENINGS[language])
    assert not any(line != line.rstrip() for line in text.splitlines())
    for phrase in (
        f"grouptools.codegen 1, basis version {BASIS_VERSION}; float64",
        "orthonormal",
        "Condon-Shortley sign: Y_1 = sqrt(3/(4 pi)) (y, z, x)",
    ):
        assert phrase.lower() in text.lower()
    assert ("Y_l(R v) = D(l) Y_l(v)" in text) == (function == "wigner_D")


def comprehension(text, array):
    """The brackets behind `array = ` in a comment of C."""
    comment = text[: text.index("*/")].replace("\n *", "\n")
    start = comment.index(f" {array} = [") + len(f" {array} = ")
    depth = accumulate({"[": 1, "]": -1}.get(character, 0) for character in comment[start:])
    return " ".join(comment[start:][: list(depth).index(0) + 1].split())


def test_the_order_in_the_comment_is_a_comprehension():
    text = generate("spherical_harmonics", "c", l_min=1, l_max=2, derivatives=1)
    order = [(1, -1), (1, 0), (1, 1), (2, -2), (2, -1), (2, 0), (2, 1), (2, 2)]
    assert eval(comprehension(text, "out"), {"Y": lambda l, m: (l, m)}) == order  # noqa: S307
    names = {"Y": lambda l, m: (l, m), "diff": lambda y, v: (*y, v), **{v: v for v in "xyz"}}
    slopes = eval(comprehension(text, "gradient"), names)  # noqa: S307
    assert slopes == [[(l, m, v) for l, m in order] for v in "xyz"]
    text = generate("wigner_D", "c", l_max=1)

    class D:
        def __init__(self, l):
            self.l = l

        def __getitem__(self, place):
            return (self.l, *place)

    blocks = eval(comprehension(text, "out"), {"D": D})  # noqa: S307
    assert blocks == [(0, 0, 0)] + [(1, i, k) for i in (-1, 0, 1) for k in (-1, 0, 1)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_are_correctly_rounded(language):
    for dtype, expected in (("float64", "0.28209479177387814"), ("float32", "0.2820948")):
        text = generate("spherical_harmonics", language, l_max=0, dtype=dtype)
        assert re.search(rf"{re.escape(expected)}(?!\d)", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_is_the_callers(language):
    text = generate("wigner_D", language, l_max=1, name="rotate_harmonics")
    assert "rotate_harmonics" in text
    assert "wigner_D" not in text


def test_extensions():
    assert list(EXTENSIONS) == list(LANGUAGES)
    assert EXTENSIONS["fortran"] == ".f90"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"function": "bessel"}, r"function = 'bessel' was given, .*'spherical_harmonics', 'wig"),
        ({"language": "cobol"}, r"language = 'cobol' .* 'c', 'fortran', 'julia', 'rust', 'numpy'"),
        ({"dtype": "float16"}, r"dtype = 'float16' was given, but possible here: 'float64', 'flo"),
        ({"derivatives": 2}, r"derivatives = 2 was given, but possible here: 0, 1$"),
        ({"function": "wigner_D", "derivatives": 1}, r"derivatives = 1 was given, .*here: 0$"),
        ({"l_max": -1}, r"l_max = -1 was given, but a degree is a non-negative integer"),
        ({"l_max": 1.5}, r"l_max = 1.5 was given"),
        ({"l_max": 21}, r"l_min = 0, l_max = 21 was given, .* l_min <= l_max <= 20"),
        ({"function": "wigner_D", "l_max": 11}, r"wigner_D is generated for .* <= 10"),
        ({"l_min": 4}, r"l_min = 4, l_max = 3 was given"),
        ({"name": "9lives"}, r"name = '9lives' was given, but it must be 1 to 40 ASCII letters"),
        ({"name": "a" * 41}, r"1 to 40"),
        ({"name": 3}, r"name = 3 was given"),
        ({"name": "double"}, r"name = 'double' was given, but the generated code uses that word"),
        ({"name": "out"}, r"the generated code uses that word"),
        ({"name": "Q2_1"}, r"the generated code uses that word"),
    ],
)
def test_what_is_not_possible_is_refused(arguments, message):
    valid = {"function": "spherical_harmonics", "language": "c", "l_max": 3}
    with pytest.raises(ArgumentError, match=message):
        generate(**{**valid, **arguments})


def test_the_limits_are_those_of_the_docstring():
    assert L_LIMITS == {"spherical_harmonics": 20, "wigner_D": 10}
    assert DTYPES == ("float64", "float32")
