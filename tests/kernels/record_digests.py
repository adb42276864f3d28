"""Record the digests of the bases in test_kernel_basis.py: after raising `BASIS_VERSION` only."""

import json
from importlib import import_module

import grouptools as gt

if __name__ == "__main__":
    tests = import_module("test_kernel_basis")  # beside this script
    digests = {name: make().digest for name, make in tests.BASES.items()}
    content = {"basis_version": gt.BASIS_VERSION, "digests": digests}
    tests.GOLDEN.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
