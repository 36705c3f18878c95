"""The readable text of a page, and where in it its elements stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from unsponsor.page.tree import Page
from unsponsor.rules.layout import LABEL_LENGTH, PARAGRAPH, Layout, in_sentence

UNREAD = ("script", "style", "template", "noscript", "iframe")


def layout(html: str) -> tuple[Page, Layout]:
    page = Page(html.encode("utf-8"), "text/html; charset=utf-8")
    return page, Layout(page)


def by_id(page: Page, identifier: str) -> etree._Element:
    return next(element for element in page.numbers if element.get("id") == identifier)


# Markup, and what a reader reads of it.
READ = {
    "nothing": ("", ""),
    "text alone": ("a", "a"),
    "white space": ("<p> a \n\t b </p>", "a b"),
    "a space that does not break": ("<p>a\u00a0 \u3000b</p>", "a b"),
    "inline elements": ("<p>a<b>b</b>c</p>", "abc"),
    "spaces between inline elements": ("<p>a <b>b</b> c<i> d</i></p>", "a b c d"),
    "spaces twice": ("<p>a <b> b </b> c</p>", "a b c"),
    "an empty inline element with space": ("<p>a<b> </b>c</p>", "a c"),
    "an empty inline element": ("<p>a<b></b>c</p>", "ac"),
    "blocks": ("<p>a</p><p>b</p>", "a b"),
    "blocks in blocks": ("<div>a<div>b</div>c</div>", "a b c"),
    "a block in an inline element": ("<span>a<div>b</div>c</span>d", "a b cd"),
    "a line's end": ("<p>a<br>b</p>", "a b"),
    "where a line may break": ("<p>a<wbr>b</p>", "ab"),
    "an element of nobody's": ("<p>a<x-y>b</x-y>c</p>", "a b c"),
    "a comment": ("<p>a<!-- x -->b</p>", "ab"),
    "a comment before a space": ("<p>a<!-- x --> b</p>", "a b"),
    "cells": ("<table><tr><td>a<td>b<tr><td>c</table>", "a b c"),
    "a head": ("<title>t</title><p>a</p>", "t a"),
    "entities": ("<p>a &amp; b &lt;c&gt;</p>", "a & b <c>"),
    **{f"in {tag}": (f"<p>a<{tag}>x</{tag}>b</p>", "a b") for tag in UNREAD},
    "in an element of what is not read": ("<div>a<template><p>x<b>y</b>z</p></template>b</div>", "a b"),
    "after a comment in what is not read": ("<div>a<template>x<!-- c -->y</template>b</div>", "a b"),
}


@pytest.mark.parametrize(("html", "text"), READ.values(), ids=READ.keys())
def test_what_can_be_read(html: str, text: str) -> None:
    assert layout(html)[1].text == text


INLINE = (
    "a abbr b bdi bdo big cite code data dfn em font i kbd mark nobr q s samp small span strike strong sub sup time tt u var"
)


@pytest.mark.parametrize("tag", INLINE.split())
def test_inline_elements_part_no_words(tag: str) -> None:
    assert layout(f"<p>a<{tag}>b</{tag}>c</p>")[1].text == "abc"


@pytest.mark.parametrize("tag", ["p", "li", "td", "h3", "button", "label", "img", "input", "br", "ins", "svg", "x-y"])
def test_other_elements_part_words(tag: str) -> None:
    page = "<table><tr><td>a<td>b</table>c" if tag == "td" else f"<div>a<{tag}></{tag}>b</div>c"
    assert layout(page)[1].text == "a b c"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a</p><p id=x>b</p><p>c</p>", "b"),
        ("<p>a</p> <p id=x> b <i>c</i> </p> <p>d</p>", "b c"),
        ("<p>a<b id=x>b</b>c</p>", "b"),
        ("<p>a <b id=x> b</b> c</p>", "b"),
        ("<p>a<b id=x></b>c</p>", ""),
        ("<div id=x><p>a</p><p>b</p></div>c", "a b"),
        ("<div id=x><script>y</script></div>c", ""),
        ("<p>a</p><template id=x>y</template>", ""),
        ("<body id=x>a<p>b</p>", "a b"),
    ],
)
def test_where_an_element_stands(html: str, text: str) -> None:
    page, made = layout(html)
    element = by_id(page, "x")
    begin, end = made.span(element)
    assert made.text[begin:end].strip() == text
    number = page.numbers[element]
    assert (made.begins[number], made.ends[number]) == (begin, end)


def test_elements_that_a_parser_makes_stand_somewhere() -> None:
    page, made = layout("<p>a</p><p>b</p>")
    assert page.root is not None
    assert [made.span(element) for element in (page.root, page.root[0])] == [(0, 3), (0, 3)]
    assert made.span(etree.Element("p")) == (0, 0)


def test_texts_are_told_with_their_elements() -> None:
    page, made = layout("<p id=a> one  two <b id=b>three</b> four<!-- c --> five </p><script>six</script>seven")
    known = [(text, element.get("id") or element.tag) for text, element in made.texts]
    assert known == [("one two", "a"), ("three", "b"), ("four", "a"), ("five", "a"), ("seven", "body")]
    assert made.text_numbers == [0, 1, 0, 0, -1]
    assert [page.numbers.get(element, -1) for _, element in made.texts] == made.text_numbers


def test_what_is_not_read_is_named() -> None:
    page, made = layout("<p>a<script>x</script><template><p><b>y</b></p></template></p><p>b")
    unread = [element.tag for number, element in enumerate(page.elements) if number in made.unread and element is not None]
    assert unread == ["script", "template", "p", "b"]


@pytest.mark.parametrize(
    ("html", "inline"),
    [
        # A single text is known already.
        ("<p id=a>a</p>", ""),
        ("<p id=a>a <b id=b>b</b></p>", "a"),
        ("<p id=a><b id=b><i id=c>a</i></b></p>", "a b"),
        ("<p id=a>a<!-- c -->b</p>", "a"),
        # A block stands in it.
        ("<div id=a>a<p id=b><i id=c>c</i></p></div>", "b"),
        ("<span id=a>a<p id=b>b<i></i></p></span>", "b"),
        ("<div id=a><b id=b><i>b</i><div>c</div></b>d<p></p></div>", ""),
        ("<span id=a>a<br id=b>b</span>", ""),
        # Nothing stands in it that can be read.
        ("<p id=a></p><p id=b><b id=c></b></p><p id=d><!-- c --></p>", ""),
        # As long as a label can be, and longer.
        (f"<p id=a>{'a' * (LABEL_LENGTH - 1)}<b id=b>b</b></p>", "a"),
        (f"<p id=a>{'a' * LABEL_LENGTH}<b id=b>b</b></p>", ""),
    ],
)
def test_short_elements_without_blocks(html: str, inline: str) -> None:
    page, made = layout(html)
    found = [element.get("id") for number in sorted(made.inline) if (element := page.elements[number]) is not None]
    assert found == inline.split()


def test_an_element_with_a_block_deeper_inside_is_not_inline() -> None:
    assert layout("<section><b><div>a</div></b></section>")[1].inline == []


INLINE_TAGS = ("b", "a", "span", "i")
BLOCK_TAGS = ("div", "section", "ul")
MARKUP = st.recursive(
    st.sampled_from(["a", " ", "b c", " d", "e ", "\n", "é", "<!-- x -->", "<br>", "<wbr>", "<script>x</script>", ""]),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(BLOCK_TAGS + INLINE_TAGS[:1] + INLINE_TAGS[2:]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


def marked(element: etree._Element) -> str:
    """The text of an element, a space where a block begins or ends: the plain way."""
    if not isinstance(element.tag, str):
        return ""
    inner = element.text or ""
    for child in element:
        inner += marked(child) + (child.tail or "")
    if element.tag in UNREAD:
        return " "
    return inner if element.tag in (*INLINE_TAGS, "wbr") else f" {inner} "


@given(MARKUP)
def test_text_is_that_of_the_elements_in_a_row(html: str) -> None:
    page, made = layout(f"<div>{html}</div>")
    assert page.root is not None
    assert made.text == " ".join(marked(page.root).split())
    for element in page.root.iter(etree.Element):
        begin, end = made.span(element)
        assert made.text[begin:end].split() == marked(element).split()
        above = element.getparent()
        if above is not None:
            assert made.span(above)[0] <= begin <= end <= made.span(above)[1]
    assert "".join(text for text, _ in made.texts).replace(" ", "") == made.text.replace(" ", "")


@pytest.mark.parametrize(
    ("html", "within"),
    [
        ("<p>Read <b id=x>more</b></p>", True),
        ("<p>Read, <b id=x>more</b></p>", False),
        ("<p>Read: <b id=x>more</b> here", True),
        ("<p><b id=x>More</b> is here</p>", True),
        ("<p><b id=x>More</b> Here</p>", False),
        ("<p><b id=x>More</b>, here</p>", False),
        ("<p><b id=x>More</b></p>", False),
        ("<p> <b id=x>More</b> </p>", False),
        ("<p>Read<i></i><b id=x>more</b></p>", False),
        ("<p>Read<i></i> on <b id=x>more</b></p>", True),
        ("<p>1 <b id=x>more</b></p>", True),
        # A block of its own is in no sentence.
        ("<div>Read <div id=x>more</div> here</div>", False),
    ],
)
def test_whether_an_element_stands_in_a_sentence(html: str, within: bool) -> None:
    page, _ = layout(html)
    assert in_sentence(by_id(page, "x")) is within


def test_an_element_alone_stands_in_no_sentence() -> None:
    assert not in_sentence(etree.Element("b"))


def test_a_label_is_shorter_than_a_paragraph() -> None:
    assert 0 < LABEL_LENGTH < PARAGRAPH
