"""Equivariant layers for torch, built on the exact tables of grouptools.

This room is empty in version 0.1: it holds the place, the name and the rule for its import.
What will live here are point, steerable, group and spherical convolutions.  A layer holds its
weights, and buffers made from exact tables; its forward pass is a few lines.  torch comes with
`pip install "grouptools[nn]"`, and nothing outside this room imports it.

The files lie in `nn/`; the link `grouptools/nn` makes them the package `grouptools.nn`, which
is their only name.
"""

if __name__ != "grouptools.nn":
    raise ImportError(
        f"this package was imported as {__name__!r}, but it is a part of grouptools: "
        "write `import grouptools.nn` instead"
    )
