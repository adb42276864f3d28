"""pyscf: atomic orbitals at points, their order, real harmonics, Wigner D and Euler angles."""

from importlib.metadata import version

import numpy as np

from tests.peers import inputs


def record():
    """What the installed version computes."""
    from pyscf.symm import sph

    about = {"package": "pyscf", "version": version("pyscf")}
    x = inputs.points()
    return about, orbitals() | rotations() | {
        "harmonics": (
            "symm.sph.real_sph_vec(points, 8), the degrees one after the other: axes point, (l, m)",
            np.concatenate(sph.real_sph_vec(x, inputs.L_MAX)).T,
        ),
        "pure_to_real": (
            "symm.sph.sph_pure2real(l, reorder_p=False) for l to 8, one after the other",
            inputs.flat([sph.sph_pure2real(l, reorder_p=False) for l in range(inputs.L_MAX + 1)]),
        ),
        "pure_to_real_p": ("symm.sph.sph_pure2real(1)", sph.sph_pure2real(1)),
    }


def orbitals():
    """One shell of each degree, exponent 1, at the origin."""
    from pyscf import gto

    basis = [[l, [1.0, 1.0]] for l in range(inputs.L_MAX + 1)]
    molecule = gto.M(atom="H 0 0 0", basis={"H": basis}, spin=1, unit="Bohr")
    named = gto.M(atom="H 0 0 0", basis={"H": basis[:7]}, spin=1, unit="Bohr")  # l = 7 has no names
    labels = [label.split(maxsplit=2)[2].strip() for label in named.ao_labels()]
    return {
        "orbitals": (
            "eval_gto('GTOval_sph', points) of shells l = 0, ..., 8 of exponent 1 at the origin",
            molecule.eval_gto("GTOval_sph", inputs.points()),
        ),
        "labels": ("what pyscf calls these orbitals, l to 6", np.array(labels)),
        "overlap_diagonal": ("their squared norms", molecule.intor("int1e_ovlp").diagonal()),
        "orbitals_cartesian": (
            "eval_gto('GTOval_cart', points), alike",
            molecule.eval_gto("GTOval_cart", inputs.points()),
        ),
        "labels_cartesian": (
            "what pyscf calls the Cartesian ones, l to 6",
            np.array([label.split(maxsplit=2)[2].strip() for label in named.cart_labels()]),
        ),
    }


def rotations():
    """Wigner D, and the Euler angles of rotated axes."""
    from pyscf.symm import Dmatrix

    angles = inputs.angles_zyz()
    return {
        "wigner_D": (
            (
                "symm.Dmatrix.Dmatrix(l, *angles_zyz) for l to 8, shapes (8, 2l+1, 2l+1), one "
                "after the other"
            ),
            inputs.flat(
                [[Dmatrix.Dmatrix(l, *a) for a in angles] for l in range(inputs.L_MAX + 1)]
            ),
        ),
        "wigner_D_p": (
            "symm.Dmatrix.Dmatrix(1, *angles_zyz, reorder_p=True)",
            np.array([Dmatrix.Dmatrix(1, *a, reorder_p=True) for a in angles]),
        ),
        "euler_angles": (
            "symm.Dmatrix.get_euler_angles(identity, R^T): the axes (rows) that R makes of x, y, z",
            np.array([Dmatrix.get_euler_angles(np.eye(3), R.T) for R in inputs.matrices()]),
        ),
    }
