"""Filters for requests: what becomes of a request, and which filter of which list says so.

The ``adblock`` library (Rust) matches them. What it does not know is translated for it where that can be done, answered here,
or counted as not supported.
"""

import base64
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import adblock
import regex

from unsponsor.rules.hosts import HostSet, host_of
from unsponsor.rules.patterns import Pattern

from .expressions import expression
from .headers import HEADER_OPTIONS, HeaderFilter, may_change_headers
from .kept import AnyList, read_all, recalled, remember
from .options import TYPES, About, Parts, UrlPattern, about, parse, written
from .resources import RESOURCES, Resource
from .switches import Switches, may_switch
from .syntax import FilterList

# The file in which what lists come to is kept.
KEPT = "requests.compiled"
# What the library knows.
_KNOWN = TYPES | {"third-party", "first-party", "domain", "important", "badfilter", "match-case", "redirect", "redirect-rule"}
# What is answered here, beside it.
_HOSTS_OF_REQUEST = frozenset(("denyallow", "to"))
# Options of exceptions that are about elements, or about whole pages.
_OF_PAGES = frozenset(("generichide", "specifichide", "elemhide", "document"))
# A window that a page opens is none that a proxy could tell from others.
_POPUPS = frozenset(("popup", "popunder"))
# Requests of which ``removeparam`` takes parameters where the filter does not say.
_PAGES = frozenset(("document", "subdocument", "xmlhttprequest"))


class Decision(NamedTuple):
    """What becomes of a request. ``by`` is the filter and its list, nothing where none says anything. ``resource`` is answered
    instead (``redirect``), ``url`` is asked for instead (``rewrite``)."""

    action: Literal["allow", "block", "redirect", "rewrite"]
    by: str | None = None
    resource: Resource | None = None
    url: str | None = None


ALLOW = Decision("allow")

_HOST = regex.compile(r"\|\|[\w.-]+\^?\Z")
# Which of several redirects wins is said behind its name.
_PRIORITY = regex.compile(r":-?\d+\Z")


class _Removal(NamedTuple):
    """A filter that takes parameters out of addresses."""

    by: str
    about: About
    names: Pattern | None
    exception: bool


