"""Findings to decisions: what is guarded, what grows, what is merged."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsponsor.guard import Guard, shipped_guard
from unsponsor.page.edit import Action
from unsponsor.telling import Paths, first_words
from unsponsor.verdict import Decision, Finding, decide

from .guards import SMALL_GUARD
from .rules.helpers import facts

GUARD = SMALL_GUARD.model_copy(update={"content": ["main", '[role="main"]', "nav"], "hydrated": ["#next", "[data-reactroot]"]})
# Enough other text for anything small to be a small share.
PROSE = f"<p>{'word ' * 200}</p>"


def decided(html: str, *findings: str | dict[str, Any], guard: Guard = GUARD) -> list[Decision]:
    """The decisions on findings: each the id of an element, or a finding's fields."""
    page = facts(html)
    made = []
    for item in findings:
        fields = {"id": item} if isinstance(item, str) else dict(item)
        assert page.page.root is not None
        (element,) = page.page.root.xpath(f"//*[@id='{fields.pop('id')}']")
        defaults = {
            "category": "ad",
            "confidence": 0.9,
            "by": "rule",
            "evidence": ("why",),
            "action": Action.REMOVE,
            "guarded": True,
        }
        made.append(Finding(element, **(defaults | fields)))
    return decide(page, made, guard).decisions


def gone(html: str, *findings: str | dict[str, Any], guard: Guard = GUARD) -> list[str]:
    return [decision.element.get("id") for decision in decided(html, *findings, guard=guard)]


@pytest.mark.parametrize(
    ("html", "stays"),
    [
        ("<p id=x>ad</p>", False),
        ("<main id=x>ad</main>", True),
        ("<p id=x role=main>ad</p>", True),
        ("<ul id=x><li><b><nav></nav></b></ul>", True),
        ("<main><p id=x>ad</p></main>", False),
        # The one heading of the page is its title; of several none is.
        ("<p id=x><b>ad</b></p><h1>t</h1>", False),
        ("<ul id=x><h1>t</h1></ul>", True),
        ("<ul id=x><h1>t</h1></ul><h1>u</h1>", False),
    ],
)
def test_content_and_title_are_guarded(html: str, stays: bool) -> None:
    assert gone(html + PROSE, "x") == ([] if stays else ["x"])
    assert gone(html + PROSE, {"id": "x", "guarded": False}) == ["x"]


@pytest.mark.parametrize(
    ("length", "rest", "stays"),
    [(20, 0, False), (21, 0, True), (50, 49, False), (50, 48, True), (500, 600, False), (600, 500, True)],
)
def test_a_large_share_of_the_text_is_guarded(length: int, rest: int, stays: bool) -> None:
    # A space parts the two paragraphs.
    html = f"<p id=x>{'a' * length}</p><p>{'b' * rest}</p>"
    assert gone(html, "x") == ([] if stays else ["x"])
    assert gone(html, {"id": "x", "guarded": False}) == ["x"]


def test_text_that_nobody_reads_is_no_share() -> None:
    assert gone(f"<p id=x><script>{'a' * 999}</script>ad</p><p>{'b' * 50}</p>", "x") == ["x"]
    assert gone(f"<p id=x style='left:-9999px'>{'a' * 999}</p><p>{'b' * 50}</p>", "x") == ["x"]
    assert gone(f"<p id=x style='left:-99px'>{'a' * 999}</p><p>{'b' * 50}</p>", "x") == []


@pytest.mark.parametrize(
    ("html", "goes"),
    [
        ("<div id=o><div id=i><p id=x>ad</p></div></div>", "o"),
        ("<section id=o> \n <p id=x>ad</p><br><hr><!-- c --> </section>", "o"),
        # Text or anything else that shows keeps a box.
        ("<div id=o><div id=i><p id=x>ad</p></div>text</div>", "i"),
        ("<div id=o>text<p id=x>ad</p></div>", "x"),
        ("<div id=o><p id=x>ad</p>text</div>", "x"),
        ("<div id=o><p id=x>ad</p><!-- c -->text</div>", "x"),
        ("<div id=o><p id=x>ad</p><br>text</div>", "x"),
        ("<div id=o><p id=x>ad</p><img></div>", "x"),
        ("<div id=o><p id=x>ad</p><input></div>", "x"),
        # Only boxes of these kinds go along, none that a script fills, none that is the page.
        ("<article id=o><p id=x>ad</p></article>", "x"),
        ("<div id=app><p id=x>ad</p></div>", "x"),
        ("<div id=o class=kept><div id=i><p id=x>ad</p></div></div>", "i"),
        ("<body id=o><p id=x>ad</p></body>", "x"),
        # A row of a table goes whole or not at all, and what is shown instead of a slot goes along.
        ("<table id=o><tr><td><p id=x>ad</p></table>", "o"),
        ("<table><tr><td>1<td>2<tr id=o><td colspan=2><p id=x>ad</p></table>", "o"),
        ("<table><tr><td>1<td><p id=x>ad</p></table>", "x"),
        ("<table><tr><td rowspan=2>1<tr><td rowspan=2><p id=x>ad</p><tr><td>2</table>", "x"),
        ("<div id=o><p id=x>ad</p><noscript><a href=/>ad</a></noscript></div>", "o"),
        ("<div id=o><noscript><img src=a.png></noscript><p id=x>ad</p></div>", "x"),
        ("<div id=o><p id=x>ad</p><noscript class=lazy><img src=a.png></noscript></div>", "x"),
        # Not further than so many levels.
        ("<div id=a><div id=b><div id=c><div id=d><p id=x>ad</p></div></div></div></div>", "b"),
    ],
)
def test_a_removal_grows_to_the_outermost_box_that_would_be_empty(html: str, goes: str) -> None:
    # The prose stands outside of whatever box there is.
    page = html if html.startswith("<body") else f"<header>{PROSE}</header>{html}"
    assert gone(page, "x") == [goes]


