"""The detective on values of harmonics: right on disguised arrays, and silent on others."""

from dataclasses import replace

import numpy as np
import pytest

import grouptools as gt
from grouptools.conventions import NAMED
from grouptools.conventions.change import change_of_basis
from grouptools.conventions.detective import detect_convention
from grouptools.conventions.orders import RULES
from grouptools.errors import ArgumentError
from tests.conventions import disguises
from tests.peers import inputs, recording

FRESH = np.random.default_rng(1).normal(size=(20, 3))
POINTS = np.random.default_rng(2).normal(size=(30, 3))


def disguised(rng, flat):
    """A convention, the degrees, and the columns that are seen, some missing."""
    convention = disguises.random_convention(rng)
    l = int(rng.integers(0, 7))
    degrees = list(range(l + 1)) if flat else [l]
    size = sum(2 * k + 1 for k in degrees)
    missing = rng.choice(size, size=min(size - 1, int(rng.integers(0, 4))), replace=False)
    return convention, degrees, np.setdiff1d(np.arange(size), missing)


def values(convention, degrees, points):
    return np.concatenate([disguises.harmonics(convention, l, points) for l in degrees], axis=1)


def seen(rng, convention, degrees, points):
    """The values with noise of 1e-6 of the size of each column."""
    exact = values(convention, degrees, points)
    return disguises.noisy(rng, exact, np.sqrt(np.mean(np.abs(exact) ** 2, axis=0)))


def agree(found, convention, degrees, columns):
    """Whether two conventions are one in these columns, at points that the detective never saw."""
    truth = values(convention, degrees, FRESH)[:, columns]
    return np.allclose(values(found, degrees, FRESH)[:, columns], truth, rtol=1e-9, atol=1e-9)


def test_what_counts_as_right_can_be_wrong():
    """One sign of one component is seen by the comparison that the tests below make."""
    convention = NAMED["grouptools"]
    wrong = replace(convention, phase="-1 for |m|=2")
    assert agree(convention, convention, [0, 1, 2], np.arange(9))
    assert not agree(wrong, convention, [0, 1, 2], np.arange(9))
    assert agree(wrong, convention, [0, 1, 2], np.arange(4))


def test_right_on_200_disguised_arrays():
    wrong = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        convention, degrees, columns = disguised(rng, flat=seed % 2 == 0)
        array = seen(rng, convention, degrees, POINTS)
        array[:, np.setdiff1d(np.arange(array.shape[1]), columns)] = np.nan
        l = None if seed % 2 == 0 else degrees[0]
        found = detect_convention(array, "harmonics", points=POINTS, l=l)
        if not found or not agree(found.convention, convention, degrees, columns):
            wrong.append(seed)
    assert wrong == []


@pytest.mark.parametrize("l", [7, 8])
def test_right_at_higher_degrees(l):
    for seed in range(5):
        rng = np.random.default_rng(500 + seed)
        convention = disguises.random_convention(rng, 8)
        array = seen(rng, convention, [l], POINTS)
        found = detect_convention(array, "harmonics", points=POINTS, l=l)
        assert agree(found.convention, convention, [l], np.arange(2 * l + 1))


def test_right_with_columns_left_out():
    """Of one degree, in their order: which are left out is found, too."""
    wrong = []
    for seed in range(60):
        rng = np.random.default_rng(1000 + seed)
        convention, degrees, columns = disguised(rng, flat=False)
        array = seen(rng, convention, degrees, POINTS)[:, columns]
        found = detect_convention(array, "harmonics", points=POINTS, l=degrees[0])
        mine = values(found.convention, degrees, FRESH) if found else np.empty((20, 0))
        truth = values(convention, degrees, FRESH)[:, columns]
        rest = iter(mine.T)
        if not all(any(np.allclose(a, b, rtol=1e-9, atol=1e-9) for b in rest) for a in truth.T):
            wrong.append(seed)
    assert wrong == []


def test_every_choice_that_fits_is_reported():
    """With a rule for all degrees, the truth is among the values reported for each field."""
    for seed in range(40):
        rng = np.random.default_rng(2000 + seed)
        convention, degrees, _ = disguised(rng, flat=True)
        if ", but" in convention.order:
            continue
        array = seen(rng, convention, degrees, POINTS)
        found = detect_convention(array, "harmonics", points=POINTS)
        for field in ("basis", "axes", "order", "normalization"):
            known = {getattr(c, field) for c in found.candidates}
            known |= set(found.undetermined.get(field, ()))
            assert getattr(convention, field) in known, (seed, field)


