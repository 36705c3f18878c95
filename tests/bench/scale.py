#!/usr/bin/env python3
"""What ten times the rules cost on the same pages: the index must keep it under 1.3 times.

scale.py [--pages DIR] [--every N]
"""

import argparse
import gc
import gzip
import statistics
import time
from pathlib import Path

from unsponsor import Engine
from unsponsor.page.tree import Page
from unsponsor.rules import shipped
from unsponsor.rules.facts import Facts

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "pages"
RULE = """
  - id: scale-{n}
    title: A rule of its own names
    category: ad
    {scope}match: {{css: '{css}'}}
    examples: {{removes: [<p>], keeps: [<b>]}}
"""
SHAPES = (
    ".made-up-name-{n}",
    "#made-up-id-{n}",
    "div.made-up-{n} > a[href]",
    '[id^="made-up-prefix-{n}"]',
    'a[href*="//host-{n}.example/"]',
    "aside [data-made-up-{n}] img",
    ".page-{n}",
)


def rules(count: int) -> str:
    """So many rules of the shapes that rule sets and lists have; every seventh is for one host only."""
    parts = []
    for n in range(count):
        scope = f"scope: {{hosts: [site-{n}.example]}}\n    " if n % len(SHAPES) == len(SHAPES) - 1 else ""
        parts.append(RULE.format(n=n, css=SHAPES[n % len(SHAPES)].format(n=n), scope=scope))
    return "version: 1\nrules:" + "".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=CORPUS)
    parser.add_argument("--every", type=int, default=4)
    arguments = parser.parse_args()
    pages = [gzip.decompress(path.read_bytes()) for path in sorted(arguments.pages.glob("*.html.gz"))[:: arguments.every]]
    if not pages:
        parser.error(f"no pages in {arguments.pages}")
    shipped_count = len(Engine().rule_ids)
    extra = rules(9 * shipped_count)
    start = time.perf_counter()
    large = Engine(rules=[extra])
    print(f"{len(large.rule_ids)} rules loaded in {time.perf_counter() - start:.2f} s ({len(shipped.sources().rules)} files)")
    small = Engine()
    gc.collect()
    gc.freeze()
    for name, part in (("clean", None), ("match", "match")):
        ratios = [ratio(page, small, large, part) for page in pages]
        print(f"{name}: {len(large.rule_ids) / len(small.rule_ids):.1f} times the rules, "
              f"median {statistics.median(ratios):.2f} times the time")  # fmt: skip


def ratio(page: bytes, small: Engine, large: Engine, part: str | None) -> float:
    """The time with many rules over the time with few, on one page."""
    times: dict[Engine, list[float]] = {small: [], large: []}
    for _ in range(5):
        for engine in (small, large):
            facts = Facts(Page(page), "https://page.example/") if part else None
            start = time.perf_counter()
            if facts is None:
                engine.clean(page, "https://page.example/")
            else:
                engine._matcher.match(facts)
            times[engine].append(time.perf_counter() - start)
    return statistics.median(times[large]) / statistics.median(times[small])


if __name__ == "__main__":
    main()
