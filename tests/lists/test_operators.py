"""Bodies of element filters, taken apart."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsponsor.lists.operators import Body, NotApplicableError, Operator, alternatives, parse
from unsponsor.lists.procedure import compile_body

BODIES = {
    ".a > b": Body(".a > b", ()),
    ".a:has(> .b):not(.c)": Body(".a:has(> .b):not(.c)", ()),
    ".a:has-text(x)": Body(".a", (Operator("has-text", "x"),)),
    ".a:contains(x)": Body(".a", (Operator("has-text", "x"),)),
    ".a:-abp-contains(x)": Body(".a", (Operator("has-text", "x"),)),
    ".a:has-text(/x\\)y/i)": Body(".a", (Operator("has-text", "/x\\)y/i"),)),
    ".a:has-text(don't (say) it)": Body(".a", (Operator("has-text", "don't (say) it"),)),
    ".a:has-text(';x(')": Body(".a", (Operator("has-text", "';x('"),)),
    ".a:upward(2)": Body(".a", (Operator("upward", "2"),)),
    ".a:nth-ancestor(2)": Body(".a", (Operator("upward", "2"),)),
    ".a:has(.b:has-text(x)) > .c": Body(".a", (Operator("has", ".b:has-text(x)"), " > .c")),
    ".a:if(.b:has-text(x))": Body(".a", (Operator("has", ".b:has-text(x)"),)),
    ".a:if-not(.b:has-text(x))": Body(".a", (Operator("not", ".b:has-text(x)"),)),
    ":xpath(//a[@b='c)'])": Body("", (Operator("xpath", "//a[@b='c)']"),)),
    ".a > :has-text(x)": Body(".a > *", (Operator("has-text", "x"),)),
    ".a:remove()": Body(".a", ()),
    ".a:remove-attr(onclick)": Body(".a", (), Operator("remove-attr", "onclick")),
    ".a:upward(2):remove-class( b )": Body(".a", (Operator("upward", "2"),), Operator("remove-class", "b")),
    ".a:remove-attr(/^on(?:copy|[)'])$/i)": Body(".a", (), Operator("remove-attr", "/^on(?:copy|[)'])$/i")),
    ".a > :remove-attr(b)": Body(".a > *", (), Operator("remove-attr", "b")),
    ".a:is(.b .c, .d)": Body(".a", (Operator("is", ".b .c, .d"),)),
    '[style="a:has-text(b)"]': Body('[style="a:has-text(b)"]', ()),
}
RENDERED = {
    ".a:matches-css(position: fixed)": ":matches-css()",
    ".a:style(top: 0)": ":style()",
    ".a:has(.b:matches-css-before(content: /x/))": ":matches-css-before()",
    ".a:watch-attr(class):remove-class(b)": ":watch-attr()",
    ".a:matches-css(position: fixed):remove-attr(b)": ":matches-css()",
    ".a::before": "::before, ::after",
    "responseheader(location)": "responseheader()",
}


@pytest.mark.parametrize(("text", "body"), BODIES.items(), ids=BODIES.keys())
def test_a_body_taken_apart(text: str, body: Body) -> None:
    assert parse(text) == body


@pytest.mark.parametrize(("text", "kind"), RENDERED.items(), ids=RENDERED.keys())
def test_what_only_a_browser_knows_is_named(text: str, kind: str) -> None:
    with pytest.raises(NotApplicableError) as raised:
        compile_body(text)
    assert raised.value.kind == kind


@pytest.mark.parametrize(
    "text",
    [".a:has-text(x", ".a:has(.b:has-text(x)", ".a:remove() .b", ".a:remove-attr(x", ".a:remove-attr(x):remove-class(y)"],
)
def test_what_is_not_closed_says_so(text: str) -> None:
    with pytest.raises(ValueError, match=r"not closed|behind"):
        parse(text)


REFUSED = [
    ".a:remove-attr()",
    ".a:remove-class(|)",
    ".a:remove-attr(/(/)",
    ".a:remove-attr(x) .b",
    ".a:remove-attr(x), .b",
    ".a:remove-attr(x), .b:remove-attr(y)",
    ".a:has(.b:remove-attr(x))",
    ".a:not(.b:remove-class(x))",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_lost_stands_last_and_has_a_name(text: str) -> None:
    with pytest.raises(ValueError, match=r"behind|in another operator|names nothing|regular expression"):
        compile_body(text)


LOST = {
    ":remove-attr(onclick)": [("onclick", "")],
    ":remove-attr(ONclick)": [("onclick", "")],
    ":remove-attr('onclick')": [("onclick", "")],
    ":remove-attr(click)": [],
    ":remove-attr(href | onclick)": [("onclick", ""), ("href", "")],
    ":remove-attr(/^on|ref$/)": [("onclick", ""), ("href", "")],
    ":remove-attr(/HREF/)": [],
    ":remove-attr(/HREF/i)": [("href", "")],
    ":remove-attr(class)": [("class", "")],
    ":remove-attr(/./)": [("onclick", ""), ("class", ""), ("href", "")],
    ":remove-class(ad)": [("class", "ad")],
    ":remove-class(AD)": [],
    ":remove-class(ad|Box)": [("class", "ad"), ("class", "Box")],
    ":remove-class(/^ad/)": [("class", "ad"), ("class", "ad-x")],
    ":remove-class(x)": [],
}


@pytest.mark.parametrize(("body", "lost"), LOST.items(), ids=LOST.keys())
def test_what_an_element_loses(body: str, lost: list[tuple[str, str]]) -> None:
    (procedure,) = compile_body(f"a{body}")
    assert procedure.loss is not None
    attributes = [("onclick", "x"), ("class", "ad  Box ad-x ad"), ("href", "y"), ("sandbox", "")]
    assert procedure.loss.of(attributes) == lost


def test_what_is_lost_is_said_of_all_alternatives() -> None:
    first, second = compile_body(".a, .b:has-text(x):remove-attr(y)")
    assert first.loss is not None
    assert second.loss is not None


def test_alternatives_are_parted_at_commas_outside_of_all_brackets() -> None:
    text = ".a, .b:has(c, d), e[f='g,h'], .i:has-text(/j,k/)"
    assert alternatives(text) == [".a", ".b:has(c, d)", "e[f='g,h']", ".i:has-text(/j,k/)"]


@given(st.text(alphabet="ab.#>+~:()[]\"'/\\, ", max_size=40))
def test_any_body_is_taken_apart_or_refused(text: str) -> None:
    with contextlib.suppress(ValueError):
        parse(text)
