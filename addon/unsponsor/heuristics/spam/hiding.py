"""Boxes that style or script hides from readers, and whether anything can bring them to sight again."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind
from lxml import etree

from unsponsor.rules.facts import Facts

from ..data import Spam

# Elements that lists and tabs hide and show by the dozen.
_TOGGLED = frozenset(("li", "tr", "td", "dd", "option"))
_HELD_UP = frozenset(("html", "body", "head", "main", "article", "nav", "header"))
_RULE_LENGTH = 2000
_SCRIPT_LENGTH = 3000
_SMALL = 3
_FAST = 500
# Before and behind a name in a style sheet that alone is a selector: others hide in some states, or parts of what is made of
# many. A rule inside of another (@media) hides at times.
_BEFORE = re.compile(r"(?:\A|[};,]|\*/|-->|<!--)\s*[a-zA-Z]*\Z")
_BEHIND = re.compile(r"\s*(?:,[^{}]*)?\{([^}]*)\}")
_LOOK_BACK = 40
_IN_NAME = re.compile(r"[\w-]")
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
        self._of_style: Callable[[str], Surely | None] = lru_cache(maxsize=4096)(self._read_style)

    def boxes(
        self, facts: Facts, holds: Callable[[etree._Element], bool], suspects: Callable[[], Iterable[etree._Element]]
    ) -> Iterator[Hidden]:
        """Hidden boxes of a page for which ``holds`` says that there is something of interest in them. Style sheets are asked
        about ``suspects`` only."""
        for element in facts.by_token.get("[style]", ()):
            if not _may_hide(element) or not holds(element):
                continue
            surely = self._of_style(element.get("style") or "")
            if surely is not None:
                bare = len(element.attrib) <= 2 and element.tag not in _TOGGLED  # the style, and the number it goes by
                if surely is Surely.HIDDEN and bare:
                    surely = Surely.UNNAMED
                yield Hidden(element, surely, "hidden by its style")
        for element in facts.by_token.get("[hidden]", ()):
            if _may_hide(element) and holds(element):
                yield Hidden(element, Surely.HIDDEN, "hidden")
        for element in facts.by_token.get("marquee", ()):
            if (_is_unreadable(element) or self._shrinks.search(element.get("style") or "")) and holds(element):
                yield Hidden(element, Surely.FOR_GOOD, "in a marquee that nobody can read")
        yield from self._by_sheets(facts, suspects)
        yield from self._by_scripts(facts, holds)

    def _by_sheets(self, facts: Facts, suspects: Callable[[], Iterable[etree._Element]]) -> Iterator[Hidden]:
        """Boxes that a style sheet of the page hides by their name."""
        sheets = [sheet for sheet in facts.by_token.get("style", ()) if sheet.text]
        if not sheets:
            return
        named = {
            token: facts.by_token[token]
            for box in suspects()
            for token in _tokens(box)
            if len(facts.by_token.get(token, ())) in range(1, _MOST_NAMED + 1)
        }
        for token, surely in self._of_names("\n;\n".join(sheet.text or "" for sheet in sheets), sorted(named)):
            for element in named[token]:
                if _may_hide(element):
                    beside = any(node.tag == "style" and token in (node.text or "") for node in _neighbours(element))
                    yield Hidden(element, Surely.FOR_GOOD if beside else surely, "hidden by the page's style sheet")

    def _by_scripts(self, facts: Facts, holds: Callable[[etree._Element], bool]) -> Iterator[Hidden]:
        """Boxes that a script beside them hides as soon as they are there."""
        for script in facts.by_token.get("script", ()):
            text = script.text
            if not text or len(text) > _SCRIPT_LENGTH:
                continue
            ids = _HIDES_ID.findall(text) if "style" in text else ()
            sheets = _WRITTEN.findall(text) if "write" in text else ()
            if not ids and not sheets:
                continue
            for box in _neighbours(script):
                tokens = _tokens(box)
                hidden = any(f"#{name}" in tokens for name in ids) or any(
                    True for sheet in sheets for _ in self._of_names(sheet, sorted(tokens))
                )
                if hidden and _may_hide(box) and holds(box):
                    yield Hidden(box, Surely.FOR_GOOD, "hidden by a script beside it")

    def _of_names(self, sheet: str, tokens: Sequence[str]) -> Iterator[tuple[str, Surely]]:
        """Which of some classes (``.name``) and ids (``#name``) a style sheet hides, with how surely."""
        if not tokens:
            return
        for index, at, behind in AhoCorasick(tokens, matchkind=MatchKind.LeftmostLongest).find_matches_as_indexes(sheet):
            if _IN_NAME.match(sheet, behind):
                continue
            rule = _BEHIND.match(sheet, behind, behind + _RULE_LENGTH)
            if rule and _BEFORE.search(sheet[max(0, at - _LOOK_BACK) : at]):
                surely = self._of_style(rule[1])
                if surely is not None and surely is not Surely.PERHAPS:
                    yield tokens[index], surely

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
