"""What a page has of all that selectors need, looked up at once; and tables of selectors by what they need."""

from collections.abc import Iterable, Iterator, Set
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation

from .facts import Facts
from .selectors import Alternative

# Up to so many literals, the table that finds them in half the time is small enough to keep.
_MANY = 2000


Item = TypeVar("Item")


class Presence:
    """Finds which tokens and which pieces of attribute values a page has, of those that some selectors need."""

    def __init__(self, alternatives: Iterable[Alternative]) -> None:
        literals: set[str] = set()
        attributes: set[str] = set()
        for alternative in alternatives:
            literals |= alternative.literals
            attributes |= alternative.attributes
        self._literals = sorted(literals)
        self._attributes = sorted(attributes)
        self._finder = AhoCorasick(
            [literal.removeprefix("=") for literal in self._literals],
            implementation=Implementation.DFA if len(self._literals) < _MANY else None,
        )

    def on(self, facts: Facts) -> Set[str]:
        """The tokens of a page, and the literals (with ``=`` before them) that stand in it."""
        matches = self._finder.find_matches_as_indexes(facts.values_of(self._attributes), overlapping=True)
        return facts.by_token.keys() | {self._literals[index] for index, _, _ in matches}


class Table(Generic[Item]):
    """Things with the alternatives of a selector, by what a page must have for each to match."""

    def __init__(self) -> None:
        self._by_key: dict[str, list[tuple[Item, Alternative]]] = {}

    def add(self, item: Item, alternative: Alternative) -> None:
        """Add an alternative that has a key."""
        if alternative.key is None:
            raise ValueError("an alternative without a key is in no table")
        self._by_key.setdefault(alternative.key, []).append((item, alternative))

    def candidates(self, present: Set[str]) -> Iterator[tuple[Item, Alternative]]:
        """Those that can match on a page that has these tokens and literals, in the same order each time."""
        for key in sorted(self._by_key.keys() & present):
            for item, alternative in self._by_key[key]:
                if alternative.tokens <= present and alternative.literals <= present:
                    yield item, alternative
