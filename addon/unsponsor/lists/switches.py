"""Exceptions of lists that switch element filters off on some pages: ``generichide``, ``specifichide``, ``elemhide``, and
``document``, which switches all off."""

import logging
import re
from collections.abc import Iterable
from typing import NamedTuple

from unsponsor.rules.hosts import host_of, keys

from .options import TYPES, About, Parts, about, parse

logger = logging.getLogger(__name__)

_SWITCHES = frozenset(("generichide", "specifichide", "elemhide", "document"))
# One of these stands in every such exception.
_WRITTEN = ("hide", "doc")
# A page asks for many things, one after the other.
_MOST_KNOWN = 1000
# A pattern that is a host, or the name of a site under any suffix.
_HOST = re.compile(r"\|\|([\w-][\w.-]*(?:\.\*)?)\^?\Z")


class State(NamedTuple):
    """Which filters are off on a page; ``page_off``: all are, those for requests as well."""

    generic_off: bool = False
    specific_off: bool = False
    all_off: bool = False
    page_off: bool = False


def may_switch(text: str) -> bool:
    """Whether a filter may be one of these exceptions: a look at the text only."""
    return text.startswith("@@") and any(piece in text for piece in _WRITTEN)


class Switches:
    """The exceptions of some lists that switch element filters off."""

    def __init__(self, filters: Iterable[tuple[str, str]]) -> None:
        """``filters``: those of which some may be such, each with its list's name."""
        self._known: dict[str, State] = {}
        self._by_host: dict[str, set[str]] = {}
        self._others: list[tuple[About, frozenset[str]]] = []
        for text, name in filters:
            if may_switch(text):
                try:
                    self._add(parse(text))
                except ValueError as error:
                    logger.debug("%s (%s) is left out: %s", text, name, error)

    def _add(self, parts: Parts) -> None:
        named = _SWITCHES.intersection(parts.options)
        if not named:
            return
        host = _HOST.match(parts.pattern)
        # Most name a host and nothing else: those are looked up.
        if host is not None and "domain" not in parts.options:
            self._by_host.setdefault(host[1].lower(), set()).update(named)
        else:
            self._others.append((about(parts, TYPES)._replace(types=TYPES), named))

    def on(self, url: str) -> State:
        """What is off on the page of an address."""
        known = self._known.get(url)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[url] = self._on(url)
        return known

    def _on(self, url: str) -> State:
        named = set[str]().union(*(self._by_host[host] for host in keys(host_of(url)) if host in self._by_host))
        for which, options in self._others:
            if which.holds(url, url, "document"):
                named |= options
        page_off = "document" in named
        return State("generichide" in named, "specifichide" in named, page_off or "elemhide" in named, page_off)
