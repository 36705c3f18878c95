"""Bodies of element filters as functions: which elements of a page do they select, and which attributes do these lose?"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from unsponsor.rules.compounds import classes
from unsponsor.rules.facts import Facts
from unsponsor.rules.selectors import Alternative, compile_relative, compile_selector, compile_xpath, select

from . import operators
from .expressions import expression, is_expression
from .operators import Body, Operator

Elements = Iterable[etree._Element]
# From some elements of a page to others.
Step = Callable[[Elements, Facts], Iterator[etree._Element]]
Holds = Callable[[etree._Element, Facts], bool]

_ATTRIBUTE = re.compile(
    r"""\s*(?P<name>"[^"]*"|'[^']*'|/(?:[^/\\]|\\.)+/[a-z]*|[^=\s]+)\s*(?:=\s*(?P<value>.+))?\Z""", re.DOTALL
)
# What a browser on a desk answers to a media query: its width, in pixels, and features with their values.
_WIDTH = 1280
_WIDTH_QUERY = re.compile(r"\(\s*(min|max)-width\s*:\s*(\d+)px\s*\)")
_SCREEN = frozenset(("all", "screen", "only screen", "(hover: hover)", "(pointer: fine)", "(prefers-color-scheme: light)"))


# Attributes that guard readers: no list takes them away.
_KEPT = frozenset(("credentialless", "csp", "integrity", "referrerpolicy", "sandbox"))


