"""The property tensors of crystals by name: index symmetry, letter, and Voigt convention.

Laws, letters and index symmetries follow [Nye 1985, Physical Properties of Crystals, appendices B
and E], those of second-harmonic generation and the Kerr effect [Newnham 2005, Properties of
Materials, chapters 28 and 29].  What multiplies E_j E_k is written over 2 E_2 E_3 in Voigt's
place 4, so it has no factors.
"""

from __future__ import annotations

from typing import NamedTuple

from grouptools.errors import ArgumentError
from grouptools.groups.group import Group
from grouptools.kernels.tensors import SymmetryTensor, invariant_tensors

__all__ = ["CRYSTAL_TENSORS", "CrystalTensor", "crystal_tensor"]


class CrystalTensor(NamedTuple):
    """A property: the symmetry of its indices, its letter, Voigt convention and defining law."""

    symmetry: str
    prefix: str
    convention: str
    law: str
    axial: bool = False


_STIFF, _PHOTO = "ijkl=jikl=klij", "ijkl=jikl=ijlk"
_CUBE = "ijklmn=jiklmn=klijmn=ijmnkl"

#: The properties that `crystal_tensor` knows.
CRYSTAL_TENSORS: dict[str, CrystalTensor] = {
    "pyroelectric": CrystalTensor("i", "p", "stress", "dP_i = p_i dT"),
    "thermal_expansion": CrystalTensor("ij=ji", "alpha", "strain", "e_ij = alpha_ij dT"),
    "dielectric": CrystalTensor("ij=ji", "kappa", "stress", "D_i = kappa_ij E_j"),
    "conductivity": CrystalTensor("ij=ji", "sigma", "stress", "j_i = sigma_ij E_j"),
    "thermoelectric": CrystalTensor("ij", "Sigma", "stress", "E_i = Sigma_ij d_j T"),
    "gyration": CrystalTensor("ij=ji", "g", "stress", "G = g_ij l_i l_j", axial=True),
    "hall": CrystalTensor("ijk=-jik", "R", "stress", "E_i = R_ijk j_j B_k", axial=True),
    "piezoelectric": CrystalTensor("ijk=ikj", "d", "piezo d", "P_i = d_ijk s_jk"),
    "piezoelectric_stress": CrystalTensor("ijk=ikj", "e", "piezo e", "P_i = e_ijk e_jk"),
    "second_harmonic": CrystalTensor("ijk=ikj", "d", "stress", "P_i = 2 d_ijk E_j E_k"),
    "electro_optic": CrystalTensor("ijk=jik", "r", "stress", "dB_ij = r_ijk E_k"),
    "elastic": CrystalTensor(_STIFF, "c", "stiffness", "s_ij = c_ijkl e_kl"),
    "compliance": CrystalTensor(_STIFF, "s", "compliance", "e_ij = s_ijkl s_kl"),
    "photoelastic": CrystalTensor(_PHOTO, "p", "strain-optic", "dB_ij = p_ijkl e_kl"),
    "piezo_optic": CrystalTensor(_PHOTO, "pi", "stress-optic", "dB_ij = pi_ijkl s_kl"),
    "kerr": CrystalTensor(_PHOTO, "K", "stress", "dB_ij = K_ijkl E_k E_l"),
    "third_order_elastic": CrystalTensor(
        _CUBE, "c", "stiffness", "W = c_ijklmn e_ij e_kl e_mn / 6"
    ),
}

_OTHER_NAMES = {
    "elasto_optic": "photoelastic",
    "electrical_conductivity": "conductivity",
    "optical_activity": "gyration",
    "permittivity": "dielectric",
    "piezoelectric_d": "piezoelectric",
    "piezoelectric_e": "piezoelectric_stress",
    "pockels": "electro_optic",
    "stiffness": "elastic",
    "thermal_conductivity": "conductivity",
}


def crystal_tensor(name: str, group: Group) -> SymmetryTensor:
    """A property tensor of the crystals of a point group, in its standard setting.

    `name`: one of `CRYSTAL_TENSORS`, which says its index symmetry, its law (e strain, s stress)
    and the convention of its Voigt entries; or "stiffness", "elasto-optic", "permittivity", ...
    Raises `ArgumentError` for another name.  Tested for the 32 crystal classes and O(3).

    >>> from grouptools.groups.point_groups import point_group
    >>> crystal_tensor("piezoelectric", point_group("32")).voigt()
    Matrix([
    [d11, -d11, 0, d14,    0,      0],
    [  0,    0, 0,   0, -d14, -2*d11],
    [  0,    0, 0,   0,    0,      0]])
    """
    plain = name.lower().replace("-", "_").replace(" ", "_")
    plain = _OTHER_NAMES.get(plain, plain)
    if plain not in CRYSTAL_TENSORS:
        raise ArgumentError(
            f"{name!r} was given as the name of a tensor: choose one of "
            f"{', '.join(CRYSTAL_TENSORS)}, or call invariant_tensors with an index symmetry"
        )
    kind = CRYSTAL_TENSORS[plain]
    return invariant_tensors(
        group, kind.symmetry, axial=kind.axial, prefix=kind.prefix, convention=kind.convention
    )
