"""The bodies of element filters, taken apart: plain CSS, procedural operators, and what is done with the elements.

Operators are those of uBlock Origin, AdGuard and Adblock Plus. What depends on how a browser renders the page, or on scripts
in it, raises ``NotApplicableError``: it is counted, not misread.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

# The names under which the same is known.
_SAME = {
    "-abp-has": "has",
    "if": "has",
    "if-not": "not",
    "-abp-contains": "has-text",
    "abp-contains": "has-text",
    "contains": "has-text",
    "nth-ancestor": "upward",
}
_PROCEDURAL = frozenset(
    ("has-text", "matches-attr", "matches-path", "matches-media", "min-text-length", "upward", "xpath", "others")
)
# CSS has these as well: they are procedural where something procedural stands in them.
_BOTH = frozenset(("has", "not", "is"))
# What is done with the elements, at the end of a filter. That they go is said by nothing, or by this.
_REMOVE = "remove"
_ACTIONS = frozenset((_REMOVE, "remove-attr", "remove-class"))
# What a page that is not rendered, or no script runs in, cannot answer.
_RENDERED = frozenset(
    (
        *("matches-css", "matches-css-before", "matches-css-after", "-abp-properties", "properties", "style"),
        *("watch-attr", "watch-attrs", "shadow", "matches-prop", "matches-property", "host", "trusted-set-attr"),
    )
)
_PSEUDO_ELEMENT = re.compile(r"::(?:before|after|-webkit-[\w-]+|backdrop|placeholder|marker)\b")
_SPECIAL = re.compile(r'\[(?P<name>tag-content|wildcard|min-length|max-length)="(?P<value>(?:[^"]|"")*)"\]')
_NAMES = re.compile(r":(-?[a-z][a-z-]*)\(")


class NotApplicableError(ValueError):
    """A filter that asks what only a browser knows, or for something that is not done here. ``kind`` is its operator."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(f"not applicable: {kind}")


class Operator(NamedTuple):
    """A procedural operator with its argument, under its first name."""

    name: str
    argument: str


class Body(NamedTuple):
    """A body: the plain CSS that it begins with (empty for none), then operators and pieces of plain CSS in turns, and what
    the elements lose, where they do not go as a whole: ``remove-attr`` or ``remove-class``."""

    css: str
    steps: tuple["Operator | str", ...]
    action: Operator | None = None


def parse(body: str) -> Body:
    """A body, taken apart. Raises ``NotApplicableError``; ``ValueError`` where brackets or quotes do not close."""
    if body.startswith("responseheader("):
        raise NotApplicableError("responseheader()")
    if _PSEUDO_ELEMENT.search(body):
        raise NotApplicableError("::before, ::after")
    steps: list[Operator | str] = []
    action: Operator | None = None
    done = 0
    for start, written, argument, end in _calls(body):
        name = _SAME.get(written, written)
        if name in _RENDERED:
            raise NotApplicableError(f":{name}()")
        is_both = name in _BOTH and (is_procedural(argument) or _is_complex(name, argument))
        if name in _PROCEDURAL or name in _ACTIONS or is_both:
            if (plain := body[done:start]).strip() or not done:
                steps.append(plain)
            if name not in _ACTIONS:
                steps.append(Operator(name, argument.strip()))
            elif body[end:].strip():
                raise ValueError(f"something stands behind :{name}()")
            elif name != _REMOVE:
                action = Operator(name, argument.strip())
            done = end
    if body[done:].strip():
        steps.append(body[done:])
    css = ""
    if steps and isinstance(steps[0], str):
        css = steps.pop(0).strip()  # type: ignore[union-attr]
    if css.endswith((">", "+", "~")):
        css += " *"
    return Body(css, tuple(steps), action)


def parse_selector(selector: str) -> Body:
    """A selector in another one, taken apart as a body is. Raises what ``parse`` raises."""
    body = parse(selector)
    if body.action is not None:
        raise ValueError(f":{body.action.name}() stands in another operator")
    return body


