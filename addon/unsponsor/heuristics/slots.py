"""Ad slots: boxes that are named so, filled by a known loader, or labelled, and in which there is nothing else."""

import re
from collections.abc import Iterator

from lxml import etree

from unsponsor.page.edit import Action
from unsponsor.rules.facts import Facts
from unsponsor.verdict import Finding

from .content import Content
from .data import Slots
from .names import words

# Elements that can be a slot. Cells and rows hold up tables; a page's regions are no slots, whatever they are called.
_BOXES = frozenset(
    (
        *(
            "div",
            "section",
            "aside",
            "span",
            "p",
            "li",
            "ins",
            "center",
            "figure",
            "iframe",
            "ul",
            "ol",
            "dl",
            "article",
            "table",
        ),
        *("header", "footer", "a"),
    )
)
# What a label may be written in besides, inside of a box.
_LINES = frozenset(("small", "b", "strong", "em", "i", "font", "h3", "h4", "h5", "h6", "header", "label"))
_CONFIDENCE = 0.9
# Attributes of a script's own making that name what is to come into a box, and how long such a name is at most.
_NAMING = re.compile(r"\[(?:data-[\w-]+|[a-z]+)\]\Z")
_USUAL = frozenset(
    f"[{name}]"
    for name in (
        "href",
        "src",
        "style",
        "title",
        "alt",
        "class",
        "id",
        "content",
        "name",
        "value",
        "type",
        "target",
        "rel",
        "role",
    )
)
_VALUE = 60


class SlotDetector:
    """Finds ad slots."""

    def __init__(self, data: Slots) -> None:
        self._names = frozenset(data.names)
        self._weak = frozenset(data.weak_names)
        self._places = frozenset(data.places)
        self._others = frozenset(data.other_names)
        self._telling = self._names | self._weak | self._others

    def find(self, facts: Facts, content: Content) -> Iterator[Finding]:
        """Slots, each with what gives it away."""
        for element, name in self._named(facts):
            if content.is_void(element):
                yield _finding(element, f'an empty box named "{name}"')
            elif self._is_strong(name) and content.is_advertising(element) and not content.is_read(element):
                yield _finding(element, f'a picture or frame that leads to another site, in a box named "{name}"')
        for script in content.loaders:
            box = script.getparent()
            if box is not None and box.tag in _BOXES and content.is_void(box):
                yield _finding(box, "nothing but a script that loads an ad")
        for number in facts.labels(content.labels):
            label = facts.page.elements[number]
            if label is None or _is_linked(label, facts):
                continue
            void = _outermost_void(label, content)
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

    def _named(self, facts: Facts) -> Iterator[tuple[etree._Element, str]]:
        found: dict[int, str] = {}
        others: set[int] = set()
        for token, elements in facts.by_token.items():
            if token[0] not in "#.[":
                continue
            parts = words(token)
            if self._telling.isdisjoint(parts):
                continue
            if not self._others.isdisjoint(parts):
                others.update(facts.numbers(elements))
            elif self._names_slot(parts):
                for number in facts.numbers(element for element in elements if element.tag in _BOXES):
                    found.setdefault(number, token.strip("#.[]"))
        for number, name in self._named_by_value(facts):
            found.setdefault(number, name)
        for number in sorted(found.keys() - others):
            named = facts.page.elements[number]
            if named is not None:
                yield named, found[number]

    def _named_by_value(self, facts: Facts) -> Iterator[tuple[int, str]]:
        for token, elements in facts.by_token.items():
            if _NAMING.match(token) and token not in _USUAL:
                attribute = token[1:-1]
                for element in elements:
                    value = element.get(attribute) or ""
                    if len(value) <= _VALUE and "/" not in value and element.tag in _BOXES and self._is_strong(value):
                        for number in facts.numbers((element,)):
                            yield number, value

    def _is_strong(self, name: str) -> bool:
        return not self._names.isdisjoint(words(name))

    def _names_slot(self, parts: tuple[str, ...]) -> bool:
        if not self._names.isdisjoint(parts):
            return True
        weak = sum(part in self._weak for part in parts)
        return weak > 1 or (weak == 1 and any(part in self._places or _is_size(part) for part in parts))


def _is_size(word: str) -> bool:
    width, _, height = word.partition("x")
    return width.isdigit() and height.isdigit()


def _outermost_void(label: etree._Element, content: Content) -> etree._Element | None:
    """The outermost box around a label in which there is nothing but labels."""
    outermost = None
    for box in (label, *label.iterancestors()):
        if not content.is_void(box):
            break
        if box.tag in _BOXES:
            outermost = box
        elif box.tag not in _LINES:
            break
    return outermost


def _labelled_box(label: etree._Element, content: Content) -> etree._Element | None:
    """The nearest box around a label that holds more than the label."""
    for box in label.iterancestors():
        if box.tag not in _BOXES:
            return None
        if not content.is_void(box):
            return box
    return None


def _is_linked(element: etree._Element, facts: Facts) -> bool:
    """Whether an element holds a link, or stands in one or in a menu, where the same word is the way to a department."""
    return bool(facts.links(element)) or any(
        node.tag in ("a", "nav", "footer", "label", "button") for node in (element, *element.iterancestors())
    )


def _finding(element: etree._Element, evidence: str) -> Finding:
    return Finding(element, "ad", _CONFIDENCE, "slots", (evidence,), Action.REMOVE, True)
