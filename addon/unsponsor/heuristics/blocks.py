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

from .features import Features
from .lexicon import Lexicon
from .spans import Integers
from .trees import Trees

_CANDIDATES = (
    *("a", "div", "section", "aside", "li", "ul", "ol", "p", "article", "table", "td", "figure", "center", "iframe"),
    *("footer", "form", "dl", "amp-embed", "amp-ad"),
)
# On a page that says less than this there is too little to tell a block from.
_LEAST = 500
# More of a page's text than this is no block of it.
_MOST = 0.7
# What a box needs to have to be promotion at all: it leads somewhere else, shows what is loaded from there, is labelled,
# announced or named so.
_LABELLED = ("disclosure: labels", "disclosure: first words", "disclosure: words right before it", "named ad")
_SIGNS = (
    "links to other sites",
    *_LABELLED,
    "frames from other sites",
    "pictures from ad servers",
    "scripts from ad servers",
    "pictures of an ad's size",
    "links to affiliate-networks",
    "named sponsor",
    "disclosure: labels in the box around it",
    "other-sites: labels",
    "other-sites: first words",
    "other-sites: words right before it",
    "discount: first words",
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
# What says that another site fills a box.
_FILLED = (
    "frames from other sites",
    "pictures from ad servers",
    "scripts from ad servers",
    "link addresses: paid",
    "link addresses: affiliate",
    "link addresses: campaign",
)
# A department's name is no longer than this, and most of it is a link.
_NAME = 30
_LINKED = 0.7
# A logo has no more words beside it.
_SAYS = 30
# Where a picture without a link comes from, to be an ad.
_FOREIGN = ("pictures from other sites", "frames from other sites", *_DISCLOSED)
# What tells an advertiser's banner from the site's own.
_ELSEWHERE = (
    *_DISCLOSED,
    "links to other sites",
    "pictures from other sites",
    "pictures from ad servers",
    "frames from other sites",
    "scripts from other sites",
    "pictures of an ad's size",
    "link addresses: campaign",
)
# All that is asked of every element.
_ASKED = (*_SIGNS, *_OWN, *_PAID, *_FILLED, *_FOREIGN, *_ELSEWHERE, "links to shops", "scripts")
# A page with more links to shops than this tells of goods: their pictures are its content.
_GOODS = 5
# What an ad server fills, or is labelled, is an ad however many there are; other pictures are a page's own from so many on.
_SERVED = (
    *_LABELLED,
    "pictures from ad servers",
    "frames from ad servers",
    "frames from other sites",
    "pictures of an ad's size",
)
_GALLERY = 4
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
        self,
        facts: Facts,
        support: Mapping[etree._Element, int],
        planted: Iterable[etree._Element],
        kept: Iterable[etree._Element],
    ) -> Iterator[Finding]:
        """Blocks above the threshold, none inside another, and none that is or holds one of the ``kept`` elements.
        ``support``: how many rules of low confidence speak for an element; each moves its score. ``planted``: links that
        others put there and that say nothing of what is around them."""
        features = Features(facts, self._lexicon, [facts.span(element) for element in planted])
        spans = features.spans
        numbers = eligible(features, facts)
        numbers = numbers[features.within(facts.numbers(kept))[numbers] == 0]

        def outside(rows: Integers) -> npt.NDArray[np.bool_]:
            is_outside: npt.NDArray[np.bool_] = (spans.count_around([numbers[rows]])[0] == 0)[numbers]
            return is_outside

        scores = self._trees.judge(features.matrix(self._trees.features, numbers), outside).scores
        if support:
            elements = (facts.page.elements[number] for number in numbers.tolist())
            bonus = [support.get(element, 0) if element is not None else 0 for element in elements]
            scores += self._lexicon.blocks.support * np.asarray(bonus)
        outermost: list[int] = []
        behind = -1
        for index in np.flatnonzero(scores > 0).tolist():
            if numbers[index] >= behind:
                behind = int(spans.ends[numbers[index]])
                outermost.append(index)
        for index in _without_gallery(features, numbers, outermost):
            number = int(numbers[index])
            yield _finding(features, number, scores[index], _signs(features, number))

    def considered(self, facts: Facts) -> Iterator[Finding]:
        """The candidates that came near the threshold or above it, with the features that moved their scores most."""
        features = Features(facts, self._lexicon)
        numbers = eligible(features, facts)
        judgement = self._trees.judge(features.matrix(self._trees.features, numbers))
        near = np.flatnonzero(judgement.scores >= _NEAR).tolist()
        for index, moved in zip(near, judgement.contributions(near), strict=True):
            evidence = [f"{moving.feature}: {_plain(moving.value)} ({moving.weight:+.1f})" for moving in moved[:_TOLD]]
            yield _finding(features, int(numbers[index]), judgement.scores[index], evidence)