def test_found_is_the_convention_exactly():
    """The exact matrix between what is found and the truth is the identity."""
    for seed in range(8):
        rng = np.random.default_rng(3000 + seed)
        convention = disguises.random_convention(rng)
        array = seen(rng, convention, [0, 1, 2], POINTS)
        found = detect_convention(array, "harmonics", points=POINTS).convention
        for l in range(3):
            assert change_of_basis(l, convention, found).is_Identity


def wrongs():
    """Name -> a change after which an array is in no convention."""
    rng = np.random.default_rng(5)

    def mixed(array):
        q, _ = np.linalg.qr(rng.normal(size=(array.shape[1],) * 2))
        return array @ q

    def one_column(array):
        return np.concatenate([array[:, :-1], rng.normal(size=(len(array), 1))], axis=1)

    def one_column_twice(array):
        return np.concatenate([array[:, :-1], array[:, :1]], axis=1)

    def one_sign(array):
        row = int(np.argmax(np.abs(array[:, 2])))
        array[row, 2] *= -1
        return array

    def phase_of_one(array):
        array = array.astype(complex)
        array[:, 2] *= np.exp(0.3j)
        return array

    return {
        "random orthogonal mix": mixed,
        "one wrong column": one_column,
        "one column twice": one_column_twice,
        "one wrong sign inside a column": one_sign,
        "a phase that is no power of i": phase_of_one,
        "random numbers": lambda array: rng.normal(size=array.shape),
        "a factor": lambda array: 1.01 * array,
    }


@pytest.mark.parametrize("name", wrongs())
@pytest.mark.parametrize("seed", range(3))
def test_none_of_the_known(name, seed):
    rng = np.random.default_rng(seed)
    convention = disguises.random_convention(rng)
    degrees = [2] if seed else [0, 1, 2]
    array = wrongs()[name](values(convention, degrees, POINTS))
    found = detect_convention(array, "harmonics", points=POINTS, l=2 if seed else None)
    assert not found
    assert found.convention is None
    assert found.conventions == found.candidates == ()
    assert len(found.nearest) == 3
    assert str(found).startswith("harmonics: none of the known conventions")


def test_a_third_of_the_points_in_another_convention():
    first, second = (disguises.harmonics(NAMED[name], 2, POINTS) for name in ("grouptools", "e3nn"))
    array = np.concatenate([first[:20], second[20:]])
    found = detect_convention(array, "harmonics", points=POINTS, l=2)
    assert not found
    entry = found.nearest[0]
    assert (entry.convention.name, entry.index) == ("grouptools", (20, 0))
    assert entry.expected == pytest.approx(first[20, 0])
    assert entry.found == second[20, 0]
    assert str(entry).startswith(f"grouptools: entry [20, 0] is {second[20, 0]:.7g} where")


def test_nearest_is_the_one_with_one_wrong_column():
    array = disguises.harmonics(NAMED["e3nn"], 3, POINTS)
    array[:, 4] *= 2
    found = detect_convention(array, "harmonics", points=POINTS, l=3)
    assert found.nearest[0].convention.name == "e3nn"
    assert found.nearest[0].index == (0, 4)
    assert (found.nearest[0].wrong, found.nearest[0].entries) == (30, 210)


def test_noise_above_rtol_is_no_convention_but_names_the_nearest():
    rng = np.random.default_rng(0)
    array = disguises.harmonics(NAMED["e3nn"], 2, POINTS) + 1e-2 * rng.normal(size=(30, 5))
    assert detect_convention(array, "harmonics", points=POINTS, l=2).nearest[0].distance < 0.02
    assert not detect_convention(array, "harmonics", points=POINTS, l=2)
    assert detect_convention(array, "harmonics", points=POINTS, l=2, rtol=0.09)


RECORDED = [
    ("e3nn", "harmonics_component", "e3nn"),
    ("scipy", "sph_harm_y", "scipy"),
    ("sphericart", "harmonics", "sphericart"),
    ("spherical", "harmonics", "spherical"),
    ("sympy", "znm", "sympy real"),
    ("sympy", "ynm", "sympy"),
]