class RequestFilter:
    """The filters for requests of some lists. ``headers`` are those for the headers of answers, ``switches`` the exceptions
    that switch others off."""

    def __init__(self, lists: Sequence[AnyList], folder: Path | None = None) -> None:
        """``folder``: where what the lists come to is kept, for lists that are kept there themselves. Raises ``OSError`` for a
        list that cannot be read."""
        self.unsupported: Counter[str] = Counter()
        # Of each list its name and the filters as the library has them, one a line; and how those are written, where that
        # differs.
        self._texts: list[tuple[str, bytes]] = []
        self._written: dict[str, str] = {}
        self._known_lists: dict[str, str | None] = {}
        # For some filters: the hosts for which they do not hold, or the only ones for which they do.
        self._request_hosts: dict[str, tuple[HostSet | None, HostSet]] = {}
        self._removals: list[_Removal] = []
        # Those that are answered here, or half here, and those that others answer: as they are written, each with its list.
        self._special: list[tuple[str, str]] = []
        self._others: list[tuple[str, str]] = []
        if folder is None or not self._restored(recalled(lists, folder / KEPT)):
            self._compile(read_all(lists))
            if folder is not None:
                remember(lists, folder / KEPT, self._state)
        self.switches = Switches(self._others)
        self.headers = HeaderFilter(self._others)
        self._resources: dict[bytes, Resource] = {}
        for resource in RESOURCES:
            # The library answers with the body, by which the resource is known again: so it is told a name for a body.
            content = resource.names[0].encode()
            self._resources[content] = resource
            name, *others = resource.names
            self._engine.add_resource(name, "text/plain", base64.b64encode(content).decode(), others)

    @property
    def is_empty(self) -> bool:
        """Whether nothing becomes of any request."""
        return not self._removals and all(texts == b"\n" for _, texts in self._texts)

    def _compile(self, lists: Iterable[FilterList]) -> None:
        seen: set[str] = set()
        every: list[str] = []
        for found in lists:
            texts: list[str] = []
            for item in found.network:
                if may_switch(item.text) or may_change_headers(item.text):
                    self._others.append((item.text, found.name))
                for text in self._translated(item.text, found.name):
                    if text not in seen:
                        seen.add(text)
                        texts.append(text)
                        if text != item.text:
                            self._written[text] = item.text
            self._texts.append((found.name, "\n".join(["", *texts, ""]).encode()))
            every += texts
        filters = adblock.FilterSet(debug=True)
        filters.add_filters(every)
        self._engine = adblock.Engine(filter_set=filters)

    def _state(self) -> tuple[object, ...]:
        """What is kept, as ``_restored`` takes it over."""
        state = (self._texts, self._written, dict(self.unsupported), self._special, self._others)
        return self._engine.serialize(), *state

    def _restored(self, state: Any) -> bool:
        """Take over what was kept; whether that can be done."""
        try:
            serialized, texts, original, unsupported, special, others = state
            engine = adblock.Engine(filter_set=adblock.FilterSet())
            engine.deserialize(serialized)
        except (TypeError, ValueError, adblock.AdblockException):
            return False
        self._engine, self._texts, self._written, self._others = engine, texts, original, others
        for text, name in special:
            list(self._translated(text, name))
        self.unsupported = Counter(unsupported)
        return True

    def decide(self, url: str, source: str, kind: str) -> Decision:
        """What becomes of a request to an address, from the page of another one. ``kind`` as in the options of lists:
        ``document``, ``subdocument``, ``script``, ``image``, ``stylesheet``, ``xmlhttprequest``, …"""
        if not url.startswith(("http:", "https:", "ws:", "wss:")):
            return ALLOW
        result = self._engine.check_network_urls(url, source, kind)
        text = result.filter
        if (
            result.matched
            and text is not None
            and self._is_for(text, host_of(url))
            and (kind != "document" or _is_of_pages(text))
        ):
            by = self._by(text, url)
            if not result.important and self.switches.on(source).page_off:
                return Decision("allow", "an exception for the page")
            resource = self._resource(result.redirect)
            return Decision("block", by) if resource is None else Decision("redirect", by, resource)
        return self._rewritten(url, source, kind)

    def _by(self, text: str, url: str) -> str:
        """A filter as it is written, with its list. The library puts filters without options together."""
        parts = text.split(" <+> ")
        fitting = parts if len(parts) == 1 else [part for part in parts if UrlPattern(part).found(url)]
        found = (fitting or parts)[0]
        name = self._list_of(found)
        return found if name is None else f"{self._written.get(found, found)} ({name})"

    def _list_of(self, text: str) -> str | None:
        """The name of the list that has a filter. There are many, and few of them are ever met: so it is looked for."""
        if text not in self._known_lists:
            line = f"\n{text}\n".encode()
            self._known_lists[text] = next((name for name, texts in self._texts if line in texts), None)
        return self._known_lists[text]

    def _is_for(self, text: str, host: str) -> bool:
        only, never = self._request_hosts.get(text, (None, HostSet(())))
        return (only is None or host in only) and host not in never

    def _resource(self, redirect: str | None) -> Resource | None:
        if redirect is None:
            return None
        return self._resources.get(base64.b64decode(redirect.partition("base64,")[2]))

    def _rewritten(self, url: str, source: str, kind: str) -> Decision:
        parts = urlsplit(url)
        if not parts.query or not self._removals:
            return ALLOW
        asking = [removal for removal in self._removals if removal.about.holds(url, source, kind)]
        kept = [r.names for r in asking if r.exception]
        if None in kept:
            return ALLOW
        by = None
        pairs = []
        for name, value in parse_qsl(parts.query, keep_blank_values=True):
            said = f"{name}={value}"
            if not any(names is not None and names.found(said) for names in kept):
                taking = next((r for r in asking if not r.exception and (r.names is None or r.names.found(said))), None)
                if taking is not None:
                    by = taking.by
                    continue
            pairs.append((name, value))
        if by is None:
            return ALLOW
        return Decision("rewrite", by, url=urlunsplit(parts._replace(query=urlencode(pairs))))

    def _translated(self, text: str, name: str) -> Iterator[str]:
        """A filter as the library knows it: nothing for one that is answered elsewhere or not at all, two for some."""
        parts = parse(text)
        options = dict(parts.options)
        if "removeparam" in options:
            self._special.append((text, name))
            self._add_removal(parts, f"{text} ({name})")
            return
        if not HEADER_OPTIONS.isdisjoint(options):
            return  # the filters for headers know it
        names = {option.removeprefix("~") for option in options}
        if parts.exception and names & _OF_PAGES and not names & (TYPES - {"document"}):
            return  # the switches know it
        for popup in _POPUPS & options.keys():
            del options[popup]
        everything = "all" in options
        options.pop("all", None)
        for redirect in ("redirect", "redirect-rule"):
            if redirect in options:
                options[redirect] = _PRIORITY.sub("", options[redirect])
        hosts = {option: options.pop(option) for option in _HOSTS_OF_REQUEST & options.keys()}
        other = {option.removeprefix("~") for option in options} - _KNOWN
        if other or (not options and names & _POPUPS and not everything):
            self.unsupported[f"${sorted(other or names)[0]}"] += 1
            return
        if hosts:
            self._special.append((text, name))
            # The library must neither put such a filter together with others nor take it for another one of the same words.
            own = f"~filter-{len(self._request_hosts)}.invalid"
            options["domain"] = f"{options['domain']}|{own}" if options.get("domain") else own
        for made in (
            written(parts._replace(options=options)),
            *([written(parts._replace(options={**options, "document": ""}))] if everything else ()),
        ):
            if hosts:
                only = HostSet(hosts["to"].split("|")) if "to" in hosts else None
                self._request_hosts[made] = (
                    only,
                    HostSet(hosts.get("denyallow", "").split("|") if "denyallow" in hosts else ()),
                )
            yield made

    def _add_removal(self, parts: Parts, by: str) -> None:
        value = parts.options["removeparam"]
        try:
            removal = _Removal(by, about(parts, _PAGES), _parameters(value) if value else None, parts.exception)
        except ValueError:
            self.unsupported["$removeparam"] += 1
            return
        self._removals.append(removal)


def _is_of_pages(text: str) -> bool:
    """Whether a filter is meant for pages as well: it says so, or names nothing but a host."""
    parts = parse(text.split(" <+> ", maxsplit=1)[0])
    return "document" in parts.options or _HOST.match(parts.pattern) is not None


def _parameters(value: str) -> Pattern:
    """The parameters that are taken out: one of a name, or all of whose name and value an expression between slashes finds.
    Raises ``ValueError`` for what is neither."""
    if value.startswith("~"):
        raise ValueError("all parameters but one")
    if value[0] != "/":
        return Pattern(rf"(?-i)^{regex.escape(value)}=")
    pattern = expression(value)
    if pattern is None:
        raise ValueError(f"no expression: {value}")
    return pattern
