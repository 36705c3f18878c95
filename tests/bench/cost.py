#!/usr/bin/env python3
"""What cleaning costs, as multiples of a bare lxml.html parse of the same pages in the same run.

cost.py [--pages DIR] [--every N] [--profile]   DIR holds *.html.gz (default: the shared corpus)
"""

import argparse
import cProfile
import gzip
import pstats
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import lxml.html

import unsponsor
from unsponsor.page.tokens import start_tags
from unsponsor.page.tree import Page
from unsponsor.rules.facts import Facts

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "pages"
URL = "https://page.example/"
ROUNDS = 5


def seconds(work: Callable[[bytes], object], source: bytes) -> float:
    """The median of several runs."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work(source)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=CORPUS)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--profile", action="store_true")
    arguments = parser.parse_args()
    pages = [gzip.decompress(path.read_bytes()) for path in sorted(arguments.pages.glob("*.html.gz"))[:: arguments.every]]
    if not pages:
        parser.error(f"no pages in {arguments.pages}")
    steps: dict[str, Callable[[bytes], object]] = {
        "start tags": start_tags,
        "page": Page,
        "page, facts": lambda source: Facts(Page(source), URL),
        "clean": lambda source: unsponsor.clean(source, URL),
    }
    unsponsor.clean(b"<p>", URL)
    if arguments.profile:
        profile = cProfile.Profile()
        profile.runcall(lambda: [unsponsor.clean(page, URL) for page in pages])
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        return
    parse = [seconds(lxml.html.document_fromstring, page) for page in pages]
    print(f"{len(pages)} pages, median {statistics.median(map(len, pages)) / 1000:.0f} KB; ", end="")
    print(f"bare parse {statistics.median(parse) * 1000:.2f} ms")
    for name, work in steps.items():
        spent = [seconds(work, page) for page in pages]
        ratios = sorted(a / b for a, b in zip(spent, parse, strict=True))
        print(
            f"{name:<12} {statistics.median(spent) * 1000:7.2f} ms   "
            f"median {statistics.median(ratios):5.2f} x   95th percentile {ratios[int(len(ratios) * 0.95)]:5.2f} x"
        )


if __name__ == "__main__":
    main()
