"""What the benchmarks compare: `Hot` in one warm process, `Cold` in a process for each figure.

A module of hot cases defines `cases(*, quick: bool) -> Iterator[Hot]`, is named in GROUPS of
run.py, and imports peers only inside `prepare`, which runs in the process that measures.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Work = Callable[[], Any]


@dataclass(frozen=True)
class Hot:
    """Ours and a peer's, called in turn in one process.

    `prepare()` makes the input, checks that both do the same where that is cheap, and gives the
    two calls (ours, theirs); theirs is None where there is no peer.  `target` is how many times
    as fast as the peer ours is to be.  `written` counts the bytes that ours has to write, into
    memory that was there before, `read` those that it has to read beside, and `fmas` the
    multiply-adds in `dtype` that it cannot do without: the larger time is the hardware's limit.
    `limit_times` is how many times of that limit ours may take.
    `peer_runs` bounds how often a slow peer is called; `slow` cases are left out of quick runs.
    """

    name: str
    prepare: Callable[[], tuple[Work, Work | None]]
    peer: str = ""
    target: float | None = None
    dtype: str = "float64"
    written: int = 0
    read: int = 0
    fmas: int = 0
    limit_times: float | None = None
    peer_runs: int | None = None
    slow: bool = False


@dataclass(frozen=True)
class Cold:
    """Two pieces of source to run in new processes.

    `limit` is the time that ours is to stay under, in seconds.
    """

    name: str
    setup: str
    work: str
    limit: float | None = None
    peer: str = ""
    peer_setup: str = ""
    peer_work: str = ""
    slow: bool = False
    peer_runs: int | None = None


@dataclass(frozen=True)
class Row:
    """What was found for a hot case; `limit` is the hardware's time, `bound_by` what sets it."""

    name: str
    ours: float
    peer: str
    theirs: float | None
    target: float | None
    limit: float | None
    bound_by: str
    limit_times: float | None
    memory: float

    @property
    def ratio(self) -> float | None:
        """How many times as fast as the peer ours is."""
        return None if self.theirs is None else self.theirs / self.ours

    @property
    def misses(self) -> bool:
        """Whether a target is not met."""
        slow = self.target is not None and self.ratio is not None and self.ratio < self.target
        far = (
            self.limit_times is not None
            and self.limit is not None
            and self.ours > self.limit_times * self.limit
        )
        return slow or far
