"""Elements out of the bytes: cut where that is proven to take just the element, else hidden. And attributes of elements."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from lxml import etree

from .attributes import Cut, cuts
from .encoding import utf16_offsets
from .extent import extent
from .proof import proves, proves_attributes, suspect
from .tree import Page, number_of

# Written behind the name in the start tag. Two attributes, for each alone fails somewhere: a style sheet's `display: flex`
# beats `hidden`, and a content security policy may forbid inline styles. The first of two attributes of one name counts.
HIDE = b' hidden="" style="display:none!important"'
# More tries than this to tell the cuts that can be proven from those that cannot are not worth a reader's time. Each reads
# the whole page: of a large one so many bytes are read again in all, but a few tries it gets.
_MOST_PROOFS = 24
_LEAST_PROOFS = 6
_MOST_READ = 5_000_000
# So many cuts are put aside on suspicion; after that the rest is told apart by halves.
_MOST_SUSPECTS = 4


# Inside of these, elements have no extent of their own; what is in one that goes is not sure to go with it.
_FOREIGN = frozenset({"svg", "math"})


class Action(StrEnum):
    """What happens to an element."""

    REMOVE = "remove"
    HIDE = "hide"
    ATTRIBUTE = "attribute"


class Edit(NamedTuple):
    """An element and what was done to it, or is to be done. ``start`` and ``end`` are byte offsets into the source.

    ``attribute``: the one that the element loses, where that is all; ``classes``: those that it loses, where the attribute is
    to go with the last of them only. ``start`` and ``end`` are then those of what goes from the start tag.
    """

    element: etree._Element
    action: Action
    start: int = 0
    end: int = 0
    attribute: str = ""
    classes: tuple[str, ...] = ()


class _Range(NamedTuple):
    number: int
    element: etree._Element
    action: Action
    span: tuple[int, int]
    cut: Cut | None = None


def apply(page: Page, edits: Iterable[Edit]) -> tuple[bytes, list[Edit]]:
    """The source without the elements to be removed and with those to be hidden marked so; and what was done, in source
    order. What cannot be cut without touching anything else is hidden, an element inside another one is left to that one,
    an element that has no start tag is left alone. Attributes go where that is proven to change nothing else, and not from
    elements that are removed or hidden, or inside such: each range that is cut for them is told by itself. On any error the
    page is unchanged: it is the caller's to return it.
    """
    whole: list[Edit] = []
    attributes: list[Edit] = []
    for item in edits:
        (attributes if item.action is Action.ATTRIBUTE else whole).append(item)
    ranges = _outermost(_ranges(page, _topmost(whole)))
    removed = [item for item in ranges if item.action is Action.REMOVE]
    if removed:
        proven = {item.number for item in _Prover(page).provable(removed)}
        ranges = [
            item if item.action is Action.HIDE or item.number in proven else item._replace(action=Action.HIDE)
            for item in ranges
        ]
    if attributes:
        ranges = _with_attributes(page, ranges, attributes)
    if not ranges:
        return page.source, []
    return _write(page, ranges)


def _topmost(given: Sequence[Edit]) -> list[Edit]:
    """Without the elements to be removed that have another one around them: finding their ends would be work for nothing."""
    gone = {edit.element for edit in given if edit.action is Action.REMOVE and edit.element.tag not in _FOREIGN}
    kept: list[Edit] = []
    inside: dict[etree._Element, bool] = {}
    for edit in given:
        path: list[etree._Element] = []
        above = edit.element.getparent()
        while above is not None and above not in inside and above not in gone:
            path.append(above)
            above = above.getparent()
        covered = above is not None and (above in gone or inside[above])
        inside.update(dict.fromkeys(path, covered))
        if not covered:
            kept.append(edit)
    return kept


def _ranges(page: Page, edits: Iterable[Edit]) -> list[_Range]:
    ranges: dict[int, _Range] = {}
    for given in edits:
        element, action = given.element, given.action
        number = number_of(element)
        if number is None or (number in ranges and ranges[number].action is Action.REMOVE):
            continue
        span = extent(page, element)
        if span is None:
            tag = page.start_tags[number]
            action, span = Action.HIDE, (tag.start, tag.end)
        ranges[number] = _Range(number, element, action, span)
    return list(ranges.values())


def _outermost(ranges: Iterable[_Range]) -> list[_Range]:
    """In source order, without the ranges that lie in another one."""
    kept: list[_Range] = []
    for item in sorted(ranges, key=lambda item: (item.span[0], -item.span[1])):
        if not kept or item.span[0] >= kept[-1].span[1]:
            kept.append(item)
    return kept


def _with_attributes(page: Page, ranges: Sequence[_Range], edits: Iterable[Edit]) -> list[_Range]:
    """Ranges, with those of the attributes and classes to be taken out that are proven to be just these."""
    wanted: dict[int, list[Edit]] = {}
    for edit in edits:
        number = number_of(edit.element)
        # What is in a template stands apart from the page, and no proof reaches it.
        if number is not None and next(edit.element.iterancestors("template"), None) is None:
            wanted.setdefault(number, []).append(edit)
    found = list(ranges)
    for number, of_one in wanted.items():
        names = {edit.attribute for edit in of_one if not edit.classes}
        classes = {name for edit in of_one for name in edit.classes}
        for cut in cuts(page, number, names, classes):
            found.append(_Range(number, of_one[0].element, Action.ATTRIBUTE, (cut.start, cut.end), cut))
    found = _outermost(found)
    removed = _numbered([item for item in found if item.action is Action.REMOVE])
    taken: dict[int, list[tuple[int, Cut]]] = {}
    for item in found:
        if item.cut is not None:
            taken.setdefault(item.number, []).append((item.number, item.cut))
    proven = set(_provable_attributes(page, removed, taken))
    return [item for item in found if item.cut is None or item.number in proven]


def _provable_attributes(
    page: Page, removed: Sequence[tuple[int, tuple[int, int]]], taken: Mapping[int, Sequence[tuple[int, Cut]]]
) -> list[int]:
    """Of which elements the attributes can go that are to be taken out: of all, or else, by halves, of those that are proven
    together, in as many tries as the page's size allows."""
    proven: list[int] = []
    left = [list(taken)] if taken else []
    for _ in range(_tries(page)):
        if not left:
            break
        numbers = left.pop()
        if proves_attributes(page, removed, [cut for number in (*proven, *numbers) for cut in taken[number]]):
            proven += numbers
        elif len(numbers) > 1:
            middle = len(numbers) // 2
            left += (numbers[middle:], numbers[:middle])
    return proven


