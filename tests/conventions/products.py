"""Tensor products by einsum, and couplings as packages recorded them, to compare with."""

from functools import cache

import numpy as np

import grouptools as gt
from grouptools.conventions.migration.instructions import degree_and_parity
from tests.peers import e3nn_model, inputs, recording

RECORDED = {"e3nn": "e3nn", "e3nn 0.4.4": "e3nn_old"}
#: mode -> how weights, coupling and the copies of both factors are summed
SUMS = {
    "uvw": "uvw,ijk,ui,vj->wk",
    "uvu": "uv,ijk,ui,vj->uk",
    "uvv": "uv,ijk,ui,vj->vk",
    "uuw": "uw,ijk,ui,uj->wk",
    "uuu": "u,ijk,ui,uj->uk",
    "uvuv": "uv,ijk,ui,vj->uvk",
    "uvu<v": "p,ijk,pi,pj->pk",
    "u<vw": "pw,ijk,pi,pj->wk",
}

_GATES = "+".join(term.split("x")[0] + "x0e" for term in e3nn_model.HIDDEN.split("+"))
_GATED = f"{e3nn_model.HIDDEN_SCALARS}+{_GATES}+{e3nn_model.HIDDEN}"
#: what the network of tests.peers.e3nn_model is made of, for migration
NETWORK_IRREPS = {
    "sphere": e3nn_model.SPHERE,
    "hidden": f"8x0e+{e3nn_model.HIDDEN}",
    "gated": _GATED,
}
NETWORK_LAYERS = {
    "connected_1.weight": "tensor_product: 8x0e, sphere, gated",
    "connected_2.weight": f"tensor_product: hidden, hidden, {e3nn_model.OUT}",
    "radial.layer1.weight": "convolution: hidden, sphere, hidden",
    "self_connection.weight": "linear: hidden, gated",
}


@cache
def recorded(name):
    """What a version of e3nn computed."""
    return recording.read(RECORDED[name])[1]


@cache
def couplings(name):
    """Triple -> coupling tensor of a convention, l <= 4."""
    if name.startswith("grouptools"):
        basis = "complex" if name.endswith("complex") else "real"
        return {t: gt.clebsch_gordan(*t, basis=basis) for t in inputs.TRIPLES}
    flat, found = recorded(name)["wigner_3j"], {}
    for triple in inputs.TRIPLES:
        shape = [2 * l + 1 for l in triple]
        size = int(np.prod(shape))
        found[triple], flat = flat[:size].reshape(shape), flat[size:]
    return found


def tensor_product(rules, irreps, weights, x, y, tensors):
    """sum(W C x y) over paths, in one einsum each; weights as their slices in `rules` say."""
    terms = [list(zip(sum_, sum_.slices(), strict=True)) for sum_ in irreps]
    z = np.zeros(irreps[2].dimension)
    for path, part, _ in rules:
        ends = [terms[k][path[k]] for k in range(3)]
        (u, v, w), degrees = zip(*((n, degree_and_parity(i)[0]) for (n, i), _ in ends), strict=True)
        a = x[ends[0][1]].reshape(u, -1)
        b = y[ends[1][1]].reshape(v, -1)
        if "<" in path.mode:
            first, second = np.triu_indices(u, 1)
            a, b = a[first], b[second]
        letters = SUMS[path.mode].split(",")[0]
        sizes = {"u": u, "v": v, "w": w, "p": len(a)}
        W = weights[part].reshape([sizes[k] for k in letters])
        result = np.einsum(SUMS[path.mode], W, tensors[degrees], a, b)
        z[ends[2][1]] += result.ravel()
    return z


def sequence(n, step):
    """The numbers that the recorded layers took."""
    k = np.arange(1, n + 1)
    return step * k * (1.0 - 2.0 * ((k // 3) % 2))
