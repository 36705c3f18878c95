"""What no filter of a list may take, though the guard of the main content would let it go.

Filters are written for what a page looked like once, for all pages whose names are alike, or for more than promotion.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml import etree

from unsponsor.growth import is_text
from unsponsor.guard import Guard
from unsponsor.rules.elements import any_between
from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import host_of, is_home, path_of
from unsponsor.rules.names import words

_PIXELS = re.compile(r"\s*(\d{1,5})(?:\.\d+)?(?:px)?\s*\Z")
# A picture as wide or high as this, in pixels, is there to count readers.
_DOT = 2
# Among so many next to it, on either side, the like of an entry is looked for.
_NEAR = 10
# What only leads back is made of no more elements than this.
_MOST = 50
_HEADINGS = "h2, h3, h4, h5, h6"
# What shows nothing in an element beside its links.
_SHOWS_NOTHING = frozenset(("br", "hr", "i", "span", "wbr"))
# What need not go for an element's sake.
_SILENT = frozenset(("script", "style", "link", "meta", "template", "noscript"))
_SHOWN = frozenset(("img", "iframe", "video"))
_LINKS = frozenset(("a", "svg"))


def unlisted_in(facts: Facts, element: etree._Element, guard: Guard, others: Sequence[int]) -> str | None:
    """What an element is that no filter of a list may take, in words: much prose, what is written for those who hear a page,
    what belongs to the site itself. Not these where most of it is promotion by something besides lists: ``others`` are the
    numbers of what is, ascending. None for anything else."""
    paragraphs = facts.count_paragraphs(element)
    if paragraphs >= guard.paragraphs:
        return f"holds {paragraphs} paragraphs of text"
    if element in facts.selected(guard.unseen):
        return "is written for those who hear the page"
    if _is_own(facts, element, guard, others):
        return "leads to the site itself only"
    if paragraphs and _is_entry(facts, element, guard) and not _is_mostly(facts, element, others):
        return "is one of several entries alike that hold prose"
    if any_between(others, *facts.span(element)):
        return None
    if _leads_back(facts, element):
        return "leads only within the page, or to the site's front page"
    return _picture(facts, element, guard)


def own_boxes(facts: Facts, element: etree._Element, guard: Guard, others: Sequence[int]) -> Sequence[etree._Element]:
    """What stands beside the site's own boxes in an element that holds both, where something besides lists finds promotion
    there: a filter means that, and takes the site's own along. Nothing where there is nothing of the site's own."""
    box = element
    for _ in range(guard.levels):
        if len(box) != 1 or box[0] not in facts.page.numbers:
            break
        box = box[0]
    boxes = [inner for inner in box if inner.tag not in _SILENT and inner in facts.page.numbers]
    own = {inner for inner in boxes if facts.has(inner, _HEADINGS) and _is_own(facts, inner, guard, others)}
    rest = [inner for inner in boxes if inner not in own]
    if not own or not any(any_between(others, *facts.span(inner)) for inner in rest):
        return ()
    return rest


def _is_own(facts: Facts, element: etree._Element, guard: Guard, others: Sequence[int]) -> bool:
    """Whether an element says something and leads nowhere but to the site itself."""
    links = facts.links(element)
    if facts.text_length(element) < guard.own_links or not links or any(map(facts.is_outside, links)):
        return False
    return not _is_mostly(facts, element, others)


def _is_mostly(facts: Facts, element: etree._Element, others: Sequence[int]) -> bool:
    """Whether most of what an element says is said in some others."""
    first, behind = facts.span(element)
    said, done = 0, first
    for number in others[bisect_left(others, first) : bisect_left(others, behind)]:
        other = facts.page.elements[number]
        if number >= done and other is not None:
            said += facts.text_length(other)
            done = facts.ends[number]
    return 2 * said >= facts.text_length(element)


def _leads_back(facts: Facts, element: etree._Element) -> bool:
    """Whether an element is links to places in the page, or to the site's front page, and nothing else. A link to no place
    (``#``) is a button as well."""
    numbers, _, addresses = facts.link_table
    first, behind = facts.span(element)
    found = range(bisect_left(numbers, first), bisect_left(numbers, behind))
    if not found or behind - first > _MOST or not all(_is_back(facts, addresses[place].strip()) for place in found):
        return False
    return _shows_only_links(element)


def _is_back(facts: Facts, address: str) -> bool:
    return (address[:1] == "#" and len(address) > 1) or is_home(address, facts.host)


def _shows_only_links(element: etree._Element) -> bool:
    """Whether nothing in an element stands beside its links."""
    pending = [element]
    while pending:
        box = pending.pop()
        if box.tag in _LINKS:
            continue
        inner = [child for child in box if isinstance(child.tag, str)]
        if is_text(box.text) or any(is_text(child.tail) for child in box) or not (inner or box.tag in _SHOWS_NOTHING):
            return False
        pending += inner
    return True


def _is_entry(facts: Facts, element: etree._Element, guard: Guard) -> bool:
    """Whether an element is an entry of a list whose entries hold prose: next to it stand several of the same kind."""
    near = (islice(element.itersiblings(element.tag, preceding=before), _NEAR) for before in (True, False))
    alike = (entry for side in near for entry in side if entry.get("class") == element.get("class"))
    return sum(facts.count_paragraphs(entry) > 0 for entry in alike) >= guard.like_entries


def _picture(facts: Facts, element: etree._Element, guard: Guard) -> str | None:
    """What a picture or frame is, or one that is all that a link shows, that is no ad; None for others."""
    shown = element[0] if element.tag == "a" and len(element) == 1 else element
    width, height = (_pixels(shown.get(side)) for side in ("width", "height"))
    if shown.tag not in _SHOWN or facts.text_length(element) or _is_dot(width) or _is_dot(height):
        return None
    if shown.tag == "img" and width is not None and height is not None and height < guard.smallest_ad:
        return "is a picture lower than any ad"
    link = next((around for around in (element, *_above(element, guard)) if around.tag == "a"), None)
    if link is not None and not _is_to_site(facts, link.get("href") or ""):
        return None
    if _is_captioned(facts, element, guard):
        return "stands over a caption"
    address = shown.get("src") or ""
    is_logo = shown.tag == "img" and not set(words(path_of(address))).isdisjoint(guard.logos)
    return "is the site's own logo" if is_logo and _is_to_site(facts, address) else None


def _is_captioned(facts: Facts, element: etree._Element, guard: Guard) -> bool:
    """Whether an element stands in a figure with a caption that says something."""
    figure = next((around for around in _above(element, guard) if around.tag == "figure"), None)
    caption = None if figure is None else next(facts.inside(figure, "figcaption"), None)
    return caption is not None and facts.text_length(caption) > guard.caption


def _above(element: etree._Element, guard: Guard) -> Iterator[etree._Element]:
    """The boxes around an element, some levels up."""
    return islice(element.iterancestors(), guard.levels)


def _is_dot(side: int | None) -> bool:
    return side is not None and side <= _DOT


def _is_to_site(facts: Facts, address: str) -> bool:
    host = host_of(address, facts.url)
    return bool(host) and not facts.is_outside(host)


def _pixels(said: str | None) -> int | None:
    """How long a side of a picture is, where that is said in pixels."""
    match = _PIXELS.match(said or "")
    return int(match[1]) if match else None
