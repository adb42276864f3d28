"""scipy: `special.sph_harm_y`, and what its rotations mean by angles and quaternions."""

from importlib.metadata import version

import numpy as np

from tests.peers import inputs


def record():
    """What the installed version computes."""
    from scipy.spatial.transform import Rotation
    from scipy.special import sph_harm_y, sph_harm_y_all

    theta, phi = inputs.polar_angles()
    orders = [(l, m) for l in range(inputs.L_MAX + 1) for m in range(-l, l + 1)]
    about = {"package": "scipy", "version": version("scipy")}
    return about, {
        "sph_harm_y": (
            (
                "special.sph_harm_y(l, m, theta, phi) for l to 8, m = -l, ..., l, columns; theta "
                "is the angle from the pole"
            ),
            np.stack([sph_harm_y(l, m, theta, phi) for l, m in orders], axis=1),
        ),
        "sph_harm_y_all": (
            "special.sph_harm_y_all(8, 8, theta, phi), axes l, m (as an index), points",
            sph_harm_y_all(inputs.L_MAX, inputs.L_MAX, theta, phi),
        ),
        "euler_intrinsic": (
            "Rotation.from_euler('ZYZ', ANGLES) as matrices: capitals",
            Rotation.from_euler("ZYZ", inputs.ANGLES).as_matrix(),
        ),
        "euler_extrinsic": (
            "Rotation.from_euler('zyz', ANGLES) as matrices: small letters",
            Rotation.from_euler("zyz", inputs.ANGLES).as_matrix(),
        ),
        "euler_intrinsic_xyz": (
            "Rotation.from_euler('XYZ', ANGLES) as matrices",
            Rotation.from_euler("XYZ", inputs.ANGLES).as_matrix(),
        ),
        "euler_intrinsic_yxy": (
            "Rotation.from_euler('YXY', ANGLES) as matrices",
            Rotation.from_euler("YXY", inputs.ANGLES).as_matrix(),
        ),
        "euler_quaternions": (
            "Rotation.from_euler('ZYZ', ANGLES).as_quat()",
            Rotation.from_euler("ZYZ", inputs.ANGLES).as_quat(),
        ),
        "quaternions_to_matrices": (
            "Rotation.from_quat(quaternions, the scalar last) as matrices",
            Rotation.from_quat(inputs.quaternions()).as_matrix(),
        ),
    }
