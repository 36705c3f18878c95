"""What the text of a link says by itself: wares of spam, praise, price and trade, and the host named like it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from unsponsor.rules.vocabulary import bounded, folded, folded_in_place

from ..data import Spam, vocabulary

_WORD = re.compile(r"\w+")
# What stands in sentences and headlines, hardly ever in keywords.
_STOPS = re.compile(r"[,;:?!\"“”„«»|]|\.\s")
_LETTERS = re.compile(r"[^\W_]+")
# Of the letters of a host's name, so many are those of the phrase's words where the host is named like the phrase.
_SAME = 0.6
_TELLING = 4
# Trades and businesses count as one: "insurance company" is no keyword.
_KINDS = {"praise": "praise", "buying": "buying", "trade": "trade", "business": "trade", "place": "place"}
# Of these, two in one phrase tell as much as two kinds ("günstig kaufen").
_TELLING_KINDS = frozenset(("praise", "buying"))
_LONG = 8
# A phrase of so few words is no headline.
_FEW = 4
# Names of sites are of so many words, and many are written small.
_NAME = 2


class Phrase(NamedTuple):
    """``points``: how much the phrase looks like a planted link's; ``sells``: whether it names a ware, or praises or prices
    one; ``words``: those that say what it is about; ``trades``: the trades among the others; ``is_ware``: whether the words
    name a ware of spam."""

    points: float
    sells: bool
    words: tuple[str, ...]
    trades: tuple[str, ...]
    is_ware: bool


NONE = Phrase(0, False, (), (), False)


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
        self._firms = frozenset(data.firm_words)
        self._ordinary = frozenset(map(folded, data.ordinary_wares))
        kinds: dict[str, list[str]] = {}
        for kind, name in (
            ("ware", data.wares),
            ("praise", data.praise),
            ("buying", data.buying),
            ("trade", data.trades),
            ("business", data.businesses),
            ("place", data.places),
        ):
            for term in vocabulary(name).terms:
                kinds.setdefault(term, []).append(kind)
        self._terms = sorted(kinds)
        self._kinds = [kinds[term] for term in self._terms]
        self._finder = AhoCorasick(self._terms)
        selling = {term.replace(" ", "") for term, of in kinds.items() if "ware" in of or "buying" in of}
        self._sells = re.compile(
            "|".join(sorted(re.escape(term) for term in selling if len(term) >= _TELLING and term.isascii()))
        )

    def read(self, text: str, host: str) -> Phrase:
        """What a link's text says; nothing for sentences and headlines."""
        if text.count(" ") > 2 * self._most:
            return NONE
        low = folded_in_place(text)
        words = _WORD.findall(low)
        if not words or len(words) > self._most:
            return NONE
        matches = list(self._matches(low))
        letters = "".join(words)
        if not matches:
            return self._of_name(words, text, host) if len(letters) >= _LONG and _has_any(host, words) else NONE
        caseless = text.lower() == text.upper()
        small = caseless or (text.islower() and len(words) > 1)
        wares = _widest([match for match in matches if match.kind == "ware"])
        # Names of firms and departments have places in them; keywords have them written small.
        shape = [
            match
            for match in matches
            if match.kind != "ware" and (match.kind != "place" or caseless or (len(words) > 1 and text[match.start].islower()))
        ]
        bare = _covered(low, [match for match in shape if match.kind != "trade"])
        own = tuple(word for word in bare if word not in self._binding)
        if not own and not wares:
            return NONE
        # Headlines have such words in their middle: there, only those at the edges count.
        first, last = _at_edges(low, shape)
        counted = shape if small or len(words) <= _FEW else [match for match in shape if _KINDS[match.kind] in first | last]
        named = bool(own) and _is_named_like(host, own, words)
        is_firm = words[-1] in self._firms and not small
        if is_firm or _STOPS.search(text) or (self._is_sentence(words, low, matches) and not (named and small)):
            counted = []
        kinds = {_KINDS[match.kind] for match in counted}
        if kinds == {"place"} and not (named and len(bare) == len(own)):
            counted, kinds = [], set()
        points = self._of_shape(counted, kinds, first, last)
        if wares:
            # A headline has a ware among more other words, and no word of trade.
            beside = _covered(low, [match for match in matches if match.kind == "ware"])
            points += self._of_wares(wares, not counted and len(words) > _FEW and len(beside) * 2 > len(words))
        if points and self._sells.search(host):
            points += self._points.host_that_sells
        if points and small:
            points += self._points.small_letters
        if named:
            points += self._of_host(words, small)
        places = tuple(match.term for match in shape if match.kind == "place")
        trades = () if wares else tuple(match.term for match in shape if match.kind == "trade")
        return Phrase(points, bool(wares or kinds), wares or own + places, trades, bool(wares))

    def _is_sentence(self, words: list[str], low: str, matches: list[_Match]) -> bool:
        return not self._sentence.isdisjoint(words) and not self._sentence.isdisjoint(_covered(low, matches))

    def _of_name(self, words: list[str], text: str, host: str) -> Phrase:
        """What a text without a word of spam says: nothing, but where the host is named like it."""
        own = tuple(word for word in words if word not in self._binding)
        if not own or not _is_named_like(host, own, words):
            return NONE
        return Phrase(self._of_host(words, text.islower() and len(words) > 1), False, own, (), False)

    def _of_host(self, words: list[str], small: bool) -> float:
        points = self._points
        return points.host_of_same_small_words if small and len(words) > _NAME else points.host_of_same_words

    def _of_wares(self, wares: tuple[str, ...], is_headline: bool) -> float:
        is_ordinary = is_headline or self._ordinary.issuperset(wares)
        return self._points.ordinary_ware if is_ordinary else self._points.ware

    def _of_shape(self, counted: list[_Match], kinds: set[str], first: set[str], last: set[str]) -> float:
        """The points of words of praise, price, trade and place: more of them together, and more at both edges."""
        points = self._points
        weights = {"praise": points.praise, "buying": points.buying, "trade": points.trade, "place": points.place}
        total = sum(weights[kind] for kind in kinds)
        edges = bool(first and last)
        several = len(_widest([match for match in counted if match.kind in _TELLING_KINDS])) > 1
        # Honest businesses and departments are called by words of trade alone ("Customer Service Company").
        if len(kinds) > 1 or several or (edges and kinds and kinds != {"trade"}):
            total += points.together + (points.both_edges if edges or several else 0)
        return total

    def _matches(self, low: str) -> Iterator[_Match]:
        for index, start, end in self._finder.find_matches_as_indexes(low, overlapping=True):
            if bounded(low, start, end):
                for kind in self._kinds[index]:
                    yield _Match(kind, self._terms[index], start, end)


