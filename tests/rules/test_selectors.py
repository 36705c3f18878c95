"""Selectors: what they select (an independent implementation says so), what they need, and what is none."""

import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from unsponsor.rules.selectors import check_xpath, compile_selector, compile_xpath, select, targets_page

from .helpers import facts

PAGES = [
    """<!doctype html><html lang="en"><head><title>t</title></head><body class="home">
    <div id="a" class="x y" lang="de-AT"><p id="b" class="x">one</p>
    <p id="c" title=":not(x, y)">two <a id="d" href="https://o.example/p" class="y">l</a><a id="e" class="x  y">n</a></p>
    <ul id="f"><li id="g"></li><li id="h" class="z"><b id="i">b</b></li><li id="j">3</li>
    <li id="k" data-x="A b">4</li></ul></div>
    <section id="l"><h2 id="m" class="x">H</h2><p id="n">p</p><p id="o" class="y">q</p>
    <form id="p"><input id="q" type="checkbox" checked><input id="r" type="TEXT" disabled><button id="s">b</button></form>
    </section><div id="t"></div><div id="u"><!-- c --></div><div id="v"> </div></body></html>""",
    """<!doctype html><html><head></head><body><article id="a" class="X-1 ad"><div id="b" class="ad slot"><div id="c">
    <div id="d" class="slot x"></div></div></div><span id="e" class="p"></span><span id="f" class="q"></span>
    <i id="g"></i><span id="h" class="p" data-x=""></span></article><ul id="l"><li id="m" class="z">1</li></ul>
    <a id="x:y" href="/b">q</a><A id="i" HREF="/a" DATA-X="A B">é</A><p id="é" title='"'>w</p></body></html>""",
]

SELECTORS = [
    "p", "P", "*|p", "#b", "#B", "div#a", "DIV#a", ".x", ".X", ".x.y", "p.x", "p.x, a.x", "[id='a'], [id='b']",
    # Attributes.
    "[href]", "[data-x]", "[DATA-X]", '[data-x="A b"]', '[data-x="a b" i]', '[data-x="A b" s]', "[data-x~=b]", "[data-x^=A]",
    "[data-x$=b]", '[data-x*=" "]', '[data-x=""]', '[data-x^=""]', "[lang|=de]", "[class~=x]", '[class~="x y"]', '[class~=""]',
    "input[type][checked]", "input:not([type])", "[type=TEXT]", "[id=é]", "#é", r"#x\:y", r".\78 ", """p[title='"']""",
    # Text that only looks like a part of the language.
    'p[title=":not(x, y)"]', "p[title=':not(x, y)']:not(.x, .y)", '[title*="("]:not(.z)', '[title=":has(:scope > x)"]',
    # Combinators.
    "div p a", "div > p > a", "h2 + p", "h2 ~ p", "p + p", "html p", "body > div", "div div", ".ad .slot", ".ad > .slot",
    "div > div > .x", "span ~ span", "i + span", ".ad.slot .x", "ul > li.z", "div ul, section p",
    # Logic.
    "p:not(.x, .y)", "p:not(.x):not(.y)", "p:NOT(.x)", "li:not(:first-child, :last-child)", "p:not(div p)", "div:not(:has(p))",
    "div:not(:empty)", ":not(p):not(body):not(html):not(head):not(div)", "div.x:is(.y, .z)",
    ":is(p, a).x", "li:is(.z, #g)", "p:where(.x, .y)", ":where(p.x, a.x)", "div:has(a, b)", "div:has(> p)", ":has(> b)",
    "p:has(+ p)", "h2:has(~ p)", "section:has(> form input[type=checkbox])", "div:has(.slot):not(.z)",
    # Position and state.
    "li:first-child", "li:last-child", "b:only-child", "li:nth-child(2n+1)", "li:nth-child(even)", "li:nth-child(odd)",
    "li:nth-child(-n+2)", "li:nth-child(n+2):nth-child(-n+3)", "li:nth-last-child(1)", ":nth-child(0)",
    "p:nth-of-type(2)", "p:nth-of-type(n)", "p:nth-of-type(odd)", "p:nth-of-type(-n+1)", "p:nth-last-of-type(1)",
    "span:nth-of-type(3n-1)", ":first-of-type", ":last-of-type", "i:only-of-type", "p:only-of-type", ":empty", "div:empty",
    ":root", "input:checked", "input:disabled", "a:any-link", "a:link", ":any-link",
    # Selectors 4 that cssselect does not have.
    "li:nth-child(1 )",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES, ids=["first", "second"])
