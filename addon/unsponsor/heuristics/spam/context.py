"""What stands around a link and gives it a reason: references, and words of credit."""

import re
from itertools import islice

from lxml import etree

from unsponsor.rules.names import names_of
from unsponsor.rules.vocabulary import folded_in_place

from ..data import Spam

_WORD = re.compile(r"\w+")
_LEVELS = 16
_LOOK_BACK = 40


def is_citation(link: etree._Element, data: Spam) -> bool:
    """Whether a link stands among references."""
    return any(
        node.tag in ("cite", "sup") or any(name in data.citation_names for name in names_of(node))
        for node in islice(link.iterancestors(), _LEVELS)
    )


def is_credit(link: etree._Element, data: Spam) -> bool:
    """Whether the words before a link say that it leads to who made something."""
    node = link
    for _ in range(2):
        previous = node.getprevious()
        parent = node.getparent()
        before = previous.tail if previous is not None else parent.text if parent is not None else None
        if before and before.strip():
            last = _WORD.findall(folded_in_place(before[-_LOOK_BACK:]))[-2:]
            return any(word in data.credits for word in last)
        if previous is not None or parent is None:
            return False
        node = parent
    return False