def from_adguard(body: str) -> str:
    """A body as AdGuard writes it for HTML (``$$``), in operators that others have: ``tag-content`` and ``wildcard`` are about
    what stands in the element, ``min-length`` and ``max-length`` about how long that is."""
    made, special = body, ""
    for attribute in _SPECIAL.finditer(body):
        name, value = attribute["name"], attribute["value"].replace('""', '"')
        made = made.replace(attribute[0], "", 1)
        match name:
            case "tag-content":
                special += f":has-text({_quoted(value)})"
            case "wildcard":
                pattern = ".*".join(re.escape(part).replace("/", "\\/") for part in value.strip("*").split("*"))
                special += f":has-text(/{pattern}/is)"
            case "min-length":
                special += f":min-text-length({value})"
            case _:
                special += f":not(:min-text-length({int(value) + 1}))"
    return made + special


def _quoted(text: str) -> str:
    """A text as an argument of ``:has-text()``, whatever stands in it."""
    return "/" + re.escape(text).replace("/", "\\/") + "/"


def is_procedural(text: str) -> bool:
    """Whether a selector has an operator that CSS does not know."""
    if ":" not in text:
        return False
    for _, written, argument, _ in _calls(text):
        name = _SAME.get(written, written)
        if name in _PROCEDURAL or name in _RENDERED or name in _ACTIONS or (name in _BOTH and is_procedural(argument)):
            return True
    return False


def _is_complex(name: str, argument: str) -> bool:
    """Whether ``:is()`` or ``:not()`` holds a selector of several compounds, which the library that reads selectors does not
    know there."""
    return name != "has" and any(len(re.sub(r"\[[^]]*\]|\([^)]*\)", "", part).split()) > 1 for part in alternatives(argument))


def alternatives(text: str) -> list[str]:
    """The parts of a selector list."""
    parts, begin = [], 0
    for start, name, _, _ in _pieces(text):
        if name == ",":
            parts.append(text[begin:start].strip())
            begin = start + 1
    return [*parts, text[begin:].strip()]


def _calls(text: str) -> Iterator[tuple[int, str, str, int]]:
    """The functions of a selector outside of each other: where each begins, its name, its argument, and where it ends."""
    return (piece for piece in _pieces(text) if piece[1] != ",")


def _pieces(text: str) -> Iterator[tuple[int, str, str, int]]:
    """The functions of a selector, and its commas as if they were such, outside of functions, brackets and strings."""
    depth, quote, index = 0, "", 0
    while index < len(text):
        character = text[index]
        if character == "\\":
            index += 1
        elif quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
        elif depth == 0 and character == ",":
            yield index, ",", "", index + 1
        elif depth == 0 and character == ":" and (found := _NAMES.match(text, index)):
            end = _closing(text, found.end(), found[1])
            yield index, found[1], text[found.end() : end], end + 1
            index = end
        index += 1


# What stands in these is text or an expression, in which brackets and quotes may be anything.
_OF_TEXT = frozenset(("has-text", "contains", "-abp-contains", "abp-contains", "matches-path", "remove-attr", "remove-class"))
_WHOLE = re.compile(r"""\s*(?:/(?:[^/\\]|\\.)+/[a-z]*|"[^"]*"|'[^']*')\s*(?=\))""")


def _closing(text: str, position: int, name: str) -> int:
    """Where the bracket closes that opened before ``position``."""
    if name in _OF_TEXT and (whole := _WHOLE.match(text, position)):
        return whole.end()
    depth, quote, index = 0, "", position
    while index < len(text):
        character = text[index]
        if character == "\\":
            index += 1
        elif quote:
            quote = "" if character == quote else quote
        elif character in "\"'" and name not in _OF_TEXT:
            quote = character
        elif character == "(" or (character == "[" and name not in _OF_TEXT):
            depth += 1
        elif character == ")" or (character == "]" and name not in _OF_TEXT):
            if depth == 0:
                return index
            depth -= 1
        elif character == ":" and name not in _OF_TEXT and (inner := _NAMES.match(text, index)):
            index = _closing(text, inner.end(), inner[1])
        index += 1
    raise ValueError(f":{name}( is not closed")