class Loss(NamedTuple):
    """What elements lose: attributes or, with ``of_classes``, classes, as their names say."""

    matches: Callable[[str], bool]
    of_classes: bool

    def of(self, attributes: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """What an element with these attributes loses: names of attributes, each with a class of it, or with nothing where it
        goes as a whole."""
        if not self.of_classes:
            return [(name, "") for name, _ in attributes if name not in _KEPT and self.matches(name)]
        tokens = {token: None for name, value in attributes if name == "class" for token in classes(value)}
        return [("class", token) for token in tokens if self.matches(token)]


class Procedure:
    """One alternative of a body: ``css`` finds elements, ``steps`` lead on from them. Where ``css`` is empty, they lead on
    from all elements, or from the root where the first one is about the page. ``loss``: what the elements lose; None where
    they go as a whole.

    ``alternatives`` are those of ``css``.
    """

    def __init__(self, body: Body, loss: Loss | None = None) -> None:
        """Raises ``ValueError`` for a body that selects nothing in particular."""
        if not body.css and not body.steps and loss is None:
            raise ValueError("nothing is selected")
        first = body.steps[0] if body.steps else None
        self._begins = _root if isinstance(first, Operator) and first.name in _OF_PAGES else _all
        self.alternatives: Sequence[Alternative] = compile_selector(body.css) if body.css else ()
        self.steps = [_step(step) for step in body.steps]
        self.loss = loss

    def select(self, facts: Facts, found: Elements | None = None) -> Elements:
        """The elements that are selected; ``found``: of those that ``css`` finds."""
        if found is None:
            found = (
                (e for alternative in self.alternatives for e in facts.found(alternative))
                if self.alternatives
                else self._begins(facts)
            )
        for step in self.steps:
            found = step(found, facts)
        return found


def compile_body(body: str) -> list[Procedure]:
    """The alternatives of a body. Raises ``NotApplicableError`` for what only a browser knows, ``ValueError`` that says what
    is wrong with one that cannot be used."""
    parts = [operators.parse(part) for part in operators.alternatives(body)]
    # It stands behind the last one and is said of all.
    action = parts[-1].action
    if any(part.action not in (None, action) for part in parts):
        raise ValueError("something stands behind :remove-attr() or :remove-class()")
    return [Procedure(part, None if action is None else _loss(action)) for part in parts]


def _all(facts: Facts) -> Elements:
    return () if facts.page.root is None else facts.page.root.iter(etree.Element)


def _root(facts: Facts) -> Elements:
    return () if facts.page.root is None else (facts.page.root,)


def _step(step: Operator | str) -> Step:
    if isinstance(step, str):
        return _led(compile_relative(step))
    make = _STEPS.get(step.name)
    return make(step.argument) if make is not None else _kept(_TESTS[step.name](step.argument))


def _led(path: etree.XPath) -> Step:
    def lead(elements: Elements, facts: Facts) -> Iterator[etree._Element]:
        return (found for element in elements for found in select(path, element))

    return lead


def _kept(holds: Holds) -> Step:
    return lambda elements, facts: (element for element in elements if holds(element, facts))


def _upward(argument: str) -> Step:
    levels = int(argument) if argument.isdigit() else None
    if levels is None:
        compile_selector(argument)

    def up(elements: Elements, facts: Facts) -> Iterator[etree._Element]:
        for element in elements:
            above = element.iterancestors()
            if levels is None:
                wanted = facts.selected(argument)
                target = next((node for node in above if node in wanted), None)
            else:
                target = element if levels == 0 else next((node for n, node in enumerate(above, 1) if n == levels), None)
            if target is not None:
                yield target

    return up


def _others(_argument: str) -> Step:
    def others(elements: Elements, facts: Facts) -> Iterator[etree._Element]:
        kept = {node for element in elements for node in (element, *element.iterancestors(), *element.iter(etree.Element))}
        if kept:
            yield from (
                node for node in facts.by_token.get("body", ()) for node in node.iter(etree.Element) if node not in kept
            )

    return others


def _relation(argument: str) -> Holds:
    """Whether an element has what one of some selectors finds from it."""
    choices = [_relative(operators.parse_selector(_scoped(part))) for part in operators.alternatives(argument)]
    return lambda element, facts: any(next(iter(choice(element, facts)), None) is not None for choice in choices)


def _scoped(selector: str) -> str:
    """A selector of ``:has()`` with the space that parts it from the element where nothing else does."""
    selector = re.sub(r"\A\s*:scope\b", "", selector)
    return selector if selector.lstrip()[:1] in (">", "+", "~") else f" {selector.lstrip()}"


def _relative(body: Body) -> Callable[[etree._Element, Facts], Elements]:
    first = body.css if body.css[:1] in (">", "+", "~") else f" {body.css or '*'}"
    path, steps = compile_relative(first), [_step(step) for step in body.steps]

    def find(element: etree._Element, facts: Facts) -> Elements:
        found: Elements = select(path, element)
        for step in steps:
            found = step(found, facts)
        return found

    return find


def _itself(argument: str) -> Holds:
    """Whether an element is what one of some selectors finds."""
    plain = [part for part in operators.alternatives(argument) if not operators.parse_selector(part).steps]
    css = ", ".join(plain)
    if css:
        compile_selector(css)
    bodies = [operators.parse(part) for part in operators.alternatives(argument) if part not in plain]
    tests = [(compile_relative(body.css or "*"), [_step(step) for step in body.steps]) for body in bodies]

    def holds(element: etree._Element, facts: Facts) -> bool:
        if css and element in facts.selected(css):
            return True
        for path, steps in tests:
            found: Elements = select(path, element)
            for step in steps:
                found = step(found, facts)
            if element in found:
                return True
        return False

    return holds


def _negated(argument: str) -> Holds:
    holds = _itself(argument)
    return lambda element, facts: not holds(element, facts)


def _text(argument: str) -> Holds:
    finds = _pattern(argument)
    return lambda element, facts: finds("".join(map(str, element.itertext())))


def _length(argument: str) -> Holds:
    least = int(argument)
    return lambda element, facts: len("".join(map(str, element.itertext()))) >= least


def _attributes(argument: str) -> Holds:
    match = _ATTRIBUTE.match(argument)
    if match is None:
        raise ValueError(f"no attribute: {argument}")
    name = _exact(match["name"])
    value = _exact(match["value"]) if match["value"] else None
    return lambda element, facts: any(
        name(str(key)) and (value is None or value(str(said))) for key, said in element.items()[1:]
    )


def _path(argument: str) -> Holds:
    finds = _pattern(argument)
    return lambda element, facts: finds(facts.path)


def _media(argument: str) -> Holds:
    answer = answers(argument)
    return lambda element, facts: answer


def answers(query: str) -> bool:
    """Whether a browser on a desk meets a media query; what is not known is not met."""
    for part in query.split(" and "):
        width = _WIDTH_QUERY.fullmatch(part.strip())
        if width is not None:
            if (int(width[2]) > _WIDTH) if width[1] == "min" else (int(width[2]) < _WIDTH):
                return False
        elif part.strip().lower() not in _SCREEN:
            return False
    return True


def _expression(argument: str) -> Step:
    path = compile_xpath(argument)
    return _led(path)


def _pattern(argument: str) -> Callable[[str], bool]:
    """Whether a text has a piece, or a match of an expression between slashes."""
    quoted = argument[:1] in "\"'" and argument[-1:] == argument[:1] and len(argument) > 1
    pattern = None if quoted else expression(argument)
    if pattern is not None:
        return pattern.found
    piece = argument[1:-1] if quoted else argument
    return lambda text: piece in text


def _loss(action: Operator) -> Loss:
    """What is taken out of elements: what has one of some names, parted by ``|``, or whose name matches an expression between
    slashes."""
    of_classes = action.name == "remove-class"
    listed = action.argument
    if listed[:1] in "\"'" and listed[-1:] == listed[:1] and len(listed) > 1:
        listed = listed[1:-1]
    if is_expression(listed):
        return Loss(_pattern(listed), of_classes)
    names = {name.strip() for name in listed.split("|")} - {""}
    if not names:
        raise ValueError(f":{action.name}() names nothing")
    if not of_classes:
        # Attributes of HTML are known by their names in lower case, however they are written.
        names |= {name.lower() for name in names}
    return Loss(names.__contains__, of_classes)


def _exact(argument: str) -> Callable[[str], bool]:
    """Whether a name or value is one, or matches an expression between slashes; ``*`` stands for anything."""
    argument = argument.strip()
    quoted = argument[:1] in "\"'" and argument[-1:] == argument[:1] and len(argument) > 1
    piece = argument[1:-1] if quoted else argument
    if is_expression(piece):
        return _pattern(piece)
    wildcard = re.compile(".*".join(map(re.escape, piece.split("*"))) + r"\Z", re.DOTALL)
    return lambda text: wildcard.match(text) is not None


# What these lead to, or say, is about the page: they are asked once.
_OF_PAGES = frozenset(("xpath", "others", "matches-path", "matches-media"))
_STEPS: dict[str, Callable[[str], Step]] = {"upward": _upward, "others": _others, "xpath": _expression}
_TESTS: dict[str, Callable[[str], Holds]] = {
    "has": _relation,
    "not": _negated,
    "is": _itself,
    "has-text": _text,
    "min-text-length": _length,
    "matches-attr": _attributes,
    "matches-path": _path,
    "matches-media": _media,
}
