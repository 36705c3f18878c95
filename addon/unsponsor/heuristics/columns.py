"""Columns of numbers over all elements of a page, by their names, each made when it is asked for."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from unsponsor.rules.facts import Facts

from .lexicon import Lexicon
from .spans import Floats, Integers, Numbers, Spans

Matrix = npt.NDArray[np.float32]
Maker = Callable[[], npt.NDArray[np.floating[Any]]]
# The same for chosen elements only.
Chooser = Callable[[Integers], npt.NDArray[np.floating[Any]]]


class _Counter(NamedTuple):
    """Which elements are counted, and up to how many."""

    numbers: Callable[[], Numbers]
    most: int


class Columns:
    """Columns over the elements of one page. ``make`` says how each is made; ``begins`` and ``ends`` are where in the page's
    text each element begins and ends, ``length`` is how much each says, ``total`` how much the page does."""

    def __init__(self, facts: Facts, lexicon: Lexicon) -> None:
        self.facts = facts
        self.lexicon = lexicon
        self.spans = Spans(facts.parents, facts.ends)
        self.make: dict[str, Maker] = {}
        self._choosers: dict[str, Chooser] = {}
        self._counters: dict[str, _Counter] = {}
        self._columns: dict[str, Floats] = {}
        self.nothing = np.zeros(self.spans.size)
        self.begins, self.ends = facts.text_spans
        self.length: Floats = (self.ends - self.begins).astype(np.float64)
        self.total = max(1.0, float(len(facts.page_text)))

    def forget(self) -> None:
        """Let go of what makes the columns. It refers to them, so nothing of the page would be freed before Python looks for
        such circles."""
        self.make.clear()
        self._choosers.clear()
        self._counters.clear()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns."""
        return tuple(self.make)

    def column(self, name: str) -> Floats:
        """One column: a value for each element."""
        column = self._columns.get(name)
        if column is None:
            column = self._columns[name] = self.make[name]().astype(np.float64, copy=False)
        return column

    def prepare(self, names: Iterable[str]) -> None:
        """Make those of some columns that count elements: together, for a step over all elements costs hardly
        more for many rows than for one. Most pages have nothing of most kinds to count."""
        wanted = [name for name in dict.fromkeys(names) if name in self._counters and name not in self._columns]
        self._columns.update(dict.fromkeys(wanted, self.nothing))
        groups = {name: group for name in wanted if len(group := self._counters[name].numbers())}
        counts = self.spans.within(self.spans.at_each(list(groups.values())))
        counts = np.minimum(counts, np.asarray([self._counters[name].most for name in groups])[:, None], out=counts)
        self._columns.update(zip(groups, counts, strict=True))

    def matrix(self, names: Sequence[str], numbers: Integers) -> Matrix:
        """The values of some columns for some elements, a row for each element."""
        if not len(numbers):
            return np.zeros((0, len(names)), dtype=np.float32)
        self.prepare(names)
        matrix = np.empty((len(names), len(numbers)), dtype=np.float32)
        for index, name in enumerate(names):
            choose = self._choosers.get(name)
            matrix[index] = self.column(name)[numbers] if choose is None else choose(numbers)
        return matrix.T

    def choose(self, name: str, choose: Chooser) -> None:
        """A column that is cheaper to make for some elements than for all."""
        self._choosers[name] = choose
        self.make[name] = lambda: choose(self.spans.numbers)

    def count(self, name: str, numbers: Callable[[], Numbers], most: int = 20) -> None:
        """A column that counts elements inside each element, up to so many."""
        self._counters[name] = _Counter(numbers, most)
        self.make[name] = lambda: np.minimum(self.within(numbers()), most)

    def within(self, numbers: Numbers) -> Floats:
        """How many of some elements each element is or holds."""
        return self.spans.within(self.spans.at(numbers)) if len(numbers) else self.nothing

    def tagged(self, *tags: str) -> list[int]:
        """The numbers of the elements of some tags."""
        return [number for tag in tags for number in self.facts.numbers_of(tag)]
