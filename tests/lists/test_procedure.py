"""What the bodies of element filters select. The elements named ``x`` are those that must be selected, and no others."""

import pytest

from unsponsor.lists.procedure import answers, compile_body

from ..rules.helpers import facts

CARD = "<div class=card id={0}><h3>{1}</h3><p class=t>{2}</p></div>"
PAGE = (
    "<body><main id=m><h1>News</h1></main>"
    + CARD.format("x", "Sponsored", "Lamps by a maker of lamps")
    + CARD.format("y", "Report", "What the council said")
    + "<div class=card id=z data-kind=ad-7><span>Word</span><script id=s>var ad = 1</script></div></body>"
)
SELECTS = {
    "plain": ("#x", "x"),
    "a list": ("#x, .card > span ~ script", "x s"),
    "has": (".card:has(h3)", "x y"),
    "has a child": ("body:has(> .card) > main", "m"),
    "has text": (".card:has-text(Sponsored)", "x"),
    "has text, an expression": (".card:has-text(/^spon/i)", "x"),
    "has text, and case counts": (".card:has-text(/^spon/)", ""),
    "has text in a script": ("script:has-text(var ad)", "s"),
    "has what has text": (".card:has(h3:has-text(Sponsored))", "x"),
    "has a child that has text": (".card:has(> h3:has-text(Report))", "y"),
    "has not what has text": (".card:not(:has(h3:has-text(Sponsored)))", "y z"),
    "is not what has text": (".card:not(:has-text(Sponsored))", "y z"),
    "of several compounds": (".card:is(main ~ #x, nav #y)", "x"),
    "goes on below": (".card:has-text(Word) > script", "s"),
    "goes on beside": ("#x:has-text(Sponsored) + .card", "y"),
    "goes on itself": (".card:has-text(o)[data-kind]", "z"),
    "upward": ("h3:has-text(Report):upward(1)", "y"),
    "upward to a selector": ("script:upward(.card)", "z"),
    "upward too far": ("script:upward(9)", ""),
    "an expression of XPath": (":xpath(//h3[text()='Report']/..)", "y"),
    "an expression of XPath from an element": ("h3:has-text(Report):xpath(..)", "y"),
    "an attribute": ('.card:matches-attr("data-kind"="/^ad-\\d/")', "z"),
    "an attribute with anything": ('.card:matches-attr("data-*"="ad*")', "z"),
    "length": (".card:min-text-length(25)", "x y"),
    "others": ("main, #y:others()", "m x z s"),
    "a path": (".card:matches-path(/news/):has-text(Report)", "y"),
    "another path": (".card:matches-path(/shop/)", ""),
    "a page that is wide": ("#x:matches-media((min-width: 700px))", "x"),
    "a page that is narrow": ("#x:matches-media((max-width: 700px))", ""),
    "of type": (".card:nth-of-type(2)", "y"),
    "a flag": ('[data-kind="AD-7" i]', "z"),
}


@pytest.mark.parametrize(("body", "wanted"), SELECTS.values(), ids=SELECTS.keys())
def test_what_a_body_selects(body: str, wanted: str) -> None:
    page = facts(PAGE, url="https://page.example/news/1")
    found = [e.get("id") for procedure in compile_body(body) for e in procedure.select(page) if e.get("id")]
    assert set(found) == set(wanted.split())


@pytest.mark.parametrize("body", [".a:has-text(/(/)", ".a:upward(:foo)", ".a:xpath(//[)", ".a:min-text-length(x)", "a:::b"])
def test_what_cannot_be_used_says_so(body: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        compile_body(body)


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("(min-width: 1280px)", True),
        ("(max-width: 1279px)", False),
        ("screen and (min-width: 100px)", True),
        ("print", False),
        ("(prefers-color-scheme: dark)", False),
    ],
)
def test_media_queries_are_answered_as_on_a_desk(query: str, answer: bool) -> None:
    assert answers(query) is answer
