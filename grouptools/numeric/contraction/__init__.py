"""The 4-linear form of tensor products of irreps: what couples, and kernels that contract it."""
