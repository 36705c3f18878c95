"""Proof that a page without some ranges of its bytes is the page without some of its elements, or of their attributes.

What a browser builds from HTML that is not well-formed depends on rules that no range of bytes shows. So each edit is tried
on a parser that follows the HTML standard (lexbor): the tree of the cut page must be the tree of the page with the elements
taken out, to the last character. The content of scripts and the like is left out of both: it has no part in the tree.
"""

import re
from collections.abc import Mapping, Sequence, Set

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from .attributes import Cut, without_classes
from .tree import NUMBER, Page, parse_xml

# Browsers flatten what is nested deeper (Chromium at 512 levels), and the standard's algorithm takes quadratic time there.
_TOO_DEEP = etree.XPath("boolean(" + "/*" * 500 + ")")
# Marks the elements to be taken out, and only them: a mark in each would make unlike what the standard takes for alike (of
# three formatting elements with the same attributes it forgets the earliest).
_MARK = f"{NUMBER}-gone"
_MARKS = re.compile(f' {_MARK}="[0-9]*"')

Cuts = Sequence[tuple[int, tuple[int, int]]]


def proves(page: Page, cuts: Cuts) -> bool:
    """Whether cutting these ranges removes just these elements. ``cuts``: start tag numbers with their ranges in
    ``page.body``, sorted and apart."""
    if page.root is None or _TOO_DEEP(page.root):
        return False
    ends = [page.start_tags[number].name_end for number, _ in cuts]
    marked = page.outline([(end, end, f' {_MARK}="{index}"'.encode()) for index, end in enumerate(ends)])
    cut = page.outline([(start, end, b"") for _, (start, end) in cuts])
    return _xml_equal(marked, cut) if page.xml else _html_equal(marked, cut, len(cuts))


def proves_attributes(page: Page, removed: Cuts, taken: Sequence[tuple[int, Cut]]) -> bool:
    """Whether cutting these ranges of start tags takes just these attributes and classes out of the page that is left when
    ``removed`` is cut. ``taken``: start tag numbers with what is cut of each, apart from each other and from the removed
    ranges.

    Attributes have a part in how the tree is built: of formatting elements that are alike, of hidden fields in tables, of
    second ``html`` and ``body`` tags, of some names in SVG and MathML.
    """
    if page.root is None or _TOO_DEEP(page.root):
        return False
    cuts: dict[int, list[Cut]] = {}
    for number, cut in taken:
        cuts.setdefault(number, []).append(cut)
    left = [(start, end, b"") for _, (start, end) in removed]
    ends = [(page.start_tags[number].name_end, number) for number in cuts]
    marked = page.outline([*left, *((end, end, f' {_MARK}="{number}"'.encode()) for end, number in ends)])
    without = page.outline([*left, *((cut.start, cut.end, b"") for _, cut in taken)])
    if page.xml:
        return _xml_attributes_equal(marked, without, cuts)
    return _html_attributes_equal(page.outline(left), marked, without, cuts)


def suspect(page: Page, cuts: Cuts) -> int | None:
    """Which of some cuts that are not proven together is the likely cause: the last one before the trees begin to differ.
    None where that does not show."""
    if page.xml or page.root is None or _TOO_DEEP(page.root):
        return None
    comments = [f"<!--{_MARK}{index}-->".encode() for index in range(len(cuts))]
    marks = [f' {_MARK}="{index}"'.encode() for index in range(len(cuts))]
    changes = []
    for (number, (start, _)), comment, mark in zip(cuts, comments, marks, strict=True):
        name_end = page.start_tags[number].name_end
        changes += [(start, start, comment), (name_end, name_end, mark)]
    cut = page.outline([(start, end, comment) for (_, (start, end)), comment in zip(cuts, comments, strict=True)])
    whole = LexborHTMLParser(page.outline(changes))
    gone = whole.css(f"[{_MARK}]")
    misplaced = _misplaced(gone, len(cuts))
    if misplaced is not None:
        return misplaced
    expected, found = _without(whole, gone), LexborHTMLParser(cut).html
    if expected is None or found is None:
        return None
    last = expected[: _same(expected, found)].rfind(f"<!--{_MARK}")
    return None if last < 0 else int(expected[last:].removeprefix(f"<!--{_MARK}").partition("-->")[0])


