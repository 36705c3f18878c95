"""What the detectors go by, as ``rules/heuristics.yaml`` has it."""

from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field

from unsponsor.rules import shipped
from unsponsor.rules.hosts import HostSet
from unsponsor.rules.loading import read_host_lists, read_vocabularies
from unsponsor.rules.model import Name, Regex, Selector, Strict, Words
from unsponsor.rules.validation import Text, parse
from unsponsor.rules.vocabulary import Vocabulary

# Whole numbers are written without a point.
Weight = Annotated[float, Field(ge=0, strict=False)]


class Slots(Strict):
    """How ad slots are named and filled."""

    names: Words
    widgets: Words
    weak_names: Words
    sponsors: Words
    calls: Words
    frames: Words
    places: Words
    other_names: Words
    pictures: Words
    shown: Words
    banners: Words
    marks: Words
    loaders: Words
    labels: Name
    paid_labels: Words
    paid_alone: Words
    credits: Name
    notes: Name
    dismissals: Words
    dismissal_names: Words
    backdrops: Words
    seconds: Words
    waiting: Words
    fillers: Words


class CrossSite(Strict):
    """Where boxes that lead to other sites stand, and how they are headed."""

    columns: Words
    feeds: dict[str, str]
    sponsors: Words
    announcing: Words
    announcements: list[Regex]


class Offers(Strict):
    """What says that a link pays the site."""

    parameters: Words


class Blocks(Strict):
    """What the block detector looks at."""

    names: dict[Name, Words]
    logos: Words
    links: dict[Name, Words]
    texts: dict[Name, Regex]
    sizes: Words
    vocabularies: Words
    hosts: Words
    support: Annotated[float, Field(ge=0, strict=False)]


class Points(Strict):
    """How much each sign of a planted link counts."""

    ware: Weight
    ordinary_ware: Weight
    host_that_sells: Weight
    praise: Weight
    buying: Weight
    trade: Weight
    place: Weight
    together: Weight
    both_edges: Weight
    small_letters: Weight
    host_of_same_words: Weight
    host_of_same_small_words: Weight


class Spam(Strict):
    """What gives planted links away: vocabularies and host lists by name, words, expressions, and how much counts."""

    wares: Name
    praise: Name
    buying: Name
    trades: Name
    businesses: Name
    places: Name
    comment_praise: Name
    comment_invitation: Name
    topics: Words
    topic_of_spam: Name
    topic_least: int
    topic_each: int
    known_hosts: Name
    ordinary_wares: Words
    points: Points
    visible: Weight
    collection: Weight
    comment: Weight
    comment_author: Weight
    comment_author_words: int
    suspicious: Weight
    few_in_farm: Weight
    many_in_farm: Weight
    most_words: int
    sentence_words: Words
    binding_words: Words
    firm_words: Words
    credits: Words
    citation_names: Words
    shown_names: Words
    never_with: Selector
    hides_for_good: Regex
    shrinks: Regex
    cuts_off: Regex
    hides: Regex
    white: Regex
    colour: Regex
    ground: Regex
    comment_names: Words


class Heuristics(Strict):
    """All of it."""

    version: Literal[1]
    slots: Annotated[Slots, Field()]
    cross_site: CrossSite
    offers: Offers
    blocks: Blocks
    spam: Spam


@lru_cache(maxsize=1)
def shipped_heuristics() -> Heuristics:
    """The data that come with the program."""
    path = shipped.folder() / "heuristics.yaml"
    return parse(Text(str(path), path.read_text("utf-8")), Heuristics)


# Each start asks for all of them, in each process: the files are read once.
@lru_cache(maxsize=1)
def _vocabularies() -> dict[str, Vocabulary]:
    return read_vocabularies(shipped.sources().vocabularies, [])


@lru_cache(maxsize=1)
def _host_sets() -> dict[str, HostSet]:
    return {name: HostSet(hosts) for name, hosts in read_host_lists(shipped.sources().hosts, []).items()}


def vocabulary(name: str) -> Vocabulary:
    """A shipped vocabulary. Raises ``LookupError`` where there is none of that name."""
    return _vocabularies()[name]


def host_set(name: str) -> HostSet:
    """A shipped host list. Raises ``LookupError`` where there is none of that name."""
    return _host_sets()[name]
