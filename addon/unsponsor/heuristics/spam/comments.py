"""Comments that are there for their link."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from lxml import etree

from unsponsor.rules.facts import Facts
from unsponsor.rules.names import NameReader, names_of, words
from unsponsor.rules.vocabulary import Vocabulary, folded

from ..data import Spam
from .anchors import STOPS, Anchor, Anchors, around

# How long a comment may be that is there for its link.
_LONGEST = 1500
_SHORT = 300
_SHORTEST = 60
# Who wrote a comment stands at its beginning.
_NAME_BEGINS = 2
_LEVELS = 8
_BESIDE = 4
_NUMBERED = re.compile(r"comment\D{0,3}\d", re.I)
_ITEMS = frozenset(("li", "div", "article", "section", "tr", "dd"))


def comment_names(data: Spam) -> NameReader[bool]:
    """Tells which ids and classes, as tokens, name comments."""
    names = frozenset(data.comment_names)
    return NameReader(lambda token: (token[0] in ".#" and not names.isdisjoint(words(token))) or None)


class Comments:
    """A page's comments. ``praise``: what fits under any page; ``invitation``: what sends readers to the writer's business."""

    def __init__(self, facts: Facts, anchors: Anchors, data: Spam, praise: Vocabulary, invitation: Vocabulary) -> None:
        self._facts = facts
        self._anchors = anchors
        self._data = data
        self._praise = praise
        self._invitation = invitation

    def for_link(self, anchor: Anchor, points: float) -> etree._Element | None:
        """The comment in which a link stands, where it is there for that link."""
        comment = self._around(anchor.element) if self._are_there else None
        return comment if comment is not None and self._is_for_link(comment, anchor, points) else None

    def inviting(self) -> Iterator[tuple[etree._Element, Anchor]]:
        """Comments that send readers to the writer's business, to which nothing else on the page leads; with that link."""
        if not self._are_there or not self._facts.may_say(self._invitation):
            return
        sites = Counter(anchor.site for anchor in self._anchors.all)
        for anchor in self._anchors.all:
            comment = self._around(anchor.element)
            if comment is None or not self._invitation.in_text(folded(self._facts.text(comment))):
                continue
            first, behind = self._anchors.between(comment)
            if sites[anchor.site] == sum(other.site == anchor.site for other in self._anchors.all[first:behind]):
                yield comment, anchor

    @cached_property
    def _are_there(self) -> bool:
        """Whether something on the page is named as comments."""
        names = "\n".join(self._facts.by_token).lower()
        return any(name in names for name in self._data.comment_names)

    def _around(self, link: etree._Element) -> etree._Element | None:
        """The comment in which a link stands, without others."""
        for box in around(link, _LEVELS):
            if box.tag in STOPS and box.tag != "article":
                return None
            if box.tag in _ITEMS and self._is_comment(box):
                return box if self._facts.text_length(box) <= _LONGEST and not _holds_others(box) else None
        return None

    def _is_comment(self, box: etree._Element) -> bool:
        """Whether a box is numbered as a comment, or named as one and one of several."""
        if _NUMBERED.search(box.get("id") or ""):
            return True
        if not any(name in self._data.comment_names for name in names_of(box)):
            return False
        classes = set((box.get("class") or "").split())
        beside = (*islice(box.itersiblings(), _BESIDE), *islice(box.itersiblings(preceding=True), _BESIDE))
        return any(node.tag == box.tag and not classes.isdisjoint((node.get("class") or "").split()) for node in beside)

    def _is_for_link(self, comment: etree._Element, anchor: Anchor, points: float) -> bool:
        """Whether a comment says nothing but its link, or what fits under any page, or little under a name that is a phrase
        of its trade."""
        facts = self._facts
        length = facts.text_length(comment)
        if anchor.length * 2 >= length or self._praise.in_text(folded(facts.text(comment))):
            return True
        least, longest = self._data.comment, _SHORTEST
        if facts.text_begin(anchor.element) - facts.text_begin(comment) <= _NAME_BEGINS:
            longest = _SHORT
            if len(facts.text(anchor.element).split()) >= self._data.comment_author_words:
                least = self._data.comment_author
        return points >= least and length - anchor.length < longest


def _holds_others(box: etree._Element) -> bool:
    return any(
        node is not box and node.tag in _ITEMS and bool(_NUMBERED.search(node.get("id") or ""))
        for node in box.iter(etree.Element)
    )
