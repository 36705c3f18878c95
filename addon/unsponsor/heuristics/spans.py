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
    behind the last element inside)."""

    def __init__(self, parents: Sequence[int], ends: Sequence[int]) -> None:
        self.parents: Integers = np.asarray(parents, dtype=np.int64)
        self.ends: Integers = np.asarray(ends, dtype=np.int64)
        self.size = len(self.parents)
        self.numbers: Integers = np.arange(self.size)
        self._around: dict[int, Integers] = {}
        # Where there is no parent, the element stands for it: gathering needs no special case.
        self.above: Integers = np.where(self.parents < 0, self.numbers, self.parents)

    def at(self, numbers: Numbers) -> Floats:
        """How often each element is among ``numbers``."""
        if not len(numbers):
            return np.zeros(self.size)
        return np.bincount(np.asarray(numbers, dtype=np.int64), minlength=self.size).astype(np.float64)

    def at_each(self, groups: Sequence[Numbers]) -> Floats:
        """The same for several groups of numbers, a row for each."""
        numbers, rows = _flat(groups)
        places = np.bincount(numbers + rows * self.size, minlength=len(groups) * self.size)
        return places.reshape(len(groups), self.size).astype(np.float64)

    def count_within(self, groups: Sequence[Numbers]) -> Floats:
        """For each element, how many of some elements it is or holds; of several groups of numbers, a row for each."""
        numbers, rows = _flat(groups)
        width = self.size + 1
        # One sum goes on from row to row: what is taken are differences.
        running = np.bincount(numbers + rows * width + 1, minlength=len(groups) * width).cumsum(dtype=np.float64)
        running = running.reshape(len(groups), width)
        counts: Floats = running.take(self.ends, axis=-1)
        counts -= running[:, :-1]
        return counts

    def count_around(self, groups: Sequence[Numbers]) -> Floats:
        """For each element, how many of some elements stand around it; of several groups of numbers, a row for each."""
        numbers, rows = _flat(groups)
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


def _flat(groups: Sequence[Numbers]) -> tuple[Integers, Integers]:
    """The numbers of all groups one after the other, and for each of them the place of its group."""
    lengths = np.fromiter(map(len, groups), np.int64, len(groups))
    numbers = chain.from_iterable(group.tolist() if isinstance(group, np.ndarray) else group for group in groups)
    return np.fromiter(numbers, np.int64, int(lengths.sum())), np.repeat(np.arange(len(groups)), lengths)
