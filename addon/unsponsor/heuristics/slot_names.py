"""What ids, classes and attributes call an ad slot, and the sizes in which ads are sold."""

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum, auto
from typing import NamedTuple

from lxml import etree

from unsponsor.rules.facts import Facts
from unsponsor.rules.names import NameReader, words

from .data import Slots

# Elements that can be a slot. Cells and rows hold up tables; a page's regions are no slots, whatever they are called.
BOXES = frozenset(
    (
        *(
            "div",
            "section",
            "aside",
            "span",
            "p",
            "li",
            "ins",
            "center",
            "figure",
            "iframe",
            "ul",
            "ol",
            "dl",
            "article",
            "table",
        ),
        *("header", "footer", "a"),
    )
)
# Attributes of a script's own making that name what is to come into a box, and how long such a name is at most.
_NAMING = re.compile(r"\[(?:data-[\w-]+|[a-z]+)\]\Z")
_USUAL = frozenset(
    f"[{name}]"
    for name in (
        "href",
        "src",
        "style",
        "title",
        "alt",
        "class",
        "id",
        "content",
        "name",
        "value",
        "type",
        "target",
        "rel",
        "role",
    )
)
_VALUE = 60
# Two words are one name from this length on ("leaderBoard").
_JOINED = 9
# A name may have a size in it ("top_300_250"). Squares, and what is smaller than this, are sizes of thumbnails as well.
_SIZE = re.compile(r"(?<!\d)(\d{2,4})[x_-](\d{2,4})(?!\d)")
_WIDE = 300
# The sizes that a slot takes, as ad servers want them: pairs of numbers in brackets.
_TAKES = re.compile(r"\[[\s\[]*\d{1,4}\s*,\s*\d{1,4}\s*\]")
_SIZES = frozenset(("size", "sizes"))


class _Names(Enum):
    """What a token names."""

    NOTHING = auto()
    SLOT = auto()
    OTHER = auto()


class Token(NamedTuple):
    """What an id, a class or an attribute names, and the weak names in it."""

    names: _Names
    weak: frozenset[str]


class _Valued(NamedTuple):
    """What an attribute says of its values: the words with which they count as one name, and whether they can be the sizes
    that a slot takes."""

    named: tuple[str, ...]
    takes: bool


