"""What each package means, as a formula in grouptools' own functions, against what it computed.

No converter is used here: each test is the sentence on which a converter rests.  The points and
rotations are those of `inputs`; the tolerances are a few units in the last place of sums with
(2l + 1)**2 terms, or of the package's own recursion where that is less exact.
"""

import json
from functools import cache
from itertools import permutations

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

import grouptools as gt
from tests.peers import inputs, recording

ROUNDING = 1e-13
POINTS, MATRICES = inputs.points(), inputs.matrices()
ANGLES = np.array(inputs.ANGLES)
DEGREES = np.array([l for l in range(9) for _ in range(2 * l + 1)])
ORDERS = np.array([m for l in range(9) for m in range(-l, l + 1)])
#: e3nn's y is the pole: v of e3nn is v[CYCLE] of grouptools
CYCLE = [2, 0, 1]
NORM = np.sqrt(4 * np.pi / (2 * DEGREES + 1))
COMPONENT = np.sqrt(4 * np.pi)


@cache
def arrays(name):
    return recording.read(name)[1]


def basis(l):
    """U of docs/conventions.md, from complex to real."""
    U = np.zeros((2 * l + 1, 2 * l + 1), complex)
    U[l, l] = 1
    for m in range(1, l + 1):
        U[l + m, [l - m, l + m]] = [1, (-1) ** m]
        U[l - m, [l - m, l + m]] = [1j, -1j * (-1) ** m]
        U[[l + m, l - m]] /= np.sqrt(2)
    return U


def real_harmonics(points=POINTS):
    return gt.spherical_harmonics(8, points)


@cache
def complex_harmonics():
    Y = real_harmonics()
    return np.concatenate([Y[:, l == DEGREES] @ basis(l).conj() for l in range(9)], axis=1)


def real_D(l, matrices=MATRICES):
    return np.stack([gt.wigner_D(l, R) for R in matrices])


def complex_D(l):
    return (basis(l).conj().T @ real_D(l) @ basis(l)).conj()


def blocks(flat, shapes):
    """Undo `inputs.flat`."""
    ends = np.cumsum([np.prod(shape) for shape in shapes])
    assert ends[-1] == flat.size
    return [part.reshape(s) for part, s in zip(np.split(flat, ends[:-1]), shapes, strict=True)]


def matrices_of(flat, l_max, count=8):
    return blocks(flat, [(count, 2 * l + 1, 2 * l + 1) for l in range(l_max + 1)])


def tensors_of(flat):
    return blocks(flat, [tuple(2 * l + 1 for l in triple) for triple in inputs.TRIPLES])


def three_j(l1, l2, l3):
    """The 3j symbols of a triple, by their definition."""
    m3 = np.arange(-l3, l3 + 1)
    sign = (-1.0) ** (l1 - l2 - m3) / np.sqrt(2 * l3 + 1)
    return sign * gt.clebsch_gordan(l1, l2, l3, basis="complex")[:, :, ::-1]


def close(theirs, ours, tolerance=ROUNDING):
    return theirs.shape == ours.shape and np.max(np.abs(theirs - ours)) <= tolerance


