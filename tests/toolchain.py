"""Compilers that tests call."""

import os
import shutil

import pytest


def require(program: str) -> str:
    """The path of a program; without it the test is skipped, or fails where all must be there."""
    path = shutil.which(program)
    if path is None:
        message = f"{program} is not installed"
        if os.environ.get("GROUPTOOLS_REQUIRE_TOOLCHAINS") == "1":
            pytest.fail(f"{message}, and GROUPTOOLS_REQUIRE_TOOLCHAINS=1 asks for it")
        pytest.skip(message)
    return path
