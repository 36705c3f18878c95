"""The learned part: boosted decision trees, read from ``rules/weights.json``, asked for many elements at once.

``tests/quality/fit.py`` makes that file. Each tree asks a few features one after the other and ends in a number; the sum of
all is the logarithm of the odds that an element is promotion.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
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
# The leaves of a tree fit into so many bits.
_MOST_LEAVES = 16
# So many rows are asked at once: what is known of them on the way fits into the processor's cache.
_AT_ONCE = 128


class Tree(Strict):
    """One tree as columns over its nodes, the first is its root. In an inner node ``value`` is the mean of what lies below; a
    leaf's ``left`` and ``right`` are its own number."""

    feature: list[int]
    threshold: list[float]
    left: list[int]
    right: list[int]
    value: list[float]


class Stage(Strict):
    """After so many trees, an element whose sum is below ``least`` is asked no more."""

    trees: int
    least: float


class Weights(Strict):
    """What ``rules/weights.json`` holds: ``threshold`` is the probability from which on a block is promotion. The ``stages``,
    in which most elements fall out, are in the order of their trees."""

    version: Literal[1]
    features: Annotated[list[str], Field(min_length=1)]
    baseline: float
    threshold: Annotated[float, Field(gt=0, lt=1)]
    stages: list[Stage]
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
        self._trees = weights.trees
        # Each stage asks its own questions, and none of those that come later.
        ends = [*(stage.trees for stage in weights.stages), len(weights.trees)]
        self._stages = [_Questions(weights.trees[begin:end]) for begin, end in pairwise([0, *ends])]
        self._least = [*(stage.least for stage in weights.stages), -np.inf]

    def scores(self, matrix: Matrix) -> Floats:
        """The logarithm of the odds for each row, counted from the threshold: what is above nought is promotion."""
        totals = np.full(len(matrix), self._baseline)
        hopeful: Integers = np.arange(len(matrix))
        for questions, least in zip(self._stages, self._least, strict=True):
            totals[hopeful] += questions.sums(matrix[hopeful])
            hopeful = hopeful[totals[hopeful] > least]
        return totals - float(np.log(self.threshold / (1 - self.threshold)))

    def sums(self, matrix: Matrix, trees: int) -> Floats:
        """What the first so many trees come to for each row."""
        return self._baseline + _Questions(self._trees[:trees]).sums(matrix)

    def contributions(self, row: npt.NDArray[np.float32]) -> list[Contribution]:
        """What each feature did to a row's score, the strongest first."""
        return self.contributions_to(row[None, :])[0]

    def contributions_to(self, matrix: Matrix) -> list[list[Contribution]]:
        """The same for each of some rows: on the way down a tree, each question moves the mean of what is below (Saabas's
        method)."""
        moved = sum((questions.moves(matrix) for questions in self._stages), np.zeros(matrix.shape))
        found = []
        for row, weights in zip(matrix, moved, strict=True):
            strongest = np.argsort(-np.abs(weights), kind="stable")[:_TOLD].tolist()
            found.append([Contribution(self.features[n], float(row[n]), float(weights[n])) for n in strongest if weights[n]])
        return found


