"""What the block detector knows of each element of a page, as numbers.

One pass from the inside out collects what an element holds (text, links and where they lead, pictures, words of vocabularies,
prices), from the outside in what it stands in. A matrix comes of it, a row for each element, a column for each name that
``Features.names`` has. All of it is linear in the page.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from ahocorasick_rs import AhoCorasick
from lxml import etree

from unsponsor.page.tree import number_of
from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import HostSet, host_of, registrable_domain
from unsponsor.rules.vocabulary import Vocabulary, bounded, folded_in_place

from .data import Blocks
from .names import words
from .sites import own_sites
from .spans import Floats, Integers, Spans

Matrix = npt.NDArray[np.float32]

_MEDIA = ("img", "picture", "iframe", "video", "embed", "object", "svg")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CONTROLS = ("input", "textarea", "select", "button", "form")
_AROUND = ("aside", "footer", "nav", "main", "article", "header", "li", "table", "p", "form", "a", "blockquote", "figure")
_TAGS = (
    "div",
    "section",
    "aside",
    "li",
    "ul",
    "p",
    "a",
    "article",
    "table",
    "td",
    "iframe",
    "span",
    "h2",
    "h3",
    "footer",
    "nav",
)
# The words with which a box begins, in characters.
_FIRST = 60
_NEAR = 4


class Features:
    """The features of all elements of one page: ``matrix[n]`` is the row of element ``n``, ``names`` its columns."""

    def __init__(self, facts: Facts, lexicon: "Lexicon", blocks: Blocks) -> None:
        self.facts = facts
        self.spans = Spans(*_tree(facts))
        self.names: list[str] = []
        self._columns: list[Floats] = []
        self._lexicon = lexicon
        self._data = blocks
        self._texts()
        self._links()
        self._vocabularies()
        self._named()
        self._elements()
        self._surroundings()
        self.matrix: Matrix = np.column_stack(self._columns).astype(np.float32)

    def column(self, name: str) -> Floats:
        """The values of one feature."""
        return self._columns[self.names.index(name)]

    def _add(self, name: str, values: Floats) -> None:
        self.names.append(name)
        self._columns.append(values)

    def _texts(self) -> None:
        facts, spans = self.facts, self.spans
        begins, ends = facts.text_spans
        self.begins, self.text_ends = begins, ends
        self.length = (ends - begins).astype(np.float64)
        self.total = max(1.0, float(len(facts.page_text)))
        numbers = [(number, len(text)) for text, element in facts.texts if (number := number_of(element)) is not None]
        at, lengths = zip(*numbers, strict=True) if numbers else ((), ())
        size = np.asarray(lengths, dtype=np.float64)
        own = np.bincount(np.asarray(at, dtype=np.int64), size, spans.size) if numbers else np.zeros(spans.size)
        nodes = spans.at(at)
        long = spans.at([number for number, count in numbers if count > 120])
        self._add("length of its text", np.log1p(self.length))
        self._add("share of the page's text", self.length / self.total)
        self._add("text of its own", np.log1p(own))
        inside = spans.within(nodes)
        self._add("pieces of text", np.log1p(inside))
        self._add("length of a piece of text", self.length / np.maximum(inside, 1))
        self._add("long pieces of text", spans.within(long))
        self._add("position in the text", begins / self.total)
        self._add("text behind it", (self.total - ends) / self.total)
        for name, pattern in self._data.texts.items():
            found = np.asarray([match.start() for match in re.finditer(pattern, facts.page_text)], dtype=np.int64)
            hits = _between(found, begins, ends)
            self._add(f"{name}: hits", np.minimum(hits, 50))
            self._add(f"{name}: hits for its text", hits * 100 / (self.length + 50))
            if name == "price":
                self._add(f"{name}: share of the page's", hits / max(1, len(found)))
                self._page(f"{name}: hits on the page", len(found) * 1000 / (self.total + 500))

    def _page(self, name: str, value: float) -> None:
        self._add(f"page: {name}", np.full(self.spans.size, value))

    def _links(self) -> None:
        spans, facts = self.spans, self.facts
        numbers, hosts, addresses = facts.link_table
        domains = [registrable_domain(host) if host else "" for host in hosts]
        family = own_sites(facts)
        social = self._lexicon.host_sets["social-networks"]
        known = {host: host in social for host in set(hosts)}
        elsewhere = [
            bool(domain) and domain not in family and not known[host] for domain, host in zip(domains, hosts, strict=True)
        ]
        links = spans.at(numbers)
        others = spans.at([number for number, other in zip(numbers, elsewhere, strict=True) if other])
        self.links, self.others = spans.within(links), spans.within(others)
        share = self.others / np.maximum(self.links, 1)
        self._add("links", np.log1p(self.links))
        self._add("links to other sites", np.log1p(self.others))
        self._add("share of links to other sites", np.where(self.links > 0, share, -1))
        first = _firsts([domain if other else "" for domain, other in zip(domains, elsewhere, strict=True)])
        self._add(
            "changes of site among its links",
            spans.within(spans.at([n for n, new in zip(numbers, first, strict=True) if new])),
        )
        self._page("links", float(np.log1p(len(numbers))))
        self._page("share of links to other sites", sum(elsewhere) / max(1, len(numbers)))
        self._add("share of the page's links to other sites", self.others / max(1, sum(elsewhere)))
        frequency: dict[str, int] = {}
        for domain in domains:
            frequency[domain] = frequency.get(domain, 0) + 1
        often = [
            number
            for number, domain in zip(numbers, domains, strict=True)
            if domain and frequency[domain] > 0.3 * len(numbers)
        ]
        self._add("links to sites that the page often links to", spans.within(spans.at(often)) / np.maximum(self.links, 1))
        self._add(
            "links to share and follow", spans.within(spans.at([n for n, h in zip(numbers, hosts, strict=True) if known[h]]))
        )
        for name in self._data.hosts:
            if name != "social-networks":
                chosen = self._lexicon.host_sets[name]
                hit = {host: bool(host) and host in chosen for host in set(hosts)}
                self._add(
                    f"links to {name}",
                    np.minimum(spans.within(spans.at([n for n, h in zip(numbers, hosts, strict=True) if hit[h]])), 20),
                )
        text, starts = _joined(addresses)
        for name, expression in self._lexicon.links.items():
            hits = {bisect_right(starts, match.start()) - 1 for match in expression.finditer(text)}
            found = [numbers[index] for index in hits]
            count = spans.within(spans.at(found))
            self._add(f"link addresses: {name}", np.minimum(count, 20))
            self._add(f"link addresses: {name}, share", count / np.maximum(self.links, 1))
            away = spans.within(spans.at([numbers[index] for index in hits if elsewhere[index]]))
            self._add(f"link addresses: {name}, to other sites", np.minimum(away, 20))
        rels = [(element, element.get("rel", "").lower()) for element in facts.by_token.get("[rel]", ())]
        for word in ("sponsored", "nofollow"):
            self._add(f"rel={word}", np.minimum(spans.within(spans.at(_numbers(e for e, rel in rels if word in rel))), 20))
        linked = np.zeros(spans.size)
        at = np.asarray(numbers, dtype=np.int64)
        if numbers:
            linked[at] = self.length[at]
        self._add("share of its text in links", np.minimum(spans.within(linked) / np.maximum(self.length, 1), 1))
        pictures = [(number_of(e), host_of(e.get("src") or "", facts.url)) for e in facts.by_token.get("img", ())]
        away = [
            n for n, host in pictures if n is not None and facts.is_other_site(host) and registrable_domain(host) not in family
        ]
        self._add("pictures from other sites", np.minimum(spans.within(spans.at(away)), 20))

    def _vocabularies(self) -> None:
        facts, spans = self.facts, self.spans
        found = self._lexicon.find(facts.page_text)
        first = np.minimum(self.begins + _FIRST, self.text_ends)
        before = self._before()
        for name in self._data.vocabularies:
            hits = found[name]
            inside = _between(hits, self.begins, self.text_ends)
            begin = np.minimum(_between(hits, self.begins, first), 3)
            self._add(f"{name}: words", np.minimum(inside, 20))
            self._add(f"{name}: words for its text", inside * 100 / (self.length + 50))
            self._add(f"{name}: first words", begin)
            self._add(f"{name}: first words of the box around it", begin[spans.above])
            self._add(f"{name}: words right before it", np.where(before >= 0, begin[np.maximum(before, 0)], 0))
            labels = spans.at(facts.labels(self._lexicon.vocabularies[name]))
            count = spans.within(labels)
            self._add(f"{name}: labels", np.minimum(count, 10))
            self._add(f"{name}: labels in the box around it", np.minimum(count[spans.above] - count, 10))
            self._page(f"{name}: words", len(hits) * 1000 / (self.total + 500))

    def _before(self) -> Integers:
        """The number of the element before each one in the same box, where it says but a few words; else -1."""
        spans = self.spans
        before = np.full(spans.size, -1, dtype=np.int64)
        last: dict[int, int] = {}
        short = self.length < 2 * _FIRST
        for number, parent in enumerate(spans.parents.tolist()):
            sibling = last.get(parent, -1)
            if sibling >= 0 and short[sibling]:
                before[number] = sibling
            last[parent] = number
        return before

    def _named(self) -> None:
        facts, spans = self.facts, self.spans
        found: dict[str, list[int]] = {name: [] for name in self._data.names}
        groups = self._lexicon.groups
        for token, elements in facts.by_token.items():
            if token[0] not in "#.[" or len(token) > 120:
                continue
            hit = {group for word in words(token) for group in groups.get(word, ())}
            if hit:
                numbers = _numbers(elements)
                for group in hit:
                    found[group] += numbers
        for name, at in found.items():
            own = np.minimum(spans.at(at), 3)
            some = (own > 0).astype(np.float64)
            self._add(f"named {name}", own)
            self._add(f"named {name}: right around it", np.minimum(spans.near(own, _NEAR), 6))
            self._add(f"named {name}: around it", np.minimum(spans.around(some), 6))
            inside = spans.within(some)
            self._add(f"named {name}: share of what it holds", inside / (spans.ends - spans.numbers))
            self._page(f"named {name}", float(np.log1p(some.sum())))

    def _elements(self) -> None:
        facts, spans = self.facts, self.spans
        tags = facts.by_token
        numbers = {tag: _numbers(tags.get(tag, ())) for tag in {*_MEDIA, *_HEADINGS, *_CONTROLS, *_AROUND, *_TAGS, "script"}}
        media = spans.within(spans.at([n for tag in _MEDIA for n in numbers[tag]]))
        headings = spans.at([n for tag in _HEADINGS for n in numbers[tag]])
        self.media = media
        self._add("pictures and frames", np.minimum(media, 30))
        self._add("frames", np.minimum(spans.within(spans.at(numbers["iframe"])), 5))
        self._add("scripts", np.minimum(spans.within(spans.at(numbers["script"])), 10))
        self._add("headings", np.minimum(spans.within(headings), 20))
        self._add("a heading first", np.minimum(headings + headings[np.minimum(spans.numbers + 1, spans.size - 1)], 1))
        self._add("things to fill in", np.minimum(spans.within(spans.at([n for t in _CONTROLS for n in numbers[t]])), 10))
        self._add("paragraphs", np.minimum(spans.within(spans.at(numbers["p"])), 30))
        self._add("list items", np.minimum(spans.within(spans.at(numbers["li"])), 50))
        sizes = set(self._data.sizes)
        sized = [
            e for tag in ("img", "iframe", "ins") for e in tags.get(tag, ()) if f"{e.get('width')}x{e.get('height')}" in sizes
        ]
        self._add("pictures of an ad's size", np.minimum(spans.within(spans.at(_numbers(sized))), 5))
        self._add("elements", np.log1p(spans.ends - spans.numbers))
        for tag in _AROUND:
            self._add(f"in <{tag}>", np.minimum(spans.around(spans.at(numbers[tag])), 3))
        for tag in _TAGS:
            self._add(f"is <{tag}>", np.minimum(spans.at(numbers[tag]), 1))
        hidden = [e for e in tags.get("[style]", ()) if _is_hidden(e.get("style") or "")]
        own = spans.at(_numbers(hidden))
        self._add("hidden by its style", own + spans.around(own))
        blank = [e for e in tags.get("[target]", ()) if e.get("target") == "_blank"]
        self._add("links that open a window", spans.within(spans.at(_numbers(blank))) / np.maximum(self.links, 1))

    def _surroundings(self) -> None:
        """What an element is among the others of its box, and its place on the page."""
        spans = self.spans
        depth = spans.around(np.ones(spans.size))
        self._add("depth", depth)
        self._add("position on the page", spans.numbers / max(1, spans.size))
        alike, children = self._siblings()
        self._add("siblings of its shape", np.log1p(alike))
        self._add("share of siblings of its shape", alike / np.maximum(children[spans.above], 1))
        self._add("children", np.log1p(children))
        above = spans.above
        rest_links = self.links[above] - self.links
        rest_others = self.others[above] - self.others
        self._add(
            "share of links to other sites beside it", np.where(rest_links > 0, rest_others / np.maximum(rest_links, 1), -1)
        )
        self._add("share of the text of the box around it", self.length / np.maximum(self.length[above], 1))
        self._add("length of the text of the box around it", np.log1p(self.length[above]))
        grand = above[above]
        self._add("length of the text of the box around that", np.log1p(self.length[grand]))
        others = self.others[grand] / np.maximum(self.links[grand], 1)
        self._add("share of links to other sites two boxes up", np.where(self.links[grand] > 0, others, -1))

    def _siblings(self) -> tuple[Floats, Floats]:
        shapes: dict[tuple[int, str, str], int] = {}
        of: list[tuple[int, str, str] | None] = []
        for parent, element in zip(self.spans.parents.tolist(), self.facts.page.elements, strict=True):
            if element is None:
                of.append(None)
                continue
            shape = (parent, element.tag, (element.get("class") or "").partition(" ")[0])
            shapes[shape] = shapes.get(shape, 0) + 1
            of.append(shape)
        alike = np.asarray([shapes[shape] if shape else 0 for shape in of], dtype=np.float64)
        parents = self.spans.parents
        children = np.bincount(parents[parents >= 0], minlength=self.spans.size).astype(np.float64)
        return alike, children


class Lexicon:
    """The words, hosts and expressions that features look for, compiled once."""

    def __init__(self, blocks: Blocks, vocabularies: dict[str, Vocabulary], host_sets: dict[str, HostSet]) -> None:
        self.vocabularies = vocabularies
        self.host_sets = host_sets
        self.links = {name: re.compile(pattern) for name, pattern in blocks.links.items()}
        self.groups: dict[str, tuple[str, ...]] = {}
        for group, names in blocks.names.items():
            for name in names:
                self.groups[name] = (*self.groups.get(name, ()), group)
        owners: dict[str, list[str]] = {}
        for name, vocabulary in vocabularies.items():
            for term in vocabulary.terms:
                owners.setdefault(term, []).append(name)
        self._terms = sorted(owners)
        self._owners = [owners[term] for term in self._terms]
        self._finder = AhoCorasick(self._terms)

    def find(self, text: str) -> dict[str, Integers]:
        """Where in a text words of each vocabulary begin, ascending."""
        text = folded_in_place(text)
        found: dict[str, list[int]] = {name: [] for name in self.vocabularies}
        for term, start, end in self._finder.find_matches_as_indexes(text, overlapping=True):
            if bounded(text, start, end):
                for name in self._owners[term]:
                    found[name].append(start)
        return {name: np.unique(np.asarray(starts, dtype=np.int64)) for name, starts in found.items()}


def _tree(facts: Facts) -> tuple[Sequence[int], Sequence[int]]:
    return facts.parents, facts.ends


def _between(found: Integers, begins: Integers, ends: Integers) -> Floats:
    """How many of some ascending positions lie in each range."""
    counts: Floats = (np.searchsorted(found, ends) - np.searchsorted(found, begins)).astype(np.float64)
    return counts


def _numbers(elements: "Sequence[etree._Element] | object") -> list[int]:
    return [number for element in elements if (number := number_of(element)) is not None]  # type: ignore[attr-defined]


def _firsts(domains: Sequence[str]) -> list[bool]:
    """Which of a page's links leads to another site than the one to another site before it."""
    last, firsts = "", []
    for domain in domains:
        firsts.append(bool(domain) and domain != last)
        last = domain or last
    return firsts


def _joined(addresses: Sequence[str]) -> tuple[str, list[int]]:
    """Link addresses as one text, and where in it each begins."""
    starts, position = [], 0
    for address in addresses:
        starts.append(position)
        position += len(address) + 1
    return "\n".join(addresses), starts


_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top|text-indent)\s*:\s*-\d{3,}|font-size\s*:\s*0|clip\s*:\s*rect",
    re.I,
)


def _is_hidden(style: str) -> bool:
    return bool(_HIDES.search(style))
