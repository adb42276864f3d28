"""escnn: Wigner D, harmonics and couplings of its SO(3), irreps of O(3) and of the plane."""

from importlib.metadata import version

import numpy as np

from tests.peers import inputs

#: turns of the plane
TURNS = (0.3, 2.0, -1.1)


def record():
    """What the installed version computes; with py3nj its couplings are exact, without random."""
    about = {"package": "escnn", "version": version("escnn"), "py3nj": version("py3nj")}
    return about, space() | couplings() | plane()


def space():
    """Irreps of SO(3) and O(3), and spherical harmonics."""
    import torch
    from escnn.group import O3, SO3
    from escnn.kernels.harmonic_polynomial_r3 import HarmonicPolynomialR3Generator

    group = SO3(inputs.L_MAX)
    turns = [group.element(q, "Q") for q in inputs.quaternions()]
    degrees = range(inputs.L_MAX + 1)
    polynomials = HarmonicPolynomialR3Generator(inputs.L_MAX).double()
    full = O3(2)
    inversion = full.element((1, np.array([0.0, 0.0, 0.0, 1.0])), "Q")
    given = [group.element(np.array(a), "ZYZ").to("MAT") for a in inputs.ANGLES]
    return {
        "wigner_D": (
            (
                "SO3.irrep(l)(SO3.element(quaternion, 'Q')), shapes (8, 2l+1, 2l+1), one after the "
                "other"
            ),
            inputs.flat([[group.irrep(l)(g) for g in turns] for l in degrees]),
        ),
        "standard_representation": (
            "SO3.standard_representation()(g) of every rotation",
            np.array([group.standard_representation()(g) for g in turns]),
        ),
        "harmonics": (
            "HarmonicPolynomialR3Generator(8)(points): to the 7 digits of its float32 coefficients",
            polynomials(torch.from_numpy(inputs.points())).numpy(),
        ),
        "inversion": (
            "O3.irrep(k, l)(inversion)[0, 0] for k in 0, 1 for l in 0, 1, 2",
            np.array([full.irrep(k, l)(inversion)[0, 0] for k in (0, 1) for l in (0, 1, 2)]),
        ),
        "euler_matrices": (
            "SO3.element(ANGLES, 'ZYZ').to('MAT')",
            np.array(given),
        ),
    }


def couplings():
    """Clebsch-Gordan tensors."""
    from escnn.group import SO3

    group = SO3(inputs.L_MAX)
    return {
        "clebsch_gordan": (
            "SO3._clebsh_gordan_coeff(l1, l2, l3)[:, :, 0, :] of every triple",
            inputs.flat([group._clebsh_gordan_coeff(*t)[:, :, 0, :] for t in inputs.TRIPLES]),
        )
    }


def plane():
    """Irreps of SO(2) and O(2) at frequency 2, and a regular representation."""
    from escnn.group import O2, SO2, cyclic_group, dihedral_group

    rotation, reflection = SO2(2), O2(2)
    cyclic, dihedral = cyclic_group(4), dihedral_group(3)
    return {
        "so2": (
            f"SO2.irrep(2)(turn) for turns {TURNS}",
            np.array([rotation.irrep(2)(rotation.element(t)) for t in TURNS]),
        ),
        "o2": (
            f"O2.irrep(1, 2)((flip, turn)) for flips 0, 1 for turns {TURNS}",
            np.array(
                [reflection.irrep(1, 2)(reflection.element((f, t))) for f in (0, 1) for t in TURNS]
            ),
        ),
        "cyclic_regular": (
            "cyclic_group(4).regular_representation at each element",
            np.array([cyclic.regular_representation(g) for g in cyclic.elements]),
        ),
        "dihedral_regular": (
            "dihedral_group(3).regular_representation at each element",
            np.array([dihedral.regular_representation(g) for g in dihedral.elements]),
        ),
    }
