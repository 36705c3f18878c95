"""Hidden boxes that are there for their links."""

from collections.abc import Iterator

from lxml import etree

from unsponsor.rules.facts import Facts
from unsponsor.rules.names import names_of

from ..data import Spam
from .anchors import STOPS, Anchors, around
from .hiding import Hidden, Hiding, Surely

_LEVELS = 4
# What stands between the links: separators, a heading, some words.
_BETWEEN = 60


class HiddenLinks:
    """A page's hidden boxes of links."""

    def __init__(self, facts: Facts, anchors: Anchors, data: Spam) -> None:
        self._facts = facts
        self._anchors = anchors
        self._data = data

    def boxes(self, hiding: Hiding) -> list[Hidden]:
        """Hidden boxes with links to other sites in them, from the inside out."""
        return sorted(
            hiding.boxes(self._facts, self._anchors.stand_in, self._suspects), key=lambda hidden: self._size(hidden.element)
        )

    def are_planted(self, hidden: Hidden) -> bool:
        """Whether a hidden box is there for its links."""
        box, anchors = hidden.element, self._anchors
        first, behind = anchors.between(box)
        count = behind - first
        if not anchors.are_most_of(box) or self._facts.has(box, self._data.never_with):
            return False
        points = anchors.points_of(first, behind)
        enough = points >= self._data.comment * count
        is_shown = self._is_shown(box, alone=points > 0 and anchors.sites_of(first, behind) > 1)
        if hidden.surely is Surely.PERHAPS:
            return enough
        beside = anchors.beside(box)
        if anchors.suspicious_of(first, behind) * 2 >= count and points and (enough or not is_shown):
            return beside <= max(_BETWEEN * (1 + count), points * _BETWEEN)
        if hidden.surely < Surely.UNNAMED or is_shown or not anchors.length_of(first, behind):
            return False
        # A link whose own name is moved away shows a picture in its place.
        is_sure = hidden.surely is Surely.FOR_GOOD and box.tag != "a"
        return beside <= _BETWEEN and (is_sure or not self._is_name(first, behind))

    def _suspects(self) -> Iterator[etree._Element]:
        """Boxes that hold little but links to other sites."""
        seen: set[etree._Element] = set()
        for anchor in self._anchors.all:
            for box in (anchor.element, *around(anchor.element, _LEVELS)):
                if box in seen or box.tag in STOPS:
                    break
                seen.add(box)
                if not self._anchors.are_most_of(box):
                    break
                yield box

    def _size(self, element: etree._Element) -> int:
        """How many elements an element is, with all inside it."""
        first, behind = self._facts.span(element)
        return behind - first

    def _is_shown(self, box: etree._Element, *, alone: bool) -> bool:
        """Whether a box is named as one that comes into sight some time, or, unless it is looked at ``alone``, the box around
        it."""
        around_it = None if alone else box.getparent()
        names = [word for node in (box, around_it) if node is not None for word in names_of(node)]
        return any(name in self._data.shown_names for name in names)

    def _is_name(self, first: int, behind: int) -> bool:
        """Whether it is one link, and its text a name: that of the host, or a single word in capitals."""
        if behind - first != 1:
            return False
        anchor = self._anchors.all[first]
        text = self._facts.text(anchor.element)
        return not text.islower() and (len(text.split()) < 2 or "".join(text.lower().split()) in anchor.host)
