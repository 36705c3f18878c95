"""The learned part: boosted decision trees, read from ``rules/weights.json``, asked for many elements at once.

``tests/quality/fit.py`` makes that file. Each tree asks a few features one after the other and ends in a number; the sum of
all is the logarithm of the odds that an element is promotion.
"""

import json
from functools import lru_cache
from typing import Annotated, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from pydantic import Field

from unsponsor.rules import shipped
from unsponsor.rules.model import Strict

from .features import Matrix
from .spans import Floats, Integers

# After so many trees, what is hopeless by then is asked no more.
_FIRST_TREES = 40
_HOPELESS = -4.5


class Tree(Strict):
    """One tree as columns over its nodes, the first is its root. In an inner node ``value`` is the mean of what lies below; a
    leaf's ``left`` and ``right`` are its own number."""

    feature: list[int]
    threshold: list[float]
    left: list[int]
    right: list[int]
    value: list[float]


class Weights(Strict):
    """What ``rules/weights.json`` holds: ``threshold`` is the probability from which on a block is promotion."""

    version: Literal[1]
    features: Annotated[list[str], Field(min_length=1)]
    baseline: float
    threshold: Annotated[float, Field(gt=0, lt=1)]
    trees: list[Tree]


class Contribution(NamedTuple):
    """How far one feature moved the score of an element, and the feature's value."""

    feature: str
    value: float
    weight: float


class Trees:
    """The trees, ready to be asked."""

    def __init__(self, weights: Weights) -> None:
        self.features = tuple(weights.features)
        self.threshold = weights.threshold
        self._baseline = weights.baseline
        offsets = np.cumsum([0, *(len(tree.feature) for tree in weights.trees)])
        self._roots: Integers = offsets[:-1]
        trees = list(zip(weights.trees, offsets.tolist(), strict=False))
        self._feature: Integers = np.asarray([f for tree, _ in trees for f in tree.feature], dtype=np.int64)
        self._threshold: Floats = np.asarray([t for tree, _ in trees for t in tree.threshold])
        self._left: Integers = np.asarray([n + offset for tree, offset in trees for n in tree.left], dtype=np.int64)
        self._right: Integers = np.asarray([n + offset for tree, offset in trees for n in tree.right], dtype=np.int64)
        self._value: Floats = np.asarray([v for tree, _ in trees for v in tree.value])

    def scores(self, matrix: Matrix) -> Floats:
        """The logarithm of the odds for each row, counted from the threshold: what is above nought is promotion."""
        margin = float(np.log(self.threshold / (1 - self.threshold)))
        totals: Floats = np.full(len(matrix), self._baseline - margin)
        totals += self._sum(matrix, self._roots[:_FIRST_TREES])
        hopeful = np.flatnonzero(totals > _HOPELESS)
        totals[hopeful] += self._sum(matrix[hopeful], self._roots[_FIRST_TREES:])
        return totals

    def _sum(self, matrix: Matrix, roots: Integers) -> Floats:
        if not len(matrix) or not len(roots):
            return np.zeros(len(matrix))
        rows = np.arange(len(matrix))[:, None]
        nodes = np.broadcast_to(roots, (len(matrix), len(roots)))
        while True:
            goes_left = matrix[rows, self._feature[nodes]] <= self._threshold[nodes]
            below = np.where(goes_left, self._left[nodes], self._right[nodes])
            if np.array_equal(below, nodes):
                sums: Floats = self._value[nodes].sum(axis=1)
                return sums
            nodes = below

    def contributions(self, row: npt.NDArray[np.float32]) -> list[Contribution]:
        """What each feature did to a row's score, the strongest first: on the way down a tree, each question moves the mean
        of what is below (Saabas's method)."""
        moved = np.zeros(len(self.features))
        nodes = self._roots
        while True:
            asked = self._feature[nodes]
            below = np.where(row[asked] <= self._threshold[nodes], self._left[nodes], self._right[nodes])
            if np.array_equal(below, nodes):
                break
            np.add.at(moved, asked, self._value[below] - self._value[nodes])
            nodes = below
        found = [Contribution(self.features[n], float(row[n]), float(moved[n])) for n in np.flatnonzero(moved).tolist()]
        return sorted(found, key=lambda contribution: -abs(contribution.weight))


@lru_cache(maxsize=1)
def shipped_trees() -> Trees:
    """The weights that come with the program."""
    path = shipped.folder() / "weights.json"
    return Trees(Weights.model_validate(json.loads(path.read_text("utf-8"))))
