"""Headings and what they head; links, and whether they pay. The element with id=x is the one in question."""

import pytest
from lxml import etree

from unsponsor.heuristics.headed import headed, in_link, in_sentence, in_table, is_heading, sponsored
from unsponsor.rules.facts import Facts

from ..rules.helpers import facts


def x_of(html: str) -> tuple[Facts, etree._Element]:
    page = facts(html)
    return page, page.by_token["#x"][0]


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Partners", True),
        ("5 offers for you", True),
        ("パートナー", True),
        ("Who pays for this?", True),
        ("Offers: this week", True),
        ("Version 2.0 is out", True),
        ("a" * 100, True),
        ("a" * 101, False),
        ("This is a sentence.", False),
        ("A sentence. And more", False),
        ("a part of one,", False),
        ("– Partners", False),
        ("… and more", False),
        ("(Partners)", False),
    ],
)
def test_what_can_be_a_heading(text: str, heading: bool) -> None:
    assert is_heading(text) is heading


LINKS = "<a href=/1>a</a> <a href=/2>b</a>"
HEADED = {
    "the box around it": (f"<div id=b><h3 id=x>H</h3>{LINKS}</div>", "b"),
    "a box around that": (f"<section id=b><div><h3 id=x>H</h3></div>{LINKS}</section>", "b"),
    "the nearest": (f"<section><div id=b><h3 id=x>H</h3>{LINKS}</div></section>", "b"),
    "the heading itself": (f"<p id=x>H {LINKS}</p>", "x"),
    "a heading that is no box": (f"<div id=b><h3 id=x>H {LINKS}</h3></div>", "b"),
    "a list": (f"<ul id=b><li id=x>H<li>{LINKS}</ul>", "b"),
    "a cell": (f"<table><tr><td id=b><b id=x>H</b>{LINKS}</table>", "b"),
    **{
        f"a box <{tag}>": (f"<{tag} id=b><b id=x>H</b>{LINKS}</{tag}>", "b")
        for tag in ("aside", "article", "footer", "center", "nav", "dl", "figure", "p")
    },
    "a table": (f"<table id=b><tr><th id=x>H<tr><th>{LINKS}</table>", "b"),
    "no box of a kind": (f"<main><h3 id=x>H</h3>{LINKS}</main>", None),
    "too few links": ("<div><h3 id=x>H</h3><a href=/1>a</a></div>", None),
    "links that lead nowhere": ("<div><h3 id=x>H</h3><a name=a>a</a><a href=/1>b</a></div>", None),
    "some words before it": (f"<div id=b>{'a' * 119}<h3 id=x>H</h3>{LINKS}</div>", "b"),
    "too many words before it": (f"<div>{'a' * 121}<h3 id=x>H</h3>{LINKS}</div>", None),
    "as many words as may be": (f"<div id=b><h3 id=x>H</h3>{LINKS}{'a' * 194}</div>", "b"),
    "more words than may be": (f"<div><h3 id=x>H</h3>{LINKS}{'a' * 195}</div>", None),
    "more words around a box that has no links": (f"<section><div><h3 id=x>H</h3></div>{LINKS}{'a' * 200}</section>", None),
}


@pytest.mark.parametrize(("html", "box"), HEADED.values(), ids=HEADED.keys())
def test_the_box_that_a_heading_heads(html: str, box: str | None) -> None:
    page, element = x_of(html)
    found = headed(element, page, links=2, most=199)
    assert (None if found is None else found.get("id") or found.tag) == box


@pytest.mark.parametrize(
    ("html", "inside"),
    [
        ("<a id=x>a</a>", True),
        ("<a><b><i id=x>a</i></b></a>", True),
        ("<b><i id=x><a>a</a></i></b>", False),
        ("<p><a>a</a><i id=x>a</i></p>", False),
        ("<area id=x>", False),
    ],
)
def test_what_stands_in_a_link(html: str, inside: bool) -> None:
    assert in_link(x_of(html)[1]) is inside


@pytest.mark.parametrize(
    ("html", "inside"),
    [
        ("<p><a id=x>a</a></p>", False),
        ("<p>See the <a id=x>a</a></p>", True),
        ("<p><a id=x>a</a> or so</p>", True),
        # Fewer letters are no words.
        ("<p>or <a id=x>a</a> on</p>", False),
        ("<p>1234: <a id=x>a</a> | – …</p>", False),
        ("<p>See the<br><a id=x>a</a></p>", False),
        ("<p>See <b>this</b> and <a id=x>a</a></p>", True),
        ("<p>See <b>this</b> <a id=x>a</a></p>", False),
        ("<p><a id=x>a</a><b>this one</b></p>", False),
        ("<p><a id=x>See the a</a></p>", False),
        ("<p>See this<!-- c --><a id=x>a</a></p>", False),
    ],
)
def test_what_stands_in_a_sentence(html: str, inside: bool) -> None:
    assert in_sentence(x_of(html)[1]) is inside


def test_a_link_that_stands_nowhere_is_in_no_sentence() -> None:
    assert not in_sentence(etree.Element("a"))


@pytest.mark.parametrize(
    ("html", "inside"),
    [
        ("<table><tr><td><p><a id=x>a</a></p></table>", True),
        ("<table><caption><a id=x>a</a></caption><tr><td></table>", False),
        ("<table><tr><td></table><a id=x>a</a>", False),
    ],
)
def test_what_stands_in_a_table(html: str, inside: bool) -> None:
    assert in_table(x_of(html)[1]) is inside


@pytest.mark.parametrize(
    ("attributes", "pays"),
    [
        ("rel=sponsored", True),
        ("rel='nofollow Sponsored noopener'", True),
        ("rel=nofollow", False),
        ("rel", False),
        ("", False),
        ("class=sponsored", False),
    ],
)
def test_what_says_that_it_pays(attributes: str, pays: bool) -> None:
    page, link = x_of(f"<p rel=author><a id=x {attributes}>a</a>")
    assert sponsored(page) == set(page.numbers([link] if pays else []))
