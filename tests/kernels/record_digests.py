"""Record the digests of the bases in test_kernel_basis.py: after raising `BASIS_VERSION` only."""

import json

from test_kernel_basis import BASES, GOLDEN

import grouptools as gt

if __name__ == "__main__":
    digests = {name: make().digest for name, make in BASES.items()}
    content = {"basis_version": gt.BASIS_VERSION, "digests": digests}
    GOLDEN.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
