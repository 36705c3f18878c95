"""How removals are told to people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from unsponsor.telling import Paths, first_words

from .rules.helpers import facts

PRINTABLE = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")).filter(str.isprintable))


@pytest.mark.parametrize(
    ("text", "most", "told"),
    [
        ("", 5, ""),
        ("one", 5, "one"),
        ("one two", 7, "one two"),
        ("one two", 6, "one …"),
        ("one two three", 12, "one two …"),
        ("one two three", 9, "one two …"),
        ("onetwothree", 6, "onetwo …"),
        ("one\x1b[31m two", 20, "one[31m two"),
        ("one\x00\x07\u202e\u200b two", 20, "one two"),
        ("日本語の広告です", 3, "日本語 …"),
    ],
)
def test_the_first_words_of_a_text(text: str, most: int, told: str) -> None:
    assert first_words(text, most) == told


def test_usually_a_line_is_told() -> None:
    assert first_words("a" * 80) == "a" * 80
    assert first_words("a" * 81) == "a" * 80 + " …"


@given(PRINTABLE, st.integers(1, 30))
def test_first_words_are_the_beginning(text: str, most: int) -> None:
    told = first_words(text, most)
    if len(text) <= most:
        assert told == text
    else:
        assert told.endswith(" …")
        assert len(told) <= most + 2
        assert text.startswith(told[:-2])


@given(st.text(), st.integers(1, 30))
def test_nothing_told_is_a_command_to_a_terminal(text: str, most: int) -> None:
    assert first_words(text, most).isprintable()


def test_a_cut_is_told_where_something_cannot_be_printed() -> None:
    assert first_words("ad\u00advertisement for lamps and other things", 20).endswith(" …")


PATHS = {
    "the root": ("", "html", "html"),
    "the only one": ("<p class=x>a</p>", ".x", "html > body:nth-of-type(1) > p"),
    "one of several": ("<p>a</p><div></div><p class=x>b</p>", ".x", "html > body:nth-of-type(1) > p:nth-of-type(2)"),
    "one of its kind": ("<p>a</p><b class=x>b</b>", ".x", "html > body:nth-of-type(1) > b:nth-of-type(1)"),
    "an id": ("<p id=one>a</p>", "#one", "p#one"),
    "an id above": ("<div id=one><p><b class=x>a</b></p></div>", ".x", "div#one > p > b"),
    "the nearest id": ("<div id=one><p id=two><b class=x>a</b></p></div>", ".x", "p#two > b"),
    "an id that is no name": ("<div id=one><p id='1 two' class=x>a</p></div>", ".x", "div#one > p"),
    "an empty id": ("<div id=one><p id='' class=x>a</p></div>", ".x", "div#one > p"),
    "comments are not counted": ("<div id=one><!-- c --><p class=x>a</p></div>", ".x", "div#one > p"),
}


@pytest.mark.parametrize(("html", "css", "path"), PATHS.values(), ids=PATHS.keys())
def test_where_an_element_stands(html: str, css: str, path: str) -> None:
    page = facts(f"<html><head></head><body>{html}</body></html>")
    (element,) = page.selected(css)
    assert Paths(page.by_token).to(element) == path


def test_paths_of_one_page_are_made_by_the_same() -> None:
    page = facts("<div><p>a</p><p>b<i>c</i></p></div><ul><li>d<li>e</ul>")
    paths = Paths(page.by_token)
    made = [paths.to(element) for element in page.page.numbers]
    assert made == [Paths(page.by_token).to(element) for element in page.page.numbers]
    assert len(set(made)) == len(made)


TREES = st.recursive(
    st.sampled_from(["<b></b>", "t", "<!-- c -->", "<x-y></x-y>"]),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>",
        st.sampled_from(["div", "section", "ul", 'div id="7"', "div id=a-b"]),
        st.lists(inner, max_size=5),
    ),
    max_leaves=15,
)


@given(TREES)
def test_a_path_leads_another_implementation_to_its_element(html: str) -> None:
    html = f"<!doctype html><html><head></head><body><div>{html}</div></body></html>"
    page, other = facts(html), LexborHTMLParser(html)
    paths = Paths(page.by_token)
    elements = list(page.page.numbers)
    theirs = other.css("*")
    assert [node.tag for node in theirs] == [element.tag for element in elements]
    for element, node in zip(elements, theirs, strict=True):
        assert [found.mem_id for found in other.css(paths.to(element))] == [node.mem_id]


def test_a_path_leads_to_an_element_with_a_colon_in_its_name() -> None:
    page = facts("<div><o:p>a</o:p><o:p>b</o:p></div>")
    element = page.by_token["o:p"][1]
    assert page.selected(Paths(page.by_token).to(element)) == {element}


def test_a_path_leads_to_one_of_several_elements_with_an_id() -> None:
    page = facts("<div><p id=ad>a</p><p id=ad>b</p></div>")
    element = page.by_token["#ad"][1]
    assert page.selected(Paths(page.by_token).to(element)) == {element}