def eligible(features: Features, facts: Facts) -> Integers:
    """The numbers of the elements that can be a block of promotion, ascending."""
    if features.total < _LEAST:
        return np.zeros(0, dtype=np.int64)
    features.prepare(_ASKED)
    seen = (features.length > 0) | (features.media > 0)
    small = features.length <= _MOST * features.total
    kind = np.zeros(features.spans.size, dtype=bool)
    kind[features.tagged(*_CANDIDATES)] = True
    disclosed = _any(features, _DISCLOSED)
    own = (_any(features, _OWN) | _in_own_lists(features, facts)) & ~disclosed
    vetoed = own | _goods(features) | _shows_nothing_paid(features) | _leads_nowhere_else(features)
    vetoed |= (features.column("named reference: right around it") > 0) & ~disclosed
    # A link in a paragraph is a part of what that says.
    vetoed |= (features.column("is <a>") > 0) & (features.column("in <p>") > 0) & (features.media == 0) & ~disclosed
    vetoed |= (_sells_its_own(features) | _leads_nowhere(features)) & ~disclosed
    # A mark of the site or of a partner.
    unsponsored = ~disclosed & (features.column("named sponsor: right around it") == 0)
    vetoed |= (features.length < _SAYS) & (features.logos > 0) & unsponsored
    chosen: Integers = np.flatnonzero(seen & small & kind & _any(features, _SIGNS) & ~vetoed)
    return chosen


def _shows_nothing_paid(features: Features) -> npt.NDArray[np.bool_]:
    """Which elements say nothing and show what nobody pays for: a picture without a sign of it that leads nowhere else, or the
    site's own banner, which leads to it and comes from it."""
    linked = features.link_count > 0
    unpaid = ~_any(features, (*_PAID, "links to other sites")) | (~linked & ~_any(features, _FOREIGN))
    silent: npt.NDArray[np.bool_] = (features.length == 0) & (unpaid | (linked & ~_any(features, _ELSEWHERE)))
    return silent


def _leads_nowhere_else(features: Features) -> npt.NDArray[np.bool_]:
    """Which elements are the name of a department that is called after a label and leads to the site itself, or the legend of
    a table."""
    linked = features.link_count > 0
    within = (
        linked & (features.column("links to other sites") == 0) & (features.column("share of its text in links") > _LINKED)
    )
    departments = (features.length <= _NAME) & _any(features, _DISCLOSED) & within
    # The legend of a table explains a sign.
    legends = (features.column("is <td>") > 0) & ~linked & (features.column("scripts") == 0)
    worded: npt.NDArray[np.bool_] = (features.media == 0) & (departments | legends)
    return worded


def _leads_nowhere(features: Features) -> npt.NDArray[np.bool_]:
    """Which elements only say something: no link inside or around them, nothing shown, nothing loaded."""
    silent = (features.link_count == 0) & (features.column("in <a>") == 0) & (features.column("is <a>") == 0)
    said: npt.NDArray[np.bool_] = silent & (features.media == 0) & (features.column("scripts") == 0)
    return said


def _sells_its_own(features: Features) -> npt.NDArray[np.bool_]:
    """Which elements have prices, and links that all lead to the site itself: a shop's own goods."""
    own = (features.link_count > 0) & (features.column("links to other sites") == 0)
    goods: npt.NDArray[np.bool_] = own & (features.column("price: hits") > 0) & ~_any(features, _FILLED)
    return goods


def _in_own_lists(features: Features, facts: Facts) -> npt.NDArray[np.bool_]:
    """Which elements stand in a list right under a heading of the site's own ("Sources")."""
    headed = features.column("own-section: words right before it")
    inside = np.zeros(features.spans.size, dtype=bool)
    for tag in ("ul", "ol"):
        for number in facts.numbers_of(tag):
            if headed[number] > 0:
                inside[number : features.spans.ends[number]] = True
    return inside


def _goods(features: Features) -> npt.NDArray[np.bool_]:
    """Which elements are pictures of goods on a page that tells of them: nothing to read, and a link to a shop."""
    selling = features.column("links to shops") + features.column("links to affiliate-networks")
    if selling.max(initial=0) < _GOODS:
        return np.zeros(features.spans.size, dtype=bool)
    goods: npt.NDArray[np.bool_] = (features.length == 0) & (selling > 0)
    return goods


def _without_gallery(features: Features, candidates: Integers, found: list[int]) -> list[int]:
    """What is found but pictures of which there are many and none says that it pays: they illustrate the page, or are badges
    or partners of the site."""
    numbers = candidates[found]
    pictures = (features.length[numbers] == 0) & ~_any(features, _SERVED)[numbers]
    if pictures.sum() < _GALLERY:
        return found
    return [index for index, picture in zip(found, pictures.tolist(), strict=True) if not picture]


def _any(features: Features, names: Iterable[str]) -> npt.NDArray[np.bool_]:
    """Which elements have one of some features."""
    found = np.zeros(features.spans.size, dtype=bool)
    for name in names:
        column = features.column(name)
        if column is not features.nothing:
            found |= column > 0
    return found


def _finding(features: Features, number: int, score: float, evidence: Iterable[str]) -> Finding:
    element = features.facts.page.elements[number]
    assert element is not None, number  # only elements are candidates
    confidence = float(1 / (1 + np.exp(-float(score))))
    return Finding(element, _category(features, number), confidence, "blocks", tuple(evidence), Action.REMOVE, True)


def _signs(features: Features, number: int) -> list[str]:
    """What an element has that promotion has, and how often."""
    # For the trees, the links are counted by their logarithm.
    values = [(_SIGNS[0], features.other_count[number]), *((name, features.value(name, number)) for name in _SIGNS[1:])]
    return [f"{name}: {_plain(float(value))}" for name, value in values if value > 0][:_TOLD]


def _plain(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _category(features: Features, number: int) -> str:
    """What kind of promotion a block is, by what speaks for each."""

    def has(*names: str) -> bool:
        return any(features.value(name, number) > 0 for name in names)

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
