"""Couplings as floats.

`clebsch_gordan`, `wigner_3j`, `wigner_6j`, `wigner_9j` round exact numbers: one block or symbol,
each entry the float nearest to the exact one.  All others go by recursion, many times as fast, to
j = 1000, within the bounds of docs/accuracy.md:

    whole ranges    wigner_3j_table, clebsch_gordan_table, wigner_6j_table,
                    wigner_3j_blocks, clebsch_gordan_blocks
    one triple      wigner_3j_block, clebsch_gordan_block, wigner_3j_sparse, clebsch_gordan_sparse
    one family      wigner_3j_over_j3, wigner_3j_over_m2, wigner_6j_over_j1
    entry by entry  wigner_3j_values, clebsch_gordan_values, wigner_6j_values, wigner_9j_values
"""

from typing import TYPE_CHECKING

from grouptools.lazy import attach

_ORIGINS = {
    "CouplingTable": "ranges",
    "Family": "families",
    "SparseBlock": "blocks",
    "clebsch_gordan": "rounded",
    "clebsch_gordan_block": "blocks",
    "clebsch_gordan_blocks": "ranges",
    "clebsch_gordan_sparse": "blocks",
    "clebsch_gordan_table": "ranges",
    "clebsch_gordan_values": "elementwise",
    "wigner_3j": "rounded",
    "wigner_3j_block": "blocks",
    "wigner_3j_blocks": "ranges",
    "wigner_3j_over_j3": "families",
    "wigner_3j_over_m2": "families",
    "wigner_3j_sparse": "blocks",
    "wigner_3j_table": "ranges",
    "wigner_3j_values": "elementwise",
    "wigner_6j": "rounded",
    "wigner_6j_over_j1": "families",
    "wigner_6j_table": "ranges",
    "wigner_6j_values": "elementwise",
    "wigner_9j": "rounded",
    "wigner_9j_values": "elementwise",
}

if TYPE_CHECKING:
    from grouptools.numeric.coupling.blocks import (
        SparseBlock,
        clebsch_gordan_block,
        clebsch_gordan_sparse,
        wigner_3j_block,
        wigner_3j_sparse,
    )
    from grouptools.numeric.coupling.elementwise import (
        clebsch_gordan_values,
        wigner_3j_values,
        wigner_6j_values,
        wigner_9j_values,
    )
    from grouptools.numeric.coupling.families import (
        Family,
        wigner_3j_over_j3,
        wigner_3j_over_m2,
        wigner_6j_over_j1,
    )
    from grouptools.numeric.coupling.ranges import (
        CouplingTable,
        clebsch_gordan_blocks,
        clebsch_gordan_table,
        wigner_3j_blocks,
        wigner_3j_table,
        wigner_6j_table,
    )
    from grouptools.numeric.coupling.rounded import (
        clebsch_gordan,
        wigner_3j,
        wigner_6j,
        wigner_9j,
    )

__all__ = [
    "CouplingTable",
    "Family",
    "SparseBlock",
    "clebsch_gordan",
    "clebsch_gordan_block",
    "clebsch_gordan_blocks",
    "clebsch_gordan_sparse",
    "clebsch_gordan_table",
    "clebsch_gordan_values",
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
