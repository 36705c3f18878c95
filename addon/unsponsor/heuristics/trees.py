"""The learned part: boosted decision trees, read from ``rules/weights.json``, asked for many elements at once.

``tests/quality/fit.py`` makes that file. Each tree asks a few features one after the other and ends in a number; the sum of
all is the logarithm of the odds that an element is promotion.
"""

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import Annotated, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from pydantic import Field

from unsponsor.rules import shipped
from unsponsor.rules.model import Strict

from .columns import Matrix
from .spans import Floats, Integers

# Of what a score is made, the strongest are told.
_TOLD = 8
# Of all rows, those that stand inside of none of some, which are given by their places.
Outside = Callable[[Integers], npt.NDArray[np.bool_]]
# For each tree a line, for each row the leaf to which it leads, counted from the left.
Leaves = npt.NDArray[np.uint8]
# The leaves of a tree fit into so many bits.
_MOST_LEAVES = 16
# So many rows are asked at once: what is known of them on the way fits into the processor's cache. Up to so many trees times
# rows, all lines of questions are.
_AT_ONCE = 128
_FEW = 20_000
# To ask so few rows in two turns costs more than to ask all of them in one.
_TOGETHER = 48
# What the gate leaves out is no promotion, be it by so little.
_SHUT = 0.1


class Tree(Strict):
    """One tree as columns over its nodes, the first is its root. In an inner node ``value`` is the mean of what lies below; a
    leaf's ``left`` and ``right`` are its own number."""

    feature: list[int]
    threshold: list[float]
    left: list[int]
    right: list[int]
    value: list[float]


class Stage(Strict):
    """After so many trees, an element whose sum is below ``least`` or above ``most`` is asked no more. ``rest`` is what the
    trees that follow bring to those above, in the mean."""

    trees: int
    least: float
    most: float
    rest: float


class Gate(Strict):
    """Few trees that are asked first, and have learned from what all the others find: an element for which they come to less
    than ``least`` is asked no more. Most fall out here."""

    trees: list[Tree]
    least: float


class Weights(Strict):
    """What ``rules/weights.json`` holds: ``threshold`` is the probability from which on a block is promotion. The ``stages``,
    in which more elements fall out, are in the order of their trees."""

    version: Literal[1]
    features: Annotated[list[str], Field(min_length=1)]
    baseline: float
    threshold: Annotated[float, Field(gt=0, lt=1)]
    gate: Gate
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
        self._baseline = weights.baseline
        # The logarithm of the odds from which on a row is promotion.
        self._least = float(np.log(weights.threshold / (1 - weights.threshold)))
        self._trees = weights.trees
        self._gate = _Questions(weights.gate.trees)
        self._gate_least = weights.gate.least
        # Each stage asks its own questions, and none of those that come later.
        self._stages = weights.stages
        ends = [0, *(stage.trees for stage in weights.stages), len(weights.trees)]
        self._questions = [_Questions(weights.trees[begin:end]) for begin, end in pairwise(ends)]

    def judge(self, matrix: Matrix, outside: Outside | None = None) -> "Judgement":
        """What the trees say of each row. ``outside`` tells which rows stand inside of none of some others: where it is given,
        just what is promotion is looked for, and what the gate leaves out or stands in promotion anyway is not asked."""
        totals = np.full(len(matrix), -np.inf)
        asked: list[_Asked] = []

        def ask(rows: Integers) -> None:
            totals[rows] = self._baseline
            for questions, stage in zip_longest(self._questions, self._stages):
                if not len(rows):
                    break
                leaves = questions.leaves(matrix[rows])
                asked.append(_Asked(questions, rows, leaves))
                totals[rows] += questions.sums(leaves)
                if stage is not None:
                    sums = totals[rows]
                    totals[rows[sums > stage.most]] += stage.rest
                    rows = rows[(sums > stage.least) & (sums <= stage.most)]

        comes_through = self._gate.sums(self._gate.leaves(matrix)) >= self._gate_least
        if outside is None:
            ask(np.arange(len(matrix)))
            totals[~comes_through] = np.minimum(totals[~comes_through], self._least - _SHUT)
        else:
            undecided = np.flatnonzero(comes_through)
            while len(undecided) > _TOGETHER:
                # The outermost first, then those that stand in none that is found.
                outermost = outside(undecided)[undecided]
                ask(undecided[outermost])
                undecided = undecided[~outermost]
                undecided = undecided[outside(np.flatnonzero(totals > self._least))[undecided]]
            ask(undecided)
        return Judgement(self.features, matrix, totals - self._least, asked)

    def sums(self, matrix: Matrix, trees: int) -> Floats:
        """What the first so many trees come to for each row."""
        questions = _Questions(self._trees[:trees])
        return self._baseline + questions.sums(questions.leaves(matrix))


