"""What the block detector knows of each element of a page, as numbers.

What an element holds (text, links and where they lead, pictures, words of vocabularies, prices) and what it stands in are
counted over arrays of all elements at once, so everything here is linear in the page. A feature is worked out when it is
asked for: those that the weights do not use cost nothing.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import regex
from lxml import etree

from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import host_of

from .lexicon import Lexicon
from .links import Links
from .spans import Floats, Integers, Numbers, Spans

Matrix = npt.NDArray[np.float32]
Maker = Callable[[], npt.NDArray[np.floating[Any]]]
# The same for chosen elements only.
Chooser = Callable[[Integers], npt.NDArray[np.floating[Any]]]

_MEDIA = ("img", "picture", "iframe", "video", "embed", "object", "svg")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CONTROLS = ("input", "textarea", "select", "button", "form")
_AROUND = ("aside", "footer", "nav", "main", "article", "header", "li", "table", "p", "form", "figure")
_KINDS = ("div", "section", "aside", "li", "ul", "p", "a", "article", "table", "td", "iframe")
# The words with which a box begins, in characters.
_FIRST = 60
# What says more than this is prose.
_PROSE = 120
_NEAR = 4
# A picture is an icon up to so many pixels.
_ICON = 32
_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top|text-indent)\s*:\s*-\d{3,}|font-size\s*:\s*0|clip\s*:\s*rect",
    re.I,
)


class _Counter(NamedTuple):
    """Which elements are counted, and up to how many."""

    numbers: Callable[[], Numbers]
    most: int


class Features:
    """The features of all elements of one page, by their names. ``ignored``: ranges of numbers whose links do not count."""

    def __init__(self, facts: Facts, lexicon: Lexicon, ignored: Sequence[tuple[int, int]] = ()) -> None:
        self.facts = facts
        self._ignored = ignored
        self.spans = Spans(facts.parents, facts.ends)
        self._lexicon = lexicon
        self._makers: dict[str, Maker] = {}
        self._choosers: dict[str, Chooser] = {}
        self._counters: dict[str, _Counter] = {}
        self._columns: dict[str, Floats] = {}
        self.nothing = np.zeros(self.spans.size)
        self._alike_of: tuple[Integers, Floats] | None = None
        self._begins, self._text_ends = facts.text_spans
        self.length: Floats = (self._text_ends - self._begins).astype(np.float64)
        self.total = max(1.0, float(len(facts.page_text)))
        self._texts()
        self._links()
        self._loaded()
        self._vocabularies()
        self._named()
        self._elements()
        self._surroundings()

    def forget(self) -> None:
        """Let go of what makes the features. It refers to them, so nothing of the page would be freed before Python looks for
        such circles."""
        self._makers.clear()
        self._choosers.clear()
        self._counters.clear()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all features."""
        return tuple(self._makers)

    def column(self, name: str) -> Floats:
        """The values of one feature for all elements."""
        column = self._columns.get(name)
        if column is None:
            column = self._columns[name] = self._makers[name]().astype(np.float64, copy=False)
        return column

    def prepare(self, names: Iterable[str]) -> None:
        """Make the columns of those of some features that count elements: together, for a step over all elements costs hardly
        more for many rows than for one. Most pages have nothing of most kinds to count."""
        wanted = [name for name in dict.fromkeys(names) if name in self._counters and name not in self._columns]
        self._columns.update(dict.fromkeys(wanted, self.nothing))
        groups = {name: group for name in wanted if len(group := self._counters[name].numbers())}
        counts = self.spans.within(self.spans.at_each(list(groups.values())))
        counts = np.minimum(counts, np.asarray([self._counters[name].most for name in groups])[:, None], out=counts)
        self._columns.update(zip(groups, counts, strict=True))

    def matrix(self, names: Sequence[str], numbers: Integers) -> Matrix:
        """The values of some features for some elements, a row for each element."""
        if not len(numbers):
            return np.zeros((0, len(names)), dtype=np.float32)
        self.prepare(names)
        matrix = np.empty((len(names), len(numbers)), dtype=np.float32)
        for index, name in enumerate(names):
            choose = self._choosers.get(name)
            matrix[index] = self.column(name)[numbers] if choose is None else choose(numbers)
        return matrix.T

    def _choose(self, name: str, choose: Chooser) -> None:
        """A feature that is cheaper to find for some elements than for all."""
        self._choosers[name] = choose
        self._makers[name] = lambda: choose(self.spans.numbers)

    def _count(self, name: str, numbers: Callable[[], Numbers], most: int = 20) -> None:
        """A feature that counts elements inside each element."""
        self._counters[name] = _Counter(numbers, most)
        self._makers[name] = lambda: np.minimum(self._within(numbers()), most)

    def _within(self, numbers: Numbers) -> Floats:
        return self.spans.within(self.spans.at(numbers)) if len(numbers) else self.nothing

    def _tags(self, *tags: str) -> list[int]:
        return [number for tag in tags for number in self.facts.numbers_of(tag)]

    def _page(self, name: str, value: Callable[[], float]) -> None:
        self._makers[f"page: {name}"] = lambda: np.full(self.spans.size, value())

    def _texts(self) -> None:
        facts, spans, make = self.facts, self.spans, self._makers
        numbers: Integers = np.asarray(facts.text_numbers, dtype=np.int64)
        long = np.asarray([len(text) > _PROSE for text, _ in facts.texts], dtype=bool)
        pieces, prose = spans.within(spans.at_each([numbers[numbers >= 0], numbers[(numbers >= 0) & long]]))
        make["length of its text"] = lambda: np.log1p(self.length)
        make["share of the page's text"] = lambda: self.length / self.total
        make["pieces of text"] = lambda: np.log1p(pieces)
        make["length of a piece of text"] = lambda: self.length / np.maximum(pieces, 1)
        make["long pieces of text"] = lambda: np.minimum(prose, 20)
        make["long pieces of text beside it"] = lambda: np.minimum(prose[spans.above] - prose, 20)
        make["position in the text"] = lambda: self._begins / self.total
        make["text behind it"] = lambda: (self.total - self._text_ends) / self.total
        for name, pattern in self._lexicon.texts.items():
            make[f"{name}: hits"] = partial(self._hits, pattern)
            make[f"{name}: hits for its text"] = lambda name=name: self.column(f"{name}: hits") * 100 / (self.length + 50)  # type: ignore[misc]

    def _hits(self, pattern: regex.Pattern[str]) -> Floats:
        found = np.asarray([match.start() for match in pattern.finditer(self.facts.page_text)], dtype=np.int64)
        return np.minimum(_between(found, self._begins, self._text_ends), 50)

    def _links(self) -> None:
        make, spans = self._makers, self.spans
        links = self.links = Links(self.facts, self._lexicon.host_sets["social-networks"], self._ignored)
        all_links = self.link_count = self._within(links.numbers)
        others = self.other_count = self._within(links.where(links.elsewhere))
        least = np.maximum(all_links, 1)
        make["links"] = lambda: np.log1p(all_links)
        make["links to other sites"] = lambda: np.log1p(others)
        make["share of links to other sites"] = lambda: np.where(all_links > 0, others / least, -1)
        make["share of the page's links to other sites"] = lambda: others / max(1, int(links.elsewhere.sum()))
        make["links to sites that the page often links to"] = lambda: self._within(links.where(links.often)) / least
        self._page("share of links to other sites", lambda: int(links.elsewhere.sum()) / max(1, len(links.numbers)))
        self._count("changes of site among its links", lambda: links.where(links.changes))
        self._count("links to share and follow", lambda: links.where(links.social))
        self._count("links to the site's home page", lambda: links.where(links.home), 5)
        for name, hosts in self._lexicon.host_sets.items():
            if name != "social-networks":
                self._count(f"links to {name}", lambda hosts=hosts: links.where(links.among(hosts)))  # type: ignore[misc]
        for name in self._lexicon.blocks.links:
            make[f"link addresses: {name}"] = partial(self._addresses, name, False)
            make[f"link addresses: {name}, to other sites"] = partial(self._addresses, name, True)
        for word in ("sponsored", "nofollow"):
            self._count(f"rel={word}", partial(self._related, word))
        make["share of its text in links"] = lambda: np.minimum(self._linked() / np.maximum(self.length, 1), 1)
        make["length of a link's text"] = lambda: self._linked() / least
        make["links that open a window"] = lambda: self._within(self._blank()) / least
        rest, rest_others = all_links[spans.above] - all_links, others[spans.above] - others
        make["share of links to other sites beside it"] = lambda: np.where(rest > 0, rest_others / np.maximum(rest, 1), -1)
        grand = spans.above[spans.above]
        make["share of links to other sites two boxes up"] = lambda: np.where(
            all_links[grand] > 0, others[grand] / np.maximum(all_links[grand], 1), -1
        )

    def _addresses(self, name: str, other_sites: bool) -> Floats:
        """The share of an element's links whose address says something."""
        links = self.links
        places: Integers = np.asarray(sorted(self._in_addresses[name]), dtype=np.int64)
        if other_sites:
            places = places[links.elsewhere[places]]
        return self._within(links.numbers[places]) / np.maximum(self.link_count, 1)

    @cached_property
    def _in_addresses(self) -> dict[str, set[int]]:
        return self._lexicon.find_in_links(self.links.addresses)

    def _related(self, word: str) -> list[int]:
        return self.facts.numbers(e for e in self.facts.by_token.get("[rel]", ()) if word in (e.get("rel") or "").lower())

    def _blank(self) -> list[int]:
        return self.facts.numbers(e for e in self.facts.by_token.get("[target]", ()) if e.get("target") == "_blank")

    def _linked(self) -> Floats:
        """How much of an element's text stands in links."""
        linked = np.zeros(self.spans.size)
        numbers = self.links.numbers
        linked[numbers] = self.length[numbers]
        return self.spans.within(linked)

    def _loaded(self) -> None:
        """Where pictures, frames and scripts come from."""
        paid = self._lexicon.host_sets["ad-servers"], self._lexicon.host_sets["recommendation-providers"]
        social = self._lexicon.host_sets["social-networks"]
        for name, tag in (("pictures", "img"), ("frames", "iframe"), ("scripts", "script")):
            sources = partial(self._sources, tag)
            self._count(f"{name} from other sites", lambda sources=sources: [number for number, _ in sources()])  # type: ignore[misc]
            self._count(
                f"{name} from ad servers",
                lambda sources=sources: [number for number, host in sources() if any(host in hosts for hosts in paid)],  # type: ignore[misc]
                5,
            )
        self._count(
            "frames to share, follow and watch", lambda: [n for n, host in self._sources("iframe") if host in social], 5
        )

    def _sources(self, tag: str) -> list[tuple[int, str]]:
        known, url = self.facts.page.numbers, self.facts.url
        hosts = [(known.get(element), host_of(element.get("src") or "", url)) for element in self.facts.by_token.get(tag, ())]
        return [(number, host) for number, host in hosts if number is not None and self.facts.is_outside(host)]

    def _vocabularies(self) -> None:
        facts, spans, make = self.facts, self.spans, self._makers
        begins, ends = self._begins, self._text_ends
        found = self._lexicon.find(facts.page_text)
        first = np.minimum(begins + _FIRST, ends)
        for name, vocabulary in self._lexicon.vocabularies.items():
            hits = found[name]
            make[f"{name}: words for its text"] = lambda hits=hits: _between(hits, begins, ends) * 100 / (self.length + 50)  # type: ignore[misc]
            make[f"{name}: first words"] = lambda hits=hits: np.minimum(_between(hits, begins, first), 3)  # type: ignore[misc]
            make[f"{name}: first words of the box around it"] = lambda name=name: self.column(f"{name}: first words")[
                spans.above
            ]  # type: ignore[misc]
            make[f"{name}: words right before it"] = partial(self._right_before, name)
            self._count(f"{name}: labels", partial(facts.labels, vocabulary), 10)
            make[f"{name}: labels in the box around it"] = lambda name=name: (  # type: ignore[misc]
                self.column(f"{name}: labels")[spans.above] - self.column(f"{name}: labels")
            )

    def _right_before(self, name: str) -> Floats:
        before = self._before
        return np.where(before >= 0, self.column(f"{name}: first words")[np.maximum(before, 0)], 0)

    @cached_property
    def _before(self) -> Integers:
        """The number of the element before each one in the same box, where it says but a few words; else -1."""
        parents = self.spans.parents
        order = np.argsort(parents, kind="stable")
        numbers = np.full(self.spans.size, -1, dtype=np.int64)
        same = parents[order[1:]] == parents[order[:-1]]
        numbers[order[1:][same]] = order[:-1][same]
        return np.where((numbers >= 0) & (self.length[np.maximum(numbers, 0)] < 2 * _FIRST), numbers, -1)

    def _named(self) -> None:
        facts, spans, make = self.facts, self.spans, self._makers
        found: dict[str, list[int]] = {name: [] for name in self._lexicon.blocks.names}
        known = facts.page.numbers
        for token, elements in facts.by_token.items():
            if token[0] in "#.[" and len(token) <= 120:
                groups = self._lexicon.named(token)
                if groups:
                    numbers = list(map(known.__getitem__, elements))
                    for group in groups:
                        found[group] += numbers
        named = [name for name, numbers in found.items() if numbers]
        own = spans.at_each([found[name] for name in named])
        is_named = np.minimum(own, 1)
        around, within = spans.around(is_named), spans.within(is_named)
        for name in found.keys() - set(named):
            for what in ("", ": right around it", ": around it", ": share of what it holds"):
                make[f"named {name}{what}"] = lambda: self.nothing
        for row, name in enumerate(named):
            make[f"named {name}"] = lambda row=row: np.minimum(own[row], 3)  # type: ignore[misc]
            self._choose(
                f"named {name}: right around it",
                lambda numbers, row=row: np.minimum(spans.near(np.minimum(own[row], 3), _NEAR, numbers), 6),  # type: ignore[misc]
            )
            make[f"named {name}: around it"] = lambda row=row: np.minimum(around[row], 6)  # type: ignore[misc]
            make[f"named {name}: share of what it holds"] = lambda row=row: within[row] / (spans.ends - spans.numbers)  # type: ignore[misc]

    def _elements(self) -> None:
        facts, spans, make = self.facts, self.spans, self._makers
        icons = set(facts.numbers(e for e in facts.by_token.get("img", ()) if _is_icon(e)))
        self.media = self._within([number for number in self._tags(*_MEDIA) if number not in icons])
        make["pictures and frames"] = lambda: np.minimum(self.media, 30)
        make["pictures for its links"] = lambda: self.media / np.maximum(self.link_count, 1)
        self._count("frames", lambda: self._tags("iframe"), 5)
        self._count("scripts", lambda: self._tags("script"), 10)
        self._count("headings", lambda: self._tags(*_HEADINGS))
        self._count("things to fill in", lambda: self._tags(*_CONTROLS), 10)
        self._count("paragraphs", lambda: self._tags("p"), 30)
        self._count("list items", lambda: self._tags("li"), 50)
        self._count("pictures of an ad's size", self._sized, 5)
        make["elements"] = lambda: np.log1p(spans.ends - spans.numbers)
        around = [tag for tag in _AROUND if tag in facts.by_token]
        depths = np.minimum(spans.around(spans.at_each([facts.numbers_of(tag) for tag in around])), 3)
        inside = dict(zip(around, depths, strict=True))
        for tag in _AROUND:
            make[f"in <{tag}>"] = lambda tag=tag: inside.get(tag, self.nothing)  # type: ignore[misc]
        for tag in _KINDS:
            make[f"is <{tag}>"] = lambda tag=tag: np.minimum(spans.at(self._tags(tag)), 1)  # type: ignore[misc]
        make["hidden by its style"] = self._hidden

    @cached_property
    def logos(self) -> Floats:
        """How many elements inside each element are named as logos."""
        tokens = [token for token in self.facts.by_token if token[0] in "#." and self._lexicon.names_logo(token)]
        return self._within(self.facts.numbers(e for token in tokens for e in self.facts.by_token[token]))

    def _sized(self) -> list[int]:
        elements = [e for tag in ("img", "iframe", "ins") for e in self.facts.by_token.get(tag, ())]
        return self.facts.numbers(e for e in elements if f"{e.get('width')}x{e.get('height')}" in self._lexicon.sizes)

    def _hidden(self) -> Floats:
        styled = self.facts.by_token.get("[style]", ())
        own = self.spans.at(self.facts.numbers(e for e in styled if _HIDES.search(e.get("style") or "")))
        return own + self.spans.around(own)

    def _surroundings(self) -> None:
        """What an element is among the others of its box, and its place on the page."""
        spans, make = self.spans, self._makers
        above = spans.above
        make["depth"] = lambda: spans.around(np.ones(spans.size))
        make["position on the page"] = lambda: spans.numbers / max(1, spans.size)
        self._choose("siblings of its shape", lambda numbers: np.log1p(self._alike(numbers)))
        self._choose(
            "share of siblings of its shape",
            lambda numbers: self._alike(numbers) / np.maximum(self._children()[above[numbers]], 1),
        )
        make["children"] = lambda: np.log1p(self._children())
        make["paragraphs beside it"] = self._paragraphs_beside
        make["share of the text of the box around it"] = lambda: self.length / np.maximum(self.length[above], 1)
        make["length of the text of the box around it"] = lambda: np.log1p(self.length[above])
        make["length of the text of the box around that"] = lambda: np.log1p(self.length[above[above]])

    def _children(self) -> Floats:
        parents = self.spans.parents
        return np.bincount(parents[parents >= 0], minlength=self.spans.size).astype(np.float64)

    def _paragraphs_beside(self) -> Floats:
        paragraphs = self.spans.at(self._tags("p"))
        inside = np.bincount(self.spans.above, paragraphs, self.spans.size)
        return np.minimum(inside[self.spans.above] - paragraphs, 20)

    def _alike(self, numbers: Integers) -> Floats:
        """How many elements of the same tag and first class the boxes around some elements have, themselves included."""
        if self._alike_of is not None and self._alike_of[0] is numbers:
            return self._alike_of[1]
        elements, parents = self.facts.page.elements, self.spans.parents
        # Without an element around it, -1, which is the last place.
        wanted = np.zeros(self.spans.size + 1, dtype=bool)
        wanted[parents[numbers]] = True
        siblings = np.flatnonzero(wanted[parents])
        shapes: dict[int, tuple[int, str, str | None]] = {}
        for number, parent in zip(siblings.tolist(), parents[siblings].tolist(), strict=True):
            element = elements[number]
            if element is not None:
                name = element.get("class")
                shapes[number] = parent, element.tag, name and name.partition(" ")[0]
        counts = Counter(shapes.values())
        alike = [counts[shapes[number]] if number in shapes else 1 for number in numbers.tolist()]
        self._alike_of = numbers, np.asarray(alike, dtype=np.float64)
        return self._alike_of[1]


def _between(found: Integers, begins: Integers, ends: Integers) -> Floats:
    """How many of some ascending positions lie in each range."""
    counts: Floats = (np.searchsorted(found, ends) - np.searchsorted(found, begins)).astype(np.float64)
    return counts


def _is_icon(picture: etree._Element) -> bool:
    sides = (picture.get("width") or "", picture.get("height") or "")
    return any(side.isdigit() and int(side) <= _ICON for side in sides)
