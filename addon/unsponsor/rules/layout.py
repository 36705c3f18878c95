"""The readable text of a page, and where in it each element stands."""

from collections.abc import Iterator

from lxml import etree

_UNREAD = frozenset({"script", "style", "template", "noscript", "iframe"})
_INLINE = frozenset(
    {
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
    }
)
# A label's text may be spread over a few inline elements; nothing longer than this is a label.
LABEL_LENGTH = 80


class Layout:
    """The readable text of a page, white space collapsed, a space between blocks; ``spans`` says where in it each element
    stands, ``unread`` are those whose content is not read, ``texts`` the text nodes that are, each with its element."""

    def __init__(self, root: etree._Element | None) -> None:
        self.text = ""
        self.spans: dict[etree._Element, tuple[int, int]] = {}
        self.texts: list[tuple[str, etree._Element]] = []
        self._inline: list[etree._Element] = []
        self.unread: set[etree._Element] = set()
        if root is not None:
            self._lay_out(root)

    def _lay_out(self, root: etree._Element) -> None:
        pieces: list[str] = []
        # Elements open at this point: each with where it begins, and whether a block or nothing at all stands in it.
        path: list[tuple[etree._Element, int, list[bool]]] = []
        length, space, unread = 0, False, 0
        for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            tail = True
            if event == "start":
                inline = node.tag in _INLINE
                if path:
                    path[-1][2].append(inline)
                path.append((node, length, []))
                space = space or not inline
                unread += node.tag in _UNREAD
                if unread:
                    self.unread.add(node)
                tail = False
            elif event == "end":
                unread -= node.tag in _UNREAD
                _, begin, children = path.pop()
                self.spans[node] = (begin, length)
                space = space or node.tag not in _INLINE
                if children and length - begin <= LABEL_LENGTH and all(children):
                    self._inline.append(node)
            elif path:
                path[-1][2].append(True)  # a comment parts no label
            text = None if unread else node.tail if tail else node.text
            if not text:
                continue
            words = text.split()
            if not words:
                space = True
                continue
            piece = " ".join(words)
            if path:
                self.texts.append((piece, path[-1][0]))
            if length and (space or text[0].isspace()):
                pieces.append(" ")
                length += 1
            space = text[-1].isspace()
            pieces.append(piece)
            length += len(piece)
        self.text = "".join(pieces)

    def pieces(self) -> Iterator[tuple[str, etree._Element]]:
        """Short text nodes, and short elements that hold inline elements only, as a whole."""
        yield from (text for text in self.texts if len(text[0]) <= LABEL_LENGTH and not _in_sentence(text[1]))
        for element in self._inline:
            begin, end = self.spans[element]
            if begin < end:
                yield self.text[begin:end].strip(), element


def _in_sentence(element: etree._Element) -> bool:
    """Whether an inline element goes on with a text that began before it, or is gone on with."""
    if element.tag not in _INLINE:
        return False
    above, sibling = element.getparent(), element.getprevious()
    before = sibling.tail if sibling is not None else above.text if above is not None else None
    after = (element.tail or "").lstrip()
    return bool(before and before.rstrip()[-1:].isalnum()) or (bool(element.tail) and after[:1].islower())
