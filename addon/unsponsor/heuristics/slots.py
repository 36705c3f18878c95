"""Ad slots: boxes that are named so, filled by a known loader, or labelled, and in which there is nothing else."""

import re
from collections.abc import Collection, Iterator

from lxml import etree

from unsponsor.page.edit import Action
from unsponsor.rules.facts import Facts
from unsponsor.verdict import Finding

from .banners import Banners
from .closable import ClosableFrames
from .content import Content
from .slot_names import BOXES, SlotNames

# What a label may be written in besides, inside of a box.
_LINES = frozenset(("small", "b", "strong", "em", "i", "font", "h2", "h3", "h4", "h5", "h6", "header", "label"))
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_CONFIDENCE = 0.9
# A box has its size by a style of its own.
_SIZED = frozenset(("div", "section", "aside", "center", "ins", "span"))
_SIDES = re.compile(r"\b(width|height)\s*:\s*(\d+)px")
# So many boxes that have one name and hold nothing, where none of that name holds anything, wait for ads.
_ALIKE = 3


class SlotDetector:
    """Finds ad slots."""

    def __init__(self, names: SlotNames, banners: Banners, frames: ClosableFrames) -> None:
        self._names = names
        self._banners = banners
        self._frames = frames

    def find(self, facts: Facts, content: Content, ads: Collection[etree._Element] = ()) -> Iterator[Finding]:
        """Slots, each with what gives it away, and frames around them and around ``ads`` that can be closed."""
        found = list(self._slots(facts, content))
        yield from found
        slots = dict.fromkeys((*ads, *(finding.element for finding in found)))
        for frame in self._frames.around(slots, facts, content):
            yield _finding(frame, "nothing but an ad slot and a way to close it")

    def _slots(self, facts: Facts, content: Content) -> Iterator[Finding]:
        names = self._names
        tokens = names.among(facts)
        for element, name in names.named(facts, tokens):
            if content.is_void(element) or (names.is_widget(name) and content.is_unfilled(element)):
                category = "sponsored" if names.is_widget(name) else "ad"
                yield _finding(element, f'an empty box named "{name}"', category)
            elif (
                not content.is_read(element)
                and content.is_advertising(element)
                and (names.is_strong(name) or (not names.names_sponsor(name) and content.leads_outside(element)))
            ):
                yield _finding(element, f'a picture or frame that leads to another site, in a box named "{name}"')
        for name, boxes in names.weakly_named(facts, tokens).items():
            if len(boxes) >= _ALIKE and all(map(content.is_blank, boxes)):
                yield from (_finding(box, f'one of several boxes named "{name}", all empty') for box in boxes)
        for frame in facts.by_token.get("iframe", ()):
            evidence = self._banners.gives_away(frame, content)
            if evidence is not None:
                yield _finding(frame, evidence)
        for link in self._banners.pictures(facts, content):
            yield _finding(link, "a picture that leads to another site, named as a banner")
        for sized in facts.by_token.get("[style]", ()):
            if sized.tag in _SIZED and self._is_of_ad_size(sized) and content.is_blank(sized):
                yield _finding(sized, "an empty box of an ad's size")
        for script in (*content.loaders, *content.served):
            holder = _holder(script, content)
            # Other scripts fill other boxes: nothing at all may be read in this one.
            if holder is not None and holder.tag in BOXES and content.is_blank(holder):
                yield _finding(holder, "nothing but a script that loads an ad")
        for number in content.labelling:
            label = facts.page.elements[number]
            if label is None or _is_linked(label, facts):
                continue
            void = _outermost_void(label, content)
            if void is None and label.tag in _HEADINGS and content.heads_slot(label):
                void = label
            if void is not None and content.heads_slot(label):
                yield _finding(void, f'the label "{facts.text(label)}" and an empty box')
            box = _labelled_box(label, content)
            if box is not None and not content.is_read(box) and content.is_advertising(box):
                yield _finding(box, f'a picture or frame under the label "{facts.text(label)}"')

        for number in facts.labels(content.notes):
            note = facts.page.elements[number]
            if note is not None:
                void = _outermost_void(note, content)
                yield _finding(note if void is None else void, f'nothing but "{facts.text(note)}"')

    def _is_of_ad_size(self, box: etree._Element) -> bool:
        """Whether a style gives a box a size in which ads are sold, and no picture behind it."""
        style = box.get("style") or ""
        sides: dict[str, str] = dict(_SIDES.findall(style))
        return self._names.is_size(sides.get("width", ""), sides.get("height", "")) and "url(" not in style


def _holder(script: etree._Element, content: Content) -> etree._Element | None:
    """The box in which a script stands: a table where it stands in a cell of one that holds nothing."""
    box = script.getparent()
    if box is None or box.tag not in ("td", "th"):
        return box
    table = next((above for above in box.iterancestors() if above.tag == "table"), None)
    return table if table is not None and content.is_void(table) else None


def _outermost_void(label: etree._Element, content: Content) -> etree._Element | None:
    """The outermost box around a label in which there is nothing but labels."""
    outermost = None
    for box in (label, *label.iterancestors()):
        if not content.is_void(box):
            break
        if box.tag in BOXES:
            outermost = box
        elif box.tag not in _LINES:
            break
    return outermost


def _labelled_box(label: etree._Element, content: Content) -> etree._Element | None:
    """The nearest box around a label that holds more than the label."""
    for box in label.iterancestors():
        if box.tag not in BOXES:
            return None
        if not content.is_void(box):
            return box
    return None


def _is_linked(element: etree._Element, facts: Facts) -> bool:
    """Whether an element holds a link, or stands in one or in a menu, where the same word is the way to a department."""
    return bool(facts.links(element)) or any(
        node.tag in ("a", "nav", "footer", "label", "button") for node in (element, *element.iterancestors())
    )


def _finding(element: etree._Element, evidence: str, category: str = "ad") -> Finding:
    return Finding(element, category, _CONFIDENCE, "slots", (evidence,), Action.REMOVE, True)
