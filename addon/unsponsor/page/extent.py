"""Where an element ends in the bytes."""

from collections import Counter

from lxml import etree

from .tokens import VOID, tags
from .tree import Page, number_of


def extent(page: Page, element: etree._Element) -> tuple[int, int] | None:
    """The range of ``page.body`` that an element fills, from its start tag to behind its end tag.

    An element whose end tag is left out ends where the next element that is not its own begins, or where the end tag of
    an element around it stands. None for an element that has no start tag of its own or stands inside SVG or MathML.
    Takes time linear in the size of the element.
    """
    number = number_of(element)
    if number is None or any(ancestor.tag in ("svg", "math") for ancestor in element.iterancestors()):
        return None
    own = page.start_tags[number]
    if own.name in VOID and not page.xml:
        return own.start, own.end
    limit = _next_start(page, element)
    around = {ancestor.tag.encode("latin-1", "replace") for ancestor in element.iterancestors()}
    # The elements open inside this one, as the tree nests them: a start tag's parent closes all that stand above it.
    path: list[tuple[etree._Element, bytes]] = []
    open_names: Counter[bytes] = Counter()
    following = number
    for tag in tags(page.view, own.start, xml=page.xml, around=around):
        if tag.start >= limit:
            break
        if not tag.closing:
            if tag.start == own.start:
                if tag.empty:
                    return own.start, own.end
                continue
            following += 1
            if following >= len(page.start_tags) or page.start_tags[following].start != tag.start:
                return None  # the two ways of reading disagree here
            child = page.elements[following]
            if child is None or tag.empty:
                continue
            parent = child.getparent()
            while path and path[-1][0] is not parent:
                open_names[path.pop()[1]] -= 1
            path.append((child, tag.name))
            open_names[tag.name] += 1
        elif open_names[tag.name] > 0:
            while path:
                name = path.pop()[1]
                open_names[name] -= 1
                if name == tag.name:
                    break
        elif tag.name == own.name:
            return own.start, tag.end
        elif tag.name in around:
            return own.start, tag.start
    return own.start, limit


def _next_start(page: Page, element: etree._Element) -> int:
    """Where the first start tag stands that is neither the element's nor inside it."""
    above: etree._Element | None = element
    while above is not None:
        for sibling in above.itersiblings():
            for candidate in sibling.iter(etree.Element):
                number = number_of(candidate)
                if number is not None:
                    return page.start_tags[number].start
        above = above.getparent()
    return len(page.body)
