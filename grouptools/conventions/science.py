"""Conventions of packages for spherical harmonics and rotations in the sciences."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from grouptools.conventions.convention import Convention

__all__ = [
    "PYSHTOOLS",
    "PYSHTOOLS_VARIANTS",
    "SCIPY",
    "SCIPY_OLD",
    "SPHERICAL",
    "SYMPY",
    "SYMPY_REAL",
    "TORCH_HARMONICS",
    "TORCH_HARMONICS_PLAIN",
]

#: Harmonics and nothing else.
_HARMONICS = Convention(
    wigner_D=None,
    coupling=None,
    coupling_sign=None,
    coupling_order=None,
    euler_angles=None,
    quaternions=None,
    layout=None,
    voigt=None,
    shear=None,
)
SCIPY = replace(
    _HARMONICS,
    basis="complex",
    quaternions="xyzw",
    name="scipy",
    source="scipy.special.sph_harm_y(l, m, polar angle, azimuth); scipy.spatial.transform.Rotation",
    version="1.17.1",
)
SCIPY_OLD = replace(
    SCIPY,
    name="scipy sph_harm",
    source="scipy.special.sph_harm(m, l, azimuth, polar angle), of scipy before 1.17",
    version="1.15.3",
)
SYMPY = replace(
    _HARMONICS,
    basis="complex",
    wigner_D="Y(R^-1 x) = D^T Y(x)",
    coupling="orthonormal",
    coupling_sign="standard",
    coupling_order="m1 m2 m3",
    euler_angles="ZYZ",
    name="sympy",
    source="sympy: Ynm, physics.quantum.spin.Rotation.D, physics.wigner (3j: coupling = 3j)",
    version="1.14.0",
)
SYMPY_REAL = replace(
    _HARMONICS,
    phase="(-1)^m for m>0 * -1 for m<0",
    name="sympy real",
    source="sympy.Znm",
    version="1.14.0",
)
SPHERICAL = replace(
    _HARMONICS,
    basis="complex",
    wigner_D="Y(R x) = D Y(x)",
    coupling="orthonormal",
    coupling_sign="standard",
    coupling_order="m1 m2 m3",
    euler_angles="ZYZ",
    quaternions="wxyz",
    name="spherical",
    source="spherical: Wigner.sYlm, Wigner.D, clebsch_gordan, Wigner3j (coupling = 3j)",
    version="1.1.4",
)


def _pyshtools(kind: str, norm: str, csphase: int) -> Convention:
    """The harmonics of `pyshtools.expand.spharm` by three of its arguments."""
    has_sign = csphase == -1
    words = [
        "pyshtools",
        *([kind] if kind != "real" else []),
        *([norm] if norm != "4pi" else []),
        *(["csphase=-1"] if has_sign else []),
    ]
    return replace(
        _HARMONICS,
        basis=kind,
        phase="standard" if has_sign == (kind == "complex") else "(-1)^m",
        normalization={"unnorm": "unnormalized", "ortho": "integral"}.get(norm, norm),
        name=" ".join(words),
        source=f"pyshtools.expand.spharm, normalization={norm!r}, kind={kind!r}, csphase={csphase}",
        version="4.14.1",
    )


#: As the package does it unless told otherwise: real, 4pi, csphase=1, and all the others.
PYSHTOOLS, *PYSHTOOLS_VARIANTS = (
    _pyshtools(*words)
    for words in product(("real", "complex"), ("4pi", "ortho", "schmidt", "unnorm"), (1, -1))
)
#: Of a real function, its coefficients of m >= 0 are kept: see `grouptools.conventions.storage`.
TORCH_HARMONICS = replace(
    _HARMONICS,
    basis="complex",
    name="torch-harmonics",
    source="torch_harmonics.RealSHT, norm='ortho', csphase=True",
    version="0.9.1",
)
TORCH_HARMONICS_PLAIN = replace(
    TORCH_HARMONICS,
    phase="(-1)^m",
    name="torch-harmonics csphase=False",
    source="torch_harmonics.RealSHT, norm='ortho', csphase=False",
)