def _has_any(host: str, words: list[str]) -> bool:
    return any(len(word) >= _TELLING and word in host for word in words)


def _is_named_like(host: str, own: tuple[str, ...], words: list[str]) -> bool:
    """Whether a host's name is made of the words of a phrase, and of all that say what it is about."""
    name = "".join(_LETTERS.findall(host.removeprefix("www.").rpartition(".")[0]))
    if not name or not all(word in name for word in own):
        return False
    joined = sum(len(word) for word in words if word in name)
    return joined >= _LONG and joined >= _SAME * len(name)


def _at_edges(low: str, matches: list[_Match]) -> tuple[set[str], set[str]]:
    """The kinds of the terms with which a phrase begins, and of those with which it ends, one after the other."""
    first: set[str] = set()
    last: set[str] = set()
    begin, end = 0, len(low)
    for match in sorted(matches, key=lambda match: match.start):
        if match.start <= begin + 1:
            first.add(_KINDS[match.kind])
            begin = max(begin, match.end)
    for match in sorted(matches, key=lambda match: -match.end):
        if match.end >= end - 1 and match.start >= begin:
            last.add(_KINDS[match.kind])
            end = min(end, match.start)
    return first, last


def _covered(low: str, matches: list[_Match]) -> list[str]:
    """The words of a phrase outside of some terms."""
    covered = [(match.start, match.end) for match in matches]
    return [word[0] for word in _WORD.finditer(low) if not any(a <= word.start() < b for a, b in covered)]


def _widest(matches: list[_Match]) -> tuple[str, ...]:
    """The terms that stand in no longer one."""
    if len(matches) < 2:
        return tuple(match.term for match in matches)
    wide = [
        match
        for match in matches
        if not any(
            other.start <= match.start and match.end <= other.end and len(other.term) > len(match.term) for other in matches
        )
    ]
    return tuple(dict.fromkeys(match.term for match in wide))
