"""What an element says, as columns: how much, in which words, after which label."""

from collections.abc import Mapping
from functools import partial

import numpy as np
import regex

from unsponsor.rules.vocabulary import Vocabulary

from .columns import Catalogue, Columns
from .spans import Floats, Integers

# The words with which a box begins, in characters.
_FIRST = 60
# What says more than this is prose.
_PROSE = 120


def add_texts(catalogue: Catalogue) -> None:
    """How much an element says, in how many pieces, and where; prices in it."""
    make = catalogue.make
    make["length of its text"] = lambda columns: np.log1p(columns.length)
    make["share of the page's text"] = lambda columns: columns.length / columns.total
    make["pieces of text"] = lambda columns: np.log1p(columns.once(_pieces)[0])
    make["length of a piece of text"] = lambda columns: columns.length / np.maximum(columns.once(_pieces)[0], 1)
    make["long pieces of text"] = lambda columns: np.minimum(columns.once(_pieces)[1], 20)
    make["long pieces of text beside it"] = _prose_beside
    make["position in the text"] = lambda columns: columns.begins / columns.total
    make["text behind it"] = lambda columns: (columns.total - columns.ends) / columns.total
    for name, pattern in catalogue.lexicon.texts.items():
        make[f"{name}: hits"] = partial(_hits, pattern=pattern)
        make[f"{name}: hits for its text"] = partial(_hits_for_its_text, name=f"{name}: hits")


def _pieces(columns: Columns) -> Floats:
    """How many pieces of text each element has, and in a second row how many of them are prose."""
    numbers: Integers = np.asarray(columns.facts.text_numbers, dtype=np.int64)
    prose = [
        number for (text, _), number in zip(columns.facts.texts, columns.facts.text_numbers, strict=True) if len(text) > _PROSE
    ]
    return columns.spans.within(columns.spans.at_each([numbers[numbers >= 0], [number for number in prose if number >= 0]]))


def _prose_beside(columns: Columns) -> Floats:
    prose: Floats = columns.once(_pieces)[1]
    return np.minimum(prose[columns.spans.above] - prose, 20)


def _hits(columns: Columns, pattern: regex.Pattern[str]) -> Floats:
    found = np.asarray([match.start() for match in pattern.finditer(columns.facts.page_text)], dtype=np.int64)
    return np.minimum(_between(columns, found, columns.ends), 50) if len(found) else columns.nothing


def _hits_for_its_text(columns: Columns, name: str) -> Floats:
    hits = columns.column(name)
    return hits if hits is columns.nothing else hits * 100 / (columns.length + 50)


def add_words(catalogue: Catalogue) -> None:
    """Words of vocabularies in an element, right before it and around it, and labels that say nothing else."""
    make = catalogue.make
    for name, vocabulary in catalogue.lexicon.vocabularies.items():
        first, labels = f"{name}: first words", f"{name}: labels"
        make[f"{name}: words for its text"] = partial(_words, name=name)
        make[first] = partial(_first_words, name=name)
        make[f"{first} of the box around it"] = partial(Columns.of_box, name=first)
        make[f"{name}: words right before it"] = partial(_right_before, name=first)
        catalogue.count(labels, partial(_labels, vocabulary=vocabulary), 10)
        make[f"{labels} in the box around it"] = partial(_labels_around, name=labels, levels=1)
        make[f"{labels} two boxes up"] = partial(_labels_around, name=labels, levels=2)


def _found(columns: Columns) -> Mapping[str, Integers]:
    """Where in the page's text words of each vocabulary begin."""
    return columns.lexicon.find(columns.facts.page_text)


def _words(columns: Columns, name: str) -> Floats:
    found = columns.once(_found)[name]
    return _between(columns, found, columns.ends) * 100 / (columns.length + 50) if len(found) else columns.nothing


def _first_words(columns: Columns, name: str) -> Floats:
    found = columns.once(_found)[name]
    return np.minimum(_between(columns, found, columns.once(_behind_first)), 3) if len(found) else columns.nothing


def _behind_first(columns: Columns) -> Integers:
    """Where the first words of each element end."""
    return np.minimum(columns.begins + _FIRST, columns.ends)


def _labels(columns: Columns, vocabulary: Vocabulary) -> list[int]:
    return list(columns.facts.labels(vocabulary))


def _labels_around(columns: Columns, name: str, levels: int) -> Floats:
    """How many labels the box around each element has beside those in it."""
    own = columns.column(name)
    return own if own is columns.nothing else columns.of_box(name, levels) - own


def _right_before(columns: Columns, name: str) -> Floats:
    words = columns.column(name)
    if words is columns.nothing:
        return words
    numbers = columns.once(_before)
    return np.where(numbers >= 0, words[np.maximum(numbers, 0)], 0)


def _before(columns: Columns) -> Integers:
    """The number of the element before each one in the same box, where it says but a few words; else -1."""
    parents = columns.spans.parents
    order = np.argsort(parents, kind="stable")
    numbers = np.full(columns.spans.size, -1, dtype=np.int64)
    same = parents[order[1:]] == parents[order[:-1]]
    numbers[order[1:][same]] = order[:-1][same]
    return np.where((numbers >= 0) & (columns.length[np.maximum(numbers, 0)] < 2 * _FIRST), numbers, -1)


def _between(columns: Columns, found: Integers, ends: Integers) -> Floats:
    """How many of some ascending positions lie between the beginning of each element and an end."""
    counts: Floats = (found.searchsorted(ends) - found.searchsorted(columns.begins)).astype(np.float64)
    return counts
