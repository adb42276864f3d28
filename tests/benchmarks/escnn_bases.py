"""escnn's sampled kernel bases: run by the Python of an environment that holds escnn.

`python escnn_bases.py CASE [--warm] [--save FILE]` prints the seconds that building and sampling
the basis takes, after the imports.  Cold, escnn's disk cache is emptied before; the file gets the
grid, the filters and what identifies the elements of the group.  Nothing of grouptools is
imported: escnn needs an older numpy.
"""

import json
import shutil
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch

if "--warm" not in sys.argv:  # before escnn opens its cache, which is in its own folder
    for folder in find_spec("escnn").submodule_search_locations:
        shutil.rmtree(Path(folder) / "group" / "_cache", ignore_errors=True)

from escnn import gspaces, nn

torch.set_num_threads(1)

#: case -> the space, the field, the size of the grid
CASES = {
    "C8 regular": (lambda: gspaces.rot2dOnR2(8), lambda g: [g.regular_repr], 7),
    "D8 regular": (lambda: gspaces.flipRot2dOnR2(8), lambda g: [g.regular_repr], 7),
    "SO(3) l <= 3": (gspaces.rot3dOnR3, lambda g: [g.irrep(l) for l in range(4)], 5),
    "O l <= 1": (
        gspaces.octaOnR3,
        lambda g: [g.trivial_repr, g.fibergroup.standard_representation],
        5,
    ),
    "O regular": (gspaces.octaOnR3, lambda g: [g.regular_repr], 5),
    "I regular": (gspaces.icoOnR3, lambda g: [g.regular_repr], 5),
}


def main() -> None:
    """Build one basis."""
    name = sys.argv[1]
    space, field, size = CASES[name]
    start = time.perf_counter()
    g = space()
    kind = nn.FieldType(g, field(g))
    convolution = nn.R2Conv if size == 7 else nn.R3Conv
    layer = convolution(kind, kind, size, bias=False, initialize=False)
    seconds = time.perf_counter() - start
    print(json.dumps([seconds, layer.basisexpansion.dimension()]))
    if "--save" in sys.argv:
        save(sys.argv[sys.argv.index("--save") + 1], g, layer, size)


def save(path: str, g: gspaces.GSpace, layer: torch.nn.Module, side: int) -> None:
    """Write grid, filters of every basis element, matrices of the elements and of the field."""
    blocks = [
        m.sampled_basis for m in layer.basisexpansion.modules() if hasattr(m, "sampled_basis")
    ]
    if len(blocks) == 1:  # (element, out, in, point), as a filter has them
        filters = blocks[0].reshape(len(blocks[0]), -1).numpy()
    else:
        one_each = torch.eye(layer.basisexpansion.dimension())
        expanded = [layer.basisexpansion(weights).detach().ravel() for weights in one_each]
        filters = torch.stack(expanded).numpy()
    count, size = filters.shape
    columns = np.random.default_rng(0).permutation(size)  # some coefficients of each are enough
    kept = np.sort(columns[: max(3 * count, 4000)])
    filters = filters[:, kept]
    fiber = g.fibergroup
    elements = fiber.elements if fiber.order() > 0 else [fiber.sample() for _ in range(12)]
    matrices = [g.basespace_action(e) for e in elements]
    images = [layer.in_type.representation(e) for e in elements]
    grid = nn.modules.conv.rd_convolution.get_grid_coords(2 if side == 7 else 3, side)
    np.savez(path, grid=grid, kept=kept, filters=filters, matrices=matrices, images=images)


if __name__ == "__main__":
    main()