def test_what_is_not_guarded_does_not_grow() -> None:
    assert gone("<div id=o><p id=x>ad</p></div>", {"id": "x", "guarded": False}) == ["x"]


def test_a_box_goes_with_the_last_of_what_was_in_it() -> None:
    html = "<article><div id=o><p id=x>ad</p><p id=y>ad</p></div></article>" + PROSE
    assert gone(html, "x") == ["x"]
    assert gone(html, "x", "y") == ["o"]


def test_boxes_that_go_empty_a_box_around_them() -> None:
    html = f"<article>{PROSE}<section id=o><div id=a><p id=x>ad</p></div><div id=b><p id=y>ad</p></div></section></article>"
    assert "o" in gone(html, "x", "y")
    assert gone(html, "x") == ["a"]


def test_findings_on_one_element_are_one_decision_with_all_evidence() -> None:
    first = {"id": "x", "by": "one", "evidence": ("a", "b"), "category": "offer"}
    second = {"id": "x", "by": "two", "evidence": ("b", "c"), "category": "ad"}
    (decision,) = decided(f"<p id=x>ad</p>{PROSE}", first, second)
    assert decision.finding.by == "one"
    assert decision.finding.category == "offer"
    assert decision.finding.evidence == ("a", "b", "c")


def test_findings_that_grow_to_one_box_are_one_decision_with_all_evidence() -> None:
    html = f"{PROSE}<div id=o><p id=x>ad</p><p id=y>ad</p></div>"
    (decision,) = decided(html, {"id": "x", "evidence": ("a",)}, {"id": "y", "evidence": ("b",)})
    assert decision.element.get("id") == "o"
    assert decision.finding.evidence == ("a", "b")


def test_a_finding_that_is_not_sure_decides_nothing() -> None:
    html = f"<p id=x>ad</p>{PROSE}"
    assert gone(html, {"id": "x", "confidence": 0.49}) == []
    assert gone(html, {"id": "x", "confidence": 0.5}) == ["x"]


@pytest.mark.parametrize(
    ("html", "action", "done"),
    [
        ("", Action.REMOVE, Action.REMOVE),
        ("", Action.HIDE, Action.HIDE),
        ("<i id=next></i>", Action.REMOVE, Action.HIDE),
        ("<i data-reactroot></i>", Action.REMOVE, Action.HIDE),
    ],
)
def test_on_hydrated_pages_elements_are_hidden(html: str, action: Action, done: Action) -> None:
    for guarded in (True, False):
        (decision,) = decided(html + f"<p id=x>ad</p>{PROSE}", {"id": "x", "action": action, "guarded": guarded})
        assert decision.action is done


def test_no_findings_no_decisions() -> None:
    assert decided(PROSE) == []


def test_the_shipped_guard_protects_what_readers_come_for() -> None:
    guard = shipped_guard()
    for content in ["<main>", "<nav>", '<div itemprop="articleBody">', "<textarea>", '<input type="password">']:
        assert gone(f"<ul id=x>{content}x</ul>{PROSE}", "x", guard=guard) == [], content
    assert gone(f"<ul id=x><li>ad</ul>{PROSE}", "x", guard=guard) == ["x"]
    assert 0 < guard.largest_share < 0.5


def test_first_words_are_cut_at_a_word() -> None:
    assert first_words("one two", 7) == "one two"
    assert first_words("one two three", 9) == "one two …"
    assert first_words("x" * 200) == "x" * 80 + " …"


