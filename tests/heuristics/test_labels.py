"""From a disclosure label to exactly what it labels. The element with id=x is the one that must go, alone."""

import pytest

from unsponsor import Engine, Removal

ARTICLE = "<main><h1>News</h1><p>A sentence of the article that a reader came for, and another one after it.</p></main>"
CARD = '<li class=card><a href="/{0}"><img src={0}.jpg><h3>Story {0} of this site</h3></a></li>'
OWN = CARD.format(1) + CARD.format(2) + CARD.format(3)

LABELLED = {
    "a card among the site's own": f'<ul>{OWN}<li id=x class=card><span>Sponsored</span><a href="/p"><h3>Lamps by a maker</h3></a></li></ul>',
    "its label comes last": f'<ul>{OWN}<li id=x class=card><a href="https://l.example.net/"><h3>Lamps</h3></a><small>Anzeige</small></li></ul>',
    "in brackets": f'<ul>{OWN}<li id=x class=card><b>[Sponsored]</b> <a href="/p">Lamps by a maker</a></li></ul>',
    "split over elements": f'<ul>{OWN}<li id=x class=card><span><b>Spon</b>sored</span> <a href="/p">Lamps by a maker</a></li></ul>',
    "a box that begins with it": '<section id=x><h4>広告</h4><a href="https://a.example.net/">一</a> <a href="https://b.example.org/">二</a></section>',
}
NOT_LABELLED = {
    "the word in prose": "<div class=t><p>It was sponsored by <a href='https://a.example.net/'>a maker</a>.</p></div>",
    "a link to the department": "<ul><li class=a><a href='/ads'>Sponsored</a><li class=a><a href='/b'>B</a><li class=a><a href='/c'>C</a></ul>",
    "a box of the site's own links": "<section><h2>Sponsored</h2><a href='/a'>One</a><a href='/b'>Two</a></section>",
    "the label of a slot above": f"<div><p>Sponsored</p><div class=q></div><ul>{OWN}</ul></div>",
    "a label in the middle of a text": "<section><p>Text before it, much of it</p><b>Sponsored</b><a href='https://a.example.net/'>A</a></section>",
    "a box with a form": "<section><b>Sponsored</b><a href='https://a.example.net/'>A</a><form><input></form></section>",
}


def removals(html: str) -> list[Removal]:
    page = f"<!doctype html><body>{ARTICLE}{html}<footer>About us and more</footer>"
    found = Engine(builtin_rules=False).clean(page.encode(), "https://page.example/a").removals
    return [removal for removal in found if removal.by == "labels"]


@pytest.mark.parametrize("html", LABELLED.values(), ids=LABELLED.keys())
def test_the_labelled_unit_goes(html: str) -> None:
    (removal,) = removals(html)
    assert removal.path.endswith("#x")
    assert removal.category == "sponsored"


@pytest.mark.parametrize("html", NOT_LABELLED.values(), ids=NOT_LABELLED.keys())
def test_what_is_not_labelled_stays(html: str) -> None:
    assert removals(html) == []
