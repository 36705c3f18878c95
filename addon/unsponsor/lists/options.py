"""The options of filters for requests: what stands behind the ``$``."""

import re
from functools import cached_property
from typing import NamedTuple

from unsponsor.rules.hosts import HostSet, host_of, registrable_domain
from unsponsor.rules.patterns import Pattern

# An option list: names with an optional value, apart by commas. The last ``$`` begins it, but for one inside of an expression.
_OPTION = r"~?[\w-]++\s*+(?:=(?:[^,\\]|\\.)*+)?+"
_OPTIONS = re.compile(rf"\$\s*+({_OPTION}(?:,\s*+{_OPTION})*+),?\Z")
_PARTS = re.compile(_OPTION)
# One name for what has several.
_SAME = {
    "3p": "third-party",
    "1p": "first-party",
    "strict3p": "third-party",
    "strict1p": "first-party",
    "doc": "document",
    "frame": "subdocument",
    "css": "stylesheet",
    "xhr": "xmlhttprequest",
    "from": "domain",
    "queryprune": "removeparam",
    "ghide": "generichide",
    "shide": "specifichide",
    "ehide": "elemhide",
}
# Options whose value may be an expression between slashes.
_WITH_EXPRESSION = frozenset(("removeparam", "domain", "header", "uritransform", "urlskip", "permissions", "csp"))
TYPES = frozenset(
    "document font image media object other ping script stylesheet subdocument websocket xmlhttprequest".split()  # noqa: SIM905
)


class Parts(NamedTuple):
    """A filter taken apart: whether it is an exception, its pattern, and its options by name; a ``~`` stays in the name."""

    exception: bool
    pattern: str
    options: dict[str, str]


def parse(text: str) -> Parts:
    """A filter for requests, taken apart. Options have one name for what has several."""
    exception = text.startswith("@@")
    pattern = text.removeprefix("@@")
    found = _OPTIONS.search(pattern)
    if found is None:
        return Parts(exception, pattern, {})
    options = {}
    for part in _PARTS.findall(found[1]):
        name, _, value = part.partition("=")
        inverse = "~" if name.startswith("~") else ""
        name = name.removeprefix("~").strip()
        options[inverse + _SAME.get(name, name)] = value.strip()
    if pattern[0] == pattern[-1] == "/" and not options.keys() & _WITH_EXPRESSION:
        return Parts(exception, pattern, {})  # one expression from end to end
    return Parts(exception, pattern[: found.start()], options)


def written(parts: Parts) -> str:
    """A filter as it is written."""
    options = ",".join(f"{name}={value}" if value else name for name, value in parts.options.items())
    return f"{'@@' if parts.exception else ''}{parts.pattern}{'$' if options else ''}{options}"


class About(NamedTuple):
    """Which requests a filter is about: those to addresses with a pattern in them (all, where there is none), from pages of
    some sites (all, where there are none) but not of others, of some types, and to other sites than the page's or to its own
    (both, where ``third_party`` is None)."""

    pattern: "UrlPattern | None"
    sites: HostSet | None
    not_sites: HostSet
    types: frozenset[str]
    third_party: bool | None

    def holds(self, url: str, source: str, kind: str) -> bool:
        """Whether a request is one of them."""
        host = host_of(source)
        if kind not in self.types or host in self.not_sites or (self.sites is not None and host not in self.sites):
            return False
        if self.third_party is not None and self.third_party != (registrable_domain(host) != registrable_domain(host_of(url))):
            return False
        return self.pattern is None or self.pattern.found(url)


def about(parts: Parts, usual: frozenset[str]) -> About:
    """Which requests a filter is about; ``usual``: the types where it names none. Raises ``ValueError`` for a pattern that is
    no expression."""
    options = parts.options
    sites = [site for site in options.get("domain", "").split("|") if site]
    wanted = [site for site in sites if site[0] != "~"]
    types = frozenset(option for option in options if option in TYPES) or usual
    third_party = None
    if options.keys() & {"third-party", "~first-party"}:
        third_party = True
    elif options.keys() & {"first-party", "~third-party"}:
        third_party = False
    return About(
        None if parts.pattern in ("", "*") else UrlPattern(parts.pattern),
        HostSet(wanted) if wanted else None,
        HostSet(site[1:] for site in sites if site[0] == "~"),
        types - {option[1:] for option in options if option[0] == "~"},
        third_party,
    )


class UrlPattern:
    """The pattern of a network filter: ``||`` for the beginning of a host, ``|`` for an end, ``^`` for what parts, ``*`` for
    anything; or an expression between slashes. Bounded in time, for a page chooses its addresses."""

    def __init__(self, pattern: str) -> None:
        """Raises ``ValueError`` for an expression that is broken."""
        self._pattern = pattern
        if _is_expression(pattern):
            _ = self._expression

    @cached_property
    def _expression(self) -> Pattern:
        if _is_expression(self._pattern):
            return Pattern(self._pattern[1:-1])
        begins = r"^[a-z-]+://(?:[^/?#]*\.)?" if self._pattern.startswith("||") else "^" if self._pattern[:1] == "|" else ""
        first, *others = (_escaped(piece) for piece in self._pattern.strip("|").split("*"))
        ends = self._pattern.endswith("|") and len(self._pattern.strip("|")) > 0
        last = others.pop() if others and ends else None
        # The first place where a piece stands is as good as any other one.
        middle = "".join(f"(?>.*?{piece})" for piece in others)
        return Pattern(begins + first + middle + (f".*{last}" if last is not None else "") + ("$" if ends else "") or ".")

    def found(self, url: str) -> bool:
        """Whether an address has the pattern in it."""
        return self._expression.found(url)


def _is_expression(pattern: str) -> bool:
    return len(pattern) > 2 and pattern[0] == pattern[-1] == "/"


def _escaped(piece: str) -> str:
    return re.escape(piece).replace(r"\^", r"(?:[^\w.%-]|$)")
