"""The detective on Wigner matrices, coefficients, Euler angles and quaternions."""

import numpy as np
import pytest
from scipy.linalg import block_diag
from scipy.spatial.transform import Rotation

import grouptools as gt
from grouptools.conventions import NAMED
from grouptools.conventions.choices import VALUES
from grouptools.conventions.detective import detect_convention
from grouptools.errors import ArgumentError
from tests.conventions import disguises
from tests.peers import inputs, recording

FRESH = Rotation.random(4, rng=1).as_matrix()
ROTATIONS = Rotation.random(5, rng=2)
SEQUENCES = [
    axes if intrinsic else axes.lower()
    for axes in ("ZYZ", "ZXZ", "YXY", "YZY", "XYX", "XZX", "XYZ", "XZY", "YXZ", "YZX", "ZXY", "ZYX")
    for intrinsic in (True, False)
]


def test_right_on_200_disguised_wigner_matrices():
    """One to five rotations, up to three columns missing."""
    wrong = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        convention, l = disguises.random_convention(rng), int(rng.integers(0, 7))
        size = 2 * l + 1
        rotations = Rotation.random(int(rng.integers(1, 6)), rng=rng)
        array = disguises.wigner_D(convention, l, rotations.as_matrix())
        array = disguises.noisy(rng, array)
        missing = rng.choice(size, size=min(size - 1, int(rng.integers(0, 4))), replace=False)
        array[:, :, missing] = np.nan
        found = detect_convention(array, "wigner_D", rotations=rotations)
        seen = np.setdiff1d(np.arange(size), missing)
        truth = disguises.wigner_D(convention, l, FRESH)[:, :, seen]
        if not found or not np.allclose(
            disguises.wigner_D(found.convention, l, FRESH)[:, :, seen], truth, atol=1e-12
        ):
            wrong.append(seed)
        if not found or not reported(found, convention):
            wrong.append(seed)
    assert wrong == []


@pytest.mark.parametrize("l", [7, 8])
def test_right_at_higher_degrees(l):
    for seed in range(5):
        rng = np.random.default_rng(500 + seed)
        convention = disguises.random_convention(rng, 8)
        array = disguises.noisy(rng, disguises.wigner_D(convention, l, ROTATIONS.as_matrix()))
        found = detect_convention(array, "wigner_D", rotations=ROTATIONS).convention
        truth = disguises.wigner_D(convention, l, FRESH)
        assert np.allclose(disguises.wigner_D(found, l, FRESH), truth, atol=1e-11)


def reported(found, convention):
    """Whether what the truth says of equation, axes and basis is among what is reported."""
    return ", but" in convention.order or all(
        getattr(convention, field)
        in (getattr(found.convention, field), *found.undetermined.get(field, ()))
        for field in ("basis", "axes", "wigner_D")
    )


def wrongs():
    """Name -> a change after which matrices are in no convention."""
    rng = np.random.default_rng(5)

    def mixed(D):
        q, _ = np.linalg.qr(rng.normal(size=D.shape[1:]))
        return q @ D @ q.T

    def one_column(D):
        D[:, :, 1] = rng.normal(size=D.shape[:2])
        return D

    def one_sign(D):
        D[1, 0, 2] *= -1
        return D

    def half(D):
        D[2:] = np.swapaxes(D[2:], 1, 2)
        return D

    return {
        "random orthogonal mix": mixed,
        "one wrong column": one_column,
        "one wrong sign": one_sign,
        "half of the rotations inverted": half,
        "random numbers": lambda D: rng.normal(size=D.shape),
        "a column on one side only": lambda D: D * np.array([1, 1, -1, 1, 1]),
    }


@pytest.mark.parametrize("name", wrongs())
@pytest.mark.parametrize("seed", range(3))
def test_no_known_wigner_matrices(name, seed):
    convention = disguises.random_convention(np.random.default_rng(seed))
    array = disguises.wigner_D(convention, 2, ROTATIONS.as_matrix())
    found = detect_convention(wrongs()[name](array), "wigner_D", rotations=ROTATIONS)
    assert not found
    assert len(found.nearest) == 3
    assert all(0 < entry.wrong <= entry.entries == 125 for entry in found.nearest)


