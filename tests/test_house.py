"""The rules of the house: which room may import which, what a wheel holds, how long a file is."""

import ast
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import grouptools

ROOT = Path(__file__).resolve().parents[1]
LONGEST_FILE = 300

# From low to high: a room imports only itself and the rooms before it.
ROOMS = (
    "errors",
    "lazy",
    "files",
    "disk_cache",
    "exact",
    "certificates",
    "groups",
    "representations",
    "kernels",
    "numeric",
    "conventions",
    "tables",
    "codegen",
    "checks",
    "plotting",
    "cli",
    "nn",
)
# The checkers prove what the derivation found, so they share no code with it.
ALLOWED = {room: set(ROOMS[: i + 1]) for i, room in enumerate(ROOMS)}
ALLOWED["certificates"] = {"errors", "certificates"}
# Methods that open a lower room when they are first called: `group.irreps()`, `basis.evaluate()`.
# Each module here is the one door of its room, and imports these rooms inside functions only.
DOORS = {
    "grouptools.groups.group": {"representations"},
    "grouptools.kernels.basis": {"numeric", "tables", "plotting"},
}
# The front door opens every room, lazily; nobody goes out through it.
FRONT_DOOR = "__init__"

FORBIDDEN_CALLS = {"eval", "exec", "print"}
FORBIDDEN_MODULES = {"pickle", "cPickle", "dill", "marshal", "shelve"}


