"""Exceptions of lists that switch element filters off on some pages: ``generichide``, ``specifichide``, ``elemhide``, and
``document``, which switches all off."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from unsponsor.rules.hosts import host_of, keys

from .syntax import NetworkFilter

_GENERIC = frozenset(("generichide", "ghide"))
_SPECIFIC = frozenset(("specifichide", "shide"))
_ALL = frozenset(("elemhide", "ehide"))
_PAGE = frozenset(("document", "doc"))
_SWITCH = re.compile(r"@@(?P<pattern>.+)\$(?P<options>[^$]*\b(?:g?e?s?(?:neric|pecific|lem)?hide|document|doc)\b[^$]*)\Z")
# A page asks for many things, one after the other.
_MOST_KNOWN = 1000
_HOST = re.compile(r"\|\|([\w.*-]+)\^?\Z")


class State(NamedTuple):
    """Which filters are off on a page; ``page_off``: all are, those for requests as well."""

    generic_off: bool = False
    specific_off: bool = False
    all_off: bool = False
    page_off: bool = False


class Switches:
    """The exceptions of some lists that switch element filters off."""

    def __init__(self, filters: Iterable[NetworkFilter]) -> None:
        self._known: dict[str, State] = {}
        self._by_host: dict[str, set[str]] = {}
        self._by_pattern: list[tuple[re.Pattern[str], frozenset[str], tuple[str, ...]]] = []
        for written in filters:
            if written.text.startswith("@@") and (match := _SWITCH.match(written.text)) is not None:
                self._add(match["pattern"], [option.strip() for option in match["options"].split(",")])

    def _add(self, pattern: str, options: list[str]) -> None:
        named = frozenset(option for option in options if option in _GENERIC | _SPECIFIC | _ALL | _PAGE)
        sites = tuple(
            site
            for option in options
            if option.startswith(("domain=", "from="))
            for site in option.partition("=")[2].split("|")
        )
        host = _HOST.match(pattern)
        if not named:
            return
        if host is not None and not sites:
            self._by_host.setdefault(host[1].lower(), set()).update(named)
        elif pattern == "*" and sites:
            for site in sites:
                self._by_host.setdefault(site.lower(), set()).update(named)
        else:
            self._by_pattern.append((url_pattern(pattern), named, sites))

    def on(self, url: str) -> State:
        """What is off on the page of an address."""
        known = self._known.get(url)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[url] = self._on(url)
        return known

    def _on(self, url: str) -> State:
        hosts = list(keys(host_of(url)))
        named = set[str]().union(*(self._by_host[host] for host in hosts if host in self._by_host))
        for pattern, options, sites in self._by_pattern:
            if pattern.search(url) and (not sites or any(site in hosts for site in sites)):
                named |= options
        page_off = bool(named & _PAGE)
        return State(bool(named & _GENERIC), bool(named & _SPECIFIC), page_off or bool(named & _ALL), page_off)


def url_pattern(pattern: str) -> re.Pattern[str]:
    """The pattern of a network filter as an expression: ``||`` for the beginning of a host, ``|`` for an end, ``^`` for what
    parts, ``*`` for anything; or an expression between slashes."""
    if len(pattern) > 2 and pattern[0] == pattern[-1] == "/":
        return re.compile(pattern[1:-1], re.IGNORECASE)
    begin = r"^[a-z-]+://(?:[^/?#]*\.)?" if pattern.startswith("||") else "^" if pattern.startswith("|") else ""
    end = "$" if pattern.endswith("|") and len(pattern.strip("|")) > 0 else ""
    parts = re.escape(pattern.strip("|")).replace(r"\*", ".*").replace(r"\^", r"(?:[^\w.%-]|$)")
    return re.compile(begin + parts + end, re.IGNORECASE)
