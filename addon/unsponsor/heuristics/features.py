"""What the block detector knows of each element of a page, as numbers.

What an element holds (text, links and where they lead, pictures, words of vocabularies, prices) and what it stands in are
counted over arrays of all elements at once, so everything here is linear in the page. A feature is worked out when it is
asked for: those that the weights do not use cost nothing.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from lxml import etree

from unsponsor.rules.facts import Facts

from .columns import Columns
from .lexicon import Lexicon
from .link_columns import add_links, add_sources
from .links import Links
from .spans import Floats, Integers
from .word_columns import add_texts, add_words

_MEDIA = ("img", "picture", "iframe", "video", "embed", "object", "svg")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CONTROLS = ("input", "textarea", "select", "button", "form")
_AROUND = ("a", "aside", "footer", "nav", "main", "article", "header", "li", "table", "p", "form", "figure")
_KINDS = ("div", "section", "aside", "li", "ul", "p", "a", "article", "table", "td", "iframe")
_NEAR = 4
# A picture is an icon up to so many pixels.
_ICON = 32
_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top|text-indent)\s*:\s*-\d{3,}|font-size\s*:\s*0|clip\s*:\s*rect",
    re.I,
)


class Features(Columns):
    """The features of all elements of one page, by their names. ``ignored``: ranges of numbers whose links do not count."""

    def __init__(self, facts: Facts, lexicon: Lexicon, ignored: Sequence[tuple[int, int]] = ()) -> None:
        super().__init__(facts, lexicon)
        self._alike_of: tuple[Integers, Floats] | None = None
        links = Links(facts, lexicon.host_sets["social-networks"], ignored)
        self.link_count = self.within(links.numbers)
        self.other_count = self.within(links.where(links.elsewhere))
        add_texts(self)
        add_links(self, links, self.link_count, self.other_count)
        add_sources(self)
        add_words(self)
        self._named()
        self._elements()
        self._surroundings()

    def _named(self) -> None:
        facts, spans, make = self.facts, self.spans, self.make
        found: dict[str, list[int]] = {name: [] for name in self.lexicon.blocks.names}
        known = facts.page.numbers
        for token, elements in facts.by_token.items():
            if token[0] in "#.[" and len(token) <= 120:
                groups = self.lexicon.named(token)
                if groups:
                    numbers = list(map(known.__getitem__, elements))
                    for group in groups:
                        found[group] += numbers
        named = [name for name, numbers in found.items() if numbers]
        own = spans.at_each([found[name] for name in named])
        is_named = np.minimum(own, 1)
        around, within = spans.around(is_named), spans.within(is_named)
        for name in [name for name, numbers in found.items() if not numbers]:
            for what in ("", ": right around it", ": around it", ": share of what it holds"):
                make[f"named {name}{what}"] = lambda: self.nothing
        for row, name in enumerate(named):
            make[f"named {name}"] = lambda row=row: np.minimum(own[row], 3)  # type: ignore[misc]
            self.choose(
                f"named {name}: right around it",
                lambda numbers, row=row: np.minimum(spans.near(np.minimum(own[row], 3), _NEAR, numbers), 6),  # type: ignore[misc]
            )
            make[f"named {name}: around it"] = lambda row=row: np.minimum(around[row], 6)  # type: ignore[misc]
            make[f"named {name}: share of what it holds"] = lambda row=row: within[row] / (spans.ends - spans.numbers)  # type: ignore[misc]

    def _elements(self) -> None:
        facts, spans, make = self.facts, self.spans, self.make
        icons = set(facts.numbers(e for e in facts.by_token.get("img", ()) if _is_icon(e)))
        self.media = self.within([number for number in self.tagged(*_MEDIA) if number not in icons])
        make["pictures and frames"] = lambda: np.minimum(self.media, 30)
        make["pictures for its links"] = lambda: self.media / np.maximum(self.link_count, 1)
        self.count("frames", lambda: self.tagged("iframe"), 5)
        self.count("scripts", lambda: self.tagged("script"), 10)
        self.count("headings", lambda: self.tagged(*_HEADINGS))
        self.count("things to fill in", lambda: self.tagged(*_CONTROLS), 10)
        self.count("paragraphs", lambda: self.tagged("p"), 30)
        self.count("list items", lambda: self.tagged("li"), 50)
        self.count("pictures of an ad's size", self._sized, 5)
        make["elements"] = lambda: np.log1p(spans.ends - spans.numbers)
        around = [tag for tag in _AROUND if tag in facts.by_token]
        depths = np.minimum(spans.around(spans.at_each([facts.numbers_of(tag) for tag in around])), 3)
        inside = dict(zip(around, depths, strict=True))
        for tag in _AROUND:
            make[f"in <{tag}>"] = lambda tag=tag: inside.get(tag, self.nothing)  # type: ignore[misc]
        for tag in _KINDS:
            make[f"is <{tag}>"] = lambda tag=tag: np.minimum(spans.at(self.tagged(tag)), 1)  # type: ignore[misc]
        make["hidden by its style"] = self._hidden

    @cached_property
    def logos(self) -> Floats:
        """How many elements inside each element are named as logos."""
        tokens = [token for token in self.facts.by_token if token[0] in "#." and self.lexicon.names_logo(token)]
        return self.within(self.facts.numbers(e for token in tokens for e in self.facts.by_token[token]))

    def _sized(self) -> list[int]:
        elements = [e for tag in ("img", "iframe", "ins") for e in self.facts.by_token.get(tag, ())]
        return self.facts.numbers(e for e in elements if f"{e.get('width')}x{e.get('height')}" in self.lexicon.sizes)

    def _hidden(self) -> Floats:
        styled = self.facts.by_token.get("[style]", ())
        own = self.spans.at(self.facts.numbers(e for e in styled if _HIDES.search(e.get("style") or "")))
        return own + self.spans.around(own)

    def _surroundings(self) -> None:
        """What an element is among the others of its box, and its place on the page."""
        spans, make = self.spans, self.make
        above = spans.above
        make["depth"] = lambda: spans.around(np.ones(spans.size))
        make["position on the page"] = lambda: spans.numbers / max(1, spans.size)
        self.choose("siblings of its shape", lambda numbers: np.log1p(self._alike(numbers)))
        self.choose(
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
        paragraphs = self.spans.at(self.tagged("p"))
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


def _is_icon(picture: etree._Element) -> bool:
    sides = (picture.get("width") or "", picture.get("height") or "")
    return any(side.isdigit() and int(side) <= _ICON for side in sides)
