"""Counts and sums over elements and all that stands inside them, for every element of a page at once.

Elements are known by their numbers (the order of their start tags), so an element with all inside it is a range of numbers,
and what an element holds is the difference of two running sums. Everything here is linear in the page.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Numbers = Sequence[int] | Integers


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
        rows = [np.asarray(numbers, dtype=np.int64) + row * self.size for row, numbers in enumerate(groups) if len(numbers)]
        places = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
        return np.bincount(places, minlength=len(groups) * self.size).reshape(len(groups), self.size).astype(np.float64)

    def within(self, own: Floats) -> Floats:
        """For each element, the sum of the elements' own values over itself and all inside it; of several rows at once."""
        running = np.zeros((*own.shape[:-1], self.size + 1))
        np.cumsum(own, axis=-1, out=running[..., 1:])
        sums: Floats = running.take(self.ends, axis=-1)
        sums -= running[..., :-1]
        return sums

    def around(self, own: Floats) -> Floats:
        """For each element, the sum of the own values of all elements around it, itself left out; of several rows at once."""
        steps = np.zeros((*own.shape[:-1], self.size + 1))
        steps[..., 1:] += own
        flat, values = steps.reshape(-1), own.reshape(-1)
        given = np.flatnonzero(values)
        row, number = np.divmod(given, max(1, self.size))
        flat -= np.bincount(row * (self.size + 1) + self.ends[number], values[given], len(flat))
        sums: Floats = np.cumsum(steps, axis=-1)[..., :-1]
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
