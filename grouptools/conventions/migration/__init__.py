"""Weights of trained networks, from one convention to another, exactly."""

from grouptools.conventions.migration.checkpoint import Report, migrate_file
from grouptools.conventions.migration.contractions import Contraction
from grouptools.conventions.migration.factors import (
    coupling_factor,
    coupling_phase,
    harmonics_factor,
)
from grouptools.conventions.migration.instructions import (
    Instruction,
    channelwise_instructions,
    full_instructions,
)
from grouptools.conventions.migration.linear import Linear
from grouptools.conventions.migration.products import PathRule, TensorProduct, migration_rules
from grouptools.conventions.migration.reading import read_layer
from grouptools.conventions.migration.versions import BASIS_CHANGES, basis_change
from grouptools.conventions.migration.weights import migrate_weights

__all__ = [
    "BASIS_CHANGES",
    "Contraction",
    "Instruction",
    "Linear",
    "PathRule",
    "Report",
    "TensorProduct",
    "basis_change",
    "channelwise_instructions",
    "coupling_factor",
    "coupling_phase",
    "full_instructions",
    "harmonics_factor",
    "migrate_file",
    "migrate_weights",
    "migration_rules",
    "read_layer",
]
