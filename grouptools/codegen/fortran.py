"""Fortran 2008, free form: a module with a pure subroutine for a point and one for many."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import Any

from grouptools.codegen.language import Job, Language, Statement, indented, printer_with_literals

__all__ = ["Fortran"]

FILE = """\
{header}
!
{arguments}

module {name}_module
  use, intrinsic :: iso_fortran_env, only: wp => {kind}
  implicit none
  private
  public :: {name}, {name}_n

contains

  ! One point.
  pure subroutine {name}({names})
{one_point}
{variables}

{body}
  end subroutine {name}

  ! n points, counted by the last index of every array.
  pure subroutine {name}_n(n, {names})
    integer, intent(in) :: n
{many_points}
    integer :: i

    do i = 1, n
      call {name}({steps})
    end do
  end subroutine {name}_n

end module {name}_module
"""


class Fortran(Language):
    """Fortran 2008; memory is laid out as in C, so that the indices stand in reverse order."""

    extension = ".f90"
    # Fortran reserves no word, but these would hide what the module uses.
    reserved = "abs contains end implicit integer max merge module pure real sqrt subroutine use wp"

    def printer(self) -> Any:
        """Make the printer of sympy for Fortran."""
        from sympy.printing.fortran import FCodePrinter

        settings = {"source_format": "free", "standard": 2008}
        return printer_with_literals(FCodePrinter, settings, self.number)

    def number(self, value: float) -> str:
        """A literal of the kind wp."""
        return f"{super().number(value)}_wp"

    def load(self, array: str, position: int) -> str:
        """array(position + 1)."""
        return f"{array}({position + 1})"

    def call(self, function: str, *arguments: str) -> str:
        """The intrinsic of that name."""
        return f"{function}({', '.join(arguments)})"

    def choose(self, condition: str, yes: str, no: str) -> str:
        """The intrinsic merge."""
        return f"merge({yes}, {no}, {condition})"

    def source(self, job: Job) -> str:
        """A module called <name>_module."""
        program = job.program
        statements = list(job.statements)
        if not job.reads_input():
            statements.insert(0, Statement("unused", self.load(program.input, 0)))
        shapes = {program.input: (len(program.variables),), **program.shapes}
        declared = [line.target for line in statements if isinstance(line.target, str)]
        return FILE.format(
            name=job.name,
            header=indented([f"! {line}".rstrip() for line in job.header], 0),
            arguments="\n".join(f"! {_declared(a, shapes[a], '')}" for a in shapes),
            kind="real64" if self.dtype == "float64" else "real32",
            names=", ".join(shapes),
            one_point=indented(_dummies(program.input, shapes, ""), 4),
            many_points=indented(_dummies(program.input, shapes, "n"), 4),
            variables=indented(_locals(declared), 4),
            body=indented([_line(line) for line in statements], 4),
            steps=", ".join(_declared(a, (), "i", len(shape)) for a, shape in shapes.items()),
        )


def _line(line: Statement) -> str:
    if isinstance(line.target, str):
        return f"{line.target} = {line.value}"
    index = ", ".join(str(i + 1) for i in reversed(line.target.indices))
    return f"{line.target.array}({index}) = {line.value}"


def _declared(array: str, shape: tuple[int, ...], last: str, colons: int = 0) -> str:
    """array(sizes, last), with as many colons before `last` as are asked for."""
    sizes = [*(str(size) for size in reversed(shape)), *":" * colons, *([last] if last else [])]
    return f"{array}({', '.join(sizes)})"


def _dummies(array_in: str, shapes: dict[str, tuple[int, ...]], last: str) -> list[str]:
    """Declare the arguments."""
    return [
        f"real(wp), intent({'in' if array == array_in else 'out'}) :: "
        f"{_declared(array, shape, last)}"
        for array, shape in shapes.items()
    ]


def _locals(names: Iterable[str]) -> list[str]:
    """Declare local variables, a few to a line."""
    return [f"real(wp) :: {line.rstrip(',')}" for line in wrap(", ".join(names), 80)]
