"""Findings to removals: what the guard refuses, what takes its heading and its box along, and what is hidden instead."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from lxml import etree

from unsponsor.fellows import fellows
from unsponsor.growth import Growth, captioned, deserted, heading_of, left_over
from unsponsor.guard import Guard, content_in
from unsponsor.page.edit import Action
from unsponsor.rules.facts import Facts
from unsponsor.unlisted import own_boxes, unlisted_in

# Findings below this are evidence only.
REMOVES = 0.5
# From here on something empty that is no ad slot is a widget, with a heading of its own.
_WIDGET = 0.85
_TAKES_ELEMENT = "getElementById"
_TAKEN = re.compile(r"""getElementById\(\s*["']([^"']+)["']\s*\)\s*\.""")
_TABLE_PARTS = frozenset({"caption", "colgroup", "col", "tbody", "td", "tfoot", "th", "thead", "tr"})


class Finding(NamedTuple):
    """A detector's word on an element: that it is promotion, how sure (0 to 1), why, and what should be done.

    ``by`` is a rule's id. ``guarded``: the guard of the main content applies. ``listed``: a filter of a list says so; the
    guard looks at that more closely, for many are written for what a page looked like once.
    """

    element: etree._Element
    category: str
    confidence: float
    by: str
    evidence: tuple[str, ...]
    action: Action
    guarded: bool
    listed: bool = False


class Decision(NamedTuple):
    """An element that goes, and the finding that decided so, with the evidence of all that found it."""

    element: etree._Element
    action: Action
    finding: Finding


class Refused(NamedTuple):
    """A finding that was not followed, and why."""

    finding: Finding
    reason: str


class Verdict(NamedTuple):
    """What goes from a page, and what was found but stays."""

    decisions: list[Decision]
    refused: list[Refused]


def decide(facts: Facts, findings: Iterable[Finding], guard: Guard, nothing: Collection[etree._Element] = ()) -> Verdict:
    """What is removed of a page. Later findings on an element that is gone already only add their evidence. ``nothing``:
    elements beside which a box counts as empty."""
    content = ", ".join(guard.content)
    hydrated = bool(facts.selected(", ".join(guard.hydrated)))
    chosen: dict[etree._Element, Finding] = {}
    refused: list[Refused] = []
    findings = list(findings)
    others = sorted(facts.numbers(f.element for f in findings if not f.listed and f.confidence >= REMOVES))
    for finding in findings:
        for judged, reason in _judged(facts, finding, content, guard, others):
            if reason is None:
                chosen[judged.element] = _merged(chosen.get(judged.element), judged)
            else:
                refused.append(Refused(judged, reason))
    growth = Growth(facts, {*chosen, *nothing}, guard)
    for find_more in (_fellows, _left_over_boxes, _deserted_boxes, _headings, _captioned_boxes):
        for element, finding in find_more(facts, chosen, growth, guard):
            if element not in chosen and content_in(facts, element, content, guard) is None:
                growth.gone.add(element)
                chosen[element] = finding
    takers = _Takers(facts)
    decisions: dict[etree._Element, Decision] = {}
    for element, finding in chosen.items():
        whole = growth.whole(element) if finding.guarded else element
        action = Action.HIDE if hydrated or _is_needed(facts, whole, takers) else finding.action
        known = decisions.get(whole)
        decisions[whole] = Decision(whole, action, _merged(known.finding if known else None, finding))
    return Verdict(list(decisions.values()), refused)


def _judged(
    facts: Facts, finding: Finding, content: str, guard: Guard, others: Sequence[int]
) -> Iterator[tuple[Finding, str | None]]:
    """A finding with why it is not followed, None where it is; and where a filter of a list takes the site's own boxes along,
    what stands beside them instead."""
    reason = _refusal(facts, finding, content, guard, others)
    rest = own_boxes(facts, finding.element, guard, others) if reason is None and finding.listed and finding.guarded else ()
    yield (
        finding,
        "holds boxes that lead to the site itself only; what stands beside them is judged by itself" if rest else reason,
    )
    for element in rest:
        part = finding._replace(element=element, evidence=(*finding.evidence, "what stands beside the site's own"))
        yield part, _refusal(facts, part, content, guard, others)


def _refusal(facts: Facts, finding: Finding, content: str, guard: Guard, others: Sequence[int]) -> str | None:
    """Why a finding is not followed, None where it is. ``others``: the numbers of what is found by something besides lists,
    ascending."""
    if finding.confidence < REMOVES:
        return f"not sure enough: {finding.confidence:.2f} of {REMOVES} needed"
    if _is_dropped(finding.element):
        return "a part of a table outside of one, whose tags browsers drop"
    if not finding.guarded:
        return None
    kept = content_in(facts, finding.element, content, guard)
    if kept is not None or not finding.listed:
        return kept
    return unlisted_in(facts, finding.element, guard, others)


def _takes_along(finding: Finding) -> bool:
    """Whether what is found may take its heading and its caption along: not a planted link, for what that stands beside is not
    about it."""
    return finding.guarded and finding.action is Action.REMOVE and finding.category != "spam-links"


def _fellows(
    facts: Facts, chosen: Mapping[etree._Element, Finding], growth: Growth, guard: Guard
) -> Iterator[tuple[etree._Element, Finding]]:
    """The rest of lists of which a good part was found."""
    wholes = {growth.whole(element): finding for element, finding in chosen.items() if _takes_along(finding)}
    for element, like in fellows(facts, wholes):
        yield element, wholes[like]._replace(evidence=("like those around it, which lead to such sites as well",))


def _headings(
    facts: Facts, chosen: Mapping[etree._Element, Finding], growth: Growth, guard: Guard
) -> Iterator[tuple[etree._Element, Finding]]:
    """Headings that head nothing but what is gone."""
    for element, finding in list(chosen.items()):
        if _takes_along(finding):
            whole = growth.whole(element)
            heading = heading_of(whole, growth.gone) if _is_headed(facts, whole, finding) else None
            if heading is not None:
                yield heading, finding._replace(evidence=("the heading of what is gone below it", *finding.evidence))


def _is_headed(facts: Facts, element: etree._Element, finding: Finding) -> bool:
    """Whether what is found may have a heading of its own. An empty slot may stand right under that of something else."""
    return bool(facts.links(element)) or (finding.category != "ad" and finding.confidence >= _WIDGET)


def _captioned_boxes(
    facts: Facts, chosen: Mapping[etree._Element, Finding], growth: Growth, guard: Guard
) -> Iterator[tuple[etree._Element, Finding]]:
    """Boxes in which nothing but a caption of what is gone would stay."""
    for element, finding in list(chosen.items()):
        if _takes_along(finding):
            whole = growth.whole(element)
            box = captioned(facts, whole, growth.gone, guard, _is_headed(facts, whole, finding))
            if box is not None:
                yield box, finding._replace(evidence=("a box in which nothing but a caption would stay", *finding.evidence))


def _left_over_boxes(
    facts: Facts, chosen: Mapping[etree._Element, Finding], growth: Growth, guard: Guard
) -> Iterator[tuple[etree._Element, Finding]]:
    """Boxes of which at least half of the links are gone, and the others lead to the same sites."""
    for box, element in left_over(facts, _linked(facts, chosen), guard):
        yield (
            box,
            chosen[element]._replace(evidence=("a box whose other links lead to the same sites", *chosen[element].evidence)),
        )


def _linked(facts: Facts, chosen: Mapping[etree._Element, Finding]) -> dict[etree._Element, Finding]:
    """What is found and has links. What a review says of what it offers stays."""
    return {e: found for e, found in chosen.items() if found.by != "offers" and _takes_along(found) and facts.links(e)}


def _deserted_boxes(
    facts: Facts, chosen: Mapping[etree._Element, Finding], growth: Growth, guard: Guard
) -> Iterator[tuple[etree._Element, Finding]]:
    """Boxes all of whose links are gone: what would stay is said about them."""
    linked = _linked(facts, chosen)
    for box, element in deserted(facts, linked, growth.gone, guard):
        yield box, linked[element]._replace(evidence=("a box of which all links are gone", *linked[element].evidence))


class _Takers:
    """The inline scripts of a page that use something of an element without a look whether it is there."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    @cached_property
    def _scripts(self) -> list[tuple[int, frozenset[str]]]:
        scripts = [(script, script.text) for script in self._facts.by_token.get("script", ())]
        return [(self._facts.page.numbers[s], _taken(text)) for s, text in scripts if text and _TAKES_ELEMENT in text]

    def need(self, element: etree._Element) -> bool:
        """Whether a script elsewhere takes for granted that something in an element is there."""
        facts, (first, behind) = self._facts, self._facts.span(element)
        taken = [ids for number, ids in self._scripts if not first <= number < behind]
        if not taken:
            return False
        numbers = facts.numbers_of("[id]")
        ids = facts.values_in("id")[bisect_left(numbers, first) : bisect_left(numbers, behind)]
        return any(not own.isdisjoint(ids) for own in taken)


def _is_needed(facts: Facts, element: etree._Element, takers: _Takers) -> bool:
    """Whether the page would break without an element: it brings style along, or a script elsewhere takes for granted that
    it is there."""
    if element.tag != "script" and facts.has(element, 'style, link[rel~="stylesheet"]'):
        return True
    return takers.need(element)


@lru_cache(maxsize=64)
def _taken(script: str) -> frozenset[str]:
    """The ids of elements of which a script uses something without a look whether they are there."""
    return frozenset(_TAKEN.findall(script))


def _is_dropped(element: etree._Element) -> bool:
    """Whether an element is a part of a table outside of one: browsers drop its tags and keep what stands between them."""
    return element.tag in _TABLE_PARTS and not any(above.tag == "table" for above in element.iterancestors())


def _merged(first: Finding | None, second: Finding) -> Finding:
    """The first finding with the evidence of both."""
    if first is None:
        return second
    more = tuple(word for word in second.evidence if word not in first.evidence)
    return first._replace(evidence=first.evidence + more)
