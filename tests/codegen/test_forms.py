"""The rules by which Julia and Rust are read see what is wrong, and the form of other languages."""

import re
import shutil
import subprocess

import numpy as np
import pytest

POINT = np.array([[0.5, 0.25, -1.0]])


def replaced(pattern, new=""):
    """A function that replaces the first match in a text, over lines."""
    return lambda text: re.sub(pattern, new, text, count=1, flags=re.MULTILINE)


JULIA_MISTAKES = {
    "a function left open": replaced(r"^end$"),
    "an element left out": replaced(r"^    out\[3\] = .*$"),
    "an element written twice": replaced(r"out\[3\]", "out[2]"),
    "an element outside": replaced(r"^(    out\[3\] = .*)$", r"\1\n    out[10] = x"),
    "a name without a value": replaced(r"^    z2 = .*$"),
    "a name used too early": lambda text: replaced(
        r"^    return nothing", "    z2 = z*z\n    return nothing"
    )(replaced(r"^    z2 = .*$")(text)),
    "a name of two values": replaced(r"^(    z2 = .*)$", r"\1\n\1"),
    "an integer": replaced(r"z2 = ", "z2 = 1*"),
    "a broadcast": replaced(r"z2 = .*", "z2 = z.*z"),
    "no arithmetic": replaced(r"z2 = .*", "z2 = z and z"),
}

RUST_MISTAKES = {
    "a brace": replaced(r"^}$"),
    "an element left out": replaced(r"^    out\[2\] = .*$"),
    "no semicolon": replaced(r"^(    out\[2\] = .*);$", r"\1"),
    "a name without a value": replaced(r"^    let z2: .*$"),
    "a type left out": replaced(r"let z2: f64", "let z2"),
}


@pytest.mark.parametrize("mistake", JULIA_MISTAKES.values(), ids=JULIA_MISTAKES)
def test_the_reader_of_julia_sees(make_case, reading, mistake):
    case = make_case("spherical_harmonics", l_max=2)
    text = case.source("julia")
    reading.evaluate_julia(text, case, POINT)
    wrong = mistake(text)
    assert wrong != text
    with pytest.raises((reading.FormError, SyntaxError)):
        reading.evaluate_julia(wrong, case, POINT)


@pytest.mark.parametrize("mistake", RUST_MISTAKES.values(), ids=RUST_MISTAKES)
def test_the_reader_of_rust_sees(make_case, reading, mistake):
    case = make_case("spherical_harmonics", l_max=2)
    text = case.source("rust")
    wrong = mistake(text)
    assert wrong != text
    with pytest.raises((reading.FormError, SyntaxError)):
        reading.evaluate_rust(wrong, case, POINT)


def test_julia_where_it_is_installed(make_case, tmp_path):
    if shutil.which("julia") is None:
        pytest.skip("there is no julia here; test_values reads its text instead")
    case = make_case("spherical_harmonics", l_max=4, derivatives=1)
    script = case.source("julia") + (
        "\nout, gradient = zeros(25, 2), zeros(25, 3, 2)\n"
        "spherical_harmonics!(out, gradient, [0.5 0.25; 0.25 -2.0; -1.0 1.5])\n"
        'println(join(vcat(vec(out), vec(gradient)), " "))\n'
    )
    (tmp_path / "script.jl").write_text(script)
    command = ["julia", "--startup-file=no", str(tmp_path / "script.jl")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    numbers = np.array(done.stdout.split(), dtype=float)
    outputs = numbers[:50].reshape(2, 25), numbers[50:].reshape(2, 3, 25)
    assert case.worst_error([[0.5, 0.25, -1.0], [0.25, -2.0, 1.5]], outputs) < 3


def test_the_julia_loop_has_the_form_of_a_loop(make_case):
    text = make_case("spherical_harmonics", l_max=1, derivatives=1).source("julia")
    loop = text.split("# Many points")[1].splitlines()
    assert re.fullmatch(r"function spherical_harmonics!\(.*Real, 2\}\)", loop[1])
    assert [line.strip() for line in loop[2:]] == [
        "for i in axes(xyz, 2)",
        "@views spherical_harmonics!(out[:, i], gradient[:, :, i], xyz[:, i])",
        "end",
        "return nothing",
        "end",
    ]


def test_a_c_program_calls_one_point_and_many(make_case, toolchain, tmp_path):
    case = make_case("wigner_D", l_max=1)
    program = case.source("c") + (
        "\n#include <stdio.h>\n"
        "int main(void)\n{\n"
        "    const double q[8] = {0.5, 0.5, 0.5, 0.5, 0.0, 0.0, 1.0, 1.0};\n"
        "    double one[10], many[20];\n"
        "    wigner_D(q + 4, one);\n    wigner_D_n(2, q, many);\n"
        '    for (int i = 0; i < 10; i++) printf("%g %g %g\\n", one[i], many[10 + i], many[i]);\n'
        "    return 0;\n}\n"
    )
    (tmp_path / "program.c").write_text(program)
    flags = ["-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror"]
    rows = built_and_run(toolchain.require("gcc"), flags, tmp_path / "program.c", ["-lm"])
    assert np.array_equal(rows[:, 0], rows[:, 1])
    # (x, y, z, w) = (1, 1, 1, 1)/2 sends x to y to z to x: in the order y, z, x, y becomes z.
    assert np.array_equal(rows[1:, 2].reshape(3, 3), [[0, 0, 1], [1, 0, 0], [0, 1, 0]])


def test_a_fortran_program_uses_the_module(make_case, toolchain, tmp_path):
    case = make_case("spherical_harmonics", l_max=1, derivatives=1, normalize=False)
    program = case.source("fortran") + (
        "\nprogram main\n"
        "  use spherical_harmonics_module, only: spherical_harmonics, spherical_harmonics_n\n"
        "  implicit none\n"
        "  double precision :: xyz(3, 2), one(4), slopes(4, 3), many(4, 2), all(4, 3, 2)\n"
        "  integer :: i\n"
        "  xyz = reshape([1d0, 2d0, 3d0, 4d0, 5d0, 6d0], [3, 2])\n"
        "  call spherical_harmonics(xyz(:, 2), one, slopes)\n"
        "  call spherical_harmonics_n(2, xyz, many, all)\n"
        "  do i = 1, 4\n"
        "    print '(4es24.16)', one(i), many(i, 2), slopes(i, 3), all(i, 3, 2)\n"
        "  end do\n"
        "end program main\n"
    )
    (tmp_path / "program.f90").write_text(program)
    flags = ["-std=f2008", "-Wall", "-Wextra", "-pedantic", "-Werror", f"-J{tmp_path}"]
    rows = built_and_run(toolchain.require("gfortran"), flags, tmp_path / "program.f90")
    n = (3 / (4 * np.pi)) ** 0.5
    assert np.allclose(rows[1:, 0], [5 * n, 6 * n, 4 * n], rtol=1e-15, atol=0)
    assert np.allclose(rows[1:, 2], [0, n, 0], rtol=1e-15, atol=0)
    assert np.array_equal(rows[:, 0], rows[:, 1])
    assert np.array_equal(rows[:, 2], rows[:, 3])


def built_and_run(compiler, flags, source, after=()):
    """Compile a program without a warning, run it, and read the numbers that it prints."""
    target = source.with_suffix(".out")
    command = [compiler, *flags, str(source), "-o", str(target), *after]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    printed = subprocess.run([str(target)], capture_output=True, text=True, check=True).stdout
    return np.array([line.split() for line in printed.splitlines()], dtype=float)
