"""spherical and quaternionic: spin-weighted harmonics, complex Wigner D, 3j symbols, angles."""

from importlib.metadata import version

import numpy as np

from tests.peers import inputs


def record():
    """What the installed versions compute."""
    import quaternionic

    about = {
        "package": "spherical",
        "version": version("spherical"),
        "quaternionic": version("quaternionic"),
    }
    R = quaternionic.array(inputs.quaternions()[:, [3, 0, 1, 2]])
    euler = quaternionic.array.from_euler_angles(np.array(inputs.ANGLES))
    rotations = {
        "quaternions_to_matrices": (
            "quaternionic.array(scalar first).to_rotation_matrix",
            np.asarray(R.to_rotation_matrix),
        ),
        "euler_quaternions": (
            "quaternionic.array.from_euler_angles(ANGLES).ndarray",
            np.asarray(euler.ndarray),
        ),
    }
    return about, rotations | evaluations(R) | couplings()


def evaluations(R):
    """Harmonics at points, and Wigner D at rotations."""
    import quaternionic
    import spherical

    wigner = spherical.Wigner(inputs.L_MAX)
    theta, phi = inputs.polar_angles()
    frames = quaternionic.array.from_spherical_coordinates(theta, phi)
    return {
        "harmonics": (
            (
                "Wigner(8).sYlm(0, quaternionic.array.from_spherical_coordinates(theta, phi)), "
                "theta the angle from the pole"
            ),
            wigner.sYlm(0, frames),
        ),
        "harmonics_spin_minus_2": (
            "the same of spin weight -2, Wigner(2): columns (0, 0), (1, -1), ..., (2, 2)",
            spherical.Wigner(2).sYlm(-2, frames),
        ),
        "wigner_D": (
            "Wigner(8).D(R), shape (8, 969): [D(l, m', m) for l for m' for m]",
            wigner.D(R),
        ),
        "wigner_d": (
            "Wigner(8).d(exp(0.7j)), [d(l, m', m) for l for m' for m]",
            wigner.d(np.exp(0.7j)),
        ),
        "rotated": (
            "Wigner(2).rotate(Modes(1, 2, ..., 9), R[0]): the coefficients of a rotated function",
            np.asarray(
                spherical.Wigner(2).rotate(
                    spherical.Modes(np.arange(1.0, 10) + 0j, spin_weight=0, ell_max=2), R[0]
                )
            ).ravel(),
        ),
    }


def couplings():
    """3j symbols."""
    import spherical

    blocks = []
    for l1, l2, l3 in inputs.TRIPLES:
        block = np.zeros((2 * l1 + 1, 2 * l2 + 1, 2 * l3 + 1))
        for m1, m2, m3 in np.ndindex(block.shape):
            block[m1, m2, m3] = spherical.Wigner3j(l1, l2, l3, m1 - l1, m2 - l2, m3 - l3)
        blocks.append(block)
    coefficients = [
        spherical.clebsch_gordan(l1, m1, l2, m2, l3, m1 + m2)
        for l1, l2, l3 in inputs.TRIPLES
        for m1 in range(-l1, l1 + 1)
        for m2 in range(-l2, l2 + 1)
        if abs(m1 + m2) <= l3
    ]
    return {
        "wigner_3j": ("Wigner3j(l1, l2, l3, m1, m2, m3) of every triple", inputs.flat(blocks)),
        "clebsch_gordan": (
            (
                "[clebsch_gordan(l1, m1, l2, m2, l3, m1 + m2) for triples for m1 for m2 if "
                "|m1 + m2| <= l3]"
            ),
            np.array(coefficients),
        ),
    }
