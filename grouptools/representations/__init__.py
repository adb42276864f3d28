"""Representations of groups, exact: irreps, sums, products, characters and decompositions.

`Irrep`, `Irreps`: values, "1o" and "16x0e + 8x1o"; `irreps`, `irrep`: those of a group;
`Representation`: matrices; `regular_representation` and others by name,
`representation_from_matrices` by a user's own; `decompose`: the change of basis to irreps;
`character_table`, `branching`, `group_clebsch_gordan`.  Everything is imported on first use.
"""

from typing import TYPE_CHECKING

from grouptools.lazy import attach

_ORIGINS = {
    "CharacterTable": "table_of_characters",
    "Copies": "irreps_value",
    "Coupling": "coupling",
    "Decomposition": "decomposition",
    "Irrep": "irrep_value",
    "IrrepData": "irrep_data",
    "Irreps": "irreps_value",
    "Representation": "representation",
    "antisymmetric_power": "powers",
    "branching": "branching_rules",
    "character_table": "table_of_characters",
    "decompose": "decomposition",
    "determinant_representation": "named",
    "direct_sum": "sums",
    "frobenius_schur": "characters",
    "group_clebsch_gordan": "coupling",
    "harmonic_representation": "harmonic",
    "induced_character": "characters",
    "inner_product": "characters",
    "irrep": "catalogue",
    "irreps": "catalogue",
    "multiplicities": "characters",
    "natural_representation": "named",
    "permutation_representation": "named",
    "quotient_representation": "named",
    "regular_representation": "named",
    "representation_from_matrices": "given",
    "sign_representation": "named",
    "symmetric_power": "powers",
    "tensor_product": "products",
    "trivial_representation": "named",
}

if TYPE_CHECKING:
    from grouptools.representations.branching_rules import branching
    from grouptools.representations.catalogue import irrep, irreps
    from grouptools.representations.characters import (
        frobenius_schur,
        induced_character,
        inner_product,
        multiplicities,
    )
    from grouptools.representations.coupling import Coupling, group_clebsch_gordan
    from grouptools.representations.decomposition import Decomposition, decompose
    from grouptools.representations.given import representation_from_matrices
    from grouptools.representations.harmonic import harmonic_representation
    from grouptools.representations.irrep_data import IrrepData
    from grouptools.representations.irrep_value import Irrep
    from grouptools.representations.irreps_value import Copies, Irreps
    from grouptools.representations.named import (
        determinant_representation,
        natural_representation,
        permutation_representation,
        quotient_representation,
        regular_representation,
        sign_representation,
        trivial_representation,
    )
    from grouptools.representations.powers import antisymmetric_power, symmetric_power
    from grouptools.representations.products import tensor_product
    from grouptools.representations.representation import Representation
    from grouptools.representations.sums import direct_sum
    from grouptools.representations.table_of_characters import CharacterTable, character_table

__all__ = [
    "CharacterTable",
    "Copies",
    "Coupling",
    "Decomposition",
    "Irrep",
    "IrrepData",
    "Irreps",
    "Representation",
    "antisymmetric_power",
    "branching",
    "character_table",
    "decompose",
    "determinant_representation",
    "direct_sum",
    "frobenius_schur",
    "group_clebsch_gordan",
    "harmonic_representation",
    "induced_character",
    "inner_product",
    "irrep",
    "irreps",
    "multiplicities",
    "natural_representation",
    "permutation_representation",
    "quotient_representation",
    "regular_representation",
    "representation_from_matrices",
    "sign_representation",
    "symmetric_power",
    "tensor_product",
    "trivial_representation",
]

__getattr__, __dir__ = attach(
    __name__, {name: f"{__name__}.{module}" for name, module in _ORIGINS.items()}
)
