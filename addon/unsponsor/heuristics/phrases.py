"""What the text of a link says by itself: wares of spam, praise, price and trade, and the host named like it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from unsponsor.rules.vocabulary import bounded, folded, folded_in_place

from .data import Spam, vocabulary

_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W_]+")
# Of the letters of a host's name, so many are those of the phrase's words where the host is named like the phrase.
_SAME = 0.6
_TELLING = 3
_LONG = 8


class Phrase(NamedTuple):
    """``points``: how much the phrase looks like a planted link's; ``sells``: whether it names a ware, or praises or prices
    one; ``words``: those that say what it is about."""

    points: float
    sells: bool
    words: tuple[str, ...]


NONE = Phrase(0, False, ())


class _Match(NamedTuple):
    kind: str
    term: str
    start: int
    end: int


class Phrases:
    """Reads the texts of links. Built once."""

    def __init__(self, data: Spam) -> None:
        self._points = data.points
        self._most = data.most_words
        self._sentence = frozenset(data.sentence_words)
        self._binding = frozenset(data.binding_words)
        self._ordinary = frozenset(map(folded, data.ordinary_wares))
        kinds: dict[str, list[str]] = {}
        for kind, name in (
            ("ware", data.wares),
            ("praise", data.praise),
            ("buying", data.buying),
            ("trade", data.trades),
        ):
            for term in vocabulary(name).terms:
                kinds.setdefault(term, []).append(kind)
        self._terms = sorted(kinds)
        self._kinds = [kinds[term] for term in self._terms]
        self._finder = AhoCorasick(self._terms)

    def read(self, text: str, host: str) -> Phrase:
        """What a link's text says; nothing for sentences and headlines."""
        low = folded_in_place(text)
        words = _WORD.findall(low)
        if not words or len(words) > self._most:
            return NONE
        matches = list(self._matches(low))
        letters = "".join(words)
        if not matches and not (len(letters) >= _LONG and _has_any(host, words)):
            return NONE
        small = text.islower() and len(words) > 1
        kinds = _kinds_at_edges(matches, len(low)) if not small else {match.kind for match in matches}
        said = _covered(low, [match for match in matches if match.kind != "ware"])
        own = tuple(word for word in said if word not in self._binding)
        wares = _widest([match for match in matches if match.kind == "ware"])
        if not own and not wares:
            return NONE
        if not self._sentence.isdisjoint(_covered(low, matches)):
            kinds = set()
        points = self._sum(wares, kinds, own, small, host)
        if _is_named_like(host, own, words):
            points += self._points.host_of_same_small_words if small and len(own) > 1 else self._points.host_of_same_words
        return Phrase(points, bool(wares or kinds), own or wares)

    def _matches(self, low: str) -> Iterator[_Match]:
        for index, start, end in self._finder.find_matches_as_indexes(low, overlapping=True):
            if bounded(low, start, end):
                for kind in self._kinds[index]:
                    yield _Match(kind, self._terms[index], start, end)

    def _sum(self, wares: tuple[str, ...], kinds: set[str], own: tuple[str, ...], small: bool, host: str) -> float:
        points = self._points
        total = 0.0
        if wares:
            total += points.ware if any(ware not in self._ordinary for ware in wares) else points.ordinary_ware
            if _has_any(host, [word for ware in wares for word in ware.split()]):
                total += points.ware_in_host
        shape = {"praise": points.praise, "buying": points.buying, "trade": points.trade}
        total += sum(weight for kind, weight in shape.items() if kind in kinds)
        if len(kinds & shape.keys()) > 1:
            total += points.together
        return total + points.small_letters if total and small else total


def _has_any(host: str, words: list[str]) -> bool:
    return any(len(word) > _TELLING and word in host for word in words)


def _is_named_like(host: str, own: tuple[str, ...], words: list[str]) -> bool:
    """Whether a host's name is made of the words of a phrase, and of all that say what it is about."""
    name = "".join(_LETTERS.findall(host.removeprefix("www.").rpartition(".")[0]))
    if not name or not own or not all(word in name for word in own):
        return False
    joined = sum(len(word) for word in words if word in name)
    return joined >= _LONG and joined >= _SAME * len(name)


def _kinds_at_edges(matches: list[_Match], length: int) -> set[str]:
    """The kinds of the terms with which a phrase begins and ends: a headline has such words in its middle."""
    return {match.kind for match in matches if match.start == 0 or match.end == length or match.kind == "ware"}


def _covered(low: str, matches: list[_Match]) -> list[str]:
    """The words of a phrase outside of some terms."""
    covered = [(match.start, match.end) for match in matches]
    return [word[0] for word in _WORD.finditer(low) if not any(a <= word.start() < b for a, b in covered)]


def _widest(matches: list[_Match]) -> tuple[str, ...]:
    """The terms that stand in no longer one."""
    wide = [
        match
        for match in matches
        if not any(
            other.start <= match.start and match.end <= other.end and len(other.term) > len(match.term) for other in matches
        )
    ]
    return tuple(dict.fromkeys(match.term for match in wide))
