"""The named conventions: of this library, of packages and of books.

`source` says where the choices were read, `version` the package that they were compared with,
number by number; where it is empty they are as its documentation says.
"""

from __future__ import annotations

from dataclasses import replace

from grouptools.conventions.chemistry import (
    MOLDEN,
    MOLPRO,
    ORCA,
    PSI4,
    PYSCF,
    QUANTUM_ESPRESSO,
)
from grouptools.conventions.convention import Convention
from grouptools.conventions.learning import (
    CUEQUIVARIANCE,
    E3NN,
    E3NN_JAX,
    E3NN_OLD,
    ESCNN,
    LIE_LEARN,
    LIE_LEARN_BASES,
    SPHERICART,
)
from grouptools.conventions.science import (
    PYSHTOOLS,
    PYSHTOOLS_VARIANTS,
    SCIPY,
    SCIPY_OLD,
    SPHERICAL,
    SYMPY,
    SYMPY_REAL,
    TORCH_HARMONICS,
    TORCH_HARMONICS_PLAIN,
)
from grouptools.errors import ArgumentError

__all__ = [
    "CONDON_SHORTLEY",
    "CUEQUIVARIANCE",
    "E3NN",
    "E3NN_JAX",
    "E3NN_OLD",
    "ESCNN",
    "GROUPTOOLS",
    "GROUPTOOLS_COMPLEX",
    "LIE_LEARN",
    "MOLDEN",
    "MOLPRO",
    "NAMED",
    "NO_CONDON_SHORTLEY",
    "ORCA",
    "PSI4",
    "PYSCF",
    "PYSHTOOLS",
    "QUANTUM_ESPRESSO",
    "REAL_CONDON_SHORTLEY",
    "SCIPY",
    "SCIPY_OLD",
    "SPHERICAL",
    "SPHERICART",
    "SYMPY",
    "SYMPY_REAL",
    "TORCH_HARMONICS",
    "WIKIPEDIA",
    "WIKIPEDIA_COMPLEX",
    "named",
]

#: The one internal convention; everything else is converted at the border.
GROUPTOOLS = Convention(name="grouptools", source="docs/conventions.md")
#: This library's complex harmonics, Wigner matrices and Clebsch-Gordan coefficients.
GROUPTOOLS_COMPLEX = replace(
    GROUPTOOLS, name="grouptools complex", basis="complex", wigner_D="Y(R^-1 x) = D^T Y(x)"
)

WIKIPEDIA = replace(
    GROUPTOOLS,
    wigner_D=None,
    coupling=None,
    coupling_sign=None,
    coupling_order=None,
    name="wikipedia",
    source="en.wikipedia.org: Spherical harmonics, Real form; Table of spherical harmonics",
)
WIKIPEDIA_COMPLEX = replace(
    GROUPTOOLS_COMPLEX,
    name="wikipedia complex",
    source="en.wikipedia.org: Spherical harmonics; Wigner D-matrix; Clebsch-Gordan coefficients",
)
CONDON_SHORTLEY = replace(
    GROUPTOOLS_COMPLEX,
    name="condon-shortley",
    source="Condon and Shortley 1935; Varshalovich et al. 1988, 5.2 (1)",
)
NO_CONDON_SHORTLEY = replace(
    GROUPTOOLS_COMPLEX,
    phase="(-1)^m",
    name="no condon-shortley",
    source="the complex harmonics without the factor (-1)^m of m > 0, Y_l^-m = (-1)^m conj(Y_l^m)",
)
REAL_CONDON_SHORTLEY = replace(
    GROUPTOOLS,
    phase="(-1)^m",
    name="real condon-shortley",
    source="sqrt(2) Re Y_l^|m|, sqrt(2) Im Y_l^|m| of harmonics with the Condon-Shortley sign",
)

_SPACES = str.maketrans("-_", "  ")

NAMED = {
    convention.name: convention
    for convention in (
        GROUPTOOLS,
        GROUPTOOLS_COMPLEX,
        E3NN,
        E3NN_OLD,
        E3NN_JAX,
        CUEQUIVARIANCE,
        ESCNN,
        SPHERICART,
        SCIPY,
        SCIPY_OLD,
        SYMPY,
        SYMPY_REAL,
        SPHERICAL,
        PYSHTOOLS,
        *PYSHTOOLS_VARIANTS,
        TORCH_HARMONICS,
        TORCH_HARMONICS_PLAIN,
        PYSCF,
        PSI4,
        ORCA,
        MOLPRO,
        MOLDEN,
        QUANTUM_ESPRESSO,
        WIKIPEDIA,
        WIKIPEDIA_COMPLEX,
        CONDON_SHORTLEY,
        NO_CONDON_SHORTLEY,
        REAL_CONDON_SHORTLEY,
        LIE_LEARN,
        *LIE_LEARN_BASES,
    )
}


#: without capitals, and with spaces for hyphens and underscores -> the convention
_SPELLED = {name.lower().translate(_SPACES): convention for name, convention in NAMED.items()}


def named(name: str) -> Convention:
    """The convention of a name; capitals, hyphens, underscores and spaces make no difference.

    Raises `ArgumentError` that lists the names.

    >>> named("e3nn").euler_angles
    'YXY'
    >>> named("e3nn-0.4.4").name
    'e3nn 0.4.4'
    """
    found = _SPELLED.get(name.strip().lower().translate(_SPACES))
    if found is None:
        variants = {c.name for c in (*PYSHTOOLS_VARIANTS, *LIE_LEARN_BASES)}
        listed = ", ".join(known for known in NAMED if known not in variants)
        raise ArgumentError(
            f"{name!r} is the name of no convention: known are {listed}, and those of "
            f"`grouptools convert --list` that begin with pyshtools or lie_learn"
        )
    return found
