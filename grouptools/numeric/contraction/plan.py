"""What a tensor product of irreps couples: a value, without arrays and without torch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256
from itertools import accumulate, pairwise
from math import prod
from typing import Any, NamedTuple

from numpy.typing import NDArray

from grouptools.errors import ArgumentError
from grouptools.numeric.contraction.coefficients import count_copies, path_coefficients
from grouptools.representations.catalogue import position
from grouptools.representations.irreps_value import Copies, Irreps

__all__ = [
    "Path",
    "ProductPlan",
    "channelwise_plan",
    "elementwise_plan",
    "fully_connected_plan",
    "plan_of",
]


#: (multiplicity, dimension) of each term.
Layout = tuple[tuple[int, int], ...]


class Path(NamedTuple):
    """One coupling of terms of x, y and the result, by their numbers.

    `copy`: which of the independent couplings, where the group has several.
    `square`: the square of the factor of the path's coefficients.
    """

    first: int
    second: int
    target: int
    copy: int = 0
    square: Fraction = Fraction(1)


@dataclass(frozen=True)
class ProductPlan:
    """A bilinear equivariant map, irreps_x (x) irreps_y -> irreps_out, with weights.

    For each path, with C its coefficients times sqrt(square):

        mode "uvu"   z[u, m3] = w[u] sum C[m1, m2, m3] x[u, m1] y[m2]      y has one copy
        mode "uuu"   z[u, m3] = w[u] sum C[m1, m2, m3] x[u, m1] y[u, m2]
        mode "uvw"   z[w, m3] = sum W[u, v, w] C[m1, m2, m3] x[u, m1] y[v, m2]

    Paths into one term are summed.  Weights are flat, path after path:
    [w[u] for path in paths for u in range(multiplicity)], or W[u, v, w] in that order.
    `layouts`: (multiplicity, dimension) of each term of irreps_x, irreps_y, irreps_out.
    `weight_shapes`, `weight_slices`: the shape of each path's weights, (u,) or (u, v, w), and
    where they lie.
    `digest`: a text that is equal only where what is computed is equal; `plan_of` finds the plan.
    Raises `ArgumentError` for a path that the group, the multiplicities or the mode forbid.
    """

    irreps_x: Irreps
    irreps_y: Irreps
    irreps_out: Irreps
    paths: tuple[Path, ...]
    mode: str = "uvu"
    layouts: tuple[Layout, Layout, Layout] = field(init=False, repr=False, compare=False)
    weight_shapes: tuple[tuple[int, ...], ...] = field(init=False, repr=False, compare=False)
    weight_slices: tuple[slice, ...] = field(init=False, repr=False, compare=False)
    digest: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.mode not in _FITS:
            raise ArgumentError(
                f"mode = {self.mode!r} was given, but it must be one of {', '.join(_FITS)}"
            )
        _check_groups(self.irreps_x, self.irreps_y, self.irreps_out)
        for path in self.paths:
            self._check(path)
        shapes = tuple(map(self._weight_shape, self.paths))
        ends = accumulate(map(prod, shapes), initial=0)
        sums = self.irreps_x, self.irreps_y, self.irreps_out
        for name, value in (
            ("layouts", tuple(tuple((n, i.dimension) for n, i in terms) for terms in sums)),
            ("weight_shapes", shapes),
            ("weight_slices", tuple(slice(a, b) for a, b in pairwise(ends))),
        ):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "digest", self._content())
        _PLANS.setdefault(self.digest, self)

    def _check(self, path: Path) -> None:
        x, y, out = self.irreps_x, self.irreps_y, self.irreps_out
        ends = (path.first, len(x)), (path.second, len(y)), (path.target, len(out))
        if not all(0 <= k < end for k, end in ends):
            raise ArgumentError(
                f"{path} was given, but there are {len(x)}, {len(y)} and {len(out)} terms to couple"
            )
        first, second, target = x[path.first], y[path.second], out[path.target]
        copies = count_copies(first.irrep, second.irrep, target.irrep)
        if not 0 <= path.copy < copies:
            raise ArgumentError(
                f"copy {path.copy} of {first.irrep} (x) {second.irrep} -> {target.irrep} was "
                f"given, but {x.group.name} has {copies} such couplings"
            )
        if not _FITS[self.mode](*self._multiplicities(path)):
            raise ArgumentError(
                f"a path {first} (x) {second} -> {target} was given in mode {self.mode!r}, but "
                f"that asks for {_RULES[self.mode]}"
            )

    def _weight_shape(self, path: Path) -> tuple[int, ...]:
        multiplicities = self._multiplicities(path)
        return multiplicities if self.mode == "uvw" else multiplicities[:1]

    @property
    def weight_numel(self) -> int:
        """The number of weights."""
        return sum(map(prod, self.weight_shapes))

    def coefficients(self, path: Path, dtype: str) -> NDArray[Any]:
        """The coefficients of a path, sqrt(square) C[m1, m2, m3], in "float64" or "float32"."""
        irreps = (
            self.irreps_x[path.first].irrep,
            self.irreps_y[path.second].irrep,
            self.irreps_out[path.target].irrep,
        )
        return path_coefficients(*irreps, path.copy, path.square, dtype)

    def coefficient_shape(self, path: Path) -> tuple[int, int, int]:
        """How many components the terms of a path have."""
        x, y, out = self.layouts
        return x[path.first][1], y[path.second][1], out[path.target][1]

    def _content(self) -> str:
        content = sha256(repr((self.mode, self.layouts)).encode())
        for path in self.paths:
            content.update(repr(path[:3]).encode())
            for dtype in ("float64", "float32"):
                content.update(self.coefficients(path, dtype).tobytes())
        return content.hexdigest()[:32]

    def __hash__(self) -> int:
        """Hash the digest."""
        return hash(self.digest)

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle what it is made of, so that copies are found by their digest."""
        return type(self), (self.irreps_x, self.irreps_y, self.irreps_out, self.paths, self.mode)

    def _multiplicities(self, path: Path) -> tuple[int, int, int]:
        return (
            self.irreps_x[path.first].multiplicity,
            self.irreps_y[path.second].multiplicity,
            self.irreps_out[path.target].multiplicity,
        )


