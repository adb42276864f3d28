"""Pictures of kernels: the numbers behind the images are those of the kernels."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import grouptools as gt
from grouptools.errors import ArgumentError
from grouptools.kernels import grid_kernel_basis
from grouptools.plotting import kernel_images, plot_kernels

figures = pytest.importorskip("matplotlib.figure")
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def planar():
    group = gt.cyclic(4)
    return gt.kernel_basis(group.regular_representation(), group.natural_representation(), 2)


@pytest.fixture(scope="module")
def spatial():
    return gt.kernel_basis(gt.Irreps("0e + 1o"), gt.Irrep("1o"), 2)


def window(name, size):
    group = gt.lattice_group(name).point_group
    return grid_kernel_basis(
        name, size, group.natural_representation(), group.trivial_representation()
    )


def drawn(place, shape):
    """The images of one pair of axes, (n_out, n_in, rows, columns), nan where nothing is drawn."""
    arrays = [np.ma.filled(image.get_array(), np.nan) for image in place.images]
    return np.reshape(arrays, (*shape, *arrays[0].shape))


def same(first, second):
    return np.array_equal(first, second, equal_nan=True)


def test_planar_images_are_the_kernels(planar):
    figure = planar.plot(resolution=5)
    assert len(figure.axes) == planar.dimension
    axis = np.linspace(-4, 4, 5) / 5
    for k, place in enumerate(figure.axes):
        images = drawn(place, planar.shape)
        assert place.get_title() == f"[{k}]  l = {planar.degrees[k]}"
        for row, column in np.ndindex(5, 5):
            x, y = axis[column], -axis[row]
            shown = images[..., row, column]
            if x * x + y * y > 1:
                assert np.isnan(shown).all()
            else:
                np.testing.assert_allclose(shown, planar.evaluate([x, y])[k], rtol=0, atol=1e-14)


def test_spatial_images_are_the_kernels(spatial):
    figure = plot_kernels(spatial, resolution=6)
    assert len(figure.axes) == spatial.dimension
    for k, place in enumerate(figure.axes):
        images = drawn(place, spatial.shape)
        assert images.shape == (*spatial.shape, 6, 12)
        for row, column in np.ndindex(6, 12):
            theta, phi = np.radians(15 + 30 * row), np.radians(-165 + 30 * column)
            point = [np.sin(theta) * np.cos(phi), np.sin(theta) * np.sin(phi), np.cos(theta)]
            np.testing.assert_allclose(
                images[..., row, column], spatial.evaluate(point)[k], rtol=0, atol=1e-14
            )


@pytest.mark.parametrize(("name", "size"), [("p4", 4), ("p4m", 5), ("p6", 5)])
def test_pixels_are_the_kernels(name, size):
    basis = window(name, size)
    figure = plot_kernels(basis)
    kernels = basis.to_numpy()
    places = set(zip(*map(np.ndarray.tolist, basis.pixels.places), strict=True))
    assert len(figure.axes) == basis.dimension
    for k, place in enumerate(figure.axes):
        images = drawn(place, basis.shape)
        for i, j in np.ndindex(size, size):
            shown = images[..., size - 1 - j, i]
            expected = kernels[k, ..., i, j] if (i, j) in places else np.full(basis.shape, np.nan)
            assert same(shown, expected)


@pytest.mark.parametrize("name", ["p4", "p6", "p3"])
def test_pixels_lie_on_the_lattice(name):
    """The middle of each pixel on paper is the position of its point."""
    basis = window(name, 5)
    (place,) = plot_kernels(basis, [0]).axes
    image = place.images[0]
    left, right, bottom, top = image.get_extent()
    on_paper = image.get_transform() - place.transData
    pixels = basis.pixels
    for (i, j), position in zip(np.transpose(pixels.places), pixels.positions, strict=True):
        x = left + (i + 0.5) * (right - left) / 5
        y = bottom + (j + 0.5) * (top - bottom) / 5
        np.testing.assert_allclose(on_paper.transform((x, y)), position, rtol=0, atol=1e-12)


def test_voxels_are_drawn_slice_after_slice():
    basis = window("P23", 3)
    images, kernels = kernel_images(basis), basis.to_numpy()
    assert images.shape == (basis.dimension, *basis.shape, 3, 11)
    assert np.isnan(images[..., [3, 7]]).all()
    for i, j, k in np.ndindex(3, 3, 3):
        assert same(images[..., 2 - j, 4 * k + i], kernels[..., i, j, k])


def test_images_of_a_mosaic_lie_in_rows_and_columns_and_do_not_touch(spatial):
    (place,) = plot_kernels(spatial, [0], resolution=4).axes
    corners = [
        (image.get_transform() - place.transData).transform([(-180, -90), (180, 90)])
        for image in place.images
    ]
    boxes = np.reshape(corners, (*spatial.shape, 2, 2))
    assert (boxes[:, 1:, 0, 0] > boxes[:, :-1, 1, 0]).all()  # to the right of the one before
    assert (boxes[1:, :, 1, 1] < boxes[:-1, :, 0, 1]).all()  # below the one above
    (left, right), (bottom, top) = place.get_xlim(), place.get_ylim()
    assert (boxes >= [left, bottom]).all()
    assert (boxes <= [right, top]).all()


def test_colours_are_symmetric_about_zero(planar):
    for place in planar.plot(resolution=8).axes:
        largest = np.nanmax(np.abs(drawn(place, planar.shape)))
        assert {image.get_clim() for image in place.images} == {(-largest, largest)}


def test_chosen_elements_and_the_limit(planar):
    titles = [place.get_title()[:3] for place in planar.plot([3, 1, 3], resolution=4).axes]
    assert titles == ["[3]", "[1]", "[3]"]
    figure = planar.plot(limit=2, resolution=4)
    assert len(figure.axes) == 2
    assert figure.get_suptitle() == f"the first 2 of {planar.dimension} kernels"
    assert same(kernel_images(planar, [3], resolution=4), kernel_images(planar, resolution=4)[3:4])


def test_a_given_figure_and_given_axes_are_drawn_into(planar, tmp_path):
    figure = figures.Figure()
    assert planar.plot([0, 1], resolution=4, figure=figure) is figure
    assert len(figure.axes) == 2
    other = figures.Figure()
    axes = other.subplots(1, 2)
    assert planar.plot([0, 1], resolution=4, axes=axes) is other
    assert [len(place.images) for place in axes] == [8, 8]
    assert planar.plot([0], resolution=4, axes=figure.axes[0]) is figure
    other.savefig(tmp_path / "kernels.png")
    assert (tmp_path / "kernels.png").read_bytes()[:4] == b"\x89PNG"


def test_parts_of_complex_kernels():
    irrep = gt.point_group("C3").irreps(real=False)[1]
    basis = gt.kernel_basis(irrep, gt.point_group("C3").irreps(real=False)[2], 1)
    real, imag = (kernel_images(basis, resolution=3, part=part) for part in ("real", "imag"))
    assert min(np.abs(real).max(), np.abs(imag).max()) > 0.1
    point = [np.cos(np.pi / 6), 0.5, 0]
    shown = real[..., 1, 3] + 1j * imag[..., 1, 3]
    np.testing.assert_allclose(shown, basis.evaluate(point), rtol=0, atol=1e-14)


WRONG = [
    ({"elements": [99]}, "element 99 was to be drawn, but the basis has the elements 0 to"),
    ({"elements": [-1]}, "element -1 was to be drawn"),
    ({"elements": [0.5]}, "element 0.5 was to be drawn"),
    ({"elements": []}, "elements is empty: pass the numbers of the kernels to draw, or None"),
    ({"limit": 0}, "limit = 0 was given"),
    ({"resolution": 0}, "resolution = 0 was given: pass 1, 2"),
    ({"part": "abs"}, "part = 'abs' was given: pass 'real' or 'imag'"),
    ({"elements": [0], "axes": [None, None]}, "2 axes were given for 1 kernels"),
    ({"colours": "mud"}, "colours = 'mud' was given"),
]


@pytest.mark.parametrize(("options", "sentence"), WRONG, ids=[str(o) for o, _ in WRONG])
def test_wrong_arguments(planar, options, sentence):
    with pytest.raises(ArgumentError, match=sentence):
        plot_kernels(planar, **options)


def test_nothing_to_draw():
    empty = gt.kernel_basis(gt.Irrep("0e"), gt.Irrep("0o"), 2)
    with pytest.raises(ArgumentError, match="was to be drawn, but it has no kernel"):
        empty.plot()
    with pytest.raises(ArgumentError, match="a str was given, but a KernelBasis or Grid"):
        plot_kernels("kernels")


def test_without_matplotlib(planar, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ArgumentError, match=r"not installed: pip install 'grouptools\[plot\]'"):
        planar.plot()


def test_the_module_does_not_import_matplotlib():
    code = "import grouptools.plotting, sys; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
