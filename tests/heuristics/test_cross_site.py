"""Boxes under a heading that announces other sites. The element with id=x is the one in question."""

import pytest

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
    html = detectors().clean(page.format(sponsors).encode(), "https://www.site.example/").html
    assert html == page.format("").encode()
