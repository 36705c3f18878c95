"""What was considered on a page, and what became of it, for people who ask why."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lxml import etree

from unsponsor.losses import Judged, each, told
from unsponsor.page import edit
from unsponsor.rules.facts import Facts
from unsponsor.telling import Paths, first_words
from unsponsor.verdict import REMOVES, Finding

_OUTCOMES = {edit.Action.REMOVE: "removed", edit.Action.HIDE: "hidden", edit.Action.ATTRIBUTE: "attribute removed"}


class Considered(NamedTuple):
    """A block that was considered: where it stands, its first words, by what it was found and with which evidence, how sure
    that is (0 to 1; from 0.5 on it goes), and what became of it."""

    path: str
    text: str
    category: str
    by: str
    confidence: float
    evidence: tuple[str, ...]
    outcome: str


def explained(facts: Facts, judged: Judged, weighed: Iterable[Finding]) -> list[Considered]:
    """Every block that was considered, in source order. ``weighed``: what the block detector considered, with what moved the
    scores."""
    verdict = judged.verdict
    edits = [done for done, _ in judged.apply(facts.page)[1]]
    outcomes = {done.element: _OUTCOMES[done.action] for done in edits if done.action is not edit.Action.ATTRIBUTE}
    blocks = {finding.element: finding for finding in weighed}
    found = [
        (
            _weighed(item.finding, blocks)._replace(element=item.element),
            outcomes.get(item.element) or _why_not(item.finding, outcomes),
        )
        for item in verdict.decisions
    ]
    found += [(_weighed(refused.finding, blocks), f"kept: {refused.reason}") for refused in verdict.refused]
    known = {finding.element for finding, _ in found}
    found += [(finding, _why_not(finding, outcomes)) for finding in blocks.values() if finding.element not in known]
    done_alone = {alone for done in edits for alone in each(done)}
    for asked, finding in judged.losses.items():
        outcome = _OUTCOMES[asked.action] if asked in done_alone else _why_not(finding, outcomes)
        found.append((told(finding, asked), outcome))
    order = facts.page.numbers
    found.sort(key=lambda item: order.get(item[0].element, -1))
    paths = Paths(facts.by_token)
    return [_considered(facts, paths, finding, outcome) for finding, outcome in found]


def _weighed(finding: Finding, weighed: Mapping[etree._Element, Finding]) -> Finding:
    """A finding with what moved the score of its element, where that was weighed."""
    moved = weighed.get(finding.element)
    return finding if moved is None else finding._replace(evidence=(*finding.evidence, *moved.evidence))


def _why_not(finding: Finding, outcomes: Mapping[etree._Element, str]) -> str:
    """What became of an element that was not removed itself, or of an attribute."""
    if any(around in outcomes for around in (finding.element, *finding.element.iterancestors())):
        return "inside of something that is removed"
    if finding.confidence < REMOVES:
        return f"kept: not sure enough: {finding.confidence:.2f} of {REMOVES} needed"
    return "kept: the page itself is about such things, or cannot be cut there"


def _considered(facts: Facts, paths: Paths, finding: Finding, outcome: str) -> Considered:
    return Considered(
        paths.to(finding.element),
        first_words(facts.text(finding.element)),
        finding.category,
        finding.by,
        finding.confidence,
        finding.evidence,
        outcome,
    )
