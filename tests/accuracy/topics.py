"""The topics of this folder, and the largest error of each function among what they measure."""

import ast
from collections.abc import Iterable
from importlib import import_module
from math import isnan
from pathlib import Path

from tests.accuracy.measurement import Measurement

HERE = Path(__file__).parent

#: (function, dtype) -> degree or spin -> the measurement with the largest error.
Worst = dict[tuple[str, str], dict[int, Measurement]]


def is_topic(source: str) -> bool:
    """Whether a module defines `measurements`, seen without running it."""
    return any(
        isinstance(node, ast.FunctionDef) and node.name == "measurements"
        for node in ast.parse(source).body
    )


def topic_names(folder: Path = HERE) -> list[str]:
    """Every module of the folder that defines `measurements`, sorted."""
    return [
        path.stem
        for path in sorted(folder.glob("*.py"))
        if is_topic(path.read_text(encoding="utf-8"))
    ]


def measured(topic: str, *, quick: bool) -> list[Measurement]:
    """All that one topic measures."""
    return list(import_module(f"tests.accuracy.{topic}").measurements(quick=quick))


def worst(found: Iterable[Measurement]) -> Worst:
    """The largest error at each value; a nan is larger than any number."""
    largest: Worst = {}
    for one in found:
        values = largest.setdefault((one.function, one.dtype), {})
        other = values.get(one.value)
        if other is None or not _at_most(one.error, other.error):
            values[one.value] = one
    return largest


def _at_most(error: float, other: float) -> bool:
    return isnan(other) or error <= other