@pytest.mark.parametrize("rotations", [ROTATIONS, ROTATIONS.as_quat(), ROTATIONS.as_matrix()])
def test_rotations_of_every_kind(rotations):
    array = gt.wigner_D(2, ROTATIONS, basis="complex")
    found = detect_convention(array, "wigner_D", rotations=rotations)
    assert found.convention.name == "grouptools complex"
    assert found.undetermined == {
        "order": ("ascending", "descending"),
        "phase": ("standard", "(-1)^m"),
        "wigner_D": ("Y(R^-1 x) = D^T Y(x)", "Y(R x) = D Y(x)"),
    }


def test_packages_are_named_from_their_matrices():
    for package, key, name in (
        ("e3nn", "wigner_D", "e3nn"),
        ("lie_learn", "wigner_D", "lie_learn"),
    ):
        flat = recording.read(package)[1][key]
        array = flat[8 * 10 : 8 * 35].reshape(8, 5, 5)
        found = detect_convention(array, "wigner_D", rotations=inputs.quaternions())
        assert name in [convention.name for convention in found.conventions]


def test_rotations_about_one_axis_are_not_enough():
    about_z = Rotation.from_rotvec([[0, 0, 0.3], [0, 0, 1.1]])
    for rotations, count in ((about_z, "2 rotations were"), (about_z[0], "a rotation was")):
        D = np.reshape(gt.wigner_D(2, rotations), (-1, 5, 5))
        with pytest.raises(ArgumentError, match=f"{count} given that leave the order or the phase"):
            detect_convention(D, "wigner_D", rotations=rotations)


def test_right_on_disguised_coefficients():
    """Several shells, in any order of degrees, before and after one rotation."""
    wrong = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        convention = disguises.random_convention(rng, 4)
        degrees = rng.integers(0, 5, size=rng.integers(1, 4)).tolist()
        rotation = Rotation.random(rng=rng)
        blocks = {l: turning(convention, l, rotation) for l in degrees}
        size = sum(2 * l + 1 for l in degrees)
        scale = 1 / np.hstack([norms(convention, l) for l in degrees])
        before = rng.normal(size=(2 * size + 5, size)) * scale
        after = before @ block_diag(*(blocks[l] for l in degrees)).T
        pair = tuple(disguises.noisy(rng, part, scale) for part in (before, after))
        found = detect_convention(pair, "coefficients", rotation=rotation, degrees=degrees)
        again = Rotation.random(rng=rng)
        if not found or not all(
            np.allclose(turning(found.convention, l, again), turning(convention, l, again))
            for l in degrees
        ):
            wrong.append(seed)
    assert wrong == []


def norms(convention, l):
    return disguises.norms(convention, l, np.array(convention.orders(l)))


def turning(convention, l, rotation):
    """The matrix by which coefficients of f become those of f(R^-1 x): Y(R^-1 x) = M Y(x), M^T."""
    B = disguises.matrices(convention, l, rotation.inv().as_matrix()[None])[0]
    N = norms(convention, l)
    return disguises.real_if(convention, (N[:, None] * B / N).T)


def test_orbitals_of_pyscf():
    """px py pz, but otherwise m = -l, ..., l, in shells 2s 2p 1d."""
    rng, rotation, degrees = np.random.default_rng(0), ROTATIONS[0], (0, 0, 1, 1, 2)
    D = [turning(NAMED["pyscf"], l, rotation) for l in degrees]
    before = rng.normal(size=(14, 13))
    pair = before, before @ block_diag(*D).T
    found = detect_convention(pair, "coefficients", rotation=rotation, degrees=degrees)
    assert found.convention.name == "pyscf"
    pair[1][3, 4] += 0.1
    found = detect_convention(pair, "coefficients", rotation=rotation, degrees=degrees)
    assert not found
    assert found.nearest[0].convention.name == "pyscf"
    assert (found.nearest[0].array, found.nearest[0].index) == ("after", (3, 4))


