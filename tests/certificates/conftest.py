"""Tables of every kind, from the derivation whose results are to be certified."""

from fractions import Fraction
from itertools import product
from types import SimpleNamespace

import pytest

from grouptools.certificates import certify
from grouptools.exact.circular import circular_harmonic_coefficients
from grouptools.exact.coupling import clebsch_gordan, wigner_3j_array
from grouptools.exact.harmonics import harmonic_coefficients
from grouptools.exact.polynomials import monomials
from grouptools.exact.recoupling import squared_6j, squared_9j
from grouptools.exact.triple_integrals import gaunt
from grouptools.exact.wigner import wigner_D_coefficients

PARTS = ("re", "im")


class Table(SimpleNamespace):
    """kind, parameters, fields, rows, pi_power: what `certify` takes."""

    def claims(self, rows=None):
        rows = self.rows if rows is None else rows
        return certify(self.kind, self.parameters, self.fields, rows, self.pi_power)


@pytest.fixture(scope="session")
def table():
    """A function (kind, **parameters) -> Table."""
    return make_table


def make_table(kind, **parameters):
    make = {
        "clebsch_gordan": _coupling,
        "wigner_3j": _coupling,
        "gaunt": _coupling,
        "spherical_harmonics": _polynomials,
        "circular_harmonics": _polynomials,
        "wigner_D": _polynomials,
        "wigner_6j": _recoupling,
        "wigner_9j": _recoupling,
    }[kind]
    fields, rows, pi_power = make(kind, parameters)
    return Table(kind=kind, parameters=parameters, fields=fields, rows=rows, pi_power=pi_power)


def _bound(parameters):
    """The spins of a collection, or None for a block."""
    for name, step in (("l_max", 1), ("n_max", 1), ("j_max", Fraction(1, 2))):
        if name in parameters:
            count = int(Fraction(parameters[name]) / step)
            return [k * step if step == 1 or k % 2 else k // 2 for k in range(count + 1)]
    return None


def _entries(array):
    lists = (array.indices.tolist(), array.numerators.tolist(), array.denominators.tolist())
    return zip(*lists, strict=True)


def _projection(spin, index):
    m = Fraction(index) - Fraction(spin)
    return int(m) if m.denominator == 1 else m


def _coupling(kind, parameters):
    name = "l" if kind == "gaunt" else "j"
    spins = _bound(parameters)
    if spins is None:
        triads = [tuple(Fraction(parameters[f"{name}{i}"]) for i in (1, 2, 3))]
    else:
        triads = [
            (a, b, c)
            for a, b, c in product(spins, repeat=3)
            if abs(a - b) <= c <= a + b and Fraction(a + b + c).denominator == 1
        ]
    rows = []
    for triad in triads:
        for indices, n, d in _entries(_derive(kind, triad, parameters)):
            m = [_projection(*pair) for pair in zip(triad, indices, strict=True)]
            pairs = zip(triad, m, strict=True)
            labels = m if spins is None else [label for pair in pairs for label in pair]
            rows.append((tuple(labels), n, d))
    fields = [("m",), (name, "m")][spins is not None]
    fields = tuple(f"{field}{i}" for i in (1, 2, 3) for field in fields)
    return fields, rows, -1 if kind == "gaunt" else 0


def _derive(kind, triad, parameters):
    if kind == "wigner_3j":
        return wigner_3j_array(*triad)
    derive = {"gaunt": gaunt, "clebsch_gordan": clebsch_gordan}[kind]
    if kind == "gaunt":
        triad = map(int, triad)
    return derive(*triad, basis=parameters["basis"])


def _polynomials(kind, parameters):
    spins = _bound(parameters)
    name = (
        "n" if kind == "circular_harmonics" else "j" if parameters.keys() & {"j", "j_max"} else "l"
    )
    many, spins = spins is not None, spins or [Fraction(parameters.get(name, 0))]
    basis = parameters.get("basis")
    variables = {"circular_harmonics": 2, "spherical_harmonics": 3, "wigner_D": 4}[kind]
    rows = []
    for spin in spins:
        degree = int(2 * spin) if kind == "wigner_D" else int(spin)
        exponents = monomials(degree, variables)
        if kind == "circular_harmonics":
            array, orders = circular_harmonic_coefficients(degree), sorted({-degree, degree})
        else:
            derive = wigner_D_coefficients if kind == "wigner_D" else harmonic_coefficients
            array = derive(spin if kind == "wigner_D" else degree, basis=basis)
            orders = [_projection(spin, index) for index in range(array.shape[0])]
        heads = 2 if kind == "wigner_D" else 1
        for indices, n, d in _entries(array):
            labels = [orders[i] for i in indices[:heads]]
            labels += map(int, exponents[indices[heads]])
            labels += [PARTS[i] for i in indices[heads + 1 :]]
            rows.append(((spin,) * many + tuple(labels), n, d))
    fields = (name,) * many + ("m", "n")[: 2 if kind == "wigner_D" else 1]
    fields += ("x", "y", "z", "w")[:variables] + ("part",) * (basis == "complex")
    return fields, rows, 0 if kind == "wigner_D" else -1


def _recoupling(kind, parameters):
    count, derive = {"wigner_6j": (6, squared_6j), "wigner_9j": (9, squared_9j)}[kind]
    names = tuple(f"j{i}" for i in range(1, count + 1))
    spins = _bound(parameters)
    if spins is None:
        square = derive(*[int(2 * Fraction(parameters[name])) for name in names])
        return (), [((), square.numerator, square.denominator)] if square else [], 0
    rows = []
    for labels in product(spins, repeat=count):
        square = derive(*[int(2 * spin) for spin in labels])
        if square:
            rows.append((labels, square.numerator, square.denominator))
    return names, rows, 0