class Judgement:
    """What the trees say of some rows: ``scores`` are the logarithms of the odds, counted from the threshold; what is above
    nought is promotion. What was not asked is minus infinity."""

    def __init__(self, features: Sequence[str], matrix: Matrix, scores: Floats, asked: Sequence["_Asked"]) -> None:
        self._features = features
        self._matrix = matrix
        self._asked = asked
        self.scores = scores

    def contributions(self, rows: Sequence[int]) -> list[list[Contribution]]:
        """What each feature did to the scores of some rows (ascending), the strongest first: on the way down a tree, each
        question moves the mean of what is below (Saabas's method). Trees that a row was not asked move nothing."""
        chosen: Integers = np.asarray(rows, dtype=np.int64)
        moved = np.zeros((len(chosen), len(self._features)))
        for questions, numbers, leaves in self._asked:
            places = np.minimum(np.searchsorted(numbers, chosen), len(numbers) - 1)
            took_part = numbers[places] == chosen
            moved[took_part] += questions.moves(leaves[:, places[took_part]], len(self._features))
        found = []
        for row, weights in zip(self._matrix[chosen], moved, strict=True):
            strongest = np.argsort(-np.abs(weights), kind="stable")[:_TOLD].tolist()
            found.append([Contribution(self._features[n], float(row[n]), float(weights[n])) for n in strongest if weights[n]])
        return found


class _Asked(NamedTuple):
    """Which rows, ascending, were asked some questions, and to which leaves the trees lead them."""

    questions: "_Questions"
    numbers: Integers
    leaves: Leaves


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
        shape = len(trees), lines
        places = [different[pair] for own in asked for pair in own]
        self._asked: Integers = np.asarray(places, dtype=np.int64).reshape(shape).T.copy()
        lost = [question.lost for own in questions for question in own]
        self._lost = np.asarray(lost, dtype=np.uint16).reshape(shape).T[:, :, None].copy()
        # For each leaf, the trees one after the other: its value, and on the way there what was asked and how far each answer
        # moved the mean. Shorter ways end with moves by nothing.
        depth = max((len(way) - 1 for _, leaves in ways for way in leaves), default=0)
        self._values = np.zeros(len(trees) * self._leaves)
        self._first: Integers = np.arange(0, len(self._values), self._leaves)[:, None]
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
        self._leftmost = np.log2(np.maximum(~sets & (sets + 1), 1)).astype(np.uint8)

    def leaves(self, matrix: Matrix) -> Leaves:
        """To which leaf each tree leads each row."""
        leaves = np.zeros((self._asked.shape[1], len(matrix)), dtype=np.uint8)
        for begin in range(0, len(matrix) if leaves.size else 0, _AT_ONCE):
            leaves[:, begin : begin + _AT_ONCE] = self._leaves_of(matrix[begin : begin + _AT_ONCE])
        return leaves

    def _leaves_of(self, matrix: Matrix) -> Leaves:
        denied = (np.ascontiguousarray(matrix.T).take(self._features, axis=0) > self._thresholds).view(np.uint8)
        if self._asked.shape[1] * len(matrix) <= _FEW:
            lost = np.bitwise_or.reduce(denied.take(self._asked, axis=0) * self._lost, axis=0)
        else:
            lost = np.zeros((self._asked.shape[1], len(matrix)), dtype=np.uint16)
            for asked, left_of_it in zip(self._asked, self._lost, strict=True):
                lost |= denied.take(asked, axis=0) * left_of_it
        leaves: Leaves = self._leftmost.take(lost)
        return leaves

    def sums(self, leaves: Leaves) -> Floats:
        """For each row, the sum of the values of the leaves to which the trees lead."""
        sums: Floats = self._values.take(leaves + self._first).sum(axis=0)
        return sums

    def moves(self, leaves: Leaves, width: int) -> Floats:
        """For each row, how far all trees together were moved by the answers about each of so many features."""
        rows = leaves.shape[1]
        if not leaves.size:
            return np.zeros((rows, width))
        ways = leaves + self._first
        places = self._asked_on_way.take(ways, axis=1) + np.arange(0, rows * width, width)
        moves = np.zeros(rows * width)
        moves += np.bincount(places.ravel(), self._moves_on_way.take(ways, axis=1).ravel(), len(moves))
        return moves.reshape(rows, width)


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
