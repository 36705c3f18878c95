#!/usr/bin/env python3
"""Plants links into real pages in every way known, and looks whether exactly they are gone after cleaning.

plant.py [--every N] [--seed N] [--way WAY ...] [--verbose]

For each way: how many plants, the share that is gone (nothing of it left to see), the share where something else went along
(touched), and the share where something else stays that goes without the plant (spared). What is compared is what cleaning
makes of the page without the plant.
"""

import argparse
import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.quality.ways import WAYS, Planted, Source  # also runs as a script

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
_SEEN = "a[href], img, iframe, input, button, form, video, li"

Clean = Callable[[bytes, str], bytes]


class Outcome(NamedTuple):
    """What became of a plant: what of it is left to see; what else was lost; what else stays that went without it."""

    page: str
    way: str
    left: Counter[str]
    lost: Counter[str]
    stays: Counter[str]
    markup: str

    @property
    def gone(self) -> bool:
        """Whether nothing of the plant is left that a reader would notice."""
        return not any(map(_is_something, self.left))


def seen(page: bytes) -> Counter[str]:
    """The words and things that a reader sees, each with how often."""
    tree = LexborHTMLParser(page)
    tree.strip_tags(["script", "style", "noscript", "template"])
    for node in tree.css("[hidden]"):
        node.decompose()
    if tree.body is None:
        return Counter()
    things = Counter(tree.body.text(separator=" ").split())
    for node in tree.css(_SEEN):
        # An item with words in it is seen by these, an empty one by its bullet.
        if node.tag != "li" or not node.text(strip=True):
            things[f"<{node.tag} {node.attributes.get('href') or node.attributes.get('src') or ''}>"] += 1
    return things


def pages(every: int) -> Iterator[tuple[str, str, bytes]]:
    """Every n-th page of the corpus: its name, its address, its source."""
    for line in (CORPUS / "index.jsonl").read_text("utf-8").splitlines()[::every]:
        row = json.loads(line)
        file = CORPUS / "pages" / f"{row['id']}.html.gz"
        if file.exists():
            yield row["id"], row["url"], gzip.decompress(file.read_bytes())


def outcomes(clean: Clean, every: int, seed: int, ways: list[str]) -> Iterator[Outcome]:
    """Each page with a plant of each way."""
    for name, url, page in pages(every):
        source = Source(page)
        cleaned: dict[bytes, Counter[str]] = {}
        for way in ways:
            # The page and the way alone decide what is planted, whichever others are tried.
            planted = WAYS[way](source, random.Random(f"{seed} {name} {way}"))
            if planted is None:
                continue
            if planted.without not in cleaned:
                cleaned[planted.without] = seen(clean(planted.without, url))
            yield _outcome(name, way, planted, cleaned[planted.without], seen(clean(planted.page, url)))
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def _outcome(name: str, way: str, planted: Planted, before: Counter[str], after: Counter[str]) -> Outcome:
    more = after - before
    left = more & (seen(planted.page) - seen(planted.without))
    return Outcome(name, way, left, before - after, more - left, _difference(planted))


def _is_something(thing: str) -> bool:
    return any(character.isalnum() for character in thing)


def _difference(planted: Planted) -> str:
    """What was planted."""
    at = next((n for n, (a, b) in enumerate(zip(planted.page, planted.without, strict=False)) if a != b), 0)
    return planted.page[at : at + len(planted.page) - len(planted.without)].decode("latin-1")


def summary(found: list[Outcome]) -> str:
    """A line for each way, and one for all."""
    lines = [f"{'way':<22} {'plants':>6} {'gone':>7} {'touched':>8} {'spared':>7}"]
    for way in [*dict.fromkeys(outcome.way for outcome in found), "all"]:
        mine = [outcome for outcome in found if way in (outcome.way, "all")]
        gone, touched, spared = (
            sum(map(bool, of)) / len(mine) for of in ((o.gone for o in mine), (o.lost for o in mine), (o.stays for o in mine))
        )
        lines.append(f"{way:<22} {len(mine):>6} {gone:>7.3f} {touched:>8.3f} {spared:>7.3f}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--way", action="append", choices=list(WAYS))
    parser.add_argument("--verbose", action="store_true", help="show each plant that is left and what else was lost")
    arguments = parser.parse_args()
    if not (CORPUS / "index.jsonl").exists():
        print("planting: skipped, no corpus beside the checkout")
        return
    import unsponsor

    found = list(
        outcomes(
            lambda page, url: unsponsor.clean(page, url).html, arguments.every, arguments.seed, arguments.way or list(WAYS)
        )
    )
    if arguments.verbose:
        for outcome in found:
            if not outcome.gone or outcome.lost:
                print(f"{outcome.way}  {outcome.page}\n  planted {outcome.markup[:400]}")
                print(f"  left {list(outcome.left)[:8]}\n  lost {list(outcome.lost)[:8]}\n  stays {list(outcome.stays)[:8]}")
    print(summary(found))


if __name__ == "__main__":
    main()