@pytest.mark.parametrize(("package", "key", "name"), RECORDED)
def test_packages_are_named_from_their_numbers(package, key, name):
    _, arrays = recording.read(package)
    found = detect_convention(arrays[key], "harmonics", points=inputs.points())
    assert name in [convention.name for convention in found.conventions]
    assert found.convention == found.conventions[0]
    assert found.nearest == ()


def test_pyscf_is_named_from_its_orbitals():
    """Their radial parts are 1 after a division that no order and no sign can change."""
    orbitals = recording.read("pyscf")[1]["orbitals"]
    parts = np.split(orbitals, [l * l for l in range(1, 9)], axis=1)
    squares = [4 * np.pi / (2 * l + 1) * (part**2).sum(axis=1) for l, part in enumerate(parts)]
    array = np.hstack([part / np.sqrt(s)[:, None] for part, s in zip(parts, squares, strict=True)])
    found = detect_convention(array, "harmonics", points=inputs.points())
    assert found.convention.name == "pyscf"


def test_degree_zero_leaves_much_open():
    array = gt.spherical_harmonics(0, POINTS)
    found = detect_convention(array, "harmonics", points=POINTS)
    assert len(found.undetermined["axes"]) == 6
    assert set(RULES) <= set(found.undetermined["order"])
    assert "normalization" not in found.undetermined
    assert found.undetermined["basis"] == ("real", "complex")
    assert found.choices["normalization"] == "integral"


def test_missing_components_are_told():
    array = gt.spherical_harmonics(2, POINTS)
    array[:, [1, 6]] = np.nan
    found = detect_convention(array, "harmonics", points=POINTS)
    assert found.missing == ((1, -1), (2, 0))
    assert "missing (l, m): (1, -1), (2, 0)" in str(found)


@pytest.mark.parametrize("dtype", [np.float32, np.complex64, object])
def test_other_dtypes(dtype):
    array = gt.spherical_harmonics(2, POINTS).astype(dtype)
    assert detect_convention(array, "harmonics", points=POINTS).convention.name == "grouptools"


def test_batches_and_lengths_of_points():
    points = (POINTS * 3).reshape(5, 6, 3)
    array = gt.spherical_harmonics(2, points)
    assert detect_convention(array, "harmonics", points=points).convention.name == "grouptools"


@pytest.mark.parametrize(
    ("array", "points", "l", "sentence"),
    [
        (np.ones((30, 5)), None, 2, "no points were given, but values of harmonics"),
        (np.ones((30, 5)), POINTS[:, :2], 2, "points have the shape (..., 3)"),
        (np.ones((30, 5)), 0 * POINTS, 2, "a zero vector were given, but it has no direction"),
        (np.ones((29, 5)), POINTS, 2, "one row for each point: (..., (l_max + 1)^2)"),
        (np.ones((30, 5)), POINTS, None, "5 columns were given, but all degrees to l_max have"),
        (np.ones((30, 6)), POINTS, 2, "6 columns were given with l = 2, but degree 2 has 5"),
        (np.ones((30, 5)), POINTS, -1, "l = -1 was given, but a degree is a non-negative"),
        (np.full((30, 5), np.nan), POINTS, 2, "nan throughout: pass some numbers"),
        (np.full((30, 5), np.inf), POINTS, 2, "holds infinite numbers: pass finite numbers"),
        (np.where(np.eye(30, 5), np.nan, 1), POINTS, 2, "nan at [0, 0], but nan marks what is"),
        ([["a"]], POINTS, 2, "of type list was given, but it is an array of numbers"),
        (np.ones((30, 5)), 1j * POINTS, 2, "points with complex numbers was given"),
        (np.ones((0, 5)), POINTS, 2, "is empty: pass finite numbers"),
        (np.ones((1, 5)), POINTS[:1], 2, "1 points were given that do not tell the harmonics"),
        (np.ones((30, 5)), POINTS * [1, 1, 0], 2, "in general position"),
    ],
)
def test_bad_input_is_one_sentence(array, points, l, sentence):
    with pytest.raises(ArgumentError) as caught:
        detect_convention(array, "harmonics", points=points, l=l)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
