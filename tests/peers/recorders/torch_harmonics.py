"""torch-harmonics: what its synthesis makes of each coefficient, and what its analysis finds."""

import sys
from importlib.metadata import version
from importlib.util import find_spec
from itertools import product
from types import ModuleType

import numpy as np

DEGREES, LATITUDES, LONGITUDES = 9, 9, 18
#: rows and columns of the grid whose values are kept
ROWS, COLUMNS = slice(None, None, 4), slice(None, None, 5)


def record():
    """What the installed version computes, for each norm and sign."""
    import torch

    torch.set_default_dtype(torch.float64)
    open_package()
    about = {"package": "torch-harmonics", "version": version("torch-harmonics")}
    arrays = {"polar_angles": ("of the rows of its Gauss-Legendre grid", grid())}
    for norm, csphase in product(("ortho", "schmidt", "unnorm"), (True, False)):
        arrays |= transforms(norm, csphase)
    return about, arrays


def open_package():
    """Let its modules be imported one by one: compiled layers of it are built for another torch."""
    found = find_spec("torch_harmonics")
    if found is None:
        raise ImportError("No module named 'torch_harmonics'")
    package = ModuleType("torch_harmonics")
    package.__path__ = list(found.submodule_search_locations)
    sys.modules["torch_harmonics"] = package


def grid():
    """Polar angles of the rows, north first, as its transforms compute them."""
    import torch
    from torch_harmonics.quadrature import legendre_gauss_weights

    nodes, _ = legendre_gauss_weights(LATITUDES, -1, 1)
    return torch.flip(torch.arccos(torch.as_tensor(nodes)), dims=(0,)).numpy()


def synthesis(norm, *, csphase):
    """Values on the grid of each coefficient alone, 1 and i: axes l, m, (1, i), row, column."""
    import torch
    from torch_harmonics.sht import InverseRealSHT

    inverse = InverseRealSHT(
        LATITUDES, LONGITUDES, DEGREES, DEGREES, "legendre-gauss", norm, csphase
    )
    unit = torch.zeros(DEGREES, DEGREES, 2, DEGREES, DEGREES, dtype=torch.complex128)
    for l, m in product(range(DEGREES), repeat=2):
        unit[l, m, 0, l, m] = 1
        unit[l, m, 1, l, m] = 1j
    return inverse(unit).numpy()[..., ROWS, COLUMNS]


def transforms(norm, csphase):
    """Synthesis of every coefficient, and analysis of one field."""
    import torch
    from torch_harmonics.sht import RealSHT

    forward = RealSHT(LATITUDES, LONGITUDES, DEGREES, DEGREES, "legendre-gauss", norm, csphase)
    field = np.cos(np.arange(LATITUDES * LONGITUDES)).reshape(LATITUDES, LONGITUDES)
    name = f"{norm}_{'cs' if csphase else 'nocs'}"
    call = f"grid='legendre-gauss', norm={norm!r}, csphase={csphase}"
    return {
        f"synthesis_{name}": (
            (
                f"InverseRealSHT(9, 18, 9, 9, {call}) of each coefficient alone: axes l, m, "
                f"(1, i), row (every fourth), column (every fifth)"
            ),
            synthesis(norm, csphase=csphase),
        ),
        f"analysis_{name}": (
            f"RealSHT(9, 18, 9, 9, {call}) of cos(0), cos(1), ... on the grid: axes l, m",
            forward(torch.from_numpy(field)).numpy(),
        ),
    }
