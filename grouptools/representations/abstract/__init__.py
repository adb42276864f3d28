"""Irreps of any finite group from its Cayley table: characters by Dixon's method, then matrices.

`dixon` finds and proves the complex characters, from `class_structure` and `modular_characters`;
`general_irreps` the real irreps, and `complex_irreps` the complex ones, each in the first of these
ways that succeeds: induced from a linear character (`subgroup_search`, `candidates`, `monomial`),
in a product of irreps known already (`product_parts`), by halving a space that holds it twice
(`halving`, with the roots of `field_roots` and `root_averages`).  `splitting` proves the outcome.
"""
