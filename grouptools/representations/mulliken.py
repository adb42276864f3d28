"""Mulliken symbols [Mulliken 1955, J. Chem. Phys. 23, 1997].

    A, B   dimension 1, +1 and -1 under the turn C_n or S_2n about the principal axis
    E, T, G, H   dimension 2, 3, 4, 5
    1, 2   after A and B: +1 and -1 under the generator C2', or sigma_v where there is no C2';
           after E: the frequency, which is left out where one E is all there is; T1 of O and I is
           the rotations, T2 of T_d the vectors
    g, u   +1 and -1 under the inversion
    ', ''  +1 and -1 under sigma_h, where there is no inversion

D_2 and D_2h have A, B1, B2, B3: B1 is +1 under C2(z), B2 under C2(y), B3 under C2(x).  So B1 of
D_4 is x^2 - y^2, and B1 of C_2v is x.  Where the axes C2' or planes sigma_v are of two kinds, the
setting of the group says which one is the generator.

A real E of complex type is the sum of two complex irreps.  They are called E1 and E2 where E has
no number, else 1E1 and 2E1, and so on, with the same g, u, ' and ''; the first is that where the
turn, or C3 of T, is exp(2 pi i k/n) with k the frequency.
"""

from __future__ import annotations

__all__ = ["SIGNS", "complex_pair", "dihedral_label", "frequency_label", "signed"]

#: What a label gets for +1 and -1 under the inversion, and under the mirror normal to z.
SIGNS = {"inversion": ("g", "u"), "horizontal": ("'", "''")}

_D2_LABELS = {("A", 1): "A", ("A", -1): "B1", ("B", 1): "B3", ("B", -1): "B2"}


def dihedral_label(turn: int, flip: int | None, *, is_d2: bool = False) -> str:
    """The label of a one-dimensional irrep by the signs of the turn and of the flip, if any.

    >>> dihedral_label(-1, 1), dihedral_label(-1, None), dihedral_label(1, -1, is_d2=True)
    ('B1', 'B', 'B1')
    """
    letter = "A" if turn > 0 else "B"
    if flip is None:
        return letter
    if is_d2:
        return _D2_LABELS[letter, flip]
    return f"{letter}{1 if flip > 0 else 2}"


def frequency_label(k: int, largest: int) -> str:
    """E, or E1, E2, ... where there are several."""
    return "E" if largest == 1 else f"E{k}"


def signed(label: str, role: str, sign: int) -> str:
    """The label with g, u, ' or ''.

    >>> signed("T1", "inversion", -1)
    'T1u'
    """
    return label + SIGNS[role][0 if sign > 0 else 1]


def complex_pair(label: str) -> tuple[str, str]:
    """The names of the two complex irreps in a real one of complex type.

    >>> complex_pair("E"), complex_pair("E2u"), complex_pair("Eg")
    (('E1', 'E2'), ('1E2u', '2E2u'), ('E1g', 'E2g'))
    """
    if label[1:2].isdigit():
        return f"1{label}", f"2{label}"
    return f"E1{label[1:]}", f"E2{label[1:]}"
