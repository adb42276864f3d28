"""Exact checkers of tables and of kernel bases, which share no code with the derivation.

`certify` takes the entries of a table as integers and checks the statements that define it:
orthonormality, the action of the rotation generators, harmonicity, recursions.
`certify_kernel_basis` takes a basis of equivariant kernels as plain data and checks group,
representations, constraint, completeness and canonical form.  Every residual is an exact number
and must vanish identically; no float, no tolerance, and nothing imported from the rest of
grouptools but its exceptions.
"""

from grouptools.certificates.certify import KINDS, certify
from grouptools.certificates.claim import CHECKER, Certificate, Claim
from grouptools.certificates.kernels import certify_kernel_basis, kernel_certificate, kernel_digest

__all__ = [
    "CHECKER",
    "KINDS",
    "Certificate",
    "Claim",
    "certify",
    "certify_kernel_basis",
    "kernel_certificate",
    "kernel_digest",
]
