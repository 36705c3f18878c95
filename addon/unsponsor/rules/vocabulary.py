"""Vocabularies: terms of one kind in many languages, found as labels or as words in text."""

import re
import string
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cached_property, lru_cache
from itertools import accumulate

import regex
from ahocorasick_rs import AhoCorasick, Implementation

# Scripts that put no space between words: a term of theirs may stand anywhere.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_ASCII_EDGES = string.punctuation + string.whitespace
_PARTING = frozenset(_ASCII_EDGES)
# Vowel signs and the like (M) belong to words.
_CORE = regex.compile(r"(?s)[\p{L}\p{N}\p{M}](?:.*[\p{L}\p{N}\p{M}])?")


def folded(text: str) -> str:
    """Text as vocabularies compare it: without case, width (NFKC) and runs of white space."""
    return " ".join(_folded_characters(text).split())


def folded_line(text: str) -> str:
    """The same for a text in which no white space stands but single spaces between words."""
    characters = _folded_characters(text)
    # NFKC makes spaces of other characters, and nothing else that is white.
    return " ".join(characters.split()) if "  " in characters or characters != characters.strip() else characters


def _folded_characters(text: str) -> str:
    if text.isascii():
        return text.lower()
    # Of what most texts have that NFKC changes, this is the only sign: without it, there is nothing to change.
    text = text.replace("…", "...")
    # The Turkish capital I with its dot folds to an i with a dot above it.
    return unicodedata.normalize("NFKC", text).casefold().replace("i\u0307", "i")


_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# How their bytes begin in UTF-8.
_WIDE_BYTES = (b"\xef\xbc", b"\xef\xbd")


def folded_in_place(text: str) -> str:
    """Text folded character by character, so that every offset stays what it was: without case and width."""
    lowered = text.lower()
    if text.isascii():
        return lowered
    if len(lowered) != len(text):
        lowered = "".join(small if len(small := character.lower()) == 1 else character for character in text)
    lowered = lowered.replace("\xa0", " ").replace("\u3000", " ")
    encoded = lowered.encode("utf-8", "surrogatepass")
    return lowered.translate(_WIDE) if any(wide in encoded for wide in _WIDE_BYTES) else lowered


def bare(text: str) -> str:
    """Text as labels are compared: folded, and without the punctuation around it, where there is anything else."""
    if text.isascii():
        text = " ".join(text.lower().split())
        return text.strip(_ASCII_EDGES) or text
    text = folded(text)
    core = _CORE.search(text)
    return core[0] if core else text


class Vocabulary:
    """A set of terms."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.terms = frozenset(folded(term) for term in terms)
        self._labels = frozenset(map(bare, self.terms))

    @cached_property
    def _finder(self) -> AhoCorasick:
        # A table reads twice as fast as what is built without being told so. Many vocabularies are of labels only.
        return AhoCorasick(sorted(self.terms), implementation=Implementation.DFA)

    def labels_among(self, pieces: Set[str]) -> Set[str]:
        """Those of some texts, given as ``bare`` makes them, that are one of the terms and nothing else."""
        return self._labels.intersection(pieces)

    def stands_in(self, text: str) -> bool:
        """Whether one of the terms stands in a text, given as ``folded`` makes it, be it within a word."""
        # Where they stand is not asked: to count characters up to there would cost.
        return bool(self._finder.find_matches_as_strings(text))

    def in_text(self, text: str) -> bool:
        """Whether one of the terms stands in a text, given as ``folded`` makes it, at word boundaries."""
        matches = self._finder.find_matches_as_indexes(text, overlapping=True)
        return any(bounded(text, start, end) for _, start, end in matches)


@lru_cache(maxsize=256)
def vocabulary_of(terms: frozenset[str]) -> Vocabulary:
    """A vocabulary of some terms, the same for the same terms: whoever asks a page for it gets what others found."""
    return Vocabulary(terms)


def found_in(finder: AhoCorasick, texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Which terms stand in which of some texts, asked of all texts at once, without case and width: the places of both."""
    starts = list(accumulate([len(text) + 1 for text in texts], initial=0))
    for term, start, _ in finder.find_matches_as_indexes(folded_in_place("\n".join(texts)), overlapping=True):
        yield term, bisect_right(starts, start) - 1


def begins_with(text: str, terms: tuple[str, ...]) -> bool:
    """Whether a text begins with one of some terms, as words of their own."""
    # Few texts do: all terms are asked at once first.
    return text.startswith(terms) and any(text.startswith(term) and bounded(text, 0, len(term)) for term in terms)


def ends_with(text: str, terms: tuple[str, ...]) -> bool:
    """Whether a text ends with one of some terms, as words of their own."""
    end = len(text)
    return text.endswith(terms) and any(text.endswith(term) and bounded(text, end - len(term), end) for term in terms)


def bounded(text: str, start: int, end: int) -> bool:
    """Whether a term that stands at ``start`` to ``end`` is words of their own."""
    # Most terms stand between spaces.
    if start > 0 and (before := text[start - 1]) not in _PARTING and _joins(before, text[start]):
        return False
    return not (end < len(text) and (after := text[end]) not in _PARTING and _joins(text[end - 1], after))


def _joins(before: str, after: str) -> bool:
    return _is_of_spaced_word(before) and _is_of_spaced_word(after)


@lru_cache(maxsize=4096)
def _is_of_spaced_word(character: str) -> bool:
    """Whether a character is one of a word, in a script that puts spaces between words."""
    in_word = character.isalnum() or unicodedata.category(character).startswith("M")
    return in_word and not _UNSPACED.match(character)
