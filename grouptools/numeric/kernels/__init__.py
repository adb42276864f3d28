"""Equivariant kernels in floats: at any points, and on grids with radial profiles."""
