"""What an element says, as columns: how much, in which words, after which label."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
import regex

from unsponsor.rules.vocabulary import Vocabulary

from .columns import Catalogue, Columns, Values
from .spans import Floats, Integers

# The words with which a box begins, in characters.
_FIRST = 60
# What says more than this is prose.
_PROSE = 120


def add_texts(catalogue: Catalogue) -> None:
    """How much an element says, in how many pieces, and where; prices in it."""
    make = catalogue.make
    make["length of its text"] = lambda columns, rows: np.log1p(columns.length[rows])
    make["share of the page's text"] = lambda columns, rows: columns.length[rows] / columns.total
    make["pieces of text"] = lambda columns, rows: np.log1p(columns.once(_pieces)[0][rows])
    make["length of a piece of text"] = lambda columns, rows: (
        columns.length[rows] / np.maximum(columns.once(_pieces)[0][rows], 1)
    )
    make["long pieces of text"] = lambda columns, rows: np.minimum(columns.once(_pieces)[1][rows], 20)
    make["long pieces of text beside it"] = _prose_beside
    make["position in the text"] = lambda columns, rows: columns.before[rows] / columns.total
    make["text behind it"] = lambda columns, rows: (
        (columns.total - columns.before[rows] - columns.length[rows]) / columns.total
    )
    for name, pattern in catalogue.lexicon.texts.items():
        find = partial(_matches, pattern=pattern)
        make[f"{name}: hits"] = partial(_hits, find=find)
        make[f"{name}: hits for its text"] = partial(_hits_for_its_text, name=f"{name}: hits")


def _pieces(columns: Columns) -> Floats:
    """How many pieces of text each element has, and in a second row how many of them are prose."""
    texts, numbers = columns.facts.texts, columns.facts.text_numbers
    pieces = [number for number in numbers if number >= 0]
    prose = [number for (text, _), number in zip(texts, numbers, strict=True) if number >= 0 and len(text) > _PROSE]
    return columns.spans.count_within([pieces, prose])


def _prose_beside(columns: Columns, rows: Integers) -> Floats:
    prose: Floats = columns.once(_pieces)[1]
    return np.minimum(prose[columns.spans.above[rows]] - prose[rows], 20)


def _matches(columns: Columns, pattern: regex.Pattern[str]) -> Integers:
    """Where in the page's text an expression matches."""
    found = [match.start() for match in pattern.finditer(columns.facts.page_text)]
    return columns.counted(np.asarray(found, dtype=np.int64))


def _hits(columns: Columns, rows: Integers, find: Callable[[Columns], Integers]) -> Floats | None:
    found = columns.once(find)
    return np.minimum(_between(found, columns.begins[rows], columns.ends[rows]), 50) if len(found) else None


def _hits_for_its_text(columns: Columns, rows: Integers, name: str) -> Floats | None:
    return _for_its_text(columns.values(rows, name), columns, rows)


def _for_its_text(hits: Values | None, columns: Columns, rows: Integers) -> Floats | None:
    return None if hits is None else hits * 100 / (columns.length[rows] + 50)


def add_words(catalogue: Catalogue) -> None:
    """Words of vocabularies in an element, right before it and around it, and labels that say nothing else."""
    make = catalogue.make
    for name, vocabulary in catalogue.lexicon.vocabularies.items():
        first, labels = f"{name}: first words", f"{name}: labels"
        make[f"{name}: words for its text"] = partial(_words, name=name)
        make[first] = partial(_first_words, name=name)
        make[f"{first} of the box around it"] = partial(Columns.around, name=first)
        make[f"{name}: words right before it"] = partial(_right_before, name=first)
        catalogue.count(labels, partial(_labels, vocabulary=vocabulary), 10)
        make[f"{labels} in the box around it"] = partial(_labels_around, name=labels, levels=1)
        make[f"{labels} two boxes up"] = partial(_labels_around, name=labels, levels=2)


def _found(columns: Columns) -> Mapping[str, Integers]:
    """Where in the page's text words of each vocabulary begin."""
    return {name: columns.counted(places) for name, places in columns.lexicon.find(columns.facts.page_text).items()}


def _words(columns: Columns, rows: Integers, name: str) -> Floats | None:
    found = columns.once(_found)[name]
    hits = _between(found, columns.begins[rows], columns.ends[rows]) if len(found) else None
    return _for_its_text(hits, columns, rows)


def _first_words(columns: Columns, rows: Integers, name: str) -> Floats | None:
    found = columns.once(_found)[name]
    if not len(found):
        return None
    begins = columns.begins[rows]
    return np.minimum(_between(found, begins, np.minimum(begins + _FIRST, columns.ends[rows])), 3)


def _labels(columns: Columns, vocabulary: Vocabulary) -> Sequence[int]:
    return columns.facts.labels(vocabulary)


def _labels_around(columns: Columns, rows: Integers, name: str, levels: int) -> Values | None:
    """How many labels the box around each element has beside those in it."""
    own, around = columns.values(rows, name), columns.around(rows, name, levels)
    return None if own is None or around is None else around - own


def _right_before(columns: Columns, rows: Integers, name: str) -> Values | None:
    before = columns.once(_before)[rows]
    words = columns.values(np.maximum(before, 0), name)
    return None if words is None else np.where(before >= 0, words, 0)


def _before(columns: Columns) -> Integers:
    """The number of the element before each one in the same box, where it says but a few words; else -1."""
    parents = columns.spans.parents
    order = columns.spans.counted(np.argsort(parents, kind="stable"))
    numbers = np.full(columns.spans.size, -1, dtype=np.int64)
    same = parents[order[1:]] == parents[order[:-1]]
    numbers[order[1:][same]] = order[:-1][same]
    return np.where((numbers >= 0) & (columns.length[np.maximum(numbers, 0)] < 2 * _FIRST), numbers, -1)


def _between(found: Integers, begins: Integers, ends: Integers) -> Floats:
    """How many of some ascending positions lie in each range."""
    counts: Floats = (found.searchsorted(ends) - found.searchsorted(begins)).astype(np.float64)
    return counts
