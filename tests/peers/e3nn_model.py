"""A small network of e3nn that is built alike under 0.4.4 and today's version.

Three ways in which a network of e3nn holds weights: fully connected tensor products, tensor
products whose weights a radial network makes of each distance, and linear maps.  Paths such as
1o x 2e -> 2o, whose tensors changed sign after 0.4.4, are among them, so a network trained under
0.4.4 gives other outputs today unless its weights are migrated.

`record.py` writes e3nn_model.safetensors, the state as 0.4.4 saves it, and e3nn_model.npz: the
positions, features and edges that go in and what came out under 0.4.4.  Beside weights and masks
the state holds the 3j tensors themselves, `..._w3j_l1_l2_l3`.
"""

import math

import numpy as np

SPHERE = "1x0e+1x1o+1x2e+1x3o"
FEATURES = "4x0e"
HIDDEN_SCALARS, HIDDEN = "8x0e", "6x1o+5x1e+5x2e+5x2o+4x3o"
OUT = "2x0e+2x1o+1x1e+1x2e+1x2o"
RADIAL, CUTOFF = 6, 2.5

#: eight atoms, in tenths
POSITIONS = [
    (0, 0, 0),
    (11, 2, -3),
    (-4, 12, 5),
    (3, -9, 10),
    (-12, -5, -2),
    (8, 10, 9),
    (-7, 4, -13),
    (14, -8, 6),
]


def spread(count, step):
    """`count` numbers of variance one, evenly spread: the fractional parts of multiples of `step`.

    They are made in whole numbers modulo 2**31 and so are the same everywhere.
    """
    k = np.arange(1, count + 1, dtype=np.int64)
    return math.sqrt(12) * ((k * step % 2**31) / 2.0**31 - 0.5)


def build():
    """The network, with weights that follow a written rule."""
    import torch

    torch.set_default_dtype(torch.float64)
    model = model_class()()
    with torch.no_grad():
        for number, (_, weight) in enumerate(sorted(model.named_parameters())):
            values = spread(weight.numel(), 1234567891 + 2 * number)
            weight.copy_(torch.from_numpy(values).reshape(weight.shape))
    return model


def gate():
    """Scalars through silu, everything else times the sigmoid of a scalar of its own."""
    import torch
    from e3nn import nn, o3

    gates = "+".join(f"{ir.mul}x0e" for ir in o3.Irreps(HIDDEN))
    acts = [torch.sigmoid] * len(o3.Irreps(gates))
    return nn.Gate(HIDDEN_SCALARS, [torch.nn.functional.silu], gates, acts, HIDDEN)


def depthwise(irreps):
    """Every path of each copy of `irreps` with the harmonics: its weights come from outside."""
    from e3nn import o3

    wanted = [part.ir for part in o3.Irreps(HIDDEN_SCALARS) + o3.Irreps(HIDDEN)]
    paths, out = [], []
    for i, (mul, ir) in enumerate(o3.Irreps(irreps)):
        for j, (_, factor) in enumerate(o3.Irreps(SPHERE)):
            for result in ir * factor:
                if result in wanted:
                    paths.append((i, j, len(out), "uvu", True))
                    out.append((mul, result))
    return o3.TensorProduct(irreps, SPHERE, out, paths, shared_weights=False)


def model_class():
    """The network as a class of torch, which is imported here only."""
    import torch
    from e3nn import nn, o3

    class Model(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.gate_1, self.gate_2 = gate(), gate()
            self.embed = o3.Linear(FEATURES, "8x0e", biases=True)
            self.connected_1 = o3.FullyConnectedTensorProduct("8x0e", SPHERE, self.gate_1.irreps_in)
            self.depthwise = depthwise(self.gate_1.irreps_out)
            self.radial = nn.FullyConnectedNet(
                [RADIAL, 16, self.depthwise.weight_numel], torch.nn.functional.silu
            )
            self.mix = o3.Linear(self.depthwise.irreps_out, self.gate_2.irreps_in)
            self.self_connection = o3.Linear(self.gate_1.irreps_out, self.gate_2.irreps_in)
            self.connected_2 = o3.FullyConnectedTensorProduct(
                self.gate_2.irreps_out, self.gate_2.irreps_out, OUT
            )

        def forward(self, positions, features, edges):
            source, target = edges
            vectors = positions[source] - positions[target]
            harmonics = o3.spherical_harmonics(
                o3.Irreps(SPHERE), vectors, normalize=True, normalization="component"
            )

            def gathered(messages):
                zero = messages.new_zeros(len(positions), messages.shape[1])
                return zero.index_add(0, target, messages) / math.sqrt(len(positions))

            x = self.embed(features)
            x = self.gate_1(gathered(self.connected_1(x[source], harmonics)))
            weights = self.radial(bumps(vectors.norm(dim=1)))
            messages = gathered(self.depthwise(x[source], harmonics, weights))
            x = self.gate_2(self.mix(messages) + self.self_connection(x))
            return self.connected_2(x, x)

    return Model


def bumps(r):
    """Six bumps between 0 and the cut-off: (1 - ((r - c) / w)**2)**2 within w of the centre c."""
    import torch

    width = CUTOFF / RADIAL * 1.5
    centres = torch.arange(1, RADIAL + 1) * (CUTOFF / RADIAL)
    return 2 * (1 - ((r[:, None] - centres) / width) ** 2).clamp(min=0) ** 2


def data():
    """Positions, features and edges (source, target): every ordered pair within the cut-off."""
    import torch

    positions = torch.tensor(POSITIONS, dtype=torch.float64) / 10
    features = torch.from_numpy(spread(4 * len(POSITIONS), 987654321).reshape(-1, 4))
    distances = (positions[:, None] - positions[None]).norm(dim=2)
    edges = torch.nonzero((distances > 0) & (distances < CUTOFF)).T
    return positions, features, edges
