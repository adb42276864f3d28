"""Measure every error against exact values, and write docs/accuracy.md: `make accuracy`.

`--only TOPIC` measures one topic and `--quick` few points; both print, and write nothing.
"""

import argparse
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from grouptools.numeric.bounds import TESTED
from tests.accuracy import judging, page
from tests.accuracy.measurement import Measurement
from tests.accuracy.topics import measured, topic_names, worst


def timed(topic: str, *, quick: bool) -> tuple[str, float, list[Measurement]]:
    """What a topic measures, and how many seconds that takes."""
    start = time.perf_counter()
    found = measured(topic, quick=quick)
    return topic, time.perf_counter() - start, found


def measure_all(topics: list[str], *, quick: bool) -> list[Measurement]:
    """What all topics measure, in as many processes as there are processors."""
    found: list[Measurement] = []
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        for topic, seconds, some in pool.map(partial(timed, quick=quick), topics):
            print(f"{topic}: {len(some)} measurements in {seconds:.0f} s", flush=True)
            found += some
    return found


def main() -> int:
    """Measure, print, judge and write; 1 where a bound is passed or a function is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", metavar="TOPIC", choices=topic_names())
    parser.add_argument("--quick", action="store_true", help="few points")
    options = parser.parse_args()
    topics = [options.only] if options.only else topic_names()
    found = measure_all(topics, quick=options.quick)
    largest = worst(found)
    named = {key: TESTED[key] for key in sorted(TESTED) if key in largest or not options.only}
    text = page.write(largest, named)
    print(text)
    complaints = judging.excesses(found, TESTED) + judging.gaps(found, named)
    for line in complaints:
        print(line, file=sys.stderr)
    if not (options.only or options.quick or complaints):
        page.PAGE.write_text(text, encoding="utf-8")
    return 1 if complaints else 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("GROUPTOOLS_CACHE", folder)
        status = main()
    sys.exit(status)
