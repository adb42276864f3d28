"""Spherical harmonics of many points, with gradients and Hessians."""
