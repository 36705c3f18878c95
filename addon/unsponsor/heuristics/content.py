"""What of a page can be read or done, and where: to tell boxes that are empty for a reader."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ahocorasick_rs import AhoCorasick
from lxml import etree

from unsponsor.rules.facts import Facts, any_between
from unsponsor.rules.hosts import host_of
from unsponsor.rules.vocabulary import Vocabulary, bare

from .names import words

_SEEN = ("img", "picture", "video", "audio", "canvas", "object", "embed", "map", "math")
_USED = ("form", "input", "select", "textarea", "button", "dialog", "details")

_EMPTIABLE = frozenset(("div", "section", "aside", "ins", "iframe", "script", "figure", "center", "span", "p", "amp-ad"))
_SLOT_DIGITS = 2
_NUMBERED = re.compile(r"\D+\d{1,2}\Z")
# A call that fills a slot is a short script.
_CALL = 1500
_DEFINES = re.compile(r"\bfunction\s+\w|(?:\bvar|\blet|\bconst|\bwindow\.)\s*\w+\s*=")
_CALLED = re.compile(r"([\w$.]{2,60})\s*\(")
# More text than this is more than an ad says.
_MOST_TEXT = 300


@dataclass(frozen=True)
class SlotWords:
    """Labels of slots, notes that stand at them, what waits in them (bare), and what inline scripts call to fill
    them, and names of slots."""

    labels: Vocabulary
    notes: Vocabulary
    waiting: frozenset[str]
    loaders: tuple[str, ...]
    names: frozenset[str]


class Content:
    """A page's content by the numbers of its elements, apart from labels of ad slots and what else is written at them."""

    def __init__(self, facts: Facts, words: "SlotWords") -> None:
        self._facts = facts
        self.labels = words.labels
        self.notes = words.notes
        self._words = words
        self._loaders = _finder(words.loaders)

    @cached_property
    def _read(self) -> list[int]:
        """The elements in which text stands that says something and is no label."""
        pieces = {text: bare(text) for text, _ in self._facts.texts}
        said = set(pieces.values())
        labels = {*self.labels.labels_among(said), *self.notes.labels_among(said), *(said & self._words.waiting)}
        labels.update(piece for piece in said - labels if _NUMBERED.match(piece) and self._is_numbered(piece))
        known = self._facts.page.numbers
        found = []
        for text, element in self._facts.texts:
            number = known.get(element)
            if number is not None and pieces[text] not in labels and _says_something(text):
                found.append(number)
        return sorted(found)

    def _is_numbered(self, piece: str) -> bool:
        """Whether a text is a label with the number of its slot."""
        return bool(self.labels.labels_among({bare(piece.rstrip("0123456789"))}))

    @cached_property
    def _seen(self) -> list[int]:
        by_token = self._facts.by_token
        elements = [element for tag in (*_SEEN, *_USED) for element in by_token.get(tag, ())]
        elements += (frame for frame in by_token.get("iframe", ()) if frame.get("src"))
        return self._numbers(elements)

    @cached_property
    def _used(self) -> list[int]:
        return self._numbers(element for tag in _USED for element in self._facts.by_token.get(tag, ()))

    @cached_property
    def _framed(self) -> list[int]:
        return self._numbers(frame for frame in self._facts.by_token.get("iframe", ()) if self._is_elsewhere(frame.get("src")))

    def _is_elsewhere(self, url: str | None) -> bool:
        return self._facts.is_other_site(host_of(url or "", self._facts.url))

    @cached_property
    def loaders(self) -> list[etree._Element]:
        """Inline scripts that fill the slot in which they stand."""
        scripts = ((script, script.text) for script in self._facts.by_token.get("script", ()) if _runs(script))
        return [
            script
            for script, text in scripts
            if text and (self._loaders.find_matches_as_indexes(text) or self._calls_for_ad(text))
        ]

    def _calls_for_ad(self, text: str) -> bool:
        """Whether a short script calls something that is named after ads, and defines nothing."""
        if len(text) > _CALL or _DEFINES.search(text):
            return False
        return any(not self._words.names.isdisjoint(words(called)) for called in _CALLED.findall(text))

    def _numbers(self, elements: Iterable[etree._Element]) -> list[int]:
        return sorted(self._facts.numbers(elements))

    def is_read(self, element: etree._Element) -> bool:
        """Whether an element holds text that is no label."""
        return any_between(self._read, *self._facts.span(element))

    def is_void(self, element: etree._Element) -> bool:
        """Whether nothing in an element can be read (but labels), seen or used."""
        first, behind = self._facts.span(element)
        return not any_between(self._read, first, behind) and not any_between(self._seen, first, behind)

    def is_advertising(self, element: etree._Element) -> bool:
        """Whether an element is a picture, a frame or a few words, with links that all lead to other sites."""
        facts = self._facts
        if facts.text_length(element) > _MOST_TEXT or self.is_used(element):
            return False
        links = facts.links(element)
        if not links:
            return any_between(self._framed, *facts.span(element)) and not self.is_read(element)
        return self.leads_elsewhere(element, 1)

    def leads_elsewhere(self, element: etree._Element, share: float) -> bool:
        """Whether at least such a share of an element's links lead to other sites."""
        links = self._facts.links(element)
        return bool(links) and sum(map(self._facts.is_other_site, links)) / len(links) >= share

    def is_used(self, element: etree._Element) -> bool:
        """Whether an element holds something to fill in or to press."""
        return any_between(self._used, *self._facts.span(element))

    def heads_slot(self, label: etree._Element) -> bool:
        """Whether a label stands over an empty box, and not over what comes after that."""
        outermost = label
        for box in label.iterancestors():
            if not self.is_void(box) or box.tag not in _EMPTIABLE:
                break
            outermost = box
            if len(box) > 1:
                return True
        if _is_said(outermost.tail):
            return False
        below = next((sibling for sibling in outermost.itersiblings() if isinstance(sibling.tag, str)), None)
        return below is not None and below.tag in _EMPTIABLE and self.is_void(below)


@lru_cache(maxsize=8)
def _finder(words: tuple[str, ...]) -> AhoCorasick:
    return AhoCorasick(words)


def _is_said(text: str | None) -> bool:
    return bool(text and _says_something(text))


def _says_something(text: str) -> bool:
    """Whether a text is more than punctuation or the number of a slot: a word, a price, a time."""
    if any(map(str.isalpha, text)) or any(unicodedata.category(character) == "Sc" for character in text):
        return True
    return sum(map(str.isdigit, text)) > _SLOT_DIGITS


def _runs(script: etree._Element) -> bool:
    kind = (script.get("type") or "").split(";")[0].strip().lower()
    return kind in ("", "module") or kind.endswith(("javascript", "ecmascript"))
