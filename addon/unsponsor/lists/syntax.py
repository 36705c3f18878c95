"""The lines of a filter list: what kind each is, for which sites, and what it selects.

Follows the syntax that EasyList, uBlock Origin and AdGuard document for their lists. Nothing is compiled here.
"""

import errno
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from .directives import Include, applicable

# What parts the sites of an element filter from its body, and whether that is an exception (``@``).
_SEPARATOR = re.compile(r"#@?(?:\$\?|\$|\?|%)?#|\$@?\$")
# The sites: names, entities (``shop.*``), expressions between slashes, each with a ``~`` before it where it is left out.
_SITES = re.compile(r"(?:~?(?:/(?:[^/\\]|\\.)+/|[^\s/~,|^$&=?#][^\s/,|^$&=?#]*+)(?:,\s*|\Z))*\Z")
# A regular expression in a modifier may have brackets of its own.
_MODIFIERS = re.compile(r"\[\$((?>/(?:[^/\\]|\\.)++/|[^\]\\/]|\\.|/)+?)\](?=[^\]]*\Z)")
_HOSTS_LINE = re.compile(r"(?:0\.0\.0\.0|127\.0\.0\.1|::1?|255\.255\.255\.255)\s+(\S+)")
_METADATA = re.compile(r"[!#]\s*([A-Z][\w -]{1,24}?)\s*:\s*(.+)")
# No way up, and none from the top.
_BESIDE = re.compile(r"(?!.*\.\.)[\w-][\w. -]*(?:/[\w-][\w. -]*)*")
# Names that hosts files give to the machine itself.
_LOCAL = frozenset(
    ("localhost", "localhost.localdomain", "local", "broadcasthost", "0.0.0.0", "ip6-localhost", "ip6-loopback")
)


class Kind(StrEnum):
    """What a filter does with the elements that it selects."""

    HIDE = "cosmetic"
    REMOVE = "HTML"
    SCRIPTLET = "scriptlet"
    STYLE = "style"


class ElementFilter(NamedTuple):
    """A filter for elements of pages. ``sites`` are the pages it is for, all where there are none; ``not_sites`` those it is
    not for; names in lower case, expressions between slashes. ``path``: an expression that is found in the page's path.
    ``dialect``: ``adguard`` for the bodies that only AdGuard writes so (``$$``)."""

    text: str
    line: int
    sites: tuple[str, ...]
    not_sites: tuple[str, ...]
    path: str | None
    body: str
    kind: Kind
    exception: bool
    dialect: str


class NetworkFilter(NamedTuple):
    """A filter for requests, as it is written (a line of a hosts file as the filter that says the same)."""

    text: str
    line: int


class FilterList(NamedTuple):
    """What a list holds. ``metadata`` is what its head says of it (``Title``, ``Expires``), by names in lower case."""

    name: str
    metadata: dict[str, str]
    elements: list[ElementFilter]
    network: list[NetworkFilter]


def read_list(source: Path | str) -> FilterList:
    """A list from a file, with those beside it that it includes, or from its text. Raises ``OSError`` for a file that cannot
    be read."""
    if isinstance(source, str):
        return parse(source, "list")
    return parse(_read(source), source.stem, lambda name: _included(source, name))


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig", "replace")


def is_beside(name: str) -> bool:
    """Whether a list may include a file of this name, if it is one itself: in its own folder, or in one inside it."""
    return _BESIDE.fullmatch(name) is not None


def _included(path: Path, name: str) -> str:
    """The text of a list beside another one."""
    if not is_beside(name):
        raise OSError(errno.EINVAL, f"cannot include {name}: no file beside it", str(path))
    return _read(path.parent / name)


