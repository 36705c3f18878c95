"""Boxes under a heading that announces other sites. The element with id=x is the one in question."""

from functools import lru_cache

import pytest

from unsponsor import Engine
from unsponsor.settings import Settings

from .helpers import detectors

OWN = '<a href="/3">Three</a> <a href="/4">Four</a> <a href="/5">Five</a>'
PAGE = (
    "<main><h1>News</h1><p>A sentence of the article that a reader came for, and another one after it.</p></main>{}<footer>"
    + OWN
    + "</footer>"
)
OTHERS = '<a href="https://a.example.net/1">One</a> <a href="https://b.example.org/2">Two</a>'
GOES = {
    "a heading": f"<div id=x><h3>From around the web</h3>{OTHERS}</div>",
    "a line of text": f"<div id=x><p>A mix of what's trending on our other sites</p>{OTHERS}</div>",
    "in Russian": f"<section id=x><b>Новости партнёров</b>{OTHERS}</section>",
    "partners": f"<div id=x><h3>Our partners</h3>{OTHERS}</div>",
    "a partner whose name has a word of the site's own": f'<p id=x><b>Sponsors</b><br>{OTHERS}<a href="https://c.example.net/">Medi-Share</a></p>',
    "partners in a paragraph": f"<p id=x><b>Nos partenaires</b><br>{OTHERS}</p>",
    "logos of partners in a column": '<aside id=x><h4>Sponsors</h4><a href="https://a.example.net/"><img src=a.png></a>'
    '<a href="https://b.example.net/"><img src=b.png></a></aside>',
    "words of the site's own in its heading": f"<div id=x><h3>More from our lifestyle sites</h3>{OTHERS}</div>",
    "entries that say to read more": f'<div id=x><h3>Around the web</h3>{OTHERS}<a href="https://a.example.net/1">Read more</a>'
    '<a href="https://b.example.org/2">Read more</a></div>',
    "sponsors of something, in a column": '<aside id=x><h4>Club sponsors</h4><a href="https://a.example.net/"><img src=a.png></a>'
    '<a href="https://b.example.net/"><img src=b.png></a></aside>',
    "subdomains of the network": '<div id=x><h3>More from our network</h3><a href="https://a.site.example/1">A</a> '
    '<a href="https://b.site.example/2">B</a></div>',
}
STAYS = {
    "the site's own": '<div id=x><h3>From around the web</h3><a href="/1">One</a> <a href="/2">Two</a></div>',
    "a sentence": f"<div id=x><p>Some call it “Around the web”. We do not.</p>{OTHERS}</div>",
    "quotes of partners": f"<div id=x><h3>From our partners</h3><blockquote>It works.</blockquote>{OTHERS}</div>",
    "logos of partners in the text": '<div id=x><h3>Sponsors</h3><a href="https://a.example.net/"><img src=a.png></a>'
    '<a href="https://b.example.net/"><img src=b.png></a></div>',
    "a column of a table": f"<table id=x><tr><th>Partner</th></tr><tr><td>{OTHERS}</td></tr></table>",
    "legal links of the publisher": f'<div id=x><h3>More from our network</h3>{OTHERS}<a href="https://c.example.net/">Privacy policy</a></div>',
    "sponsors of something, in the text": '<div id=x><h3>Club sponsors</h3><a href="https://a.example.net/"><img src=a.png></a>'
    '<a href="https://b.example.net/"><img src=b.png></a></div>',
    "another heading": f"<div id=x><h3>Sources</h3>{OTHERS}</div>",
}


def cleaned(html: str) -> str:
    page = PAGE.format(html).encode()
    return detectors().clean(page, "https://www.site.example/news").html.decode()


@pytest.mark.parametrize("name", GOES)
def test_a_box_of_other_sites_goes(name: str) -> None:
    assert cleaned(GOES[name]) == PAGE.format("")


@pytest.mark.parametrize("name", STAYS)
def test_other_boxes_stay(name: str) -> None:
    assert cleaned(STAYS[name]) == PAGE.format(STAYS[name])


def test_a_collection_of_links_keeps_its_partners() -> None:
    page = f"<h1>Links</h1><div><h3>Partners</h3>{OTHERS}</div><div><h3>Bakers</h3>{OTHERS}</div>".encode()
    assert detectors().clean(page, "https://www.site.example/").html is page


def test_a_collection_of_links_keeps_no_sponsors_beside_it() -> None:
    sponsors = f"<aside><h3>Site sponsors</h3>{OTHERS}</aside>"
    page = f"<h1>Links</h1><div><h3>Partners</h3>{OTHERS}</div>{{}}<div><h3>Bakers</h3>{OTHERS}</div>"
    html = Engine(builtin_rules=False).clean(page.format(sponsors).encode(), "https://www.site.example/").html
    assert html == page.format("").encode()


FEED = "".join(
    f'<li><a href="https://www.otherpaper.example/{n}">{title}</a></li>'
    for n, title in enumerate(
        (
            "The council votes on the new bridge tonight",
            "Why the river rose twice within one week",
            "A baker of ninety tells his story",
        )
    )
)
LARGE = (
    f"<div class=text><h1>News</h1>{'<p>' + 'A sentence of the article. ' * 20 + '</p>'}</div>{{}}<footer>"
    + "".join(f"<a href='/{n}'>Ours</a> " for n in range(12))
    + "</footer>"
)
FEEDS = {
    "headlines of another site, in a column": f'<div class="sidebar"><ul id=x>{FEED}</ul></div>',
    "headlines of another site, in the foot": f'<div class="footer-feeds"><div id=x><p>Read on</p><ul>{FEED}</ul></div></div>',
    "headlines of another site, under its name": f"<div id=x><h3>Other Paper</h3><ul>{FEED}</ul></div>",
}
NO_FEEDS = {
    "headlines of another site in the text": f"<div id=x><p>Read on</p><ul>{FEED}</ul></div>",
    "headlines of another site in an article": f'<article><h2>Other Paper</h2><ul id=x class="widget">{FEED}</ul></article>',
    "a menu of another site": '<aside><ul id=x><li><a href="https://otherpaper.example/1">Jobs</a><li><a '
    'href="https://otherpaper.example/2">Cars</a><li><a href="https://otherpaper.example/3">Homes</a></ul></aside>',
    "papers": f"<aside><ul id=x>{FEED.replace('www.otherpaper.example', 'arxiv.org')}</ul></aside>",
    "where readers follow": f"<aside><ul id=x>{FEED.replace('www.otherpaper.example', 'facebook.com')}</ul></aside>",
    "sources": f"<aside><div id=x><h3>Sources</h3><ul>{FEED}</ul></div></aside>",
}


@lru_cache(maxsize=1)
def without_blocks() -> Engine:
    return Engine(builtin_rules=False, settings=Settings(disable=["blocks"]))


def cleaned_of(html: str) -> str:
    page = LARGE.format(html).encode()
    return without_blocks().clean(page, "https://www.site.example/news").html.decode()


@pytest.mark.parametrize("name", FEEDS)
def test_headlines_of_another_site_go(name: str) -> None:
    assert "otherpaper" not in cleaned_of(FEEDS[name])


@pytest.mark.parametrize("name", NO_FEEDS)
def test_other_lists_stay(name: str) -> None:
    assert cleaned_of(NO_FEEDS[name]) == LARGE.format(NO_FEEDS[name])
