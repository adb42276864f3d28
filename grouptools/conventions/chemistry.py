"""Conventions of quantum chemistry: the real functions of one shell, their order and signs.

Of orbitals normalised to 1 the norms of the angular parts are those of orthonormal harmonics.
"""

from __future__ import annotations

from dataclasses import replace

from grouptools.conventions.convention import Convention

__all__ = ["MOLDEN", "MOLPRO", "ORCA", "PSI4", "PYSCF", "QUANTUM_ESPRESSO"]

_SHELLS = Convention(
    wigner_D=None,
    coupling=None,
    coupling_sign=None,
    coupling_order=None,
    euler_angles=None,
    quaternions=None,
    voigt=None,
    shear=None,
)
#: p functions are x, y, z.
PYSCF = replace(
    _SHELLS,
    order="ascending, but l=1: 1 -1 0",
    name="pyscf",
    source="pyscf.gto: eval_gto('GTOval_sph'), ao_labels",
    version="2.14.0",
)
PSI4 = replace(
    _SHELLS,
    order="cosine-first",
    name="psi4",
    source="Psi4 manual, Cubeprop and molden: pure functions 0, 1+, 1-, 2+, 2-, ...",
)
MOLDEN = replace(
    _SHELLS,
    order="cosine-first, but l=1: 1 -1 0",
    name="molden",
    source="The Molden format, section [GTO] with [5D7F] and [9G]: p is x, y, z",
)
ORCA = replace(
    _SHELLS,
    order="cosine-first",
    phase="-1 for |m|=3,4",
    name="orca",
    source="ORCA manual, orca_2json: order 0, 1, -1, 2, -2, ..., signs of f and g",
)
MOLPRO = replace(
    _SHELLS,
    order="ascending, but l=1: 1 -1 0, but l=2: 0 -2 1 2 -1, but l=3: 1 -1 0 3 -2 -3 2",
    name="molpro",
    source="Molpro manual, basis functions: d0 d2- d1+ d2+ d1-, f1+ f1- f0 f3+ f2- f3- f2+",
)
#: With the Condon-Shortley sign, which its names pz, px, py do not tell.
QUANTUM_ESPRESSO = replace(
    _SHELLS,
    order="cosine-first",
    phase="(-1)^m",
    name="quantum espresso",
    source="Quantum ESPRESSO, upflib/ylmr2.f90 and INPUT_PROJWFC",
)
