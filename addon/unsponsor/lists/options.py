"""The options of filters for requests: what stands behind the ``$``."""

import re
from typing import NamedTuple

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