def library_files() -> list[Path]:
    """Every module of the library by its own path; grouptools/nn is a link to nn/."""
    link = ROOT / "grouptools" / "nn"
    inside = (p for p in (ROOT / "grouptools").rglob("*.py") if link not in p.parents)
    return sorted([*inside, *(ROOT / "nn").rglob("*.py")])


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts if parts[0] == "grouptools" else ("grouptools", *parts))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported_modules(source: str, module: str) -> Iterator[tuple[int, str]]:
    """Line and absolute name of all that `module`'s source imports, lazily or for types too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parent = module.split(".")[: -node.level] if node.level else []
            base = ".".join([*parent, *([node.module] if node.module else [])])
            if base == "grouptools":  # what is imported from the front door is a room
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, base
        elif isinstance(node, ast.Call) and node.args:
            yield from imported_by_name(node)


def called_name(call: ast.Call) -> str | None:
    """`f` in a call `f(...)`; a method, as in `sympy.Poly.eval`, has no name here."""
    return call.func.id if isinstance(call.func, ast.Name) else None


def imported_by_name(call: ast.Call) -> Iterator[tuple[int, str]]:
    """`importlib.import_module("...")` and `__import__("...")` with a text written in place."""
    function = call.func.attr if isinstance(call.func, ast.Attribute) else called_name(call)
    argument = call.args[0]
    if (
        function in {"import_module", "__import__"}
        and isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
    ):
        yield call.lineno, argument.value


def backward_arrows(source: str, module: str) -> list[str]:
    """The imports in `source` that no rule of the house allows to `module`."""
    room = module.split(".")[1] if "." in module else FRONT_DOOR
    if room == FRONT_DOOR:
        return []
    if room not in ALLOWED:
        return [f"{module}: no room is called {room!r}; name it in ROOMS, at its place"]
    found = []
    for line, imported in imported_modules(source, module):
        package, _, rest = imported.partition(".")
        target = rest.split(".")[0]
        allowed = ALLOWED[room] | DOORS.get(module, set())
        if package != "grouptools" or target in allowed or target == "__version__":
            continue
        reason = "" if target in ALLOWED else ", which is in no room"
        found.append(f"{module}:{line} imports {imported}{reason}")
    return found


def forbidden(source: str, module: str) -> list[str]:
    """Statements that have no place in a library, by line."""
    in_cli = module.startswith("grouptools.cli")
    found = []
    for node in ast.walk(ast.parse(source)):
        line = f"{module}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Assert):
            found.append(f"{line} assert: raise an error that says what to change")
        elif isinstance(node, ast.ExceptHandler) and node.type is None:
            found.append(f"{line} bare except: name what you expect")
        elif isinstance(node, ast.Call) and called_name(node) in FORBIDDEN_CALLS:
            advice = "click.echo or rich" if in_cli else "logging, or no output"
            found.append(f"{line} {called_name(node)}(): {advice}")
    found += [
        f"{module}:{line} imports {imported}"
        for line, imported in imported_modules(source, module)
        if imported.split(".")[0] in FORBIDDEN_MODULES
    ]
    return found


def docstrings(source: str) -> Iterator[tuple[int, str]]:
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, documented) and (text := ast.get_docstring(node, clean=False)):
            yield getattr(node, "lineno", 1), text


def run_python(code: str, *, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, capture_output=True, text=True, check=False
    )


def listed(complaints: Iterable[str]) -> str:
    return "\n" + "\n".join(complaints)


def test_no_arrow_runs_backwards():
    complaints = [
        arrow
        for path in library_files()
        for arrow in backward_arrows(path.read_text(encoding="utf-8"), module_name(path))
    ]
    assert not complaints, listed(complaints)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("grouptools.exact.surd", "from grouptools.tables import Table"),
        ("grouptools.exact.surd", "from grouptools import tables"),
        ("grouptools.exact.surd", "import grouptools.cli.main"),
        ("grouptools.exact.surd", "import grouptools"),
        ("grouptools.exact.surd", "from .. import tables"),
        ("grouptools.exact.surd", "from ..tables.table import Table"),
        ("grouptools.exact.surd", "def f():\n    from grouptools.checks import x"),
        ("grouptools.exact.surd", "if TYPE_CHECKING:\n    from grouptools.checks import x"),
        ("grouptools.tables.cache", 'importlib.import_module("grouptools.cli")'),
        ("grouptools.tables.cache", '__import__("grouptools.nn")'),
        ("grouptools.plotting", "from grouptools.cli import main"),
        ("grouptools.certificates.coupling", "from grouptools.exact import surd"),
        ("grouptools.certificates.coupling", "from grouptools.exact.surd import SurdArray"),
        ("grouptools.exact.surd", "from grouptools.attic import box"),
        ("grouptools.attic.box", ""),
    ],
)
def test_a_backward_arrow_is_seen(module, source):
    assert backward_arrows(source, module)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("grouptools.exact.surd", "from grouptools.errors import ArgumentError"),
        ("grouptools.exact.surd", "from grouptools import errors"),
        ("grouptools.exact.surd", "from .rounding import round_roots"),
        ("grouptools.certificates.coupling", "from grouptools.certificates.rows import Row"),
        ("grouptools.certificates.coupling", "import sympy, numpy"),
        ("grouptools.cli.main", "from grouptools import checks, tables"),
        ("grouptools.nn.point", "import torch\nfrom grouptools.tables import table"),
        ("grouptools", "from grouptools.nn import layer"),
    ],
)
def test_a_forward_arrow_is_let_through(module, source):
    assert backward_arrows(source, module) == []


def test_nothing_forbidden_in_the_library():
    complaints = [
        line
        for path in library_files()
        for line in forbidden(path.read_text(encoding="utf-8"), module_name(path))
    ]
    assert not complaints, listed(complaints)


@pytest.mark.parametrize(
    "source",
    [
        "assert l >= 0",
        "print(1)",
        "eval('1')",
        "exec('x = 1')",
        "try:\n    pass\nexcept:\n    pass",
        "import pickle",
        "from pickle import loads",
    ],
)
def test_something_forbidden_is_seen(source):
    assert len(forbidden(source, "grouptools.cli.main")) >= 1


def test_no_file_is_too_long_to_hold_in_mind():
    lengths = {name_of(p): p.read_text(encoding="utf-8").count("\n") for p in library_files()}
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE} == {}


def test_docstrings_are_ascii():
    complaints = [
        f"{name_of(path)}:{line}"
        for path in library_files()
        for line, text in docstrings(path.read_text(encoding="utf-8"))
        if not text.isascii()
    ]
    assert not complaints, listed(complaints)


def test_every_package_has_its_init():
    folders = {path.parent for path in library_files()}
    assert sorted(name_of(f) for f in folders if not (f / "__init__.py").exists()) == []


def test_import_is_light():
    heavy = {"torch", "numba", "matplotlib", "scipy", "click"}
    code = "import grouptools, sys; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    answer = run_python(code, cwd=ROOT)
    assert answer.returncode == 0, answer.stderr
    loaded = set(answer.stdout.split())
    assert "grouptools" in loaded
    assert loaded & heavy == set()


def test_version_is_the_same_in_both_places():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert grouptools.__version__ == project["version"]


def test_nn_has_one_name():
    wrong = run_python("import nn", cwd=ROOT)
    assert wrong.returncode == 1
    assert wrong.stderr.splitlines()[-1] == (
        "ImportError: this package was imported as 'nn', but it is a part of grouptools: "
        "write `import grouptools.nn` instead"
    )
    right = run_python("import grouptools.nn as nn; print(nn.__name__)", cwd=ROOT)
    assert right.stdout.strip() == "grouptools.nn", right.stderr


def test_nn_is_a_link():
    link = ROOT / "grouptools" / "nn"
    assert link.is_symlink()
    assert str(link.readlink()) == "../nn"


@pytest.fixture(scope="module")
def wheel_contents(tmp_path_factory) -> set[str]:
    """File names in a wheel built from a copy of the sources, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    skip = shutil.ignore_patterns("__pycache__")
    for name in ("grouptools", "nn", "tests"):
        shutil.copytree(ROOT / name, source / name, symlinks=True, ignore=skip)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    built = subprocess.run(
        [*command, str(source)], cwd=folder, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_wheel_holds_every_module(wheel_contents):
    modules = {module_name(p).replace(".", "/") + ".py" for p in library_files()}
    assert modules - wheel_contents == set()
    assert "grouptools/nn/__init__.py" in wheel_contents
    assert "grouptools/py.typed" in wheel_contents


def test_wheel_holds_nothing_else(wheel_contents):
    tops = {name.split("/")[0] for name in wheel_contents}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"grouptools"}


def test_no_module_hides_a_public_name():
    """After `import grouptools.exact.gaunt`, the name `grouptools.exact.gaunt` is that module."""
    code = """
import importlib, pkgutil, types, grouptools
rooms = [r for r in pkgutil.iter_modules(grouptools.__path__) if r.ispkg and r.name != "nn"]
packages = [importlib.import_module("grouptools." + room.name) for room in rooms]
for package in packages:
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(package.__name__ + "." + module.name)
for package in packages:
    for name in getattr(package, "__all__", ()):
        if isinstance(getattr(package, name), types.ModuleType):
            print(package.__name__ + "." + name)
"""
    answer = run_python(code, cwd=ROOT)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split() == []