class SlotNames:
    """Knows what names slots. Built once; what it read is kept for the next pages."""

    def __init__(self, data: Slots, sizes: Collection[str]) -> None:
        self._sizes = frozenset(sizes)
        self._sponsors = frozenset(data.sponsors)
        self._names = frozenset((*data.names, *data.widgets))
        self._widgets = frozenset(data.widgets)
        self._weak = frozenset(data.weak_names)
        self._pictures = frozenset(data.pictures)
        self._places = frozenset(data.places)
        self._others = frozenset(data.other_names)
        self._tokens = NameReader(self._read)
        self._valued = NameReader(self._read_valued)

    def among(self, facts: Facts) -> Sequence[tuple[str, Token]]:
        """What ids, classes and attributes of a page mean something, with what they mean."""
        return list(self._tokens.among(facts.by_token))

    def named(self, facts: Facts, tokens: Iterable[tuple[str, Token]]) -> Iterator[tuple[etree._Element, str]]:
        """The boxes that are named as slots, with what names them, in source order. ``tokens``: those of the page that mean
        something."""
        found: dict[int, str] = {}
        others: set[int] = set()
        for token, meaning in tokens:
            if meaning.names is _Names.OTHER:
                others.update(facts.numbers_of(token))
            elif meaning.names is _Names.SLOT:
                for number in facts.numbers(element for element in facts.by_token[token] if element.tag in BOXES):
                    found.setdefault(number, token.strip("#.[]"))
        for number, name in self._named_by_value(facts):
            found.setdefault(number, name)
        for number in sorted(found.keys() - others):
            named = facts.page.elements[number]
            if named is not None:
                yield named, found[number]

    def weakly_named(self, facts: Facts, tokens: Iterable[tuple[str, Token]]) -> Mapping[str, Sequence[etree._Element]]:
        """The boxes of an id or a class with a weak name in it, by that name, without those inside another one."""
        found: dict[str, set[int]] = {}
        for token, meaning in tokens:
            for name in meaning.weak:
                found.setdefault(name, set()).update(facts.numbers_of(token))
        boxes: dict[str, list[etree._Element]] = {}
        for name, numbers in found.items():
            behind = 0
            for number in sorted(numbers):
                box = facts.page.elements[number]
                if number >= behind and box is not None and box.tag in BOXES:
                    behind = facts.ends[number]
                    boxes.setdefault(name, []).append(box)
        return boxes

    def _read(self, token: str) -> Token | None:
        """What a token names."""
        names = _Names.NOTHING
        parts = words(token) if token[0] in "#.[" else ()
        weak = self._weak.intersection(parts) if token[0] in "#." else frozenset()
        if not self._others.isdisjoint(parts):
            names = _Names.OTHER
        elif self._names_slot(parts) or (token[0] in "#." and self.names_size(token)):
            names = _Names.SLOT
        return Token(names, weak) if weak or names is not _Names.NOTHING else None

    def _read_valued(self, token: str) -> _Valued | None:
        """What an attribute says of its values, where it names anything."""
        if token[0] != "[" or token in _USUAL or not _NAMING.match(token):
            return None
        parts = words(token)
        # A weak name counts with what its value says ("data-commercial-format" of "rectangle").
        return _Valued(parts if not self._weak.isdisjoint(parts) else (), not _SIZES.isdisjoint(parts))

    def _named_by_value(self, facts: Facts) -> Iterator[tuple[int, str]]:
        for token, (named, takes) in self._valued.among(facts.by_token):
            for element, value in zip(facts.by_token[token], facts.values_in(token[1:-1]), strict=True):
                # What a link's script does is no name of what is in it.
                if takes and _TAKES.match(value) and element.tag in BOXES:
                    yield facts.page.numbers[element], token[1:-1]
                if not 0 < len(value) <= _VALUE or "/" in value or element.tag not in BOXES or element.tag == "a":
                    continue
                if self.is_strong(value) or (named and self._names_slot((*named, *words(value)))):
                    yield facts.page.numbers[element], value

    def names_size(self, name: str) -> bool:
        """Whether a name has a size in it in which ads are sold, and pictures of other kinds seldom come."""
        return self._pictures.isdisjoint(words(name)) and any(itertools.starmap(self.is_of_banner, _SIZE.findall(name)))

    def is_of_banner(self, width: str, height: str) -> bool:
        """Whether ads are sold in a size, and thumbnails and what else is square or small seldom have it."""
        return width != height and max(int(width), int(height)) >= _WIDE and self.is_size(width, height)

    def is_size(self, width: str, height: str) -> bool:
        """Whether ads are sold in a size."""
        return f"{width}x{height}" in self._sizes

    def is_strong(self, name: str) -> bool:
        """Whether a name is that of a slot or a widget without more."""
        return not self._names.isdisjoint(words(name))

    def is_widget(self, name: str) -> bool:
        """Whether a name is that of a widget that other sites pay for."""
        return not self._widgets.isdisjoint(words(name))

    def names_sponsor(self, name: str) -> bool:
        """Whether a name has a word for sponsors in it."""
        return not self._sponsors.isdisjoint(words(name))

    def _names_slot(self, parts: tuple[str, ...]) -> bool:
        if not self._names.isdisjoint(parts) or not self._sponsors.isdisjoint(parts):
            return True
        if any(len(name) >= _JOINED and name in self._names for name in map("".join, itertools.pairwise(parts))):
            return True
        weak = sum(part in self._weak for part in parts)
        return weak > 1 or (weak == 1 and any(part in self._places or _is_size(part) for part in parts))


def _is_size(word: str) -> bool:
    width, _, height = word.partition("x")
    return width.isdigit() and height.isdigit()
