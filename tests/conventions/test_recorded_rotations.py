"""Wigner matrices, angles, quaternions and matrices of every package, as recorded."""

from itertools import product

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

import grouptools as gt
from grouptools.conventions import NAMED, change_of_basis, convert
from tests.peers import inputs, recording

COMPILED = list(
    product(("real", "complex"), ("quantum", "seismology"), ("centered", "block"), ("cs", "nocs"))
)
#: convention, recording, number of rotations
WIGNER = [
    ("e3nn", "e3nn wigner_D", 8),
    ("e3nn 0.4.4", "e3nn_old wigner_D", 8),
    ("e3nn-jax", "e3nn_jax wigner_D", 8),
    ("e3nn-jax", "e3nn_jax wigner_D_quaternion", 8),
    ("cuequivariance", "cuequivariance wigner_D", 8),
    ("escnn", "escnn wigner_D", 8),
    ("lie_learn", "lie_learn wigner_D", 8),
    ("grouptools", "pyscf wigner_D", 8),
    ("sympy", "sympy rotation_D", 3),
    ("sympy", "sympy wigner_d", 3),
    *(
        (
            f"lie_learn {' '.join(words)}",
            f"lie_learn_compiled wigner_D_{'_'.join(words)}",
            8 if words == ("complex", "quantum", "centered", "cs") else 2,
        )
        for words in COMPILED
    ),
]


def blocks(flat, count):
    """The matrices (count, 2l+1, 2l+1) for l = 0, 1, ..., one after the other."""
    l, start = 0, 0
    while start < flat.size:
        size = 2 * l + 1
        yield flat[start : start + count * size**2].reshape(count, size, size)
        start += count * size**2
        l += 1


@pytest.mark.parametrize(("name", "where", "count"), WIGNER)
def test_wigner_matrices(name, where, count):
    file, key = where.split()
    quaternions = inputs.quaternions()[:count]
    found = list(blocks(recording.read(file)[1][key], count))
    for l, theirs in enumerate(found):
        ours = gt.wigner_D(l, quaternions)
        converted = convert(ours, "wigner_D", "grouptools", name)
        assert converted == pytest.approx(theirs, abs=1e-13)
        assert convert(theirs, "wigner_D", name, "grouptools") == pytest.approx(ours, abs=1e-13)
    assert len(found) == (4 if key == "rotation_D" else 9)


def test_entries_of_sympy():
    """Some of every degree from 4 on, by its slower function."""
    arrays = recording.read("sympy")[1]
    for (l, m, n), theirs in zip(
        arrays["rotation_D_places"].tolist(), arrays["rotation_D_entries"], strict=True
    ):
        ours = convert(gt.wigner_D(l, inputs.quaternions()[0]), "wigner_D", "grouptools", "sympy")
        assert ours[l + m, l + n] == pytest.approx(theirs, abs=1e-13)


def test_spherical():
    flat = recording.read("spherical")[1]["wigner_D"]
    start = 0
    for l in range(inputs.L_MAX + 1):
        theirs = flat[:, start : start + (2 * l + 1) ** 2].reshape(8, 2 * l + 1, 2 * l + 1)
        start += (2 * l + 1) ** 2
        ours = gt.wigner_D(l, inputs.quaternions())
        converted = convert(ours, "wigner_D", "grouptools", "spherical")
        assert converted == pytest.approx(theirs, abs=1e-13)


def test_pyscf_p_functions():
    theirs = recording.read("pyscf")[1]["wigner_D_p"]
    ours = gt.wigner_D(1, inputs.quaternions())
    assert convert(ours, "wigner_D", "grouptools", "pyscf") == pytest.approx(theirs, abs=1e-14)


@pytest.mark.parametrize("basis", [name for name in NAMED if name.startswith("lie_learn ")])
def test_changes_of_basis_of_lie_learn(basis):
    """Its matrices from its standard complex basis are those of the two conventions."""
    key = "from_standard_to_" + basis.removeprefix("lie_learn ").replace(" ", "_")
    theirs = recording.read("lie_learn_compiled")[1][key]
    source = NAMED["lie_learn complex quantum centered cs"]
    for l, matrix in enumerate(blocks(theirs, 1)):
        ours = np.array(change_of_basis(l, source, NAMED[basis]).evalf(20).tolist(), complex)
        assert ours == pytest.approx(matrix[0], abs=1e-14)


