"""What of a page can be read or done, and where: to tell boxes that are empty for a reader."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ahocorasick_rs import AhoCorasick
from lxml import etree

from unsponsor.rules.elements import any_between
from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import HostSet, host_of
from unsponsor.rules.names import words
from unsponsor.rules.vocabulary import Vocabulary, bare

_SEEN = ("img", "picture", "video", "audio", "canvas", "object", "embed", "map", "math")
_USED = ("form", "input", "select", "textarea", "button", "dialog", "details")

_EMPTIABLE = frozenset(("div", "section", "aside", "ins", "iframe", "script", "figure", "center", "span", "p", "amp-ad"))
_LINE_ENDS = ("br", "hr", "wbr")
_SLOT_DIGITS = 2
_NUMBERED = re.compile(r"\D+\d{1,2}\Z")
# A call that fills a slot is a short script.
_CALL = 1500
# What a script finds or makes in the page is no definition.
_DEFINES = re.compile(r"\bfunction\s+\w|(?:\bvar|\blet|\bconst|\bwindow\.)\s*\w+\s*=(?!\s*document\.(?:create|get|query))")
_WRITES = re.compile(r"document\.write(?:ln)?\s*\(|\.createElement\(")
_HOSTS = re.compile(r"//([a-z0-9-]+(?:\.[a-z0-9-]+)+)")
# From the beginning of a name and without a step back: a script is one long name in places.
_CALLED = re.compile(r"(?<![\w$.])([\w$.]{2,60}+)\s*\(")
# More text than this is more than an ad says.
_MOST_TEXT = 300
# A heading of a widget that is not filled yet.
_HEADING = 60
# A text that is marked with a label in brackets says no more than this, if it is a heading.
_MARKED = 40
_OPENING, _CLOSING = "【[(（［〈《", "】])）］〉》"
_IN_BRACKETS = re.compile(f"[{re.escape(_OPENING)}]([^{re.escape(_OPENING + _CLOSING)}]+)[{re.escape(_CLOSING)}]")
# No label, and no note at a slot, is longer than this.
_LONGEST = 100
# Who fills a widget is said in so many characters.
_CREDIT = 40


@dataclass(frozen=True)
class SlotWords:
    """Labels of slots, notes that stand at them, what waits in them (bare), what closes them (bare), what inline scripts call
    to fill them, names of slots, verbs that call for an ad together with weak names, and of the names those of widgets that
    other sites pay for, where ads come from, and where readers share and follow."""

    labels: Vocabulary
    notes: Vocabulary
    waiting: frozenset[str]
    dismissals: frozenset[str]
    loaders: tuple[str, ...]
    names: frozenset[str]
    calls: frozenset[str]
    weak_names: frozenset[str]
    widgets: frozenset[str]
    servers: tuple[HostSet, ...]
    social: HostSet


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
        pieces = self._pieces
        said = set(pieces.values())
        labels = {*self.labels.labels_among(said), *self.notes.labels_among(said)}
        labels.update(said & self._words.waiting, said & self._words.dismissals)
        labels.update(piece for piece in said - labels if _NUMBERED.match(piece) and self._is_numbered(piece))
        labels.update(self._credit_pieces)
        labels.update(pieces[text] for text in self._marked_texts)
        texts = zip(self._facts.texts, self._facts.text_numbers, strict=True)
        return sorted(
            number for (text, _), number in texts if number >= 0 and pieces.get(text) not in labels and _says_something(text)
        )

    @cached_property
    def _marked_texts(self) -> dict[str, list[etree._Element]]:
        """Short texts that begin or end with a label in brackets ("【PR】…"), with the elements in which they stand, links
        left out."""
        found: dict[str, list[etree._Element]] = {}
        for text, element in self._facts.texts:
            if (text[0] in _OPENING or text[-1] in _CLOSING) and len(text) <= _MARKED and element.tag != "a":
                found.setdefault(text, []).append(element)
        marks = {text: {bare(mark) for mark in _IN_BRACKETS.findall(text)} for text in found}
        labels = self.labels.labels_among({mark for said in marks.values() for mark in said})
        return {text: elements for text, elements in found.items() if not labels.isdisjoint(marks[text])}

    @cached_property
    def labelling(self) -> list[int]:
        """The elements that are a label, or whose short text begins or ends with one in brackets, ascending."""
        marked = (element for elements in self._marked_texts.values() for element in elements)
        return sorted({*self._facts.labels(self.labels), *self._facts.numbers(marked)})

    @cached_property
    def _skips(self) -> list[int]:
        """Links to a place on the same page, over what stands between."""
        return self._numbers(link for link in self._facts.by_token.get("a", ()) if (link.get("href") or "").startswith("#"))

    def _is_numbered(self, piece: str) -> bool:
        """Whether a text is a label with the number of its slot."""
        return bool(self.labels.labels_among({bare(piece.rstrip("0123456789"))}))

    def _is_credit(self, piece: str) -> bool:
        """Whether a text says no more than who fills a widget ("Powered by …")."""
        return len(piece) <= _CREDIT and piece.rsplit(" ", 1)[-1] in self._words.widgets

    @cached_property
    def credits(self) -> list[etree._Element]:
        """The elements that say no more than who fills a widget."""
        if not self._credit_pieces:
            return []
        bare_text = self._facts.bare
        return [e for text, e in self._facts.texts if len(text) <= _CREDIT and bare_text(text) in self._credit_pieces]

    @cached_property
    def _credit_pieces(self) -> set[str]:
        fillers = tuple(self._words.widgets)
        return {piece for piece in self._pieces.values() if piece.endswith(fillers) and self._is_credit(piece)}

    @cached_property
    def _pieces(self) -> dict[str, str]:
        """The page's texts that may be labels, and each of them bare."""
        bare_text = self._facts.bare
        return {text: bare_text(text) for text, _ in self._facts.texts if len(text) <= _LONGEST}

    @cached_property
    def _seen(self) -> list[int]:
        by_token = self._facts.by_token
        elements = [element for tag in (*_SEEN, *_USED) for element in by_token.get(tag, ()) if not self._closes(element)]
        elements += (frame for frame in by_token.get("iframe", ()) if frame.get("src") and not self._is_named(frame))
        return self._numbers(elements)

    def _is_named(self, element: etree._Element) -> bool:
        """Whether a frame or a script has an ad slot's name."""
        return any(not self._words.names.isdisjoint(words(element.get(key) or "")) for key in ("id", "name", "class"))

    def _closes(self, element: etree._Element) -> bool:
        """Whether an element is a button to close what it stands in."""
        return element.tag == "button" and self.dismisses(self._facts.text(element) or element.get("aria-label") or "")

    def dismisses(self, text: str) -> bool:
        """Whether a text is what one closes an ad with, or goes on past it."""
        return self._facts.bare(text) in self._words.dismissals

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
            if text
            and (
                self._is_named(script)
                or self._loaders.find_matches_as_indexes(text)
                or self._calls_for_ad(text)
                or self._writes_from_server(text)
            )
        ]

    @cached_property
    def served(self) -> list[etree._Element]:
        """Scripts that are loaded from where ads and widgets of other sites come from, be it later (``data-src``)."""
        scripts = ((script, loaded_from(script)) for script in self._facts.by_token.get("script", ()))
        return [script for script, source in scripts if source and self._is_served(host_of(source, self._facts.url))]

    def _is_served(self, host: str) -> bool:
        return bool(host) and any(host in servers for servers in self._words.servers)

    def _calls_for_ad(self, text: str) -> bool:
        """Whether a short script calls something that is named after ads, and defines nothing."""
        if len(text) > _CALL or _DEFINES.search(text):
            return False
        return any(map(self._is_call, _CALLED.findall(text)))

    def _is_call(self, called: str) -> bool:
        """Whether what a script calls is named after ads ("showAd"), or says that a banner is wanted ("get_banners")."""
        parts = words(called)
        if not self._words.names.isdisjoint(parts):
            return True
        return not self._words.weak_names.isdisjoint(parts) and not self._words.calls.isdisjoint(parts)

    def _writes_from_server(self, text: str) -> bool:
        """Whether a short script writes a script or a frame of an ad server into the page."""
        if len(text) > _CALL or not _WRITES.search(text):
            return False
        return any(self._is_served(host) for host in _HOSTS.findall(text))

    def _numbers(self, elements: Iterable[etree._Element]) -> list[int]:
        return sorted(self._facts.numbers(elements))

    def is_read(self, element: etree._Element) -> bool:
        """Whether an element holds text that is no label."""
        return any_between(self._read, *self._facts.span(element))

    def says_itself(self, element: etree._Element) -> bool:
        """Whether text stands right in an element, and says something and is no label."""
        return any_between(self._read, number := self._facts.page.numbers[element], number + 1)

    def is_seen(self, element: etree._Element) -> bool:
        """Whether an element is itself something to look at or to use."""
        return any_between(self._seen, number := self._facts.page.numbers[element], number + 1)

    def is_void(self, element: etree._Element) -> bool:
        """Whether nothing in an element can be read (but labels and a link over it), seen or used."""
        first, behind = self._facts.span(element)
        if any_between(self._seen, first, behind):
            return False
        if not any_between(self._read, first, behind):
            return True
        skips = self._skips[bisect_left(self._skips, first) : bisect_left(self._skips, behind)]
        read = self._read[bisect_left(self._read, first) : bisect_left(self._read, behind)]
        return len(skips) == 1 and all(skips[0] <= number < self._facts.ends[skips[0]] for number in read)

    def is_blank(self, element: etree._Element) -> bool:
        """Whether an element is void, and not even a link over it can be read."""
        return self.is_void(element) and not self.is_read(element)

    def is_unfilled(self, element: etree._Element) -> bool:
        """Whether an element has no link and nothing to look at or to use, and says no more than a heading."""
        if self._facts.text_length(element) > _HEADING or self._facts.links(element):
            return False
        return not any_between(self._seen, *self._facts.span(element))

    def is_advertising(self, element: etree._Element) -> bool:
        """Whether an element is a picture, a frame or a few words, with links that all lead to other sites."""
        facts = self._facts
        if facts.text_length(element) > _MOST_TEXT or self.is_used(element):
            return False
        links = facts.links(element)
        if not links:
            return any_between(self._framed, *facts.span(element)) and not self.is_read(element)
        return self.leads_elsewhere(element, 1)

    def leads(self, element: etree._Element) -> bool:
        """Whether an element has a link, or shows a frame of another site."""
        return bool(self._facts.links(element)) or any_between(self._framed, *self._facts.span(element))

    def leads_elsewhere(self, element: etree._Element, share: float) -> bool:
        """Whether at least such a share of an element's links lead to other sites."""
        links = self._facts.links(element)
        return bool(links) and sum(map(self._facts.other_hosts.__contains__, links)) / len(links) >= share

    def leads_outside(self, element: etree._Element) -> bool:
        """Whether an element has links, and all lead to sites that are none of the family, and where readers do not share."""
        links = self._facts.links(element)
        return bool(links) and self.outside_hosts.issuperset(links)

    @cached_property
    def outside_hosts(self) -> frozenset[str]:
        """The hosts of other sites that the page's links lead to: none of the family's, nor where readers share."""
        return self._facts.outside_hosts - self._facts.hosts_among(self._words.social)

    def is_foreign(self, frame: etree._Element) -> bool:
        """Whether a frame shows another site, be it later (``data-src``): none of the family, nor where readers share."""
        host = self._origin(frame)
        return self._facts.is_outside(host) and host not in self._words.social

    def is_social(self, frame: etree._Element) -> bool:
        """Whether a frame shows what readers share, watch or listen to."""
        return self._origin(frame) in self._words.social

    def is_served(self, frame: etree._Element) -> bool:
        """Whether a frame comes from where ads and widgets of other sites do."""
        return self._is_served(self._origin(frame))

    def _origin(self, element: etree._Element) -> str:
        """The host from which a frame or a script is loaded, be it later."""
        return host_of(loaded_from(element), self._facts.url)

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
        siblings = (sibling for sibling in outermost.itersiblings() if isinstance(sibling.tag, str))
        below = next((sibling for sibling in siblings if sibling.tag not in _LINE_ENDS), None)
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


def loaded_from(element: etree._Element) -> str:
    """Where a script or a frame is loaded from, be it later (``data-src``); nothing for none."""
    return element.get("src") or element.get("data-src") or ""


def _runs(script: etree._Element) -> bool:
    kind = (script.get("type") or "").split(";")[0].strip().lower()
    return kind in ("", "module") or kind.endswith(("javascript", "ecmascript"))
