"""Julia: one function with a method for a point and one for many."""

from __future__ import annotations

from typing import Any

from grouptools.codegen.language import Job, Language, Statement, indented, printer_with_literals
from grouptools.codegen.program import Element

__all__ = ["Julia"]

FILE = """\
{header}
#
{arguments}

# One point.
function {name}!({one_point})
{body}
    return nothing
end

# Many points, counted by the last index of every array.
function {name}!({many_points})
    for i in axes({input}, 2)
        @views {name}!({steps})
    end
    return nothing
end
"""


class Julia(Language):
    """Julia; memory is laid out as in C, so that the indices stand in reverse order."""

    extension = ".jl"
    reserved = (
        "abs abstract axes baremodule begin break catch const continue do else elseif end export "
        "false finally for function global if ifelse import in isa let local macro max module "
        "mutable nothing primitive quote return sqrt struct true try type using where while"
    )

    def printer(self) -> Any:
        """Make the printer of sympy for Julia."""
        from sympy.printing.julia import JuliaCodePrinter

        return printer_with_literals(JuliaCodePrinter, {}, self.number)

    def number(self, value: float) -> str:
        """A literal, Float32 by its exponent f."""
        text = super().number(value)
        if self.dtype == "float64":
            return text
        return text.replace("e", "f") if "e" in text else f"{text}f0"

    def expression(self, value: Any) -> str:
        """Write products of scalars by *, where the printer, made for arrays, broadcasts."""
        return super().expression(value).replace(" .* ", " * ")

    def load(self, array: str, position: int) -> str:
        """array[position + 1]."""
        return f"{array}[{position + 1}]"

    def call(self, function: str, *arguments: str) -> str:
        """The function of that name in Base."""
        return f"{function}({', '.join(arguments)})"

    def choose(self, condition: str, yes: str, no: str) -> str:
        """Both values are at hand: no branch."""
        return f"ifelse({condition}, {yes}, {no})"

    def source(self, job: Job) -> str:
        """Two methods that fill arrays given by the caller, outputs first."""
        program = job.program
        shapes = {**program.shapes, program.input: (len(program.variables),)}
        sizes = (
            f"# {a}: {len(shape)} index, size {', '.join(map(str, shape[::-1]))}."
            if len(shape) == 1
            else f"# {a}: {len(shape)} indices, sizes {', '.join(map(str, shape[::-1]))}."
            for a, shape in shapes.items()
        )
        return FILE.format(
            name=job.name,
            input=program.input,
            header=indented([f"# {line}".rstrip() for line in job.header], 0),
            arguments="\n".join(sizes),
            one_point=_parameters(shapes, 0),
            many_points=_parameters(shapes, 1),
            body=indented([_line(line) for line in job.statements], 4),
            steps=", ".join(f"{a}[{':, ' * len(shape)}i]" for a, shape in shapes.items()),
        )


def _parameters(shapes: dict[str, tuple[int, ...]], more: int) -> str:
    kinds = (f"{a}::AbstractArray{{<:Real, {len(shape) + more}}}" for a, shape in shapes.items())
    return ", ".join(kinds)


def _line(line: Statement) -> str:
    if not isinstance(line.target, Element):
        return f"{line.target} = {line.value}"
    index = ", ".join(str(i + 1) for i in reversed(line.target.indices))
    return f"{line.target.array}[{index}] = {line.value}"
