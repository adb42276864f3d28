"""Character tables: the traces of all irreps on all conjugacy classes, exact."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import TYPE_CHECKING

from grouptools.errors import ArgumentError, IntegrityError
from grouptools.exact.algebra.fields import Element, Field
from grouptools.groups.classes import ConjugacyClass
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.group import Group
from grouptools.representations.characters import inner_product
from grouptools.representations.irrep_value import Irrep
from grouptools.representations.orthonormal import number_to_sympy

if TYPE_CHECKING:
    import sympy

__all__ = ["CharacterTable", "character_table"]


@dataclass(frozen=True, slots=True, eq=False)
class CharacterTable:
    """The characters of the irreps of a finite group.

    `irreps`: one a row, in their order; `classes`: one a column, in theirs, `class_labels` their
    names; `values[r][c]`: the character of row r on class c, an element of `field`.
    """

    group: FiniteGroup
    irreps: tuple[Irrep, ...]
    classes: tuple[ConjugacyClass, ...]
    class_labels: tuple[str, ...]
    field: Field
    values: tuple[tuple[Element, ...], ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the irreps."""
        return tuple(irrep.label for irrep in self.irreps)

    @property
    def class_sizes(self) -> tuple[int, ...]:
        """The numbers of elements of the classes."""
        return tuple(c.size for c in self.classes)

    def to_sympy(self) -> sympy.Matrix:
        """The table as a sympy Matrix, a row an irrep and a column a class."""
        import sympy

        rows = [[number_to_sympy(self.field, value) for value in row] for row in self.values]
        return sympy.Matrix(len(rows), len(self.classes), [v for row in rows for v in row])

    def __getitem__(self, place: tuple[str, str]) -> sympy.Expr:
        """One character by the label of the irrep and the name of the class."""
        label, name = place
        if label not in self.labels or name not in self.class_labels:
            raise ArgumentError(
                f"{place!r} was given, but the irreps of {self.group.name} are "
                f"{', '.join(self.labels)} and its classes {', '.join(self.class_labels)}"
            )
        row = self.values[self.labels.index(label)]
        return number_to_sympy(self.field, row[self.class_labels.index(name)])

    def verify(self) -> None:
        """Prove that rows and columns are orthogonal, and that the group's order is reached.

        <chi_r, chi_s> = e_r delta_rs with e = 1, or 1, 2, 4 for real irreps by type;
        sum_r chi_r(c) conj(chi_r(d)) / e_r = delta_cd |G| / |c|, and for real irreps the mean of
        that and of the same with the class of the inverses of c.
        Raises `IntegrityError` that names the rows or classes.
        """
        field, e = self.field, [irrep.endomorphism_dimension for irrep in self.irreps]
        for r, first in enumerate(self.values):
            for s, second in enumerate(self.values[: r + 1]):
                if inner_product(self.group, first, second, field) != (e[r] if r == s else 0):
                    raise IntegrityError(
                        f"the characters {self.labels[r]} and {self.labels[s]} of "
                        f"{self.group.name} have the wrong inner product"
                    )
        if len(self.irreps) < len(self.classes) and not self._is_real_table:
            raise IntegrityError(f"{self.group.name} has more classes than characters here")
        self._verify_columns(e)

    @property
    def _is_real_table(self) -> bool:
        return all(irrep.is_real for irrep in self.irreps)

    def _verify_columns(self, e: list[int]) -> None:
        """Raise unless 2 |c| times the sum over rows is |G| for each of d = c and d = c*.

        c* is c itself, or in a real table, where both columns are equal, the class of inverses.
        """
        field, group = self.field, self.group
        inverse = group.power_map(-1) if self._is_real_table else range(len(self.classes))
        for c, first in enumerate(self.classes):
            for d in range(c + 1):
                terms = (
                    row[c] * field.conjugate(row[d]) / n
                    for row, n in zip(self.values, e, strict=True)
                )
                total = sum(terms, field.element(0)) % field.modulus
                if 2 * first.size * total != group.order * ((c == d) + (int(inverse[c]) == d)):
                    raise IntegrityError(
                        f"the columns {self.class_labels[c]} and {self.class_labels[d]} of the "
                        f"characters of {group.name} are not orthogonal as they must be"
                    )

    def to_markdown(self) -> str:
        """The table as Markdown text."""
        lines = [self._header(), ["---"] * (len(self.classes) + 1), *self._rows(str)]
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)

    def to_latex(self) -> str:
        """The table as a LaTeX tabular."""
        import sympy

        columns = "l|" + "r" * len(self.classes)
        heading = [self.group.name, *(_latex_class(c, n) for c, n in self._named_classes())]
        rows = self._rows(lambda value: f"${sympy.latex(value)}$")
        lines = [" & ".join(heading) + r" \\ \hline", *(" & ".join(row) + r" \\" for row in rows)]
        return "\n".join([rf"\begin{{tabular}}{{{columns}}}", *lines, r"\end{tabular}"])

    def __str__(self) -> str:
        """The table as aligned text."""
        lines = [self._header(), *self._rows(str)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join(
            "  ".join(
                entry.ljust(width) if k == 0 else entry.rjust(width)
                for k, (entry, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        )

    def __repr__(self) -> str:
        """Group and size."""
        return f"<CharacterTable of {self.group.name}, {len(self.irreps)} irreps>"

    def _named_classes(self) -> Iterable[tuple[ConjugacyClass, str]]:
        return zip(self.classes, self.class_labels, strict=True)

    def _header(self) -> list[str]:
        names = (f"{c.size} {name}" if c.size > 1 else name for c, name in self._named_classes())
        return [self.group.name, *names]

    def _rows(self, text: Callable[[sympy.Expr], str]) -> list[list[str]]:
        return [
            [irrep.label, *(text(number_to_sympy(self.field, value)) for value in row)]
            for irrep, row in zip(self.irreps, self.values, strict=True)
        ]


@lru_cache(maxsize=256)
def character_table(group: Group, *, real: bool = False) -> CharacterTable:
    """The characters of the irreps of a finite group on its conjugacy classes.

    `real=True` gives those of the irreps over the real numbers: fewer rows where there are irreps
    of complex type.
    Raises `ArgumentError` for a group that is not finite.

    >>> from grouptools.groups.point_groups import point_group
    >>> print(character_table(point_group("C3v")))
    C3v  E  2 C3  3 sigma_v
    A1   1     1          1
    A2   1     1         -1
    E    2    -1          0
    """
    from grouptools.representations.catalogue import irreps

    if not isinstance(group, FiniteGroup):
        raise ArgumentError(
            f"the character table of {group.name} was asked for, but only a finite group has one"
        )
    rows = irreps(group, real=real)
    representations = [irrep.representation for irrep in rows]
    field = reduce(Field.joined, (rep.field for rep in representations))
    values = tuple(
        tuple(rep.field.embed(trace, field) for trace in rep.traces) for rep in representations
    )
    classes = group.conjugacy_classes()
    return CharacterTable(group, rows, classes, _class_labels(group), field, values)


def _class_labels(group: FiniteGroup) -> tuple[str, ...]:
    """C3, sigma_v of a point group of space; of another group the word of the first element."""
    from grouptools.groups.class_names import class_names
    from grouptools.groups.recognition import recognised

    if group.dimension == 3 and recognised(group) is not None:
        return class_names(group)
    return tuple(group.element_name(c.representative) for c in group.conjugacy_classes())


def _latex_class(conjugacy_class: ConjugacyClass, name: str) -> str:
    """The name of a class in mathematics, with the number of its elements before it."""
    text = re.sub(r"\bsigma", r"\\sigma", name)
    text = re.sub(r"([CS])(\d+)", r"\1_{\2}", text)
    text = re.sub(r"_([a-z])", r"_{\1}", text)
    text = re.sub(r"\^(\d+)", r"^{\1}", text)
    size = f"{conjugacy_class.size}\\," if conjugacy_class.size > 1 else ""
    return f"${size}{text}$"
