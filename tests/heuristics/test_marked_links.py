"""Links that carry their label themselves. The element with id=x is the one that is marked, if any."""

import pytest

from unsponsor.heuristics.marked_links import marked_entries
from unsponsor.rules.vocabulary import Vocabulary

from ..rules.helpers import facts

LABELS = Vocabulary(["sponsored", "advertisement", "advertorial", "ad"])
MARKED = {
    "in brackets at its end": ("<p><a id=x href=/a>Lamps by a maker (Sponsored)</a> and more", "Sponsored"),
    "in square brackets at its beginning": ("<p><a id=x href=/a>[Sponsored] Lamps by a maker</a> and more", "Sponsored"),
    "before a colon": ("<p><a id=x href=/a>Advertisement: lamps by a maker</a> and more", "Advertisement"),
    "as its title": ("<p><a id=x href=/a title=Sponsored>Lamps by a maker: all (1)</a> and more", "Sponsored"),
    "in an entry that holds nothing else": ("<ul><li id=x><b><a href=/a>Lamps (Sponsored)</a></b></ul>", "Sponsored"),
    "in an entry that says more": ("<ul><li><a id=x href=/a>Lamps (Sponsored)</a> and more</ul>", "Sponsored"),
    "in a table of data that leads elsewhere": (
        "<table><tr><th>A<tr><td><a id=x href=https://b.example/>Lamps (Sponsored)</a></table>",
        "Sponsored",
    ),
}
NOT_MARKED = {
    "no label in brackets": "<a href=/a>Lamps (new)</a>",
    "brackets in the middle": "<a href=/a>Lamps (sponsored) and shades</a>",
    "a short word before a colon": "<a href=/a>Ad: the story of a word</a>",
    "nothing behind the colon": "<a href=/a>Advertisement:</a>",
    "a title that says the same": "<a href=/a title=Sponsored>Sponsored:</a>",
    "a table of data": "<table><tr><th>A<tr><td><a href=/a>Lamps (Sponsored)</a></table>",
    "a long text": f"<a href=/a>{'Lamps ' * 40} (Sponsored)</a>",
    "nothing to read": "<a href=/a title=Sponsored><img src=a.png></a>",
}


@pytest.mark.parametrize(("html", "mark"), MARKED.values(), ids=MARKED.keys())
def test_a_link_is_marked(html: str, mark: str) -> None:
    ((entry, label),) = marked_entries(facts(html, "https://page.example/"), LABELS)
    assert (entry.get("id"), label) == ("x", mark)


@pytest.mark.parametrize("html", NOT_MARKED.values(), ids=NOT_MARKED.keys())
def test_a_link_is_not_marked(html: str) -> None:
    assert list(marked_entries(facts(html, "https://page.example/"), LABELS)) == []
