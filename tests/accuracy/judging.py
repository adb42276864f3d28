"""Whether what was measured and what is published agree with the bounds that the library states."""

from collections.abc import Iterable, Mapping

from grouptools.numeric.bounds import Tested
from tests.accuracy.measurement import Measurement
from tests.accuracy.page import Section, rounded_up

Bounds = Mapping[tuple[str, str], Tested]


def excesses(found: Iterable[Measurement], tested: Bounds) -> list[str]:
    """A line for each measurement that no bound covers; a nan exceeds every bound."""
    lines = []
    for one in found:
        what = f"{one.function} in {one.dtype} at {one.value}, {one.where}: {one.error:.3g}"
        row = tested.get((one.function, one.dtype))
        if row is None:
            lines.append(f"{what}, but no bound is stated")
        elif one.value > row.limit:
            lines.append(f"{what}, but it is tested only to {row.limit}")
        elif not one.error <= row.bound(one.value):
            lines.append(f"{what}, and the bound is {row.bound(one.value):.3g}")
    return lines


def gaps(found: Iterable[Measurement], tested: Bounds) -> list[str]:
    """A line for each function and dtype that is not measured at its limit."""
    reached = {(one.function, one.dtype, one.value) for one in found}
    return [
        f"{function} in {dtype} is not measured at its limit, {row.quantity} = {row.limit}"
        for (function, dtype), row in tested.items()
        if (function, dtype, row.limit) not in reached
    ]


def staleness(sections: Mapping[tuple[str, str], Section], tested: Bounds) -> list[str]:
    """A line for each difference between the page and the bounds."""
    lines = [f"{key} is missing" for key in tested if key not in sections]
    lines += [f"{key} has no bound any more" for key in sections if key not in tested]
    for key in sections.keys() & tested.keys():
        section, row = sections[key], tested[key]
        if (section.quantity, section.limit) != (row.quantity, row.limit):
            lines.append(f"{key} is said to be tested to {section.quantity} = {section.limit}")
        if row.limit not in section.rows:
            lines.append(f"{key} has no error at its limit, {row.quantity} = {row.limit}")
        for value, (error, bound) in section.rows.items():
            if value > row.limit or bound != float(rounded_up(row.bound(value))):
                lines.append(f"{key} at {value} has the bound {bound:g} no more")
            if not error <= bound:
                lines.append(f"{key} at {value} has the error {error:g}, above {bound:g}")
    return sorted(lines)
