"""Proof that a page without some ranges of its bytes is the page without some of its elements.

What a browser builds from HTML that is not well-formed depends on rules that no range of bytes shows. So each edit is tried
on a parser that follows the HTML standard (lexbor): the tree of the cut page must be the tree of the page with the elements
taken out, to the last character.
"""

from collections.abc import Sequence, Set

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from .tree import FORMATTING, NUMBER, Page, parse_xml

# Browsers flatten what is nested deeper (Chromium at 512 levels), and the standard's algorithm takes quadratic time there.
_TOO_DEEP = etree.XPath("boolean(" + "/*" * 500 + ")")
# For so many elements and more, one look at all numbers is cheaper than a selector that names them.
_MANY = 16


def proves(page: Page, cuts: Sequence[tuple[int, tuple[int, int]]]) -> bool:
    """Whether cutting these ranges removes just these elements. ``cuts``: start tag numbers with their ranges in
    ``page.body``, sorted and apart."""
    if page.root is None or _TOO_DEEP(page.root):
        return False
    numbers = [number for number, _ in cuts]
    cut = page.copy([span for _, span in cuts], sparing=FORMATTING)
    return _xml_equal(page, numbers, cut) if page.xml else _html_equal(page, numbers, cut)


def _html_equal(page: Page, numbers: list[int], cut: bytes) -> bool:
    whole = LexborHTMLParser(page.copy(sparing=FORMATTING, but=set(numbers)))
    if len(numbers) < _MANY:
        gone = whole.css(",".join(f'[{NUMBER}="{number}"]' for number in numbers))
    else:
        wanted = {str(number) for number in numbers}
        gone = [node for node in whole.css(f"[{NUMBER}]") if node.attributes[NUMBER] in wanted]
    if {node.attributes[NUMBER] for node in gone} != set(map(str, numbers)):
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


def _xml_equal(page: Page, numbers: list[int], cut: bytes) -> bool:
    try:
        rest = parse_xml(cut)
    except etree.XMLSyntaxError:
        return False
    whole = parse_xml(page.copy(sparing=FORMATTING, but=set(numbers)))
    wanted = {str(number) for number in numbers}
    for element in [element for element in whole.iter(etree.Element) if element.get(NUMBER) in wanted]:
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
