"""Disclosure labels ("Sponsored", "広告", "Anzeige"): from the label to exactly the unit that it labels.

A label is a text of its own. What it labels is, in this order: the entry whose link it stands in; a card among its like; the
box that begins with it; the box right after it. Where the label stands in the middle of a box, it labels something else.

Some labels say that content is paid for ("Sponsored content"): what they label goes wherever it leads. Others only say that
there is an ad ("Advertisement", "Ads"), and may head a slot or the classified ads of a newspaper: what those label goes if it
leads to other sites.
"""

import itertools
import re
from collections.abc import Iterator

from lxml import etree

from unsponsor.page.edit import Action
from unsponsor.rules.elements import any_between
from unsponsor.rules.facts import Facts
from unsponsor.rules.names import names_of, words
from unsponsor.rules.vocabulary import Vocabulary, bare, folded
from unsponsor.telling import first_words
from unsponsor.verdict import Finding

from .content import Content
from .data import Slots
from .marked_links import marked_entries

_UNITS = frozenset(("div", "section", "aside", "li", "article", "figure", "ul", "dl", "table", "a"))
_LINES = frozenset(("span", "p", "small", "b", "strong", "em", "i", "header", "h2", "h3", "h4", "h5", "h6", "label", "font"))
_CONFIDENCE = 0.85
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6", "header", "hgroup", "dt", "legend", "summary"))
# Titles of pages; a label there is the page's.
_TITLES = frozenset(("h1", "h2"))
_LIKE = 3
_CARD_LINKS = 5
_EDGE = 2
_LABEL = 40
# A card says no more than this, a box of several not more than that.
_CARD = 600
_BOX = 1200
_MOST_LINKS = 16
# The same for a box that is headed as paid.
_PAID_BOX = 2500
_MOST_PAID_LINKS = 60
# A link says this much besides its label, to be what is labelled.
_TITLE = 8
# The same for one that leads to another site.
_NAME = 3
# An item of a menu says no more than this beside a word that may be a label.
_ITEM = 30
# The name in a heading beside its label.
_HEADED = 30
# An entry may hold buttons, but nothing to fill in.
_FILLED_IN = "form, input, select, textarea"
# What stands around a link's own words in the entry of a list, in characters and as a share of them.
_AROUND = 30
_GROWTH = 1.5
# Words of credit with the name are no longer than this.
_CREDIT = 70
_BEGINNING = 3
# So many links that say something are a menu.
_DEPARTMENT = 3
# Of the links of a labelled box, so many lead to other sites.
_SHARE = 0.5


