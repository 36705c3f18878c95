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
    ".a:is(.b .c, .d)": Body(".a", (Operator("is", ".b .c, .d"),)),
    '[style="a:has-text(b)"]': Body('[style="a:has-text(b)"]', ()),
}
RENDERED = {
    ".a:matches-css(position: fixed)": ":matches-css()",
    ".a:style(top: 0)": ":style()",
    ".a:has(.b:matches-css-before(content: /x/))": ":matches-css-before()",
    ".a:watch-attr(class):remove-class(b)": ":watch-attr()",
    ".a:remove-attr(onclick)": ":remove-attr()",
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


@pytest.mark.parametrize("text", [".a:has-text(x", ".a:has(.b:has-text(x)", ".a:remove() .b"])
def test_what_is_not_closed_says_so(text: str) -> None:
    with pytest.raises(ValueError, match=r"not closed|behind"):
        parse(text)


def test_alternatives_are_parted_at_commas_outside_of_all_brackets() -> None:
    text = ".a, .b:has(c, d), e[f='g,h'], .i:has-text(/j,k/)"
    assert alternatives(text) == [".a", ".b:has(c, d)", "e[f='g,h']", ".i:has-text(/j,k/)"]


@given(st.text(alphabet="ab.#>+~:()[]\"'/\\, ", max_size=40))
def test_any_body_is_taken_apart_or_refused(text: str) -> None:
    with contextlib.suppress(ValueError):
        parse(text)
