"""What unsponsor hides is not rendered, whatever the page's style sheets and its content security policy say."""

import json
import re
from typing import Any

import pytest

from .conftest import Lab, answer, only_test_rules

pytestmark = [pytest.mark.browser, pytest.mark.once]

# Writes into the page what is rendered of its cards.
MEASURE = b"""
const seen = {};
for (const card of document.querySelectorAll('.card'))
    seen[card.id] = [getComputedStyle(card).display, card.offsetHeight > 0];
document.body.append(Object.assign(document.createElement('output'), {textContent: JSON.stringify(seen)}));
"""
CARDS = b"""<div class=card id=kept>News</div><div class="card test-hidden" id=hidden>Buy</div>
<div class=card id=inline style="display:none">Inline styles count</div>"""
POLICY = "style-src 'self'"
HIDDEN = ["none", False]


def rendered(lab: Lab, style: bytes, **headers: str) -> dict[str, Any]:
    """Display and whether it has a height, by id, of each card on a page with a style sheet."""
    page = b"<!doctype html><link rel=stylesheet href=/s.css><title>t</title><body>%b<script src=/s.js></script>" % CARDS
    flows = [answer("/", page, **headers), answer("/s.css", style, "text/css"), answer("/s.js", MEASURE, "text/javascript")]
    with lab.browser(flows, only_test_rules) as browser:
        found = re.search(r"<output>(.*)</output>", browser.dom("/"))
    assert found
    seen: dict[str, Any] = json.loads(found[1])
    return seen


def test_a_style_sheet_does_not_bring_it_back(lab: Lab) -> None:
    seen = rendered(lab, b".card { display: flex }")
    assert seen == {"kept": ["flex", True], "hidden": HIDDEN, "inline": HIDDEN}


def test_a_policy_against_inline_styles_does_not_bring_it_back(lab: Lab) -> None:
    seen = rendered(lab, b".card { color: red }", content_security_policy=POLICY)
    assert seen == {"kept": ["block", True], "hidden": HIDDEN, "inline": ["block", True]}


@pytest.mark.xfail(reason="neither of the two attributes works there")
def test_both_together_do_not_bring_it_back(lab: Lab) -> None:
    seen = rendered(lab, b".card { display: flex }", content_security_policy=POLICY)
    assert seen == {"kept": ["flex", True], "hidden": HIDDEN, "inline": ["flex", True]}
