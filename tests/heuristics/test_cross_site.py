"""Boxes under a heading that announces other sites. The element with id=x is the one in question."""

import pytest

from unsponsor import Engine

PAGE = "<main><h1>News</h1><p>A sentence of the article that a reader came for, and another one after it.</p></main>{}"
OTHERS = '<a href="https://a.example.net/1">One</a> <a href="https://b.example.org/2">Two</a>'
GOES = {
    "a heading": f"<div id=x><h3>From around the web</h3>{OTHERS}</div>",
    "a line of text": f"<div id=x><p>A mix of what's trending on our other sites</p>{OTHERS}</div>",
    "in Russian": f"<section id=x><b>Новости партнёров</b>{OTHERS}</section>",
    "subdomains of the network": '<div id=x><h3>More from our network</h3><a href="https://a.site.example/1">A</a> '
    '<a href="https://b.site.example/2">B</a></div>',
}
STAYS = {
    "the site's own": '<div id=x><h3>From around the web</h3><a href="/1">One</a> <a href="/2">Two</a></div>',
    "a sentence": f"<div id=x><p>Some call it “Around the web”. We do not.</p>{OTHERS}</div>",
    "quotes of partners": f"<div id=x><h3>From our partners</h3><blockquote>It works.</blockquote>{OTHERS}</div>",
    "another heading": f"<div id=x><h3>Sources</h3>{OTHERS}</div>",
}


def cleaned(html: str) -> str:
    page = PAGE.format(html).encode()
    return Engine(builtin_rules=False).clean(page, "https://www.site.example/news").html.decode()


@pytest.mark.parametrize("name", GOES)
def test_a_box_of_other_sites_goes(name: str) -> None:
    assert cleaned(GOES[name]) == PAGE.format("")


@pytest.mark.parametrize("name", STAYS)
def test_other_boxes_stay(name: str) -> None:
    assert cleaned(STAYS[name]) == PAGE.format(STAYS[name])