#: Every plan, by its digest: operations of torch name plans by a text.
_PLANS: dict[str, ProductPlan] = {}


def plan_of(digest: str) -> ProductPlan:
    """A plan that computes what the digest tells."""
    return _PLANS[digest]


_FITS = {
    "uvu": lambda u, v, w: v == 1 and w == u,
    "uuu": lambda u, v, w: u == v == w,
    "uvw": lambda *_: True,
}
_RULES = {
    "uvu": "one copy in the second factor, and as many in the result as in the first",
    "uuu": "equal numbers of copies",
}


def channelwise_plan(
    irreps_x: Irreps | str,
    irreps_y: Irreps | str,
    irreps_out: Irreps | str,
    *,
    separate: bool = False,
) -> ProductPlan:
    """Every path that keeps the channels of x: mode "uvu", y with one copy of each term.

    Order of the paths: [(i, j, k, copy) for i in terms of x for j in terms of y for k in terms of
    the result for copy in couplings], those with equal multiplicities of i and k.
    With `separate`, each path has a term of its own in the result: `irreps_out` names the irreps
    wanted, multiplicities aside, and the terms are sorted as `Irreps.sorted` does.
    Paths into one term are scaled by 1/sqrt(their number), so that components of variance 1 in x
    and y and weights of variance 1 give components of variance 1.

    >>> plan = channelwise_plan("8x0e + 8x1o", "0e + 1o", "8x0e + 8x1o")
    >>> [path[:3] for path in plan.paths], plan.weight_numel
    ([(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)], 32)
    """
    x, y, out = _irreps(irreps_x, irreps_y, irreps_out)
    if separate:
        return _separate(x, y, out)
    return _plan(x, y, out, "uvu")


