"""Pictures of kernels, with matplotlib, which is imported when the first one is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import ArgumentError
from grouptools.kernels.basis import KernelBasis
from grouptools.kernels.grid import GridKernelBasis

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

__all__ = ["kernel_images", "plot_kernels"]

Floats = NDArray[np.float64]
#: Of the distance between two neighbouring images of a mosaic, this part is left white.
GAP = 0.08
#: Inches across the picture of one kernel.
INCHES = 1.8


class _Tile(NamedTuple):
    """Where an image lies: `bounds` (left, right, bottom, top), and its axes as rows of `axes`."""

    bounds: tuple[float, float, float, float]
    axes: Floats

    @property
    def size(self) -> Floats:
        """The width and height of the image on paper."""
        left, right, bottom, top = self.bounds
        corners = np.array([[x, y] for x in (left, right) for y in (bottom, top)]) @ self.axes
        return np.asarray(np.ptp(corners, axis=0))


def plot_kernels(
    basis: KernelBasis | GridKernelBasis,
    elements: Sequence[int] | None = None,
    *,
    limit: int = 36,
    resolution: int = 48,
    part: str = "real",
    colours: str = "RdBu_r",
    figure: Figure | SubFigure | None = None,
    axes: Axes | Sequence[Axes] | None = None,
) -> Any:
    """Draw kernels, each as its n_out x n_in images, in colours symmetric about 0.

    `elements`: which kernels, by default the first `limit`.
    `resolution`, `part`: see `kernel_images`, which makes the images.
    `colours`: a diverging colour map of matplotlib.
    `figure`: where to add axes, by default a new figure, which no window shows; or `axes`, one
    for each kernel.

    Each kernel has its own scale: the darkest colours are plus and minus its largest entry.
    Returns the matplotlib figure.
    Raises `ArgumentError` without matplotlib, without kernels and for numbers of none.

    >>> from grouptools.kernels.deriving import kernel_basis
    >>> from grouptools.representations.irrep_value import Irrep
    >>> basis = kernel_basis(Irrep("0e"), Irrep("1o"), 1)
    >>> plot_kernels(basis).savefig("kernels.png")  # doctest: +SKIP
    """
    chosen = _chosen(basis, elements, limit)
    if isinstance(colours, str) and colours not in _matplotlib()[2]:
        raise ArgumentError(
            f"colours = {colours!r} was given, but matplotlib has no colour map of this name: "
            f"pass 'RdBu_r', 'seismic', ..."
        )
    images = kernel_images(basis, chosen, resolution=resolution, part=part)
    tile = _tile(basis, images.shape[-1])
    places = _places(figure, axes, len(chosen), np.array(basis.shape) * tile.size[::-1])
    for k, place, mosaic in zip(chosen, places, images, strict=True):
        _draw(place, mosaic, tile, colours)
        degree = f"  l = {basis.degrees[k]}" if isinstance(basis, KernelBasis) else ""
        place.set_title(f"[{k}]{degree}", fontsize="small")
    drawn = places[0].figure
    if elements is None and axes is None and len(chosen) < basis.dimension:
        drawn.suptitle(f"the first {len(chosen)} of {basis.dimension} kernels", fontsize="small")
    return drawn


def kernel_images(
    basis: KernelBasis | GridKernelBasis,
    elements: Sequence[int] | None = None,
    *,
    resolution: int = 48,
    part: str = "real",
) -> Floats:
    """The entries of kernels as images, row 0 on top; nan where there is nothing to draw.

    In the plane: `resolution` pixels a side, x to the right and y up, on the unit disc.
    In space: `resolution` rows of the latitudes from 90 to -90 degrees, twice as many columns of
    the longitudes from -180 to 180 degrees, so that the x axis is in the middle.
    On a window: its points, the first coordinate to the right and the second up; in three
    dimensions the slices of the third coordinate from left to right, a column between them.
    `part`: "real" or "imag", of complex kernels.

    Returns an array (elements, n_out, n_in, rows, columns).
    Raises `ArgumentError` without kernels and for numbers of none.

    >>> from grouptools.groups.lattice_names import lattice_group
    >>> from grouptools.kernels.grid import grid_kernel_basis
    >>> trivial = lattice_group("p4m").point_group.trivial_representation()
    >>> kernel_images(grid_kernel_basis("p4m", 3, trivial, trivial), [1])[0, 0, 0]
    array([[0. , 0.5, 0. ],
           [0.5, 0. , 0.5],
           [0. , 0.5, 0. ]])
    """
    chosen = _chosen(basis, elements, None)
    if part not in ("real", "imag"):
        raise ArgumentError(f"part = {part!r} was given: pass 'real' or 'imag'")
    if isinstance(basis, GridKernelBasis):
        values = _windows(basis, chosen)
    else:
        values = _evaluated(basis, chosen, resolution)
    return np.asarray(values.real if part == "real" else values.imag, dtype=np.float64)


def _chosen(basis: Any, elements: Sequence[int] | None, limit: int | None) -> list[int]:
    if not isinstance(basis, KernelBasis | GridKernelBasis):
        raise ArgumentError(
            f"a {type(basis).__name__} was given, but a KernelBasis or GridKernelBasis is drawn"
        )
    if not basis.dimension:
        raise ArgumentError(f"{basis!r} was to be drawn, but it has no kernel")
    if limit is not None and limit < 1:
        raise ArgumentError(f"limit = {limit} was given, but 1 kernel or more is drawn")
    if elements is None:
        return list(range(basis.dimension))[:limit]
    chosen = list(elements)
    if not chosen:
        raise ArgumentError("elements is empty: pass the numbers of the kernels to draw, or None")
    for k in chosen:
        if not isinstance(k, int | np.integer) or not 0 <= k < basis.dimension:
            raise ArgumentError(
                f"element {k!r} was to be drawn, but the basis has the elements "
                f"0 to {basis.dimension - 1}"
            )
    return [int(k) for k in chosen]


def _evaluated(basis: KernelBasis, chosen: Sequence[int], resolution: int) -> NDArray[Any]:
    if not isinstance(resolution, int) or resolution < 1:
        raise ArgumentError(f"resolution = {resolution!r} was given: pass 1, 2, ... rows of pixels")
    space = basis.group.dimension == 3
    points = _sphere(resolution) if space else _square(resolution)
    # (elements, n_out, n_in, rows, columns); row after row, so that little is held at a time
    values = np.stack([np.moveaxis(basis.evaluate(row)[chosen], 1, -1) for row in points], axis=-2)
    if not space:
        values[..., (points**2).sum(axis=-1) > 1] = np.nan
    return values


def _square(n: int) -> Floats:
    """Centres of n x n pixels on [-1, 1]^2, y downwards from row to row."""
    axis = (2 * np.arange(n) + 1 - n) / n
    return np.stack(np.meshgrid(axis, -axis), axis=-1)


def _sphere(n: int) -> Floats:
    """Centres of n x 2n pixels of latitude and longitude, on the unit sphere."""
    latitude = np.pi * (n - 1 - 2 * np.arange(n)) / (2 * n)
    longitude = np.pi * (2 * np.arange(2 * n) + 1 - 2 * n) / (2 * n)
    around, up = np.meshgrid(longitude, latitude)
    flat = np.cos(up)
    return np.stack([flat * np.cos(around), flat * np.sin(around), np.sin(up)], axis=-1)


def _windows(basis: GridKernelBasis, chosen: Sequence[int]) -> NDArray[Any]:
    """The pixels, nan outside of the window: array index (i, j(, k)) -> (row, column)."""
    values = basis.to_numpy()
    inside = np.zeros(values.shape[3:], dtype=bool)
    inside[basis.pixels.places] = True
    kernels = np.where(inside, values[list(chosen)], np.nan)
    while kernels.ndim < 5:
        kernels = kernels[..., None]
    if kernels.ndim == 5:
        return np.swapaxes(kernels, -1, -2)[..., ::-1, :]
    slices = np.moveaxis(kernels, (-3, -2, -1), (-1, -3, -2))[..., ::-1, :, :]  # (..., j, k, i)
    spaced = np.pad(slices, [(0, 0)] * 5 + [(0, 1)], constant_values=np.nan)
    return spaced.reshape(*spaced.shape[:4], -1)[..., :-1]


def _tile(basis: KernelBasis | GridKernelBasis, columns: int) -> _Tile:
    """The shape on paper of one image; the pixels of a plane lattice lie on its vectors."""
    plane = basis.group.dimension == 2
    if isinstance(basis, KernelBasis):
        return _Tile((-1, 1, -1, 1) if plane else (-180, 180, -90, 90), np.eye(2))
    lattice, size = basis.pixels.group, basis.pixels.size
    high = size if lattice.dimension > 1 else 1
    bounds = -columns / 2, columns / 2, -high / 2, high / 2
    return _Tile(bounds, lattice.vectors if lattice.dimension == 2 else np.eye(2))


def _places(
    figure: Any, axes: Axes | Sequence[Axes] | None, count: int, lengths: Floats
) -> list[Any]:
    """The axes to draw into, one a kernel; `lengths`: the height and width of a picture."""
    if axes is not None:
        given = list(np.ravel(np.asarray(axes, dtype=object)))
        if len(given) != count:
            raise ArgumentError(
                f"{len(given)} axes were given for {count} kernels: pass one for each kernel"
            )
        return given
    columns = ceil(sqrt(count))
    rows = ceil(count / columns)
    if figure is None:
        height = INCHES * min(max(lengths[0] / lengths[1], 0.25), 4)
        size = (INCHES * columns + 0.4, (height + 0.35) * rows + 0.4)
        figure = _matplotlib()[0](figsize=size, layout="constrained")
    return [figure.add_subplot(rows, columns, k + 1) for k in range(count)]


def _draw(place: Any, mosaic: Floats, tile: _Tile, colours: str) -> None:
    """Draw the images of one kernel, image (a, b) in row a and column b."""
    _, affine, _ = _matplotlib()
    largest = float(np.nanmax(np.abs(mosaic), initial=0)) or 1.0
    step = tile.size * (1 + GAP)
    n_out, n_in = mosaic.shape[:2]
    matrix = np.eye(3)
    matrix[:2, :2] = tile.axes.T
    for a, b in _pairs(n_out, n_in):
        matrix[:2, 2] = step * (b, -a)
        place.imshow(
            mosaic[a, b],
            cmap=colours,
            vmin=-largest,
            vmax=largest,
            extent=tile.bounds,
            interpolation="nearest",
            transform=affine(matrix) + place.transData,
        )
    right, below = step * (n_in - 0.5, n_out - 0.5)
    place.set_xlim(-step[0] / 2, right)
    place.set_ylim(-below, step[1] / 2)
    place.set_axis_off()


def _pairs(n_out: int, n_in: int) -> Iterator[tuple[int, int]]:
    return ((a, b) for a in range(n_out) for b in range(n_in))


def _matplotlib() -> tuple[Any, Any, Any]:
    try:
        from matplotlib import colormaps
        from matplotlib.figure import Figure
        from matplotlib.transforms import Affine2D
    except ImportError as error:
        raise ArgumentError(
            "pictures need matplotlib, which is not installed: pip install 'grouptools[plot]'"
        ) from error
    return Figure, Affine2D, colormaps