def _tries(page: Page) -> int:
    """How many proofs the page's size allows."""
    return max(_LEAST_PROOFS, min(_MOST_PROOFS, _MOST_READ // max(1, len(page.body))))


class _Prover:
    """Tells which cuts are proven, in as many tries as the page's size allows; what is not proven by then counts as not."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.left = _tries(page)

    def provable(self, cuts: Sequence[_Range]) -> Sequence[_Range]:
        """Cuts that are proven to take just their elements, together."""
        suspects: list[_Range] = []
        for _ in range(_MOST_SUSPECTS):
            if self._proves(cuts):
                return self._acquitted(cuts, suspects)
            at = self._suspect(cuts)
            if at is None:
                return self._halved(cuts)
            suspects.append(cuts[at])
            cuts = [*cuts[:at], *cuts[at + 1 :]]
        return self._by_halves(cuts)

    def _acquitted(self, cuts: Sequence[_Range], suspects: Sequence[_Range]) -> Sequence[_Range]:
        """Proven cuts with those of several suspects that are proven with them: a page's first tags may throw suspicion on
        the wrong one."""
        for suspected in suspects if len(suspects) > 1 else ():
            more = sorted((*cuts, suspected), key=lambda item: item.span)
            if self._proves(more):
                cuts = more
        return cuts

    def _by_halves(self, cuts: Sequence[_Range]) -> Sequence[_Range]:
        return cuts if self._proves(cuts) else self._halved(cuts)

    def _halved(self, cuts: Sequence[_Range]) -> Sequence[_Range]:
        """What is provable of cuts that are not together."""
        if len(cuts) == 1 or not self.left:
            return []
        middle = len(cuts) // 2
        halves = [self._by_halves(cuts[:middle]), self._by_halves(cuts[middle:])]
        both = [*halves[0], *halves[1]]
        # Each part was proven by itself; what they do together is proven only by a proof of the whole.
        return both if len(both) < len(cuts) and self._proves(both) else max(halves, key=len)

    def _proves(self, cuts: Sequence[_Range]) -> bool:
        return not cuts or (self._try() and proves(self.page, _numbered(cuts)))

    def _suspect(self, cuts: Sequence[_Range]) -> int | None:
        return suspect(self.page, _numbered(cuts)) if len(cuts) > 1 and self._try() else None

    def _try(self) -> bool:
        """Whether another try is left; takes it."""
        if not self.left:
            return False
        self.left -= 1
        return True


def _numbered(cuts: Sequence[_Range]) -> list[tuple[int, tuple[int, int]]]:
    return [(item.number, item.span) for item in cuts]


def _write(page: Page, ranges: list[_Range]) -> tuple[bytes, list[Edit]]:
    points = [point for item in ranges for point in _points(page, item)]
    offsets = utf16_offsets(page.body, points, page.encoding) if page.utf16 else points
    hide = HIDE.decode().encode("utf-16-le" if page.encoding.name == "utf-16le" else "utf-16-be") if page.utf16 else HIDE
    pieces: list[bytes] = []
    done_edits: list[Edit] = []
    done = 0
    for item, start, behind_name, end in zip(ranges, offsets[::3], offsets[1::3], offsets[2::3], strict=True):
        if item.action is Action.HIDE:
            pieces += (page.source[done:behind_name], hide)
            done = behind_name
        else:
            pieces.append(page.source[done:start])
            done = end
        attribute, classes = (item.cut.attribute, item.cut.classes) if item.cut is not None else ("", ())
        done_edits.append(Edit(item.element, item.action, start, end, attribute, classes))
    pieces.append(page.source[done:])
    return b"".join(pieces), done_edits


def _points(page: Page, item: _Range) -> tuple[int, int, int]:
    """Where a range begins, where the name of its element ends (for one inside a start tag: where it begins), and where it
    ends: ascending."""
    start, end = item.span
    return start, start if item.cut is not None else page.start_tags[item.number].name_end, end
