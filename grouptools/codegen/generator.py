"""Source code of evaluators in several languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import prod

from grouptools.codegen.c import C
from grouptools.codegen.fortran import Fortran
from grouptools.codegen.harmonics import harmonics_program
from grouptools.codegen.header import Request, header
from grouptools.codegen.julia import Julia
from grouptools.codegen.language import Job, Language
from grouptools.codegen.program import Program
from grouptools.codegen.python import Numpy, Torch
from grouptools.codegen.rust import Rust
from grouptools.codegen.wigner import wigner_program
from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree

__all__ = ["DTYPES", "EXTENSIONS", "FUNCTIONS", "LANGUAGES", "L_LIMITS", "generate"]

_LANGUAGES: dict[str, type[Language]] = {
    "c": C,
    "fortran": Fortran,
    "julia": Julia,
    "rust": Rust,
    "numpy": Numpy,
    "torch": Torch,
}

#: What `generate` writes, and in which languages and precisions.
FUNCTIONS = ("spherical_harmonics", "wigner_D")
LANGUAGES = tuple(_LANGUAGES)
DTYPES = ("float64", "float32")
#: The suffix of a file in each language.
EXTENSIONS = {name: language.extension for name, language in _LANGUAGES.items()}
#: The largest degree of each function, up to which it is tested.
L_LIMITS = {"spherical_harmonics": 20, "wigner_D": 10}

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")


def generate(
    function: str,
    language: str,
    *,
    l_max: int,
    l_min: int = 0,
    derivatives: int = 0,
    normalize: bool = True,
    name: str | None = None,
    dtype: str = "float64",
) -> str:
    """Source code of an evaluator, one self-contained file.

    function "spherical_harmonics": from xyz, all real Y(l, m) of l_min <= l <= l_max, in the order
    [Y(l, m) for l in range(l_min, l_max + 1) for m in range(-l, l + 1)],
    with derivatives=1 also [[dY(l, m)/dv for l ... for m ...] for v in (x, y, z)].
    function "wigner_D": from a quaternion xyzw, scalar last, real D matrices, row by row:
    [D(l)[i, k] for l in range(l_min, l_max + 1)
     for i in range(-l, l + 1) for k in range(-l, l + 1)].

    `normalize`: divide the input by its length first; without it, solid harmonics r^l Y(l, m),
    and |q|^(2l) D(l), which is D for a unit quaternion.
    `name`: of the function written, by default `function`; derived names are those of its loop
    over points, <name>_n in C, Fortran and Rust, <name>! in Julia, <name>_module in Fortran.
    `dtype`: "float64" or "float32", of constants and, but in torch, of all arithmetic.
    Constants are correctly rounded; the text depends on the arguments alone.

    Tested against exact values for l_max <= 20 (harmonics) and l_max <= 10 (Wigner D): the error
    is below 3 eps (2l + 1) times the root of the sum of squares over the degree.
    Raises `ArgumentError` for what is not possible.

    >>> text = generate("spherical_harmonics", "julia", l_min=1, l_max=1, normalize=False)
    >>> text[text.index("    out[1]") : text.index("    return")].splitlines()[-1]
    '    out[3] = 0.4886025119029199 * x'
    """
    _check_choice("language", language, LANGUAGES)
    request = _request(function, l_min, l_max, derivatives, normalize, dtype)
    program = _program(request)
    writer = _LANGUAGES[language](dtype)
    comment = header(request, prod(program.shapes["out"]))
    chosen = function if name is None else name
    job = Job(chosen, program, writer.statements(program), comment)
    _check_name(job, writer)
    return writer.source(job)


def _request(
    function: str, l_min: int, l_max: int, derivatives: int, normalize: bool, dtype: str
) -> Request:
    """Check everything but the language and the name."""
    _check_choice("function", function, FUNCTIONS)
    _check_choice("dtype", dtype, DTYPES)
    _check_choice("derivatives", derivatives, (0,) if function == "wigner_D" else (0, 1))
    limit = L_LIMITS[function]
    l_max, l_min = degree(l_max, "l_max"), degree(l_min, "l_min")
    if not l_min <= l_max <= limit:
        raise ArgumentError(
            f"l_min = {l_min}, l_max = {l_max} was given, but {function} is generated for "
            f"l_min <= l_max <= {limit}"
        )
    return Request(function, l_min, l_max, int(derivatives), bool(normalize), dtype)


def _program(request: Request) -> Program:
    function, l_min, l_max, derivatives, normalize, dtype = request
    if function == "wigner_D":
        return wigner_program(l_min, l_max, normalize=normalize, dtype=dtype)
    return harmonics_program(
        l_min, l_max, normalize=normalize, derivatives=derivatives, dtype=dtype
    )


def _check_choice(name: str, value: object, choices: Iterable[object]) -> None:
    if isinstance(value, bool) or value not in choices:
        listed = ", ".join(map(repr, choices))
        raise ArgumentError(f"{name} = {value!r} was given, but possible here: {listed}")


def _check_name(job: Job, writer: Language) -> None:
    name = job.name
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ArgumentError(
            f"name = {name!r} was given, but it must be 1 to 40 ASCII letters, digits and _, "
            f"a letter first"
        )
    local = {"i", "n", job.program.input, *job.program.shapes, *job.locals()}
    if name.lower() in local.union(writer.reserved.split()):
        raise ArgumentError(
            f"name = {name!r} was given, but the generated code uses that word: choose another"
        )
