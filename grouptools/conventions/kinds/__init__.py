"""The kinds of objects that are converted."""

from grouptools.conventions.kinds.clebsch_gordan import CLEBSCH_GORDAN
from grouptools.conventions.kinds.coefficients import COEFFICIENTS
from grouptools.conventions.kinds.features import FEATURES
from grouptools.conventions.kinds.harmonics import HARMONICS
from grouptools.conventions.kinds.kernel import KERNEL
from grouptools.conventions.kinds.kind import Kind
from grouptools.conventions.kinds.rotations import EULER_ANGLES, QUATERNIONS, ROTATION_MATRICES
from grouptools.conventions.kinds.tensors import CARTESIAN_TENSORS, VECTORS, VOIGT
from grouptools.conventions.kinds.wigner_d import WIGNER_D

__all__ = ["KINDS", "Kind"]

#: name -> kind
KINDS = {
    kind.name: kind
    for kind in (
        HARMONICS,
        COEFFICIENTS,
        FEATURES,
        WIGNER_D,
        CLEBSCH_GORDAN,
        KERNEL,
        EULER_ANGLES,
        QUATERNIONS,
        ROTATION_MATRICES,
        VECTORS,
        CARTESIAN_TENSORS,
        VOIGT,
    )
}
