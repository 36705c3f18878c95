"""Disclosure labels ("Sponsored", "広告", "Anzeige"): from the label to exactly the unit that it labels.

A label is a text of its own. What it labels is the nearest box around it that holds something to read or to follow: a card
among its like, or a box that begins with the label. Where the label stands in the middle of a box, it labels something else.
"""

import re
from collections.abc import Iterator

from lxml import etree

from unsponsor.page.edit import Action
from unsponsor.rules.facts import Facts, any_between
from unsponsor.rules.vocabulary import Vocabulary, bare, folded
from unsponsor.verdict import Finding, first_words

from .content import Content
from .data import Slots
from .names import words

_UNITS = frozenset(("div", "section", "aside", "li", "article", "figure", "ul", "dl", "table", "a"))
_LINES = frozenset(("span", "p", "small", "b", "strong", "em", "i", "header", "h2", "h3", "h4", "h5", "h6", "label", "font"))
_CONFIDENCE = 0.85
_HEADINGS = frozenset(("h1", "h2"))
_LIKE = 3
_CARD_LINKS = 5
_EDGE = 2
_LABEL = 40
# A card says no more than this, a box of several not more than that.
_CARD = 600
_BOX = 1200
_MOST_LINKS = 16
# Words of credit with the name are no longer than this.
_CREDIT = 70
_BEGINNING = 3
# A link that carries its label says no more than this. A short word before a colon ("Anzeige: …") may be a headline's.
_LINK = 160
_PLAIN = 9
_BRACKETED = re.compile(r"[\(\[【（]([^()\[\]【】（）]{2,40})[\)\]】）]\s*\Z|\A\s*[\[【]([^\[\]【】]{2,40})[\]】]")
# Of the links of a labelled box, so many lead to other sites.
_SHARE = 0.5


class LabelDetector:
    """Finds what disclosure labels label."""

    def __init__(self, data: Slots, credits: Vocabulary) -> None:
        self._names = frozenset((*data.names, *data.weak_names))
        self._credits = tuple(sorted(credits.terms))
        self._beginnings = frozenset(credit[:_BEGINNING] for credit in self._credits)

    def find(self, facts: Facts, content: Content) -> Iterator[Finding]:
        """Labelled units, each with its label."""
        credited = self._credited(facts)
        for number in credited:
            label = facts.page.elements[number]
            unit = _card(label, credited, facts, content) if label is not None else None
            if label is not None and unit is not None:
                evidence = f'"{first_words(facts.text(label), _LABEL)}"'
                yield Finding(unit, "sponsored", _CONFIDENCE, "labels", (evidence,), Action.REMOVE, True)
        labelled = facts.labels(content.labels)
        for number in labelled:
            label = facts.page.elements[number]
            if label is None or _is_link_itself(label, facts) or content.heads_slot(label):
                continue
            unit = self._unit(label, facts, content)
            if unit is not None:
                evidence = f'under the label "{facts.text(label) or label.get("aria-label", "")}"'
                yield Finding(unit, "sponsored", _CONFIDENCE, "labels", (evidence,), Action.REMOVE, True)
        for number in facts.link_table[0]:
            link = facts.page.elements[number]
            if link is not None and (mark := _label_on(link, facts, content)):
                evidence = f'a link marked "{mark}"'
                yield Finding(_entry(link, facts), "sponsored", _CONFIDENCE, "labels", (evidence,), Action.REMOVE, True)

    def _credited(self, facts: Facts) -> list[int]:
        """The elements whose short text begins with words that stand before the name of who pays, ascending."""
        known = facts.page.numbers
        found = []
        for text, element in facts.texts:
            if len(text) <= _CREDIT and text[:_BEGINNING].lower() in self._beginnings and element in known:
                said = folded(text)
                if any(said.startswith(credit) and len(said) > len(credit) + 2 for credit in self._credits):
                    found.append(known[element])
        return sorted(found)

    def _unit(self, label: etree._Element, facts: Facts, content: Content) -> etree._Element | None:
        """The card around a label, else the box that begins with it."""
        box = None
        for around in (label, *label.iterancestors()):
            if (around.tag not in _UNITS and around.tag not in _LINES) or facts.text_length(around) > _BOX:
                break
            if around.tag not in _UNITS or content.is_void(around) or not facts.links(around) or content.is_used(around):
                continue
            if _is_card(around, label, facts, content):
                return around
            box = box if box is not None else around
        return box if box is not None and self._is_box(box, label, facts, content) else None

    def _is_box(self, box: etree._Element, label: etree._Element, facts: Facts, content: Content) -> bool:
        """Whether a box that is no card is promotion as a whole: it begins with the label, most of it leads to other sites,
        and it is named so or says no more than an ad. (A heading "Sponsors" alone may head anything.)"""
        if facts.text_begin(label) - facts.text_begin(box) > 2 or len(facts.links(box)) > _MOST_LINKS:
            return False
        named = any(
            not self._names.isdisjoint(words(node.get(key) or ""))
            for node in (box, box.getparent())
            if node is not None
            for key in ("id", "class")
        )
        return (named or (label.tag not in _HEADINGS and content.is_advertising(box))) and content.leads_elsewhere(box, _SHARE)


