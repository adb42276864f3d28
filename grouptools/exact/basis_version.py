"""The version of the numbers."""

__all__ = ["BASIS_VERSION"]

#: Names the rule that fixes order, sign and orthogonalisation of every basis in this library.
#: It rises with any change of any number; docs/changelog.md says which.
BASIS_VERSION = 1
