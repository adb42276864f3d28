"""The kernels of each degree: the constraint solved summand by summand, by the cheapest way.

The blocks of two direct sums have unknowns of their own, so the canonical basis of the whole is
the union of theirs.  Each way gives the same canonical basis as the direct null space.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from grouptools.groups.finite import FiniteGroup
from grouptools.kernels.closed_forms import closed_form_copies, has_closed_form
from grouptools.kernels.composition import composed_copies
from grouptools.kernels.direct import direct_copies
from grouptools.kernels.mixed_orbits import mixed_copies
from grouptools.kernels.orbits import orbit_copies, permutes
from grouptools.kernels.patterns import Copies, Part, assembled
from grouptools.kernels.summands import Scaled, Summands, over_field
from grouptools.representations.representation import Representation

__all__ = ["solved"]

#: Below so many unknowns a null space costs less than what goes through irreps.
FEW = 200

Way = Callable[[Representation, Representation, Representation], list[Copies]]


def solved(source: Summands, target: Summands, functions: Representation, degree: int) -> Part:
    """The canonical basis of the kernels K[a, b, m] of one degree.

    `functions`: how the functions S_m transform.
    """
    field = source.field.joined(target.field).joined(functions.field)
    source, target = source.over(field), target.over(field)
    space = Scaled(over_field(functions, field))
    copies = []
    for rep_out, rows in zip(target.kinds, target.offsets, strict=True):
        for rep_in, columns in zip(source.kinds, source.offsets, strict=True):
            n_in = rep_in.dimension
            starts = (rows[:, None] * source.dimension + columns).reshape(-1, 1, 1)
            for pattern, places in _block(Scaled(rep_in), Scaled(rep_out), space):
                a, b = np.divmod(places, n_in)
                moved = (starts + (a * source.dimension + b)).reshape(-1, places.shape[1])
                copies.append(Copies(pattern, moved))
    shape = (target.dimension, source.dimension)
    return assembled(degree, functions.dimension, shape, field, copies)


@lru_cache(maxsize=4096)
def _block(source: Scaled, target: Scaled, space: Scaled) -> list[Copies]:
    """The kernels between two summands."""
    reps = (source.representation, target.representation, space.representation)
    return _way(*reps)(*reps)


def _way(rep_in: Representation, rep_out: Representation, functions: Representation) -> Way:
    """The cheapest way to the kernels between two representations."""
    if isinstance(rep_in.group, FiniteGroup):
        if permutes(rep_in) and permutes(rep_out):
            return orbit_copies
        if permutes(rep_in) or permutes(rep_out):
            return mixed_copies
        unknowns = rep_in.dimension * rep_out.dimension * functions.dimension
        if unknowns > FEW and rep_in.is_real and rep_out.is_real:
            return composed_copies
    elif has_closed_form(rep_in) and has_closed_form(rep_out):
        return closed_form_copies
    return direct_copies
