"""The options of filters for requests: what stands behind the ``$``."""

import re
from typing import NamedTuple

from unsponsor.rules.hosts import HostSet, host_of

from .switches import url_pattern

# An option list: names with an optional value, apart by commas. The last ``$`` begins it, but for one inside of an expression.
_OPTION = r"~?[\w-]+(?:=(?:[^,\\]|\\.)*)?"
_OPTIONS = re.compile(rf"\$({_OPTION}(?:,{_OPTION})*),?\Z")
_PARTS = re.compile(rf"{_OPTION}")
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
    found = None if pattern[:1] == pattern[-1:] == "/" and len(pattern) > 1 else _OPTIONS.search(pattern)
    if found is None:
        return Parts(exception, pattern, {})
    options = {}
    for part in _PARTS.findall(found[1]):
        name, _, value = part.partition("=")
        inverse = "~" if name.startswith("~") else ""
        name = name.removeprefix("~")
        options[inverse + _SAME.get(name, name)] = value
    return Parts(exception, pattern[: found.start()], options)


def written(parts: Parts) -> str:
    """A filter as it is written."""
    options = ",".join(f"{name}={value}" if value else name for name, value in parts.options.items())
    return f"{'@@' if parts.exception else ''}{parts.pattern}{'$' if options else ''}{options}"


class About(NamedTuple):
    """Which requests a filter is about: those to addresses with a pattern in them (all, where there is none), from pages of
    some sites (all, where there are none) but not of others, and of some types."""

    pattern: re.Pattern[str] | None
    sites: HostSet | None
    not_sites: HostSet
    types: frozenset[str]

    def holds(self, url: str, source: str, kind: str) -> bool:
        """Whether a request is one of them."""
        host = host_of(source)
        if kind not in self.types or host in self.not_sites or (self.sites is not None and host not in self.sites):
            return False
        return self.pattern is None or self.pattern.search(url) is not None


def about(parts: Parts, usual: frozenset[str]) -> About:
    """Which requests a filter is about; ``usual``: the types where it names none. Raises ``re.error`` for a pattern that is no
    expression."""
    sites = [site for site in parts.options.get("domain", "").split("|") if site]
    wanted = [site for site in sites if site[0] != "~"]
    return About(
        None if parts.pattern in ("", "*") else url_pattern(parts.pattern),
        HostSet(wanted) if wanted else None,
        HostSet(site[1:] for site in sites if site[0] == "~"),
        frozenset(option for option in parts.options if option in TYPES) or usual,
    )
