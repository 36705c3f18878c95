"""Proof that a page without some ranges of its bytes is the page without some of its elements.

What a browser builds from HTML that is not well-formed depends on rules that no range of bytes shows. So each edit is tried
on a parser that follows the HTML standard (lexbor): the tree of the cut page must be the tree of the page with the elements
taken out, to the last character.
"""

from collections.abc import Sequence, Set

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from .tree import NUMBER, Page, parse_xml

# Browsers flatten what is nested deeper (Chromium at 512 levels), and the standard's algorithm takes quadratic time there.
_TOO_DEEP = etree.XPath("boolean(" + "/*" * 500 + ")")
# Marks the elements to be taken out, and only them: a mark in each would make unlike what the standard takes for alike (of
# three formatting elements with the same attributes it forgets the earliest).
_MARK = f"{NUMBER}-gone"


def proves(page: Page, cuts: Sequence[tuple[int, tuple[int, int]]]) -> bool:
    """Whether cutting these ranges removes just these elements. ``cuts``: start tag numbers with their ranges in
    ``page.body``, sorted and apart."""
    if page.root is None or _TOO_DEEP(page.root):
        return False
    ends = [page.start_tags[number].name_end for number, _ in cuts]
    marked = page.variant([(end, end, f' {_MARK}="{index}"'.encode()) for index, end in enumerate(ends)])
    cut = page.variant([(start, end, b"") for _, (start, end) in cuts])
    return _xml_equal(marked, cut) if page.xml else _html_equal(marked, cut, len(cuts))


def _html_equal(marked: bytes, cut: bytes, count: int) -> bool:
    whole = LexborHTMLParser(marked)
    gone = whole.css(f"[{_MARK}]")
    if len({node.attributes[_MARK] for node in gone}) != count:
        return False  # browsers drop a tag that stands where it must not; there is no such element to take out
    taken = {node.mem_id for node in gone}
    if any(_has_above(node, taken) for node in gone):
        return False  # apart in the bytes, but not in the tree
    try:
        for node in gone:
            node.decompose()
    except SelectolaxError:
        return False  # the root cannot be taken out of a tree
    return whole.html == LexborHTMLParser(cut).html


def _has_above(node: LexborNode, taken: Set[int]) -> bool:
    above = node.parent
    while above is not None:
        if above.mem_id in taken:
            return True
        above = above.parent
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
