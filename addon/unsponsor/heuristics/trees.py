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

# Of what a score is made, the strongest are told.
_TOLD = 8


class Tree(Strict):
    """One tree as columns over its nodes, the first is its root. In an inner node ``value`` is the mean of what lies below; a
    leaf's ``left`` and ``right`` are its own number."""

    feature: list[int]
    threshold: list[float]
    left: list[int]
    right: list[int]
    value: list[float]


class Weights(Strict):
    """What ``rules/weights.json`` holds: ``threshold`` is the probability from which on a block is promotion. An element whose
    sum is below ``hopeless`` after the ``first`` trees is asked no more."""

    version: Literal[1]
    features: Annotated[list[str], Field(min_length=1)]
    baseline: float
    threshold: Annotated[float, Field(gt=0, lt=1)]
    first: int
    hopeless: float
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
        self._first = weights.first
        self._hopeless = weights.hopeless
        offsets = np.cumsum([0, *(len(tree.feature) for tree in weights.trees)])
        self._roots: Integers = offsets[:-1]
        trees = list(zip(weights.trees, offsets.tolist(), strict=False))
        self._feature: Integers = np.asarray([f for tree, _ in trees for f in tree.feature], dtype=np.int64)
        self._threshold: Floats = np.asarray([t for tree, _ in trees for t in tree.threshold])
        left = np.asarray([n + offset for tree, offset in trees for n in tree.left], dtype=np.int64)
        right = np.asarray([n + offset for tree, offset in trees for n in tree.right], dtype=np.int64)
        # Where it goes from each node: to the right, and to the left.
        self._below: Integers = np.column_stack((right, left)).ravel()
        self._depth = max(map(_depth, weights.trees), default=0)
        self._value: Floats = np.asarray([v for tree, _ in trees for v in tree.value])

    def scores(self, matrix: Matrix) -> Floats:
        """The logarithm of the odds for each row, counted from the threshold: what is above nought is promotion."""
        margin = float(np.log(self.threshold / (1 - self.threshold)))
        totals: Floats = self.first_sums(matrix) - margin
        hopeful = np.flatnonzero(totals > self._hopeless - margin)
        totals[hopeful] += self._sum(matrix[hopeful], self._roots[self._first :])
        return totals

    def first_sums(self, matrix: Matrix) -> Floats:
        """What the first trees come to for each row."""
        return self._baseline + self._sum(matrix, self._roots[: self._first])

    def _sum(self, matrix: Matrix, roots: Integers) -> Floats:
        if not len(matrix) or not len(roots):
            return np.zeros(len(matrix))
        values = np.ascontiguousarray(matrix).ravel()
        rows = (np.arange(len(matrix)) * matrix.shape[1])[:, None]
        nodes = np.repeat(roots[None, :], len(matrix), axis=0)
        for _ in range(self._depth):
            goes_left = values.take(rows + self._feature.take(nodes)) <= self._threshold.take(nodes)
            nodes = self._below.take(2 * nodes + goes_left)
        sums: Floats = self._value.take(nodes).sum(axis=1)
        return sums

    def contributions(self, row: npt.NDArray[np.float32]) -> list[Contribution]:
        """What each feature did to a row's score, the strongest first: on the way down a tree, each question moves the mean
        of what is below (Saabas's method)."""
        moved = np.zeros(len(self.features))
        nodes = self._roots
        for _ in range(self._depth):
            asked = self._feature[nodes]
            below = self._below[2 * nodes + (row[asked] <= self._threshold[nodes])]
            np.add.at(moved, asked, self._value[below] - self._value[nodes])
            nodes = below
        strongest = np.argsort(-np.abs(moved), kind="stable")[:_TOLD]
        return [Contribution(self.features[n], float(row[n]), float(moved[n])) for n in strongest.tolist() if moved[n]]


def _depth(tree: Tree) -> int:
    """How many questions the longest way down a tree has."""
    depths = [0] * len(tree.feature)
    for node in range(len(depths) - 1, -1, -1):
        if tree.left[node] != node:
            depths[node] = 1 + max(depths[tree.left[node]], depths[tree.right[node]])
    return depths[0]


@lru_cache(maxsize=1)
def shipped_trees() -> Trees:
    """The weights that come with the program."""
    path = shipped.folder() / "weights.json"
    return Trees(Weights.model_validate(json.loads(path.read_text("utf-8"))))