class _Questions:
    """All that some trees ask, asked at once: to walk down each tree is dearer than to put its few questions together.

    Whoever answers a question with no turns away from all leaves on its left. The leftmost leaf that is left in the end is
    the one to which the tree leads (as in QuickScorer). The questions of each tree stand below each other, one in each line,
    in ``asked`` by their places among those that differ, and in ``lost`` the leaves to the left of them as bits.
    """

    def __init__(self, trees: Sequence[Tree]) -> None:
        ways = [_ways(tree) for tree in trees]
        self._leaves = max((len(leaves) for _, leaves in ways), default=1)
        if self._leaves > _MOST_LEAVES:
            raise ValueError(f"a tree has {self._leaves} leaves, {_MOST_LEAVES} are the most")
        lines = max((len(questions) for questions, _ in ways), default=0)
        # Where a tree has fewer than others, a question that turns away from nothing stands for each that it lacks.
        questions = [[*questions, *[_Question(0, 0.0, 0)] * (lines - len(questions))] for questions, _ in ways]
        asked = [[(question.feature, _rounded_down(question.threshold)) for question in own] for own in questions]
        different = {asked: place for place, asked in enumerate(sorted({pair for own in asked for pair in own}))}
        self._features: Integers = np.asarray([feature for feature, _ in different], dtype=np.int64)
        self._thresholds = np.asarray([threshold for _, threshold in different], dtype=np.float32)[:, None]
        self._asked: Integers = np.asarray([[different[pair] for pair in own] for own in asked], dtype=np.int64).T.copy()
        self._lost = np.asarray([[question.lost for question in own] for own in questions], dtype=np.uint16).T[:, :, None]
        # For each leaf, the trees one after the other: its value, and on the way there what was asked and how far each answer
        # moved the mean. Shorter ways end with moves by nothing.
        depth = max((len(way) - 1 for _, leaves in ways for way in leaves), default=0)
        self._values = np.zeros(len(trees) * self._leaves)
        self._asked_on_way = np.zeros((depth, len(self._values)), dtype=np.int64)
        self._moves_on_way = np.zeros((depth, len(self._values)))
        for number, (tree, (_, leaves)) in enumerate(zip(trees, ways, strict=True)):
            for leaf, way in enumerate(leaves, number * self._leaves):
                self._values[leaf] = tree.value[way[-1]]
                for level, (node, below) in enumerate(pairwise(way)):
                    self._asked_on_way[level, leaf] = tree.feature[node]
                    self._moves_on_way[level, leaf] = tree.value[below] - tree.value[node]
        # For each set of lost leaves, the leftmost that is left.
        sets = np.arange(1 << self._leaves)
        self._leftmost: Integers = np.log2(np.maximum(~sets & (sets + 1), 1)).astype(np.int64)

    def sums(self, matrix: Matrix) -> Floats:
        """For each row, the sum of the values of the leaves to which the trees lead."""
        sums: Floats = np.zeros(len(matrix))
        if len(self._values):
            for begin in range(0, len(matrix), _AT_ONCE):
                leaves = self._leaves_of(matrix[begin : begin + _AT_ONCE])
                sums[begin : begin + _AT_ONCE] = self._values.take(leaves).sum(axis=1)
        return sums

    def moves(self, matrix: Matrix) -> Floats:
        """For each row, how far all trees together were moved by the answers about each feature."""
        if not len(self._values):
            return np.zeros(matrix.shape)
        leaves = self._leaves_of(matrix)
        places = self._asked_on_way[:, leaves] + (np.arange(len(matrix)) * matrix.shape[1])[:, None]
        moved = np.zeros(matrix.size)
        moved += np.bincount(places.ravel(), self._moves_on_way[:, leaves].ravel(), matrix.size)
        return moved.reshape(matrix.shape)

    def _leaves_of(self, matrix: Matrix) -> Integers:
        """For each row, the leaves to which the trees lead."""
        denied = (np.ascontiguousarray(matrix.T).take(self._features, axis=0) > self._thresholds).view(np.uint8)
        lost = np.zeros((self._asked.shape[1], len(matrix)), dtype=np.uint16)
        for asked, left_of_it in zip(self._asked, self._lost, strict=True):
            lost |= denied.take(asked, axis=0) * left_of_it
        leaves = self._leftmost.take(lost)
        leaves += np.arange(0, len(self._values), self._leaves)[:, None]
        return leaves.T


class _Question(NamedTuple):
    """Whether a feature is at most the threshold; ``lost``: the leaves on that side as bits, the leftmost is the lowest."""

    feature: int
    threshold: float
    lost: int


def _ways(tree: Tree) -> tuple[list[_Question], list[tuple[int, ...]]]:
    """The questions of a tree, and the ways to its leaves from the left: the numbers of the nodes on each."""
    questions: list[_Question] = []
    leaves: list[tuple[int, ...]] = []

    def go(*way: int) -> int:
        """The leaves at and below the last node of a way, as bits."""
        node = way[-1]
        if tree.left[node] == node:
            leaves.append(way)
            return 1 << (len(leaves) - 1)
        left = go(*way, tree.left[node])
        questions.append(_Question(tree.feature[node], tree.threshold[node], left))
        return left | go(*way, tree.right[node])

    go(0)
    return questions, leaves


def _rounded_down(threshold: float) -> float:
    """The largest number of single precision, as features are, that is not above a threshold."""
    rounded = np.float32(threshold)
    return float(rounded if float(rounded) <= threshold else np.nextafter(rounded, np.float32(-np.inf)))


@lru_cache(maxsize=1)
def shipped_trees() -> Trees:
    """The weights that come with the program."""
    path = shipped.folder() / "weights.json"
    return Trees(Weights.model_validate(json.loads(path.read_text("utf-8"))))
