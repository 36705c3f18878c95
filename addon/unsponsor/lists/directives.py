"""The directives of a list (``!#if``, ``!#else``, ``!#endif``, ``!#include``): which of its lines apply to a proxy that runs
no scripts in pages."""

import re
from collections.abc import Callable, Iterator

# What is true of this program: it reads what is written for uBlock Origin and AdGuard, and filters HTML.
TRUE = frozenset(("true", "cap_html_filtering", "ext_ublock", "adguard"))
_DIRECTIVE = re.compile(r"!#(if|else|endif|include)(?![\w-])")
_TOKEN = re.compile(r"\s*+(\|\||&&|!|\(|\)|[\w.]+)")
# No honest condition is longer, or has more names, signs and brackets.
_LONGEST = 2000
_MOST = 200


# The text of a list that another one includes, by the name that this has for it.
Include = Callable[[str], str]


def applicable(text: str, include: Include | None = None, included: set[str] | None = None) -> Iterator[tuple[int, str]]:
    """The lines that apply, stripped, with their numbers (from 1); empty ones, directives and what they rule out left out. A
    condition that cannot be read rules its lines out, as in other programs. The lines of lists that are included have the
    number of the line that does so, each list comes once; ``included`` are those that came already. Raises what ``include``
    raises."""
    included = set() if included is None else included
    # For each condition that is open: whether the lines around it apply, and whether its own do.
    around: list[tuple[bool, bool]] = []
    applies = True
    for number, written in enumerate(text.splitlines(), 1):
        line = written.strip()
        if not line:
            continue
        if line.startswith("!#"):
            directive = _DIRECTIVE.match(line)
            name = directive[1] if directive is not None else ""
            if name == "if":
                around.append((applies, holds(line[4:])))
                applies = applies and around[-1][1]
            elif name == "else" and around:
                applies = around[-1][0] and not around[-1][1]
            elif name == "endif" and around:
                applies = around.pop()[0]
            elif name == "include" and applies and include is not None and (wanted := line[9:].strip()) not in included:
                included.add(wanted)
                yield from ((number, inner) for _, inner in applicable(include(wanted), include, included))
            continue
        if applies:
            yield number, line


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
