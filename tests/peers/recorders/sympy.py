"""sympy: Ynm, Znm, `Rotation.D`, `wigner_d`, Clebsch-Gordan and 3j symbols."""

from importlib.metadata import version

import numpy as np

from tests.peers import inputs

#: of `inputs`, for Wigner D
ROTATIONS = (0, 1, 2)
#: (l, m, n) of `Rotation.D` beyond l = 3: an entry takes a second, so some of every degree
ENTRIES = [(l, m, n) for l in range(4, 9) for m in (-l, -1, l - 1) for n in (-2, 0, l)]


def record():
    """What the installed version computes, rounded from 30 digits."""
    about = {"package": "sympy", "version": version("sympy")}
    return about, harmonics() | rotations() | couplings()


def harmonics():
    """Complex and real harmonics at the points."""
    from sympy import Float, Ynm, Znm

    orders = [(l, m) for l in range(inputs.L_MAX + 1) for m in range(-l, l + 1)]
    angles = [(Float(t, 30), Float(p, 30)) for t, p in zip(*inputs.polar_angles(), strict=True)]

    def values(function):
        rows = [[function(l, m, *angle).evalf(30) for l, m in orders] for angle in angles]
        return np.array(rows, complex)

    return {
        "ynm": ("Ynm(l, m, polar angle, azimuth) for l to 8, columns", values(Ynm)),
        "znm": (
            "Znm(l, m, polar angle, azimuth) for l to 8, columns, as complex numbers",
            values(lambda l, m, t, p: Znm(l, m, t, p).expand(func=True)),
        ),
    }


def rotations():
    """Wigner D by both of its functions, at the first three rotations."""
    from sympy import Float
    from sympy.physics.quantum.spin import Rotation
    from sympy.physics.wigner import wigner_d

    angles = [[Float(a, 30) for a in inputs.angles_zyz()[i]] for i in ROTATIONS]

    def entry(l, m, n, angle):
        return complex(Rotation.D(l, m, n, *angle).doit())

    def matrix(l, angle):
        orders = range(-l, l + 1)
        return [[entry(l, m, n, angle) for n in orders] for m in orders]

    return {
        "rotation_D": (
            (
                "Rotation.D(l, m, n, *angles_zyz), rows m and columns n ascending, for l to 3, "
                "shapes (3, 2l+1, 2l+1), one after the other; rotations 0, 1, 2"
            ),
            inputs.flat([[matrix(l, angle) for angle in angles] for l in range(4)]),
        ),
        "rotation_D_places": ("l, m, n of some entries of l = 4 to 8", np.array(ENTRIES)),
        "rotation_D_entries": (
            "Rotation.D(l, m, n, *angles_zyz) there, rotation 0",
            np.array([entry(*place, angles[0]) for place in ENTRIES]),
        ),
        "wigner_d": (
            "sympy.physics.wigner.wigner_d(l, *angles_zyz) as it lies, for l to 8, alike",
            inputs.flat(
                [
                    [np.array(wigner_d(l, *angle), complex) for angle in angles]
                    for l in range(inputs.L_MAX + 1)
                ]
            ),
        ),
    }


def couplings():
    """Coupling coefficients of every triple."""
    from sympy.physics.wigner import clebsch_gordan, wigner_3j

    def blocks(function):
        found = []
        for degrees in inputs.TRIPLES:
            block = np.zeros([2 * l + 1 for l in degrees])
            for place in np.ndindex(block.shape):
                orders = [m - l for m, l in zip(place, degrees, strict=True)]
                block[place] = float(function(*degrees, *orders))
            found.append(block)
        return inputs.flat(found)

    return {
        "clebsch_gordan": ("clebsch_gordan(l1, l2, l3, m1, m2, m3)", blocks(clebsch_gordan)),
        "wigner_3j": ("wigner_3j(l1, l2, l3, m1, m2, m3)", blocks(wigner_3j)),
    }
