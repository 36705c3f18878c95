"""Frames around an ad that a reader can close: an interstitial, a bar that sticks to the window.

Such a frame shows an ad, a way to close it or to go on past it, and nothing else.
"""

from collections.abc import Collection
from itertools import islice

from lxml import etree

from unsponsor.rules.facts import Facts
from unsponsor.rules.names import names_of, words
from unsponsor.rules.vocabulary import bare, begins_with

from .content import Content
from .data import Slots

_LEVELS = 6
_MOST = 60
# A way to close an ad says no more than this.
_SAYS = 40
_FRAMES = frozenset(("div", "section", "aside", "center", "figure", "header", "footer", "span", "p", "ins"))
_SILENT = frozenset(("script", "style", "noscript", "template", "link", "meta", "svg", "br", "hr", "wbr"))


class ClosableFrames:
    """Finds the frames around slots."""

    def __init__(self, data: Slots, logos: Collection[str]) -> None:
        self._dismissals = tuple(map(bare, data.dismissals))
        self._names = frozenset(data.dismissal_names)
        self._backdrops = frozenset(data.backdrops)
        self._seconds = tuple(data.seconds)
        self._logos = frozenset(logos)

    def around(self, slots: Collection[etree._Element], facts: Facts, content: Content) -> list[etree._Element]:
        """The nearest frames around slots, which go anyway."""
        # Slots stand side by side in the same boxes.
        known: dict[etree._Element, bool | None] = {}
        for slot in slots:
            for box in islice(slot.iterancestors(), _LEVELS):
                if box.tag not in _FRAMES or box not in facts.page.numbers:
                    break
                if box not in known:
                    known[box] = self._closes(box, slots, facts, content)
                if known[box] is not False:
                    break
        return [box for box, closes in known.items() if closes]

    def _closes(self, box: etree._Element, slots: Collection[etree._Element], facts: Facts, content: Content) -> bool | None:
        """Whether a box can be closed; None where it holds something else than slots and what belongs to them."""
        closes = False
        waiting = [box]
        for _ in range(_MOST):
            if not waiting:
                return closes
            element = waiting.pop()
            if element in slots or element.tag in _SILENT:
                continue
            if element is not box and self._dismisses(element, facts):
                closes = True
                continue
            inner = [child for child in element if isinstance(child.tag, str)]
            if element not in facts.page.numbers or not self._is_nothing(element, bool(inner), facts, content):
                return None
            waiting += inner
        return None

    def _dismisses(self, element: etree._Element, facts: Facts) -> bool:
        """Whether an element is a way to close an ad or to go on past it."""
        if facts.text_length(element) > _SAYS or element.tag in ("form", "input", "iframe", "video"):
            return False
        text = facts.bare(facts.text(element))
        named = facts.bare(element.get("aria-label") or element.get("title") or "")
        if text in self._dismissals or (named in self._dismissals and len(text) <= 1):
            return True
        # What leads on may be a part of the page that begins so.
        if not all(map(_leads_nowhere, (element, *facts.inside(element, "a")))):
            return False
        if begins_with(text, self._dismissals):
            return True
        return len(text) <= 1 and not self._names.isdisjoint(names_of(element))

    def _counts_down(self, text: str) -> bool:
        """Whether a text says for how long an ad is shown."""
        return len(text) <= _SAYS and any(map(str.isdigit, text)) and any(word in text for word in self._seconds)

    def _is_nothing(self, element: etree._Element, has_inner: bool, facts: Facts, content: Content) -> bool:
        """Whether an element does not show anything of the page itself: not counting what stands inside it."""
        if content.says_itself(element):
            said = facts.bare(element.text or "")
            return said in (facts.host, facts.domain) or self._counts_down(said)
        if element.tag == "img":
            named = (*names_of(element), *words(element.get("src") or ""))
            return not self._logos.isdisjoint(named)
        if content.is_seen(element) or not _leads_nowhere(element):
            return False
        # What scripts fill is the page's, unless it is the ad's or stands behind it.
        empty = not has_inner and not facts.text_length(element)
        return not empty or not self._backdrops.isdisjoint(names_of(element))


def _leads_nowhere(element: etree._Element) -> bool:
    """Whether an element is no link, or one that only a script makes use of."""
    return (element.get("href") or "#").startswith("#")
