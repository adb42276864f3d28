"""scipy before 1.17: `special.sph_harm`, whose first angle is the azimuth."""

from importlib.metadata import version

import numpy as np

from tests.peers import inputs


def record():
    """What the installed version computes."""
    from scipy.special import sph_harm

    theta, phi = inputs.polar_angles()
    orders = [(l, m) for l in range(inputs.L_MAX + 1) for m in range(-l, l + 1)]
    about = {"package": "scipy", "version": version("scipy")}
    return about, {
        "sph_harm": (
            "special.sph_harm(m, l, azimuth, polar angle) for l to 8, m = -l, ..., l, columns",
            np.stack([sph_harm(m, l, phi, theta) for l, m in orders], axis=1),
        )
    }
