"""Draws conventions.png: the real harmonics of degree 1 and 2 as packages order and sign them.

Run from the root of the repository: python docs/draw_conventions.py
"""

import io
from pathlib import Path

import numpy as np
import sympy
from matplotlib.figure import Figure
from PIL import Image

import grouptools as gt

NAMES = ("grouptools", "e3nn", "pyscf", "psi4", "molpro", "sympy real", "quantum espresso")
VARIABLES = sympy.symbols("x y z")
SIDE = 96
WARM, COLD, PAPER = np.array([0.80, 0.30, 0.16]), np.array([0.16, 0.36, 0.62]), np.ones(3)


def label(polynomial: sympy.Expr) -> str:
    """A harmonic up to a positive factor: "-y", "xz", "2z^2-x^2-y^2"."""
    terms = sympy.Poly(polynomial, *VARIABLES).terms()
    size = min(abs(coefficient) for _, coefficient in terms)
    whole = {powers: int(sympy.simplify(c / size)) for powers, c in terms}
    text = ""
    for powers in sorted(whole, key=lambda powers: -whole[powers]):
        number = whole[powers]
        text += "-" if number < 0 else "+" if text else ""
        text += str(abs(number)) if abs(number) > 1 else ""
        text += "".join(f"{v}^{n}" if n > 1 else v * n for v, n in zip("xyz", powers, strict=True))
    return f"${text}$"


def view() -> tuple[np.ndarray, np.ndarray]:
    """Points of the sphere as seen from (3, 2, 1.5), and which pixels they are."""
    u = np.linspace(-1.05, 1.05, SIDE)
    right, up = np.meshgrid(u, -u)
    seen = right**2 + up**2 <= 1
    towards = np.array([3.0, 2.0, 1.5]) / np.linalg.norm([3.0, 2.0, 1.5])
    sideways = np.cross([0, 0, 1], towards) / np.linalg.norm(np.cross([0, 0, 1], towards))
    upwards = np.cross(towards, sideways)
    depth = np.sqrt(np.clip(1 - right**2 - up**2, 0, None))
    points = right[..., None] * sideways + up[..., None] * upwards + depth[..., None] * towards
    return points, seen


def picture(values: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Warm where the values are positive, cold where they are negative."""
    strength = np.clip(np.abs(values) / 0.8, 0, 1)[..., None]
    colour = np.where(values[..., None] > 0, WARM, COLD)
    return np.where(seen[..., None], PAPER + strength * (colour - PAPER), PAPER)


def draw(path: Path) -> None:
    """One row for each convention."""
    points, seen = view()
    ours = gt.spherical_harmonics(2, points)
    exact = [p for l in range(3) for p in gt.exact.solid_harmonics(l, VARIABLES)]
    figure = Figure(figsize=(9.4, 1.08 * len(NAMES) + 0.3), dpi=100)
    grid = figure.subplots(len(NAMES), 9, gridspec_kw={"width_ratios": [1.75, *[1] * 8]})
    for name, row in zip(NAMES, grid, strict=True):
        values = gt.convert(ours, "harmonics", "grouptools", f"{name}; normalization = integral")
        polynomials = gt.convert(exact, "harmonics", "grouptools", name)
        row[0].text(1, 0.5, name, ha="right", va="center", fontsize=11)
        for axes in row:
            axes.axis("off")
        for k, axes in enumerate(row[1:], 1):
            axes.imshow(picture(values[..., k], seen), interpolation="bilinear")
            axes.set_title(label(polynomials[k]), fontsize=8, pad=1)
    figure.subplots_adjust(0, 0, 0.995, 0.965, 0.05, 0.22)
    drawn = io.BytesIO()
    figure.savefig(drawn)
    Image.open(drawn).convert("RGB").quantize(64).save(path, optimize=True)


if __name__ == "__main__":
    draw(Path(__file__).parent / "conventions.png")
