"""The convention of every number in this library, as a value that tables carry with them."""

from grouptools.conventions.convention import BASIS_VERSION, GROUPTOOLS, Convention

__all__ = ["BASIS_VERSION", "GROUPTOOLS", "Convention"]