def elementwise_plan(
    irreps_x: Irreps | str, irreps_y: Irreps | str, irreps_out: Irreps | str
) -> ProductPlan:
    """Every path between terms of equal multiplicity, channel by channel: mode "uuu".

    Order and scale as in `channelwise_plan`.

    >>> elementwise_plan("4x1o", "4x1o", "4x0e + 4x1e").weight_shapes
    ((4,), (4,))
    """
    return _plan(*_irreps(irreps_x, irreps_y, irreps_out), "uuu")


def fully_connected_plan(
    irreps_x: Irreps | str, irreps_y: Irreps | str, irreps_out: Irreps | str
) -> ProductPlan:
    """Every path, every copy with every copy: mode "uvw".

    Order as in `channelwise_plan`, which is e3nn's; scale 1/sqrt(fan-in), the fan-in of a term of
    the result being the sum of u v over its paths.

    >>> fully_connected_plan("4x0e + 4x1o", "0e + 1o", "3x1o").weight_shapes
    ((4, 1, 3), (4, 1, 3))
    """
    return _plan(*_irreps(irreps_x, irreps_y, irreps_out), "uvw")


def _irreps(*given: Irreps | str) -> tuple[Irreps, Irreps, Irreps]:
    """Texts are read as irreps of the group of those that are no texts."""
    known = next((one for one in given if isinstance(one, Irreps)), None)
    group, real = (known.group, known.is_real) if known else (None, True)
    x, y, out = (one if isinstance(one, Irreps) else Irreps(one, group, real=real) for one in given)
    return x, y, out


def _check_groups(x: Irreps, y: Irreps, out: Irreps) -> None:
    if not (x.group == y.group == out.group and x.is_real and y.is_real and out.is_real):
        raise ArgumentError(
            f"{x!r}, {y!r} and {out!r} were given to be coupled, but they must be irreps of one "
            f"group over the real numbers"
        )


def _plan(x: Irreps, y: Irreps, out: Irreps, mode: str) -> ProductPlan:
    _check_groups(x, y, out)
    paths = list(_paths(x, y, out, mode))
    fan_in: Counter[int] = Counter()
    for path in paths:
        fan_in[path.target] += _fan_in(x, y, path, mode)
    scaled = (path._replace(square=Fraction(1, fan_in[path.target])) for path in paths)
    return ProductPlan(x, y, out, tuple(scaled), mode)


def _fan_in(x: Irreps, y: Irreps, path: Path, mode: str) -> int:
    if mode != "uvw":
        return 1
    return x[path.first].multiplicity * y[path.second].multiplicity


def _paths(x: Irreps, y: Irreps, out: Irreps, mode: str) -> Iterator[Path]:
    """All paths that a mode permits, in order."""
    for i, (u, first) in enumerate(x):
        for j, (v, second) in enumerate(y):
            for k, (w, target) in enumerate(out):
                if u * v * w and _FITS[mode](u, v, w):
                    for copy in range(count_copies(first, second, target)):
                        yield Path(i, j, k, copy)


def _separate(x: Irreps, y: Irreps, wanted: Irreps) -> ProductPlan:
    """Each path into a term of its own, sorted."""
    _check_groups(x, y, wanted)
    kept = dict.fromkeys(irrep for _, irrep in wanted)
    found = []
    for i, (u, first) in enumerate(x):
        for j, (v, second) in enumerate(y):
            for target in kept if u and _FITS["uvu"](u, v, u) else ():
                copies = count_copies(first, second, target)
                found += [(Copies(u, target), i, j, copy) for copy in range(copies)]
    found.sort(key=lambda one: position(one[0].irrep))
    out = Irreps([copies for copies, *_ in found], x.group)
    paths = (Path(i, j, k, copy) for k, (_, i, j, copy) in enumerate(found))
    return ProductPlan(x, y, out, tuple(paths))
