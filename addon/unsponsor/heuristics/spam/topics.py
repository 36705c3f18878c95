"""Topics: fields of trade, each with a vocabulary of its own, and how often a text speaks of them."""

from collections import Counter
from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from unsponsor.rules.vocabulary import bounded

from ..data import vocabulary


class Topics:
    """Vocabularies by name. Built once."""

    def __init__(self, names: Iterable[str]) -> None:
        topics: dict[str, list[str]] = {}
        for name in names:
            for term in vocabulary(name).terms:
                topics.setdefault(term, []).append(name)
        self._terms = sorted(topics)
        self._topics = [topics[term] for term in self._terms]
        self._finder = AhoCorasick(self._terms, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA)

    def counts(self, text: str) -> Counter[str]:
        """How many words of each topic stand in a text, given as ``folded_in_place`` makes it."""
        found: Counter[str] = Counter()
        for index, start, end in self._finder.find_matches_as_indexes(text):
            if bounded(text, start, end):
                found.update(self._topics[index])
        return found
