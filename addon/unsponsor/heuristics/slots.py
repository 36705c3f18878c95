"""Ad slots: boxes that are named so, filled by a known loader, or labelled, and in which there is nothing else."""

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum, auto
from typing import NamedTuple

from lxml import etree

from unsponsor.page.edit import Action
from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import path_of
from unsponsor.rules.names import NameReader, words
from unsponsor.verdict import Finding

from .closable import ClosableFrames
from .content import Content, loaded_from
from .data import Slots

# Elements that can be a slot. Cells and rows hold up tables; a page's regions are no slots, whatever they are called.
_BOXES = frozenset(
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
# What a label may be written in besides, inside of a box.
_LINES = frozenset(("small", "b", "strong", "em", "i", "font", "h2", "h3", "h4", "h5", "h6", "header", "label"))
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_CONFIDENCE = 0.9
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
# A box has its size by a style of its own.
_SIZED = frozenset(("div", "section", "aside", "center", "ins", "span"))
# Where a picture comes from, be it later.
_SOURCES = ("src", "data-src", "data-original", "data-lazy-src")
# A frame that is there for scripts only is a point.
_UNSEEN = re.compile(r"(?<![\w-])(?:width|height)\s*:\s*[01](?:px|\s*[;\"]|\Z)")
_SIDES = re.compile(r"\b(width|height)\s*:\s*(\d+)px")
# Two words are one name from this length on ("leaderBoard").
_JOINED = 9
# A name may have a size in it ("top_300_250"). Squares, and what is smaller than this, are sizes of thumbnails as well.
_SIZE = re.compile(r"(?<!\d)(\d{2,4})[x_-](\d{2,4})(?!\d)")
_WIDE = 300
# The sizes that a slot takes, as ad servers want them: pairs of numbers in brackets.
_TAKES = re.compile(r"\[[\s\[]*\d{1,4}\s*,\s*\d{1,4}\s*\]")
_SIZES = frozenset(("size", "sizes"))
# So many boxes that have one name and hold nothing, where none of that name holds anything, wait for ads.
_ALIKE = 3


class _Names(Enum):
    """What a token names."""

    NOTHING = auto()
    SLOT = auto()
    OTHER = auto()


class _Token(NamedTuple):
    """What an id, a class or an attribute names, and the weak names in it."""

    names: _Names
    weak: frozenset[str]


class _Valued(NamedTuple):
    """What an attribute says of its values: the words with which they count as one name, and whether they can be the sizes
    that a slot takes."""

    named: tuple[str, ...]
    takes: bool


class SlotDetector:
    """Finds ad slots."""

    def __init__(self, data: Slots, sizes: Collection[str], frames: ClosableFrames) -> None:
        self._frames = frames
        self._sizes = frozenset(sizes)
        self._sponsors = frozenset(data.sponsors)
        self._names = frozenset((*data.names, *data.widgets))
        self._widgets = frozenset(data.widgets)
        self._weak = frozenset(data.weak_names)
        self._pictures = frozenset(data.pictures)
        self._shown = self._pictures.union(data.shown)
        self._places = frozenset(data.places)
        self._others = frozenset(data.other_names)
        self._folders = frozenset(data.names)
        self._banner_words = frozenset(data.banners)
        self._marks = frozenset((*data.other_names, *data.marks))
        self._frame_words = self._names.union(data.frames)
        self._tokens = NameReader(self._read)
        self._valued = NameReader(self._read_valued)

    def find(self, facts: Facts, content: Content, ads: Collection[etree._Element] = ()) -> Iterator[Finding]:
        """Slots, each with what gives it away, and frames around them and around ``ads`` that can be closed."""
        found = list(self._slots(facts, content))
        yield from found
        slots = dict.fromkeys((*ads, *(finding.element for finding in found)))
        for frame in self._frames.around(slots, facts, content):
            yield _finding(frame, "nothing but an ad slot and a way to close it")

    def _slots(self, facts: Facts, content: Content) -> Iterator[Finding]:
        tokens = list(self._tokens.among(facts.by_token))
        for element, name in self._named(facts, tokens):
            if content.is_void(element) or (self._is_widget(name) and content.is_unfilled(element)):
                category = "sponsored" if self._is_widget(name) else "ad"
                yield _finding(element, f'an empty box named "{name}"', category)
            elif (
                not content.is_read(element)
                and content.is_advertising(element)
                and (self._is_strong(name) or (self._sponsors.isdisjoint(words(name)) and content.leads_outside(element)))
            ):
                yield _finding(element, f'a picture or frame that leads to another site, in a box named "{name}"')
        for name, boxes in _weakly_named(facts, tokens).items():
            if len(boxes) >= _ALIKE and all(map(content.is_blank, boxes)):
                yield from (_finding(box, f'one of several boxes named "{name}", all empty') for box in boxes)
        for frame in facts.by_token.get("iframe", ()):
            evidence = self._gives_away(frame, content)
            if evidence is not None:
                yield _finding(frame, evidence)
        yield from self._banners(facts, content)
        for sized in facts.by_token.get("[style]", ()):
            if sized.tag in _SIZED and self._is_of_ad_size(sized) and content.is_blank(sized):
                yield _finding(sized, "an empty box of an ad's size")
        for script in (*content.loaders, *content.served):
            holder = _holder(script, content)
            # Other scripts fill other boxes: nothing at all may be read in this one.
            if holder is not None and holder.tag in _BOXES and content.is_blank(holder):
                yield _finding(holder, "nothing but a script that loads an ad")
        for number in content.labelling:
            label = facts.page.elements[number]
            if label is None or _is_linked(label, facts):
                continue
            void = _outermost_void(label, content)
            if void is None and label.tag in _HEADINGS and content.heads_slot(label):
                void = label
            if void is not None and content.heads_slot(label):
                yield _finding(void, f'the label "{facts.text(label)}" and an empty box')
            box = _labelled_box(label, content)
            if box is not None and not content.is_read(box) and content.is_advertising(box):
                yield _finding(box, f'a picture or frame under the label "{facts.text(label)}"')

        for number in facts.labels(content.notes):
            note = facts.page.elements[number]
            if note is not None:
                void = _outermost_void(note, content)
                yield _finding(note if void is None else void, f'nothing but "{facts.text(note)}"')

    def _is_of_ad_size(self, box: etree._Element) -> bool:
        """Whether a style gives a box a size in which ads are sold, and no picture behind it."""
        style = box.get("style") or ""
        sides: dict[str, str] = dict(_SIDES.findall(style))
        return f"{sides.get('width')}x{sides.get('height')}" in self._sizes and "url(" not in style

    def _banners(self, facts: Facts, content: Content) -> Iterator[Finding]:
        """Pictures named after ads or banners that lead to another site and say nothing beside it."""
        outside = {host for host in facts.outside_hosts if content.is_outside(host)}
        for _, _, link, host in facts.other_links if "img" in facts.by_token else ():
            if host not in outside or facts.text_length(link):
                continue
            pictures = list(facts.inside(link, "img"))
            sources = [source for key in _SOURCES if (source := pictures[0].get(key))] if len(pictures) == 1 else []
            if any(map(self._names_banner, sources)):
                yield _finding(link, "a picture that leads to another site, named as a banner")

    def _names_banner(self, source: str) -> bool:
        """Whether the address of a picture has a folder named after ads, or names a banner, and no mark of a site."""
        if source.startswith("data:"):
            return False
        folders, _, file = path_of(source).partition("?")[0].rpartition("/")
        parts = {*words(folders), *words(file)}
        named = not self._folders.isdisjoint(words(folders)) or not self._banner_words.isdisjoint(parts)
        return named and self._marks.isdisjoint(parts)

    def _gives_away(self, frame: etree._Element, content: Content) -> str | None:
        """What says that a frame is for an ad: a folder named after ads, where it has a size in which they are sold; such a
        size alone, where few other things have it and its address does not speak of them; where it is another site's and there
        to be seen, anything in its path that names ads or such a size, or that it is an ad server's."""
        path = path_of(loaded_from(frame)).partition("?")[0]
        width, height = frame.get("width") or "", frame.get("height") or ""
        if f"{width}x{height}" in self._sizes:
            folders = path.split("/")[:-1]
            if any(folder in self._names or folder in self._weak for folder in folders):
                return "a frame of an ad's size and address"
            if self._is_banner(width, height) and self._shown.isdisjoint(words(path)) and not content.is_social(frame):
                return "a frame of an ad's size"
        if not content.is_foreign(frame) or _is_unseen(frame):
            return None
        if content.is_served(frame):
            return "a frame of an ad server"
        is_named = not self._frame_words.isdisjoint(words(path)) or self._names_size(path)
        return "a frame of another site whose address names an ad" if is_named else None

    def _named(self, facts: Facts, tokens: Iterable[tuple[str, _Token]]) -> Iterator[tuple[etree._Element, str]]:
        """The boxes that are named as slots, with what names them. ``tokens``: those of the page that mean something."""
        found: dict[int, str] = {}
        others: set[int] = set()
        for token, meaning in tokens:
            if meaning.names is _Names.OTHER:
                others.update(facts.numbers_of(token))
            elif meaning.names is _Names.SLOT:
                for number in facts.numbers(element for element in facts.by_token[token] if element.tag in _BOXES):
                    found.setdefault(number, token.strip("#.[]"))
        for number, name in self._named_by_value(facts):
            found.setdefault(number, name)
        for number in sorted(found.keys() - others):
            named = facts.page.elements[number]
            if named is not None:
                yield named, found[number]

    def _read(self, token: str) -> _Token | None:
        """What a token names."""
        names = _Names.NOTHING
        parts = words(token) if token[0] in "#.[" else ()
        weak = self._weak.intersection(parts) if token[0] in "#." else frozenset()
        if not self._others.isdisjoint(parts):
            names = _Names.OTHER
        elif self._names_slot(parts) or (token[0] in "#." and self._names_size(token)):
            names = _Names.SLOT
        return _Token(names, weak) if weak or names is not _Names.NOTHING else None

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
                if takes and _TAKES.match(value) and element.tag in _BOXES:
                    yield facts.page.numbers[element], token[1:-1]
                if not 0 < len(value) <= _VALUE or "/" in value or element.tag not in _BOXES or element.tag == "a":
                    continue
                if self._is_strong(value) or (named and self._names_slot((*named, *words(value)))):
                    yield facts.page.numbers[element], value

    def _names_size(self, token: str) -> bool:
        """Whether a name has a size in it in which ads are sold, and pictures of other kinds seldom come."""
        return self._pictures.isdisjoint(words(token)) and any(itertools.starmap(self._is_banner, _SIZE.findall(token)))

    def _is_banner(self, width: str, height: str) -> bool:
        """Whether ads are sold in a size, and thumbnails and what else is square or small seldom have it."""
        return width != height and max(int(width), int(height)) >= _WIDE and f"{width}x{height}" in self._sizes

    def _is_strong(self, name: str) -> bool:
        return not self._names.isdisjoint(words(name))

    def _is_widget(self, name: str) -> bool:
        return not self._widgets.isdisjoint(words(name))

    def _names_slot(self, parts: tuple[str, ...]) -> bool:
        if not self._names.isdisjoint(parts) or not self._sponsors.isdisjoint(parts):
            return True
        if any(len(name) >= _JOINED and name in self._names for name in map("".join, itertools.pairwise(parts))):
            return True
        weak = sum(part in self._weak for part in parts)
        return weak > 1 or (weak == 1 and any(part in self._places or _is_size(part) for part in parts))


def _is_unseen(frame: etree._Element) -> bool:
    """Whether a frame is a point: it is there for scripts only."""
    sides = (frame.get("width") or "", frame.get("height") or "")
    return _UNSEEN.search(frame.get("style") or "") is not None or any(side in ("0", "1") for side in sides)


def _is_size(word: str) -> bool:
    width, _, height = word.partition("x")
    return width.isdigit() and height.isdigit()


def _holder(script: etree._Element, content: Content) -> etree._Element | None:
    """The box in which a script stands: a table where it stands in a cell of one that holds nothing."""
    box = script.getparent()
    if box is None or box.tag not in ("td", "th"):
        return box
    table = next((above for above in box.iterancestors() if above.tag == "table"), None)
    return table if table is not None and content.is_void(table) else None


def _outermost_void(label: etree._Element, content: Content) -> etree._Element | None:
    """The outermost box around a label in which there is nothing but labels."""
    outermost = None
    for box in (label, *label.iterancestors()):
        if not content.is_void(box):
            break
        if box.tag in _BOXES:
            outermost = box
        elif box.tag not in _LINES:
            break
    return outermost


def _labelled_box(label: etree._Element, content: Content) -> etree._Element | None:
    """The nearest box around a label that holds more than the label."""
    for box in label.iterancestors():
        if box.tag not in _BOXES:
            return None
        if not content.is_void(box):
            return box
    return None


def _is_linked(element: etree._Element, facts: Facts) -> bool:
    """Whether an element holds a link, or stands in one or in a menu, where the same word is the way to a department."""
    return bool(facts.links(element)) or any(
        node.tag in ("a", "nav", "footer", "label", "button") for node in (element, *element.iterancestors())
    )


def _weakly_named(facts: Facts, tokens: Iterable[tuple[str, _Token]]) -> Mapping[str, Sequence[etree._Element]]:
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
            if number >= behind and box is not None and box.tag in _BOXES:
                behind = facts.ends[number]
                boxes.setdefault(name, []).append(box)
    return boxes


def _finding(element: etree._Element, evidence: str, category: str = "ad") -> Finding:
    return Finding(element, category, _CONFIDENCE, "slots", (evidence,), Action.REMOVE, True)
