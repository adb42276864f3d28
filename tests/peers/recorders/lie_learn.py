"""lie_learn, the half that runs on any numpy: real Wigner D by Pinchon and Hoggan's matrices."""

from importlib.metadata import version

from tests.peers import inputs


def record():
    """What the installed version computes."""
    from lie_learn.representations.SO3.pinchon_hoggan import pinchon_hoggan_dense as dense

    angles = inputs.angles_zyz()
    blocks = [[dense.rot_mat(*a, l, dense.Jd[l]) for a in angles] for l in range(inputs.L_MAX + 1)]
    about = {"package": "lie_learn", "version": version("lie_learn")}
    return about, {
        "wigner_D": (
            (
                "pinchon_hoggan_dense.rot_mat(*angles_zyz, l, Jd[l]) for each l, shapes (8, 2l+1, "
                "2l+1), one after the other"
            ),
            inputs.flat(blocks),
        )
    }
