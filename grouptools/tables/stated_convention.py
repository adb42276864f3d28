"""What the numbers of every table mean, in sentences that its files carry with them."""

__all__ = ["STATED_CONVENTION"]

#: the page of record in short; it is part of what a digest covers, so that it never changes while
#: the basis version stays
STATED_CONVENTION = {
    "name": "grouptools",
    "rotations": "active: x -> R x, (g f)(x) = f(g^-1 x)",
    "euler_angles": "intrinsic z-y-z: R(a, b, c) = Rz(a) Ry(b) Rz(c)",
    "quaternions": "scalar last: (x, y, z, w)",
    "order": "m = -l, ..., l; all degrees flat at l*l + l + m",
    "real_harmonics": (
        "no Condon-Shortley sign: Y_1 = sqrt(3/(4 pi)) (y, z, x), "
        "Y(l, m) = sqrt(2) (-1)^m Re Y_l^m and Y(l, -m) = sqrt(2) (-1)^m Im Y_l^m for m > 0"
    ),
    "complex_harmonics": "Condon-Shortley sign: Y_l^-m = (-1)^m conj(Y_l^m)",
    "normalization": "orthonormal over the unit sphere",
    "wigner_D_real": "Y(R x) = D(R) Y(x)",
    "wigner_D_complex": "D[m1, m2](a, b, c) = exp(-i m1 a) d[m1, m2](b) exp(-i m2 c)",
    "clebsch_gordan_complex": "<l1 m1 l2 m2 | l3 m3>, Condon-Shortley",
    "clebsch_gordan_real": (
        "v3 = sum C[m1, m2, m3] u1 v2, C = U3 C_complex U1^+ U2^+, "
        "times -i where l1 + l2 + l3 is odd"
    ),
}
