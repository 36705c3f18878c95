"""Elements out of pages, by a folder of cases: what a cut must leave of the bytes."""

import re
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from unsponsor.page import edit
from unsponsor.page.tree import Page

from .soup import pieces, trees

HIDDEN = edit.HIDE.decode()


class Case(NamedTuple):
    source: str
    left: str | None


# The element with id=x goes. What a browser builds from the rest must be what it built before, less that element.
CUT = {
    "a box": Case("a<div id=x>b</div>c", "ac"),
    "nested boxes of one name": Case("<div id=x><div>a</div><div></div></div><div>b</div>", "<div>b</div>"),
    "the element itself is inside one": Case("<div><div id=x>a</div>b</div>", "<div>b</div>"),
    "void": Case("a<img id=x src='>'>b", "ab"),
    "self-closing slash on a void element": Case("a<br id=x />b", "ab"),
    "self-closing slash means nothing on a div": Case("<div id=x />a</div>b", "b"),
    "script": Case("<script id=x>'</div>'</script>b", "b"),
    "script with an escaped script": Case("<script id=x><!-- <script></script> --></script>b", "b"),
    "iframe": Case("<iframe id=x><p></iframe>b", "b"),
    "noscript": Case("a<noscript id=x><img></noscript>b", "ab"),
    "svg": Case("a<svg id=x><title/><g><svg></svg></g></svg>b", "ab"),
    "li without end tag": Case("<ul><li>a<li id=x>b <b>c</b>\n<li>d</ul>", "<ul><li>a<li>d</ul>"),
    "last li without end tag": Case("<ul><li>a<li id=x>b</ul>c", "<ul><li>a</ul>c"),
    "li with a list in it": Case("<ul><li id=x>a<ul><li>b</ul><li>c</ul>", "<ul><li>c</ul>"),
    "p without end tag": Case("<p>a<p id=x>b<div>c</div>", "<p>a<div>c</div>"),
    "dt and dd": Case("<dl><dt>a<dd id=x>b<dt>c</dl>", "<dl><dt>a<dt>c</dl>"),
    "option": Case("<select><option>a<option id=x>b<option>c</select>", "<select><option>a<option>c</select>"),
    "table row without end tags": Case(
        "<table><tr><td>a<tr id=x><td>b<td>c<tr><td>d</table>", "<table><tr><td>a<tr><td>d</table>"
    ),
    "table cell": Case("<table><tr><td>a<td id=x>b<td>c</table>", "<table><tr><td>a<td>c</table>"),
    "table section": Case("<table><thead><tr><td>a<tbody id=x><tr><td>b</table>c", "<table><thead><tr><td>a</table>c"),
    "whole table": Case("a<table id=x><tr><td>b</table>c", "ac"),
    "foster-parented box": Case("<table><div id=x>a</div><tr><td>b</table>", "<table><tr><td>b</table>"),
    "stray end tags inside": Case("<div id=x>a</span></i></div>b", "b"),
    "unclosed elements inside": Case("<div id=x><span>a<b>b</div>c", None),
    "closed by an end tag around": Case("<section><div id=x>a</section>b", "<section></section>b"),
    "never closed": Case("<p>a</p><div id=x>b", "<p>a</p>"),
    "comment inside": Case("<div id=x><!-- </div> --></div>b", "b"),
    "attribute that holds markup": Case("<div id=x title='</div>'>a</div>b", "b"),
    "text around stays to the byte": Case(" a \r\n<div id=x>b</div>\r\n\tc\0 ", " a \r\n\r\n\tc\0 "),
    "fragment without html": Case("<b id=x>a</b>b", "b"),
    "head": Case("<html><head><link id=x rel=a><title>b</title></head><body>c", "<html><head><title>b</title></head><body>c"),
}


def x(page: Page) -> list[edit.Edit]:
    return [edit.Edit(e, edit.Action.REMOVE) for e in page.elements if e is not None and e.get("id") == "x"]


@pytest.mark.parametrize("case", CUT.values(), ids=CUT.keys())
def test_cut(case: Case) -> None:
    page = Page(case.source.encode())
    html, (done,) = edit.apply(page, x(page))
    if case.left is None:
        # An unclosed <b> goes on in what follows: no range of bytes is the element.
        assert done.action is edit.Action.HIDE
        return
    assert html.decode() == case.left
    assert case.source.encode()[: done.start] + case.source.encode()[done.end :] == html


# Nothing but the element may change, and here no cut can do that.
HIDE = {
    "a box ends a paragraph": "<p>a<div id=x>b</div>c</p>",
    "misnested formatting": "<b>a<div id=x>b</b>c</div>d",
    "inside SVG": "<svg><g id=x></g></svg>",
    "inside a template": "<template><div id=x>a</div></template>",
    "a link in a link": "<a>b<div><a id=x>c</a></div></a>d",
}


