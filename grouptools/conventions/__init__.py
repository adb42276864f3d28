"""Conventions as values, the named ones, and exact changes between any two."""

from grouptools.conventions.change import change_of_basis
from grouptools.conventions.convention import Convention
from grouptools.conventions.named import E3NN, GROUPTOOLS, GROUPTOOLS_COMPLEX, NAMED, PYSCF, named
from grouptools.exact.basis_version import BASIS_VERSION

__all__ = [
    "BASIS_VERSION",
    "E3NN",
    "GROUPTOOLS",
    "GROUPTOOLS_COMPLEX",
    "NAMED",
    "PYSCF",
    "Convention",
    "change_of_basis",
    "named",
]
