"""e3nn: harmonics, Wigner D, 3j tensors, Euler angles, and what its layers do with flat weights.

The same code runs under 0.4.4 (`e3nn_old`) and the version of constraints.txt: their difference
is what a trained model feels.
"""

from importlib.metadata import version

import numpy as np

from tests.peers import inputs

#: e3nn 0.4.4 has 3j tensors of all triples to here
L_MAX_3J = 11

IRREPS_1 = "2x0e+2x1o"
IRREPS_2 = "2x0e+2x1o"
#: connection mode of a tensor product -> what comes out, and the paths (in1, in2, out)
MODES = {
    "uvw": ("3x0e+2x1o+2x1e", [(0, 0, 0), (1, 1, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)]),
    "uvu": ("2x0e+2x1o+2x1e", [(0, 0, 0), (1, 1, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)]),
    "uvv": ("2x0e+2x1o+2x1e", [(0, 0, 0), (1, 1, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)]),
    "uuw": ("3x0e+2x1o+2x1e", [(0, 0, 0), (1, 1, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)]),
    "uuu": ("2x0e+2x1o+2x1e", [(0, 0, 0), (1, 1, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)]),
    "uvuv": ("4x0e+4x1o+4x1e", [(0, 0, 0), (1, 1, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)]),
}


def record():
    """What the installed version computes, in float64."""
    import torch

    torch.set_default_dtype(torch.float64)
    about = {"package": "e3nn", "version": version("e3nn"), "torch": version("torch")}
    return about, harmonics() | rotations() | couplings() | layers()


def harmonics():
    """Values at the points in each norm."""
    import torch
    from e3nn import o3

    x = torch.from_numpy(inputs.points())
    degrees = list(range(inputs.L_MAX + 1))
    return {
        f"harmonics_{norm}": (
            f"o3.spherical_harmonics(range({inputs.L_MAX + 1}), points, True, {norm!r})",
            o3.spherical_harmonics(degrees, x, True, norm).numpy(),
        )
        for norm in ("integral", "component", "norm")
    }


def rotations():
    """Wigner D of every degree, and the rotation that Euler angles and quaternions stand for."""
    import torch
    from e3nn import o3

    angles = torch.from_numpy(inputs.angles_yxy()).T
    R = torch.from_numpy(inputs.matrices())
    q = torch.from_numpy(inputs.quaternions())
    blocks = [o3.wigner_D(l, *angles).numpy() for l in range(inputs.L_MAX + 1)]
    given = torch.tensor(inputs.ANGLES).T
    return {
        "wigner_D": (
            "o3.wigner_D(l, *angles_yxy) for each l, shapes (8, 2l+1, 2l+1), one after the other",
            inputs.flat(blocks),
        ),
        "euler_matrices": (
            "o3.angles_to_matrix of ANGLES",
            o3.angles_to_matrix(*given).numpy(),
        ),
        "euler_quaternions": (
            "o3.angles_to_quaternion of ANGLES",
            o3.angles_to_quaternion(*given).numpy(),
        ),
        "matrices_to_angles": (
            "o3.matrix_to_angles of the matrices, shape (3, 8)",
            torch.stack(o3.matrix_to_angles(R)).numpy(),
        ),
        "quaternions_to_matrices": (
            "o3.quaternion_to_matrix of the quaternions with the scalar first",
            o3.quaternion_to_matrix(q[:, [3, 0, 1, 2]]).numpy(),
        ),
    }


def couplings():
    """3j tensors, and of all triples to l = 11 the largest entry and where it stands."""
    from e3nn import o3

    blocks = [o3.wigner_3j(*triple).numpy() for triple in inputs.TRIPLES]
    triples, places, values = [], [], []
    for triple in all_triples():
        tensor = o3.wigner_3j(*triple).numpy()
        place = largest(tensor)
        triples.append(triple)
        places.append(np.unravel_index(place, tensor.shape))
        values.append(tensor.ravel()[place])
    return {
        "wigner_3j": ("o3.wigner_3j of every triple, one after the other", inputs.flat(blocks)),
        "triples": ("l1, l2, l3 to l = 11", np.array(triples, np.int8)),
        "largest_at": ("the index of a largest entry of o3.wigner_3j", np.array(places, np.int8)),
        "largest": ("that entry, with its sign", np.array(values)),
    }


def all_triples():
    """Every l1, l2, l3 up to 11 that can be coupled."""
    return [
        (l1, l2, l3)
        for l1 in range(L_MAX_3J + 1)
        for l2 in range(L_MAX_3J + 1)
        for l3 in range(abs(l1 - l2), min(L_MAX_3J, l1 + l2) + 1)
    ]


def largest(tensor):
    """The flat index of the first of the largest entries; rounding decides nothing."""
    size = np.abs(tensor).ravel()
    return int(np.argmax(size > size.max() - 1e-9))


def layers():
    """Outputs of small layers: weights 1, 2, 3..., divided by ten, and inputs alike."""
    from e3nn import o3

    x, y = sequence(o3.Irreps(IRREPS_1).dim, 0.3), sequence(o3.Irreps(IRREPS_2).dim, -0.2)
    found = {}
    for mode, (out, paths) in MODES.items():
        for norms in (("component", "element"), ("norm", "path")):
            output, weights = tensor_product(mode, out, paths, norms, x, y)
            found[f"product_{mode}_{norms[0]}_{norms[1]}"] = (
                (
                    f"o3.TensorProduct({IRREPS_1!r}, {IRREPS_2!r}, {out!r}, [(*path, {mode!r}, 1) "
                    f"for path in {paths}]), {weights} weights sequence(n, 0.1), inputs "
                    f"sequence(8, 0.3) and sequence(8, -0.2)"
                ),
                output,
            )
    for name, layer in (
        ("fully_connected", o3.FullyConnectedTensorProduct(IRREPS_1, IRREPS_2, "3x0e+2x1e+1x2e")),
        ("full", o3.FullTensorProduct(IRREPS_1, IRREPS_2)),
    ):
        found[f"product_{name}"] = (
            f"{layer}, weights sequence(n, 0.1)",
            layer(x, y, sequence(layer.weight_numel, 0.1)).numpy(),
        )
    linear = o3.Linear("2x0e+3x1o+1x0e", "2x1o+3x0e+1x0e", biases=True)
    found["linear"] = (
        (
            f"{linear} with biases, weights sequence(n, 0.1), biases sequence(4, 0.7), input "
            "sequence(12, 0.3)"
        ),
        linear(sequence(12, 0.3), sequence(linear.weight_numel, 0.1), sequence(4, 0.7)).numpy(),
    )
    return found


def tensor_product(mode, out, paths, norms, x, y):
    """Output and number of weights of a product whose paths all have this mode."""
    from e3nn import o3

    layer = o3.TensorProduct(
        IRREPS_1,
        IRREPS_2,
        out,
        [(*path, mode, True) for path in paths],
        irrep_normalization=norms[0],
        path_normalization=norms[1],
    )
    return layer(x, y, sequence(layer.weight_numel, 0.1)).numpy(), layer.weight_numel


def sequence(n, step):
    """`step * k * (-1)**(k // 3) for k in range(1, n + 1)`: no two numbers alike."""
    import torch

    k = torch.arange(1, n + 1)
    return step * k * (1.0 - 2.0 * ((k // 3) % 2))
