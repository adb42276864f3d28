"""Exact numbers of any kind as elements of a number field.

Integers, fractions, square roots, cos and sin of rational multiples of pi, roots of unity, and
their sums, products, quotients and integer powers lie in cyclotomic fields, and so does a root of
a root where the field that it generates is abelian [Kronecker 1853, Weber 1886], such as
sin(2 pi/5) = sqrt(5/8 + sqrt(5)/8).  What is read is computed in such fields, never in floats.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from fractions import Fraction
from numbers import Rational
from typing import TYPE_CHECKING, Any

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import RATIONALS, Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.exact.algebra.roots import LARGEST_DEGREE, is_small, square_root
from grouptools.exact.algebra.subfields import over_smallest_field

if TYPE_CHECKING:
    import sympy

__all__ = ["read_matrix", "read_numbers"]

Number = tuple[Field, Element]


def read_matrix(rows: Any, what: str, *, real: bool = True) -> FieldMatrix:
    """A matrix of exact numbers over the smallest field that contains its entries.

    `rows`: rows of ints, `Fraction`s, sympy or flint numbers; a sympy Matrix; an integer array.
    `what`: how to call it in an error.  `real`: whether complex entries are refused.
    Raises `ArgumentError` for floats and for numbers in no cyclotomic field, naming the entry.

    >>> import sympy
    >>> half, root = sympy.Rational(1, 2), sympy.sqrt(3) / 2
    >>> read_matrix([[-half, -root], [root, -half]], "a third of a turn").field
    Field.real(12)
    """
    if isinstance(rows, FieldMatrix):
        return rows
    listed = rows.tolist() if hasattr(rows, "tolist") else rows
    try:
        table = [list(row) for row in listed]
    except TypeError:
        raise ArgumentError(
            f"{what} of type {type(rows).__name__} was given, but a matrix is expected: pass a "
            f"sequence of rows"
        ) from None
    widths = sorted({len(row) for row in table})
    if len(widths) != 1 or not widths[0]:
        raise ArgumentError(
            f"{what} has rows of lengths {widths}, but a matrix has rows of one length, 1 or more"
        )
    names = [f"entry ({i}, {j}) of {what}" for i in range(len(table)) for j in range(widths[0])]
    entries = [entry for row in table for entry in row]
    field, elements = _read(zip(entries, names, strict=True), real=real)
    return FieldMatrix.from_rows(
        [elements[i : i + widths[0]] for i in range(0, len(elements), widths[0])], field
    )


def read_numbers(
    values: Sequence[Any], what: str, *, real: bool = True
) -> tuple[Field, list[Element]]:
    """Exact numbers as elements of the smallest field that contains all of them.

    Returns the field and the elements; as `read_matrix` otherwise.

    >>> import sympy
    >>> read_numbers([sympy.sqrt(2) / 2, 3], "a vector")
    (Field.real(8), [1/2*x, 3])
    """
    return _read(((v, f"entry {i} of {what}") for i, v in enumerate(values)), real=real)


def _read(named: Iterable[tuple[Any, str]], *, real: bool) -> tuple[Field, list[Element]]:
    """Read every number, and bring all to one field, the smallest."""
    known: dict[Any, Number] = {}
    keys: list[Any] = []
    for value, name in named:
        key = (type(value), value) if isinstance(value, Hashable) else (list, len(keys))
        if key not in known:
            known[key] = _read_one(value, name, real=real)
        keys.append(key)
    field = RATIONALS
    for own, _ in known.values():
        field = field.joined(own)
    embedded = [own.embed(element, field) for own, element in known.values()]
    field, elements = over_smallest_field(field, embedded)
    element_of = dict(zip(known, elements, strict=True))
    return field, [element_of[key] for key in keys]


def _read_one(value: Any, name: str, *, real: bool) -> Number:
    """One number over the smallest field that contains it."""
    import flint

    if isinstance(value, int | flint.fmpz | flint.fmpq | Rational) and not isinstance(value, bool):
        return RATIONALS, RATIONALS.element(value)
    field, element = _evaluated(_as_sympy(value, name), name)
    if not field.is_real:
        field, (element,) = over_smallest_field(field, [element])
    if real and not field.is_real:
        raise ArgumentError(f"{name} is {value}, but it must be real: pass real numbers only")
    return field, element


def _as_sympy(value: Any, name: str) -> sympy.Expr:
    """The value as a sympy number without floats."""
    import sympy

    exact = isinstance(value, sympy.Expr) or hasattr(value, "_sympy_")
    expression = sympy.sympify(value) if exact else sympy.nan
    floats = expression.atoms(sympy.Float)
    if floats or not exact:
        kind = type(value).__name__
        given = f"contains the float {min(floats)}" if floats else f"is the {kind} {value!r}"
        raise ArgumentError(
            f"{name} {given}, but only exact numbers are taken: pass integers, fractions or sympy "
            f"numbers, such as Rational(1, 2) or sqrt(3)/2"
        )
    return expression


def _evaluated(expression: sympy.Expr, name: str) -> Number:
    """The value of an expression, by what it is made of."""
    import sympy

    if expression.is_Rational:
        return RATIONALS, RATIONALS.element(Fraction(int(expression.p), int(expression.q)))
    if expression.is_Add or expression.is_Mul:
        combine = _sum if expression.is_Add else _product
        result = _evaluated(expression.args[0], name)
        for argument in expression.args[1:]:
            result = combine(result, _evaluated(argument, name))
        return result
    if expression is sympy.I:
        return _root_of_unity(Fraction(1, 4), name)
    if expression is sympy.GoldenRatio:
        return _evaluated(expression.expand(func=True), name)
    if expression.is_Pow:
        return _power(expression, name)
    if isinstance(expression, sympy.exp):
        return _exponential(expression, name)
    if isinstance(expression, sympy.functions.elementary.trigonometric.TrigonometricFunction):
        return _trigonometric(expression, name)
    raise _refusal(expression, name)


def _refusal(expression: object, name: str) -> ArgumentError:
    return ArgumentError(
        f"{name} contains {expression}, which is in no cyclotomic field of degree "
        f"{2 * LARGEST_DEGREE} or less: pass rationals, square roots, cos and sin of rational "
        f"multiples of pi, and sums and products of these"
    )


def _joined(a: Number, b: Number, operation: Callable[[Element, Element], Element]) -> Number:
    field = a[0].joined(b[0])
    value = operation(a[0].embed(a[1], field), b[0].embed(b[1], field))
    return field, value % field.modulus


def _sum(a: Number, b: Number) -> Number:
    return _joined(a, b, lambda x, y: x + y)


def _product(a: Number, b: Number) -> Number:
    return _joined(a, b, lambda x, y: x * y)


def _power(expression: sympy.Expr, name: str) -> Number:
    """base**(p/q) for q a power of 2, by square roots; (-1)**(p/q) for every q."""
    import sympy

    base, exponent = expression.args
    if not exponent.is_Rational:
        raise _refusal(expression, name)
    p, q = int(exponent.p), int(exponent.q)
    if base in (-1, sympy.I):
        return _root_of_unity(Fraction(p, q * (2 if base == -1 else 4)), name)
    field, element = _evaluated(base, name)
    while q % 2 == 0:
        field, element = _principal_root(field, element, expression, name)
        q //= 2
    if q != 1 or (p < 0 and element == 0):
        raise _refusal(expression, name)
    factor = field.inverse(element) if p < 0 else element
    result = field.element(1)
    for _ in range(abs(p)):
        result = result * factor % field.modulus
    return field, result


def _principal_root(field: Field, element: Element, expression: sympy.Expr, name: str) -> Number:
    """The square root of a real number: positive, or i times a positive one."""
    field, (element,) = over_smallest_field(field, [element])
    if not field.is_real:
        raise ArgumentError(
            f"{name} contains {expression}, the root of a complex number, which is not read: write "
            f"roots of unity as exp(2*pi*I*k/n)"
        )
    sign = field.sign(element)
    if sign == 0:
        return field, element
    root = square_root(field, sign * element)
    if root is None:
        raise _refusal(expression, name)
    return root if sign > 0 else _product(root, _root_of_unity(Fraction(1, 4), name))


def _exponential(expression: sympy.Expr, name: str) -> Number:
    """exp(i pi q) for rational q."""
    import sympy

    turns = expression.args[0] / (2 * sympy.pi * sympy.I)
    if not turns.is_Rational:
        raise _refusal(expression, name)
    return _root_of_unity(Fraction(int(turns.p), int(turns.q)), name)


def _trigonometric(expression: sympy.Expr, name: str) -> Number:
    """A trigonometric function of a rational multiple of pi, as a quotient of cosines."""
    import sympy

    ratio = expression.args[0] / sympy.pi
    if not ratio.is_Rational:
        raise _refusal(expression, name)
    turns = Fraction(int(ratio.p), 2 * int(ratio.q))
    parts = {"cos": turns, "sin": Fraction(1, 4) - turns}
    above, below = {
        "cos": ("cos", None),
        "sin": ("sin", None),
        "tan": ("sin", "cos"),
        "cot": ("cos", "sin"),
        "sec": (None, "cos"),
        "csc": (None, "sin"),
    }[type(expression).__name__]
    result = RATIONALS, RATIONALS.element(1)
    if above:
        result = _cosine(parts[above], name)
    if below:
        field, element = _cosine(parts[below], name)
        result = _product(result, (field, field.inverse(element)))
    return result


def _cosine(turns: Fraction, name: str) -> Number:
    """cos(2 pi turns)."""
    k, n = turns.numerator, turns.denominator
    if not is_small(n):
        raise _refusal(f"cos({2 * turns}*pi)", name)
    field = Field.real(n)
    return field, field.double_cosine(k, n) / 2


def _root_of_unity(turns: Fraction, name: str) -> Number:
    """exp(2 pi i turns)."""
    k, n = turns.numerator, turns.denominator
    if not is_small(n):
        raise _refusal(f"exp({2 * turns}*pi*I)", name)
    field = Field.cyclotomic(n)
    return field, field.root_of_unity(k, n)
