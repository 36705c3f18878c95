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
        # Of each element open at this point: itself, where it begins, whether it is inline, whether something stands in it,
        # and whether a block does.
        path: list[etree._Element] = []
        begins: list[int] = []
        inlines: list[bool] = []
        filled: list[bool] = [False]
        blocks: list[bool] = [False]
        length, space, unread = 0, False, 0
        for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                tag = node.tag
                inline = tag in _INLINE
                filled[-1] = True
                if not inline:
                    blocks[-1] = space = True
                path.append(node)
                begins.append(length)
                inlines.append(inline)
                filled.append(False)
                blocks.append(False)
                if unread or tag in _UNREAD:
                    unread += 1
                    self.unread.add(node)
                    continue
                text = node.text
            else:
                if event == "end":
                    path.pop()
                    begin = begins.pop()
                    self.spans[node] = (begin, length)
                    if not inlines.pop():
                        space = True
                    block = blocks.pop()
                    if filled.pop() and not block and length - begin <= LABEL_LENGTH:
                        self._inline.append(node)
                    if unread:
                        unread -= 1
                else:
                    filled[-1] = True  # a comment parts no label
                if unread:
                    continue
                text = node.tail
            if not text:
                continue
            words = text.split()
            if not words:
                space = True
                continue
            piece = " ".join(words)
            if path:
                self.texts.append((piece, path[-1]))
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