def _same(one: str, other: str) -> int:
    """How many characters two strings have in common at their beginnings."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def _html_equal(marked: bytes, cut: bytes, count: int) -> bool:
    whole = LexborHTMLParser(marked)
    gone = whole.css(f"[{_MARK}]")
    if _misplaced(gone, count) is not None:
        return False
    expected = _without(whole, gone)
    return expected is not None and expected == LexborHTMLParser(cut).html


def _misplaced(gone: Sequence[LexborNode], count: int) -> int | None:
    """A mark, of so many, of which there is no element, or whose element stands inside another marked one."""
    marks = {node.attributes[_MARK] for node in gone}
    if len(marks) != count:
        # Browsers drop a tag that stands where it must not; there is no such element to take out.
        return next(index for index in range(count) if str(index) not in marks)
    taken = {node.mem_id for node in gone}
    # Apart in the bytes, but not in the tree.
    return next((int(node.attributes[_MARK] or 0) for node in gone if _has_above(node, taken)), None)


def _without(whole: LexborHTMLParser, gone: Sequence[LexborNode]) -> str | None:
    try:
        for node in gone:
            node.decompose()
    except SelectolaxError:
        return None  # the root cannot be taken out of a tree
    return whole.html


def _has_above(node: LexborNode, taken: Set[int]) -> bool:
    above = node.parent
    while above is not None:
        if above.mem_id in taken:
            return True
        above = above.parent
    return False


def _html_attributes_equal(plain: bytes, marked: bytes, without: bytes, cuts: Mapping[int, Sequence[Cut]]) -> bool:
    whole = LexborHTMLParser(marked)
    if _MARKS.sub("", whole.html or "") != LexborHTMLParser(plain).html:
        return False  # the marks themselves make a difference
    for node in whole.css(f"[{_MARK}]"):
        attributes = node.attrs
        for cut in cuts[int(attributes[_MARK] or 0)]:
            value = without_classes(attributes.sget(cut.attribute), cut.classes) if cut.classes else ""
            if value:
                attributes[cut.attribute] = value
            elif cut.attribute in attributes:
                del attributes[cut.attribute]
        del attributes[_MARK]
    return whole.html == LexborHTMLParser(without).html


def _xml_attributes_equal(marked: bytes, without: bytes, cuts: Mapping[int, Sequence[Cut]]) -> bool:
    whole = parse_xml(marked)
    for element in whole.iter(etree.Element):
        for cut in cuts[int(element.attrib.pop(_MARK))] if _MARK in element.attrib else ():
            value = without_classes(element.get(cut.attribute, ""), cut.classes) if cut.classes else ""
            if value:
                element.set(cut.attribute, value)
            else:
                element.attrib.pop(cut.attribute, "")
    try:
        return etree.tostring(whole) == etree.tostring(parse_xml(without))
    except etree.XMLSyntaxError:
        return False


def _xml_equal(marked: bytes, cut: bytes) -> bool:
    try:
        rest = parse_xml(cut)
    except etree.XMLSyntaxError:
        return False
    whole = parse_xml(marked)
    for element in [element for element in whole.iter(etree.Element) if element.get(_MARK) is not None]:
        parent = element.getparent()
        if parent is None:
            return False
        _remove_keeping_tail(parent, element)
    return etree.tostring(whole) == etree.tostring(rest)


def _remove_keeping_tail(parent: etree._Element, element: etree._Element) -> None:
    tail = element.tail or ""
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    element.tail = None
    parent.remove(element)
