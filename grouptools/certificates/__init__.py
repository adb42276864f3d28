"""Exact checkers of tables, which share no code with the derivation.

`certify` takes the entries of a table as integers and checks the statements that define it:
orthonormality, the action of the rotation generators, harmonicity, recursions.  Every residual
is an exact number and must vanish identically; no float, no tolerance, and nothing imported from
the rest of grouptools but its exceptions.
"""

from grouptools.certificates.certify import KINDS, certify
from grouptools.certificates.claim import CHECKER, Certificate, Claim

__all__ = ["CHECKER", "KINDS", "Certificate", "Claim", "certify"]