class LabelDetector:
    """Finds what disclosure labels label."""

    def __init__(self, data: Slots, credits: Vocabulary) -> None:
        self._names = frozenset((*data.names, *data.weak_names))
        self._paid = re.compile("|".join(map(re.escape, map(folded, data.paid_labels))))
        self._paid_alone = frozenset(map(folded, data.paid_alone))
        self._credits = tuple(sorted(credits.terms))
        self._beginnings = frozenset(credit[:_BEGINNING] for credit in self._credits)

    def find(self, facts: Facts, content: Content) -> Iterator[Finding]:
        """Labelled units, each with its label."""
        credited = self._credited(facts)
        for number in credited:
            label = facts.page.elements[number]
            unit = _card(label, credited, facts, content) if label is not None else None
            if label is not None and unit is not None:
                yield _finding(unit, f'"{first_words(facts.text(label), _LABEL)}"')
        for number in content.labelling:
            label = facts.page.elements[number]
            link = _link_around(label) if label is not None else None
            if label is None or (link is None and content.heads_slot(label)):
                continue
            evidence = f'under the label "{facts.text(label) or label.get("aria-label", "")}"'
            if link is not None:
                unit = self._headed_by(link, label, facts, content)
                unit = unit if unit is not None else _entry_of(link, label, facts, content)
            elif _is_linked(label, facts) and label.tag not in _HEADINGS:
                continue
            else:
                unit = self._unit(label, facts, content)
                if unit is not None and _heads_department(unit, label, facts) and not self._is_paid(label, facts):
                    continue
            if unit is not None:
                yield _finding(unit, evidence)
            elif link is None and (after := _box_after(label, facts, content)) is not None:
                yield _finding(after, evidence)
                yield _finding(label, "the label of what is gone after it")
        for entry, mark in marked_entries(facts, content.labels):
            yield _finding(entry, f'a link marked "{mark}"')

    def _credited(self, facts: Facts) -> list[int]:
        """The elements whose short text begins with words that stand before the name of who pays, ascending."""
        known = facts.page.numbers
        found = []
        for text, element in facts.texts:
            if len(text) <= _CREDIT and text[:_BEGINNING].lower() in self._beginnings and element in known:
                said = folded(text)
                if said.startswith(self._credits) and any(
                    said.startswith(credit) and len(said) > len(credit) + 2 for credit in self._credits
                ):
                    found.append(known[element])
        return sorted(found)

    def _unit(self, label: etree._Element, facts: Facts, content: Content) -> etree._Element | None:
        """The card around a label, else the box that begins with it."""
        paid = self._is_paid(label, facts)
        box = None
        for around in (label, *label.iterancestors()):
            if (around.tag not in _UNITS and around.tag not in _LINES) or facts.text_length(around) > _PAID_BOX:
                break
            if around.tag not in _UNITS or content.is_void(around) or not content.leads(around) or content.is_used(around):
                continue
            if _is_card(around, label, facts, content, paid):
                return around
            box = box if box is not None else around
        return box if box is not None and self._is_box(box, label, facts, content, paid) else None

    def _headed_by(self, link: etree._Element, label: etree._Element, facts: Facts, content: Content) -> etree._Element | None:
        """The box under a linked heading that says a name and that its content is paid for, if that leads to other sites."""
        inside = itertools.takewhile(lambda node: node is not link, label.iterancestors())
        named = facts.text_length(link) - facts.text_length(label) <= _HEADED
        if not named or not any(node.tag in _HEADINGS for node in inside) or not self._is_paid(label, facts):
            return None
        box = next((above for above in link.iterancestors() if facts.text_length(above) > facts.text_length(link)), None)
        if box is None or box.tag not in _UNITS or not self._is_box(box, label, facts, content, paid=True):
            return None
        return box if content.leads_elsewhere(box, _SHARE) else None

    def _is_paid(self, label: etree._Element, facts: Facts) -> bool:
        """Whether a label says that content is paid for."""
        said = folded(facts.text(label) or label.get("aria-label") or "")
        return self._paid.search(said) is not None or (bare(said) in self._paid_alone and not _is_linked_to(bare(said), facts))

    def _is_box(self, box: etree._Element, label: etree._Element, facts: Facts, content: Content, paid: bool) -> bool:
        """Whether a box that is no card is promotion as a whole: it begins with the label, and that says so, or most of it
        leads to other sites and it is named so or says no more than an ad. (A heading "Ads" alone may head anything.)"""
        if facts.text_begin(_heading(label, facts)) - facts.text_begin(box) > _EDGE:
            return False
        if paid and facts.text_length(box) - facts.text_length(label) >= _TITLE:
            return len(facts.links(box)) <= _MOST_PAID_LINKS and not _has_other_labels(box, label, facts)
        if len(facts.links(box)) > _MOST_LINKS or facts.text_length(box) > _BOX:
            return False
        named = any(
            not self._names.isdisjoint(words(node.get(key) or ""))
            for node in (box, box.getparent())
            if node is not None
            for key in ("id", "class")
        )
        return (named or (label.tag not in _TITLES and content.is_advertising(box))) and content.leads_elsewhere(box, _SHARE)


def _heads_department(unit: etree._Element, label: etree._Element, facts: Facts) -> bool:
    """Whether a box in the foot of a page is a label and one link: there it heads what the site tells advertisers."""
    around = (label, *label.iterancestors("footer", "div", "section"))
    return len(facts.links(unit)) <= 1 and any(node.tag == "footer" or "footer" in names_of(node) for node in around)


def _is_linked_to(word: str, facts: Facts) -> bool:
    """Whether a page has a link of one word: a part of the site is called so."""
    return any(facts.bare(facts.text(link)) == word for link in facts.by_token.get("a", ()))


def _finding(unit: etree._Element, evidence: str) -> Finding:
    return Finding(unit, "sponsored", _CONFIDENCE, "labels", (evidence,), Action.REMOVE, True)


def _heading(label: etree._Element, facts: Facts) -> etree._Element:
    """The heading in which a label stands, else the label."""
    for around in (label, *label.iterancestors()):
        if facts.text_length(around) > facts.text_length(label) + _AROUND:
            break
        if around.tag in _HEADINGS:
            return around
    return label


def _has_other_labels(box: etree._Element, label: etree._Element, facts: Facts) -> bool:
    """Whether a box has several texts marked up as the label is, which say something else: a list in which each entry has
    its own, one after the other."""
    name = label.get("class")
    if label.tag in _HEADINGS and name is None:
        return any(other is not label for other in box.iter(label.tag))
    like = [other for other in box.iter(label.tag) if other.get("class") == name and name is not None]
    return any(facts.text(other) != facts.text(label) for other in like if 0 < facts.text_length(other) <= _LABEL)


