"""Attributes out of start tags: which bytes of a page an attribute fills, or a class in one.

Follows the tokenisation stage of the HTML standard, as ``tokens`` does. All offsets are into ``Page.body``. Nothing here
changes a byte: what is not surely found is not named, and stays.
"""

import html
import re
from collections.abc import Collection, Iterator, Sequence, Set
from itertools import groupby, pairwise
from typing import NamedTuple

from .encoding import decode
from .tokens import ATTRIBUTE
from .tree import Page

# What a browser makes of these is settled by their attributes while it reads the page, and no tree shows it: the encoding and
# the policies of the page, whether a script is run, what a shadow root is.
_SETTLED = frozenset((b"meta", b"script", b"template"))
# What parts attributes from what stands behind them, and closes nothing.
_BEHIND = b"\t\n\f\r >"
_CLASS = re.compile(r"[^\t\n\f\r ]+")
_RAW_CLASS = re.compile(rb"[^\t\n\f\r ]+")


class Cut(NamedTuple):
    """A range of a start tag, and the attribute that goes with it; where only some ``classes`` of it do, those. An attribute
    goes as a whole with the last of its classes."""

    start: int
    end: int
    attribute: str
    classes: tuple[str, ...] = ()


class _Attribute(NamedTuple):
    """An attribute as it is written: its name, in lower case but in XML; its range; and that of its value without quotes."""

    name: str
    start: int
    end: int
    value: tuple[int, int]


def cuts(page: Page, number: int, names: Set[str], classes: Set[str]) -> list[Cut]:
    """The ranges to cut from the start tag of a number so that it loses the attributes of these names, and these classes, in
    source order and apart. Attributes that only repeat a name go as well, for a browser would take the second for the first.
    """
    if page.start_tags[number].name in _SETTLED:
        return []
    found = list(_attributes(page, number))
    going: dict[str, tuple[str, ...]] = dict.fromkeys(names, ())
    made: list[Cut] = []
    own = next((attribute for attribute in found if attribute.name == "class"), None)
    if own is not None and classes and "class" not in names:
        begin, end = own.value
        spans = [match.span() for match in _RAW_CLASS.finditer(page.view, begin, end)]
        written = [html.unescape(_text(page, *span)) for span in spans]
        if written and classes >= set(written):
            going["class"] = tuple(dict.fromkeys(written))
        else:
            made += [Cut(*span, "class", (written[index],)) for index, span in _class_cuts(spans, written, classes)]
    # Before a name that begins with "=", what is left would take it for its value.
    stay = {one.name for one, following in pairwise(found) if page.view[following.start] == ord("=")}
    before = page.start_tags[number].name_end
    for goes, run in groupby(found, lambda attribute: attribute.name in going and attribute.name not in stay):
        attributes = list(run)
        end = attributes[-1].end
        if goes:
            start = _start(page.view, before, attributes[0].start, end)
            for attribute in attributes:
                made.append(Cut(start, attribute.end, attribute.name, going[attribute.name]))
                start = attribute.end
        before = end
    return sorted(made)


def without_classes(value: str, classes: Collection[str]) -> str:
    """The value of a ``class`` attribute without some classes, cut as ``cuts`` does it."""
    matches = list(_CLASS.finditer(value))
    if all(match[0] in classes for match in matches):
        return ""
    spans = [match.span() for match in matches]
    for _, (start, end) in reversed(list(_class_cuts(spans, [match[0] for match in matches], classes))):
        value = value[:start] + value[end:]
    return value


def _attributes(page: Page, number: int) -> Iterator[_Attribute]:
    tag = page.start_tags[number]
    for match in ATTRIBUTE.finditer(page.view, tag.name_end, tag.end - 1):
        start, end = match.span("value") if match["value"] else (match.end(), match.end())
        if page.view[start:end][:1] in (b'"', b"'"):
            start, end = start + 1, end - 1
        name = _text(page, *match.span("name"))
        yield _Attribute(name.lower() if name.isascii() and not page.xml else name, *match.span(), (start, end))


def _text(page: Page, start: int, end: int) -> str:
    written = page.body[start:end]
    return written.decode("utf-8") if page.utf16 else decode(written, page.encoding._replace(bom=0))


def _start(view: bytes, before: int, start: int, end: int) -> int:
    """Where to cut for attributes from ``start`` to ``end`` behind one that ends at ``before``: with one space, unless
    it has to part what is left; with all that stands between where a slash does, which else might close the element."""
    if view[end] not in _BEHIND:
        return start
    return before if b"/" in view[before:start] else start - 1 if before < start else start


def _class_cuts(
    spans: Sequence[tuple[int, int]], written: Sequence[str], classes: Collection[str]
) -> Iterator[tuple[int, tuple[int, int]]]:
    """Which classes of a value go, of which some stay, by their place; and the range of each, with the space between it and
    the one before; before the first that stays, with that behind it."""
    leading = True
    for index, (start, end) in enumerate(spans):
        if written[index] not in classes:
            leading = False
        elif leading:
            yield index, (start, spans[index + 1][0])
        else:
            yield index, (spans[index - 1][1], end)
