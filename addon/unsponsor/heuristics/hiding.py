"""Boxes that style or script hides from readers, and whether anything can bring them to sight again."""

import re
from collections.abc import Callable, Iterator
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from unsponsor.rules.facts import Facts

from .data import Spam

# Elements that lists and tabs hide and show by the dozen.
_TOGGLED = frozenset(("li", "tr", "td", "dd", "option"))
_HELD_UP = frozenset(("html", "body", "head", "main", "article", "nav", "header"))
_RULE_LENGTH = 2000
_SCRIPT_LENGTH = 3000
_SMALL = 3
_FAST = 500
# A selector of one name only: others hide in some states, or parts of what is made of many.
_SELECTOR = re.compile(r"[a-zA-Z]*([.#][\w-]+)")
# A name that so many elements have is no plant's.
_MOST_NAMED = 3
_WRITTEN = re.compile(r"<style\b[^>]*>(.*?)<\\?/style", re.S | re.I)
_HIDES_ID = re.compile(
    r"""getElementById\(\s*["']([^"']+)["']\s*\)\.style\.(?:display\s*=\s*["']none|visibility\s*=\s*["']hidden)""", re.I
)


class Surely(IntEnum):
    """How surely a box is hidden for good."""

    PERHAPS = 0
    HIDDEN = 1
    # Hidden, and without a name by which a script could find it.
    UNNAMED = 2
    FOR_GOOD = 3


class Hidden(NamedTuple):
    """A hidden box and what hides it."""

    element: etree._Element
    surely: Surely
    evidence: str


class Hiding:
    """Knows what hides. Built once."""

    def __init__(self, data: Spam) -> None:
        self._for_good = re.compile(data.hides_for_good, re.I)
        self._shrinks = re.compile(data.shrinks, re.I)
        self._cuts_off = re.compile(data.cuts_off, re.I)
        self._hides = re.compile(data.hides, re.I)
        self._white = re.compile(data.white, re.I)
        self._colour = re.compile(data.colour, re.I)
        self._ground = re.compile(data.ground, re.I)
        self._words = re.compile("|".join(map(re.escape, data.hiding_words)))
        self._of_style: Callable[[str], Surely | None] = lru_cache(maxsize=4096)(self._read_style)

    def boxes(self, facts: Facts, holds: Callable[[etree._Element], bool]) -> Iterator[Hidden]:
        """Hidden boxes of a page for which ``holds`` says that there is something of interest in them."""
        for element in facts.by_token.get("[style]", ()):
            surely = self._of_style(element.get("style") or "")
            if surely is not None and _may_hide(element) and holds(element):
                bare = len(element.attrib) <= 2 and element.tag not in _TOGGLED  # the style, and the number it goes by
                if surely is Surely.HIDDEN and bare:
                    surely = Surely.UNNAMED
                yield Hidden(element, surely, "hidden by its style")
        for element in facts.by_token.get("[hidden]", ()):
            if _may_hide(element) and holds(element):
                yield Hidden(element, Surely.HIDDEN, "hidden")
        for element in facts.by_token.get("marquee", ()):
            if _is_unreadable(element) and holds(element):
                yield Hidden(element, Surely.FOR_GOOD, "in a marquee that nobody can read")
        for sheet in facts.by_token.get("style", ()):
            for token, surely in self._of_sheet(sheet.text or ""):
                named = facts.by_token.get(token, ())
                for element in named if len(named) <= _MOST_NAMED else ():
                    if _may_hide(element) and holds(element):
                        beside = element in _neighbours(sheet)
                        yield Hidden(element, Surely.FOR_GOOD if beside else surely, "hidden by the page's style sheet")
        yield from self._by_scripts(facts, holds)

    def _by_scripts(self, facts: Facts, holds: Callable[[etree._Element], bool]) -> Iterator[Hidden]:
        """Boxes that a script beside them hides as soon as they are there."""
        for script in facts.by_token.get("script", ()):
            beside = [box for box in _neighbours(script) if _may_hide(box) and holds(box)]
            text = (script.text or "") if beside else ""
            if not text or len(text) > _SCRIPT_LENGTH:
                continue
            names = {f"#{name}" for name in _HIDES_ID.findall(text)}
            if "write" in text:
                names |= {token for sheet in _WRITTEN.findall(text) for token, _ in self._of_sheet(sheet)}
            for box in beside:
                if not names.isdisjoint(_tokens(box)):
                    yield Hidden(box, Surely.FOR_GOOD, "hidden by a script beside it")

    def _of_sheet(self, sheet: str) -> Iterator[tuple[str, Surely]]:
        """The classes and ids that a style sheet hides, with how surely."""
        read = 0
        for word in self._words.finditer(sheet):
            if word.start() < read:
                continue
            opened = sheet.rfind("{", max(read, word.start() - _RULE_LENGTH), word.start())
            closed = sheet.find("}", word.end(), word.end() + _RULE_LENGTH)
            if opened < 0 or closed < 0:
                continue
            surely = self._of_style(sheet[opened + 1 : closed])
            begun = max(sheet.rfind(mark, max(read, opened - _RULE_LENGTH), opened) for mark in "{};/>")
            # A rule inside of another (@media) hides at times.
            if surely is not None and surely is not Surely.PERHAPS and sheet[begun : begun + 1] != "{":
                for selector in sheet[max(begun + 1, read) : opened].split(","):
                    simple = _SELECTOR.fullmatch(selector.strip())
                    if simple:
                        yield simple[1], surely
            read = closed + 1

    def _read_style(self, style: str) -> Surely | None:
        """How surely declarations hide; nothing where they do not."""
        style = style[:_RULE_LENGTH]
        if self._for_good.search(style) or (self._cuts_off.search(style) and self._shrinks.search(style)):
            return Surely.FOR_GOOD
        if self._hides.search(style):
            return Surely.HIDDEN
        colour, ground = self._colour.search(style), self._ground.search(style)
        if colour and ground and _plain(colour[1]) == _plain(ground[1]):
            return Surely.FOR_GOOD
        return Surely.PERHAPS if self._white.search(style) and not ground else None


def _may_hide(element: etree._Element) -> bool:
    return element.tag not in _HELD_UP


def _plain(colour: str) -> str:
    """A colour as two ways to write it are compared."""
    colour = "".join(colour.lower().split())
    if colour == "white":
        return "#fff"
    if len(colour) == 7 and colour[1::2] == colour[2::2]:
        return "#" + colour[1::2]
    return colour


def _is_unreadable(marquee: etree._Element) -> bool:
    """Whether a moving line is too small or too fast."""
    small = any((value := marquee.get(key) or "").isdigit() and int(value) <= _SMALL for key in ("width", "height"))
    speed = marquee.get("scrollamount") or ""
    return small or (speed.isdigit() and int(speed) >= _FAST)


def _neighbours(element: etree._Element) -> list[etree._Element]:
    """The elements around, right before and right behind an element."""
    around = (element.getprevious(), element.getnext(), element.getparent())
    return [node for node in around if node is not None and isinstance(node.tag, str)]


def _tokens(element: etree._Element) -> set[str]:
    names = {f".{name}" for name in (element.get("class") or "").split()}
    return names | {f"#{element.get('id')}"} if element.get("id") else names
