"""How far a removal grows: to the box that would be left empty, to what only heads or captions what is gone."""

import itertools
from bisect import bisect_left
from collections.abc import Collection, Iterator
from enum import Enum, auto

from lxml import etree

from unsponsor.guard import Guard, is_or_holds
from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import registrable_domain

# Beside these a box counts as empty: they show nothing and do nothing.
_NOTHING = frozenset({"br", "hr", "wbr"})
_SILENT = _NOTHING | {"script", "style", "template", "noscript", "link", "meta"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# What shows or does something besides text.
_SHOWING = (
    "img, picture, svg, video, audio, iframe, object, embed, canvas, form, input, button, select, textarea, table, script"
)
# A caption says no more than this, in characters, and stands in a box of a few children.
_CAPTION = 90
_MOST_CHILDREN = 60
# Of so many links the words beside them are about these: no more of them for each than a teaser has. Nothing else stays there.
_LINKS = 2
_TEASER = 300
_DOING = frozenset(
    ("h1", "svg", "video", "audio", "iframe", "object", "embed", "canvas", "form", "input", "button", "select", "textarea")
)
# A box that goes with most of its links says no more than this, in characters, and does nothing.
_REST = 1500
_KEPT = ", ".join(sorted(_DOING - {"svg", "button"}))
# So many empty slots in one box are all that it is there for.
_SLOTS = 2
_LISTS = frozenset({"ul", "ol", "dl"})
_HEADING_BOXES = frozenset({"div", "header", "hgroup", "span"})
_SECTIONS = frozenset({"section", "aside", "article", "li"})
_CELLS = frozenset({"td", "th"})
_PARTS = frozenset({"tbody", "thead", "tfoot"})
_TABLE = _CELLS | _PARTS | {"tr", "table"}


class Growth:
    """How far the removals of a page grow. ``gone`` are the elements that are gone, more and more of them: what stopped the
    growth of one is all that is looked at again."""

    def __init__(self, facts: Facts, gone: set[etree._Element], guard: Guard) -> None:
        self.gone = gone
        self._facts = facts
        self._guard = guard
        self._kept = facts.selected(guard.kept_wrappers)
        self._known: dict[etree._Element, tuple[etree._Element, etree._Element | None]] = {}

    def whole(self, element: etree._Element) -> etree._Element:
        """The outermost box that would be left empty without the elements that are gone: a box, a row of a table, or all of
        one. What is grown through counts as gone."""
        known = self._known.get(element)
        if known is None or (known[1] is not None and _is_nothing(known[1], self.gone)):
            known = self._known[element] = self._grown(element)
        return known[0]

    def _grown(self, element: etree._Element) -> tuple[etree._Element, etree._Element | None]:
        """That box, and what stays in the one around it; None where it cannot be grown through at all."""
        whole = element
        for _ in range(self._guard.levels):
            above = element.getparent()
            if above is None or above not in self._facts.page.numbers or above in self._kept:
                break
            if not _is_wrapper(above, self._guard) and not (above.tag in _TABLE and not _spans_rows(above)):
                break
            stays = _stays_in(above, self.gone)
            if stays is not None:
                return whole, stays
            self.gone.add(above)
            element = above
            # Without one of its cells, a row's others would move.
            if element.tag not in _TABLE or element.tag in ("tr", "table"):
                whole = element
        return whole, None


def _spans_rows(element: etree._Element) -> bool:
    """Whether an element is a cell that stands in several rows, or a row with such a cell."""
    cells = (element,) if element.tag in _CELLS else element
    return any(cell.tag in _CELLS and cell.get("rowspan", "1") != "1" for cell in cells)


def captioned(
    facts: Facts, element: etree._Element, gone: set[etree._Element], guard: Guard, is_headed: bool
) -> etree._Element | None:
    """The box around an element in which nothing would stay but a few words about what is gone. ``is_headed``: that may have
    a heading of its own."""
    box = element.getparent()
    # A list's other items are no captions.
    if (
        box is None
        or box.tag in _LISTS
        or not _is_wrapper(box, guard)
        or box not in facts.page.numbers
        or len(box) > _MOST_CHILDREN
    ):
        return None
    children = [child for child in box if isinstance(child.tag, str)]
    taken = [child for child in children if child in gone]
    stays = [child for child in children if child not in gone and child.tag not in _NOTHING]
    said = sum(facts.text_length(child) for child in taken)
    # What a widget will say is not yet known.
    most = _CAPTION if not said else min(_CAPTION, said)
    # Where several slots stand, what goes before them is about them.
    is_headed = is_headed or (len(taken) >= _SLOTS and not said)
    if not is_headed or facts.text_length(box) - said > most:
        return None
    if box in facts.selected(guard.kept_wrappers) or any(_shows(facts, child) for child in stays):
        return None
    # What stands under a heading, or comes after what is gone, may be something else.
    before = set(itertools.takewhile(lambda child: child not in gone, children))
    heads_more = any(_heading_level(child, alone=True) is not None for child in stays)
    return None if heads_more and not before.issuperset(stays) else box


def deserted(
    facts: Facts, found: Collection[etree._Element], gone: set[etree._Element], guard: Guard
) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Boxes that would have lost all of their links, several of them, so that nothing would stay but what was said about them:
    each with one of the elements found there, which have links and are gone."""
    numbers = sorted(facts.numbers(found))
    kept = facts.selected(guard.kept_wrappers)
    left: dict[etree._Element, _Left] = {}
    for element in found:
        for box in itertools.islice(element.iterancestors(), guard.levels):
            if box in kept or box not in facts.page.numbers or not (_is_wrapper(box, guard) or box.tag in _TABLE):
                break
            first, behind = facts.span(box)
            if bisect_left(numbers, behind) - bisect_left(numbers, first) < _LINKS:
                continue
            if box not in left:
                left[box] = _left_of(facts, box, gone)
                if left[box] is _Left.WORDS:
                    yield box, element
            if left[box] is not _Left.NOTHING:
                break


def left_over(
    facts: Facts, found: Collection[etree._Element], guard: Guard
) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Boxes that would have lost at least half of their links, where the others lead to the same other sites: a part of what
    was promoted would stay. Each with one of the elements found there, which have links and are gone."""
    kept = facts.selected(guard.kept_wrappers)
    hosts = facts.link_table[1]
    lost = {place for element in found if element in facts.page.numbers for place in facts.link_places(element)}
    seen: set[etree._Element] = set()
    for element in found:
        for box in itertools.islice(element.iterancestors(), guard.levels):
            if box in seen or box in kept or box not in facts.page.numbers or facts.text_length(box) > _REST:
                break
            if not (_is_wrapper(box, guard) or box.tag in _TABLE - _PARTS):
                break
            seen.add(box)
            places = facts.link_places(box)
            stays = [hosts[place] for place in places if place not in lost]
            if not stays:
                continue
            if 2 * len(stays) <= len(places) and facts.other_hosts.issuperset(stays) and not facts.has(box, _KEPT):
                sites = {registrable_domain(hosts[place]) for place in places if place in lost}
                if sites.issuperset(map(registrable_domain, stays)):
                    yield box, element
            break


class _Left(Enum):
    """What would be left of a box: nothing at all, a few words for each of its links, or more than that."""

    NOTHING = auto()
    WORDS = auto()
    MORE = auto()


def _left_of(facts: Facts, box: etree._Element, gone: set[etree._Element]) -> _Left:
    """What would be left of a box without all in it that is gone."""
    elements, (first, behind) = facts.page.elements, facts.span(box)
    links = says = 0
    number = first + 1
    while number < behind:
        element = elements[number]
        if element is not None and element in gone:
            links += len(facts.links(element))
            says += facts.text_length(element)
            number = facts.ends[number]
            continue
        if element is not None and element.tag in _DOING:
            return _Left.MORE
        number += 1
    words = facts.text_length(box) - says
    if links < len(facts.links(box)) or words > _TEASER * links:
        return _Left.MORE
    return _Left.WORDS if words and box.tag not in _PARTS else _Left.NOTHING


def _shows(facts: Facts, element: etree._Element) -> bool:
    """Whether an element shows or does more than to say a few words."""
    return bool(facts.links(element)) or is_or_holds(facts, element, _SHOWING)


def heading_of(element: etree._Element, gone: set[etree._Element]) -> etree._Element | None:
    """The heading right over an element that heads nothing else."""
    if is_text(element.tail):
        return None
    above = _neighbour(element, gone, forward=False)
    level = None if above is None or is_text(above.tail) else _heading_level(above, alone=True)
    if level is None:
        return None
    below = _neighbour(element, gone, forward=True)
    if below is None:
        return above
    # What comes next is headed itself, and not by a heading below this one.
    next_level = _heading_level(below, alone=False)
    return above if next_level is not None and next_level <= level else None


def _neighbour(element: etree._Element, gone: set[etree._Element], *, forward: bool) -> etree._Element | None:
    """The next element on one side that stays."""
    for sibling in element.itersiblings(preceding=not forward):
        if isinstance(sibling.tag, str) and sibling not in gone and sibling.tag not in _SILENT:
            return sibling
        if is_text(sibling.tail):
            return sibling  # text stands between: never a heading
    return None


def _heading_level(element: etree._Element, *, alone: bool) -> int | None:
    """Of which level the heading is that an element is or begins with, or, if ``alone``, that it is or is the box of; None
    where there is none."""
    while element.tag in _HEADING_BOXES or (not alone and element.tag in _SECTIONS):
        inner = [child for child in element if isinstance(child.tag, str) and child.tag not in _SILENT]
        if not inner or is_text(element.text):
            return None
        if alone and (len(inner) > 1 or any(is_text(child.tail) for child in element)):
            return None
        element = inner[0]
    return _HEADINGS.get(element.tag)


def _is_wrapper(element: etree._Element, guard: Guard) -> bool:
    """Whether an element only holds others: the usual ones, and those of a site's own making."""
    return element.tag in guard.wrappers or "-" in element.tag


def _stays_in(box: etree._Element, gone: set[etree._Element]) -> etree._Element | None:
    """What keeps a box from being left empty, itself if it is text; None where nothing does."""
    if is_text(box.text):
        return box
    for child in box:
        if is_text(child.tail):
            return box
        if not _is_nothing(child, gone):
            return child
    return None


def _is_nothing(element: etree._Element, gone: set[etree._Element]) -> bool:
    """Whether an element is gone, or shows nothing and does nothing."""
    if element in gone or not isinstance(element.tag, str) or element.tag in _NOTHING:
        return True
    if element.tag == "noscript":
        # What is shown instead of a slot. One with a name may be made a picture by a script.
        before = element.getprevious()
        return not element.attrib.keys()[1:] and before is not None and _is_nothing(before, gone)
    return element.tag in _TABLE and _stays_in(element, gone) is None


def is_text(text: str | None) -> bool:
    """Whether something is said between two tags."""
    return bool(text and text.strip())
