"""What a topic of tests/accuracy yields.

A topic is a module of this folder that defines `measurements(*, quick)`, an iterator of them, and
imports them as `from tests.accuracy.measurement import Measurement`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measurement:
    """The largest error of a function at one degree or spin, and the kind of point it is at.

    `error` is relative to what `measure` of the function's row in grouptools.numeric.bounds says.
    """

    function: str
    dtype: str
    value: int
    error: float
    where: str