@given(st.recursive(st.sampled_from(["<b></b>", "<i>x</i>", "t", "<!-- c -->"]), lambda inner: st.builds(
    lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>",
    st.sampled_from(["div", "section", "div id=one"]), st.lists(inner, max_size=4))))  # fmt: skip
def test_a_path_leads_to_its_element(html: str) -> None:
    page = facts(html.replace("id=one", "id=first", 1).replace(" id=one", ""))
    for element in page.page.elements:
        if element is not None:
            assert page.selected(Paths(page.by_token).to(element)) == {element}


LINKED = '<div id=x><a href="https://a.example/">a widget with a link to another site</a></div>'


@pytest.mark.parametrize(
    ("html", "goes"),
    [
        (f"<div><h3 id=h>Around</h3>{LINKED}<h3>Next</h3><p>text</p></div>", {"h", "x"}),
        (f"<div><h3 id=h>Around</h3>{LINKED}<p>text that the heading heads</p></div>", {"x"}),
        (f"<div><h1 id=h>Title</h1>{LINKED}</div>", {"x"}),
        (f"<h1>Title</h1><div><h1 id=h>Around</h1>{LINKED}<h1>Next</h1><p>text</p></div>", {"h", "x"}),
        # What comes next may be below the same heading.
        (f"<div><h2 id=h>News</h2>{LINKED}<h3>A story</h3><p>text</p></div>", {"x"}),
        (f"<div><h2 id=h>Around</h2>{LINKED}<section><h2>Next</h2>{PROSE}</section></div>", {"h", "x"}),
        (f"<div><h3 id=h>Around</h3>text {LINKED}<h3>Next</h3></div>", {"x"}),
        # An empty slot may stand under the heading of anything.
        ("<div><h3 id=h>Around</h3><div id=x></div><h3>Next</h3><p>text</p></div>", {"x"}),
        # A few words about what is gone, and nothing else.
        (f"<div id=box><p>From our partners</p>{LINKED}</div>", {"box", "x"}),
        (f'<div id=box><p>From our partners</p><img src=a.png alt="">{LINKED}</div>', {"x"}),
        (f"<div id=box><p>{'More than a caption says. ' * 5}</p>{LINKED}</div>", {"x"}),
    ],
)
def test_what_is_about_the_removed_goes_along(html: str, goes: set[str]) -> None:
    assert set(gone(html + PROSE, "x")) == goes


def test_what_is_said_of_links_that_go_goes_with_them() -> None:
    teasers = LINKED.replace("id=x", "id={}") + "<p>what it is about, in a few words more</p>"
    html = f"<div id=box>{teasers.format('x')}{teasers.format('y')}</div>"
    assert set(gone(html + PROSE, "x", "y")) == {"box", "x", "y"}
    with_own = html.removesuffix("</div>") + "<a href=/>Ours</a></div>"
    assert set(gone(with_own + PROSE, "x", "y")) == {"x", "y"}


def test_what_is_refused_says_why() -> None:
    page = facts("<main id=x>ad</main>" + PROSE)
    (element,) = page.by_token["#x"]
    finding = Finding(element, "ad", 0.9, "rule", ("why",), Action.REMOVE, True)
    unsure = finding._replace(confidence=0.2)
    refused = decide(page, [finding, unsure], GUARD).refused
    assert [item.reason.split(" ")[0] for item in refused] == ["holds", "not"]


OWN_BOX = (
    "<div id=own><h3>More news</h3><a href=/1>What the council of the valley said about the new bridge last night</a></div>"
)


@pytest.mark.parametrize(("fields", "goes"), [({}, {"ad", "label"}), ({"guarded": False}, {"x"}), ({"listed": False}, {"x"})])
def test_a_filter_that_takes_the_sites_own_boxes_along_takes_what_stands_beside(
    fields: dict[str, bool], goes: set[str]
) -> None:
    page = facts(f"<div id=x>{OWN_BOX}<p id=label><a href=https://shop.example/>Lamps</a></p><div id=ad></div></div>{PROSE}")
    (box,), (ad,) = page.by_token["#x"], page.by_token["#ad"]
    found = Finding(ad, "ad", 0.9, "rule", ("why",), Action.REMOVE, True)
    listed = Finding(box, "ad", 0.9, "##x (List)", ("why",), Action.REMOVE, True, listed=True)._replace(**fields)
    verdict = decide(page, [found, listed], GUARD)
    decided = {decision.element.get("id"): decision for decision in verdict.decisions}
    assert decided.keys() - {"ad"} == goes - {"ad"}
    if "label" in goes:
        assert decided["label"].finding.evidence == ("why", "what stands beside the site's own")
        assert [item.reason.split(";")[0] for item in verdict.refused] == ["holds boxes that lead to the site itself only"]
