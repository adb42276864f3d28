"""The README's session is what really comes."""

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

README = (Path(__file__).parents[1] / "README.md").read_text()
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README, re.DOTALL)
SHELL = [
    pair
    for _, text in BLOCKS
    for pair in re.findall(r"^\$ grouptools (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE)
]
PROGRAM = "from grouptools.cli.main import main; main()"


def test_python_session(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    python = "".join(text for language, text in BLOCKS if language == "python")
    session = doctest.DocTestParser().get_doctest(python, {}, "README", "README.md", 0)
    assert len(session.examples) > 5
    report = []
    result = doctest.DocTestRunner().run(session, out=report.append)
    assert result.failed == 0, "".join(report)


@pytest.mark.parametrize(("command", "expected"), SHELL)
def test_commands(command, expected):
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", PROGRAM, *command.split()],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == expected


def test_there_are_commands():
    assert SHELL
