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
    wigner_D="Y(R x) = D Y(x)",
    euler_angles="ZYZ",
    name="pyscf",
    source="pyscf: gto.eval_gto('GTOval_sph'); symm.Dmatrix.Dmatrix(reorder_p=True)",
    version="2.14.0",
)
PSI4 = replace(
    _SHELLS,
    order="cosine-first",
    name="psi4",
    source="Psi4, libmints/solidharmonics.cc, in Gaussian's order",
)
MOLDEN = replace(
    _SHELLS,
    order="cosine-first, but l=1: 1 -1 0",
    name="molden",
    source="the Molden format, section [GTO] with [5D7F] and [9G]; iodata 1.0.1",
)
ORCA = replace(
    _SHELLS,
    order="cosine-first",
    phase="-1 for |m|=3,4",
    name="orca",
    source="to l = 4, iodata 1.0.1 and Q-stack; Molden files of ORCA have p as x, y, z",
)
MOLPRO = replace(
    _SHELLS,
    order=(
        "ascending, but l=1: 1 -1 0, but l=2: 0 -2 1 2 -1, but l=3: 1 -1 0 3 -2 -3 2"
        ", but l=4: 0 -2 1 4 -1 2 -4 3 -3, but l=5: 1 -1 2 3 -4 -3 4 -5 0 5 -2"
    ),
    name="molpro",
    source="to l = 5, MOKIT, src/fch2com.f90",
)
#: With the Condon-Shortley sign, which its names pz, px, py do not tell.
QUANTUM_ESPRESSO = replace(
    _SHELLS,
    order="cosine-first",
    phase="(-1)^m",
    name="quantum espresso",
    source="Quantum ESPRESSO, upflib/ylmr2.f90; PP, INPUT_PROJWFC: Orbital Order",
)
