"""The checkers share no code with the derivation, and load nothing heavy."""

import ast
import subprocess
import sys
from pathlib import Path

import grouptools.certificates

ROOM = Path(grouptools.certificates.__file__).parent
ALLOWED = {"flint", "grouptools.errors"}


def imported(path):
    """The modules that a file imports, wherever the statement stands."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def foreign(path):
    """What a file imports beyond the standard library, this room, flint and the exceptions."""
    return [
        name
        for name in imported(path)
        if name.split(".")[0] not in sys.stdlib_module_names
        and name not in ALLOWED
        and not name.startswith("grouptools.certificates.")
    ]


def test_the_room_imports_nothing_else_of_grouptools():
    files = sorted(ROOM.glob("*.py"))
    assert len(files) > 5
    assert {path.name: foreign(path) for path in files if path.name != "__init__.py"} == {
        path.name: [] for path in files if path.name != "__init__.py"
    }
    assert foreign(ROOM / "__init__.py") == []


def test_the_test_above_can_fail(tmp_path):
    spy = tmp_path / "spy.py"
    spy.write_text("def f():\n    from grouptools.exact import surd\n    import sympy, math\n")
    assert foreign(spy) == ["grouptools.exact", "sympy"]


def test_importing_the_room_loads_neither_the_derivation_nor_numpy_nor_sympy():
    code = "import sys, grouptools.certificates; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "grouptools.certificates.certify" in loaded
    assert not loaded & {"sympy", "numpy", "grouptools.exact", "grouptools.tables"}
