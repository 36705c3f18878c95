"""Disclosure labels ("Sponsored", "広告", "Anzeige"): from the label to exactly the unit that it labels.

A label is a text of its own. What it labels is the nearest box around it that holds something to read or to follow: a card
among its like, or a box that begins with the label. Where the label stands in the middle of a box, it labels something else.
"""

from collections.abc import Iterator

from lxml import etree

from unsponsor.page.edit import Action
from unsponsor.rules.facts import Facts
from unsponsor.verdict import Finding

from .content import Content

_UNITS = frozenset(("div", "section", "aside", "li", "article", "figure", "ul", "dl", "table", "a"))
_LINES = frozenset(("span", "p", "small", "b", "strong", "em", "i", "header", "h2", "h3", "h4", "h5", "h6", "label", "font"))
_CONFIDENCE = 0.85
# A card says no more than this, a box of several not more than that.
_CARD = 600
_BOX = 1200
_MOST_LINKS = 16
# Of the links of a labelled box, so many lead to other sites.
_SHARE = 0.5


class LabelDetector:
    """Finds what disclosure labels label."""

    def find(self, facts: Facts, content: Content) -> Iterator[Finding]:
        """Labelled units, each with its label."""
        for number in facts.labels(content.labels):
            label = facts.page.elements[number]
            if label is None or _is_link_itself(label, facts) or _heads_slot(label, content):
                continue
            unit = self._unit(label, facts, content)
            if unit is not None:
                evidence = f'under the label "{facts.text(label) or label.get("aria-label", "")}"'
                yield Finding(unit, "sponsored", _CONFIDENCE, "labels", (evidence,), Action.REMOVE, True)

    def _unit(self, label: etree._Element, facts: Facts, content: Content) -> etree._Element | None:
        for box in (label, *label.iterancestors()):
            if box.tag not in _UNITS and box.tag not in _LINES:
                return None
            if box.tag in _UNITS and not content.is_void(box) and facts.links(box):
                return box if self._is_unit(box, label, facts, content) else None
        return None

    def _is_unit(self, box: etree._Element, label: etree._Element, facts: Facts, content: Content) -> bool:
        if len(facts.links(box)) > _MOST_LINKS or content.is_used(box):
            return False
        length = facts.text_length(box)
        if _twins(box):
            return length <= _CARD
        begins, label_begins = facts.text_begin(box), facts.text_begin(label)
        return length <= _BOX and label_begins - begins <= 2 and content.leads_elsewhere(box, _SHARE)


def _heads_slot(label: etree._Element, content: Content) -> bool:
    """Whether a label stands over an empty slot, and not over what comes after that."""
    outermost = label
    for box in label.iterancestors():
        if not content.is_void(box):
            break
        outermost = box
        if len(box) > 1:
            return True
    below = next((sibling for sibling in outermost.itersiblings() if isinstance(sibling.tag, str)), None)
    return below is not None and content.is_void(below)


def _twins(box: etree._Element) -> bool:
    """Whether a box is one of several of its like."""
    parent = box.getparent()
    if parent is None:
        return False
    name = (box.get("class") or "").split()[:1]
    like = [sibling for sibling in parent if sibling.tag == box.tag and (sibling.get("class") or "").split()[:1] == name]
    return len(like) >= 3


def _is_link_itself(label: etree._Element, facts: Facts) -> bool:
    """Whether the label is all of a link: the way to a department, or to who pays."""
    text = facts.text(label)
    return any(node.tag in ("a", "button") and facts.text(node) == text for node in (label, *label.iterancestors())) or (
        bool(facts.links(label)) and len(text) < 40
    )
