"""Elements out of the bytes: cut where that is proven to take just the element, else hidden."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from lxml import etree

from .encoding import utf16_offsets
from .extent import extent
from .proof import proves, suspect
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


class Edit(NamedTuple):
    """An element and what was done to it, or is to be done. ``start`` and ``end`` are byte offsets into the source."""

    element: etree._Element
    action: Action
    start: int = 0
    end: int = 0


class _Range(NamedTuple):
    number: int
    element: etree._Element
    action: Action
    span: tuple[int, int]


def apply(page: Page, edits: Iterable[Edit]) -> tuple[bytes, list[Edit]]:
    """The source without the elements to be removed and with those to be hidden marked so; and what was done, in source
    order. What cannot be cut without touching anything else is hidden, an element inside another one is left to that one,
    an element that has no start tag is left alone. On any error the page is unchanged: it is the caller's to return it.
    """
    ranges = _outermost(_ranges(page, _topmost(edits)))
    cuts = [item for item in ranges if item.action is Action.REMOVE]
    if cuts:
        proven = {item.number for item in _Prover(page).provable(cuts)}
        ranges = [
            item if item.action is Action.HIDE or item.number in proven else item._replace(action=Action.HIDE)
            for item in ranges
        ]
    if not ranges:
        return page.source, []
    return _write(page, ranges)


def _topmost(edits: Iterable[Edit]) -> list[Edit]:
    """Without the elements to be removed that have another one around them: finding their ends would be work for nothing."""
    given = list(edits)
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
    return sorted(ranges.values(), key=lambda item: (item.span[0], -item.span[1]))


def _outermost(ranges: list[_Range]) -> list[_Range]:
    """Without the ranges that lie in another one."""
    kept: list[_Range] = []
    for item in ranges:
        if not kept or item.span[0] >= kept[-1].span[1]:
            kept.append(item)
    return kept


class _Prover:
    """Tells which cuts are proven, in as many tries as the page's size allows; what is not proven by then counts as not."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.left = max(_LEAST_PROOFS, min(_MOST_PROOFS, _MOST_READ // max(1, len(page.body))))

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
    points = [point for item in ranges for point in (item.span[0], page.start_tags[item.number].name_end, item.span[1])]
    offsets = utf16_offsets(page.body, points, page.encoding) if page.utf16 else points
    hide = HIDE.decode().encode("utf-16-le" if page.encoding.name == "utf-16le" else "utf-16-be") if page.utf16 else HIDE
    pieces: list[bytes] = []
    done_edits: list[Edit] = []
    done = 0
    for item, start, name_end, end in zip(ranges, offsets[::3], offsets[1::3], offsets[2::3], strict=True):
        if item.action is Action.REMOVE:
            pieces.append(page.source[done:start])
            done = end
        else:
            pieces += (page.source[done:name_end], hide)
            done = name_end
        done_edits.append(Edit(item.element, item.action, start, end))
    pieces.append(page.source[done:])
    return b"".join(pieces), done_edits
