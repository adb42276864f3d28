"""numpy and torch: a function over the last axis of an array of any shape."""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from grouptools.codegen.language import Job, Language, Statement, indented, printer_with_literals
from grouptools.codegen.program import Element

__all__ = ["Numpy", "Torch"]

FILE = '''\
"""{header}
"""

import {module}

__all__ = ["{name}"]


def {name}({input}):
    """{input} of shape (..., {size}) -> {outputs}.

    {note}
    Raises ValueError for another shape.
    """
{body}
'''

NUMBER = re.compile(r"-?[0-9.]+(e[+-]?[0-9]+)?")


class _Python(Language):
    extension = ".py"
    reserved = " ".join([*keyword.kwlist, "tuple", "ValueError"]).lower()

    def printer(self) -> Any:
        """Make the printer of sympy for Python: all that the expressions hold is +, - and *."""
        from sympy.printing.pycode import PythonCodePrinter

        return printer_with_literals(PythonCodePrinter, {}, self.number)

    def load(self, array: str, position: int) -> str:
        """array[..., position]."""
        return f"{array}[..., {position}]"

    def _file(self, job: Job, module: str, note: str, body: Sequence[str]) -> str:
        program = job.program
        shapes = (f"{a} of shape {_shape('...', shape)}" for a, shape in program.shapes.items())
        return FILE.format(
            name=job.name,
            module=module,
            header="\n".join(job.header),
            input=program.input,
            size=len(program.variables),
            outputs=", ".join(shapes),
            note=note,
            body=indented(body, 4),
        )

    def _check(self, job: Job) -> list[str]:
        array, size = job.program.input, len(job.program.variables)
        found = f"{array} has shape {{tuple({array}.shape)}}"
        return [
            f"if {array}.ndim == 0 or {array}.shape[-1] != {size}:",
            f'    raise ValueError(f"{found}, but its last axis must have length {size}")',
        ]


class Numpy(_Python):
    """numpy: outputs are filled column by column."""

    reserved = _Python.reserved + " np numpy"

    def call(self, function: str, *arguments: str) -> str:
        """The ufunc of that name."""
        name = {"abs": "abs", "max": "maximum", "sqrt": "sqrt"}[function]
        return f"np.{name}({', '.join(arguments)})"

    def choose(self, condition: str, yes: str, no: str) -> str:
        """np.where."""
        return f"np.where({condition}, {yes}, {no})"

    def source(self, job: Job) -> str:
        """A module with one function."""
        program, array = job.program, job.program.input
        lines = [f"{array} = np.asarray({array}, dtype=np.{self.dtype})", *self._check(job)]
        for out, shape in program.shapes.items():
            whole = _shape(f"*{array}.shape[:-1]", shape)
            lines.append(f"{out} = np.empty({whole}, dtype=np.{self.dtype})")
        lines += map(_numpy_line, job.statements)
        lines.append(f"return {', '.join(program.shapes)}")
        note = (
            f"Computes in {self.dtype}, with {len(job.locals())} arrays of shape (...) in between: "
            f"split large inputs."
        )
        return self._file(job, "numpy as np", note, lines)


class Torch(_Python):
    """torch: plain operations, so that autograd, vmap, compile and every device work."""

    reserved = _Python.reserved + " torch"

    def call(self, function: str, *arguments: str) -> str:
        """The function of that name."""
        name = {"abs": "abs", "max": "maximum", "sqrt": "sqrt"}[function]
        return f"torch.{name}({', '.join(arguments)})"

    def choose(self, condition: str, yes: str, no: str) -> str:
        """torch.where."""
        return f"torch.where({condition}, {yes}, {no})"

    def constant(self, value: str) -> str:
        """Cut the value out of the graph of derivatives."""
        return f"{value}.detach()"

    def source(self, job: Job) -> str:
        """A module with one function."""
        program = job.program
        lines = self._check(job)
        lines += (self._torch_line(line, program.input) for line in job.statements)
        for array, shape in program.shapes.items():
            lines += _stacked(array, shape)
        lines.append(f"return {', '.join(program.shapes)}")
        note = (
            f"Computes in the dtype of {program.input}, which must be floating; the constants are "
            f"rounded to {self.dtype}."
        )
        return self._file(job, "torch", note, lines)

    def _torch_line(self, line: Statement, array: str) -> str:
        if not isinstance(line.target, Element):
            return f"{line.target} = {line.value}"
        name, value = _element_name(*line.target), line.value
        if NUMBER.fullmatch(value):
            value = f"torch.full_like({array}[..., 0], {value})"
        return f"{name} = {value}"


def _numpy_line(line: Statement) -> str:
    if not isinstance(line.target, Element):
        return f"{line.target} = {line.value}"
    return f"{line.target.array}[..., {', '.join(map(str, line.target.indices))}] = {line.value}"


def _stacked(array: str, shape: tuple[int, ...]) -> list[str]:
    """Join the elements of one output, rows first."""
    if len(shape) == 1:
        return _stack(array, [_element_name(array, (k,)) for k in range(shape[0])], -1)
    rows = [_element_name(array, (i,)) for i in range(shape[0])]
    lines = []
    for i, row in enumerate(rows):
        lines += _stack(row, [_element_name(array, (i, k)) for k in range(shape[1])], -1)
    return [*lines, *_stack(array, rows, -2)]


def _stack(name: str, parts: Sequence[str], axis: int) -> list[str]:
    listed = wrap(", ".join(parts), 88, initial_indent="    ", subsequent_indent="    ")
    return [f"{name} = torch.stack([", *listed, f"], dim={axis})"]


def _element_name(array: str, indices: tuple[int, ...]) -> str:
    return "_".join([array, *map(str, indices)])


def _shape(leading: str, shape: tuple[int, ...]) -> str:
    return f"({', '.join([leading, *map(str, shape)])})"
