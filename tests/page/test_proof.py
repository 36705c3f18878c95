"""What is proven: that a page without what stands between « and » is the page without those elements."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from unsponsor.page.attributes import Cut
from unsponsor.page.extent import extent
from unsponsor.page.proof import proves, proves_attributes, suspect
from unsponsor.page.tree import Page

from .soup import nested

XHTML = "application/xhtml+xml"
MARKS = re.compile("«|»".encode())
PROVEN = {
    "a box": "a«<div>b</div>»c",
    "several": "«<p>a</p>»b«<p>c</p>»«<p>d</p>»",
    "between texts that then are one": "a«<b>c</b>»b",
    "an end that is left out": "<ul><li>a«<li>b»<li>c</ul>",
    "a script of which the content does not count": "a«<script>'</div>'</script>»b",
    "a table": "a«<table><tr><td>b</table>»c",
    "what is moved out of a table": "<table>«<div>a</div>»<tr><td>b</table>",
    "all but the end tag, which then ends nothing": "a«<div>b»</div>",
    "nothing": "<p>a</p>",
}
UNPROVEN = {
    "too little": "a«<div>b</div»>c",
    "too much": "a«<div>b</div>c»",
    "the start tag only": "a«<div>»b</div>c",
    "half of another": "a«<div>b</div><p>»c</p>",
    "a box that ends a paragraph": "<p>a«<div>b</div>»c</p>",
    "formatting that goes on behind": "«<div><b>a</div>»b",
    "a link that ends another": "<a>b<div>«<a>c</a>»</div></a>d",
    "a tag that a browser drops": "<p>a</p>«<td>b</td>»",
    "the page": "«<html><body>a</body></html>»",
    "one inside another in the tree only": "<table>«<tr><td>a</td>»«<div>b</div>»</tr></table>",
    "nested deeper than browsers go": "<div>" * 600 + "«<p>a</p>»",
}


def read(marked: str, content_type: str = "text/html") -> tuple[Page, list[tuple[int, tuple[int, int]]]]:
    """The page, and what is marked of it: the numbers of the start tags there, and the ranges."""
    source = marked.encode()
    page = Page(MARKS.sub(b"", source), content_type)
    at = [found.start() - 2 * index for index, found in enumerate(MARKS.finditer(source))]
    numbers = {tag.start: number for number, tag in enumerate(page.start_tags)}
    return page, [(numbers[start], (start, end)) for start, end in zip(at[::2], at[1::2], strict=True)]


@pytest.mark.parametrize("marked", PROVEN.values(), ids=PROVEN.keys())
def test_what_is_proven(marked: str) -> None:
    assert proves(*read(marked)) is True


@pytest.mark.parametrize("marked", UNPROVEN.values(), ids=UNPROVEN.keys())
def test_what_is_not(marked: str) -> None:
    assert proves(*read(marked)) is False


@pytest.mark.parametrize(
    ("marked", "holds"),
    [
        ("<html><body>«<p/>»a</body></html>", True),
        ("<html><body>a«<p><b/>b</p>»c«<i/>»</body></html>", True),
        ("<html><body>«<p/>a»</body></html>", False),
        ("<html><body>«<p>»a</p></body></html>", False),
        ("«<html><body/></html>»", False),
    ],
)
def test_xhtml(marked: str, holds: bool) -> None:
    assert proves(*read(marked, XHTML)) is holds


@given(nested, st.data())
def test_of_a_well_formed_page_an_element_is_proven_and_nothing_but_that(source: bytes, data: st.DataObject) -> None:
    page = Page(source)
    assume(page.start_tags)
    number = data.draw(st.sampled_from([number for number, element in enumerate(page.elements) if element is not None]))
    element = page.elements[number]
    assert element is not None
    span = extent(page, element)
    assert span is not None
    start, end = span
    assert proves(page, [(number, (start, end))])
    assert not proves(page, [(number, (start, end - 1))])
    if end < len(source):
        assert not proves(page, [(number, (start, end + 1))])


SUSPECTS = {
    "the first of two": ("<p>a«<div>b</div>»c</p>«<section>d</section>»", 0),
    "the second of two": ("«<section>d</section>»<p>a«<div>b</div>»c</p>", 1),
    "one that a browser drops": ("«<p>a</p>»«<td>b</td>»", 1),
}


@pytest.mark.parametrize(("marked", "index"), SUSPECTS.values(), ids=SUSPECTS.keys())
def test_which_of_several_is_the_likely_cause(marked: str, index: int) -> None:
    page, cuts = read(marked)
    assert not proves(page, cuts)
    assert suspect(page, cuts) == index
    assert proves(page, [cut for at, cut in enumerate(cuts) if at != index])


@pytest.mark.parametrize(
    ("marked", "content_type"),
    [("<html><body>«<p>»a</p></body></html>", XHTML), ("<div>" * 600 + "«<p>a</p>»", "text/html")],
)
def test_where_the_cause_does_not_show(marked: str, content_type: str) -> None:
    assert suspect(*read(marked, content_type)) is None


# What goes from a start tag is marked; the attribute is y, or the class ad.
LOST = {
    "an attribute": ("<p« y=1»>a</p>", True),
    "of several elements": ("<p« y»>a</p><p« y»>b</p>", True),
    "half of it": ("<p« y=»1>a</p>", False),
    "more than it": ("<p« y=1 z»>a</p>", False),
    "of the page": ("<html« y=1»><body>a", True),
    "formatting that becomes like three others": ("<p><b y=1><b y=2><b y=3><b« y=4»></p>a", True),
    "formatting that becomes the fourth alike": ("<p><b><b><b><b« y=4»></p>a", False),
}


@pytest.mark.parametrize(("marked", "holds"), LOST.values(), ids=LOST.keys())
def test_attributes(marked: str, holds: bool) -> None:
    source = marked.encode()
    page = Page(MARKS.sub(b"", source))
    at = [found.start() - 2 * index for index, found in enumerate(MARKS.finditer(source))]
    taken = []
    for start, end in zip(at[::2], at[1::2], strict=True):
        number = next(number for number, tag in enumerate(page.start_tags) if tag.start < start < tag.end)
        taken.append((number, Cut(start, end, "y")))
    assert proves_attributes(page, [], taken) is holds
