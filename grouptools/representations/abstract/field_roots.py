"""Square roots in a number field."""

from __future__ import annotations

from grouptools.exact.algebra.fields import Element, Field

__all__ = ["square_root"]


def square_root(element: Element, field: Field) -> Element | None:
    """A square root of an element in its field, the positive one in a real field; or None.

    With c a generator of the field and m its minimal polynomial, m(x^2) is irreducible over Q
    unless c = u^2; then it is h(x) h(-x) up to sign, and x = u is where h(x) and x^2 - c vanish.

    >>> field = Field.real(8)
    >>> square_root(field.element([6, 4]), field), square_root(field.element(3), field)
    (x + 2, None)
    """
    if element == 0:
        return element
    c, scale = _generating(element, field)
    h = _half(_minimal_polynomial(c, field))
    if h is None:
        return None
    even, odd = field.element(0), field.element(0)
    for k in reversed(range(h.degree() + 1)):  # h(x) = even + odd x modulo x^2 - c
        even, odd = (odd * c + h[k]) % field.modulus, even
    root = -even * field.inverse(odd * scale % field.modulus) % field.modulus
    return -root if field.is_real and field.sign(root) < 0 else root


def _generating(element: Element, field: Field) -> tuple[Element, Element]:
    """(c, w) with c = element w^2 a generator of the field: w = 1, t, t + 1, t + 2, ..."""
    scale, shift = field.element(1), 0
    while True:
        c = element * scale % field.modulus * scale % field.modulus
        if _minimal_polynomial(c, field).degree() == field.degree:
            return c, scale
        scale = field.element([shift, 1])
        shift += 1


def _minimal_polynomial(element: Element, field: Field) -> Element:
    """The minimal polynomial over Q, by that of the multiplication by the element."""
    import flint

    degree = field.degree
    rows = []
    power = field.element(1)
    for _ in range(degree):
        image = element * power % field.modulus
        rows.append([image[k] for k in range(degree)])
        power = power * flint.fmpq_poly([0, 1]) % field.modulus
    return flint.fmpq_mat(rows).minpoly()


def _half(minimal: Element) -> Element | None:
    """A factor of half the degree of minimal(x^2), or None where that is irreducible."""
    import flint

    doubled = minimal(flint.fmpq_poly([0, 0, 1]))
    _, factors = flint.fmpz_poly([int(c) for c in (doubled * doubled.denom()).coeffs()]).factor()
    halves = sorted(
        (f for f, _ in factors if 2 * f.degree() == doubled.degree()),
        key=lambda f: [int(c) for c in f.coeffs()],
    )
    return flint.fmpq_poly(halves[-1]) if halves else None
