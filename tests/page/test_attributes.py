"""Attributes out of start tags: what a cut must leave of the bytes, and what a browser makes of it."""

import re
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from unsponsor.page import edit
from unsponsor.page.attributes import cuts, without_classes
from unsponsor.page.tree import Page

from .soup import ATTRIBUTES, NAMES, OTHER

XHTML = "application/xhtml+xml"


class Case(NamedTuple):
    source: str
    left: str


# The attributes y and z of the first element go.
NAMED = {
    "quoted": Case('<p y="a>b">', "<p>"),
    "in single quotes": Case("<p a y='>' b>", "<p a b>"),
    "unquoted": Case("<p y=a b=c>", "<p b=c>"),
    "without a value": Case("<p a y b>", "<p a b>"),
    "with an empty value": Case("<p y= >", "<p>"),
    "with space around the equals sign": Case("<p y\n=\n'a' b>", "<p b>"),
    "in capitals": Case("<p Y=a>", "<p>"),
    "twice": Case("<p y=a b Y=c>", "<p b>"),
    "both": Case("<p y=a z>", "<p>"),
    "just one of the spaces": Case("<p  y  b>", "<p   b>"),
    "only of this name": Case("<p yy=1 data-y=2 y=3 a='y=4'>", "<p yy=1 data-y=2 a='y=4'>"),
    "behind a slash": Case("<p/y>", "<p>"),
    "between slashes": Case("<p a/y/b>", "<p a//b>"),
    "before a slash that the value before would swallow": Case("<svg a=x y='b'/>", "<svg a=x />"),
    "a slash in its value": Case("<svg y=b/>", "<svg>"),
    "a slash before that would close": Case("<svg a/y=b>", "<svg a>"),
    "a slash and a space before": Case("<svg a/ y=b>", "<svg a>"),
    "slashes before each": Case("<svg a/y/z>", "<svg a>"),
    "closed by a slash of its own": Case("<svg a=x /y/>", "<svg a=x //>"),
    "the next one follows at once": Case("<p a=x y='b'c=d>", "<p a=x c=d>"),
    "it follows at once": Case("<p a='x'y='b'c=d>", "<p a='x'c=d>"),
    "the last before a slash and the one before": Case("<svg a=x y='b' z='c'/>", "<svg a=x />"),
    "before a name that begins with an equals sign": Case("<p b y='x' =c>", "<p b y='x' =c>"),
    "what has no such attribute": Case("<p a=b>", "<p a=b>"),
    "a quote in a name": Case("<p a\" y b='>'>", "<p a\" b='>'>"),
    "what settles the encoding": Case("<meta y charset=utf-8>", "<meta y charset=utf-8>"),
    "a script": Case("<script y></script>", "<script y></script>"),
}
# The classes ad and tom&jerry of the first element go.
CLASSES = {
    "the only one": Case("<p class=ad>", "<p>"),
    "the only one, with spaces": Case("<p a class=' ad\n' b>", "<p a b>"),
    "all": Case('<p class="ad tom&amp;jerry ad">', "<p>"),
    "the first": Case('<p class="ad box">', '<p class="box">'),
    "one in the middle": Case('<p class="a ad box">', '<p class="a box">'),
    "the last": Case('<p class="box  ad ">', '<p class="box ">'),
    "one that stands there twice": Case('<p class="ad box ad">', '<p class="box">'),
    "the first two": Case('<p class="ad ad x">', '<p class="x">'),
    "with a character reference": Case('<p class="box tom&amp;jerry">', '<p class="box">'),
    "written as a reference": Case('<p class="box &#97;d">', '<p class="box">'),
    "a reference that parts classes": Case('<p class="a&#32;ad">', '<p class="a&#32;ad">'),
    "in capitals": Case('<p CLASS="AD ad">', '<p CLASS="AD">'),
    "a piece of a class": Case('<p class="ad-box add">', '<p class="ad-box add">'),
    "of the first attribute": Case('<p class="ad x" class="ad">', '<p class="x" class="ad">'),
    "the whole first attribute": Case('<p class="ad" class="x">', "<p>"),
    "empty": Case("<p class>", "<p class>"),
}


