"""What conditions ask about a page and its elements, found out once and kept while the page is matched."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from unsponsor.page.tree import NUMBER, Page

from .hosts import host_of, registrable_domain
from .selectors import compile_xpath, matcher, select

_UNREAD = frozenset({"script", "style", "template", "noscript", "iframe"})
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "dfn",
        "em",
        "font",
        "i",
        "kbd",
        "mark",
        "nobr",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_NAMING = ("aria-label", "alt", "title")
# A label's text may be spread over a few inline elements; nothing longer than this is a label.
_LABEL_LENGTH = 80


class Facts:
    """One page with its address, indexed by the tokens of its elements, and the texts and links of its elements."""

    def __init__(self, page: Page, url: str) -> None:
        parts = urlsplit(url if "//" in url else f"//{url}")
        self.page = page
        self.url = url
        self.host = host_of(url)
        self.domain = registrable_domain(self.host)
        self.path = parts.path + (f"?{parts.query}" if parts.query else "")
        self._texts: dict[etree._Element, str] = {}
        self._pieces: dict[etree._Element, tuple[str, ...]] = {}
        self._links: dict[etree._Element, tuple[str, ...]] = {}
        self._selected: dict[str, frozenset[etree._Element]] = {}
        self.by_token: dict[str, list[etree._Element]] = {}
        self._values: list[str] = []
        for element in page.elements:
            if element is not None:
                self._index(element)

    def _index(self, element: etree._Element) -> None:
        index = self.by_token
        tokens = [element.tag]
        for name, value in _attributes(element):
            if name == "class":
                tokens += [f".{token}" for token in set(value.split())]
                tokens.append("[class]")
            elif name == "id":
                tokens += (f"#{value}", "[id]")
            elif name != NUMBER:
                tokens.append(f"[{name}]")
            else:
                continue
            self._values.append(value)
        for token in tokens:
            index.setdefault(token, []).append(element)

    @property
    def values(self) -> str:
        """All attribute values of the page, apart by line ends."""
        return "\n".join(self._values)

    def selected(self, selector: str) -> frozenset[etree._Element]:
        """The elements of the page that a CSS selector, or an XPath expression that begins with ``/``, selects."""
        known = self._selected.get(selector)
        if known is None:
            find = compile_xpath(selector) if selector.lstrip().startswith("/") else matcher(selector)
            found = select(find, self.page.root) if self.page.root is not None else []
            known = self._selected[selector] = frozenset(found)
        return known

    def text(self, element: etree._Element) -> str:
        """What can be read in an element, white space collapsed, a space between blocks."""
        known = self._texts.get(element)
        if known is None:
            known = self._texts[element] = " ".join("".join(_readable(element)).split())
        return known

    def pieces(self, element: etree._Element) -> tuple[str, ...]:
        """Texts of their own in an element: text nodes, short elements as a whole, and names given in attributes."""
        known = self._pieces.get(element)
        if known is None:
            known = self._pieces[element] = tuple(self._find_pieces(element))
        return known

    def _find_pieces(self, element: etree._Element) -> Iterator[str]:
        for inner in element.iter(etree.Element):
            if inner.tag in _UNREAD:
                continue
            yield from (value for name in _NAMING if (value := inner.get(name)))
            if inner.text and inner.text.strip():
                yield inner.text
            if len(inner):
                yield from (child.tail for child in inner if child.tail and child.tail.strip())
                if all(child.tag in _INLINE for child in inner):
                    text = self.text(inner)
                    if len(text) <= _LABEL_LENGTH:
                        yield text

    def links(self, element: etree._Element) -> tuple[str, ...]:
        """The hosts that an element's links lead to (itself included), in order; nothing for links that lead to none."""
        known = self._links.get(element)
        if known is None:
            hrefs = (link.get("href") for link in element.iter("a", "area"))
            known = self._links[element] = tuple(host_of(href, self.url) for href in hrefs if href is not None)
        return known


def _attributes(element: etree._Element) -> list[tuple[str, str]]:
    return element.items()  # type: ignore[return-value]  # a tree parsed from HTML has no other strings


def _readable(element: etree._Element) -> Iterator[str]:
    """The text nodes of an element in order, with spaces where blocks begin and end. Recursion would not survive depth."""
    for event, inner in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event == "start":
            if inner.tag not in _INLINE:
                yield " "
            if inner.text and inner.tag not in _UNREAD:
                yield inner.text
        else:
            if event == "end" and inner.tag not in _INLINE:
                yield " "
            if inner.tail and inner is not element:
                yield inner.tail