def _card(label: etree._Element, credited: list[int], facts: Facts, content: Content) -> etree._Element | None:
    """The card around words of credit: one of several of its like, most of which have none."""
    for around in (label, *label.iterancestors()):
        if (around.tag not in _UNITS and around.tag not in _LINES) or facts.text_length(around) > _CARD:
            return None
        if around.tag in _UNITS and facts.links(around) and not content.is_used(around):
            like = _like(around)
            if len(like) >= _LIKE:
                return around if 2 * sum(any_between(credited, *facts.span(card)) for card in like) <= len(like) else None
    return None


def _is_card(box: etree._Element, label: etree._Element, facts: Facts, content: Content) -> bool:
    """Whether a box is one of several of its like, of which it is labelled and most are not. A card begins
    with its label; elsewhere in it, it labels the card only where that leads to other sites."""
    parent = box.getparent()
    if parent is None or facts.text_length(box) > _CARD or len(facts.links(box)) > _CARD_LINKS:
        return False
    begins = facts.text_begin(label) - facts.text_begin(box) <= _EDGE
    if not begins and not content.leads_elsewhere(box, _SHARE):
        return False
    like = _like(box)
    return len(like) >= _LIKE and sum(facts.labelled(sibling, content.labels) for sibling in like) * 2 <= len(like)


def _like(box: etree._Element) -> list[etree._Element]:
    """The elements of the same tag and first class beside an element, itself included."""
    parent = box.getparent()
    if parent is None:
        return [box]
    name = (box.get("class") or "").split()[:1]
    return [sibling for sibling in parent if sibling.tag == box.tag and (sibling.get("class") or "").split()[:1] == name]


def _is_link_itself(label: etree._Element, facts: Facts) -> bool:
    """Whether the label is all of a link: the way to a department, or to who pays."""
    text = facts.text(label)
    around = (label, *label.iterancestors())
    return any(node.tag in ("a", "button") and facts.text(node) == text for node in around) or (
        bool(facts.links(label)) and len(text) < _LABEL
    )


def _label_on(link: etree._Element, facts: Facts, content: Content) -> str | None:
    """The label that a link carries itself: in brackets at its end or beginning, before a colon, or as its title."""
    if facts.text_length(link) > _LINK:
        return None
    text = facts.text(link)
    marked = [match[1] or match[2] for match in _BRACKETED.finditer(text)]
    before, colon, after = text.partition(":")
    if colon and after.strip() and len(before) >= _PLAIN:
        marked.append(before)
    title = link.get("title") or link.get("aria-label") or ""
    if text and title and len(title) <= _LABEL and title != text:
        marked.append(title)
    said = {bare(label): label for label in marked}
    return next((said[label] for label in content.labels.labels_among(said.keys())), None)


def _entry(link: etree._Element, facts: Facts) -> etree._Element:
    """The list item in which a link stands alone, else the link."""
    for around in link.iterancestors():
        if facts.text_length(around) > facts.text_length(link) or len(facts.links(around)) > 1:
            break
        if around.tag == "li":
            return around
    return link
