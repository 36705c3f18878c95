"""The readable text of a page, and where in it each element stands."""

from itertools import chain

from lxml import etree

from unsponsor.page.tree import Page

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
# A text in one piece that is longer than this is prose.
PARAGRAPH = 120


class Layout:
    """The readable text of a page, white space collapsed, a space between blocks.

    ``begins`` and ``ends`` say where in it each element stands, by its number, ``outer`` the number of the nearest element
    around it that has one (-1 for none). ``texts`` are the text nodes that can be read, each with its element,
    ``text_numbers`` the numbers of those (-1 for none). ``unread`` are the numbers of the elements whose content is not read,
    ``inline`` those of short ones that hold inline elements only.
    """

    def __init__(self, page: Page) -> None:
        self.text = ""
        self.begins = [0] * len(page.elements)
        self.ends = [0] * len(page.elements)
        self.outer = [-1] * len(page.elements)
        self.texts: list[tuple[str, etree._Element]] = []
        self.text_numbers: list[int] = []
        self.inline: list[int] = []
        self.unread: set[int] = set()
        self._implied: dict[etree._Element, tuple[int, int]] = {}
        self._numbers = page.numbers
        if page.root is not None:
            self._lay_out(page.root)

    def span(self, element: etree._Element) -> tuple[int, int]:
        """Where in the text an element begins and ends."""
        number = self._numbers.get(element)
        return self._implied.get(element, (0, 0)) if number is None else (self.begins[number], self.ends[number])

    def _lay_out(self, root: etree._Element) -> None:
        pieces: list[str] = []
        begins, ends, outers, inlines, inline_tags = self.begins, self.ends, self.outer, self.inline, _INLINE
        numbers = self._numbers
        add_text, add_text_number = self.texts.append, self.text_numbers.append
        # Of the innermost element open at this point: itself, its number, that of the nearest element around it, where it
        # begins, whether it is inline, whether something stands in it, and whether a block does; in ``around``, the same of
        # those around it.
        open_node: etree._Element | None = None
        number, outer, begin, inline, filled, block = -1, -1, 0, False, False, False
        around: list[tuple[etree._Element | None, int, int, int, bool, bool, bool]] = []
        length, space, unread = 0, False, 0

        def read(text: str) -> None:
            """Go on with a text that stands in the open element."""
            nonlocal length, space
            if text.isspace():
                space = True
                return
            piece = " ".join(text.split())
            if open_node is not None:
                add_text((piece, open_node))
                add_text_number(number)
            if length and (space or text[0].isspace()):
                pieces.append(" ")
                length += 1
            space = text[-1].isspace()
            pieces.append(piece)
            length += len(piece)

        for node in chain(root.iter(), (None,)):
            above = None if node is None else node.getparent()
            while open_node is not above and open_node is not None:
                closed = open_node
                if number >= 0:
                    begins[number], ends[number] = begin, length
                    if filled and not block and begin < length <= begin + LABEL_LENGTH:
                        inlines.append(number)
                else:
                    self._implied[closed] = begin, length
                if not inline:
                    space = True
                holds_block = block
                open_node, number, outer, begin, inline, filled, block = around.pop()
                block = block or holds_block
                if unread:
                    unread -= 1
                if not unread and (text := closed.tail):
                    read(text)
            if node is None:
                break
            tag = node.tag
            if not isinstance(tag, str):
                filled = True  # a comment parts no label
                if not unread and (text := node.tail):
                    read(text)
                continue
            is_inline = tag in inline_tags
            if not is_inline:
                block = space = True
            around.append((open_node, number, outer, begin, inline, True, block))
            outer = outer if number < 0 else number
            open_node, number, begin, inline, filled, block = node, numbers.get(node, -1), length, is_inline, False, False
            if number >= 0:
                outers[number] = outer
            if unread or tag in _UNREAD:
                unread += 1
                self.unread.add(number)
            elif text := node.text:
                read(text)
        self.text = "".join(pieces)


def in_sentence(element: etree._Element) -> bool:
    """Whether an inline element goes on with a text that began before it, or is gone on with."""
    if element.tag not in _INLINE:
        return False
    above, sibling = element.getparent(), element.getprevious()
    before = sibling.tail if sibling is not None else above.text if above is not None else None
    after = (element.tail or "").lstrip()
    return bool(before and before.rstrip()[-1:].isalnum()) or (bool(element.tail) and after[:1].islower())
