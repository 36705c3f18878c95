"""What conditions ask about a page and its elements, found out once and kept while the page is matched."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from urllib.parse import urlsplit

from lxml import etree

from unsponsor.page.tree import NUMBER, Page, number_of

from .hosts import host_of, registrable_domain
from .selectors import Alternative, compile_selector, compile_xpath, select
from .vocabulary import Vocabulary, bare, folded

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
    """One page with its address, indexed by the tokens of its elements, and the texts and links of its elements.

    What is known of elements is kept by their numbers. As the tree has them in source order, what stands inside an element
    has the numbers from its own to ``ends`` of it.
    """

    def __init__(self, page: Page, url: str) -> None:
        parts = urlsplit(url if "//" in url else f"//{url}")
        self.page = page
        self.url = url
        self.host = host_of(url)
        self.domain = registrable_domain(self.host)
        self.path = parts.path + (f"?{parts.query}" if parts.query else "")
        self.by_token: dict[str, list[etree._Element]] = {}
        self._values: list[str] = []
        self._selected: dict[str, frozenset[etree._Element]] = {}
        self._selected_numbers: dict[str, list[int]] = {}
        self._labelled: dict[Vocabulary, list[int]] = {}
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

    def found(self, alternative: Alternative) -> list[etree._Element]:
        """The elements that one alternative of a selector matches, in source order."""
        if not alternative.tokens <= self.by_token.keys() or self.page.root is None:
            return []
        if alternative.matches is None or not alternative.own:
            return select(compile_xpath(alternative.xpath), self.page.root)
        fewest = min((self.by_token[token] for token in alternative.own), key=len)
        return [element for element in fewest if alternative.matches(element)]

    def selected(self, selector: str) -> frozenset[etree._Element]:
        """The elements of the page that a CSS selector, or an XPath expression that begins with ``/``, selects."""
        known = self._selected.get(selector)
        if known is None:
            if not selector.lstrip().startswith("/"):
                known = frozenset(e for alternative in compile_selector(selector) for e in self.found(alternative))
            else:
                known = frozenset(select(compile_xpath(selector), self.page.root) if self.page.root is not None else ())
            self._selected[selector] = known
        return known

    def has(self, element: etree._Element, selector: str) -> bool:
        """Whether an element inside another one is selected."""
        numbers = self._selected_numbers.get(selector)
        if numbers is None:
            found = (number_of(inner) for inner in self.selected(selector))
            numbers = self._selected_numbers[selector] = sorted(number for number in found if number is not None)
        first, behind = self.span(element)
        return _any_between(numbers, first + (number_of(element) is not None), behind)

    @cached_property
    def _layout(self) -> tuple[str, dict[etree._Element, tuple[int, int]]]:
        """The page's readable text, white space collapsed, a space between blocks, and where in it each element stands."""
        if self.page.root is None:
            return "", {}
        pieces: list[str] = []
        begins: dict[etree._Element, int] = {}
        spans: dict[etree._Element, tuple[int, int]] = {}
        length, space, unread = 0, False, 0
        for event, node in etree.iterwalk(self.page.root, events=("start", "end", "comment", "pi")):
            if event == "start":
                space = space or node.tag not in _INLINE
                begins[node] = length
                unread += node.tag in _UNREAD
                text = node.text if not unread else None
            elif event == "end":
                unread -= node.tag in _UNREAD
                spans[node] = (begins[node], length)
                space = space or node.tag not in _INLINE
                text = node.tail if not unread else None
            else:
                text = node.tail if not unread else None
            if text:
                words = text.split()
                if not words:
                    space = True
                    continue
                piece = " ".join(words)
                if length and (space or text[0].isspace()):
                    piece = " " + piece
                space = text[-1].isspace()
                pieces.append(piece)
                length += len(piece)
        return "".join(pieces), spans

    def text(self, element: etree._Element) -> str:
        """What can be read in an element, white space collapsed, a space between blocks."""
        text, spans = self._layout
        begin, end = spans.get(element, (0, 0))
        return text[begin:end].strip()

    def text_length(self, element: etree._Element) -> int:
        """The length of what can be read in an element."""
        begin, end = self._layout[1].get(element, (0, 0))
        return end - begin

    @cached_property
    def ends(self) -> Sequence[int]:
        """For each element's number: the number behind the last element inside it."""
        elements = self.page.elements
        ends = list(range(1, len(elements) + 1))
        for number in range(len(elements) - 1, -1, -1):
            element = elements[number]
            above = None if element is None else element.getparent()
            while above is not None:
                outer = number_of(above)
                if outer is not None:
                    ends[outer] = max(ends[outer], ends[number])
                    break
                above = above.getparent()
        return ends

    def span(self, element: etree._Element) -> tuple[int, int]:
        """The numbers of the elements inside an element, itself included: the first, and the one behind the last."""
        number = number_of(element)
        if number is not None:
            return number, self.ends[number]
        inside = [number for inner in element.iter(etree.Element) if (number := number_of(inner)) is not None]
        return (inside[0], self.ends[inside[-1]]) if inside else (0, 0)

    @cached_property
    def _links(self) -> tuple[list[int], list[str]]:
        links = [*self.by_token.get("a", ()), *self.by_token.get("area", ())]
        found = sorted(
            (number_of(link) or 0, host_of(link.get("href", ""), self.url)) for link in links if "href" in link.attrib
        )
        return [number for number, _ in found], [host for _, host in found]

    def links(self, element: etree._Element) -> Sequence[str]:
        """The hosts that an element's links lead to (itself included), in order; nothing for links that lead to none."""
        numbers, hosts = self._links
        first, behind = self.span(element)
        return hosts[bisect_left(numbers, first) : bisect_left(numbers, behind)]

    @cached_property
    def _pieces(self) -> dict[str, list[int]]:
        """Texts of their own, bare, with the numbers of the elements in which they stand."""
        pieces: dict[str, list[int]] = {}
        for number, element in enumerate(self.page.elements):
            if element is not None and element.tag not in _UNREAD:
                for piece in self._own_pieces(element):
                    if len(piece) <= _LABEL_LENGTH and (text := bare(piece)):
                        pieces.setdefault(text, []).append(number)
        return pieces

    def _own_pieces(self, element: etree._Element) -> Iterator[str]:
        """Texts of an element's own: text nodes, names given in attributes, and all of it where that is inline."""
        yield from (value for name in _NAMING if (value := element.get(name)))
        if element.text:
            yield element.text
        if len(element):
            yield from (child.tail for child in element if child.tail)
            if self.text_length(element) <= _LABEL_LENGTH and all(child.tag in _INLINE for child in element):
                yield self.text(element)

    def labels(self, vocabulary: Vocabulary) -> Sequence[int]:
        """The numbers of the elements that have a piece of text of their own which is a term of a vocabulary and nothing
        else, ascending."""
        numbers = self._labelled.get(vocabulary)
        if numbers is None:
            labels = vocabulary.labels_among(self._pieces.keys())
            numbers = self._labelled[vocabulary] = sorted(number for label in labels for number in self._pieces[label])
        return numbers

    def labelled(self, element: etree._Element, vocabulary: Vocabulary) -> bool:
        """Whether a label of a vocabulary stands in an element."""
        return _any_between(self.labels(vocabulary), *self.span(element))

    @cached_property
    def folded_text(self) -> str:
        """The page's readable text as vocabularies compare it."""
        return folded(self._layout[0])

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts that the page's links lead to."""
        return frozenset(self._links[1])

    @property
    def link_count(self) -> int:
        """How many links the page has."""
        return len(self._links[0])


def _any_between(numbers: Sequence[int], first: int, behind: int) -> bool:
    """Whether one of some ascending numbers is at least ``first`` and below ``behind``."""
    at = bisect_left(numbers, first)
    return at < len(numbers) and numbers[at] < behind


def _attributes(element: etree._Element) -> list[tuple[str, str]]:
    return element.items()  # type: ignore[return-value]  # a tree parsed from HTML has no other strings