@pytest.mark.parametrize("css", SELECTORS)
def test_selects_what_another_implementation_selects(css: str, page: str) -> None:
    theirs = [node.attributes.get("id") or node.tag for node in LexborHTMLParser(page).css(css)]
    here = facts(page)
    selected = here.selected(css)
    assert here.page.root is not None
    ours = [node.get("id") or node.tag for node in here.page.root.iter(etree.Element) if node in selected]
    assert ours == theirs


@pytest.mark.parametrize("page", PAGES, ids=["first", "second"])
@pytest.mark.parametrize("css", SELECTORS)
def test_an_element_alone_tells_what_the_expression_tells(css: str, page: str) -> None:
    here = facts(page)
    for alternative in compile_selector(css):
        if alternative.matches is not None:
            selected = set(select(compile_xpath(alternative.xpath), here.page.root))
            having = set(here.page.elements).intersection(*(here.by_token.get(token, []) for token in alternative.own))
            assert {element for element in having if alternative.matches(element)} == selected


def test_an_expression_can_be_evaluated_again() -> None:
    # libxml2 keeps a pointer to the namespace of a function between evaluations, which lxml frees.
    for css in [":first-of-type", ":last-of-type", ":nth-of-type(2n+1)", ":nth-last-of-type(1)", ":only-of-type"]:
        for _ in range(50):
            assert facts(PAGES[0]).selected(css)


def test_most_of_the_selectors_above_select_something() -> None:
    selecting = [css for css in SELECTORS if any(LexborHTMLParser(page).css(css) for page in PAGES)]
    assert len(selecting) > 0.85 * len(SELECTORS)


@pytest.mark.parametrize(
    ("css", "selected"),
    [
        # What lexbor cannot parse.
        ("div:has(:scope > p)", ["a"]),
        ("div:has(:scope > ul, :scope > b)", ["a"]),
        ("section:has(:scope h2)", ["l"]),
        ("p:lang(en)", ["n", "o"]),
        ("p:lang(de)", ["b", "c"]),
    ],
)
def test_selects_more_of_selectors_4(css: str, selected: list[str]) -> None:
    assert {node.get("id") for node in facts(PAGES[0]).selected(css)} == set(selected)


def test_a_class_is_parted_by_the_white_space_of_html_only() -> None:
    page = "<p id=a class='x\u00a0y'></p><p id=b class='x\ty\n'></p>"
    by_token = facts(page).by_token
    assert [node.get("id") for node in by_token.get(".y", [])] == ["b"]


