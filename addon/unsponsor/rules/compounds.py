"""Selectors as functions of one element.

An XPath expression looks at the whole page; where a few candidates are known, asking each of them is much cheaper. What
only XPath can answer here (``:has()``, ``:nth-child()`` and the like) has no such function.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cssselect import parser
from lxml import etree

_SPACES = re.compile(r"[ \t\n\r\f]+")
# Python parts by these as well.
_OTHER_SPACES = re.compile(r"[\x0b\x1c-\x1f]")
Matches = Callable[[etree._Element], bool]


def compile_tree(tree: Any) -> Matches | None:
    """A function that tells whether an element matches a parsed selector, by Selectors 4; None where there is none."""
    if isinstance(tree, parser.Element):
        return _type(tree)
    if isinstance(tree, parser.CombinedSelector):
        left, right = compile_tree(tree.selector), compile_tree(tree.subselector)
        if left is None or right is None:
            return None
        if tree.combinator == " " and isinstance(tree.selector, parser.Element) and tree.selector.element:
            return _inside(tree.selector.element.lower(), right)
        return _combined(left, tree.combinator, right)
    if isinstance(tree, parser.Matching | parser.SpecificityAdjustment):
        choices = [compile_tree(choice) for choice in tree.selector_list]
        known = [choice for choice in choices if choice is not None]
        own: Matches | None = _one_of(known) if len(known) == len(choices) else None
    elif isinstance(tree, parser.Negation):
        inner = compile_tree(tree.subselector)
        own = None if inner is None else lambda element: not inner(element)
    elif isinstance(tree, parser.Class):
        own = _class(tree.class_name)
    elif isinstance(tree, parser.Hash):
        own = _equal("id", tree.id)
    elif isinstance(tree, parser.Attrib) and not tree.namespace:
        own = _attribute(tree)
    else:
        return None
    base = compile_tree(tree.selector)
    if own is None or base is None:
        return None
    return own if base is _anything else _both(own, base)


def classes(value: str) -> list[str]:
    """The tokens of an attribute that is a set of them. Only ASCII white space parts them."""
    if value.isascii() and not _OTHER_SPACES.search(value):
        return value.split()
    return _SPACES.split(value.strip(" \t\n\r\f"))


def _anything(_element: etree._Element) -> bool:
    return True


def _type(tree: parser.Element) -> Matches | None:
    if tree.namespace:
        return None
    if not tree.element:
        return _anything
    name = tree.element.lower()
    return lambda element: element.tag == name


def _both(first: Matches, second: Matches) -> Matches:
    return lambda element: first(element) and second(element)


def _one_of(choices: Iterable[Matches]) -> Matches:
    known = tuple(choices)
    return lambda element: any(choice(element) for choice in known)


def _class(name: str) -> Matches:
    def matches(element: etree._Element) -> bool:
        value = element.get("class")
        return value is not None and name in value and name in classes(value)

    return matches


def _equal(name: str, wanted: str) -> Matches:
    return lambda element: element.get(name) == wanted


def _attribute(tree: parser.Attrib) -> Matches | None:
    name = tree.attrib.lower()
    if tree.value is None:
        return lambda element: element.get(name) is not None
    test = _OPERATORS.get(tree.operator)
    if test is None or tree.flag == "s":
        return None
    wanted = tree.value.value or ""
    if not wanted and tree.operator in ("^=", "$=", "*=", "~="):
        return lambda element: False
    fold = tree.flag == "i"
    if fold:
        wanted = wanted.lower()

    def matches(element: etree._Element) -> bool:
        value = element.get(name)
        return value is not None and test(value.lower() if fold else value, wanted)

    return matches


_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "=": str.__eq__,
    "^=": str.startswith,
    "$=": str.endswith,
    "*=": str.__contains__,
    "~=": lambda value, wanted: wanted in classes(value),
    "|=": lambda value, wanted: value == wanted or value.startswith(f"{wanted}-"),
}


def _inside(name: str, right: Matches) -> Matches:
    """The descendants of elements of a type: lxml finds these faster than a function does."""
    return lambda element: right(element) and next(element.iterancestors(name), None) is not None


def _combined(left: Matches, combinator: str, right: Matches) -> Matches | None:
    match combinator:
        case " ":
            return lambda element: right(element) and any(map(left, element.iterancestors()))
        case ">":

            def child(element: etree._Element) -> bool:
                parent = element.getparent()
                return right(element) and parent is not None and left(parent)

            return child
        case "+":

            def next_to(element: etree._Element) -> bool:
                before = element.getprevious() if right(element) else None
                while before is not None and not isinstance(before.tag, str):
                    before = before.getprevious()
                return before is not None and left(before)

            return next_to
        case "~":
            return lambda element: right(element) and any(map(left, _before(element)))
    return None


def _before(element: etree._Element) -> Iterator[etree._Element]:
    return (sibling for sibling in element.itersiblings(preceding=True) if isinstance(sibling.tag, str))
