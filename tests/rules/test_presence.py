"""What a page has of all that selectors need, and which selectors can match there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsponsor.rules.presence import Presence, Table
from unsponsor.rules.selectors import compile_selector

from .helpers import facts

HTML = "<main><p id=a class='ad top'>x</p><a href='https://ads.example/1?b=banner' title='My banner'>l</a></main>"
# Selectors, and what of their needs the page above has besides its tokens.
PRESENT = {
    ".ad": [],
    "a[href*='ads.example']": ["=ads.example"],
    "a[href*='shop.example']": [],
    "[title=banner]": ["=banner"],  # it stands in the value, whatever the operator
    "[href^=https]": ["=https"],
    "[title*='My b'], [href*='?b=']": ["=?b=", "=My b"],
    # Pieces of one another, and over one another.
    "[href*=banner], [href*=ann], [href*=bann], [href*=nner]": ["=ann", "=bann", "=banner", "=nner"],
    "[href*='ads.example'], [href*='example/1']": ["=ads.example", "=example/1"],
    # In another attribute than those which selectors ask for.
    "[title*='ads.example']": [],
    "[data-x*=banner]": [],
    "[title*='ads.example'], [href*=banner]": ["=ads.example", "=banner"],
    # Too short to be looked for.
    "[href*=ad]": [],
    # Letters are as they are written.
    "[title*=Banner]": [],
}


@pytest.mark.parametrize(("css", "literals"), PRESENT.items(), ids=PRESENT.keys())
def test_what_a_page_has(css: str, literals: list[str]) -> None:
    page = facts(HTML)
    tokens = {"main", "p", "a", "#a", ".ad", ".top", "[id]", "[class]", "[href]", "[title]"}
    assert page.by_token.keys() == tokens
    assert Presence(compile_selector(css)).on(page) == tokens | set(literals)


@pytest.mark.parametrize("html", ["", "text", "<p>"])
def test_a_page_without_attributes_has_no_literals(html: str) -> None:
    assert Presence(compile_selector("[href*=banner]")).on(facts(html)) == facts(html).by_token.keys()


def test_without_selectors_a_page_has_its_tokens() -> None:
    assert Presence([]).on(facts("<p class=a>")) == {"p", ".a", "[class]"}


def test_many_literals_are_found_as_few_are() -> None:
    selectors = [f"[href*='piece{number}-']" for number in range(5000)]
    alternatives = [alternative for css in selectors for alternative in compile_selector(css)]
    page = facts("<a href='/piece7-/piece4321-'><a href='/piece43210'><a title=piece9->")
    for some in (alternatives[:1000], alternatives):
        wanted = {"=piece7-", "=piece4321-"} if some is alternatives else {"=piece7-"}
        assert Presence(some).on(page) - page.by_token.keys() == wanted


# What is in a table, what a page has, and the names of those that can match.
CANDIDATES = [
    ({"one": ".ad"}, {".ad"}, {"one"}),
    ({"one": ".ad"}, {".ads"}, set()),
    ({"one": ".ad"}, set[str](), set()),
    ({"one": ".ad", "two": "p.ad"}, {".ad"}, {"one"}),
    ({"one": ".ad", "two": "p.ad"}, {".ad", "p"}, {"one", "two"}),
    ({"one": "#up .ad"}, {".ad"}, set()),
    ({"one": "#up .ad"}, {".ad", "#up"}, {"one"}),
    ({"one": "[href*=banner]"}, {"[href]"}, set()),
    ({"one": "[href*=banner]"}, {"=banner"}, set()),
    ({"one": "[href*=banner]"}, {"[href]", "=banner"}, {"one"}),
    ({"one": "[title=advert] .ad"}, {"[title]", ".ad"}, set()),
    ({"one": "[title=advert] .ad"}, {"[title]", ".ad", "=advert"}, {"one"}),
    ({"one": "#a, .b"}, {".b"}, {"one"}),
    ({"one": "#a, .b", "two": ".b"}, {"#a"}, {"one"}),
]


@pytest.mark.parametrize(("selectors", "present", "wanted"), CANDIDATES)
def test_which_can_match(selectors: dict[str, str], present: set[str], wanted: set[str]) -> None:
    table = Table[str]()
    for name, css in selectors.items():
        for alternative in compile_selector(css):
            table.add(name, alternative)
    found = list(table.candidates(present))
    assert {name for name, _ in found} == wanted
    assert len(found) == len(wanted)


def test_what_needs_nothing_of_the_element_is_in_no_table() -> None:
    (alternative,) = compile_selector("#up > *")
    with pytest.raises(ValueError, match="without a key"):
        Table[str]().add("one", alternative)


PARTS = st.sampled_from(["p", "a", "#x", ".x", ".y", "[href]", "[href*=banner]", '[href^="/ad/"]', "[title~=banner]", ".x.y"])
SELECTORS = st.lists(PARTS, min_size=1, max_size=3).flatmap(
    lambda parts: st.sampled_from([" ".join(parts), " > ".join(parts), ", ".join(parts)])
)
ELEMENTS = st.builds(
    "<{}{}{}{}>{}</{}>".format,
    st.just("div"),
    st.sampled_from(["", " class=x", " class='x y'", " id=x"]),
    st.sampled_from(["", " href=/ad/1", " href='/a/banner'"]),
    st.sampled_from(["", " title='a banner'", " title=banners"]),
    st.sampled_from(["", "<a class=y href=/ad/banner></a>", "<p id=x><a class='y x'></a></p>"]),
    st.just("div"),
)


@given(st.lists(SELECTORS, min_size=1, max_size=8), st.lists(ELEMENTS, max_size=4).map("".join))
def test_whatever_matches_can_match(selectors: list[str], html: str) -> None:
    page = facts(html)
    alternatives = [(css, alternative) for css in selectors for alternative in compile_selector(css)]
    table = Table[str]()
    for css, alternative in alternatives:
        table.add(css, alternative)
    present = Presence(alternative for _, alternative in alternatives).on(page)
    candidates = {css for css, _ in table.candidates(present)}
    assert {css for css in selectors if page.selected(css)} <= candidates
    for css, alternative in table.candidates(present):
        assert alternative.tokens <= page.by_token.keys(), css
