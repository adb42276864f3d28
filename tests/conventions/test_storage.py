"""Layouts of two and three axes to the flat order and back."""

import numpy as np
import pytest
import sympy
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import grouptools as gt
from grouptools.conventions import NAMED, convert, pack, unpack
from grouptools.conventions.storage import LAYOUTS
from grouptools.errors import ArgumentError

sizes = st.integers(0, 5).map(lambda l: (2, (l + 1) ** 2))
ORDERS = [(l, m) for l in range(4) for m in range(-l, l + 1)]
SHAPES = {"cilm": (2, 4, 4), "wrapped": (4, 7), "half": (4, 4)}


@pytest.mark.parametrize("layout", ["cilm", "wrapped"])
@given(arrays.arrays(np.float64, sizes, elements=st.floats(-1e9, 1e9)))
def test_there_and_back(layout, flat):
    assert (unpack(pack(flat, layout), layout) == flat).all()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_entry_has_its_place(layout):
    """Each (l, m), written where the package has it."""
    cells = np.zeros(SHAPES[layout], complex)
    for l, m in ORDERS:
        number = 10 * l + m + 1j * m
        if layout == "cilm":
            cells[int(m < 0), l, abs(m)] = number
        elif layout == "wrapped":
            cells[l, m] = number  # Python counts negative m from the end
        elif m >= 0:
            cells[l, m] = number
    expected = [10 * l + m + 1j * m for l, m in ORDERS]
    if layout == "half":
        expected = [
            10 * l + m + 1j * m if m >= 0 else (-1) ** m * (10 * l - m + 1j * m) for l, m in ORDERS
        ]
    assert unpack(cells, layout).tolist() == expected
    assert (pack(np.array(expected), layout) == cells).all()


def test_what_is_not_read_does_not_matter():
    """pyshtools repeats Y(l, 0) in [1, l, 0] of complex harmonics."""
    cells = np.full((2, 3, 3), np.nan)
    for l, m in ORDERS[:9]:
        cells[int(m < 0), l, abs(m)] = 1.0
    assert (unpack(cells, "cilm") == 1).all()


@pytest.mark.parametrize(
    ("layout", "shape"), [("cilm", (2, 4, 2)), ("wrapped", (4, 3)), ("half", (4, 2))]
)
def test_fewer_orders(layout, shape):
    flat = unpack(np.ones(shape), layout)
    assert [int(flat[k] != 0) for k in range(16)] == [int(abs(m) <= 1) for _, m in ORDERS]


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, c in NAMED.items()
        if c.basis == "complex" and ("pysh" in name or "torch" in name)
    ],
)
def test_half_is_a_real_function(name):
    """Sums of coefficients times harmonics of these conventions are real."""
    rng = np.random.default_rng(1)
    half = np.tril(rng.normal(size=(4, 4)) + 1j * rng.normal(size=(4, 4)))
    half[:, 0] = half[:, 0].real
    points = rng.normal(size=(5, 3))
    values = convert(gt.spherical_harmonics(3, points), "harmonics", "grouptools", name)
    assert (values @ unpack(half, "half")).imag == pytest.approx(0, abs=1e-13)


def test_types_are_kept():
    flat = torch.arange(9, dtype=torch.float32, requires_grad=True)
    packed = pack(flat, "cilm")
    assert packed.dtype == torch.float32
    packed.sum().backward()
    assert flat.grad.tolist() == [1] * 9
    exact = np.array([sympy.sqrt(k) for k in range(4)], dtype=object)
    assert (unpack(pack(exact, "wrapped"), "wrapped") == exact).all()
    array = unpack(sympy.Array([[[1, 0], [2, 3]], [[0, 0], [0, 4]]]), "cilm")
    assert array == sympy.Array([1, 4, 2, 3])


WRONG = [
    (
        unpack,
        np.ones((4, 4)),
        "clim",
        "layout = 'clim' was given, but coefficients are kept as one of",
    ),
    (
        unpack,
        np.ones((3, 4, 4)),
        "cilm",
        "an array of shape (3, 4, 4) was given, but the layout 'cilm'",
    ),
    (
        unpack,
        np.ones((4, 4)),
        "cilm",
        "an array of shape (4, 4) was given, but the layout 'cilm' has",
    ),
    (
        unpack,
        np.ones((4, 6)),
        "wrapped",
        "an array of shape (4, 6) was given, but the layout 'wrapped'",
    ),
    (
        unpack,
        np.ones((0, 0)),
        "half",
        "an array of shape (0, 0) was given, but the layout 'half' has",
    ),
    (
        pack,
        np.ones(8),
        "cilm",
        "an array of shape (8,) was given, but flat coefficients have the shape",
    ),
    (pack, np.ones(()), "cilm", "an array of shape () was given, but flat coefficients have"),
    (
        pack,
        np.ones(9),
        "square",
        "layout = 'square' was given, but coefficients are kept as one of",
    ),
    (
        pack,
        np.array([1, 2, 3, 4]),
        "half",
        "coefficients were given for the layout 'half' that differ",
    ),
]


@pytest.mark.parametrize(("function", "array", "layout", "sentence"), WRONG)
def test_errors(function, array, layout, sentence):
    with pytest.raises(ArgumentError) as caught:
        function(array, layout)
    assert str(caught.value).startswith(sentence)
