"""cuequivariance: its Clebsch-Gordan tensors, harmonics, rotations, layouts and flat weights."""

from importlib.metadata import version

import numpy as np

from tests.peers import inputs

IRREPS_1, IRREPS_2, IRREPS_OUT = "2x0e+2x1o", "2x0e+2x1o", "3x0e+2x1e+1x2e"
LINEAR_IN, LINEAR_OUT = "2x0e+3x1o+1x0e", "2x1o+3x0e+1x0e"


def record():
    """What the installed version computes on the CPU with numpy."""
    import cuequivariance as cue

    about = {"package": "cuequivariance", "version": version("cuequivariance")}
    blocks = [cue.SO3.clebsch_gordan(*(cue.SO3(l) for l in triple))[0] for triple in inputs.TRIPLES]
    harmonics = cue.descriptors.spherical_harmonics(cue.O3(1, -1), list(range(9)))
    turns = [
        inputs.flat([cue.SO3(l).rotation(*axis_angle(q)) for q in inputs.quaternions()])
        for l in range(inputs.L_MAX + 1)
    ]
    return about, layers() | {
        "clebsch_gordan": ("SO3.clebsch_gordan[0] of every triple", inputs.flat(blocks)),
        "harmonics": (
            "descriptors.spherical_harmonics(1o, range(9))(points)",
            harmonics.polynomial(inputs.points())[0],
        ),
        "wigner_D": (
            (
                "SO3(l).rotation(axis, angle) of every quaternion (v, w), axis v and angle "
                "2 atan2(|v|, w), shapes (8, 2l+1, 2l+1), one after the other"
            ),
            np.concatenate(turns),
        ),
    }


def axis_angle(quaternion):
    """Axis and angle of a quaternion (x, y, z, w); the axis is z for the identity."""
    length = np.linalg.norm(quaternion[:3])
    axis = quaternion[:3] if length else np.array([0.0, 0.0, 1.0])
    return axis, 2 * np.arctan2(length, quaternion[3])


def layers():
    """Outputs of a linear map and of a product, weights 0.1, 0.2, ..., both layouts."""
    import cuequivariance as cue

    def irreps(text):
        return cue.Irreps("O3", text)

    found = {}
    for name, layer, sizes in (
        ("linear", cue.descriptors.linear(irreps(LINEAR_IN), irreps(LINEAR_OUT)), (12,)),
        (
            "fully_connected",
            cue.descriptors.fully_connected_tensor_product(
                irreps(IRREPS_1), irreps(IRREPS_2), irreps(IRREPS_OUT)
            ),
            (8, 8),
        ),
    ):
        weights = sequence(layer.inputs[0].dim, 0.1)
        given = [sequence(size, step) for size, step in zip(sizes, (0.3, -0.2), strict=False)]
        found[name] = (
            (
                f"descriptors.{name}: {str(layer).splitlines()[0][2:]}, weights sequence(n, 0.1), "
                "inputs sequence(n, 0.3), sequence(n, -0.2)"
            ),
            layer(weights, *given)[0],
        )
        found[f"{name}_layouts"] = (
            "layout of weights, inputs and output",
            np.array([str(getattr(o, "layout", "")) for o in (*layer.inputs, *layer.outputs)]),
        )
    return found


def sequence(n, step):
    """`step * k * (-1)**(k // 3) for k in range(1, n + 1)`: no two numbers alike."""
    k = np.arange(1, n + 1)
    return step * k * (1.0 - 2.0 * ((k // 3) % 2))
