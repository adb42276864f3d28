"""Record the digests of test_tensor_digests.py: after raising `BASIS_VERSION` only."""

import json
from importlib import import_module

import grouptools as gt

if __name__ == "__main__":
    tests = import_module("test_tensor_digests")  # beside this script
    digests = {name: make(*arguments) for name, (make, *arguments) in tests.DIGESTS.items()}
    content = {"basis_version": gt.BASIS_VERSION, "digests": digests}
    tests.GOLDEN.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
