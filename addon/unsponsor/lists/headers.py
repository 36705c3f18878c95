"""Filters that change the headers of answers: ``csp``, ``permissions``, ``removeheader``."""

from collections.abc import Iterable
from typing import NamedTuple

from .options import TYPES, About, Parts, about, parse

HEADER_OPTIONS = frozenset(("csp", "permissions", "removeheader"))
_ADDED = {"csp": "content-security-policy", "permissions": "permissions-policy"}
_PAGES = frozenset(("document", "subdocument"))
# What guards readers, or holds the connection together, no list takes away.
_KEPT = frozenset(
    (
        *("content-security-policy", "content-security-policy-report-only", "strict-transport-security", "x-frame-options"),
        *("cross-origin-opener-policy", "cross-origin-embedder-policy", "cross-origin-resource-policy"),
        *("access-control-allow-origin", "access-control-allow-credentials", "x-content-type-options", "public-key-pins"),
        *("content-length", "content-type", "content-encoding", "transfer-encoding", "connection", "set-cookie2"),
    )
)


class HeaderChange(NamedTuple):
    """A header that is added to an answer, or taken out of it (``value`` is None), and the filter and its list that say so."""

    name: str
    value: str | None
    by: str


class _Filter(NamedTuple):
    option: str
    value: str
    about: About
    by: str
    exception: bool


def may_change_headers(text: str) -> bool:
    """Whether a filter may be one for headers: a look at the text only."""
    return any(option in text for option in HEADER_OPTIONS)


class HeaderFilter:
    """The filters for headers of some lists."""

    def __init__(self, filters: Iterable[tuple[str, str]]) -> None:
        """``filters``: those of which some may be such, each with its list's name."""
        self._filters: list[_Filter] = []
        for text, name in filters:
            if may_change_headers(text):
                self._add(parse(text), f"{text} ({name})")

    def _add(self, parts: Parts, by: str) -> None:
        option = next((name for name in parts.options if name in HEADER_OPTIONS), None)
        value = parts.options.get(option or "", "").replace("\\,", ",")
        if option is None or (option == "removeheader" and value.lower() in _KEPT):
            return
        try:
            which = about(parts, TYPES if option == "removeheader" else _PAGES)
        except ValueError:
            return
        self._filters.append(_Filter(option, value, which, by, parts.exception))

    def changes(self, url: str, source: str, kind: str) -> list[HeaderChange]:
        """What changes in the answer to a request."""
        asking = [item for item in self._filters if item.about.holds(url, source, kind)]
        off = {(item.option, item.value) for item in asking if item.exception}
        made = []
        for item in asking:
            if not item.exception and item.value and not off & {(item.option, item.value), (item.option, "")}:
                added = _ADDED.get(item.option)
                made.append(HeaderChange(added or item.value.lower(), item.value if added else None, item.by))
        return made
