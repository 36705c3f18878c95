"""Columns of numbers over all elements of a page, by their names, each made when it is asked for.

How each is made says a ``Catalogue``, built once: it knows no page.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
import numpy.typing as npt

from unsponsor.rules.facts import Facts

from .lexicon import Lexicon
from .links import Links
from .spans import Floats, Integers, Numbers, Spans

Matrix = npt.NDArray[np.float32]
Values = npt.NDArray[np.floating[Any]]
# What a column has for some elements; None where it is nought for all of the page.
Maker = Callable[["Columns", Integers], Values | None]
Found = TypeVar("Found")
# Where a link leads so that readers share and follow; it counts as one to the site itself.
_SOCIAL = "social-networks"


class _Counter(NamedTuple):
    """Which elements are counted, and up to how many."""

    numbers: Callable[["Columns"], Numbers]
    most: int


class Catalogue:
    """How columns are made, by their names. ``make`` says it of each, for the page and the elements that it is given."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.make: dict[str, Maker] = {}
        self.counters: dict[str, _Counter] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns."""
        return tuple(self.make)

    def count(self, name: str, numbers: Callable[["Columns"], Numbers], most: int = 20) -> None:
        """A column that counts elements inside each element, up to so many."""
        self.counters[name] = _Counter(numbers, most)
        self.make[name] = partial(Columns.values, name=name)


class _Ranges:
    """Ranges of the page's text, and how much of them stands before some places; ``length``: how much there is of them."""

    def __init__(self, ranges: Sequence[tuple[int, int]]) -> None:
        apart: list[tuple[int, int]] = []
        done = 0
        for begin, end in sorted(ranges):
            if end > max(begin, done):
                apart.append((max(begin, done), end))
                done = end
        self._begins: Integers = np.asarray([begin for begin, _ in apart], dtype=np.int64)
        self._ends: Integers = np.asarray([0, *(end for _, end in apart)], dtype=np.int64)
        self._lengths: Floats = np.cumsum([0.0, *(end - begin for begin, end in apart)])
        self.length = float(self._lengths[-1])

    def before(self, places: Integers) -> Floats:
        """How much of the ranges stands before each place."""
        if not self.length:
            return np.zeros(len(places))
        last = self._begins.searchsorted(places)
        before: Floats = self._lengths[last] - np.maximum(self._ends[last] - places, 0)
        return before


class Columns:
    """Columns over the elements of one page. ``begins`` and ``ends`` are where in the page's text each element begins and
    ends, ``length`` is how much each says, ``before`` how much stands before it, ``total`` how much the page says;
    ``link_count`` and ``other_count`` are how many links each has, and how many to other sites. ``ignored``: ranges of numbers
    that do not count, neither what they say nor their links."""

    def __init__(self, facts: Facts, catalogue: Catalogue, ignored: Sequence[tuple[int, int]] = ()) -> None:
        self.facts = facts
        self.lexicon = catalogue.lexicon
        self.spans = Spans(facts.parents, facts.ends, ignored)
        self._catalogue = catalogue
        self._columns: dict[str, Floats] = {}
        self._once: dict[Callable[[Columns], object], object] = {}
        # Most counts of most pages.
        self.nothing = np.zeros(self.spans.size)
        self.begins, self.ends = facts.text_spans
        self._left_out = _Ranges([(int(self.begins[first]), int(self.ends[first])) for first, _ in ignored])
        self.before: Floats = self.begins - self._left_out.before(self.begins)
        self.length: Floats = self.ends - self._left_out.before(self.ends) - self.before
        self.total = max(1.0, float(len(facts.page_text)) - self._left_out.length)
        self.links = Links(facts, self.lexicon.host_sets[_SOCIAL], ignored)
        self.link_count = self.within(self.links.numbers)
        self.other_count = self.within(self.links.where(self.links.elsewhere))

    def once(self, find: Callable[["Columns"], Found]) -> Found:
        """What several columns are made of, found out once for the page."""
        if find not in self._once:
            self._once[find] = find(self)
        return cast(Found, self._once[find])

    def counted(self, places: Integers) -> Integers:
        """Those of some places in the page's text that count."""
        return places[self._left_out.before(places) == self._left_out.before(places + 1)] if self._left_out.length else places

    def column(self, name: str) -> Floats:
        """One column: a value for each element."""
        column = self._columns.get(name)
        if column is None:
            if name in self._catalogue.counters:
                self.prepare((name,))
                return self._columns[name]
            values = self._catalogue.make[name](self, self.spans.numbers)
            column = self._columns[name] = self.nothing if values is None else values.astype(np.float64, copy=False)
        return column

    def values(self, rows: Integers, name: str) -> Values | None:
        """The values of a column for some elements; None where it is nought for all of the page. Most are cheaper to make for
        these than for all."""
        column = self._columns.get(name)
        if column is None and name not in self._catalogue.counters:
            return self._catalogue.make[name](self, rows)
        column = self.column(name)
        return None if column is self.nothing else column[rows]

    def value(self, name: str, number: int) -> float:
        """The value of a column for one element."""
        column = self._columns.get(name)
        if column is not None:
            return float(column[number])
        values = self.values(np.asarray([number]), name)
        return 0.0 if values is None else float(values[0])

    def around(self, rows: Integers, name: str, levels: int = 1) -> Values | None:
        """The values of a column for the boxes so many levels around some elements."""
        for _ in range(levels):
            rows = self.spans.above[rows]
        return self.values(rows, name)

    def prepare(self, names: Iterable[str]) -> None:
        """Make those of some columns that count elements: together, for a step over all elements costs hardly
        more for many rows than for one. Most pages have nothing of most kinds to count."""
        counters = self._catalogue.counters
        wanted = [name for name in dict.fromkeys(names) if name in counters and name not in self._columns]
        self._columns.update(dict.fromkeys(wanted, self.nothing))
        groups = {name: group for name in wanted if len(group := counters[name].numbers(self))}
        counts = self.spans.count_within(list(groups.values()))
        counts = np.minimum(counts, np.asarray([counters[name].most for name in groups])[:, None], out=counts)
        self._columns.update(zip(groups, counts, strict=True))

    def matrix(self, names: Sequence[str], numbers: Integers) -> Matrix:
        """The values of some columns for some elements, a row for each element."""
        matrix = np.zeros((len(names), len(numbers)), dtype=np.float32)
        if len(numbers):
            self.prepare(names)
            for index, name in enumerate(names):
                values = self.values(numbers, name)
                if values is not None:
                    matrix[index] = values
        return matrix.T

    def within(self, numbers: Numbers) -> Floats:
        """How many of some elements each element is or holds."""
        return self.spans.within(self.spans.at(numbers)) if len(numbers) else self.nothing

    def tagged(self, *tags: str) -> list[int]:
        """The numbers of the elements of some tags."""
        return [number for tag in tags for number in self.facts.numbers_of(tag)]