@pytest.mark.parametrize("source", HIDE.values(), ids=HIDE.keys())
def test_hidden_where_no_cut_is_exact(source: str) -> None:
    page = Page(source.encode())
    html, (done,) = edit.apply(page, x(page))
    assert done.action is edit.Action.HIDE
    assert html.decode() == source.replace(" id=x", f"{HIDDEN} id=x")


def test_nothing_to_do_gives_the_same_object() -> None:
    page = Page(b"<p>a</p>")
    assert edit.apply(page, [])[0] is page.source


def test_an_element_inside_another_goes_with_it() -> None:
    page = Page(b"<div><p>a</p><p>b</p></div>c")
    html, done = edit.apply(page, [edit.Edit(e, edit.Action.REMOVE) for e in page.elements if e is not None])
    assert (html, len(done)) == (b"c", 1)


def test_neighbours_go_together() -> None:
    page = Page(b"<ul><li>a<li>b<li>c</ul>")
    html, done = edit.apply(page, [edit.Edit(e, edit.Action.REMOVE) for e in page.elements if e is not None and e.tag == "li"])
    assert (html, len(done)) == (b"<ul></ul>", 3)


def test_one_cut_that_cannot_be_proven_leaves_the_others() -> None:
    source = b"<div>a</div>" * 5 + b"<p>a<div>x</div>c</p>" + b"<div>b</div>" * 5
    page = Page(source)
    html, done = edit.apply(
        page, [edit.Edit(e, edit.Action.REMOVE) for e in page.elements if e is not None and e.tag == "div"]
    )
    assert [item.action.value for item in done] == ["remove"] * 5 + ["hide"] + ["remove"] * 5
    assert html == b"<p>a<div" + edit.HIDE + b">x</div>c</p>"


def test_xhtml_is_cut_as_xml() -> None:
    source = b'<html xmlns="http://www.w3.org/1999/xhtml"><head><script src="a"/></head><body><div id="x"><p/></div><div/>b</body></html>'
    page = Page(source, "application/xhtml+xml")
    assert edit.apply(page, x(page))[0] == source.replace(b'<div id="x"><p/></div>', b"")


def loses(page: Page, attribute: str, *classes: str) -> list[edit.Edit]:
    """The attribute goes from each element that has it."""
    return [
        edit.Edit(e, edit.Action.ATTRIBUTE, attribute=attribute, classes=classes)
        for e in page.elements
        if e is not None and e.get(attribute) is not None
    ]


# The attribute y of each element goes; each removal is told with its range.
LOST = {
    "one": Case("<p y>a</p>", "<p>a</p>"),
    "a link that is cloned": Case("<a y href=b><div>c<p>d</a>e</p></div>", "<a href=b><div>c<p>d</a>e</p></div>"),
    "the page itself": Case("<html y><body a y=1>b", "<html><body a>b"),
    "in SVG": Case("<svg><path y d=1 /></svg>", "<svg><path d=1 /></svg>"),
    "the first of two tags of the body": Case("<body y=1>a<body y=2>b", "<body y=1>a<body y=2>b"),
    "the other elements": Case("<body y=1>a<p y>b<body y=2>c<p y>d", "<body y=1>a<p>b<body y=2>c<p>d"),
    "in a template": Case("<template><p y></p></template>", "<template><p y></p></template>"),
    "formatting that becomes alike": Case("<p><b y=1><b y=2><b y=3><b y=4></p>a", "<p><b><b><b><b y=4></p>a"),
}


@pytest.mark.parametrize("case", LOST.values(), ids=LOST.keys())
def test_attributes_go_where_nothing_else_changes(case: Case) -> None:
    source = case.source.encode()
    page = Page(source)
    html, done = edit.apply(page, loses(page, "y"))
    assert html.decode() == case.left
    rest = source
    for item in reversed(done):
        assert (item.action, item.attribute) == (edit.Action.ATTRIBUTE, "y")
        rest = rest[: item.start] + rest[item.end :]
    assert rest == html


def test_the_type_of_a_hidden_field_in_a_table_stays() -> None:
    source = b"<table><input type=hidden></table><input type=hidden>"
    page = Page(source)
    assert edit.apply(page, loses(page, "type"))[0] == b"<table><input type=hidden></table><input>"


def test_an_attribute_of_what_is_removed_goes_with_it() -> None:
    page = Page(b"<div y><p y>a</p><p id=x y><b y>b</b></p></div>")
    html, done = edit.apply(page, [*loses(page, "y"), *x(page)])
    assert html == b"<div><p>a</p></div>"
    assert [item.action.value for item in done] == ["attribute", "attribute", "remove"]


