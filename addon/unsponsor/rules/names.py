"""Names of ids, classes and attributes, split into the words they are made of."""

import re
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from itertools import compress
from typing import Generic, TypeVar

from lxml import etree

_LETTERS = re.compile(r"[a-z]+")
_DIGITS = re.compile(r"[0-9]")
_PARTS = re.compile(r"[^\W_]+")
_WORDS = re.compile(r"[0-9]+x[0-9]+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+")
_RUNS = re.compile(r"[0-9]+|[^0-9]+")
# A part in which letters and digits change more often is a number in disguise: the letters in it mean nothing.
_MOST_RUNS = 3
_MOST_KNOWN = 50_000
_NEITHER = {code: None for code in range(128) if not chr(code).isalnum()}
Meaning = TypeVar("Meaning")


@lru_cache(maxsize=65536)
def words(name: str) -> tuple[str, ...]:
    """``adSlot-top_300x250`` is ``ad``, ``slot``, ``top``, ``300x250``; ``shadow`` is one word, ``6ad2f9`` none."""
    if name.isascii() and name.islower() and not _DIGITS.search(name):
        return tuple(_LETTERS.findall(name))
    parts = (part for part in _PARTS.findall(name) if len(_RUNS.findall(part)) <= _MOST_RUNS)
    return tuple(word.lower() for part in parts for word in _WORDS.findall(part))


def letters_of(text: str) -> str:
    """The letters and digits of a text, in lower case: names of sites are compared so."""
    return text.lower().translate(_NEITHER) if text.isascii() else "".join(filter(str.isalnum, text)).lower()


def names_of(element: etree._Element) -> list[str]:
    """The words of an element's id and classes."""
    return [word for key in ("id", "class") for word in words(element.get(key) or "")]


class NameReader(Generic[Meaning]):
    """What names mean to somebody. Few mean anything, and pages of one site have mostly the same: each is read once."""

    def __init__(self, read: Callable[[str], Meaning | None]) -> None:
        """``read`` tells what a name means; ``None`` for nothing."""
        self._read = read
        self._known: dict[str, Meaning | None] = {}

    def among(self, names: Collection[str]) -> Iterator[tuple[str, Meaning]]:
        """Those of some names that mean something, in their order, each with what it means (which is true in a condition)."""
        known = self._known
        try:
            meanings = list(map(known.__getitem__, names))
        except KeyError:
            if len(known) > _MOST_KNOWN:
                known.clear()
            for name in names:
                if name not in known:
                    known[name] = self._read(name)
            meanings = list(map(known.__getitem__, names))
        # A page has thousands of names: what looks at each of them is better not written in Python.
        return compress(zip(names, meanings, strict=True), meanings)  # type: ignore[arg-type]
