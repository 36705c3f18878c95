"""Planted links: hidden boxes of links, farms of them, comments written for their link, and single keyword links.

What counts are links to other sites with no bearing on the page. Each has points for what its text and its host say
(``phrases``); where it stands decides how many are asked for: few in a hidden box, more in a comment, most in a paragraph.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, islice
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind
from lxml import etree

from unsponsor.page.edit import Action
from unsponsor.page.tree import number_of
from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import HostSet, registrable_domain
from unsponsor.rules.vocabulary import bounded, folded, folded_in_place
from unsponsor.verdict import Finding

from .content import Content
from .data import Spam, host_set, vocabulary
from .hiding import Hidden, Hiding, Surely
from .names import words
from .phrases import NONE, Phrase, Phrases
from .sites import own_sites

_CONFIDENCE = 0.9
_WORD = re.compile(r"\w+")
# Of the links in a box of planted ones, so many lead to other sites; so many of a farm's sell something.
_ELSEWHERE = 0.8
_SELLING = 0.5
_FARM = 3
_MANY = 6
_LEVELS = 4
# What stands between the links of a farm or a hidden box: separators, a heading, some words.
_BETWEEN = 60
# How long a comment may be that is there for its link, and how far from the link its box may be.
_COMMENT = 1500
_SHORT_COMMENT = 300
# Who wrote a comment stands at its beginning.
_NAME_BEGINS = 2
_COMMENT_LEVELS = 8
_BESIDE = 4
_CITED_LEVELS = 16
_TITLE_LENGTH = 2000
_COMMENT_ID = re.compile(r"comment\D{0,3}\d", re.I)
_COLLECTION = 30
_SHORT = 3
_STOPS = frozenset(("body", "html", "main", "article", "table", "tbody", "form", "nav", "header"))
_ITEMS = frozenset(("li", "div", "article", "section", "tr", "dd"))


class _Link(NamedTuple):
    """A link to another site: its element and number, where it leads, the length of its text, and what that says."""

    element: etree._Element
    number: int
    host: str
    site: str
    length: int
    phrase: Phrase


class SpamDetector:
    """Finds planted links."""

    def __init__(self, data: Spam) -> None:
        self._data = data
        self._phrases = Phrases(data)
        self._hiding = Hiding(data)
        self._known = host_set(data.known_hosts)
        self._praise = vocabulary(data.comment_praise)

    def find(self, facts: Facts, content: Content) -> Iterator[Finding]:
        """Planted links: the box where it holds nothing else, else the link."""
        links = _links(facts, self._known, self._phrases)
        if not links:
            return
        page = _Page(facts, content, self._data, links)
        left = bytearray(b"\1") * len(links)
        # From the inside out: a box around a planted one is planted only for what else it holds.
        for hidden in sorted(
            self._hiding.boxes(facts, page.holds, page.suspects), key=lambda hidden: page.size(hidden.element)
        ):
            first, behind = page.between(hidden.element)
            if left.find(1, first, behind) >= 0 and self._is_planted(hidden, page):
                left[first:behind] = bytes(behind - first)
                yield _finding(hidden.element, f"links to other sites, {hidden.evidence}")
        for at, link in enumerate(links):
            if left[at] and link.phrase.points >= self._data.suspicious:
                yield from self._visible(at, link, page)
        for first, behind in page.runs():
            if all(left[first:behind]) and self._is_farm(first, behind, page):
                for link in links[first:behind]:
                    yield _finding(link.element, "in a row of links to other sites that sell something")

    def _is_planted(self, hidden: Hidden, page: "_Page") -> bool:
        """Whether a hidden box is there for its links."""
        box, facts = hidden.element, page.facts
        first, behind = page.between(box)
        count = behind - first
        if not page.is_mostly_elsewhere(box) or facts.has(box, self._data.never_with):
            return False
        points = page.points_between(first, behind)
        suspicious = page.suspicious_between(first, behind)
        if hidden.surely is Surely.PERHAPS:
            return points >= self._data.comment * count
        beside = facts.text_length(box) - page.length_between(first, behind)
        if suspicious * 2 >= count and points and not (self._is_shown(box) and points < self._data.comment * count):
            return beside <= max(_BETWEEN * (1 + count), points * _BETWEEN)
        if hidden.surely < Surely.UNNAMED or self._is_shown(box) or not page.length_between(first, behind):
            return False
        return beside <= _BETWEEN and (hidden.surely is Surely.FOR_GOOD or not page.is_name(first, behind))

    def _is_shown(self, box: etree._Element) -> bool:
        """Whether a box is named as one that comes into sight some time."""
        names = [word for node in (box, box.getparent()) if node is not None for word in _names(node)]
        return any(name in self._data.shown_names for name in names)

    def _visible(self, at: int, link: _Link, page: "_Page") -> Iterator[Finding]:
        points = page.points(at)
        if points < self._data.suspicious or not link.phrase.sells:
            return
        evidence = f'"{page.facts.text(link.element)}" leads to {link.host} and has no bearing on the page'
        comment = self._comment(link.element, page) if page.has_comments else None
        if comment is not None and self._is_for_link(comment, link, points, page.facts):
            yield _finding(comment, f"a comment for its link: {evidence}")
            return
        farm = self._farm(link, page) if page.sells_around(at) else None
        if farm is not None:
            if not page.is_citation(link.element):
                yield _finding(farm, "a farm of links to other sites that sell something")
            return
        least = self._data.collection if page.is_collection else self._data.visible
        if points < least or page.speaks_of(link) or page.is_citation(link.element) or page.is_credit(link.element):
            return
        yield _finding(link.element, evidence)

    def _farm(self, link: _Link, page: "_Page") -> etree._Element | None:
        """The largest box around a link that holds links to many other sites, most of which sell something."""
        farm = None
        for box in _around(link.element, _LEVELS):
            if box.tag in _STOPS:
                break
            first, behind = page.between(box)
            count = behind - first
            if count < _FARM:
                continue
            beside = page.facts.text_length(box) - page.length_between(first, behind)
            if (
                not page.is_mostly_elsewhere(box)
                or not self._is_farm(first, behind, page)
                or beside > _BETWEEN + 3 * count
                or page.facts.has(box, self._data.never_with)
            ):
                break
            farm = box
        return farm

    def _is_farm(self, first: int, behind: int, page: "_Page") -> bool:
        """Whether some links lead to many sites, and most of them sell something of which the page does not speak."""
        count = behind - first
        least = self._data.many_in_farm if count >= _MANY else self._data.few_in_farm
        return (
            page.sites_between(first, behind) >= _FARM
            and page.selling_between(first, behind) >= _SELLING * count
            and page.points_between(first, behind) >= least * count
        )

    def _comment(self, link: etree._Element, page: "_Page") -> etree._Element | None:
        """The comment in which a link stands, without others."""
        for box in _around(link, _COMMENT_LEVELS):
            if box.tag in _STOPS and box.tag != "article":
                return None
            if box.tag in _ITEMS and self._is_comment(box):
                return box if page.facts.text_length(box) <= _COMMENT and not self._holds_others(box, page.facts) else None
        return None

    def _is_comment(self, box: etree._Element) -> bool:
        """Whether a box is numbered as a comment, or named as one and one of several."""
        if _COMMENT_ID.search(box.get("id") or ""):
            return True
        if not any(name in self._data.comment_names for name in _names(box)):
            return False
        classes = set((box.get("class") or "").split())
        beside = (*islice(box.itersiblings(), _BESIDE), *islice(box.itersiblings(preceding=True), _BESIDE))
        return any(node.tag == box.tag and not classes.isdisjoint((node.get("class") or "").split()) for node in beside)

    def _holds_others(self, box: etree._Element, facts: Facts) -> bool:
        return any(
            node is not box and node.tag in _ITEMS and bool(_COMMENT_ID.search(node.get("id") or ""))
            for node in box.iter(etree.Element)
        )

    def _is_for_link(self, comment: etree._Element, link: _Link, points: float, facts: Facts) -> bool:
        """Whether a comment says nothing but its link, or what fits under any page, or little under a name that is a phrase
        of its trade."""
        length = facts.text_length(comment)
        if link.length * 2 >= length or self._praise.in_text(folded(facts.text(comment))):
            return True
        begins = facts.text_begin(link.element) - facts.text_begin(comment) <= _NAME_BEGINS
        return points >= self._data.comment and length - link.length < (_SHORT_COMMENT if begins else _BETWEEN)


class _Page:
    """A page's links to other sites, and sums over them."""

    def __init__(self, facts: Facts, content: Content, data: Spam, links: Sequence[_Link]) -> None:
        self.facts = facts
        self._data = data
        self._links = links
        self._numbers = [link.number for link in links]
        self._lengths = _sums([link.length for link in links])
        self._selling = _sums([link.phrase.sells for link in links])
        self._changes = _sums([n == 0 or links[n - 1].site != link.site for n, link in enumerate(links)])

    def size(self, element: etree._Element) -> int:
        """How many elements an element is, with all inside it."""
        first, behind = self.facts.span(element)
        return behind - first

    def holds(self, element: etree._Element) -> bool:
        """Whether a link to another site stands in an element."""
        first, behind = self.between(element)
        return first < behind

    def suspects(self) -> Iterator[etree._Element]:
        """Boxes that hold little but links to other sites."""
        seen: set[etree._Element] = set()
        for link in self._links:
            for box in (link.element, *_around(link.element, _LEVELS)):
                if box in seen or box.tag in _STOPS:
                    break
                seen.add(box)
                if not self.is_mostly_elsewhere(box):
                    break
                yield box

    def is_mostly_elsewhere(self, box: etree._Element) -> bool:
        """Whether most links in a box lead to other sites."""
        first, behind = self.between(box)
        return behind - first >= _ELSEWHERE * self.all_between(box)

    def between(self, element: etree._Element) -> tuple[int, int]:
        """Which of the links stand in an element: the first, and the one behind the last."""
        first, behind = self.facts.span(element)
        return bisect_left(self._numbers, first), bisect_left(self._numbers, behind)

    def all_between(self, element: etree._Element) -> int:
        """How many links stand in an element, those to the site's own pages included."""
        numbers, _, _ = self.facts.link_table
        first, behind = self.facts.span(element)
        return bisect_left(numbers, behind) - bisect_left(numbers, first)

    def points(self, at: int) -> float:
        """The points of a link, none where the page's title is about the same."""
        return self._points[at]

    def speaks_of(self, link: _Link) -> bool:
        """Whether the page speaks of what a link is about, be it in its text only."""
        return self._is_about(link.phrase, body=True)

    def points_between(self, first: int, behind: int) -> float:
        """The points of some links together."""
        sums = self._points_sums
        return sums[behind] - sums[first]

    def suspicious_between(self, first: int, behind: int) -> float:
        """How many of some links have enough points to be looked at."""
        return self._suspicious[behind] - self._suspicious[first]

    def selling_between(self, first: int, behind: int) -> float:
        """How many of some links sell something."""
        return self._selling[behind] - self._selling[first]

    def sells_around(self, at: int) -> bool:
        """Whether enough links near one sell something for a farm."""
        return self.selling_between(max(0, at - _FARM), min(at + _FARM + 1, len(self._links))) >= _SELLING * _FARM

    @cached_property
    def has_comments(self) -> bool:
        """Whether something on the page is named as comments."""
        names = "\n".join(self.facts.by_token).lower()
        return any(name in names for name in self._data.comment_names)

    def length_between(self, first: int, behind: int) -> float:
        """The length of the text of some links."""
        return self._lengths[behind] - self._lengths[first]

    def sites_between(self, first: int, behind: int) -> float:
        """How many sites some links lead to at most: how often the next leads to another than the one before."""
        return self._changes[behind] - self._changes[first]

    def is_name(self, first: int, behind: int) -> bool:
        """Whether it is one link, and its text a name: that of the host, or a single word in capitals."""
        if behind - first != 1:
            return False
        link = self._links[first]
        text = self.facts.text(link.element)
        return not text.islower() and (len(text.split()) < 2 or "".join(text.lower().split()) in link.host)

    def runs(self) -> Iterator[tuple[int, int]]:
        """Rows of links to other sites in the same box, with nothing but separators between them."""
        first = 0
        for at in range(1, len(self._links) + 1):
            if at < len(self._links) and _follows(self._links[at - 1].element, self._links[at].element):
                continue
            if at - first >= _FARM:
                yield first, at
            first = at

    @cached_property
    def _points(self) -> list[float]:
        return [0.0 if self._is_about(link.phrase, body=False) else link.phrase.points for link in self._links]

    @cached_property
    def _points_sums(self) -> list[float]:
        return _sums(self._points)

    @cached_property
    def _suspicious(self) -> list[float]:
        return _sums(
            [
                link.phrase.sells and points >= self._data.suspicious
                for link, points in zip(self._links, self._points, strict=True)
            ]
        )

    def _is_about(self, phrase: Phrase, *, body: bool) -> bool:
        """Whether the page speaks of what a phrase is about: of all of a ware, of half of anything else."""
        if not phrase.points:
            return False
        telling = _telling(phrase)
        known = sum(_stands(word, self._title) or (body and self._body[word] > 1) for word in telling)
        return bool(telling) and (known == len(telling) if phrase.is_ware else known * 2 >= len(telling))

    @cached_property
    def _title(self) -> str:
        """A page's title, headlines and address."""
        facts = self.facts
        texts = [facts.url.replace("-", " ").replace("_", " ")]
        texts += [title.text or "" for title in facts.by_token.get("title", ())[:1]]
        texts += [facts.text(heading) for heading in facts.by_token.get("h1", ())[:3]]
        for meta in facts.by_token.get("meta", ()):
            if meta.get("name") in ("description", "keywords"):
                texts.append(meta.get("content") or "")
        return folded_in_place(" ".join(texts)[:_TITLE_LENGTH])

    @cached_property
    def _body(self) -> Counter[str]:
        """The words of a page's text, each with how often it stands outside of links to other sites."""
        asked = sorted({word for link in self._links if link.phrase.sells for word in _telling(link.phrase)})
        found = _counts(asked, self.facts.page_text.lower())
        found.subtract(_counts(asked, "\n".join(self.facts.text(link.element) for link in self._links).lower()))
        return found

    @cached_property
    def is_collection(self) -> bool:
        """Whether most of the page's links lead to many other sites."""
        return self._changes[-1] >= _COLLECTION and len(self._links) * 2 > self.facts.link_count

    def is_citation(self, link: etree._Element) -> bool:
        """Whether a link stands among references."""
        return any(
            node.tag in ("cite", "sup") or any(name in self._data.citation_names for name in _names(node))
            for node in islice(link.iterancestors(), _CITED_LEVELS)
        )

    def is_credit(self, link: etree._Element) -> bool:
        """Whether the words before a link say that it leads to who made something."""
        node = link
        for _ in range(2):
            previous = node.getprevious()
            parent = node.getparent()
            before = previous.tail if previous is not None else parent.text if parent is not None else None
            if before and before.strip():
                last = _WORD.findall(folded_in_place(before[-40:]))[-2:]
                return any(word in self._data.credits for word in last)
            if previous is not None or parent is None:
                return False
            node = parent
        return False


