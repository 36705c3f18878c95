"""What the detectors go by, as ``rules/heuristics.yaml`` has it."""

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from unsponsor.rules import shipped
from unsponsor.rules.hosts import HostSet
from unsponsor.rules.model import HostFile, Name, Regex, Selector, Strict, VocabularyFile, Words
from unsponsor.rules.problems import Problem
from unsponsor.rules.validation import Text, parse, parse_with_problems
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


@lru_cache(maxsize=32)
def vocabulary(name: str) -> Vocabulary:
    """A shipped vocabulary. Raises ``LookupError`` where there is none of that name."""
    problems: list[Problem] = []
    # The file that says so first: to read them all for each name would take a second of each start.
    for text in sorted(shipped.sources().vocabularies, key=lambda text: f"\nvocabulary: {name}\n" not in text.text):
        file = parse_with_problems(text, VocabularyFile, problems)
        if file is not None and file.vocabulary == name:
            return Vocabulary(term for terms in file.terms.values() for term in terms)
    raise LookupError(name)


@lru_cache(maxsize=32)
def host_set(name: str) -> HostSet:
    """A shipped host list. Raises ``LookupError`` where there is none of that name."""
    problems: list[Problem] = []
    for text in shipped.sources().hosts:
        if Path(text.name).stem == name:
            file = parse_with_problems(text, HostFile, problems)
            if file is not None:
                return HostSet(file.hosts)
    raise LookupError(name)