def _box_after(label: etree._Element, facts: Facts, content: Content) -> etree._Element | None:
    """The box right after a label that stands in a line of its own, if all that it holds leads to other sites."""
    line = label
    for around in label.iterancestors():
        if facts.text_length(around) > facts.text_length(label):
            break
        line = around
    after = next((e for e in line.itersiblings() if isinstance(e.tag, str)), None)
    if line.tag in _TITLES or after is None or (line.tail and line.tail.strip()) or after.tag not in _UNITS - {"a"}:
        return None
    fits = facts.text_length(after) <= _BOX and len(facts.links(after)) <= _MOST_LINKS and not content.is_used(after)
    return after if fits and content.leads_elsewhere(after, 1) else None


def _link_around(label: etree._Element) -> etree._Element | None:
    """The link in which a label stands."""
    return next((node for node in (label, *label.iterancestors()) if node.tag in ("a", "button")), None)


def _entry_of(link: etree._Element, label: etree._Element, facts: Facts, content: Content) -> etree._Element | None:
    """The entry of a list that a link is, whose label stands in it: the link with what belongs to it. None where the label
    is all that the link says: the way to a department, or to who pays."""
    if link.tag != "a" or facts.text_length(link) > _CARD:
        return None
    elsewhere = not facts.other_hosts.isdisjoint(facts.links(link))
    left = facts.text_length(link) - facts.text_length(label)
    if left < (_NAME if elsewhere else _TITLE) or (not elsewhere and left <= _ITEM and _begins_item(link, label, facts)):
        return None
    address, said = link.get("href"), facts.text_length(link)
    unit = link
    for box in link.iterancestors():
        if (box.tag not in _UNITS and box.tag not in _LINES) or facts.text_length(box) > _BOX:
            break
        begins = facts.text_begin(link) - facts.text_begin(box) <= _EDGE
        if box.tag == "li" and begins and not facts.has(box, _FILLED_IN):
            return box
        others = (e for e in facts.inside(box, "a") if e is not link and e.get("href") != address)
        if any(facts.text_length(other) for other in others) or facts.text_length(box) > _GROWTH * said + _AROUND:
            break
        if box.tag in _UNITS:
            unit = box
    return unit


def _begins_item(link: etree._Element, label: etree._Element, facts: Facts) -> bool:
    """Whether a link stands in navigation and begins with a label: a name may begin with such a word ("AD Innovators")."""
    if facts.text_begin(label) != facts.text_begin(link):
        return False
    return any(node.tag == "nav" or node.get("role") == "navigation" for node in link.iterancestors())


def _card(label: etree._Element, credited: list[int], facts: Facts, content: Content) -> etree._Element | None:
    """The card around words of credit: one of several of its like, most of which have none, or of two in a row."""
    last = None
    for around in (label, *label.iterancestors()):
        if (around.tag not in _UNITS and around.tag not in _LINES) or facts.text_length(around) > _CARD:
            return None
        if around.tag in _UNITS and facts.links(around) and not content.is_used(around):
            if last is not None and sum(1 for _ in around.iter(*_HEADINGS)) > 1:
                return last if len(_like(last)) > 1 else None
            last = around
            like = _like(around)
            if len(like) >= _LIKE:
                return around if 2 * sum(any_between(credited, *facts.span(card)) for card in like) <= len(like) else None
    return None


def _is_card(box: etree._Element, label: etree._Element, facts: Facts, content: Content, paid: bool) -> bool:
    """Whether a box is one of several of its like, of which it is labelled and most are not. A card begins with its label;
    elsewhere in it, it labels the card only where it says that content is paid for, or where that leads to other sites."""
    parent = box.getparent()
    if parent is None or facts.text_length(box) > _CARD or len(facts.links(box)) > _CARD_LINKS:
        return False
    begins = facts.text_begin(label) - facts.text_begin(box) <= _EDGE
    if not begins and not paid and not content.leads_elsewhere(box, _SHARE):
        return False
    if not paid and _is_department(box, facts):
        return False
    like = _like(box)
    return len(like) >= _LIKE and sum(facts.labelled(sibling, content.labels) for sibling in like) * 2 <= len(like)


def _is_department(box: etree._Element, facts: Facts) -> bool:
    """Whether a box has several links, all to the site itself: what a site of small ads calls so are its own."""
    said = {text for link in facts.inside(box, "a[href]") if (text := facts.text(link))}
    return len(said) >= _DEPARTMENT and facts.other_hosts.isdisjoint(facts.links(box))


def _like(box: etree._Element) -> list[etree._Element]:
    """The elements of the same tag and first class beside an element, itself included."""
    parent = box.getparent()
    if parent is None:
        return [box]
    name = (box.get("class") or "").split()[:1]
    return [sibling for sibling in parent if sibling.tag == box.tag and (sibling.get("class") or "").split()[:1] == name]


def _is_linked(label: etree._Element, facts: Facts) -> bool:
    """Whether a label is linked to who pays."""
    return bool(facts.links(label)) and facts.text_length(label) < _LABEL
