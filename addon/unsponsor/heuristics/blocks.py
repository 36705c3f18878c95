"""The learned detector: blocks that look like promotion, whatever they are called.

Every box that shows something is a candidate; the trees weigh its features, and the outermost box above the threshold is
found. What the score was made of is told as evidence.
"""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import numpy.typing as npt
from lxml import etree

from unsponsor.page.edit import Action
from unsponsor.rules.facts import Facts
from unsponsor.verdict import Finding

from .features import Features, Matrix
from .lexicon import Lexicon
from .spans import Floats, Integers
from .trees import Trees

_CANDIDATES = (
    *("a", "div", "section", "aside", "li", "ul", "ol", "p", "article", "table", "td", "figure", "center", "iframe"),
    *("footer", "form", "dl", "amp-embed", "amp-ad"),
)
# On a page that says less than this there is too little to tell a block from.
_LEAST = 500
# More of a page's text than this is no block of it.
_MOST = 0.7
# What a box needs to have to be promotion at all: it leads somewhere else, is labelled, named so, or filled by an ad server.
_LABELLED = ("disclosure: labels", "disclosure: first words", "disclosure: words right before it", "named ad")
_SIGNS = (
    "links to other sites",
    *_LABELLED,
    "frames from ad servers",
    "pictures from ad servers",
    "links to affiliate-networks",
)
# What no promotion has unless it is labelled: the way home under a logo, the heading of the site's own.
_OWN = ("links to the site's home page", "own-section: first words", "own-section: words right before it")
_DISCLOSED = ("disclosure: labels", "disclosure: first words")
# What tells a picture that pays from any other that leads elsewhere.
_PAID = (
    *_LABELLED,
    "named ad: right around it",
    "named sponsor: right around it",
    "pictures of an ad's size",
    "pictures from ad servers",
    "frames from other sites",
    "link addresses: campaign",
    "link addresses: affiliate",
    "link addresses: paid",
    "links to affiliate-networks",
    "rel=sponsored",
)
# A logo has no more words beside it.
_SAYS = 30
# What a picture without a link is loaded from, or as large as, to be an ad.
_FOREIGN = ("pictures from other sites", "frames from other sites", "pictures of an ad's size", *_DISCLOSED)
# A page with more links to shops than this tells of goods: their pictures are its content.
_GOODS = 5
# What a score is made of is told up to so many features.
_TOLD = 4
# Candidates from this score on are told in explanations.
_NEAR = -3.0


class BlockDetector:
    """Finds blocks by their features."""

    def __init__(self, lexicon: Lexicon, trees: Trees) -> None:
        self._lexicon = lexicon
        self._trees = trees

    def find(
        self, facts: Facts, support: Mapping[etree._Element, int], planted: Iterable[etree._Element] = ()
    ) -> Iterator[Finding]:
        """Blocks above the threshold, none inside another. ``support``: how many rules of low confidence speak for an
        element; each moves its score. ``planted``: links that others put there and that say nothing of what is around them."""
        features, candidates, rows, scores = self._scored(facts, support, planted)
        behind = -1
        for index in np.flatnonzero(scores > 0).tolist():
            number = int(candidates[index])
            if number < behind:
                continue
            behind = int(features.spans.ends[number])
            element = facts.page.elements[number]
            if element is not None:
                yield self._finding(element, float(scores[index]), rows[index], features, number)

    def considered(self, facts: Facts) -> Iterator[Finding]:
        """The candidates that came near the threshold or above it, for explanations."""
        features, candidates, rows, scores = self._scored(facts, {}, ())
        for index in np.flatnonzero(scores >= _NEAR).tolist():
            number = int(candidates[index])
            element = facts.page.elements[number]
            if element is not None:
                yield self._finding(element, float(scores[index]), rows[index], features, number)

    def _scored(
        self, facts: Facts, support: Mapping[etree._Element, int], planted: Iterable[etree._Element]
    ) -> tuple[Features, Integers, Matrix, Floats]:
        features = Features(facts, self._lexicon, [facts.span(element) for element in planted])
        candidates = eligible(features, facts)
        rows = features.matrix(self._trees.features, candidates)
        scores = self._trees.scores(rows)
        if support:
            elements = (facts.page.elements[int(number)] for number in candidates)
            bonus = [support.get(element, 0) if element is not None else 0 for element in elements]
            scores = scores + self._lexicon.blocks.support * np.asarray(bonus)
        return features, candidates, rows, scores

    def _finding(
        self, element: etree._Element, score: float, row: npt.NDArray[np.float32], features: Features, number: int
    ) -> Finding:
        told = self._trees.contributions(row)
        evidence = tuple(f"{c.feature}: {_plain(c.value)} ({c.weight:+.1f})" for c in told[:_TOLD])
        confidence = float(1 / (1 + np.exp(-score)))
        return Finding(element, _category(features, number), confidence, "blocks", evidence, Action.REMOVE, True)


def eligible(features: Features, facts: Facts) -> Integers:
    """The numbers of the elements that can be a block of promotion, ascending."""
    seen = (features.length > 0) | (features.media > 0)
    small = features.length <= _MOST * features.total
    kind = np.zeros(features.spans.size, dtype=bool)
    for tag in _CANDIDATES:
        kind[facts.numbers(facts.by_token.get(tag, ()))] = True
    if features.total < _LEAST:
        return np.zeros(0, dtype=np.int64)
    disclosed = _any(features, _DISCLOSED)
    # A link in a paragraph is a part of what that says; a picture that leads elsewhere may be anyone's.
    said = (features.column("is <a>") > 0) & (features.column("in <p>") > 0) & (features.media == 0) & ~disclosed
    shown = (features.length == 0) & (~_any(features, _PAID) | ((features.link_count == 0) & ~_any(features, _FOREIGN)))
    shown |= (
        (features.length < _SAYS)
        & (features.logos > 0)
        & ~disclosed
        & (features.column("named sponsor: right around it") == 0)
    )
    own = _any(features, _OWN) & ~disclosed
    chosen: Integers = np.flatnonzero(seen & small & kind & _any(features, _SIGNS) & ~(own | said | shown | _goods(features)))
    return chosen


def _goods(features: Features) -> npt.NDArray[np.bool_]:
    """Which elements are pictures of goods on a page that tells of them: nothing to read, and a link to a shop."""
    selling = features.column("links to shops") + features.column("links to affiliate-networks")
    if selling.max(initial=0) < _GOODS:
        return np.zeros(features.spans.size, dtype=bool)
    goods: npt.NDArray[np.bool_] = (features.length == 0) & (selling > 0)
    return goods


def _any(features: Features, names: Iterable[str]) -> npt.NDArray[np.bool_]:
    """Which elements have one of some features."""
    found = np.zeros(features.spans.size, dtype=bool)
    for name in names:
        found |= features.column(name) > 0
    return found


def _plain(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _category(features: Features, number: int) -> str:
    """What kind of promotion a block is, by what speaks for each."""

    def has(*names: str) -> bool:
        return any(features.column(name)[number] > 0 for name in names)

    if has("named ad", "frames from ad servers", "pictures from ad servers"):
        return "ad"
    if has("disclosure: labels", "disclosure: first words", "named sponsor"):
        return "sponsored"
    if has(
        "price: hits for its text",
        "discount: words for its text",
        "offer: words for its text",
        "call-to-action: words for its text",
    ):
        return "offer"
    return "cross-site"
