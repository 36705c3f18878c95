"""Elements whose only purpose is a request that a list blocks: without them a browser never asks."""

from collections.abc import Callable, Iterator
from urllib.parse import urljoin

from lxml import etree

from unsponsor.rules.facts import Facts

from .network import Decision

# What each element asks for, and by which attribute.
_ASKING = {
    "img": ("src", "image"),
    "iframe": ("src", "subdocument"),
    "frame": ("src", "subdocument"),
    "script": ("src", "script"),
    "embed": ("src", "object"),
    "object": ("data", "object"),
    "video": ("src", "media"),
    "audio": ("src", "media"),
}


def blocked(facts: Facts, decide: Callable[[str, str, str], Decision]) -> Iterator[tuple[etree._Element, str]]:
    """Such elements of a page, each with the filter and its list. What is answered by something else instead stays: the page
    wants that answer."""
    for tag, (attribute, kind) in _ASKING.items():
        for element in facts.by_token.get(tag, ()):
            address = element.get(attribute)
            if not address or address.startswith(("data:", "about:", "javascript:", "blob:")):
                continue
            try:
                url = urljoin(facts.url, address.strip())
            except ValueError:
                continue
            decision = decide(url, facts.url, kind)
            if decision.action == "block" and decision.by is not None:
                yield _linked(element), decision.by


def _linked(element: etree._Element) -> etree._Element:
    """The link that holds nothing but an element, else that."""
    above = element.getparent()
    if above is None or above.tag != "a" or len(above) > 1:
        return element
    said = (above.text or "") + (element.tail or "")
    return element if said.strip() else above
