"""How removals are told to people: the first words of what went, and where it stood."""

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence

from lxml import etree


def first_words(text: str, most: int = 80) -> str:
    """The beginning of a text, cut at a word, without what a terminal would take for a command."""
    text = "".join(itertools.islice(filter(str.isprintable, text), most + 1))
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0] + " …"


class Paths:
    """CSS paths to the elements of one page, from the nearest ancestor with an id of its own. ``by_token``: the elements that
    have an id (``#id``)."""

    def __init__(self, by_token: Mapping[str, Sequence[etree._Element]]) -> None:
        self._by_token = by_token
        self._steps: dict[etree._Element, dict[etree._Element, str]] = {}

    def to(self, element: etree._Element) -> str:
        """The path that leads to an element."""
        steps: list[str] = []
        node: etree._Element | None = element
        while node is not None:
            identifier = node.get("id")
            if identifier and ":" not in node.tag and self._is_own(identifier):
                steps.append(f"{node.tag}#{identifier}")
                break
            steps.append(self._step(node))
            node = node.getparent()
        return " > ".join(reversed(steps))

    def _is_own(self, identifier: str) -> bool:
        """Whether an id can be written in CSS as it is, and one element alone has it."""
        return identifier.isidentifier() and len(self._by_token.get(f"#{identifier}", ())) == 1

    def _step(self, node: etree._Element) -> str:
        parent = node.getparent()
        if parent is None:
            return node.tag
        if parent not in self._steps:
            twins: Counter[str] = Counter()
            children = [child for child in parent if isinstance(child.tag, str)]
            steps = {}
            for place, child in enumerate(children, 1):
                twins[child.tag] += 1
                if ":" in child.tag:
                    steps[child] = f"*:nth-child({place})"  # in CSS, what stands before a colon is a namespace
                else:
                    steps[child] = child.tag if len(children) == 1 else f"{child.tag}:nth-of-type({twins[child.tag]})"
            self._steps[parent] = steps
        return self._steps[parent][node]
