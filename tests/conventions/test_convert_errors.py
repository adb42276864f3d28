"""What `convert` refuses, each time with one sentence that says what is possible."""

import numpy as np
import pytest

import grouptools as gt
from grouptools.conventions import Convention, convert
from grouptools.errors import ArgumentError, SelectionRuleError

SPINOR = gt.Irreps("1/2", gt.SU2())
CUBIC = gt.Irreps("A1", gt.point_group("O"))
BESIDE = "but what it takes beside array, kind, source and target is"

WRONG = [
    (
        (np.ones(9), "harmonic", "e3nn", "e3nn"),
        {},
        "kind = 'harmonic' was given, but what is converted is one of harmonics, coefficients",
    ),
    ((np.ones(9), None, "e3nn", "e3nn"), {}, "kind = None was given"),
    ((np.ones(9), "harmonics", "e4nn", "e3nn"), {}, "'e4nn' is the name of no convention"),
    ((np.ones(9), "harmonics", 3, "e3nn"), {}, "source = 3 was given, but it is a Convention or a"),
    ((np.ones(9), "harmonics", "e3nn", None), {}, "target = None was given"),
    (
        (np.ones(5), "harmonics", "e3nn", "scipy"),
        {},
        (
            "an array of shape (5,) was given, but all values of harmonics to l_max have "
            "the shape (..., (l_max + 1)^2): pass l="
        ),
    ),
    ((np.ones(()), "harmonics", "e3nn", "scipy"), {}, "an array of shape () was given"),
    ((np.ones(0), "harmonics", "e3nn", "scipy"), {}, "an array of shape (0,) was given"),
    (
        (np.ones(4), "harmonics", "e3nn", "scipy"),
        {"l": 1},
        (
            "an array of shape (4,) was given, but values of harmonics of degree 1 have the "
            "shape (..., 3)"
        ),
    ),
    ((np.ones(3), "harmonics", "e3nn", "scipy"), {"l": 1.0}, "l = 1.0 was given, but a degree is"),
    (
        (np.ones(3), "coefficients", "e3nn", "scipy"),
        {"l": 2},
        "an array of shape (3,) was given, but coefficients of degree 2 have the shape (..., 5)",
    ),
    (
        (np.ones(9), "harmonics", "e3nn", "scipy"),
        {"irreps": "1o"},
        f"irreps was given to convert harmonics, {BESIDE} l= (optional)",
    ),
    (
        (np.ones(9), "features", "e3nn", "grouptools"),
        {},
        f"no more was given to convert features, {BESIDE} irreps=",
    ),
    (
        (np.ones(9), "vectors", "e3nn", "grouptools"),
        {"l": 1},
        f"l was given to convert vectors, {BESIDE} nothing",
    ),
    (
        (np.ones(9), "features", "e3nn", "grouptools"),
        {"irreps": "1o"},
        "an array of shape (9,) was given, but features in 1o have the shape (..., 3)",
    ),
    (
        (np.ones(9), "features", "e3nn", "grouptools"),
        {"irreps": CUBIC},
        "irreps of O were given, but conventions differ in the irreps of O(3), SO(3), SU(2)",
    ),
    (
        (np.ones(2), "features", "grouptools", "grouptools complex"),
        {"irreps": SPINOR},
        "spin 1/2 was given, but the convention",
    ),
    (
        (np.ones(9), "features", "e3nn", "scipy"),
        {"irreps": "1o"},
        (
            "the convention 'scipy' makes no choice of layout, on which the kind features depends: "
            "name one, as in 'scipy; layout = ...'"
        ),
    ),
    (
        (np.eye(3), "wigner_D", "e3nn", "scipy"),
        {},
        "the convention 'scipy' makes no choice of wigner_D",
    ),
    (
        (np.eye(3), "wigner_D", "e3nn", Convention(wigner_D=None)),
        {},
        "the convention 'basis = real; axes",
    ),
    (
        (np.ones((3, 2)), "wigner_D", "e3nn", "grouptools"),
        {},
        "an array of shape (3, 2) was given, but Wigner matrices have the shape (..., 2, 2)",
    ),
    (
        (np.ones(3), "wigner_D", "e3nn", "grouptools"),
        {},
        "an array of shape (3,) was given, but Wigner matrices",
    ),
    (
        (np.ones((0, 0)), "wigner_D", "e3nn", "grouptools"),
        {},
        "a Wigner matrix without rows was given",
    ),
    (
        (np.ones((2, 2)), "wigner_D", "e3nn", "grouptools"),
        {},
        "spin 1/2 was given, but the convention",
    ),
    (
        (np.ones((3, 3)), "clebsch_gordan", "e3nn", "grouptools"),
        {},
        "an array of shape (3, 3) was given, but couplings have the shape",
    ),
    (
        (np.ones((3, 3, 7)), "clebsch_gordan", "e3nn", "grouptools"),
        {},
        "(1, 1, 3) breaks the triangle rule",
    ),
    (
        (np.ones((3, 4)), "kernel", "e3nn", "grouptools"),
        {"irreps_in": "1o", "irreps_out": "1o"},
        "an array of shape (3, 4) was given, but kernels from 1o to 1o have the shape (..., 3, 3)",
    ),
    (
        (np.ones(2), "euler_angles", "e3nn", "grouptools"),
        {},
        "an array of shape (2,) was given, but Euler angles have the shape (..., 3)",
    ),
    (
        (np.ones(3), "euler_angles", "e3nn", "scipy"),
        {},
        "the convention 'scipy' makes no choice of euler_angles",
    ),
    (
        (np.ones(3), "quaternions", "e3nn", "grouptools"),
        {},
        "an array of shape (3,) was given, but quaternions",
    ),
    (
        (np.ones(3), "rotation_matrices", "e3nn", "grouptools"),
        {},
        "an array of shape (3,) was given, but rotation matrices",
    ),
    (
        (np.ones(4), "vectors", "e3nn", "grouptools"),
        {},
        "an array of shape (4,) was given, but vectors have the shape (..., 3)",
    ),
    (
        (np.ones((3, 4)), "cartesian_tensors", "e3nn", "grouptools"),
        {"rank": 2},
        (
            "an array of shape (3, 4) was given, but Cartesian tensors of rank 2 have the "
            "shape (..., 3, 3)"
        ),
    ),
    (
        (np.ones((3, 3)), "cartesian_tensors", "e3nn", "grouptools"),
        {"rank": -1},
        "rank = -1 was given, but a degree is",
    ),
    (
        (np.ones(6), "voigt", "grouptools", "grouptools"),
        {"rank": 3},
        "rank = 3 was given, but Voigt's notation is converted for rank 2 and 4",
    ),
    (
        (np.ones(6), "voigt", "grouptools", "grouptools"),
        {"rank": 4},
        (
            "an array of shape (6,) was given, but symmetric tensors of rank 4 in Voigt's "
            "notation have the shape (..., 6, 6)"
        ),
    ),
    (
        (np.array(["a"] * 9), "harmonics", "e3nn", "scipy"),
        {},
        "an array of dtype <U1 was given, but numbers are converted",
    ),
    (
        (np.array(["a", 1, 2], dtype=object), "vectors", "e3nn", "grouptools"),
        {},
        "an array with the entry 'a' was given, but numbers are converted",
    ),
    (
        ([[1, 2], [3]], "vectors", "e3nn", "grouptools"),
        {},
        "an array was given that cannot be read",
    ),
]


@pytest.mark.parametrize(("arguments", "needed", "sentence"), WRONG)
def test_errors(arguments, needed, sentence):
    with pytest.raises(ArgumentError) as caught:
        convert(*arguments, **needed)
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)


def test_a_triple_that_does_not_exist():
    with pytest.raises(SelectionRuleError):
        convert(np.ones((1, 1, 3)), "clebsch_gordan", "e3nn", "grouptools")


NOT_REAL = [
    (
        "harmonics",
        np.array([1, 1, 1j]),
        {"l": 1},
        "values of harmonics were given that are not real",
    ),
    ("wigner_D", np.diag([1, 1, 1j]), {}, "Wigner matrices were given that are not real"),
    ("clebsch_gordan", np.full((3, 3, 1), 1 + 1j), {}, "couplings were given that are not real"),
]


@pytest.mark.parametrize(("kind", "array", "needed", "sentence"), NOT_REAL)
def test_what_is_not_real_in_a_real_basis(kind, array, needed, sentence):
    with pytest.raises(ArgumentError, match=sentence):
        convert(array, kind, "grouptools complex", "grouptools", **needed)