def test_an_attribute_of_what_is_hidden_stays() -> None:
    source = b"<p>a<div id=x y><b y></b>b</div><i y>c</i></p>"
    page = Page(source)
    html, done = edit.apply(page, [*loses(page, "y"), *x(page)])
    assert html == source.replace(b"<div", b"<div" + edit.HIDE).replace(b"<i y", b"<i")
    assert [item.action.value for item in done] == ["hide", "attribute"]


def test_classes_go_one_by_one_or_with_their_attribute() -> None:
    page = Page(b'<p class="a ad tom">b<p class="ad">c')
    html, done = edit.apply(page, [*loses(page, "class", "ad"), *loses(page, "class", "tom")])
    assert html == b'<p class="a">b<p>c'
    assert [item.classes for item in done] == [("ad",), ("tom",), ("ad",)]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_attributes_of_utf16_pages(encoding: str) -> None:
    text = '<p>広告</p><p title="広告" y="広">a</p><p class="広 b">c</p><div id=x>d</div><p y>e</p>'
    source = ("\ufeff" + text).encode(encoding)
    page = Page(source)
    html, done = edit.apply(page, [*loses(page, "y"), *loses(page, "class", "広"), *x(page)])
    left = '\ufeff<p>広告</p><p title="広告">a</p><p class="b">c</p><p>e</p>'
    assert html == left.encode(encoding)
    assert [source[item.start : item.end].decode(encoding) for item in done] == [
        ' y="広"',
        "広 ",
        "<div id=x>d</div>",
        " y",
    ]


def test_attributes_of_xhtml() -> None:
    source = (
        b'<html xmlns="http://www.w3.org/1999/xhtml" y="1"><body><p class="ad b" y="&lt;">a</p>'
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><a xlink:href="b" Y="c"/></svg></body></html>'
    )
    page = Page(source, "application/xhtml+xml")
    edits = [*loses(page, "y"), *loses(page, "class", "ad"), *loses(page, "{http://www.w3.org/1999/xlink}href")]
    html, done = edit.apply(page, edits)
    assert html == source.replace(b' y="1"', b"").replace(b"ad b", b"b").replace(b' y="&lt;"', b"")
    assert len(done) == 3


@pytest.mark.parametrize(
    "source", [b"", b" \n", b"\xef\xbb\xbf", b"\0\0", b"<!-- -->", b"text only", b"<", b"<div", bytes(range(256))]
)
def test_pages_without_elements_come_back(source: bytes) -> None:
    page = Page(source)
    assert edit.apply(page, x(page)) == (source, [])


@given(trees, st.integers(min_value=0))
def test_well_formed_elements_are_cut_exactly(source: bytes, choice: int) -> None:
    page = Page(source)
    elements = [e for e in page.elements if e is not None]
    if not elements:
        return
    element = elements[choice % len(elements)]
    html, (done,) = edit.apply(page, [edit.Edit(element, edit.Action.REMOVE)])
    check(source, html, done)


def identified(parts: list[str]) -> bytes:
    """The soup with an id in every start tag, so that elements can be told apart without the numbers of the program."""

    def with_id(number: int, part: str) -> str:
        match = re.match(r"<[a-zA-Z][^\s/>]*", part)
        return f'{match[0]} id="e{number}"{part[match.end() :]}' if match else part

    return "".join(with_id(*item) for item in enumerate(parts)).encode()


@given(pieces, st.lists(st.integers(min_value=0), min_size=1, max_size=4))
def test_soup_keeps_all_but_the_elements(parts: list[str], choices: list[int]) -> None:
    source = identified(parts)
    page = Page(source)
    elements = [e for e in page.elements if e is not None and (e.get("id") or "").startswith("e")]
    if not elements:
        return
    chosen = [edit.Edit(elements[choice % len(elements)], edit.Action.REMOVE) for choice in choices]
    html, done = edit.apply(page, chosen)
    hidden = rest = source
    for item in reversed(done):
        name_end = item.start + len(re.match(rb"<[^\s/>]+", source[item.start :])[0])  # type: ignore[index]
        if item.action is edit.Action.REMOVE:
            rest = rest[: item.start] + rest[item.end :]
        else:
            rest = rest[:name_end] + edit.HIDE + rest[name_end:]
            hidden = hidden[:name_end] + edit.HIDE + hidden[name_end:]
    assert html == rest
    if b"<noscript" in source:  # lexbor reads its content as a browser without scripts does
        return
    whole = LexborHTMLParser(hidden)
    for item in done:
        if item.action is edit.Action.REMOVE:
            for node in whole.css(f'[id="{item.element.get("id")}"]'):
                node.decompose()
    assert LexborHTMLParser(html).html == whole.html


def check(source: bytes, html: bytes, done: edit.Edit) -> None:
    if done.action is edit.Action.REMOVE:
        assert html == source[: done.start] + source[done.end :]
    else:
        assert html.replace(edit.HIDE, b"", 1) == source
