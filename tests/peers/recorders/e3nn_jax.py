"""e3nn-jax: harmonics, Wigner D, Clebsch-Gordan tensors, Euler angles, a tensor product."""

from importlib.metadata import version

import numpy as np

from tests.peers import inputs


def record():
    """What the installed version computes, in float64."""
    import jax

    jax.config.update("jax_enable_x64", True)
    about = {"package": "e3nn-jax", "version": version("e3nn-jax"), "jax": version("jax")}
    return about, harmonics() | rotations() | couplings()


def harmonics():
    """Values at the points in each norm."""
    import e3nn_jax as e3nn

    degrees = e3nn.Irreps([(1, (l, (-1) ** l)) for l in range(inputs.L_MAX + 1)])
    x = e3nn.IrrepsArray("1o", inputs.points())
    return {
        f"harmonics_{norm}": (
            f"e3nn_jax.spherical_harmonics, normalize=True, normalization={norm!r}",
            np.asarray(e3nn.spherical_harmonics(degrees, x, True, norm).array),
        )
        for norm in ("integral", "component", "norm")
    }


def rotations():
    """Wigner D of every degree, and the rotation that Euler angles and quaternions stand for."""
    import e3nn_jax as e3nn

    a, b, c = inputs.angles_yxy().T
    q = inputs.quaternions()[:, [3, 0, 1, 2]]
    degrees = range(inputs.L_MAX + 1)
    given = np.array(inputs.ANGLES).T
    return {
        "wigner_D": (
            (
                "Irrep(l).D_from_angles(*angles_yxy) for each l, shapes (8, 2l+1, 2l+1), one after "
                "the other"
            ),
            inputs.flat([e3nn.Irrep(l, 1).D_from_angles(a, b, c) for l in degrees]),
        ),
        "wigner_D_quaternion": (
            "the same by D_from_quaternion of the quaternions with the scalar first",
            inputs.flat([e3nn.Irrep(l, 1).D_from_quaternion(q) for l in range(inputs.L_MAX + 1)]),
        ),
        "euler_matrices": ("angles_to_matrix of ANGLES", np.asarray(e3nn.angles_to_matrix(*given))),
        "quaternions_to_matrices": (
            "quaternion_to_matrix of the quaternions with the scalar first",
            np.asarray(e3nn.quaternion_to_matrix(q)),
        ),
    }


def couplings():
    """Clebsch-Gordan tensors, and the output of a tensor product."""
    import e3nn_jax as e3nn

    blocks = [np.asarray(e3nn.clebsch_gordan(*triple)) for triple in inputs.TRIPLES]
    x = e3nn.IrrepsArray("2x0e+2x1o", np.arange(1.0, 9.0) / 10)
    y = e3nn.IrrepsArray("1x0e+1x1o", np.arange(4.0, 0.0, -1.0) / 10)
    product = e3nn.tensor_product(x, y)
    return {
        "clebsch_gordan": (
            "e3nn_jax.clebsch_gordan of every triple, one after the other",
            inputs.flat(blocks),
        ),
        "tensor_product": (
            (
                f"e3nn_jax.tensor_product(2x0e+2x1o: 0.1 ... 0.8, 1x0e+1x1o: 0.4 ... 0.1), in the "
                f"order {product.irreps}"
            ),
            np.asarray(product.array),
        ),
    }
