"""lie_learn, the half that needs numpy 1: its harmonics, Wigner matrices and changes of basis."""

import collections
import collections.abc
from importlib.metadata import version
from itertools import product

import numpy as np

from tests.peers import inputs

#: field, normalisation, order and sign: lie_learn's names
BASES = list(
    product(
        ("real", "complex"),
        ("quantum", "seismology", "geodesy", "nfft"),
        ("centered", "block"),
        ("cs", "nocs"),
    )
)
STANDARD = ("complex", "quantum", "centered", "cs")


def record():
    """What the installed version computes; it looks for a name that Python 3.10 moved."""
    collections.Iterable = collections.abc.Iterable
    about = {"package": "lie_learn", "version": version("lie_learn"), "numpy": version("numpy")}
    return about, harmonics() | rotations() | bases() | euler()


def harmonics():
    """Values at the points, for every field, normalisation and sign."""
    from lie_learn.representations.SO3.spherical_harmonics import csh, rsh

    theta, phi = inputs.polar_angles()
    found = {}
    for normalization, condon_shortley in product(
        ("quantum", "seismology", "geodesy", "nfft"), (True, False)
    ):
        orders = [(l, m) for l in range(inputs.L_MAX + 1) for m in range(-l, l + 1)]
        for name, function in (("rsh", rsh), ("csh", csh)):
            values = [function(l, m, theta, phi, normalization, condon_shortley) for l, m in orders]
            sign = "cs" if condon_shortley else "nocs"
            found[f"{name}_{normalization}_{sign}"] = (
                (
                    f"{name}(l, m, polar angle, azimuth, {normalization!r}, {condon_shortley}) for "
                    f"l to {inputs.L_MAX}, columns"
                ),
                np.stack(values, axis=1),
            )
    return found


def rotations():
    """Wigner matrices in the bases that only permute or sign."""
    from lie_learn.representations.SO3.wigner_d import wigner_D_matrix

    found = {}
    for basis in BASES:
        if basis[1] not in {"quantum", "seismology"}:
            continue
        angles = inputs.angles_zyz()[: 8 if basis == STANDARD else 2]
        degrees = range(inputs.L_MAX + 1)
        blocks = [[wigner_D_matrix(l, *a, *basis) for a in angles] for l in degrees]
        found["wigner_D_" + "_".join(basis)] = (
            (
                f"wigner_D_matrix(l, *angles_zyz, *{basis}) for l to 8, shapes ({len(angles)}, "
                f"2l+1, 2l+1), one after the other"
            ),
            inputs.flat(blocks),
        )
    return found


def bases():
    """Change of basis from the standard complex one."""
    from lie_learn.representations.SO3.irrep_bases import change_of_basis_matrix

    return {
        "from_standard_to_" + "_".join(basis): (
            f"change_of_basis_matrix(l, frm={STANDARD}, to={basis}) for l to 8, one after another",
            inputs.flat(
                [change_of_basis_matrix(l, STANDARD, basis) for l in range(inputs.L_MAX + 1)]
            ),
        )
        for basis in BASES
    }


def euler():
    """Matrices that its Euler angles and quaternions stand for."""
    from lie_learn.groups.SO3 import change_coordinates

    given = np.array(inputs.ANGLES)
    return {
        "euler_323": (
            "groups.SO3.change_coordinates(ANGLES, 'EA323', 'MAT')",
            change_coordinates(given, "EA323", "MAT", perform_checks=False),
        ),
        "quaternions_to_matrices": (
            "groups.SO3.change_coordinates(quaternions, 'Q', 'MAT')",
            change_coordinates(inputs.quaternions(), "Q", "MAT", perform_checks=False),
        ),
    }
