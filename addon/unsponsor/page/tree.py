"""Bytes to a tree in which every element knows where its start tag stands in the bytes.

A copy of the source gets a number into each start tag, and that copy is parsed; the source itself is never touched.
"""

import secrets
from collections.abc import Iterable, Sequence
from functools import cached_property

from lxml import etree

from . import encoding as encodings
from .tokens import is_self_closing, start_tags, xml_start_tags

# The attribute that carries a start tag's number in the copy. It stands first in the tag, so it wins over one of that name.
# Nobody who makes a page can know it. It is short, for it is read once for each tag.
NUMBER = f"u-{secrets.token_hex(4)}"
_XHTML = "{http://www.w3.org/1999/xhtml}"

_SLASH = ord("/")
# Elements of HTML that a slash at the end of their start tag does not close: those that people write one for. (In SVG it
# closes `a` and `script`; nobody leaves them empty there.)
_NEVER_EMPTY = frozenset(
    b"a abbr article aside b blockquote button canvas center cite code dd del div dl dt em fieldset figcaption figure font "
    b"footer form h1 h2 h3 h4 h5 h6 header i iframe ins label legend li main mark nav object ol option p pre s script section "
    b"select small span strike strong sub sup table tbody td textarea tfoot th thead time tr u ul video".split()
)
# Elements whose content a browser that runs scripts does not show.
_UNSHOWN = b"noscript"
# A range of a page's bytes, and the ASCII bytes that stand there instead.
Change = tuple[int, int, bytes]


class Page:
    """A page: its bytes, their encoding, its start tags in source order, and the tree.

    ``body`` is the source in an ASCII-compatible encoding: the source itself, but for UTF-16, which is turned into UTF-8.
    All offsets here are into ``body``; ``edit`` turns them into offsets into the source.

    ``root`` is None where a parser can make no tree of the source. ``elements[n]`` is the element of ``start_tags[n]``, or
    None where the parser dropped that tag; ``attributes[n]`` are its attributes, ``numbers`` says which number an element
    has. Elements that a parser implies (``html``, ``body``) have no start tag and no number.
    """

    def __init__(self, source: bytes, content_type: str | None = None) -> None:
        """Parse ``source``; ``content_type`` is the HTTP header's value. An XHTML type reads it as XML.

        Raises ``lxml.etree.XMLSyntaxError`` for XHTML that is not well-formed, which no browser shows either.
        """
        self.source = source
        self.xml = is_xhtml(content_type)
        self.encoding = encodings.detect(source, content_type)
        self.utf16 = self.encoding.name.startswith("utf-16")
        self.body = encodings.decode(source, self.encoding).encode("utf-8") if self.utf16 else source
        self.view = encodings.markup_view(self.body, self.encoding)
        self.start_tags = xml_start_tags(self.view) if self.xml else start_tags(self.view)
        self._begin = 0 if self.utf16 else self.encoding.bom
        self._is_utf8 = self.utf16 or (self.encoding.name == "utf-8" and encodings.is_utf8(self.body))
        self.root = parse_xml(self.numbered()) if self.xml else _parse_html(self.numbered())
        self.elements: list[etree._Element | None] = [None] * len(self.start_tags)
        self.attributes: list[Sequence[tuple[str, str]]] = [()] * len(self.start_tags)
        self.numbers: dict[etree._Element, int] = {}
        if self.root is not None:
            self._collect(self.root)

    def _collect(self, root: etree._Element) -> None:
        elements, attributes, numbers, count = self.elements, self.attributes, self.numbers, len(self.start_tags)
        for element in root.iter("*"):
            found: list[tuple[str, str]] = element.items()  # type: ignore[assignment]  # a parsed tree has no other strings
            if found and found[0][0] == NUMBER:
                number = int(found.pop(0)[1])
                if number < count:
                    elements[number] = element
                    attributes[number] = found
                    numbers[element] = number

    def numbered(self) -> bytes:
        """The page in UTF-8, every start tag numbered, without what a browser does not show of it."""
        body = self.body
        pieces: list[bytes] = []
        done = self._begin
        attribute = f' {NUMBER}="%d"'.encode()
        for number, (name, _, name_end, end, content_end) in enumerate(self.start_tags):
            pieces += (body[done:name_end], attribute % number)
            done = name_end
            if body[end - 2] == _SLASH and name in _NEVER_EMPTY and not self.xml and is_self_closing(body[name_end : end - 1]):
                # libxml2 would take the element for empty, as no browser does.
                pieces += (body[done : end - 2], b" >")
                done = end
            if content_end > end and name == _UNSHOWN:
                pieces.append(body[done:end])
                done = content_end
        pieces.append(body[done:])
        return self._in_utf8(pieces)

    def outline(self, changes: Sequence[Change]) -> bytes:
        """The page in UTF-8 with ranges of ``body`` replaced, sorted by their beginnings and none inside another, and without
        the content of scripts and the like: a good part of many pages, in which no tag can stand."""
        body = self.body
        pieces: list[bytes] = []
        done = self._begin
        for start, end, replacement in sorted((*changes, *self._left_out)):
            if start >= done:
                pieces += (body[done:start], replacement)
                done = end
        pieces.append(body[done:])
        return self._in_utf8(pieces)

    @cached_property
    def _left_out(self) -> list[Change]:
        # In other encodings a character may go on behind a script.
        return [
            (tag.end, tag.content_end, b"")
            for tag in self.start_tags
            if tag.content_end > tag.end and (self._is_utf8 or tag.name == _UNSHOWN)
        ]

    def _in_utf8(self, pieces: Iterable[bytes]) -> bytes:
        whole = b"".join(pieces)
        return whole if self._is_utf8 else encodings.decode(whole, self.encoding._replace(bom=0)).encode("utf-8")


def number_of(element: etree._Element) -> int | None:
    """The index of the element's start tag in ``Page.start_tags``, None for an implied element."""
    number = element.get(NUMBER)
    return None if number is None else int(number)


def is_xhtml(content_type: str | None) -> bool:
    """Whether a content type makes a browser read the page as XML."""
    return (content_type or "").split(";")[0].strip().lower() == "application/xhtml+xml"


def parse_xml(source: bytes) -> etree._Element:
    """The tree of an XHTML page in UTF-8, its elements without their namespace. Raises ``lxml.etree.XMLSyntaxError``."""
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(source, parser)
    for element in root.iter(etree.Element):
        if element.tag.startswith(_XHTML):
            element.tag = element.tag[len(_XHTML) :]
    return root


def _parse_html(source: bytes) -> etree._Element | None:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        return etree.fromstring(source, parser)
    except etree.ParserError:
        return None
    except etree.XMLSyntaxError:
        return None  # an empty document, or nothing but comments
