"""Rust: one function for a point and one for a slice of points, without dependencies."""

from __future__ import annotations

from typing import Any

from grouptools.codegen.language import Job, Language, Statement, indented, printer_with_literals
from grouptools.codegen.program import Element

__all__ = ["Rust"]

FILE = """\
{header}

/// One point.
#[allow(clippy::all, non_snake_case)]
pub fn {name}({one_point}) {{
{body}
}}

/// Many points; panics unless all slices have the same length.
#[allow(clippy::needless_range_loop, non_snake_case)]
pub fn {name}_n({many_points}) {{
{checks}
    for i in 0..{input}.len() {{
        {name}({steps});
    }}
}}
"""


class Rust(Language):
    """Rust, any edition."""

    extension = ".rs"
    reserved = (
        "abstract as async await become box break const continue crate do dyn else enum extern "
        "false final fn for gen if impl in let loop macro match mod move mut override priv pub ref "
        "return self static struct super trait true try type typeof unsafe unsized use virtual "
        "where while yield"
    )

    @property
    def real(self) -> str:
        """The type of a number."""
        return "f64" if self.dtype == "float64" else "f32"

    def printer(self) -> Any:
        """Make the printer of sympy for Rust."""
        from sympy.printing.rust import RustCodePrinter

        return printer_with_literals(RustCodePrinter, {}, self.number)

    def load(self, array: str, position: int) -> str:
        """array[position]."""
        return f"{array}[{position}]"

    def call(self, function: str, *arguments: str) -> str:
        """The methods of the primitive types."""
        first, *rest = arguments
        return f"{first}.{function}({', '.join(rest)})"

    def choose(self, condition: str, yes: str, no: str) -> str:
        """The conditional expression."""
        return f"if {condition} {{ {yes} }} else {{ {no} }}"

    def source(self, job: Job) -> str:
        """A module; an array with two indices is an array of rows."""
        program = job.program
        types = {program.input: f"[{self.real}; {len(program.variables)}]"}
        for array, shape in program.shapes.items():
            types[array] = self.real
            for size in reversed(shape):
                types[array] = f"[{types[array]}; {size}]"
        mutable = dict.fromkeys(program.shapes, "mut ")
        lines = [self._line(line) for line in job.statements]
        if not job.reads_input():
            lines.insert(0, f"let _ = {program.input};")

        def parameters(opening: str, closing: str) -> str:
            return ", ".join(
                f"{a}: &{mutable.get(a, '')}{opening}{kind}{closing}" for a, kind in types.items()
            )

        return FILE.format(
            name=job.name,
            input=program.input,
            header=indented([f"// {line}".rstrip() for line in job.header], 0),
            one_point=parameters("", ""),
            many_points=parameters("[", "]"),
            checks=indented([f"assert_eq!({program.input}.len(), {a}.len());" for a in mutable], 4),
            body=indented(lines, 4),
            steps=", ".join(f"&{mutable.get(a, '')}{a}[i]" for a in types),
        )

    def _line(self, line: Statement) -> str:
        if not isinstance(line.target, Element):
            return f"let {line.target}: {self.real} = {line.value};"
        index = "".join(f"[{i}]" for i in line.target.indices)
        return f"{line.target.array}{index} = {line.value};"
