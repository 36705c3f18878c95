"""Names of ids, classes and attributes, split into the words they are made of."""

import re
from functools import lru_cache

from lxml import etree

_LETTERS = re.compile(r"[a-z]+")
_DIGITS = re.compile(r"[0-9]")
_PARTS = re.compile(r"[^\W_]+")
_WORDS = re.compile(r"[0-9]+x[0-9]+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+")
_RUNS = re.compile(r"[0-9]+|[^0-9]+")
# A part in which letters and digits change more often is a number in disguise: the letters in it mean nothing.
_MOST_RUNS = 3


@lru_cache(maxsize=65536)
def words(name: str) -> tuple[str, ...]:
    """``adSlot-top_300x250`` is ``ad``, ``slot``, ``top``, ``300x250``; ``shadow`` is one word, ``6ad2f9`` none."""
    if name.isascii() and name.islower() and not _DIGITS.search(name):
        return tuple(_LETTERS.findall(name))
    parts = (part for part in _PARTS.findall(name) if len(_RUNS.findall(part)) <= _MOST_RUNS)
    return tuple(word.lower() for part in parts for word in _WORDS.findall(part))


def names_of(element: etree._Element) -> list[str]:
    """The words of an element's id and classes."""
    return [word for key in ("id", "class") for word in words(element.get(key) or "")]
