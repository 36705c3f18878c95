"""The words, hosts and expressions that features look for, compiled once."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import regex
from ahocorasick_rs import AhoCorasick, Implementation

from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import HostSet
from unsponsor.rules.names import NameReader, words
from unsponsor.rules.vocabulary import Vocabulary, bounded, folded_in_place, found_in

from .data import Blocks, host_set, shipped_heuristics, vocabulary
from .spans import Integers

# A longer name is none that a person gave.
_LONGEST = 120
_NOTHING: Integers = np.zeros(0, dtype=np.int64)


class Lexicon:
    """What ``rules/heuristics.yaml`` names under ``blocks``, with the vocabularies and host lists it asks for."""

    def __init__(self, blocks: Blocks, vocabularies: dict[str, Vocabulary], host_sets: dict[str, HostSet]) -> None:
        self.blocks = blocks
        self.vocabularies = vocabularies
        self.host_sets = host_sets
        parts = [(part, name) for name, chosen in blocks.links.items() for part in chosen]
        self._link_names = [name for _, name in parts]
        self._link_finder = AhoCorasick([part for part, _ in parts])
        self.texts = {name: regex.compile(pattern, regex.VERSION0) for name, pattern in blocks.texts.items()}
        self.sizes = frozenset(blocks.sizes)
        self._groups: dict[str, tuple[str, ...]] = {}
        for group, names in blocks.names.items():
            for name in names:
                self._groups[name] = (*self._groups.get(name, ()), group)
        self._logos = frozenset(blocks.logos)
        # Of tokens (``#id``, ``.class``, ``[attribute]``): to which groups their words belong, and which name a logo.
        self.named = NameReader(self._groups_of)
        self.logos = NameReader(self._is_logo)
        owners: dict[str, list[str]] = {}
        for name, known in vocabularies.items():
            for term in known.terms:
                owners.setdefault(term, []).append(name)
        terms = sorted(owners)
        self._owners = [owners[term] for term in terms]
        # A table of so many terms is too large for a processor's cache.
        self._finder = AhoCorasick(terms, implementation=Implementation.ContiguousNFA)

    def _groups_of(self, token: str) -> frozenset[str] | None:
        """The groups of names to which the words of an id, class or attribute belong."""
        if token[0] not in "#.[" or len(token) > _LONGEST:
            return None
        return frozenset(group for word in words(token) for group in self._groups.get(word, ())) or None

    def _is_logo(self, token: str) -> bool | None:
        return (token[0] in "#." and not self._logos.isdisjoint(words(token))) or None

    def find_in_addresses(self, addresses: Sequence[str]) -> dict[str, set[int]]:
        """Which of some addresses of links or pictures say what, by their places in the sequence."""
        found: dict[str, set[int]] = {name: set() for name in self.blocks.links}
        for part, place in found_in(self._link_finder, addresses):
            found[self._link_names[part]].add(place)
        return found

    def find_in_links(self, facts: Facts) -> dict[str, set[int]]:
        """The same of all links of a page, by their places in its table."""
        return self.find_in_addresses(facts.link_table[2])

    def find(self, text: str) -> dict[str, Integers]:
        """Where in a text words of each vocabulary begin, ascending."""
        text = folded_in_place(text)
        found: dict[str, list[int]] = {name: [] for name in self.vocabularies}
        for term, start, end in self._finder.find_matches_as_indexes(text, overlapping=True):
            if bounded(text, start, end):
                for name in self._owners[term]:
                    found[name].append(start)
        arrays = {name: np.asarray(sorted(set(starts)), dtype=np.int64) for name, starts in found.items() if starts}
        return {name: arrays.get(name, _NOTHING) for name in found}


@lru_cache(maxsize=1)
def shipped_lexicon() -> Lexicon:
    """The lexicon that comes with the program."""
    blocks = shipped_heuristics().blocks
    vocabularies = {name: vocabulary(name) for name in blocks.vocabularies}
    return Lexicon(blocks, vocabularies, {name: host_set(name) for name in blocks.hosts})
