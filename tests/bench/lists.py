#!/usr/bin/env python3
"""What filter lists cost: the time of cleaning with them over that without, of a decision about a request, and of loading.

lists.py [--pages DIR] [--lists DIR] [--every N]   pages are *.html.gz, lists *.txt.gz (default: the shared ones)
"""

import argparse
import gc
import gzip
import json
import resource
import statistics
import time
from pathlib import Path

from unsponsor import Engine

SHARED = Path(__file__).resolve().parents[3] / "shared"
ROUNDS = 5
REQUESTS = (
    ("https://cdn.page.example/app.js", "script"),
    ("https://securepubads.g.doubleclick.net/tag/js/gpt.js", "script"),
    ("https://img.page.example/photos/2026/11/1.jpg?w=640", "image"),
    ("https://www.google-analytics.com/collect?v=1&t=pageview", "xmlhttprequest"),
    ("https://video.page.example/embed/71", "subdocument"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=SHARED / "corpus" / "pages")
    parser.add_argument("--lists", type=Path, default=SHARED / "lists")
    parser.add_argument("--every", type=int, default=6)
    arguments = parser.parse_args()
    texts = [gzip.decompress(path.read_bytes()).decode("utf-8") for path in sorted(arguments.lists.glob("*.txt.gz"))]
    index = arguments.pages.parent / "index.jsonl"
    urls = {row["id"]: row["url"] for row in map(json.loads, index.read_text("utf-8").splitlines())} if index.exists() else {}
    paths = sorted(arguments.pages.glob("*.html.gz"))[:: arguments.every]
    if not paths or not texts:
        parser.error("no pages, or no lists")
    without = Engine()
    before, start = _memory(), time.perf_counter()
    with_lists = Engine(lists=texts)
    _ = with_lists.elements
    loaded = time.perf_counter()
    _ = with_lists.requests
    print(f"{len(texts)} lists: elements {loaded - start:.2f} s, requests {time.perf_counter() - loaded:.2f} s, ", end="")
    print(f"{_memory() - before:.0f} MB")
    gc.collect()
    gc.freeze()
    ratios = []
    for path in paths:
        page, url = gzip.decompress(path.read_bytes()), urls.get(path.name.removesuffix(".html.gz"), "https://page.example/")
        times: dict[Engine, float] = {}
        for _ in range(ROUNDS):
            for engine in (without, with_lists):
                start = time.thread_time()
                engine.clean(page, url)
                spent = time.thread_time() - start
                times[engine] = min(times.get(engine, spent), spent)
        ratios.append(times[with_lists] / times[without])
    ratios.sort()
    print(f"clean, {len(paths)} pages: median {statistics.median(ratios):.2f} times, ", end="")
    print(f"95th percentile {ratios[int(len(ratios) * 0.95)]:.2f} times the time without lists")
    spent_on = []
    for url, kind in REQUESTS:
        for _ in range(500):
            start = time.perf_counter()
            with_lists.request(url, source="https://www.page.example/news/1", kind=kind)
            spent_on.append(time.perf_counter() - start)
    print(f"a decision: median {statistics.median(spent_on) * 1e6:.0f} µs")


def _memory() -> float:
    """The most memory that the process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
