"""Conventions of packages for learning on groups and for the harmonics that it needs."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from grouptools.conventions.convention import Convention

__all__ = [
    "CUEQUIVARIANCE",
    "E3NN",
    "E3NN_JAX",
    "E3NN_OLD",
    "ESCNN",
    "LIE_LEARN",
    "LIE_LEARN_BASES",
    "SPHERICART",
]

#: e3nn: y is polar, so that degree 1 is (x, y, z).  `o3.spherical_harmonics` is told the norm;
#: here it has the one of its layers, "component".
E3NN = Convention(
    axes="zxy",
    normalization="component",
    coupling="unit",
    coupling_sign="(-1)^floor((l1+l2-l3)/2)",
    euler_angles="YXY",
    quaternions="wxyz",
    voigt=None,
    shear=None,
    name="e3nn",
    source="e3nn.o3: spherical_harmonics(normalization='component'), wigner_D, wigner_3j",
    version="0.6.0",
)
#: The e3nn of many trained models: as e3nn, but for the signs of wigner_3j.
E3NN_OLD = replace(
    E3NN,
    coupling_sign="e3nn 0.4.4",
    name="e3nn 0.4.4",
    version="0.4.4",
)
E3NN_JAX = replace(
    E3NN,
    name="e3nn-jax",
    source="e3nn_jax: spherical_harmonics, Irrep.D_from_angles, clebsch_gordan",
    version="0.21.0",
)
CUEQUIVARIANCE = replace(
    E3NN,
    coupling="orthonormal",
    layout="ir_mul",
    euler_angles=None,
    quaternions=None,
    name="cuequivariance",
    source="cuequivariance: descriptors.spherical_harmonics, SO3.rotation, SO3.clebsch_gordan",
    version="0.13.0",
)
ESCNN = Convention(
    normalization="norm",
    voigt=None,
    shear=None,
    name="escnn",
    source="escnn.group.SO3, with py3nj installed; without it couplings are random",
    version="1.0.11",
)
SPHERICART = Convention(
    wigner_D=None,
    coupling=None,
    coupling_sign=None,
    coupling_order=None,
    euler_angles=None,
    quaternions=None,
    layout=None,
    voigt=None,
    shear=None,
    name="sphericart",
    source="sphericart.SphericalHarmonics",
    version="2.0.4",
)


def _lie_learn(field: str, norm: str, order: str, sign: str) -> Convention:
    """A basis of `lie_learn.representations.SO3.irrep_bases`, by its four words."""
    phases = [] if norm == "quantum" else ["(-1)^m"]
    phases += [] if sign == "cs" else ["(-1)^m for m>0"]
    return Convention(
        basis=field,
        order="ascending" if order == "centered" else "block",
        phase=" * ".join(phases) or "standard",
        normalization={"geodesy": "component", "nfft": "norm"}.get(norm, "integral"),
        coupling=None,
        coupling_sign=None,
        coupling_order=None,
        layout=None,
        voigt=None,
        shear=None,
        name=f"lie_learn {field} {norm} {order} {sign}",
        source="lie_learn.representations.SO3: irrep_bases, wigner_D_matrix",
        version="0.0.2",
    )


LIE_LEARN_BASES = tuple(
    _lie_learn(*words)
    for words in product(
        ("real", "complex"),
        ("quantum", "seismology", "geodesy", "nfft"),
        ("centered", "block"),
        ("cs", "nocs"),
    )
)
#: Its first basis, the one of the matrices J.  (`spherical_harmonics.rsh` and `csh` call
#: "seismology" the harmonics that belong to the Wigner matrices called "quantum".)
LIE_LEARN = replace(LIE_LEARN_BASES[0], name="lie_learn")
