"""What tests of detectors share: words of their own, so that no test depends on what the shipped data say."""

from functools import lru_cache

from unsponsor import Engine
from unsponsor.heuristics.content import Content, SlotWords
from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import HostSet
from unsponsor.rules.vocabulary import Vocabulary

WORDS = SlotWords(
    labels=Vocabulary(["Advertisement", "広告", "PR"]),
    notes=Vocabulary(["Why this ad?"]),
    waiting=frozenset({"loading"}),
    dismissals=frozenset({"close", "skip ad"}),
    loaders=("adsbyus", "adtag.push"),
    names=frozenset({"ad", "adslot", "widgetly"}),
    calls=frozenset({"get", "show"}),
    weak_names=frozenset({"banner"}),
    widgets=frozenset({"widgetly"}),
    servers=(HostSet(["adserver.example"]), HostSet(["widgetly.example"])),
    social=HostSet(["friends.example"]),
)


def content_of(facts: Facts) -> Content:
    return Content(facts, WORDS)


@lru_cache(maxsize=1)
def detectors() -> Engine:
    """The engine with all detectors and no rule, built once: it keeps nothing of a page."""
    return Engine(builtin_rules=False)
