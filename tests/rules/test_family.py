"""Which sites are a page's own."""

import pytest

from .helpers import facts

URL = "https://shop.example.com/1"
THERE = "".join(f"<a href='https://www.owner.example/{number}'>Part {number}</a>" for number in range(25))
ELSEWHERE = "".join(f"<a href='https://site{number}.example/'>Site {number}</a>" for number in range(30))
OWN = {
    "its own domain": ("<p>a", {"example.com"}),
    "its own address": ('<link rel=canonical href="https://a.example/1">', {"example.com", "a.example"}),
    "its feed": ('<link rel="alternate" href="https://b.example/feed">', {"example.com", "b.example"}),
    "what it is shared as": ('<meta property="og:url" content="https://c.example/1">', {"example.com", "c.example"}),
    "the same name under another suffix": (
        '<a href="https://www.example.org/">a</a><a href="https://other.test/">b</a>',
        {"example.com", "example.org"},
    ),
    "where most of its links lead, from the first on": (THERE, {"example.com", "owner.example"}),
    "where most links lead, but none of the first": ("<a href='/1'>a</a>" * 3 + THERE, {"example.com"}),
    "where many links lead, but not most": (THERE + ELSEWHERE, {"example.com"}),
}


@pytest.mark.parametrize(("html", "own"), OWN.values(), ids=OWN.keys())
def test_own_sites(html: str, own: set[str]) -> None:
    assert facts(html, URL).family == own


def test_a_page_without_an_address_has_no_family() -> None:
    assert facts(THERE, "").family == frozenset()
