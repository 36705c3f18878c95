"""Links to other sites, and sums over those in a box."""

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsponsor.heuristics.data import shipped_heuristics
from unsponsor.heuristics.spam.anchors import Anchors, anchors_of, around
from unsponsor.heuristics.spam.phrases import Phrases
from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import HostSet

from ...rules.helpers import facts

URL = "https://www.club.example/walks"
KNOWN = HostSet(["friends.example"])


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    return Phrases(shipped_heuristics().spam)


def of(html: str, url: str = URL) -> tuple[Facts, Anchors]:
    page = facts(html, url)
    anchors = anchors_of(page, KNOWN, phrases())
    return page, Anchors(page, anchors, [anchor.phrase.points for anchor in anchors], 1)


LEADS = {
    "another site": ("https://www.koba.example/1", ["koba.example"]),
    "another site, without a scheme": ("//koba.example/1", ["koba.example"]),
    "the site": ("/1", []),
    "a part of the site": ("https://m.club.example/", []),
    "where readers follow": ("https://www.friends.example/club", []),
    "one of the site's own": ("https://paper.example/", []),
    "nowhere": ("#top", []),
    "a script": ("javascript:void(0)", []),
    "a letter": ("mailto:a@koba.example", []),
}


@pytest.mark.parametrize(("address", "sites"), LEADS.values(), ids=LEADS.keys())
def test_which_links_count(address: str, sites: list[str]) -> None:
    head = "<link rel=canonical href='https://paper.example/walks'>"
    _, anchors = of(f'{head}<p><a href="{address}">One</a>')
    assert [anchor.site for anchor in anchors.all] == sites


def test_on_a_page_without_an_address_none_does() -> None:
    assert of("<a href=https://koba.example/>One</a>", "")[1].all == []


def test_a_link_without_a_text_says_nothing() -> None:
    _, anchors = of("<a href=https://casino.example/><img src=a.png></a>")
    assert [(anchor.length, anchor.phrase.points, anchor.phrase.sells) for anchor in anchors.all] == [(0, 0, False)]


def test_what_links_in_a_box_come_to() -> None:
    page, anchors = of(
        "<div id=x>Some words <a href=https://koba.example/>buy backlinks</a> <a href=https://koba.example/2>The Heron</a>"
        "</div><div id=y><a href=https://tave.example/>Tin and Twine</a><a href=/1>a</a></div>"
    )
    x, y = page.by_token["#x"][0], page.by_token["#y"][0]
    assert (anchors.between(x), anchors.between(y)) == ((0, 2), (2, 3))
    assert anchors.stand_in(x)
    assert (anchors.are_most_of(x), anchors.are_most_of(y)) == (True, False)
    assert anchors.points_of(0, 3) == anchors.points_of(0, 1) > 0
    assert (anchors.selling_of(0, 3), anchors.suspicious_of(0, 3)) == (1, 1)
    assert (anchors.sites_of(0, 2), anchors.sites_of(0, 3)) == (1, 2)
    assert anchors.length_of(0, 2) == len("buy backlinks") + len("The Heron")
    assert anchors.beside(x) == page.text_length(x) - anchors.length_of(0, 2)


@given(st.lists(st.sampled_from(["<div>", "</div>", "<a href=//koba.example>casino</a>", "<a href=//tave.example>b</a>", "<a href=/1>c</a>"])))  # fmt: skip
def test_sums_are_those_of_the_links_one_by_one(pieces: list[str]) -> None:
    page, anchors = of("".join(pieces))
    for element in page.page.elements:
        if element is None:
            continue
        first, behind = anchors.between(element)
        inside = [anchor for anchor in anchors.all if anchor.element in element.iter()]
        assert list(anchors.all[first:behind]) == inside
        assert anchors.stand_in(element) is bool(inside)
        assert anchors.selling_of(first, behind) == sum(anchor.phrase.sells for anchor in inside)
        assert anchors.points_of(first, behind) == pytest.approx(sum(anchor.phrase.points for anchor in inside))
        assert anchors.length_of(first, behind) == sum(anchor.length for anchor in inside)


def test_elements_around_are_those_with_a_start_tag() -> None:
    page = facts("<div><p><b><a href=/1>a</a></b></p></div>")
    (link,) = page.by_token["a"]
    assert [node.tag for node in around(link, 9)] == ["b", "p", "div"]
    assert [node.tag for node in around(link, 2)] == ["b", "p"]
