"""What elements lose that may stay: attributes and classes that filters take out of their start tags."""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from unsponsor.lists.procedure import Loss
from unsponsor.page import edit
from unsponsor.page.tree import Page
from unsponsor.rules.facts import Facts
from unsponsor.verdict import Finding, Verdict


class Judged(NamedTuple):
    """What becomes of a page: the verdict on what goes, and what elements lose, an edit for each attribute or class, with the
    findings that say so."""

    verdict: Verdict
    losses: dict[edit.Edit, Finding]

    def apply(self, page: Page) -> tuple[bytes, list[tuple[edit.Edit, Finding]]]:
        """The page so edited, and what was done, in source order, with the findings."""
        decisions = {decision.element: decision for decision in self.verdict.decisions}
        if not decisions and not self.losses:
            return page.source, []
        asked = [edit.Edit(decision.element, decision.action) for decision in decisions.values()]
        html, edits = edit.apply(page, [*asked, *self.losses])
        return html, [(done, self.losses.get(next(each(done))) or decisions[done.element].finding) for done in edits]


def lost(facts: Facts, element: etree._Element, loss: Loss) -> Iterator[edit.Edit]:
    """The edits by which an element loses attributes and classes, each by itself."""
    number = facts.page.numbers.get(element)
    for attribute, name in loss.of(facts.page.attributes[number]) if number is not None else ():
        yield edit.Edit(element, edit.Action.ATTRIBUTE, attribute=attribute, classes=(name,) if name else ())


def each(done: edit.Edit) -> Iterator[edit.Edit]:
    """The edits that were asked for where this was done: several where classes went together with their attribute."""
    asked = done._replace(start=0, end=0)
    return (asked._replace(classes=(name,)) for name in done.classes) if done.classes else iter((asked,))


def told(finding: Finding, edited: edit.Edit) -> Finding:
    """A finding with what it takes out of a start tag, where that is all it takes."""
    if edited.action is not edit.Action.ATTRIBUTE:
        return finding
    kind, names = ("class", edited.classes) if edited.classes else ("attribute", (edited.attribute,))
    return finding._replace(evidence=(*finding.evidence, f"takes out the {kind} {' '.join(names)}"))
