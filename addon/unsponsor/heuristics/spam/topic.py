"""What a page speaks of: its title and address, and its text."""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from ahocorasick_rs import AhoCorasick, MatchKind

from unsponsor.rules.facts import Facts
from unsponsor.rules.names import NameReader
from unsponsor.rules.vocabulary import bounded, folded_in_place

from ..data import Spam
from .anchors import Anchor
from .phrases import Phrase
from .topics import Topics

_TITLE_LENGTH = 2000
_SHORT = 3


class Topic:
    """What a page speaks of outside of its links to other sites."""

    def __init__(
        self, facts: Facts, anchors: Sequence[Anchor], topics: Topics, data: Spam, comments: NameReader[bool]
    ) -> None:
        """``comments`` tells which names are those of comments."""
        self._facts = facts
        self._anchors = anchors
        self._topics = topics
        self._data = data
        self._comments = comments

    def is_of(self, phrase: Phrase) -> bool:
        """Whether the page is about what a phrase is about: its title names it, or title or text are full of its trade."""
        if not phrase.points:
            return False
        terms = (*phrase.words, *phrase.trades)
        if self._knows(phrase, terms, body=False):
            return True
        return phrase.sells and not self._own.isdisjoint(self._topics.counts("\n".join(terms)))

    def speaks_of(self, phrase: Phrase) -> bool:
        """Whether the page speaks of what a phrase is about, be it in its text only, or of spam, which it quotes."""
        return self._knows(phrase, phrase.words, body=True) or bool(self._in_title[self._data.topic_of_spam])

    def _knows(self, phrase: Phrase, terms: Sequence[str], *, body: bool) -> bool:
        """Whether the page has the words of a phrase's terms: all of a ware, half of anything else."""
        telling = _telling(terms)
        known = sum(_stands(word, self._title) or (body and self._body[word] > 1) for word in telling)
        return bool(telling) and (known == len(telling) if phrase.is_ware else known * 2 >= len(telling))

    @cached_property
    def _title(self) -> str:
        """A page's title, headlines and address."""
        facts = self._facts
        texts = [facts.url.replace("-", " ").replace("_", " ")]
        texts += [title.text or "" for title in facts.by_token.get("title", ())[:1]]
        texts += [facts.text(heading) for heading in facts.by_token.get("h1", ())[:3]]
        for meta in facts.by_token.get("meta", ()):
            if meta.get("name") in ("description", "keywords"):
                texts.append(meta.get("content") or "")
        return folded_in_place(" ".join(texts)[:_TITLE_LENGTH])

    @cached_property
    def _in_title(self) -> Counter[str]:
        return self._topics.counts(self._title)

    @cached_property
    def _own(self) -> frozenset[str]:
        """The topics that the title names, or of which the text is full."""
        text = folded_in_place(self._text)
        least = max(self._data.topic_least, len(text) // self._data.topic_each)
        return frozenset((*self._in_title, *(topic for topic, count in self._topics.counts(text).items() if count >= least)))

    @cached_property
    def _text(self) -> str:
        """The page's text without comments and the texts of links to other sites: these may be anybody's."""
        facts = self._facts
        boxes = [anchor.element for anchor in self._anchors]
        for token, _ in self._comments.among(facts.by_token):
            boxes += facts.by_token[token]
        pieces, at = [], 0
        for begin, end in sorted((facts.text_begin(box), facts.text_end(box)) for box in boxes):
            if begin > at:
                pieces.append(facts.page_text[at:begin])
            at = max(at, end)
        return "\n".join((*pieces, facts.page_text[at:]))

    @cached_property
    def _body(self) -> Counter[str]:
        """The words of phrases, each with how often it stands in the page's text outside of links to other sites."""
        asked = sorted({word for anchor in self._anchors if anchor.phrase.sells for word in _telling(anchor.phrase.words)})
        found = _counts(asked, self._facts.page_text.lower())
        found.subtract(_counts(asked, "\n".join(self._facts.text(anchor.element) for anchor in self._anchors).lower()))
        return found


def _telling(terms: Sequence[str]) -> list[str]:
    """The words of some terms that say what they are about, without endings."""
    return [_stem(word) for term in terms for word in term.split() if len(word) >= _SHORT or not word.isascii()]


def _stem(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > _SHORT else word


def _stands(word: str, text: str) -> bool:
    """Whether a word stands in a text, with or without the ending that ``_stem`` takes away."""
    start = text.find(word)
    while start >= 0:
        if _is_word(text, start, start + len(word)):
            return True
        start = text.find(word, start + 1)
    return False


def _is_word(text: str, start: int, end: int) -> bool:
    return bounded(text, start, end) or (text[end : end + 1] == "s" and bounded(text, start, end + 1))


def _counts(asked: Sequence[str], text: str) -> Counter[str]:
    """How often each of some words stands in a text."""
    found: Counter[str] = Counter()
    for index, start, end in AhoCorasick(asked, matchkind=MatchKind.LeftmostLongest).find_matches_as_indexes(text):
        if _is_word(text, start, end):
            found[asked[index]] += 1
    return found