def cut(
    source: bytes, content_type: str | None = None, names: set[str] | None = None, classes: set[str] | None = None
) -> bytes:
    """The source without attributes of its first element, the positions as they are found in the body."""
    page = Page(source, content_type)
    body = page.body
    for item in reversed(cuts(page, 0, names or set(), classes or set())):
        body = body[: item.start] + body[item.end :]
    return body


@pytest.mark.parametrize("case", NAMED.values(), ids=NAMED.keys())
def test_attributes_are_found_by_name(case: Case) -> None:
    assert cut(case.source.encode(), names={"y", "z"}).decode() == case.left


@pytest.mark.parametrize("case", CLASSES.values(), ids=CLASSES.keys())
def test_classes_are_found_in_their_attribute(case: Case) -> None:
    assert cut(case.source.encode(), classes={"ad", "tom&jerry"}).decode() == case.left


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "utf-16", "shift_jis", "iso-2022-jp"])
def test_classes_in_any_encoding(encoding: str) -> None:
    name = "Ünnütz" if encoding == "windows-1252" else "広告"
    source = f'<p class="{name} x">'.encode(encoding)
    found = cut(source, f"text/html; charset={encoding}", classes={name})
    assert found == b'<p class="x">'


def test_names_of_xml_are_as_they_are_written() -> None:
    source = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" viewbox="2" />'
    assert cut(source, XHTML, names={"viewbox"}) == source.replace(b' viewbox="2"', b"")
    assert cut(source, XHTML, names={"viewBox"}) == source.replace(b' viewBox="0 0 1 1"', b"")


def test_what_went_is_told() -> None:
    page = Page(b'<p y class="ad x tom">')
    assert [(item.attribute, item.classes) for item in cuts(page, 0, {"y"}, {"ad", "tom"})] == [
        ("y", ()),
        ("class", ("ad",)),
        ("class", ("tom",)),
    ]
    assert [item.classes for item in cuts(Page(b'<p class="ad tom ad">'), 0, set(), {"ad", "tom"})] == [("ad", "tom")]


def test_a_value_without_classes() -> None:
    assert without_classes("ad  box ad\ttom", {"ad"}) == "box\ttom"
    assert without_classes(" ad ", {"ad"}) == ""


_attribute = st.sampled_from(
    [
        *ATTRIBUTES,
        " y",
        ' y="a>b"',
        " y=1/",
        " Y='",
        "'",
        "/y",
        "=",
        ' class="y x"',
        " class='x&amp; y\n z'",
        " class=y",
        ' y="1"y=2',
    ]
)
_tags = st.builds("<{}{}{}{}>".format, st.sampled_from(NAMES), _attribute, _attribute, _attribute)
_soup = st.lists(st.one_of(_tags, st.sampled_from([f"</{name}>" for name in NAMES]), st.sampled_from(OTHER)), max_size=12)


@given(_soup, st.booleans())
def test_soup_keeps_all_but_the_attributes(parts: list[str], of_class: bool) -> None:
    """Each element gets an id, so that it can be told in a tree that no part of the program has made."""
    source = "".join(
        f'{match[0]} id="e{number}"{part[match.end() :]}' if (match := re.match(r"<[a-zA-Z][^\s/>]*", part)) else part
        for number, part in enumerate(parts)
    ).encode()
    page = Page(source)
    elements = [element for element in page.elements if element is not None and (element.get("id") or "").startswith("e")]
    wanted = {"attribute": "class", "classes": ("y",)} if of_class else {"attribute": "y"}
    html, done = edit.apply(page, [edit.Edit(e, edit.Action.ATTRIBUTE, **wanted) for e in elements])  # type: ignore[arg-type]
    rest = source
    for item in reversed(done):
        rest = rest[: item.start] + rest[item.end :]
    assert html == rest
    if b"<noscript" in source:  # lexbor reads its content as a browser without scripts does
        return
    whole = LexborHTMLParser(source)
    for identifier in {item.element.get("id") for item in done}:
        for node in whole.css(f'[id="{identifier}"]'):
            value = without_classes(node.attrs.sget("class"), {"y"}) if of_class else ""
            if value:
                node.attrs["class"] = value
            else:
                name = "class" if of_class else "y"
                if name in node.attrs:
                    del node.attrs[name]
    assert LexborHTMLParser(html).html == whole.html
