"""Farms: boxes and rows of links to many other sites, most of which sell something."""

import re
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from unsponsor.rules.facts import Facts

from ..data import Spam
from .anchors import STOPS, Anchors, around

_WORD = re.compile(r"\w+")
# So many links and sites are a farm, so many of them sell something.
_FEWEST = 3
_MANY = 6
_SELLING = 0.5
_LEVELS = 4
# What stands between the links: separators, and once a heading or some words.
_SEPARATOR = 3
_BETWEEN = 60


class Farms:
    """A page's farms."""

    def __init__(self, facts: Facts, anchors: Anchors, data: Spam) -> None:
        self._facts = facts
        self._anchors = anchors
        self._data = data

    def around(self, at: int) -> etree._Element | None:
        """The largest box around a link that is a farm."""
        anchors = self._anchors
        near = anchors.selling_of(max(0, at - _FEWEST), min(at + _FEWEST + 1, len(anchors.all)))
        if near < _SELLING * _FEWEST:
            return None
        farm, held, said = None, 0, 0.0
        for box in around(anchors.all[at].element, _LEVELS):
            if box.tag in STOPS:
                break
            first, behind = anchors.between(box)
            count = behind - first
            if count < _FEWEST:
                continue
            beside = anchors.beside(box)
            # A heading may stand with links that are apart, not with a row of them, nor around a farm that is whole.
            has_heading = not self._is_row(first, behind) if farm is None else count >= held + _FEWEST
            most = said + _SEPARATOR * count + (_BETWEEN if has_heading else 0)
            if (
                not anchors.are_most_of(box)
                or not self._is_farm(first, behind)
                or beside > most
                or self._facts.has(box, self._data.never_with)
            ):
                break
            farm, held, said = box, count, beside
        return farm

    def rows(self) -> Iterator[tuple[int, int]]:
        """Farms of links that stand one after the other in the same box, with nothing but separators between them."""
        every = self._anchors.all
        first = 0
        for at in range(1, len(every) + 1):
            if at < len(every) and _follows(every[at - 1].element, every[at].element):
                continue
            if at - first >= _FEWEST and self._is_farm(first, at):
                yield first, at
            first = at

    def _is_row(self, first: int, behind: int) -> bool:
        """Whether some links stand one after the other in the same box."""
        links = [anchor.element for anchor in self._anchors.all[first:behind]]
        return all(_follows(before, link) for before, link in pairwise(links))

    def _is_farm(self, first: int, behind: int) -> bool:
        """Whether some links lead to many sites, and most of them sell something of which the page does not speak."""
        count = behind - first
        least = self._data.many_in_farm if count >= _MANY else self._data.few_in_farm
        return (
            self._anchors.sites_of(first, behind) >= _FEWEST
            and self._anchors.selling_of(first, behind) >= _SELLING * count
            and self._anchors.points_of(first, behind) >= least * count
        )


def _follows(before: etree._Element, link: etree._Element) -> bool:
    """Whether a link comes right after another, but for separators and line breaks."""
    node = link.getprevious()
    while node is not None and node.tag == "br" and not _is_said(node.tail):
        node = node.getprevious()
    return node is before and not _is_said(before.tail)


def _is_said(text: str | None) -> bool:
    return bool(text and _WORD.search(text))
