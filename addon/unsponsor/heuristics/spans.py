"""Counts and sums over elements and all that stands inside them, for every element of a page at once.

Elements are known by their numbers (the order of their start tags), so an element with all inside it is a range of numbers,
and what an element holds is the difference of two running sums. Everything here is linear in the page.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Spans:
    """The tree of a page as arrays over the numbers of its elements: ``parents`` (-1 for none) and ``ends`` (the number
    behind the last element inside)."""

    def __init__(self, parents: Sequence[int], ends: Sequence[int]) -> None:
        self.parents: Integers = np.asarray(parents, dtype=np.int64)
        self.ends: Integers = np.asarray(ends, dtype=np.int64)
        self.size = len(self.parents)
        self.numbers: Integers = np.arange(self.size)
        # Where there is no parent, the element stands for it: gathering needs no special case.
        self.above: Integers = np.where(self.parents < 0, self.numbers, self.parents)

    def at(self, numbers: Sequence[int]) -> Floats:
        """How often each element is among ``numbers``."""
        if not len(numbers):
            return np.zeros(self.size)
        return np.bincount(np.asarray(numbers, dtype=np.int64), minlength=self.size).astype(np.float64)

    def within(self, own: Floats) -> Floats:
        """For each element, the sum of the elements' own values over itself and all inside it."""
        running = np.concatenate(([0.0], np.cumsum(own)))
        sums: Floats = running[self.ends] - running[:-1]
        return sums

    def around(self, own: Floats) -> Floats:
        """For each element, the sum of the own values of all elements around it, itself left out."""
        steps = np.zeros(self.size + 1)
        steps[1:] += own
        np.subtract.at(steps, self.ends, own)
        sums: Floats = np.cumsum(steps)[:-1]
        return sums

    def near(self, own: Floats, levels: int) -> Floats:
        """For each element, the sum of the own values of so many elements right around it."""
        total = np.zeros(self.size)
        node, inside = self.parents, self.parents >= 0
        for _ in range(levels):
            total += np.where(inside, own[np.where(inside, node, 0)], 0.0)
            node = np.where(inside, self.parents[np.where(inside, node, 0)], -1)
            inside = node >= 0
        return total
