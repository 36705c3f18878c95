"""Planted links: hidden boxes of links, farms of them, comments written for their link, and single keyword links.

What counts are links to other sites with no bearing on the page. Each has points for what its text and its host say
(``phrases``); where it stands decides how many are asked for: few in a hidden box, more in a comment, most in a paragraph.
"""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from unsponsor.page.edit import Action
from unsponsor.rules.facts import Facts
from unsponsor.verdict import Finding

from ..data import Spam, host_set, vocabulary
from .anchors import Anchors, anchors_of
from .comments import Comments, comment_names
from .context import is_citation, is_credit
from .farms import Farms
from .hidden import HiddenLinks
from .hiding import Hiding
from .phrases import Phrases
from .topic import Topic
from .topics import Topics

_CONFIDENCE = 0.9
# A page with so many links to other sites, most of its links, is a collection of links.
_COLLECTION = 30


class _Page(NamedTuple):
    """What is known of a page."""

    facts: Facts
    anchors: Anchors
    topic: Topic
    farms: Farms
    comments: Comments


class SpamDetector:
    """Finds planted links."""

    def __init__(self, data: Spam) -> None:
        self._data = data
        self._phrases = Phrases(data)
        self._topics = Topics((*data.topics, data.topic_of_spam))
        self._comments = comment_names(data)
        self._hiding = Hiding(data)
        self._known = host_set(data.known_hosts)
        self._praise = vocabulary(data.comment_praise)
        self._invitation = vocabulary(data.comment_invitation)

    def find(self, facts: Facts) -> Iterator[Finding]:
        """Planted links: the box where it holds nothing else, else the link."""
        links = anchors_of(facts, self._known, self._phrases)
        if not links:
            return
        topic = Topic(facts, links, self._topics, self._data, self._comments)
        points = [0.0 if topic.is_of(link.phrase) else link.phrase.points for link in links]
        anchors = Anchors(facts, links, points, self._data.suspicious)
        left = bytearray(b"\1") * len(links)
        # From the inside out: a box around a planted one is planted only for what else it holds.
        hidden_links = HiddenLinks(facts, anchors, self._data)
        for hidden in hidden_links.boxes(self._hiding):
            first, behind = anchors.between(hidden.element)
            if left.find(1, first, behind) >= 0 and hidden_links.are_planted(hidden):
                left[first:behind] = bytes(behind - first)
                yield _finding(hidden.element, f"links to other sites, {hidden.evidence}")
        comments = Comments(facts, anchors, self._data, self._praise, self._invitation)
        page = _Page(facts, anchors, topic, Farms(facts, anchors, self._data), comments)
        for comment, link in comments.inviting():
            yield _finding(comment, f"a comment that sends readers to its writer's business, {link.host}")
        for at, link in enumerate(links):
            if left[at] and link.phrase.sells and points[at] >= self._data.suspicious:
                yield from self._visible(at, page)
        for first, behind in page.farms.rows():
            if all(left[first:behind]):
                for link in links[first:behind]:
                    yield _finding(link.element, "in a row of links to other sites that sell something")

    def _visible(self, at: int, page: _Page) -> Iterator[Finding]:
        """What goes for a link that readers see: its comment, its farm, or itself."""
        link, points = page.anchors.all[at], page.anchors.points[at]
        evidence = f'"{page.facts.text(link.element)}" leads to {link.host} and has no bearing on the page'
        comment = page.comments.for_link(link, points)
        if comment is not None:
            yield _finding(comment, f"a comment for its link: {evidence}")
            return
        farm = page.farms.around(at)
        if farm is not None:
            if not is_citation(link.element, self._data):
                yield _finding(farm, "a farm of links to other sites that sell something")
            return
        if points < self._least(page) or page.topic.speaks_of(link.phrase):
            return
        if not is_citation(link.element, self._data) and not is_credit(link.element, self._data):
            yield _finding(link.element, evidence)

    def _least(self, page: _Page) -> float:
        """From how many points on a link is planted that stands by itself."""
        count = len(page.anchors.all)
        is_collection = page.anchors.sites_of(0, count) >= _COLLECTION and count * 2 > page.facts.link_count
        return self._data.collection if is_collection else self._data.visible


def _finding(element: etree._Element, evidence: str) -> Finding:
    return Finding(element, "spam-links", _CONFIDENCE, "spam", (evidence,), Action.REMOVE, True)
