"""The detectors together: what one leaves to another, and what a page is read for."""

from collections.abc import Sequence

import pytest

from unsponsor.heuristics.detectors import DETECTORS
from unsponsor.verdict import Finding

from ..rules.helpers import facts
from .helpers import detectors

TEXT = "<p>" + "The towpath is dry in April, and the herons are back. " * 12 + "</p>"
URL = "https://www.tea.example/kettles"
OFFER = '<div id=x><h3>K2 kettle</h3><p>$39.90</p><a href="https://amzn.to/1">Buy now at Amazon</a></div>'
FOUND = {
    "an ad slot": ("<div id=x class=ad-slot></div>", "slots", "ad"),
    "what is labelled": (
        '<div id=x><small>Advertisement</small><a href="https://koba.example/"><img src=a.png>Lamps by Koba</a></div>',
        "labels",
        "sponsored",
    ),
    "an offer": (OFFER, "offers", "offer"),
    "planted links": (
        '<div id=x style="display:none"><a href="https://koba.example/">payday loans</a></div>',
        "spam",
        "spam-links",
    ),
}


def found(html: str, title: str = "Kettles") -> Sequence[Finding]:
    own = detectors().detectors
    assert own is not None
    page = facts(f"<title>{title}</title><main><h1>{title}</h1>{TEXT}{html}{TEXT}</main><footer>About us</footer>", URL)
    return own.find(page, {})[0]


@pytest.mark.parametrize(("html", "by", "category"), FOUND.values(), ids=FOUND.keys())
def test_each_says_what_it_found_and_why(html: str, by: str, category: str) -> None:
    findings = [finding for finding in found(html) if finding.by == by]
    assert {(finding.element.get("id"), finding.category) for finding in findings} == {("x", category)}
    assert all(finding.evidence and 0 < finding.confidence <= 1 for finding in findings)


def test_their_names_are_those_that_settings_may_switch_off() -> None:
    every = "".join(html.replace("id=x", "") for html, _, _ in FOUND.values())
    assert {finding.by for finding in found(every)} <= set(DETECTORS)


def test_on_a_page_about_offers_these_are_what_one_reads() -> None:
    assert "offer" in {finding.category for finding in found(OFFER)}
    assert "offer" not in {finding.category for finding in found(OFFER, title="The best offers of the week")}


def test_a_page_with_nothing_to_find() -> None:
    assert found("<div><a href=/1>One</a></div>") == []