@pytest.mark.parametrize("rotations", VALUES["rotations"])
@pytest.mark.parametrize("text", SEQUENCES)
def test_every_sequence_of_euler_angles(text, rotations):
    turned = ROTATIONS if rotations == "active" else ROTATIONS.inv()
    angles = disguises.noisy(np.random.default_rng(0), turned.as_euler(text))
    found = detect_convention(angles, "euler_angles", rotations=ROTATIONS)
    assert found.choices == {"euler_angles": text, "rotations": rotations}
    assert found.undetermined == {}


def test_one_turn_leaves_sequences_open():
    found = detect_convention(
        [[0.3, 0, 0]], "euler_angles", rotations=Rotation.from_euler("Z", 0.3)
    )
    assert found.undetermined["euler_angles"] == (
        "ZYZ",
        "ZXZ",
        "ZYX",
        "ZXY",
        "zyz",
        "zxz",
        "zyx",
        "zxy",
    )


@pytest.mark.parametrize("rotations", VALUES["rotations"])
@pytest.mark.parametrize("text", VALUES["quaternions"])
def test_every_order_of_quaternions(text, rotations):
    turned = ROTATIONS if rotations == "active" else ROTATIONS.inv()
    rows = -turned.as_quat()[:, ["xyzw".index(part) for part in text]]
    found = detect_convention(rows, "quaternions", rotations=ROTATIONS)
    assert found.choices == {"quaternions": text, "rotations": rotations}


@pytest.mark.parametrize(("kind", "columns"), [("euler_angles", 3), ("quaternions", 4)])
def test_rows_of_no_known_kind(kind, columns):
    rows = np.random.default_rng(0).normal(size=(5, columns))
    found = detect_convention(rows, kind, rotations=ROTATIONS)
    assert not found
    assert found.nearest[0].array == "rotations"
    assert "entry rotations[0, 0, 0] is" in str(found)


PAIR = (np.ones((4, 3)), np.ones((4, 3)))


@pytest.mark.parametrize(
    ("array", "kind", "known", "sentence"),
    [
        (np.ones((5, 5, 5)), "wigner_D", {}, "no rotations was given, but this kind is recognised"),
        (
            np.ones((4, 5, 5)),
            "wigner_D",
            {"rotations": ROTATIONS},
            "Wigner matrices have the shape",
        ),
        (
            np.ones((5, 4, 4)),
            "wigner_D",
            {"rotations": ROTATIONS},
            "(..., 2l+1, 2l+1), one for each",
        ),
        (np.ones((5, 5)), "wigner_D", {"rotations": np.ones(3)}, "quaternions have shape (..., 4)"),
        (np.ones((1, 3, 3)), "wigner_D", {"rotations": np.zeros(4)}, "a zero quaternion was given"),
        (np.ones((1, 3, 3)), "wigner_D", {"rotations": np.full(4, np.nan)}, "rotations with nan"),
        (PAIR, "coefficients", {"rotation": ROTATIONS[0]}, "need the degrees of their shells"),
        (PAIR, "coefficients", {"rotation": ROTATIONS, "l": 1}, "5 rotations were given, but"),
        (PAIR, "coefficients", {"rotation": ROTATIONS[0], "l": 2}, "the degrees add up to 5"),
        (
            PAIR,
            "coefficients",
            {"rotation": ROTATIONS[0], "l": 1},
            "linearly independent are needed",
        ),
        (PAIR[0], "coefficients", {"rotation": ROTATIONS[0], "l": 1}, "pass (before, after)"),
        (
            (PAIR[0], PAIR[1] * np.nan),
            "coefficients",
            {"rotation": ROTATIONS[0], "l": 1},
            "coefficients with nan were given",
        ),
        (np.ones((5, 4)), "euler_angles", {"rotations": ROTATIONS}, "euler angles have the shape"),
        (np.ones((5, 3)), "quaternions", {"rotations": ROTATIONS}, "quaternions have the shape"),
        (np.zeros((5, 4)), "quaternions", {"rotations": ROTATIONS}, "a zero quaternion was given"),
    ],
)
def test_bad_input_is_one_sentence(array, kind, known, sentence):
    with pytest.raises(ArgumentError) as caught:
        detect_convention(array, kind, **known)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
