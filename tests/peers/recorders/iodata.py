"""iodata: order and sign of the functions of a shell, as quantum-chemistry programs write them."""

import json
from importlib.metadata import version

import numpy as np


def record():
    """The tables of the installed version, as JSON texts."""
    from iodata import convert
    from iodata.basis import MolecularBasis
    from iodata.formats import cp2klog, fchk, molden, mwfn, wfn

    about = {"package": "qc-iodata", "version": version("qc-iodata")}
    tables = {
        "horton2": convert.HORTON2_CONVENTIONS,
        "cca": convert.CCA_CONVENTIONS,
        "molden": molden.CONVENTIONS,
        "orca": molden._fix_obasis_orca(MolecularBasis([], molden.CONVENTIONS, "L2")).conventions,
        "gaussian_fchk": fchk.CONVENTIONS,
        "cp2k": cp2klog.CONVENTIONS,
        "mwfn": mwfn.CONVENTIONS,
        "wfn": wfn.CONVENTIONS,
    }
    return about, {
        name: (
            (
                f"order in {name}, by degree and p (pure) or c (Cartesian), as JSON; c2 is the "
                "function with cos(2 phi), s2 that with sin(2 phi), a minus its negative"
            ),
            np.array(
                json.dumps(
                    {f"{l}{kind}": functions for (l, kind), functions in sorted(table.items())}
                )
            ),
        )
        for name, table in tables.items()
    }
