"""sphericart: spherical and solid harmonics."""

from importlib.metadata import version

from tests.peers import inputs


def record():
    """What the installed version computes."""
    import sphericart

    x = inputs.points()
    about = {"package": "sphericart", "version": version("sphericart")}
    return about, {
        "harmonics": (
            "SphericalHarmonics(8).compute(points)",
            sphericart.SphericalHarmonics(inputs.L_MAX).compute(x),
        ),
        "solid_harmonics": (
            "SolidHarmonics(8).compute(2 * points)",
            sphericart.SolidHarmonics(inputs.L_MAX).compute(2 * x),
        ),
        "gradients": (
            "SphericalHarmonics(2).compute_with_gradients(2 * points)[1], axes point, xyz, (l, m)",
            sphericart.SphericalHarmonics(2).compute_with_gradients(2 * x)[1],
        ),
    }
