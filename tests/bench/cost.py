#!/usr/bin/env python3
"""What cleaning costs, as multiples of a bare lxml.html parse of the same pages in the same run.

cost.py [--pages DIR] [--every N] [--profile]   DIR holds *.html.gz (default: the shared corpus)
"""

import argparse
import cProfile
import gc
import gzip
import pstats
import statistics
import time
from collections.abc import Callable, Sequence
from math import inf
from pathlib import Path

import lxml.html

import unsponsor
from unsponsor.page.tokens import start_tags
from unsponsor.page.tree import Page
from unsponsor.rules.facts import Facts

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "pages"
URL = "https://page.example/"
ROUNDS = 8

Work = Callable[[bytes], object]


def seconds(works: Sequence[Work], pages: Sequence[bytes]) -> list[list[float]]:
    """The processor time of each for each page, the least of several runs. They take turns, and the pages as well, so that what
    else the machine does meets none of them each time."""
    least = [[inf] * len(works) for _ in pages]
    for _ in range(ROUNDS):
        for known, page in zip(least, pages, strict=True):
            for index, work in enumerate(works):
                start = time.thread_time()
                work(page)
                known[index] = min(known[index], time.thread_time() - start)
    return least


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=CORPUS)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--profile", action="store_true")
    arguments = parser.parse_args()
    pages = [gzip.decompress(path.read_bytes()) for path in sorted(arguments.pages.glob("*.html.gz"))[:: arguments.every]]
    if not pages:
        parser.error(f"no pages in {arguments.pages}")
    engine = unsponsor.Engine()
    steps: dict[str, Work] = {
        "start tags": start_tags,
        "page": Page,
        "page, facts": lambda source: Facts(Page(source), URL),
        "to the verdict": lambda source: engine._judge(Facts(Page(source), URL)),
        "clean": lambda source: engine.clean(source, URL),
    }
    engine.clean(b"<p>", URL)
    if arguments.profile:
        profile = cProfile.Profile()
        profile.runcall(lambda: [engine.clean(page, URL) for page in pages])
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        return
    gc.collect()
    gc.freeze()  # as the proxy's workers do
    gc.disable()  # as cleaning does
    spent = seconds((lxml.html.document_fromstring, *steps.values()), pages)
    print(f"{len(pages)} pages, median {statistics.median(map(len, pages)) / 1000:.0f} KB; ", end="")
    print(f"bare parse {statistics.median(times[0] for times in spent) * 1000:.2f} ms")
    for index, name in enumerate(steps, 1):
        _tell(name, [(times[index], times[0]) for times in spent])
    before, behind = (list(steps).index(name) + 1 for name in ("page", "to the verdict"))
    _tell("rules and heuristics", [(times[behind] - times[before], times[0]) for times in spent])


def _tell(name: str, spent: Sequence[tuple[float, float]]) -> None:
    """Print what a step takes of each page, beside what the bare parse does."""
    ratios = sorted(step / parse for step, parse in spent)
    print(
        f"{name:<20} {statistics.median(step for step, _ in spent) * 1000:7.2f} ms   "
        f"median {statistics.median(ratios):5.2f} x   95th percentile {ratios[int(len(ratios) * 0.95)]:5.2f} x"
    )


if __name__ == "__main__":
    main()
