"""Identities of tensor field networks: each path is equivariant, scalars make a spherical CNN."""

import numpy as np
import pytest
import torch

import grouptools as gt
from grouptools.nn import point_conv
from grouptools.nn.point_conv import PointConv, point_plan
from tests.nn.point_clouds import (
    POINTS,
    cloud,
    far,
    features,
    made,
)

pytestmark = pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning")


@pytest.fixture(autouse=True)
def _seeded():
    torch.manual_seed(0)


def paths_of(l_max):
    triples = [(i, f, o) for i in range(3) for f in range(l_max + 1) for o in range(4)]
    return [(i, f, o) for i, f, o in triples if abs(i - f) <= o <= i + f]


def appendix_a(i, f, o, spoil=0.0):
    """The largest |L(R r, D V) - D L(r, V)|, L = sum_b R(r_ab) C Y_f(r_ab) V_b."""
    group = gt.SO3()
    plan = point_plan(gt.Irreps([str(i)], group), gt.Irreps([str(o)], group), f, 1)
    layer = made(PointConv, plan.irreps_x, plan.irreps_out, f)
    (chosen,) = [k for k, path in enumerate(plan.paths) if path.second == f]
    points, graph = cloud()
    V, r = features(plan.irreps_x, len(points)), graph.vectors(points)
    q = torch.tensor([0.1, -0.7, 0.4, 0.6], dtype=torch.float64)
    R = gt.nn.functional.wigner_D(1, q)[[2, 0, 1]][:, [2, 0, 1]]  # y, z, x to x, y, z
    D_i, D_o = (gt.nn.functional.wigner_D(l, q) for l in (i, o))

    def L(V, r):
        rho, Y = point_conv.edge_harmonics(f, r)
        Y[:, -1] *= 1 + spoil
        weights = torch.zeros(len(r), plan.weight_numel, dtype=torch.float64)
        weights[:, chosen] = layer.radial(rho)[:, chosen]
        return layer.product(V, Y, weights, edge_index=graph.edge_index).detach()

    return far(L(V @ D_i.T, r @ R.T), L(V, r) @ D_o.T)


def test_the_convolution_is_equivariant_path_by_path():
    """[Thomas et al. 2018, appendix A]: by Y(R r) = D Y(r) and D_i D_f C = C D_o."""
    for path in paths_of(3):
        assert appendix_a(*path) < 1e-13
    assert appendix_a(1, 2, 1, spoil=1e-9) > 1e-11


def correlation(values, directions, R, l_max, spoil=0.0):
    """(s * psi)(R) = int s(u) psi(R^-1 u) du, s = sum_b values_b delta(u - u_b), psi = sum Y_lm."""
    Y = gt.spherical_harmonics(l_max, directions @ R)
    Y[..., -1] *= 1 + spoil
    return values @ Y.sum(-1)


def of_scalars(l_max):
    """A layer whose m is sum_b R(r) V_b Y_lm(r) for scalars V, with one R for all l."""
    out = gt.Irreps([f"{l}{'eo'[l % 2]}" for l in range(l_max + 1)])
    layer = made(PointConv, gt.Irreps("0e"), out, l_max, neighbours=1.0)
    last = layer.radial.perceptron.weights[-1]
    torch.nn.init.ones_(layer.linear_in.weight)
    last.data.copy_(last.data[:, :1].expand_as(last))
    return layer


def far_from_a_spherical_cnn(l_max, spoil=0.0):
    """Fourier coefficients of the correlation are f^l_mn = m_lm / (2l + 1) for every n.

    For f(R) = sum (2l+1) f^l_mn D^l_mn(R), f^l_mn = int f D^l_mn dR: a quadrature finds them.
    """
    layer = of_scalars(l_max)
    points, graph = cloud(POINTS[[0, 1, 2, 3, 5]])
    V, r = features(layer.irreps_in, len(points)), graph.vectors(points)
    m = layer.messages(V, graph.edge_index, r).detach().numpy() / np.sqrt(4 * np.pi)
    radial = layer.radial(r.norm(dim=1))[:, 0].detach()
    node = 0
    into = graph.edge_index[1] == node
    values = (radial * V[graph.edge_index[0], 0])[into].numpy()
    directions = torch.nn.functional.normalize(r[into]).numpy()
    rule = gt.so3_quadrature(2 * l_max)
    turns = [gt.wigner_D(1, q)[[2, 0, 1]][:, [2, 0, 1]] for q in rule.points]
    f = np.array([correlation(values, directions, R, l_max, spoil) for R in turns])
    share = f * rule.weights / rule.weights.sum()
    far = 0.0
    for l, D in enumerate(gt.wigner_D_blocks(l_max, rule.points)):
        coefficients = np.einsum("r,rmn->mn", share, D)
        expected = m[node, l * l : (l + 1) ** 2, None] / (2 * l + 1)
        far = max(far, float(np.abs(coefficients - expected).max()))
    return far


def test_of_scalars_it_is_a_spherical_cnn():
    assert far_from_a_spherical_cnn(3) < 1e-14
    assert far_from_a_spherical_cnn(3, spoil=1e-9) > 1e-12
