"""Groups: finite ones from generators or tables, their subgroups, cosets, actions and products.

`FiniteGroup` reads permutations, exact matrices and Cayley tables; `Subgroup`, `HomogeneousSpace`
and `ConjugacyClass` are what its methods return; `direct_product`, `semidirect_product` make new
groups; `orbits`, `burnside_count` and their like work on any action.  Everything is imported on
first use.
"""

from typing import TYPE_CHECKING

from grouptools.lazy import attach

_ORIGINS = {
    "ConjugacyClass": "classes",
    "FiniteGroup": "finite",
    "Group": "group",
    "HomogeneousSpace": "homogeneous",
    "ProductGroup": "products",
    "Subgroup": "subgroup",
    "action_from_generators": "actions",
    "burnside_count": "actions",
    "check_action": "actions",
    "direct_product": "products",
    "orbits": "actions",
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
    from grouptools.groups.finite import FiniteGroup
    from grouptools.groups.group import Group
    from grouptools.groups.homogeneous import HomogeneousSpace, space_of_orbit
    from grouptools.groups.products import ProductGroup, direct_product, semidirect_product
    from grouptools.groups.subgroup import Subgroup

__all__ = [
    "ConjugacyClass",
    "FiniteGroup",
    "Group",
    "HomogeneousSpace",
    "ProductGroup",
    "Subgroup",
    "action_from_generators",
    "burnside_count",
    "check_action",
    "direct_product",
    "orbits",
    "semidirect_product",
    "space_of_orbit",
    "stabiliser_of_point",
]

__getattr__, __dir__ = attach(
    __name__, {name: f"{__name__}.{module}" for name, module in _ORIGINS.items()}
)
