"""The named conventions: of this library, of packages and of books."""

from __future__ import annotations

from dataclasses import replace

from grouptools.conventions.convention import Convention
from grouptools.errors import ArgumentError

__all__ = ["E3NN", "GROUPTOOLS", "GROUPTOOLS_COMPLEX", "NAMED", "PYSCF", "named"]

#: The one internal convention; everything else is converted at the border.
GROUPTOOLS = Convention(name="grouptools", source="docs/conventions.md")
#: This library's complex harmonics, Wigner matrices and Clebsch-Gordan coefficients.
GROUPTOOLS_COMPLEX = replace(
    GROUPTOOLS, name="grouptools complex", basis="complex", wigner_D="Y(R^-1 x) = D^T Y(x)"
)

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
    source="e3nn.o3",
    version="0.6.0",
)
PYSCF = Convention(
    order="ascending, but l=1: 1 -1 0",
    wigner_D=None,
    coupling=None,
    coupling_sign=None,
    coupling_order=None,
    euler_angles=None,
    quaternions=None,
    layout=None,
    voigt=None,
    shear=None,
    name="pyscf",
    source="pyscf.gto.mole",
)

NAMED = {
    convention.name: convention for convention in (GROUPTOOLS, GROUPTOOLS_COMPLEX, E3NN, PYSCF)
}


def named(name: str) -> Convention:
    """The convention of a name; raises `ArgumentError` that lists the names.

    >>> named("e3nn").euler_angles
    'YXY'
    """
    try:
        return NAMED[name.strip()]
    except KeyError:
        raise ArgumentError(
            f"{name!r} is the name of no convention: known are {', '.join(NAMED)}"
        ) from None
