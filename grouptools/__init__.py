"""Exact, proved and versioned bases for rotation-equivariant computation.

    import grouptools as gt

    gt.clebsch_gordan(1, 1, 2)                  floats, each the nearest to the exact number
    gt.wigner_3j_table(20)                      couplings in bulk, within stated bounds
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
    "clebsch_gordan_block": "numeric.coupling",
    "clebsch_gordan_blocks": "numeric.coupling",
    "clebsch_gordan_sparse": "numeric.coupling",
    "clebsch_gordan_table": "numeric.coupling",
    "clebsch_gordan_values": "numeric.coupling",
    "codegen": "codegen",
    "conventions": "conventions",
    "errors": "errors",
    "exact": "exact",
    "load_table": "tables",
    "spherical_harmonics": "numeric.harmonics.evaluation",
    "table": "tables",
    "tables": "tables",
    "wigner_3j": "numeric.coupling",
    "wigner_3j_block": "numeric.coupling",
    "wigner_3j_blocks": "numeric.coupling",
    "wigner_3j_over_j3": "numeric.coupling",
    "wigner_3j_over_m2": "numeric.coupling",
    "wigner_3j_sparse": "numeric.coupling",
    "wigner_3j_table": "numeric.coupling",
    "wigner_3j_values": "numeric.coupling",
    "wigner_6j": "numeric.coupling",
    "wigner_6j_over_j1": "numeric.coupling",
    "wigner_6j_table": "numeric.coupling",
    "wigner_6j_values": "numeric.coupling",
    "wigner_9j": "numeric.coupling",
    "wigner_9j_values": "numeric.coupling",
}

if TYPE_CHECKING:
    from grouptools import certificates, checks, codegen, conventions, errors, exact, tables
    from grouptools.conventions import BASIS_VERSION, GROUPTOOLS, Convention
    from grouptools.numeric.coupling import (
        clebsch_gordan,
        clebsch_gordan_block,
        clebsch_gordan_blocks,
        clebsch_gordan_sparse,
        clebsch_gordan_table,
        clebsch_gordan_values,
        wigner_3j,
        wigner_3j_block,
        wigner_3j_blocks,
        wigner_3j_over_j3,
        wigner_3j_over_m2,
        wigner_3j_sparse,
        wigner_3j_table,
        wigner_3j_values,
        wigner_6j,
        wigner_6j_over_j1,
        wigner_6j_table,
        wigner_6j_values,
        wigner_9j,
        wigner_9j_values,
    )
    from grouptools.numeric.harmonics.evaluation import spherical_harmonics
    from grouptools.tables import Table, load_table, table

__all__ = [
    "BASIS_VERSION",
    "GROUPTOOLS",
    "Convention",
    "Table",
    "certificates",
    "checks",
    "clebsch_gordan",
    "clebsch_gordan_block",
    "clebsch_gordan_blocks",
    "clebsch_gordan_sparse",
    "clebsch_gordan_table",
    "clebsch_gordan_values",
    "codegen",
    "conventions",
    "errors",
    "exact",
    "load_table",
    "spherical_harmonics",
    "table",
    "tables",
    "wigner_3j",
    "wigner_3j_block",
    "wigner_3j_blocks",
    "wigner_3j_over_j3",
    "wigner_3j_over_m2",
    "wigner_3j_sparse",
    "wigner_3j_table",
    "wigner_3j_values",
    "wigner_6j",
    "wigner_6j_over_j1",
    "wigner_6j_table",
    "wigner_6j_values",
    "wigner_9j",
    "wigner_9j_values",
]

__getattr__, __dir__ = attach(
    __name__, {name: f"{__name__}.{module}" for name, module in _ORIGINS.items()}
)
