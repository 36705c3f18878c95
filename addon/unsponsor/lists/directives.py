"""The directives of a list (``!#if``, ``!#else``, ``!#endif``, ``!#include``): which of its lines apply to a proxy that runs
no scripts in pages."""

import re
from collections.abc import Callable, Iterable, Iterator

# What is true of this program: it reads what is written for uBlock Origin and AdGuard, and filters HTML.
TRUE = frozenset(("true", "cap_html_filtering", "ext_ublock", "adguard"))
_DIRECTIVE = re.compile(r"!#(if|else|endif|include)(?![\w-])")
_TOKEN = re.compile(r"\s*+(\|\||&&|!|\(|\)|[\w.]+)")
# No honest condition is longer, or has more names, signs and brackets.
_LONGEST = 2000
_MOST = 200


# The text of a list that another one includes, by the name that this has for it.
Include = Callable[[str], str]


def walk(lines: Iterable[str]) -> Iterator[tuple[str, bool, str | None]]:
    """The lines of a list, stripped, each with whether it applies, and with the name of the list that it includes, None where
    it includes none. A condition that cannot be read rules its lines out, as in other programs."""
    # For each condition that is open: whether the lines around it apply, and whether its own do.
    around: list[tuple[bool, bool]] = []
    applies = True
    for written in lines:
        line = written.strip()
        if not line.startswith("!#"):
            yield line, applies, None
            continue
        directive = _DIRECTIVE.match(line)
        name = directive[1] if directive is not None else ""
        if name == "if":
            around.append((applies, holds(line[4:])))
            applies = applies and around[-1][1]
        elif name == "else" and around:
            applies = around[-1][0] and not around[-1][1]
        elif name == "endif" and around:
            applies = around.pop()[0]
        yield line, applies, line[9:].strip() if name == "include" else None


def applicable(text: str, include: Include | None = None, included: set[str] | None = None) -> Iterator[tuple[int, str]]:
    """The lines that apply, stripped, with their numbers (from 1); empty ones, directives and what they rule out left out. The
    lines of lists that are included have the number of the line that does so, each list comes once; ``included`` are those
    that came already. Raises what ``include`` raises."""
    included = set() if included is None else included
    for number, (line, applies, wanted) in enumerate(walk(text.splitlines()), 1):
        if not applies or not line:
            continue
        if not line.startswith("!#"):
            yield number, line
        elif wanted is not None and include is not None and wanted not in included:
            included.add(wanted)
            yield from ((number, inner) for _, inner in applicable(include(wanted), include, included))


def with_included(text: str, include: Include) -> str:
    """A list with those that it includes in the places of the lines that do so, where these apply; all else as it is. Raises
    what ``include`` raises."""
    lines = text.splitlines(keepends=True)
    return "".join(
        include(wanted).rstrip("\n") + "\n" if applies and wanted is not None else line
        for line, (_, applies, wanted) in zip(lines, walk(lines), strict=True)
    )


def holds(condition: str) -> bool:
    """Whether a condition of ``!#if`` holds: names, ``!``, ``&&``, ``||`` and brackets. False for one that cannot be read."""
    tokens = _TOKEN.findall(condition[:_LONGEST])
    if len(condition) > _LONGEST or len(tokens) > _MOST or "".join(tokens) != "".join(condition.split()):
        return False
    try:
        value, rest = _either(tokens)
    except IndexError:
        return False
    return value and not rest


def _either(tokens: list[str]) -> tuple[bool, list[str]]:
    value, tokens = _both(tokens)
    while tokens and tokens[0] == "||":
        other, tokens = _both(tokens[1:])
        value = value or other
    return value, tokens


def _both(tokens: list[str]) -> tuple[bool, list[str]]:
    value, tokens = _one(tokens)
    while tokens and tokens[0] == "&&":
        other, tokens = _one(tokens[1:])
        value = value and other
    return value, tokens


def _one(tokens: list[str]) -> tuple[bool, list[str]]:
    if tokens[0] == "!":
        value, tokens = _one(tokens[1:])
        return not value, tokens
    if tokens[0] == "(":
        value, tokens = _either(tokens[1:])
        return (value, tokens[1:]) if tokens[:1] == [")"] else (False, [""])
    return tokens[0] in TRUE, tokens[1:]