def e3nn_sign(l1, l2, l3):
    return (-1) ** ((l1 + l2 - l3) // 2)


@pytest.mark.parametrize("name", ["e3nn", "e3nn_old", "e3nn_jax"])
def test_e3nn(name):
    a = arrays(name)
    Y = real_harmonics(POINTS[:, CYCLE])
    assert close(a["harmonics_integral"], Y)
    assert close(a["harmonics_component"], Y * COMPONENT)
    assert close(a["harmonics_norm"], Y * NORM)
    turned = MATRICES[:, CYCLE][:, :, CYCLE]
    for l, D in enumerate(matrices_of(a["wigner_D"], 8)):
        assert close(D, real_D(l, turned))
    assert close(a["euler_matrices"], Rotation.from_euler("YXY", ANGLES).as_matrix())
    assert close(a["quaternions_to_matrices"], MATRICES)  # it is given the scalar first


@pytest.mark.parametrize(
    ("name", "key", "normalised"),
    [
        ("e3nn", "wigner_3j", True),
        ("e3nn_jax", "clebsch_gordan", True),
        ("cuequivariance", "clebsch_gordan", False),
    ],
)
def test_couplings_of_e3nn_and_its_kin(name, key, normalised):
    for triple, C in zip(inputs.TRIPLES, tensors_of(arrays(name)[key]), strict=True):
        scale = np.sqrt(2 * triple[2] + 1) if normalised else 1
        assert close(C, e3nn_sign(*triple) * gt.clebsch_gordan(*triple) / scale)


def old_sign(l1, l2, l3):
    """Of 0.4.4: in ascending order of degrees, m = 0, 0, 0 or else the first entry is positive."""
    degrees = (l1, l2, l3)
    order = sorted(range(3), key=lambda i: degrees[i])
    C = gt.clebsch_gordan(*sorted(degrees)) * e3nn_sign(*sorted(degrees))
    entry = C[tuple(sorted(degrees))] if sum(degrees) % 2 == 0 else C[C != 0][0]
    # both versions turn an odd order into a sign (-1)**(l1 + l2 + l3) of the tensor
    assert permuted(degrees, order)
    return int(np.sign(entry)) * e3nn_sign(l1, l2, l3)


def permuted(degrees, order):
    """0.6's tensor is that of the ascending degrees, permuted, with a sign if that is odd."""
    C = e3nn_sign(*degrees) * gt.clebsch_gordan(*degrees) / np.sqrt(2 * degrees[2] + 1)
    ascending = [degrees[i] for i in order]
    A = e3nn_sign(*ascending) * gt.clebsch_gordan(*ascending) / np.sqrt(2 * ascending[2] + 1)
    odd = np.linalg.det(np.eye(3)[order]) < 0
    sign = (-1) ** sum(degrees) if odd else 1
    return close(C.transpose(order), sign * A)


@pytest.mark.parametrize(("name", "rule"), [("e3nn", e3nn_sign), ("e3nn_old", old_sign)])
def test_signs_of_e3nn_to_degree_11(name, rule):
    a = arrays(name)
    for triple, place, value in zip(a["triples"], a["largest_at"], a["largest"], strict=True):
        degrees = tuple(int(l) for l in triple)
        ours = gt.clebsch_gordan(*degrees)[tuple(place)] / np.sqrt(2 * degrees[2] + 1)
        assert value == pytest.approx(rule(*degrees) * ours, abs=ROUNDING), degrees


def test_signs_that_e3nn_changed():
    """Odd sums only, and every order of a triple or none."""
    old, new = arrays("e3nn_old"), arrays("e3nn")
    changed = {tuple(t) for t in old["triples"][old["largest"] * new["largest"] < 0].tolist()}
    assert len(changed) == 188
    assert len({tuple(sorted(t)) for t in changed}) == 44
    assert all(sum(t) % 2 == 1 for t in changed)
    assert all(order in changed for t in changed for order in permutations(t))
    assert {t for t in changed if max(t) <= 3} == {
        *permutations((1, 2, 2)),
        *permutations((1, 3, 3)),
    }


def test_scipy_and_sphericart():
    a = arrays("scipy")
    assert close(a["sph_harm_y"], complex_harmonics())
    assert close(arrays("scipy_old")["sph_harm"], complex_harmonics())
    both = a["sph_harm_y_all"]  # orders 0, ..., 8, -8, ..., -1
    assert close(both[2, -1], complex_harmonics()[:, 4 + 2 - 1])
    turns = Rotation.from_euler("z", ANGLES[:, :1]), Rotation.from_euler("z", ANGLES[:, 2:])
    middle = Rotation.from_euler("y", ANGLES[:, 1:2])
    assert close(a["euler_intrinsic"], (turns[0] * middle * turns[1]).as_matrix())
    assert close(a["euler_extrinsic"], (turns[1] * middle * turns[0]).as_matrix())
    assert close(a["quaternions_to_matrices"], MATRICES)
    s = arrays("sphericart")
    assert close(s["harmonics"], real_harmonics())
    assert close(s["solid_harmonics"], real_harmonics() * 2.0**DEGREES, 256 * ROUNDING)
    gradients = gt.spherical_harmonics(2, 2 * POINTS, derivatives=1)[1]
    assert close(s["gradients"], gradients)


def test_spherical():
    a = arrays("spherical")
    assert close(a["harmonics"], complex_harmonics())
    ends = np.cumsum([(2 * l + 1) ** 2 for l in range(8)])
    for l, D in enumerate(np.split(a["wigner_D"], ends, axis=1)):
        assert close(D.reshape(8, 2 * l + 1, 2 * l + 1), complex_D(l).conj())
    small = blocks(a["wigner_d"], [(2 * l + 1, 2 * l + 1) for l in range(9)])
    for l, d in enumerate(small):
        assert close(d, gt.wigner_d(l, 0.7))
    for triple, symbols in zip(inputs.TRIPLES, tensors_of(a["wigner_3j"]), strict=True):
        assert close(symbols, three_j(*triple))
    euler = Rotation.from_quat(a["euler_quaternions"][:, [1, 2, 3, 0]])
    assert close(euler.as_matrix(), Rotation.from_euler("ZYZ", ANGLES).as_matrix())
    assert close(a["quaternions_to_matrices"], MATRICES)
    given = np.arange(1.0, 10)
    back = [complex_D(l)[0].conj().T @ given[l * l : (l + 1) ** 2] for l in range(3)]
    assert close(a["rotated"], np.concatenate(back))


def test_sympy():
    a = arrays("sympy")
    sign = np.where(ORDERS < 0, -1.0, (-1.0) ** ORDERS)
    assert close(a["ynm"], complex_harmonics())
    assert close(a["znm"].real, real_harmonics() * sign)
    for key, l_max in (("rotation_D", 3), ("wigner_d", 8)):
        for l, D in enumerate(matrices_of(a[key], l_max, 3)):
            assert close(D, complex_D(l)[:3])
    for (l, m, n), entry in zip(
        a["rotation_D_places"].tolist(), a["rotation_D_entries"], strict=True
    ):
        assert close(entry, complex_D(l)[0, l + m, l + n])
    for triple, C in zip(inputs.TRIPLES, tensors_of(a["clebsch_gordan"]), strict=True):
        assert close(C, gt.clebsch_gordan(*triple, basis="complex"))
    for triple, symbols in zip(inputs.TRIPLES, tensors_of(a["wigner_3j"]), strict=True):
        assert close(symbols, three_j(*triple))


def test_lie_learn():
    for l, D in enumerate(matrices_of(arrays("lie_learn")["wigner_D"], 8)):
        assert close(D, real_D(l))
    a = arrays("lie_learn_compiled")
    values = {"rsh": real_harmonics(), "csh": complex_harmonics()}
    scale = {"quantum": (-1.0) ** ORDERS, "seismology": 1, "geodesy": COMPONENT, "nfft": NORM}
    without = np.where(ORDERS > 0, (-1.0) ** ORDERS, 1)
    for key in (key for key in a if key[:3] in values):
        name, norm, sign = key.split("_")
        ours = values[name] * scale[norm] * (without if sign == "nocs" else 1)
        assert close(a[key], ours)
    assert close(a["euler_323"], Rotation.from_euler("ZYZ", ANGLES).inv().as_matrix())
    assert close(a["quaternions_to_matrices"], MATRICES.swapaxes(1, 2))


def test_bases_of_lie_learn():
    """`quantum` is the basis of grouptools here, though its harmonics are `seismology`'s."""
    a = arrays("lie_learn_compiled")
    shapes = [(2 * l + 1, 2 * l + 1) for l in range(9)]
    for l, B in enumerate(blocks(a["from_standard_to_real_quantum_centered_cs"], shapes)):
        assert close(B, basis(l))
    for key in (key for key in a if key.startswith("wigner_D_")):
        change = blocks(a[key.replace("wigner_D_", "from_standard_to_")], shapes)
        count = a[key].size // 969  # the rotations, of the matrices to l = 8
        for l, D in enumerate(matrices_of(a[key], 8, count)):
            ours = complex_D(l)[:count].conj()
            assert close(D, change[l] @ ours @ np.linalg.inv(change[l]))


def test_block_order_of_lie_learn():
    """First the orders m whose parity is not that of l, then the others."""
    a = arrays("lie_learn_compiled")
    shapes = [(2 * l + 1, 2 * l + 1) for l in range(9)]
    block = blocks(a["from_standard_to_complex_quantum_block_cs"], shapes)
    for l, B in enumerate(block):
        orders = sorted(range(-l, l + 1), key=lambda m: ((m + l) % 2 == 0, m))
        assert np.array_equal(B, np.eye(2 * l + 1)[[m + l for m in orders]])


def test_escnn():
    a = arrays("escnn")
    for l, D in enumerate(matrices_of(a["wigner_D"], 8)):
        assert close(D, real_D(l))
    for triple, C in zip(inputs.TRIPLES, tensors_of(a["clebsch_gordan"]), strict=True):
        assert close(C, gt.clebsch_gordan(*triple))
    single = 1e-6  # its coefficients are float32
    assert close(a["harmonics"], real_harmonics() * NORM, single)
    assert close(a["standard_representation"], MATRICES)
    assert a["inversion"].tolist() == [1, 1, 1, -1, -1, -1]  # (-1)**k, whatever l is
    cos, sin = np.cos(0.6), np.sin(0.6)
    assert close(a["so2"][0], np.array([[cos, -sin], [sin, cos]]))  # cosine before sine
    assert close(a["o2"][3], np.array([[cos, sin], [sin, -cos]]))


def test_cuequivariance():
    a = arrays("cuequivariance")
    turned = MATRICES[:, CYCLE][:, :, CYCLE]
    for l, D in enumerate(matrices_of(a["wigner_D"], 8)):
        assert close(D, real_D(l, turned))
    recursion = 1e-11  # its polynomials lose digits with the degree
    assert close(a["harmonics"], real_harmonics(POINTS[:, CYCLE]) * COMPONENT, recursion)


def test_pyscf():
    a = arrays("pyscf")
    assert close(a["harmonics"], real_harmonics())
    xyz = real_harmonics()[:, [0, 3, 1, 2, *range(4, 81)]]  # p is px, py, pz
    radial = np.array([a["orbitals"][0, l * l] / xyz[0, l * l] for l in range(9)])
    assert np.all(radial > 0)
    assert close(a["orbitals"], xyz * radial[DEGREES])
    for l, D in enumerate(matrices_of(a["wigner_D"], 8)):
        assert close(D, real_D(l))
    for l, columns in enumerate(blocks(a["pure_to_real"], [(2 * l + 1,) * 2 for l in range(9)])):
        assert close(columns, basis(l).T)
    assert close(a["wigner_D_p"], MATRICES)
    assert close(Rotation.from_euler("ZYZ", a["euler_angles"]).as_matrix(), MATRICES)


@pytest.mark.parametrize("kind", ["real", "complex"])
@pytest.mark.parametrize(("norm", "scale"), [("ortho", 1), ("4pi", COMPONENT), ("schmidt", NORM)])
def test_harmonics_of_pyshtools(kind, norm, scale):
    """Without the sign of Condon and Shortley the real ones are ours, with it the complex ones."""
    ours = (real_harmonics() if kind == "real" else complex_harmonics()) * scale
    for sign in ("cs", "nocs"):
        theirs = arrays("pyshtools")[f"harmonics_{kind}_{norm}_{sign}"]
        factor = 1 if (sign == "cs") == (kind == "complex") else (-1.0) ** ORDERS
        for i, l, m in np.ndindex(2, 9, 9):
            at = l * l + l + (-m if i else m)
            filled = m <= l and (m or not i or kind == "complex")  # [1, l, 0] there too
            expected = (ours * factor)[:, at] if filled else np.zeros(18)
            assert close(theirs[:, i, l, m], expected)


def test_torch_harmonics():
    """f = sum over m >= 0 of (2 - [m = 0]) Re(a Y) / N, a = N times the integral of f conj(Y)."""
    a = arrays("torch_harmonics")
    theta = a["polar_angles"][::4, None]
    phi = 2 * np.pi * np.arange(0, 18, 5) / 18
    x, y = np.sin(theta) * np.cos(phi), np.sin(theta) * np.sin(phi)
    Y = gt.spherical_harmonics(8, np.stack([x, y, np.cos(theta) + 0 * phi], axis=-1))
    scale = {
        "ortho": np.ones(9),
        "schmidt": NORM[np.arange(9) ** 2],
        "unnorm": np.full(9, COMPONENT),
    }
    for norm, (l, m) in ((n, lm) for n in scale for lm in np.ndindex(9, 9) if lm[1] <= lm[0]):
        value = (Y[..., l * l : (l + 1) ** 2] @ basis(l).conj())[..., l + m]
        value = value * (2 if m else 1) / scale[norm][l]
        assert close(a[f"synthesis_{norm}_cs"][l, m, 0], value.real)
        assert close(a[f"synthesis_{norm}_nocs"][l, m, 0], (-1) ** m * value.real)
        if m:
            assert close(a[f"synthesis_{norm}_cs"][l, m, 1], -value.imag)


def functions(order):
    """The place of each function among m = -l, ..., l, whatever its sign."""
    l = (len(order) - 1) // 2
    names = [f.removeprefix("-") for f in order]
    return [l + int(f[1:]) * (1 if f[0] == "c" else -1) for f in names]


def test_documented_orders():
    programs = json.loads((recording.FOLDER / "documented.json").read_text(encoding="utf-8"))
    tables = arrays("iodata")
    for program in ("psi4", "orca", "molpro", "quantum_espresso"):
        for l, order in programs[program]["orders"].items():
            assert sorted(functions(order)) == list(range(2 * int(l) + 1)), program
    orca, horton = (json.loads(str(tables[name])) for name in ("orca", "horton2"))
    for l in "234":
        assert programs["orca"]["orders"][l] == orca[f"{l}p"]
        assert programs["psi4"]["orders"][l] == horton[f"{l}p"]


def test_a_wrong_sign_is_seen():
    """One entry of one tensor, or one column of harmonics, turned round."""
    C = gt.clebsch_gordan(1, 2, 3)
    wrong = C.copy()
    wrong[0, 0, 4] *= -1
    assert not close(wrong, C)
    Y = real_harmonics()
    assert not close(np.where(ORDERS == -3, -Y, Y), Y)