MATRICES = [
    ("e3nn", "e3nn euler_matrices"),
    ("e3nn-jax", "e3nn_jax euler_matrices"),
    ("escnn", "escnn euler_matrices"),
    ("grouptools; euler_angles = ZYZ", "scipy euler_intrinsic"),
    ("grouptools; euler_angles = zyz", "scipy euler_extrinsic"),
    ("grouptools; euler_angles = XYZ", "scipy euler_intrinsic_xyz"),
    ("grouptools; euler_angles = YXY", "scipy euler_intrinsic_yxy"),
    ("lie_learn; rotations = passive", "lie_learn_compiled euler_323"),
]


@pytest.mark.parametrize(("name", "where"), MATRICES)
def test_euler_angles(name, where):
    """The active rotation that a package makes of its angles, in this library's angles."""
    file, key = where.split()
    theirs = recording.read(file)[1][key]
    angles = convert(np.array(inputs.ANGLES), "euler_angles", name, "grouptools")
    assert Rotation.from_euler("ZYZ", angles).as_matrix() == pytest.approx(theirs, abs=1e-15)


def test_angles_from_e3nn():
    arrays = recording.read("e3nn")[1]
    angles = convert(arrays["matrices_to_angles"].T, "euler_angles", "e3nn", "grouptools")
    rotations = Rotation.from_euler("ZYZ", angles)
    assert rotations.as_matrix() == pytest.approx(inputs.matrices(), abs=1e-14)


QUATERNIONS = [
    ("e3nn", "e3nn euler_quaternions"),
    ("spherical", "spherical euler_quaternions"),
    ("grouptools", "scipy euler_quaternions"),
]


@pytest.mark.parametrize(("name", "where"), QUATERNIONS)
def test_quaternions_of_angles(name, where):
    """Angles and quaternion of a package name one rotation; a quaternion has two signs."""
    file, key = where.split()
    theirs = convert(recording.read(file)[1][key], "quaternions", name, "grouptools")
    angles = convert(np.array(inputs.ANGLES), "euler_angles", name, "grouptools")
    ours = Rotation.from_euler("ZYZ", angles).as_quat()
    sign = np.sign(np.sum(ours * theirs, axis=1, keepdims=True))
    assert sign * ours == pytest.approx(theirs, abs=1e-15)


TURNS = [
    ("e3nn", "e3nn quaternions_to_matrices"),
    ("e3nn-jax", "e3nn_jax quaternions_to_matrices"),
    ("spherical", "spherical quaternions_to_matrices"),
    ("scipy", "scipy quaternions_to_matrices"),
]


@pytest.mark.parametrize(("name", "where"), TURNS)
def test_quaternions(name, where):
    """The recorder wrote the scalar first where the package wants it so."""
    file, key = where.split()
    theirs = recording.read(file)[1][key]
    given = inputs.quaternions()
    written = given if NAMED[name].quaternions == "xyzw" else given[:, [3, 0, 1, 2]]
    ours = convert(written, "quaternions", name, "grouptools")
    assert Rotation.from_quat(ours).as_matrix() == pytest.approx(theirs, abs=1e-15)


def test_lie_learn_applies_the_inverse_of_its_quaternions():
    theirs = recording.read("lie_learn_compiled")[1]["quaternions_to_matrices"]
    read = convert(theirs, "rotation_matrices", "lie_learn; rotations = passive", "grouptools")
    assert read == pytest.approx(inputs.matrices(), abs=1e-15)


def test_one_wrong_sign_is_seen():
    theirs = next(
        m for l, m in enumerate(blocks(recording.read("e3nn")[1]["wigner_D"], 8)) if l == 2
    )
    ours = convert(gt.wigner_D(2, inputs.quaternions()), "wigner_D", "grouptools", "e3nn")
    assert ours == pytest.approx(theirs, abs=1e-13)
    ours[3, 1, 4] *= -1
    assert ours != pytest.approx(theirs, abs=1e-13)
    transposed = convert(
        gt.wigner_D(2, inputs.quaternions()),
        "wigner_D",
        "grouptools",
        "e3nn; wigner_D = Y(R^-1 x) = D Y(x)",
    )
    assert transposed != pytest.approx(theirs, abs=1e-13)
