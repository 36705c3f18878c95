"""What tests of detectors share: words of their own, so that no test depends on what the shipped data say."""

from functools import lru_cache

from unsponsor import Engine
from unsponsor.heuristics.content import Content, SlotWords
from unsponsor.heuristics.features import Features
from unsponsor.heuristics.lexicon import shipped_lexicon
from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import HostSet
from unsponsor.rules.vocabulary import Vocabulary

from ..rules.helpers import facts

# A site's foot with a link to a shop among those to the site's own departments.
ASIDE = """<footer><ul><li>Words beside it <a id=x href="https://shop.example/">Shop</a>
<li><a href="/privacy">Privacy policy</a><li><a rel=license href="https://creativecommons.org/licenses/by/4.0/">CC BY</a></ul>
<p><a href="https://shop.example/"><img src="/banners/a-300x250.gif"></a></footer>"""

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


def feature_of(token: str, name: str) -> float:
    """A feature of the element of that foot which has a token."""
    page = facts(ASIDE)
    (number,) = page.numbers(page.by_token[token])
    return float(Features(page, shipped_lexicon()).column(name)[number])
