"""Headings, whatever they are marked up as, and the boxes that they head; where links stand, and whether they pay."""

import re

from lxml import etree

from unsponsor.rules.facts import Facts

# A heading says no more than this, and stands within so many characters of the beginning of what it heads.
_HEADING = 100
_BEGINNING = 120
# Letters that are words or syllables.
_DOUBLE = re.compile("[\u2e81-\U0010ffff]")
_BOXES = frozenset(
    ("div", "section", "aside", "li", "ul", "td", "table", "article", "footer", "center", "nav", "dl", "figure", "p")
)


def is_heading(text: str) -> bool:
    """Whether a text can be a heading: short, and no sentence or part of one."""
    return len(text) <= _HEADING and text[0].isalnum() and ". " not in text and not text.endswith((".", ","))


def width(text: str) -> int:
    """How long a text is; letters that are words or syllables count double."""
    return len(text) if text.isascii() else len(text) + len(_DOUBLE.findall(text))


def headed(heading: etree._Element, facts: Facts, links: int, most: int) -> etree._Element | None:
    """The nearest box around a heading that begins with it and has so many links; None where there is none, or it says more
    than ``most`` characters."""
    for box in (heading, *heading.iterancestors()):
        if facts.text_begin(heading) - facts.text_begin(box) > _BEGINNING or facts.text_length(box) > most:
            return None
        if box.tag in _BOXES and facts.count_links(box) >= links:
            return box
    return None


def in_link(element: etree._Element) -> bool:
    """Whether an element is a link or stands in one."""
    return element.tag == "a" or any(above.tag == "a" for above in element.iterancestors())


def in_sentence(link: etree._Element) -> bool:
    """Whether text goes before a link or after it in the same line."""
    before = link.getprevious()
    above = link.getparent()
    text = before.tail if before is not None else above.text if above is not None else None
    return _has_words(text) or _has_words(link.tail)


def _has_words(text: str | None) -> bool:
    return bool(text) and sum(map(str.isalpha, text or "")) > 2


def in_table(link: etree._Element) -> bool:
    """Whether a link stands in a row of a table: a comparison of prices is what one came for."""
    return any(above.tag == "tr" for above in link.iterancestors())


def sponsored(facts: Facts) -> frozenset[int]:
    """The numbers of the elements that say themselves that they pay the site (``rel=sponsored``)."""
    related = zip(facts.numbers_of("[rel]"), facts.values_in("rel"), strict=True)
    return frozenset(number for number, value in related if "sponsored" in value.lower())
