"""How removals are told to people: the first words of what went, and where it stood."""

from collections import Counter

from lxml import etree


def first_words(text: str, most: int = 80) -> str:
    """The beginning of a text, cut at a word, without what a terminal would take for a command."""
    text = "".join(character for character in text[: most + 1] if character.isprintable())
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0] + " …"


class Paths:
    """CSS paths to the elements of one page, from the nearest ancestor with an id."""

    def __init__(self) -> None:
        self._steps: dict[etree._Element, dict[etree._Element, str]] = {}

    def to(self, element: etree._Element) -> str:
        """The path that leads to an element."""
        steps: list[str] = []
        node: etree._Element | None = element
        while node is not None:
            identifier = node.get("id")
            if identifier and identifier.isidentifier():
                steps.append(f"{node.tag}#{identifier}")
                break
            steps.append(self._step(node))
            node = node.getparent()
        return " > ".join(reversed(steps))

    def _step(self, node: etree._Element) -> str:
        parent = node.getparent()
        if parent is None:
            return node.tag
        if parent not in self._steps:
            twins: Counter[str] = Counter()
            children = [child for child in parent if isinstance(child.tag, str)]
            steps = {}
            for child in children:
                twins[child.tag] += 1
                alone = len(children) == 1
                steps[child] = child.tag if alone else f"{child.tag}:nth-of-type({twins[child.tag]})"
            self._steps[parent] = steps
        return self._steps[parent][node]