@pytest.mark.parametrize(
    ("css", "key", "tokens"),
    [
        (".ad", ".ad", {".ad"}),
        ("#ad", "#ad", {"#ad"}),
        ("p", "p", {"p"}),
        ("[Data-Ad]", "[data-ad]", {"[data-ad]"}),
        ("P.ad", ".ad", {".ad", "p"}),
        (".a#b", "#b", {".a", "#b"}),
        (".short.much-longer", ".much-longer", {".short", ".much-longer"}),
        ("[data-ad='1']", "[data-ad]", {"[data-ad]"}),
        ("[href*='/ad/']", "=/ad/", {"[href]"}),
        ("a[href*='/ad/']", "=/ad/", {"a", "[href]"}),
        ("[id='x']", "[id]", {"[id]"}),
        ("[id^='x']", "[id]", {"[id]"}),
        ("[class~='x']", "[class]", {"[class]"}),
        ("#up .own", ".own", {"#up", ".own"}),
        ("#up > *", None, {"#up"}),
        (".a + b ~ i", "i", {".a", "b", "i"}),
        # What stands in a function need not be on the page.
        (".a:not(.b)", ".a", {".a"}),
        (".a:has(.b)", ".a", {".a"}),
        (".a:is(.b, .c)", ".a", {".a"}),
        (":is(.b, .c)", None, set()),
        ("[a='.b']", "[a]", {"[a]"}),
        ("[a='X' i]", "[a]", {"[a]"}),
        ("[id='X' i]", "[id]", {"[id]"}),
        (".a:first-child", ".a", {".a"}),
    ],
)
def test_tokens_that_a_page_must_have(css: str, key: str | None, tokens: set[str]) -> None:
    (alternative,) = compile_selector(css)
    assert (alternative.key, alternative.tokens) == (key, tokens)


@pytest.mark.parametrize(
    ("css", "literals"),
    [
        ("[href^='https://ad.']", {"=https://ad."}),
        ("[class~=advert] > [title='Ad vert']", {"=advert", "=Ad vert"}),
        # Too short to tell pages apart.
        ("[href*=ad]", set()),
        # Not on the page as it stands here, or not at all.
        ("[title='advert' i]", set()),
        ("p:not([title=advert])", set()),
        ("p:is([title=advert], .x)", set()),
        ("p:has([title=advert])", set()),
    ],
)
def test_literals_that_a_page_must_have(css: str, literals: set[str]) -> None:
    (alternative,) = compile_selector(css)
    assert alternative.literals == literals


def test_alternatives_are_taken_apart() -> None:
    assert [alternative.key for alternative in compile_selector(".a, b > .c, i:is(d, e)")] == [".a", ".c", "i"]


@pytest.mark.parametrize(
    "css", ["html", "body", "HEAD", "body.x", ":root", "*", ":not(.x)", "p, body", ".x > body", "html:has(p)"]
)
def test_selectors_that_match_the_page_itself(css: str) -> None:
    assert targets_page(css)


@pytest.mark.parametrize("css", ["body p", "html > body > div", "p:not(body)", ".body", "#html", "[body]", "p:has(html)"])
def test_selectors_that_do_not(css: str) -> None:
    assert not targets_page(css)


@pytest.mark.parametrize(
    "css",
    ["", " ", "p[", "p >", "> p", "p,", ",p", "p..x", "p:", "p:nosuch", "p::before", "p:first-line", "a:hover", "a:focus",
     "a:visited", "a:active", ":focus-within", ":target", "p:not()", ":is()", ":has()", "p:nth-child(x)", "p:nth-of-type(x)",
     "p[a=]", "1p", "svg|a", "p:not(a:hover)", "p:has(a:hover)", "p:is(a:hover)"],
)  # fmt: skip
def test_what_is_no_selector(css: str) -> None:
    with pytest.raises(ValueError, match="no selector that can be used"):
        compile_selector(css)


def test_a_selector_nested_too_deep_is_none() -> None:
    with pytest.raises(ValueError, match="no selector that can be used"):
        compile_selector(":not(" * 5000 + "p" + ")" * 5000)


@pytest.mark.parametrize("expression", ["", "//p[", "p:", "//p[nosuch(.)]", "//p[$x]", "//x:p", "count()"])
def test_what_is_no_expression(expression: str) -> None:
    with pytest.raises(ValueError, match="no XPath expression"):
        check_xpath(expression)


def test_only_elements_are_selected() -> None:
    page = facts(PAGES[0]).page
    for expression in ["//p/text()", "//@id", "count(//p)", "'p'", "true()"]:
        assert select(compile_xpath(expression), page.root) == []
    assert [node.get("id") for node in select(compile_xpath(compile_selector("ul > li")[0].xpath), page.root)] == [
        "g",
        "h",
        "j",
        "k",
    ]
