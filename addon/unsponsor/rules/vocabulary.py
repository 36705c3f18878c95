"""Vocabularies: terms of one kind in many languages, found as labels or as words in text."""

import re
import unicodedata
from collections.abc import Iterable

# Scripts that put no space between words: a term of theirs may stand anywhere.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def folded(text: str) -> str:
    """Text as vocabularies compare it: without case, width (NFKC) and runs of white space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


class Vocabulary:
    """A set of terms."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.terms = frozenset(folded(term) for term in terms)
        self.longest = max(map(len, self.terms), default=0)
        self._labels = frozenset(_EDGES.sub("", term) or term for term in self.terms)
        alternatives = sorted(map(self._bounded, self.terms), key=lambda term: (-len(term), term))
        self._words = re.compile("|".join(alternatives) or r"(?!)")

    def is_label(self, text: str) -> bool:
        """Whether a text is one of the terms and nothing else, apart from punctuation and white space around it."""
        if len(text) > 2 * self.longest + 40:
            return False
        text = folded(text)
        return text in self.terms or _EDGES.sub("", text) in self._labels

    def in_text(self, text: str) -> bool:
        """Whether one of the terms stands in a text, at word boundaries."""
        return self._words.search(folded(text)) is not None

    @staticmethod
    def _bounded(term: str) -> str:
        before = "" if _UNSPACED.match(term[0]) or not term[0].isalnum() else r"(?<!\w)"
        after = "" if _UNSPACED.match(term[-1]) or not term[-1].isalnum() else r"(?!\w)"
        return before + re.escape(term) + after
