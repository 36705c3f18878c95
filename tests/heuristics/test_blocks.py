"""Blocks that are found by what the trees say of them. Here one tree weighs, by a single feature."""

from functools import lru_cache
from typing import Any

import pytest

from unsponsor.heuristics.blocks import BlockDetector, eligible
from unsponsor.heuristics.features import Features
from unsponsor.heuristics.lexicon import shipped_lexicon
from unsponsor.heuristics.trees import Trees, Weights
from unsponsor.page.edit import Action
from unsponsor.rules.facts import Facts
from unsponsor.verdict import Finding

from ..rules.helpers import facts

URL = "https://www.club.example/1"
TEXT = "<p>" + "The towpath is dry in April, and the herons are back. " * 20 + "</p>"
BOX = (
    '<div id={0} class="{1}"><a href="https://koba.example/{0}"><img src="https://koba.example/{0}.png">Lamps of {0}</a></div>'
)
# A score of one where a box has a link to another site, of minus one where it has none.
TREE = {
    "feature": [0, 0, 0],
    "threshold": [0.5, 0.0, 0.0],
    "left": [1, 1, 2],
    "right": [2, 1, 2],
    "value": [0.0, -1.0, 1.0],
}


@lru_cache
def detector(baseline: float = 0.0) -> BlockDetector:
    weights: dict[str, Any] = {"version": 1, "features": ["links to other sites"], "baseline": baseline, "threshold": 0.5}
    weights |= {"gate": {"trees": [], "least": 0}, "stages": [], "trees": [TREE]}
    return BlockDetector(shipped_lexicon(), Trees(Weights.model_validate(weights)))


def found(html: str, *kept: str, baseline: float = 0.0, support: dict[str, int] | None = None) -> list[Finding]:
    page = page_of(html)
    supported = {page.by_token[f"#{name}"][0]: count for name, count in (support or {}).items()}

    return list(detector(baseline).find(page, supported, (), [page.by_token[f"#{name}"][0] for name in kept]))


def page_of(html: str) -> Facts:
    return facts(f"{TEXT}{html}<footer>Founded by three postmen</footer>", URL)


def ids(findings: list[Finding]) -> list[str]:
    return [finding.element.get("id") or finding.element.tag for finding in findings]


def test_what_the_trees_weigh_enough_is_found() -> None:
    (box,) = found(f"{BOX.format('x', 'a')}<div id=y><a href=/1>One</a></div>")
    assert box.element.get("id") == "x"
    assert box.by == "blocks"
    assert 0.5 < box.confidence < 1
    assert box.evidence
    assert box.action is Action.REMOVE


def test_the_outermost_box_is_found_and_of_a_guarded_one_its_parts() -> None:
    html = f"<section id=all>{BOX.format('x', 'a')}{BOX.format('y', 'a')}</section>"
    assert ids(found(html)) == ["all"]
    assert ids(found(html, "all")) == ["x", "y"]
    assert ids(found(html, "all", "x", "y")) == ["a", "a"]


def test_rules_of_low_confidence_move_a_score() -> None:
    html = BOX.format("x", "a")
    each = shipped_lexicon().blocks.support
    assert ids(found(html, baseline=-2.0)) == []
    assert ids(found(html, baseline=-2.0, support={"x": int(2 / each) + 1})) == ["x"]


def test_on_a_page_of_few_words_nothing_is_told_from_the_rest() -> None:
    page = facts(BOX.format("x", "a"), URL)
    assert list(detector().find(page, {}, (), ())) == []
    assert list(detector().considered(page)) == []


def test_what_came_near_is_considered_with_what_moved_it() -> None:
    page = page_of(f"{BOX.format('x', 'a')}")
    considered = list(detector(-3.5).considered(page))
    assert "x" in ids(considered)
    assert "links to other sites: " in considered[0].evidence[0]
    assert list(detector(-9.0).considered(page)) == []


ELIGIBLE = {
    "a box that leads elsewhere": (BOX.format("x", "a"), True),
    "a box that is named so": ("<div id=x class=ad-slot><img src=/a.png><a href=/1>Lamps</a></div>", True),
    "a box that leads to the site": ("<div id=x><a href=/1>Lamps</a></div>", False),
    "nothing to be seen": ('<div id=x><a href="https://koba.example/"></a></div>', False),
    "what is no box": ('<p>Read <b id=x><a href="https://koba.example/">lamps</a></b></p>', False),
    "a link in a sentence": ('<p>Read <a id=x href="https://koba.example/">on lamps</a> by the lock, at night.</p>', False),
    "nearly the whole page": (f'<div id=x>{TEXT * 3}<a href="https://koba.example/">Lamps</a></div>', False),
    "words that lead nowhere, in a box named so": ("<div id=x class=promo-text>A treehouse can be an office</div>", False),
    "words that are labelled": ("<div id=x class=promo-text><b>Advertisement</b> A treehouse can be an office</div>", True),
    "words in a link": ("<a href=/1><div id=x class=promo-text>A treehouse can be an office</div></a>", True),
    "a logo": ('<div id=x class=logo><a href="https://koba.example/"><img src=/a.png></a></div>', False),
}


@pytest.mark.parametrize(("html", "holds"), ELIGIBLE.values(), ids=ELIGIBLE.keys())
def test_what_can_be_a_block(html: str, holds: bool) -> None:
    page = page_of(html)
    (element,) = page.by_token["#x"]
    numbers = eligible(Features(page, shipped_lexicon(), []), page)
    assert (page.page.numbers[element] in numbers.tolist()) is holds