def _links(facts: Facts, known: HostSet, phrases: Phrases) -> list[_Link]:
    """The links that lead to other sites, except where readers share and follow."""
    numbers, hosts, _ = facts.link_table
    own = own_sites(facts)
    sites = {host: registrable_domain(host) for host in facts.hosts if host and facts.domain and host not in known}
    read: dict[tuple[str, str], Phrase] = {}
    links = []
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
        links.append(_Link(element, number, host, site, len(text), read[key]))
    return links


def _around(element: etree._Element, levels: int) -> Iterator[etree._Element]:
    """The nearest elements around one that have a number."""
    for level, node in enumerate(element.iterancestors()):
        if level >= levels:
            return
        if number_of(node) is not None:
            yield node


def _follows(before: etree._Element, link: etree._Element) -> bool:
    """Whether a link comes right after another, but for separators and line breaks."""
    node = link.getprevious()
    while node is not None and node.tag == "br" and not _is_said(node.tail):
        node = node.getprevious()
    return node is before and not _is_said(before.tail)


def _is_said(text: str | None) -> bool:
    return bool(text and _WORD.search(text))


def _names(element: etree._Element) -> list[str]:
    return [word for key in ("id", "class") for word in words(element.get(key) or "")]


def _stem(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > _SHORT else word


def _telling(phrase: Phrase) -> list[str]:
    """The words of a phrase that say what it is about, without endings."""
    return [_stem(word) for term in phrase.words for word in term.split() if len(word) >= _SHORT or not word.isascii()]


def _stands(word: str, text: str) -> bool:
    """Whether a word stands in a text, with or without the ending that ``_stem`` takes away."""
    start = text.find(word)
    while start >= 0:
        if _is_word(text, start, start + len(word)):
            return True
        start = text.find(word, start + 1)
    return False


def _is_word(text: str, start: int, end: int) -> bool:
    return bounded(text, start, end) or (text[end : end + 1] == "s" and bounded(text, start, end + 1))


def _counts(asked: Sequence[str], text: str) -> Counter[str]:
    """How often each of some words stands in a text."""
    found: Counter[str] = Counter()
    for index, start, end in AhoCorasick(asked, matchkind=MatchKind.LeftmostLongest).find_matches_as_indexes(text):
        if _is_word(text, start, end):
            found[asked[index]] += 1
    return found


def _sums(values: Sequence[float]) -> list[float]:
    return [0.0, *accumulate(map(float, values))]


def _finding(element: etree._Element, evidence: str) -> Finding:
    return Finding(element, "spam-links", _CONFIDENCE, "spam", (evidence,), Action.REMOVE, True)
