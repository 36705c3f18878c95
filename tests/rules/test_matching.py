"""The index: it asks few rules, and finds what asking all of them finds."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsponsor.engine import Engine
from unsponsor.page.tree import number_of
from unsponsor.rules.facts import Facts
from unsponsor.rules.loading import LoadedRule
from unsponsor.rules.matching import CompiledRule, Matcher, Scope
from unsponsor.rules.problems import InvalidError

from .helpers import URL, facts, hits, loaded, matched, rule, rule_file

PAGE = '<p id="a">x</p>'


@pytest.mark.parametrize(
    ("scope", "url", "holds"),
    [
        ({}, URL, True),
        ({"hosts": ["news.example"]}, "https://news.example/", True),
        ({"hosts": ["news.example"]}, "https://WWW.News.example:444/", True),
        ({"hosts": ["news.example"]}, "https://bignews.example/", False),
        ({"hosts": ["a.example", "b.example"]}, "https://b.example/", True),
        ({"hosts": ["shop.*"]}, "https://www.shop.co.uk/", True),
        ({"hosts": ["shop.*"]}, "https://shop.news.example/", False),
        ({"hosts": ["news.example"], "not_hosts": ["help.news.example"]}, "https://www.news.example/", True),
        ({"hosts": ["news.example"], "not_hosts": ["help.news.example"]}, "https://help.news.example/", False),
        ({"not_hosts": ["shop.*"]}, "https://shop.example/", False),
        ({"not_hosts": ["shop.*"]}, "https://news.example/", True),
        ({"paths": ["^/articles/"]}, "https://a.example/articles/1", True),
        ({"paths": ["^/articles/"]}, "https://a.example/x/articles/1", False),
        ({"paths": ["^/a", "^/b"]}, "https://a.example/b", True),
        ({"paths": [r"\?id=\d"]}, "https://a.example/x?id=1", True),
        ({"paths": ["top"]}, "https://a.example/x#top", False),
        ({"paths": ["a.example"]}, "https://a.example/", False),
        ({"hosts": ["a.example"], "paths": ["^/x"]}, "https://b.example/x", False),
        ({"hosts": ["a.example"]}, "", False),
        ({}, "", True),
    ],
)
def test_scope(scope: dict[str, Any], url: str, holds: bool) -> None:
    assert matched({"scope": scope}, PAGE, url) == (["a"] if holds else [])


def test_a_rule_is_asked_by_each_of_its_hosts_and_matches_once() -> None:
    rules = loaded(rule(scope={"hosts": ["example.org", "www.example.org", "example.*", "a.example"]}))
    assert hits(rules, facts(PAGE, "https://www.example.org/")) == [("one", "a")]


def test_only_rules_that_can_match_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        CompiledRule, "accepted", lambda self, numbers, page: asked.extend(self.rule.id for _ in numbers) or numbers
    )
    rules = loaded(
        *(rule(id=f"token-{n}", match={"css": f".x{n} > b"}) for n in range(50)),
        *(rule(id=f"around-{n}", match={"css": f".x{n} p"}) for n in range(50)),
        *(rule(id=f"host-{n}", scope={"hosts": [f"h{n}.example"]}) for n in range(50)),
        rule(id="simple"),
        rule(id="here", match={"css": "div > p"}),
    )
    scopes: list[Scope] = []
    holds = Scope.holds
    monkeypatch.setattr(Scope, "holds", lambda self, page: not scopes.append(self) and holds(self, page))
    found = hits(rules, facts("<div><p id=a>x</p></div><p id=b>y</p>"))
    assert found == [("here", "a"), ("simple", "a"), ("simple", "b")]
    assert sorted(asked) == ["here", "simple", "simple"]
    # Rules that lack what they need on this page are not even asked whether they are for it.
    assert len(scopes) == 2


def test_hits_are_in_source_order_and_then_in_that_of_ids() -> None:
    rules = loaded(rule(id="z", match={"css": "b, i"}), rule(id="a", match={"css": "i"}), rule(id="m", match={"xpath": "//b"}))
    assert hits(rules, facts("<b id=1></b><i id=2></i>")) == [("m", "1"), ("z", "1"), ("a", "2"), ("z", "2")]


@pytest.mark.parametrize("html", ["", " ", "<!-- x -->", "x"])
def test_a_page_without_elements_matches_nothing(html: str) -> None:
    rules = loaded(rule(), rule(id="two", match={"xpath": "//*"}), rule(id="three", match={"css": ":not(html, body, head)"}))
    assert hits(rules, facts(html)) == []


@pytest.mark.parametrize("match", [{"css": ".x"}, {"css": "[title]"}, {"xpath": "//*"}, {"css": ":has(p)"}])
def test_the_page_itself_never_matches(match: dict[str, str]) -> None:
    # A selector that names it is an error; a page may still have the class on its body.
    found = matched({"match": match}, "<html class=x title=x><head class=x></head><body class=x title=x><p id=a>x")
    assert not set(found) & {"<html>", "<head>", "<body>"}


def test_low_confidence_matches_but_never_removes_alone() -> None:
    low, page = rule(confidence="low"), "<b>y</b><p>x</p>"
    assert hits(loaded(low), facts(page)) == [("one", "<p>")]
    engine = Engine([rule_file(low)], builtin_rules=False)
    assert engine.clean(page.encode(), URL).removals == ()
    sure = Engine([rule_file(low, rule(id="two", match={"css": "b"}))], builtin_rules=False)
    assert [removal.by for removal in sure.clean(page.encode(), URL).removals] == ["two"]


# Small documents and rules. No element here is one that a parser implies or closes by itself, but li.
NAMES = st.sampled_from(["x", "y", "z"])
TAGS = st.sampled_from(["div", "section", "b", "i", "ul"])

LEAVES = st.sampled_from(
    ["x", "y ", " offer", "Special offer:", "offers", "広告", "<a href=/>x</a>", "<a href='//shop.co.uk/'>y</a>"]
)


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> str:
    tag, name, identifier = (
        draw(TAGS),
        draw(NAMES),
        draw(st.sampled_from(["", "", " id=u", " id=v", " data-x=1", " title=name-one", " title=one"])),
    )
    inner = "".join(draw(st.lists(st.one_of(elements(depth - 1), LEAVES), max_size=3))) if depth else draw(LEAVES)
    return f'<{tag} class="{name} {draw(NAMES)}"{identifier}>{inner}</{tag}>'


DOCUMENTS = st.lists(elements(), max_size=4).map(lambda parts: f"<html><head></head><body>{''.join(parts)}</body></html>")
SIMPLE = st.one_of(
    TAGS,
    NAMES.map(".{}".format),
    st.sampled_from(["#u", "#v", "[data-x]", "[title]", "[id=u]", "[class~=x]", "[data-x='1']", "*", "b.x", ".x.y",
                     "div:not(.x)", ":is(b, i)", ":has(> b)", "i:first-child", "body", "[class$=y]", "B",
                     "[TITLE]", "[title=name-one]", "[title^=nam]", "[title*=one]", "[title='ONE' i]", "[title~=one]"]),
)  # fmt: skip
COMPLEX = st.tuples(SIMPLE, st.sampled_from([" ", " > ", " + ", " ~ "]), SIMPLE).map("".join)
SELECTORS = st.lists(st.one_of(SIMPLE, COMPLEX), min_size=1, max_size=2).map(", ".join)
CONDITIONS = st.one_of(
    SELECTORS.map(lambda css: {"has": css}),
    SELECTORS.map(lambda css: {"not": {"css": css}}),
    SELECTORS.map(lambda css: {"any": [{"has": {"css": css}}, {"has_text": "^x"}]}),
    st.sampled_from([{"has_text": {"words": "offer"}}, {"has_text": {"label": "offer"}},
                     {"has_text": [{"label": "offer"}, "y$"]}, {"min_links": 2}, {"link_hosts": ["trackers"]},
                     {"link_hosts": {"other_sites": True, "share": 0.5}},
                     {"not": {"min_links": 1}}, {"all": [{"min_links": 1}, {"has_text": {"words": "offer"}}]}]),
)  # fmt: skip
SCOPES = st.sampled_from(
    [{}, {"hosts": ["page.example"]}, {"hosts": ["page.*"]}, {"hosts": ["o.example"]}, {"paths": ["^/a"]}]
)


@st.composite
def rule_keys(draw: st.DrawFn) -> dict[str, Any]:
    match = (
        {"css": draw(SELECTORS)}
        if draw(st.integers(0, 4))
        else {"xpath": draw(st.sampled_from(["//b", "//*[@id]", "//div/*"]))}
    )
    match |= draw(st.sampled_from([{}, {}, {"upward": 1}, {"upward": ".x"}, {"upward": 2}]))
    match |= draw(st.one_of(st.just({}), CONDITIONS))
    return {"match": match, "scope": draw(SCOPES)} | draw(
        st.one_of(st.just({}), CONDITIONS.map(lambda unless: {"unless": unless}))
    )


def brute_force(rules: list[LoadedRule], page: Facts) -> Iterator[tuple[int, str]]:
    """Every rule asked about every element by itself."""
    for item in rules:
        for own, element in enumerate(page.page.elements):
            match = item.rule.match
            if element is None or not item.compiled.scope.holds(page):
                continue
            if element not in page.selected(match.css or match.xpath or "") or not item.compiled.accepted([own], page):
                continue
            target = item.compiled.target(element, page)
            number = None if target is None else number_of(target)
            if target is not None and number is not None and target.tag not in ("html", "head", "body"):
                yield number, item.rule.id


@given(html=DOCUMENTS, keys=st.lists(rule_keys(), min_size=1, max_size=6), path=st.sampled_from(["", "a", "b"]))
def test_the_index_finds_what_asking_every_rule_finds(html: str, keys: list[dict[str, Any]], path: str) -> None:
    rules = []
    for number, item in enumerate(keys):
        try:
            rules += loaded(rule(id=f"r{number}", **item))
        except InvalidError:
            continue  # a selector that matches the page itself
    page = facts(html, URL + path)
    found = Matcher(item.compiled for item in rules).match(page)
    pairs = [(number_of(hit.element), hit.rule.id) for hit in found if hit.element.tag not in ("html", "head", "body")]
    assert pairs == sorted(set(brute_force(rules, page)))