def parse(text: str, name: str = "", include: Include | None = None) -> FilterList:
    """The filters of a list. A line that is no filter for elements is one for requests: only who compiles it can say whether
    it can be understood. ``name`` is what the list is called where it has no title, ``include`` gives what it includes."""
    metadata: dict[str, str] = {}
    elements: list[ElementFilter] = []
    network: list[NetworkFilter] = []
    for number, line in applicable(text, include):
        if line[0] in "![#" and not line.startswith("[$"):
            found = element_filter(line, number) if line[0] == "#" else None
            if found is not None:
                elements.append(found)
            elif (stated := _METADATA.match(line)) is not None:
                metadata.setdefault(stated[1].lower(), stated[2].strip())
            continue
        found = element_filter(line, number)
        if found is not None:
            elements.append(found)
        elif hosts := _HOSTS_LINE.match(line):
            if hosts[1].lower() not in _LOCAL:
                network.append(NetworkFilter(f"||{hosts[1]}^", number))
        else:
            network.append(NetworkFilter(line, number))
    return FilterList(metadata.get("title") or name, metadata, elements, network)


def element_filter(line: str, number: int = 0) -> ElementFilter | None:
    """A line as a filter for elements; None where it is none."""
    separator = _SEPARATOR.search(line)
    while separator is not None:
        before = line[: separator.start()]
        modifiers = _MODIFIERS.match(before)
        if _SITES.match(before[modifiers.end() :] if modifiers else before):
            break
        separator = _SEPARATOR.search(line, separator.start() + 1)
    if separator is None:
        return None
    body = line[separator.end() :]
    if not body.strip() or (not before and (body[0] == " " or body.startswith("##"))):
        return None  # a comment of hashes
    body = body.strip()
    named = _sites(before[modifiers.end() :] if modifiers else before)
    path = None
    for name, value in _modifiers(modifiers[1]) if modifiers else ():
        if name == "path":
            path = value
        elif name == "domain":
            named += _sites(value, "|")
    mark = separator[0].replace("@", "")
    kind, body = _kind(mark, body)
    return ElementFilter(
        line,
        number,
        tuple(site.lower() if site[0] != "/" else site for site in named if site[0] != "~"),
        tuple(site[1:].lower() for site in named if site[0] == "~"),
        path,
        body,
        kind,
        "@" in separator[0],
        "adguard" if mark == "$$" else "",
    )


_STYLE_RULE = re.compile(r"(.+?)\s*\{\s*(.*?)\s*\}\s*\Z", re.DOTALL)
_REMOVES = re.compile(r"remove\s*:\s*true\s*;?\Z")


def _kind(mark: str, body: str) -> tuple[Kind, str]:
    """What a filter does, by its separator (without ``@``) and its body; and the body without what says so."""
    if mark == "#%#" or body.startswith("+js("):
        return Kind.SCRIPTLET, body
    if mark in ("#$#", "#$?#"):
        rule = _STYLE_RULE.match(body)
        if rule is None:
            return Kind.SCRIPTLET, body
        return (Kind.REMOVE, rule[1]) if _REMOVES.match(rule[2]) else (Kind.STYLE, rule[1])
    if mark == "$$":
        return Kind.REMOVE, body
    if body[0] == "^":
        return Kind.REMOVE, body[1:]
    if body[-1] == "}" and (rule := _STYLE_RULE.match(body)) is not None:
        return (Kind.REMOVE, rule[1]) if _REMOVES.match(rule[2]) else (Kind.STYLE, rule[1])
    return Kind.HIDE, body


def _sites(text: str, separator: str = ",") -> list[str]:
    """The parts of a list of sites. A regular expression may have the separator in it."""
    if separator == "," and "/" not in text:
        return text.replace(" ", "").rstrip(",").split(",") if text else []
    return re.findall(rf"~?(?:/(?:[^/\\]|\\.)+/|[^{separator}\s]+)", text)


def _modifiers(text: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"(?<!\\),", text):
        name, _, value = part.partition("=")
        yield name.strip(), value.replace("\\,", ",").replace("\\]", "]").replace("\\[", "[")
