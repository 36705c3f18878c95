"""A page's links to other sites, what their texts say, and sums over them."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from lxml import etree

from unsponsor.page.tree import number_of
from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import HostSet, registrable_domain

from .phrases import NONE, Phrase, Phrases

# Boxes that hold much besides links.
STOPS = frozenset(("body", "html", "main", "article", "table", "tbody", "form", "nav", "header"))
# Of the links in a box of planted ones, so many lead to other sites.
_ELSEWHERE = 0.8


class Anchor(NamedTuple):
    """A link to another site: its element and number, where it leads, the length of its text, and what that says."""

    element: etree._Element
    number: int
    host: str
    site: str
    length: int
    phrase: Phrase


def anchors_of(facts: Facts, known: HostSet, phrases: Phrases) -> list[Anchor]:
    """The links that lead to other sites, except where readers share and follow (``known``)."""
    numbers, hosts, _ = facts.link_table
    own = facts.family
    others = facts.hosts - facts.hosts_among(known) if facts.domain else ()
    sites = {host: registrable_domain(host) for host in others if host}
    read: dict[tuple[str, str], Phrase] = {}
    anchors = []
    for number, host in zip(numbers, hosts, strict=True):
        site = sites.get(host)
        if site is None or site in own:
            continue
        element = facts.page.elements[number]
        if element is None:
            continue
        text = facts.text(element)
        key = (text, host)
        if key not in read:
            read[key] = phrases.read(text, host) if text else NONE
        anchors.append(Anchor(element, number, host, site, len(text), read[key]))
    return anchors


class Anchors:
    """Sums over a page's links to other sites. ``points``: those of each, ``suspicious``: from where on one is looked at."""

    def __init__(self, facts: Facts, anchors: Sequence[Anchor], points: Sequence[float], suspicious: float) -> None:
        self._facts = facts
        self.all = anchors
        self.points = points
        self._numbers = [anchor.number for anchor in anchors]
        self._points = _sums(points)
        self._lengths = _sums([anchor.length for anchor in anchors])
        self._selling = _sums([anchor.phrase.sells for anchor in anchors])
        self._suspicious = _sums(
            [anchor.phrase.sells and own >= suspicious for anchor, own in zip(anchors, points, strict=True)]
        )
        self._changes = _sums([n == 0 or anchors[n - 1].site != anchor.site for n, anchor in enumerate(anchors)])

    def between(self, element: etree._Element) -> tuple[int, int]:
        """Which of the links stand in an element: the first, and the one behind the last."""
        first, behind = self._facts.span(element)
        return bisect_left(self._numbers, first), bisect_left(self._numbers, behind)

    def stand_in(self, element: etree._Element) -> bool:
        """Whether any stands in an element."""
        first, behind = self.between(element)
        return first < behind

    def are_most_of(self, element: etree._Element) -> bool:
        """Whether they are most of the links in an element."""
        first, behind = self.between(element)
        return behind - first >= _ELSEWHERE * self._facts.count_links(element)

    def points_of(self, first: int, behind: int) -> float:
        """The points of some links together."""
        return self._points[behind] - self._points[first]

    def suspicious_of(self, first: int, behind: int) -> float:
        """How many of some links sell something and have enough points to be looked at."""
        return self._suspicious[behind] - self._suspicious[first]

    def selling_of(self, first: int, behind: int) -> float:
        """How many of some links sell something."""
        return self._selling[behind] - self._selling[first]

    def length_of(self, first: int, behind: int) -> float:
        """The length of the text of some links."""
        return self._lengths[behind] - self._lengths[first]

    def sites_of(self, first: int, behind: int) -> float:
        """How many sites some links lead to at most: how often the next leads to another than the one before."""
        return self._changes[behind] - self._changes[first]

    def beside(self, box: etree._Element) -> float:
        """How long the text of a box is without that of the links."""
        return self._facts.text_length(box) - self.length_of(*self.between(box))


def around(element: etree._Element, levels: int) -> Iterator[etree._Element]:
    """The nearest elements around one that have a number."""
    for level, node in enumerate(element.iterancestors()):
        if level >= levels:
            return
        if number_of(node) is not None:
            yield node


def _sums(values: Sequence[float]) -> list[float]:
    return [0.0, *accumulate(map(float, values))]
