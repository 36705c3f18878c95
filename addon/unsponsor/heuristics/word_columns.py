"""What an element says, as columns: how much, in which words, after which label."""

from collections.abc import Callable
from functools import cache, partial

import numpy as np
import regex

from .columns import Columns
from .spans import Floats, Integers

# The words with which a box begins, in characters.
_FIRST = 60
# What says more than this is prose.
_PROSE = 120


def add_texts(columns: Columns) -> None:
    """How much an element says, in how many pieces, and where; prices in it."""
    facts, spans, make = columns.facts, columns.spans, columns.make
    numbers: Integers = np.asarray(facts.text_numbers, dtype=np.int64)
    long = np.asarray([len(text) > _PROSE for text, _ in facts.texts], dtype=bool)
    pieces, prose = spans.within(spans.at_each([numbers[numbers >= 0], numbers[(numbers >= 0) & long]]))
    make["length of its text"] = lambda: np.log1p(columns.length)
    make["share of the page's text"] = lambda: columns.length / columns.total
    make["pieces of text"] = lambda: np.log1p(pieces)
    make["length of a piece of text"] = lambda: columns.length / np.maximum(pieces, 1)
    make["long pieces of text"] = lambda: np.minimum(prose, 20)
    make["long pieces of text beside it"] = lambda: np.minimum(prose[spans.above] - prose, 20)
    make["position in the text"] = lambda: columns.begins / columns.total
    make["text behind it"] = lambda: (columns.total - columns.ends) / columns.total
    for name, pattern in columns.lexicon.texts.items():
        make[f"{name}: hits"] = partial(_hits, columns, pattern)
        make[f"{name}: hits for its text"] = lambda name=name: columns.column(f"{name}: hits") * 100 / (columns.length + 50)  # type: ignore[misc]


def _hits(columns: Columns, pattern: regex.Pattern[str]) -> Floats:
    found = np.asarray([match.start() for match in pattern.finditer(columns.facts.page_text)], dtype=np.int64)
    return np.minimum(_between(found, columns.begins, columns.ends), 50)


def add_words(columns: Columns) -> None:
    """Words of vocabularies in an element, right before it and around it, and labels that say nothing else."""
    facts, spans, make = columns.facts, columns.spans, columns.make
    begins, ends = columns.begins, columns.ends
    before = cache(partial(_before, columns))
    found = columns.lexicon.find(facts.page_text)
    first = np.minimum(begins + _FIRST, ends)
    for name, vocabulary in columns.lexicon.vocabularies.items():
        hits = found[name]
        make[f"{name}: words for its text"] = lambda hits=hits: _between(hits, begins, ends) * 100 / (columns.length + 50)  # type: ignore[misc]
        make[f"{name}: first words"] = lambda hits=hits: np.minimum(_between(hits, begins, first), 3)  # type: ignore[misc]
        make[f"{name}: first words of the box around it"] = lambda name=name: columns.column(f"{name}: first words")[
            spans.above
        ]  # type: ignore[misc]
        make[f"{name}: words right before it"] = partial(_right_before, columns, name, before)
        columns.count(f"{name}: labels", partial(facts.labels, vocabulary), 10)
        make[f"{name}: labels in the box around it"] = lambda name=name: (  # type: ignore[misc]
            columns.column(f"{name}: labels")[spans.above] - columns.column(f"{name}: labels")
        )
        make[f"{name}: labels two boxes up"] = lambda name=name: (  # type: ignore[misc]
            columns.column(f"{name}: labels")[spans.above[spans.above]] - columns.column(f"{name}: labels")
        )


def _right_before(columns: Columns, name: str, before: Callable[[], Integers]) -> Floats:
    numbers = before()
    return np.where(numbers >= 0, columns.column(f"{name}: first words")[np.maximum(numbers, 0)], 0)


def _before(columns: Columns) -> Integers:
    """The number of the element before each one in the same box, where it says but a few words; else -1."""
    parents = columns.spans.parents
    order = np.argsort(parents, kind="stable")
    numbers = np.full(columns.spans.size, -1, dtype=np.int64)
    same = parents[order[1:]] == parents[order[:-1]]
    numbers[order[1:][same]] = order[:-1][same]
    return np.where((numbers >= 0) & (columns.length[np.maximum(numbers, 0)] < 2 * _FIRST), numbers, -1)


def _between(found: Integers, begins: Integers, ends: Integers) -> Floats:
    """How many of some ascending positions lie in each range."""
    counts: Floats = (np.searchsorted(found, ends) - np.searchsorted(found, begins)).astype(np.float64)
    return counts
