"""pyshtools: its arrays [i, l, m] of harmonics in each norm, and of rotated coefficients."""

from importlib.metadata import version
from itertools import product

import numpy as np

from tests.peers import inputs

NORMS = ("4pi", "ortho", "schmidt", "unnorm")


def record():
    """What the installed version computes."""
    about = {"package": "pyshtools", "version": version("pyshtools")}
    return about, harmonics() | rotated() | analysed()


def harmonics():
    """Values of every harmonic at the points, axes point, i, l, m."""
    from pyshtools.expand import spharm

    angles = np.stack(inputs.polar_angles(), axis=1)
    found = {}
    for norm, kind, csphase in product(NORMS, ("real", "complex"), (1, -1)):
        values = [
            spharm(inputs.L_MAX, *angle, norm, kind, csphase, degrees=False) for angle in angles
        ]
        sign = "cs" if csphase == -1 else "nocs"
        found[f"harmonics_{kind}_{norm}_{sign}"] = (
            (
                f"expand.spharm(8, polar angle, azimuth, {norm!r}, {kind!r}, {csphase}, "
                "degrees=False): axes point, i, l, m"
            ),
            np.array(values),
        )
    return found


def coefficients(kind):
    """Coefficients 1, 1/2, 1/3, ... where m <= l, axes i, l, m."""
    values = np.zeros(
        (2, inputs.L_MAX + 1, inputs.L_MAX + 1), complex if kind == "complex" else float
    )
    places = [(i, l, m) for i, l, m in np.ndindex(values.shape) if i <= m <= l]
    for k, place in enumerate(places, 1):
        values[place] = 1 / k + (0.1j * k if kind == "complex" else 0)
    return values


def rotated():
    """Coefficients that are rotated by ANGLES."""
    import pyshtools

    found = {}
    for kind, body in product(("real", "complex"), (False, True)):
        given = pyshtools.SHCoeffs.from_array(coefficients(kind), normalization="ortho", csphase=-1)
        turned = [
            given.rotate(*angles, degrees=False, body=body, backend="shtools").to_array()
            for angles in inputs.ANGLES
        ]
        found[f"rotated_{kind}_{'body' if body else 'frame'}"] = (
            (
                "SHCoeffs.from_array(coefficients(kind), normalization='ortho', csphase=-1)"
                f".rotate(*angles, degrees=False, body={body}) of each of ANGLES, axes i, l, m; "
                "`coefficients` is in the recorder"
            ),
            np.array(turned),
        )
    return found


def analysed():
    """Coefficients of the function y + 2 x z + 3 z, by its analysis."""
    import pyshtools

    grid = pyshtools.SHGrid.from_zeros(inputs.L_MAX, sampling=1, extend=False)
    z = np.sin(np.radians(grid.lats()))[:, None]
    azimuth = np.radians(grid.lons())
    x, y = np.sqrt(1 - z**2) * np.cos(azimuth), np.sqrt(1 - z**2) * np.sin(azimuth)
    grid.data = y + 2 * x * z + 3 * z
    return {
        "analysed": (
            "SHGrid(y + 2 x z + 3 z).expand(normalization='ortho', csphase=1): axes i, l, m",
            grid.expand(normalization="ortho", csphase=1).to_array(),
        )
    }
