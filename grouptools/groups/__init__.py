"""Groups: named ones, any finite one, Lie groups; subgroups, cosets, actions, lattices, products.

`point_group("m-3m")`, `cyclic(8)`, `SO3()` are made by name; `FiniteGroup` reads permutations,
exact matrices and Cayley tables; `Subgroup`, `HomogeneousSpace` and `ConjugacyClass` are what its
methods return; `direct_product` and `semidirect_product` make new groups, `lattice_group` those
that move the points of a grid; `orbits`, `burnside_count` and their like work on any action.
Everything is imported on first use.
"""

from typing import TYPE_CHECKING

from grouptools.lazy import attach

_ORIGINS = {
    "ConjugacyClass": "classes",
    "DoubleGroup": "double",
    "FiniteGroup": "finite",
    "Group": "group",
    "HomogeneousSpace": "homogeneous",
    "LatticeGroup": "lattice",
    "LieGroup": "lie",
    "O2": "lie",
    "O3": "lie",
    "PointGroup": "named",
    "ProductGroup": "products",
    "SO2": "lie",
    "SO3": "lie",
    "SU2": "lie",
    "Subgroup": "subgroup",
    "action_from_generators": "actions",
    "burnside_count": "actions",
    "check_action": "actions",
    "cyclic": "planar",
    "dihedral": "planar",
    "direct_product": "products",
    "double_group": "double",
    "icosahedral": "point_groups",
    "lattice_group": "lattice_names",
    "named_subgroup": "recognition",
    "orbits": "actions",
    "point_group": "point_groups",
    "recognised": "recognition",
    "semidirect_product": "products",
    "space_of_orbit": "homogeneous",
    "stabiliser_of_point": "actions",
}

if TYPE_CHECKING:
    from grouptools.groups.actions import (
        action_from_generators,
        burnside_count,
        check_action,
        orbits,
        stabiliser_of_point,
    )
    from grouptools.groups.classes import ConjugacyClass
    from grouptools.groups.double import DoubleGroup, double_group
    from grouptools.groups.finite import FiniteGroup
    from grouptools.groups.group import Group
    from grouptools.groups.homogeneous import HomogeneousSpace, space_of_orbit
    from grouptools.groups.lattice import LatticeGroup
    from grouptools.groups.lattice_names import lattice_group
    from grouptools.groups.lie import O2, O3, SO2, SO3, SU2, LieGroup
    from grouptools.groups.named import PointGroup
    from grouptools.groups.planar import cyclic, dihedral
    from grouptools.groups.point_groups import icosahedral, point_group
    from grouptools.groups.products import ProductGroup, direct_product, semidirect_product
    from grouptools.groups.recognition import named_subgroup, recognised
    from grouptools.groups.subgroup import Subgroup

__all__ = [
    "O2",
    "O3",
    "SO2",
    "SO3",
    "SU2",
    "ConjugacyClass",
    "DoubleGroup",
    "FiniteGroup",
    "Group",
    "HomogeneousSpace",
    "LatticeGroup",
    "LieGroup",
    "PointGroup",
    "ProductGroup",
    "Subgroup",
    "action_from_generators",
    "burnside_count",
    "check_action",
    "cyclic",
    "dihedral",
    "direct_product",
    "double_group",
    "icosahedral",
    "lattice_group",
    "named_subgroup",
    "orbits",
    "point_group",
    "recognised",
    "semidirect_product",
    "space_of_orbit",
    "stabiliser_of_point",
]

__getattr__, __dir__ = attach(
    __name__, {name: f"{__name__}.{module}" for name, module in _ORIGINS.items()}
)
