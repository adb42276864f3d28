"""Exact, proved and versioned bases for rotation-equivariant computation.

    import grouptools as gt

    gt.clebsch_gordan(1, 1, 2)                  floats, each the nearest to the exact number
    gt.exact.clebsch_gordan(1, 1, 2)            the exact numbers, as sympy objects
    gt.table("clebsch_gordan", l_max=6)         a table with convention, certificate and digest
    gt.checks.run_all(l_max=3)                  the identities that tie all of it together

Everything is imported on first use; the convention of every number is `gt.GROUPTOOLS`.
"""

from typing import TYPE_CHECKING

from grouptools.lazy import attach

__version__ = "0.1.0"

_ORIGINS = {
    "BASIS_VERSION": "conventions",
    "Convention": "conventions",
    "GROUPTOOLS": "conventions",
    "Table": "tables",
    "certificates": "certificates",
    "checks": "checks",
    "clebsch_gordan": "numeric.coupling",
    "codegen": "codegen",
    "conventions": "conventions",
    "errors": "errors",
    "exact": "exact",
    "load_table": "tables",
    "table": "tables",
    "tables": "tables",
    "wigner_3j": "numeric.coupling",
    "wigner_6j": "numeric.coupling",
    "wigner_9j": "numeric.coupling",
}

if TYPE_CHECKING:
    from grouptools import certificates, checks, codegen, conventions, errors, exact, tables
    from grouptools.conventions import BASIS_VERSION, GROUPTOOLS, Convention
    from grouptools.numeric.coupling import clebsch_gordan, wigner_3j, wigner_6j, wigner_9j
    from grouptools.tables import Table, load_table, table

__all__ = [
    "BASIS_VERSION",
    "GROUPTOOLS",
    "Convention",
    "Table",
    "certificates",
    "checks",
    "clebsch_gordan",
    "codegen",
    "conventions",
    "errors",
    "exact",
    "load_table",
    "table",
    "tables",
    "wigner_3j",
    "wigner_6j",
    "wigner_9j",
]

__getattr__, __dir__ = attach(
    __name__, {name: f"{__name__}.{module}" for name, module in _ORIGINS.items()}
)
