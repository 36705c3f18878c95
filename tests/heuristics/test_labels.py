"""From a disclosure label to exactly what it labels. The element with id=x is the one that must go, alone."""

import pytest

from unsponsor import Removal

from .helpers import detectors

ARTICLE = "<main><h1>News</h1><p>A sentence of the article that a reader came for, and another one after it.</p></main>"
CARD = '<li class=card><a href="/{0}"><img src={0}.jpg><h3>Story {0} of this site</h3></a></li>'
OWN = CARD.format(1) + CARD.format(2) + CARD.format(3)

LABELLED = {
    "a card among the site's own": f'<ul>{OWN}<li id=x class=card><span>Sponsored</span><a href="/p"><h3>Lamps by a maker</h3></a></li></ul>',
    "its label comes last": f'<ul>{OWN}<li id=x class=card><a href="https://l.example.net/"><h3>Lamps</h3></a><small>Anzeige</small></li></ul>',
    "in brackets": f'<ul>{OWN}<li id=x class=card><b>[Sponsored]</b> <a href="/p">Lamps by a maker</a></li></ul>',
    "split over elements": f'<ul>{OWN}<li id=x class=card><span><b>Spon</b>sored</span> <a href="/p">Lamps by a maker</a></li></ul>',
    "an entry whose link carries it": f'<div><div id=x><a href="/p"><p>Lamps by a maker of lamps</p><span>Paid content</span></a></div>{ARTICLE}</div>',
    "an entry of a menu with its list": '<ul><li id=x><a href="/m"><b>Coupons</b> <i>Anzeige</i></a><button>+</button><ul><li><a href="/o">Otto</a></ul></li><li><a href="/n">News</a></li></ul>',
    "a box under a linked heading that holds it": '<div id=x><a href="https://n.example.net/"><h3>Advisor <div>Paid Partner</div></h3></a><ul><li><a href="https://n.example.net/1">Seven outrageous cards</a><li><a href="https://n.example.net/2">The best cards of all</a></ul></div>',
    "an entry of few words that leads elsewhere": '<ul><li id=x><a href="https://l.example.net/"><b>Lotto</b> <i>Anzeige</i></a></li><li><a href="/n">News</a></li></ul>',
    "a box of the site's own links, headed as paid": '<section id=x><h3>Sponsored content</h3><a href="/a">One of a maker</a><a href="/b">Two of a maker</a></section>',
    "a box whose heading holds it": '<section id=x><h3>Mortgages <div>Paid Partner</div></h3><iframe src="https://rates.example.net/"></iframe></section>',
    "a list of entries that all carry it": '<ol id=x><li><b>PR</b> <a href="/p/1">Lamps by a maker of lamps</a></ol>',
    "a box that begins with it": '<section id=x><h4>広告</h4><a href="https://a.example.net/">一</a> <a href="https://b.example.org/">二</a></section>',
    "one of two cards in a row, by words of credit": '<div class=row><div id=x class=col><h3>Animals</h3><a href="/c/1">A merrier feast</a><p>Presented by The Shelter</p></div><div class=col><h3>Forum</h3><a href="/f/2">How late is late?</a></div></div><div class=row><div class=col><h3>Food</h3><a href="/3">Soup</a></div><div class=col><h3>Home</h3><a href="/4">Chairs</a></div></div><div class=row><div class=col><h3>Play</h3><a href="/5">Ball</a></div><div class=col><h3>Work</h3><a href="/6">Desk</a></div></div>',
}
NOT_LABELLED = {
    "an item of the site's menu that begins with such a word": '<nav><ul><li><a href="/new"><em>AD</em> Innovators</a></li><li><a href="/homes">Homes</a></li></ul></nav>',
    "what the site calls so itself": "<p><a href='/pr'>PR</a></p><ol><li><b>PR</b> <a href='/pr/1'>Change of the lamps</a></ol>",
    "an entry of few words that leads to a department": '<ul><li><a href="/l"><b>Lotto</b> <i>Anzeige</i></a></li><li><a href="/n">News</a></li></ul>',
    "a name in a table of data": "<table><tr><th>Campaign<tr><td><a href='/c/1'>Sponsored post: bulbs of spring</a></table>",
    "a department in the foot of a page": "<div id=footer_box><div>ANNONCER</div><div><a href='https://paper.example.net/rates'>Priser</a></div></div>",
    "a department whose title says the same": '<ul><li><a title="publicité" href="https://agency.example.net/">Publicité</a></li><li><a href="/l">Legal</a></li></ul>',
    "the word in prose": "<div class=t><p>It was sponsored by <a href='https://a.example.net/'>a maker</a>.</p></div>",
    "a link to the department": "<ul><li class=a><a href='/ads'>Sponsored</a><li class=a><a href='/b'>B</a><li class=a><a href='/c'>C</a></ul>",
    "a box of the site's own links": "<section><h2>Ads</h2><a href='/a'>One</a><a href='/b'>Two</a></section>",
    "a menu of the site": "<ul><li><a href='/ads'>Advertisement</a></li><li><a href='https://paper.example.net/'>E-paper</a></li></ul>",
    "a list in which each entry has its own": "<div><b class=k>Sponsored</b><a href='/a'>One</a><b class=k>Politics</b><a href='/b'>Two</a></div>",
    "a menu of a site of small ads": "<div><div class=m><p>Anzeigen</p><a href='/a'>By place</a><a href='/b'>By kind</a><a href='/c'>All of them</a></div><div class=m><p>Help</p><a href='/d'>Contact</a></div></div>",
    "the label of a slot above": f"<div><p>Sponsored</p><div class=q></div><ul>{OWN}</ul></div>",
    "a label in the middle of a text": "<section><p>Text before it, much of it</p><b>Sponsored</b><a href='https://a.example.net/'>A</a></section>",
    "a box with a form": "<section><b>Sponsored</b><a href='https://a.example.net/'>A</a><form><input></form></section>",
}


def removals(html: str) -> list[Removal]:
    page = f"<!doctype html><body>{ARTICLE}{html}<footer>About us and more</footer>"
    found = detectors().clean(page.encode(), "https://page.example/a").removals
    return [removal for removal in found if removal.by == "labels"]


@pytest.mark.parametrize("html", LABELLED.values(), ids=LABELLED.keys())
def test_the_labelled_unit_goes(html: str) -> None:
    (removal,) = removals(html)
    assert removal.path.endswith("#x")
    assert removal.category == "sponsored"


def test_the_box_after_a_label_goes_with_it() -> None:
    box = '<p>The story so far.</p><p>Sponsored</p><div><a href="https://a.example.net/">A course by a maker</a></div><p>The story goes on.</p>'
    page = f"<!doctype html><body>{ARTICLE}<div>{box}</div>"
    cleaned = detectors().clean(page.encode(), "https://page.example/a").html.decode()
    assert cleaned == page.replace(box, "<p>The story so far.</p><p>The story goes on.</p>")


@pytest.mark.parametrize("html", NOT_LABELLED.values(), ids=NOT_LABELLED.keys())
def test_what_is_not_labelled_stays(html: str) -> None:
    assert removals(html) == []
