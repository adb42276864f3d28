"""Random conventions, and arrays disguised in them by the definitions of docs/conventions.md."""

import numpy as np

import grouptools as gt
from grouptools.conventions.choices import VALUES
from grouptools.conventions.convention import Convention
from grouptools.conventions.coupling_signs import coupling_sign
from grouptools.conventions.orders import RULES
from grouptools.conventions.phases import FACTORS, Phase

NOISE = 1e-6
POWERS = np.array([1, 1j, -1, -1j])


def random_convention(rng, l_max: int = 6) -> Convention:
    """Any convention: rules, orders that break them, products of up to three factors of phases."""
    basis = rng.choice(VALUES["basis"])
    factors = [f for f in FACTORS if basis == "complex" or f not in ("i^l", "-i^l")]
    phase = list(rng.choice(factors, size=rng.integers(1, 4), replace=False))
    if rng.random() < 0.3:
        turned = rng.choice(np.arange(1, l_max + 1), size=rng.integers(1, 4), replace=False)
        phase.append(f"-1 for |m|={','.join(map(str, turned))}")
    couplings = [c for c in VALUES["coupling"] if basis == "complex" or c != "3j"]
    return Convention(
        basis=str(basis),
        axes=str(rng.choice(VALUES["axes"])),
        order=random_order(rng, l_max),
        phase=" * ".join(phase),
        normalization=str(rng.choice(VALUES["normalization"])),
        wigner_D=str(rng.choice(VALUES["wigner_D"])),
        coupling=str(rng.choice(couplings)),
        coupling_sign=str(rng.choice(VALUES["coupling_sign"])),
        coupling_order=str(rng.choice(VALUES["coupling_order"])),
    )


def random_order(rng, l_max: int) -> str:
    """A rule, in one case of three with one or two degrees in any order."""
    text = str(rng.choice(list(RULES)))
    if rng.random() < 1 / 3:
        for l in rng.choice(np.arange(1, l_max + 1), size=rng.integers(1, 3), replace=False):
            text += f", but l={l}: {' '.join(map(str, rng.permutation(2 * l + 1) - l))}"
    return text


def components(convention: Convention, l: int):
    """The orders m of degree l and the phases of the components, position by position."""
    orders = np.array(convention.orders(l))
    phase = Phase.parse(convention.phase)
    return orders, POWERS[[phase.power_of_i(l, int(m)) for m in orders]]


def permutation(convention: Convention):
    """The matrix of x -> x[axes]."""
    return np.eye(3)[["xyz".index(axis) for axis in convention.axes]]


def norms(convention: Convention, l: int, orders):
    """By which factor the harmonics are longer than orthonormal ones."""
    four_pi = 4 * np.pi
    if convention.normalization != "unnormalized":
        over = {"integral": four_pi, "component": 1, "norm": 2 * l + 1}[convention.normalization]
        return np.sqrt(np.full(len(orders), four_pi / over))
    m = abs(orders)
    ratio = np.array([np.prod(np.arange(l - k + 1, l + k + 1.0)) for k in m])  # (l+m)!/(l-m)!
    two = np.where((m > 0) & (convention.basis == "real"), 2, 1)
    return np.sqrt(four_pi / (2 * l + 1) * ratio / two)


def harmonics(convention: Convention, l: int, points):
    """N(l, m) phase(l, m) Y_lm(P x)."""
    orders, phases = components(convention, l)
    flat = gt.spherical_harmonics(l, points @ permutation(convention).T, basis=convention.basis)
    standard = flat[:, l * l :][:, l + orders]
    return real_if(convention, standard * phases * norms(convention, l, orders))


def matrices(convention: Convention, l: int, rotations):
    """B with Y_c(R x) = B Y_c(x), for the orthonormal harmonics."""
    orders, phases = components(convention, l)
    P = permutation(convention)
    B = gt.wigner_D(l, P @ rotations @ P.T, basis=convention.basis)
    if convention.basis == "complex":
        B = B.conj()
    return phases[:, None] * B[:, l + orders][:, :, l + orders] * phases.conj()


def wigner_D(convention: Convention, l: int, rotations):
    """D as the text of the convention defines it."""
    B = matrices(convention, l, rotations)
    inverse, transposed = "^-1" in convention.wigner_D, "^T" in convention.wigner_D
    B = np.swapaxes(B.conj(), -1, -2) if inverse else B
    return real_if(convention, np.swapaxes(B, -1, -2) if transposed else B)


def tensor(convention: Convention, spins):
    """The coupling or 3j symbol of three degrees, its axes in the convention's order."""
    if convention.coupling == "3j":
        standard, signs = gt.wigner_3j(*spins), (-1, -1, -1)
    else:
        standard, signs = gt.clebsch_gordan(*spins, basis=convention.basis), (-1, -1, 1)
        if convention.coupling == "unit":
            standard = standard / np.sqrt(2 * spins[2] + 1)
    if convention.basis == "real":
        standard = standard * coupling_sign(convention.coupling_sign, *spins)
    parity = np.linalg.det(permutation(convention)) ** sum(spins)
    result = standard * parity
    for axis, (l, sign) in enumerate(zip(spins, signs, strict=True)):
        orders, phases = components(convention, l)
        turned = phases if sign > 0 else phases.conj()
        result = np.moveaxis(np.moveaxis(result, axis, -1)[..., l + orders] * turned, -1, axis)
    stored = [int(index[1]) - 1 for index in convention.coupling_order.split()]
    return real_if(convention, result.transpose(stored))


def real_if(convention: Convention, array):
    """The real part in a real basis, where the phases are real too."""
    return array.real if convention.basis == "real" else array


def noisy(rng, array, scale=1.0):
    """The array with noise of 1e-6, relative to `scale`."""
    noise = rng.normal(size=array.shape)
    if np.iscomplexobj(array):
        noise = (noise + 1j * rng.normal(size=array.shape)) / np.sqrt(2)
    return array + NOISE * scale * noise
