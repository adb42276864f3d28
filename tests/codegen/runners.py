"""Compile or import generated text, and evaluate it at points."""

import ctypes
import importlib.util
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import pytest

GCC = [
    "-std=c99",
    "-O1",
    "-Wall",
    "-Wextra",
    "-pedantic",
    "-Wshadow",
    "-Werror",
    "-shared",
    "-fPIC",
]
GFORTRAN = ["-std=f2008", "-O1", "-Wall", "-Wextra", "-pedantic", "-Werror", "-shared", "-fPIC"]
RUSTC = ["-D", "warnings", "--edition", "2021", "-C", "opt-level=0", "--crate-type", "cdylib"]

RUST_ENTRY = """
#[path = "generated.rs"]
pub mod generated;

#[no_mangle]
pub unsafe extern "C" fn entry(n: usize, {parameters}) {{
    generated::{name}_n({slices});
}}
"""


def run_c(text, case, points, folder, toolchain):
    library = build(toolchain.require("gcc"), GCC, folder, {"generated.c": text}, after=["-lm"])
    function = library[f"{case.function}_n"]
    return call(function, case, points, ctypes.c_size_t(len(points)))


def run_fortran(text, case, points, folder, toolchain):
    flags = [*GFORTRAN, f"-J{folder}"]
    library = build(toolchain.require("gfortran"), flags, folder, {"generated.f90": text})
    name = case.function.lower()
    function = library[f"__{name}_module_MOD_{name}_n"]
    return call(function, case, points, ctypes.byref(ctypes.c_int(len(points))))


def run_rust(text, case, points, folder, _toolchain):
    """Rust is compiled where there is a compiler; its form is checked everywhere."""
    if shutil.which("rustc") is None:
        pytest.skip("there is no rustc here")
    real = {"float64": "f64", "float32": "f32"}[str(case.dtype)]
    kinds = {case.input: f"[{real}; {len(case.input)}]"}
    for array, shape in case.shapes.items():
        kinds[array] = real
        for size in reversed(shape):
            kinds[array] = f"[{kinds[array]}; {size}]"
    entry = RUST_ENTRY.format(
        name=case.function,
        parameters=", ".join(f"{a}: *mut {kind}" for a, kind in kinds.items()),
        slices=", ".join(
            f"std::slice::from_raw_parts{'_mut' * (a in case.shapes)}({a}, n)" for a in kinds
        ),
    )
    files = {"entry.rs": entry, "generated.rs": text}
    library = build("rustc", RUSTC, folder, files)
    return call(library.entry, case, points, ctypes.c_size_t(len(points)))


def run_numpy(text, case, points, folder, _toolchain):
    outputs = imported(text, folder)[case.function](points)
    return outputs if case.derivatives else (outputs,)


def run_torch(text, case, points, folder, _toolchain):
    torch = pytest.importorskip("torch")
    outputs = imported(text, folder)[case.function](torch.from_numpy(points))
    return tuple(o.numpy() for o in (outputs if case.derivatives else (outputs,)))


RUNNERS = {
    "c": run_c,
    "fortran": run_fortran,
    "rust": run_rust,
    "numpy": run_numpy,
    "torch": run_torch,
}


def imported(text, folder):
    """The names of a Python text, imported from a file."""
    path = folder / "generated.py"
    path.write_text(text, encoding="ascii")
    spec = importlib.util.spec_from_file_location("generated", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return vars(module)


def build(compiler, flags, folder, files, after=()):
    """Compile the first file to a library; a warning is an error, and its text is shown."""
    folder = Path(tempfile.mkdtemp(dir=folder))  # a library is loaded once for each path
    for name, text in files.items():
        (folder / name).write_text(text, encoding="ascii")
    target = folder / "generated.so"
    command = [compiler, *flags, str(folder / next(iter(files))), "-o", str(target), *after]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stderr}"
    return ctypes.CDLL(str(target))


def call(function, case, points, count):
    """Call a function (count, input, outputs...) on arrays in the order of C."""
    outputs = [
        np.full((len(points), *shape), np.nan, dtype=case.dtype) for shape in case.shapes.values()
    ]
    function.restype = None
    function(count, *(a.ctypes.data_as(ctypes.c_void_p) for a in (points, *outputs)))
    return tuple(outputs)
