"""Boxes and rows of links to many other sites, most of which sell something."""

from collections.abc import Sequence
from functools import lru_cache

import pytest

from unsponsor.heuristics.data import shipped_heuristics
from unsponsor.heuristics.spam.anchors import Anchors, anchors_of
from unsponsor.heuristics.spam.farms import Farms
from unsponsor.heuristics.spam.phrases import Phrases
from unsponsor.rules.hosts import HostSet

from ...rules.helpers import facts

DATA = shipped_heuristics().spam
WARES = ("online casino", "payday loans", "buy backlinks", "viagra online", "replica rolex watches", "essay writing service")
NAMES = ("The Paper Heron", "Slow Post", "Tin and Twine", "Otter Press")


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    return Phrases(DATA)


def farms(html: str) -> tuple[Anchors, Farms]:
    page = facts(html, "https://www.club.example/1")
    anchors = anchors_of(page, HostSet([]), phrases())
    found = Anchors(page, anchors, [anchor.phrase.points for anchor in anchors], DATA.suspicious)
    return found, Farms(page, found, DATA)


def links(texts: Sequence[str], between: str = " ", site: str = "site{}.example") -> str:
    return between.join(f'<a href="https://{site.format(n)}/">{text}</a>' for n, text in enumerate(texts))


LARGEST = {
    "a box of wares": (f"<div id=x>{links(WARES)}</div><p>Text", "x"),
    "a list of wares": (f"<ul id=x><li>{links(WARES, '</li><li>')}</li></ul><p>Text", "x"),
    "under a heading": (f"<div id=x><h3>Links</h3><ul><li>{links(WARES, '</li><li>')}</li></ul></div><p>Text", "x"),
    "with some that sell nothing": (f"<div id=x>{links((*WARES, *NAMES[:2]))}</div>", "x"),
    "names": (f"<div id=x>{links(NAMES)}</div>", None),
    "two": (f"<div id=x>{links(WARES[:2])}</div>", None),
    "to one site": (f"<div id=x>{links(WARES, site='koba.example')}</div>", None),
    "in a text": (f"<div id=x>{links(WARES, ' is what he sold, and then he turned to ')}</div>", None),
    "beside links of the site": (f"<div id=x>{links(WARES[:3])} <a href=/1>One</a> <a href=/2>Two</a></div>", None),
    "in a form": (f"<div id=x><input>{links(WARES)}</div>", None),
}


@pytest.mark.parametrize(("html", "box"), LARGEST.values(), ids=LARGEST.keys())
def test_the_largest_box_that_is_a_farm(html: str, box: str | None) -> None:
    _, found = farms(f"<main>{html}</main>")
    farm = found.around(0)
    assert (None if farm is None else farm.get("id")) == box


ROWS = {
    "one after the other": (f"<p>Text {links(WARES[:4], ' | ')} and text</p>", [(0, 4)]),
    "on lines of their own": (f"<p>Text {links(WARES[:4], '<br>')} and text</p>", [(0, 4)]),
    "behind another": (f"<p>{links(NAMES[:1], site='heron.example')} in words {links(WARES[:3])}</p>", [(1, 4)]),
    "with words between": (f"<p>{links(WARES[:4], ' and ')}</p>", []),
    "two": (f"<p>{links(WARES[:2])}</p>", []),
    "names": (f"<p>{links(NAMES)}</p>", []),
    "each in a box": (f"<p>{links(WARES[:4], '</p><p>')}</p>", []),
}


@pytest.mark.parametrize(("html", "rows"), ROWS.values(), ids=ROWS.keys())
def test_rows(html: str, rows: list[tuple[int, int]]) -> None:
    assert list(farms(html)[1].rows()) == rows
