"""Hidden boxes that are there for their links, and those that come into sight some time."""

from functools import lru_cache

import pytest

from unsponsor.heuristics.data import shipped_heuristics
from unsponsor.heuristics.spam.anchors import Anchors, anchors_of
from unsponsor.heuristics.spam.hidden import HiddenLinks
from unsponsor.heuristics.spam.hiding import Hiding
from unsponsor.heuristics.spam.phrases import Phrases
from unsponsor.rules.hosts import HostSet

from ...rules.helpers import facts

DATA = shipped_heuristics().spam
WARES = '<a href="https://koba.example/">payday loans</a> <a href="https://tave.example/">replica rolex watches</a>'
NAMES = '<a href="https://heron.example/">The Paper Heron</a> <a href="https://otter.example/">Otter Press</a>'
GONE = "position:absolute;left:-9999px"


@lru_cache(maxsize=1)
def known() -> tuple[Phrases, Hiding]:
    return Phrases(DATA), Hiding(DATA)


def planted(html: str) -> list[str]:
    """The ids of the hidden boxes that are there for their links, from the inside out."""
    phrases, hiding = known()
    page = facts(f"<p>Text</p>{html}<p>Text</p>", "https://www.club.example/1")
    links = anchors_of(page, HostSet([]), phrases)
    anchors = Anchors(page, links, [link.phrase.points for link in links], DATA.suspicious)
    hidden = HiddenLinks(page, anchors, DATA)
    return [box.element.get("id") or box.element.tag for box in hidden.boxes(hiding) if hidden.are_planted(box)]


PLANTED = {
    "wares, moved away": f'<div id=x style="{GONE}">{WARES}</div>',
    "wares, not displayed": f'<div id=x style="display:none">{WARES}</div>',
    "wares in a hidden list": f"<ul id=x hidden><li>{WARES}</ul>",
    "wares under a heading": f'<div id=x style="{GONE}"><b>Links</b> {WARES}</div>',
    "anything, moved away": f'<div id=x style="{GONE}">{NAMES}</div>',
    "white wares on who knows what": f'<div id=x style="color:#fff">{WARES}</div>',
    "wares in a menu that is none": f'<div id=x class=menu style="{GONE}">{WARES}</div>',
}
HONEST = {
    "names, not displayed": f'<div id=x style="display:none">{NAMES}</div>',
    "a name, seen through": '<div id=x class=a style="opacity:0"><a href="https://heron.example/">Heron</a></div>',
    "names in what opens": f'<div id=x class=dropdown style="{GONE}">{NAMES}</div>',
    "names in what opens, a level up": f'<div class=tabs><div id=x style="{GONE}">{NAMES}</div></div>',
    "white names on who knows what": f'<div id=x style="color:#fff">{NAMES}</div>',
    "with a form": f'<div id=x style="{GONE}">{WARES}<input></div>',
    "with links of the site": f'<div id=x style="{GONE}">{WARES} <a href=/1>One</a> <a href=/2>Two</a></div>',
    "with much to say": f'<div id=x style="display:none">{"Words of the site on herons and locks. " * 40}{WARES}</div>',
    "what is not hidden": f"<div id=x>{WARES}</div>",
    "without a link to another site": f'<div id=x style="{GONE}"><a href=/1>One</a></div>',
}  # fmt: skip


@pytest.mark.parametrize("html", PLANTED.values(), ids=PLANTED.keys())
def test_what_is_there_for_its_links(html: str) -> None:
    assert planted(html) == ["x"]


@pytest.mark.parametrize("html", HONEST.values(), ids=HONEST.keys())
def test_what_is_not(html: str) -> None:
    assert planted(html) == []


def test_boxes_come_from_the_inside_out() -> None:
    html = f'<div id=x style="display:none"><p>a</p><div id=y style="{GONE}">{WARES}</div></div>'
    assert planted(html) == ["y", "x"]
