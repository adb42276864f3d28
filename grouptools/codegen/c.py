"""C99: one function for a point and one for an array of points."""

from __future__ import annotations

from math import prod
from typing import Any

from grouptools.codegen.language import Job, Language, Statement, indented, printer_with_literals
from grouptools.codegen.program import Element

__all__ = ["C"]

FILE = """\
/*
{header}
 *
{arguments}
 */

{includes}

void {name}({parameters});
void {name}_n(size_t n, {parameters});

/* One point. */
void {name}({parameters})
{{
{body}
}}

/* n points, one after the other in every array. */
void {name}_n(size_t n, {parameters})
{{
    for (size_t i = 0; i < n; i++) {{
        {name}({steps});
    }}
}}
"""


class C(Language):
    """C99, also valid in later standards."""

    extension = ".c"
    reserved = (
        "auto break case char const continue default do double else enum extern float for goto if "
        "inline int long register restrict return short signed sizeof static struct switch typedef "
        "union unsigned void volatile while main size_t fabs fmax sqrt fabsf fmaxf sqrtf"
    )

    @property
    def real(self) -> str:
        """The type of a number."""
        return "double" if self.dtype == "float64" else "float"

    def printer(self) -> Any:
        """Make the printer of sympy for C99."""
        from sympy.printing.c import C99CodePrinter

        return printer_with_literals(C99CodePrinter, {}, self.number)

    def number(self, value: float) -> str:
        """A literal, with its suffix in single precision."""
        return super().number(value) + ("f" if self.dtype == "float32" else "")

    def load(self, array: str, position: int) -> str:
        """array[position]."""
        return f"{array}[{position}]"

    def call(self, function: str, *arguments: str) -> str:
        """The functions of <math.h>."""
        name = {"abs": "fabs", "max": "fmax", "sqrt": "sqrt"}[function]
        return f"{name}{'f' if self.dtype == 'float32' else ''}({', '.join(arguments)})"

    def choose(self, condition: str, yes: str, no: str) -> str:
        """The conditional operator."""
        return f"({condition}) ? {yes} : {no}"

    def source(self, job: Job) -> str:
        """A translation unit with prototypes; arrays are flat and must not overlap."""
        program = job.program
        shapes = {program.input: (len(program.variables),), **program.shapes}
        lines = [self._line(line, shapes) for line in job.statements]
        if not job.reads_input():
            lines.insert(0, f"(void){program.input};")
        const = {program.input: "const "}
        parameters = (f"{const.get(a, '')}{self.real} *restrict {a}" for a in shapes)
        return FILE.format(
            name=job.name,
            header=indented([f" * {line}".rstrip() for line in job.header], 0),
            arguments="\n".join(f" * {a}: {prod(shape)} numbers." for a, shape in shapes.items()),
            includes="#include <math.h>\n" * program.normalize + "#include <stddef.h>",
            parameters=", ".join(parameters),
            body=indented(lines, 4),
            steps=", ".join(f"{a} + {prod(shape)} * i" for a, shape in shapes.items()),
        )

    def _line(self, line: Statement, shapes: dict[str, tuple[int, ...]]) -> str:
        if not isinstance(line.target, Element):
            return f"const {self.real} {line.target} = {line.value};"
        place = 0
        for i, size in zip(line.target.indices, shapes[line.target.array], strict=True):
            place = place * size + i
        return f"{line.target.array}[{place}] = {line.value};"
