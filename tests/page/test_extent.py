"""Where elements end in the bytes: the element with id=x fills what stands between « and »."""

import pytest
from hypothesis import given
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from unsponsor.page.extent import extent
from unsponsor.page.tree import Page

from .soup import nested, soup

XHTML = "application/xhtml+xml"
EXTENTS = {
    "an end tag": "a«<div id=x>b</div>»c",
    "space in an end tag": "«<div id=x>b</div \n>»c",
    "an end tag in capitals": "«<DIV id=x>b</Div>»c",
    "elements of its name inside": "«<div id=x><div>a</div><div><div></div></div></div>»<div>b</div>",
    "a void element": "a«<img id=x>»</img>b",
    "a void element in capitals": "a«<IMG id=x>»b",
    "an end tag in a comment": "«<div id=x><!-- </div> -->a</div>»b",
    "an end tag in an attribute": "«<div id=x><p title='</div>'>a</div>»b",
    "an end tag in a script": "«<div id=x><script>'</div>'</script>a</div>»b",
    "an end tag in SVG": "«<div id=x><svg><g></g></svg></div>»b",
    "SVG itself": "a«<svg id=x><g><path/></g></svg>»b",
    "an end tag of what is not open": "«<div id=x>a</span></div>»b",
    "left out before one like it": "<ul><li>a«<li id=x>b»<li>c</ul>",
    "left out before the end of what is around": "<ul><li>a«<li id=x>b»</ul>c",
    "left out, with one like it deeper inside": "<ul>«<li id=x>a<ul><li>b</ul>»<li>c</ul>",
    "left out before what ends it": "<p>a«<p id=x>b»<div>c</div>",
    "never closed": "<p>a</p>«<div id=x>b<p>c»",
    "closed by the end tag of what is around": "<section>«<div id=x>a»</section>b",
    "with elements that are closed so": "«<div id=x><p>a<span>b</div>»c",
    "rows without ends": "<table>«<tr id=x><td>a<td>b»<tr><td>c</table>",
    "a page of bytes that are no text": "\udcff«<p id=x>\udcff</p>»\udcff",
}


def read(marked: str, content_type: str = "text/html") -> tuple[Page, tuple[int, int]]:
    """The page, and the range of what is marked."""
    source = marked.encode("utf-8", "surrogateescape")
    begin, end = source.index("«".encode()), source.index("»".encode()) - 2
    return Page(source.replace("«".encode(), b"").replace("»".encode(), b""), content_type), (begin, end)


def with_id(page: Page) -> etree._Element:
    return next(e for e in page.elements if e is not None and e.get("id") == "x")


@pytest.mark.parametrize("marked", EXTENTS.values(), ids=EXTENTS.keys())
def test_what_an_element_fills(marked: str) -> None:
    page, span = read(marked)
    assert extent(page, with_id(page)) == span


@pytest.mark.parametrize(
    "marked",
    ['<html><body>«<p id="x"/>»a</body></html>', '<html><body>«<p id="x"><p/>a</p>»</body></html>', '<html>«<img id="x">a</img>»</html>'],
)  # fmt: skip
def test_in_xhtml_a_slash_closes_and_nothing_is_void(marked: str) -> None:
    page, span = read(marked, XHTML)
    assert extent(page, with_id(page)) == span


@pytest.mark.parametrize("source", [b"<svg><g id=x></g></svg>", b"<math><mi id=x></mi></math>"])
def test_what_stands_in_svg_has_none_of_its_own(source: bytes) -> None:
    page = Page(source)
    assert extent(page, with_id(page)) is None


def test_an_element_that_the_parser_implies_has_none() -> None:
    page = Page(b"<p id=x>a</p>")
    implied = list(with_id(page).iterancestors())
    assert [(element.tag, extent(page, element)) for element in implied] == [("body", None), ("html", None)]


@given(nested)
def test_of_a_well_formed_page_each_element_is_whole_by_itself(source: bytes) -> None:
    page = Page(source)
    for number, element in enumerate(page.elements):
        if element is None:
            continue
        span = extent(page, element)
        assert span is not None
        start, end = span
        assert start == page.start_tags[number].start
        # Another parser makes of these bytes one element, and all that stands in it.
        body = LexborHTMLParser(b"<!doctype html><body>" + source[start:end]).body
        assert body is not None
        (alone,) = list(body.iter(include_text=True))
        assert alone.tag == element.tag
        assert len(alone.css("*")) == len(list(element.iter(etree.Element)))


@given(soup)
def test_of_any_page_it_is_a_range_from_the_start_tag_on(source: bytes) -> None:
    page = Page(source)
    for number, element in enumerate(page.elements):
        span = None if element is None else extent(page, element)
        if span is not None:
            tag = page.start_tags[number]
            assert span[0] == tag.start
            assert tag.end <= span[1] <= len(page.body)
