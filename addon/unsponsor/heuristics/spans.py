"""Counts and sums over elements and all that stands inside them, for every element of a page at once.

Elements are known by their numbers (the order of their start tags), so an element with all inside it is a range of numbers,
and what an element holds is the difference of two running sums. Everything here is linear in the page.
"""

from collections.abc import Collection, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Numbers = Collection[int] | Integers


class Spans:
    """The tree of a page as arrays over the numbers of its elements: ``parents`` (-1 for none) and ``ends`` (the number
    behind the last element inside). ``ignored``: ranges of numbers that are not counted."""

    def __init__(self, parents: Sequence[int], ends: Sequence[int], ignored: Sequence[tuple[int, int]] = ()) -> None:
        self.parents: Integers = np.asarray(parents, dtype=np.int64)
        self.ends: Integers = np.asarray(ends, dtype=np.int64)
        self.size = len(self.parents)
        self.numbers: Integers = np.arange(self.size)
        self._around: dict[int, Integers] = {}
        self._is_counted: npt.NDArray[np.bool_] | None = None
        # How many elements there are, how many come before each, and how many each is with all inside it.
        self.total = self.size
        self.before = self.numbers
        self.sizes: Integers = self.ends - self.numbers
        if ignored:
            counted = self._is_counted = np.ones(self.size, dtype=bool)
            for first, behind in ignored:
                counted[first:behind] = False
            running: Integers = np.append(0, np.cumsum(counted))
            self.total = int(running[-1])
            self.before = running[:-1]
            self.sizes = np.maximum(running[self.ends] - running[:-1], 1)
        # Where there is no parent, the element stands for it: gathering needs no special case.
        self.above: Integers = np.where(self.parents < 0, self.numbers, self.parents)

    def counted(self, numbers: Integers) -> Integers:
        """Those of some elements that are counted."""
        return numbers if self._is_counted is None else numbers[self._is_counted[numbers]]

    def at(self, numbers: Numbers) -> Floats:
        """How often each element is among ``numbers``."""
        if not len(numbers):
            return np.zeros(self.size)
        counts = np.bincount(np.asarray(numbers, dtype=np.int64), minlength=self.size).astype(np.float64)
        return counts if self._is_counted is None else counts * self._is_counted

    def at_each(self, groups: Sequence[Numbers]) -> Floats:
        """The same for several groups of numbers, a row for each."""
        numbers, rows = self._flat(groups)
        places = np.bincount(numbers + rows * self.size, minlength=len(groups) * self.size)
        return places.reshape(len(groups), self.size).astype(np.float64)

    def count_within(self, groups: Sequence[Numbers]) -> Floats:
        """For each element, how many of some elements it is or holds; of several groups of numbers, a row for each."""
        numbers, rows = self._flat(groups)
        width = self.size + 1
        # One sum goes on from row to row: what is taken are differences.
        running = np.bincount(numbers + rows * width + 1, minlength=len(groups) * width).cumsum(dtype=np.float64)
        running = running.reshape(len(groups), width)
        counts: Floats = running.take(self.ends, axis=-1)
        counts -= running[:, :-1]
        return counts

    def count_around(self, groups: Sequence[Numbers]) -> Floats:
        """For each element, how many of some elements stand around it; of several groups of numbers, a row for each."""
        numbers, rows = self._flat(groups)
        width = self.size + 1
        rows *= width
        steps = np.bincount(numbers + rows + 1, minlength=len(groups) * width)
        # What begins in a row ends in it: the sum goes on from nought.
        steps -= np.bincount(self.ends[numbers] + rows, minlength=len(groups) * width)
        return steps.cumsum(dtype=np.float64).reshape(len(groups), width)[:, :-1]

    def within(self, own: Floats) -> Floats:
        """For each element, the sum of the elements' own values over itself and all inside it."""
        running = np.zeros(self.size + 1)
        np.cumsum(own, out=running[1:])
        sums: Floats = running.take(self.ends) - running[:-1]
        return sums

    def near(self, own: Floats, levels: int, numbers: Integers | None = None) -> Floats:
        """For each element, or for some, the sum of the own values of so many elements right around it."""
        around = self._around.get(levels)
        if around is None:
            around = self._around[levels] = self._ancestors(levels)
        sums: Floats = np.append(own, 0.0)[around if numbers is None else around[:, numbers]].sum(axis=0)
        return sums

    def _ancestors(self, levels: int) -> Integers:
        """For each element, a column of the numbers of so many elements right around it, ``size`` where there are none."""
        parents = np.append(self.parents, self.size)
        parents[parents < 0] = self.size
        rows = [parents]
        for _ in range(levels - 1):
            rows.append(parents[rows[-1]])
        return np.stack(rows)[:, :-1]

    def _flat(self, groups: Sequence[Numbers]) -> tuple[Integers, Integers]:
        """The numbers of all groups one after the other, and for each of them the place of its group."""
        lengths = np.fromiter(map(len, groups), np.int64, len(groups))
        each = chain.from_iterable(group.tolist() if isinstance(group, np.ndarray) else group for group in groups)
        numbers, rows = np.fromiter(each, np.int64, int(lengths.sum())), np.repeat(np.arange(len(groups)), lengths)
        if self._is_counted is None:
            return numbers, rows
        kept = self._is_counted[numbers]
        return numbers[kept], rows[kept]
