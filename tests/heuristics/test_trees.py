"""Boosted trees: what they come to, and what moved them."""

import json
import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsponsor.heuristics.features import features_of
from unsponsor.heuristics.lexicon import shipped_lexicon
from unsponsor.heuristics.spans import Integers
from unsponsor.heuristics.trees import Gate, Stage, Trees, Weights
from unsponsor.rules import shipped

# "a" up to 1: -2, else by "b": up to 0.5: 1, else 3; and a second tree of "b" alone.
WEIGHTS = Weights.model_validate(
    {
        "version": 1,
        "features": ["a", "b"],
        "baseline": 0.5,
        "threshold": 0.5,
        "gate": {"trees": [], "least": 0},
        "stages": [],
        "trees": [
            {
                "feature": [0, 0, 1, 0, 0],
                "threshold": [1.0, 0.0, 0.5, 0.0, 0.0],
                "left": [1, 1, 3, 3, 4],
                "right": [2, 1, 4, 3, 4],
                "value": [0.0, -2.0, 2.0, 1.0, 3.0],
            },
            {
                "feature": [1, 0, 0],
                "threshold": [0.5, 0.0, 0.0],
                "left": [1, 1, 2],
                "right": [2, 1, 2],
                "value": [0.0, -1.0, 1.0],
            },
        ],
    }
)


@pytest.mark.parametrize(
    ("row", "total"), [((0, 0), 0.5 - 2 - 1), ((1, 1), 0.5 - 2 + 1), ((2, 0.5), 0.5 + 1 - 1), ((2, 0.6), 0.5 + 3 + 1)]
)
def test_the_score_is_the_sum_of_the_leaves(row: tuple[float, float], total: float) -> None:
    assert Trees(WEIGHTS).judge(np.asarray([row], dtype=np.float32)).scores.tolist() == [pytest.approx(total)]


def test_a_score_counts_from_the_threshold() -> None:
    strict = Trees(WEIGHTS.model_copy(update={"threshold": 0.9}))
    (score,) = strict.judge(np.asarray([(2, 0.6)], dtype=np.float32)).scores.tolist()
    assert score == pytest.approx(4.5 - math.log(9))


ROWS = np.asarray([(0, 1), (2, 1)], dtype=np.float32)


GATED = Trees(WEIGHTS.model_copy(update={"gate": Gate(trees=WEIGHTS.trees[1:], least=0.5)}))


def test_what_does_not_come_through_the_gate_is_not_asked() -> None:
    judged = GATED.judge(np.asarray([(2, 0.5), (2, 1)], dtype=np.float32), lambda rows: np.asarray([True, True]))
    assert judged.scores.tolist() == [-math.inf, pytest.approx(4.5)]
    assert [len(moved) for moved in judged.contributions([0, 1])] == [0, 2]


def test_what_all_trees_say_of_that_is_told_where_it_is_wanted_but_it_is_no_promotion() -> None:
    judged = GATED.judge(np.asarray([(0, 0), (2, 0.5), (2, 1)], dtype=np.float32))
    assert judged.scores.tolist() == [pytest.approx(-2.5), pytest.approx(-0.1), pytest.approx(4.5)]
    assert [len(moved) for moved in judged.contributions([0, 1])] == [2, 2]


def test_what_is_hopeless_is_asked_no_more() -> None:
    early = Trees(WEIGHTS.model_copy(update={"stages": [Stage(trees=1, least=0.0, most=9.0, rest=7.0)]}))
    assert early.judge(ROWS).scores.tolist() == [pytest.approx(-1.5), pytest.approx(4.5)]


def test_what_is_settled_is_asked_no_more_and_gets_what_the_rest_would_bring() -> None:
    early = Trees(WEIGHTS.model_copy(update={"stages": [Stage(trees=1, least=-9.0, most=3.0, rest=0.7)]}))
    assert early.judge(ROWS).scores.tolist() == [pytest.approx(-0.5), pytest.approx(3.5 + 0.7)]


@st.composite
def nested(draw: st.DrawFn) -> tuple[list[int], list[tuple[float, float]]]:
    """Of rows in the order of their start tags, the places behind the last in each; and what they have."""
    count = draw(st.integers(0, 60))
    ends = [count] * count
    open_rows: list[int] = []
    for row in range(count):
        for _ in range(draw(st.integers(0, len(open_rows)))):
            ends[open_rows.pop()] = row
        open_rows.append(row)
    return ends, [draw(st.tuples(st.integers(0, 2), st.sampled_from([0.0, 1.0]))) for _ in range(count)]


@given(nested(), st.booleans())
def test_what_stands_in_what_is_found_need_not_be_asked(
    tree: tuple[list[int], list[tuple[float, float]]], staged: bool
) -> None:
    ends, values = tree
    rows = np.asarray(values, dtype=np.float32).reshape(len(values), 2)
    stages = [Stage(trees=1, least=-2.0, most=9.0, rest=0.0)] if staged else []
    trees = Trees(WEIGHTS.model_copy(update={"stages": stages}))

    def outside(others: Integers) -> npt.NDArray[np.bool_]:
        inside = {row for other in others.tolist() for row in range(other + 1, ends[other])}
        return np.asarray([row not in inside for row in range(len(ends))], dtype=bool)

    full, some = trees.judge(rows).scores, trees.judge(rows, outside).scores
    outermost = outside(np.flatnonzero(full > 0))
    assert some[outermost].tolist() == full[outermost].tolist()
    assert np.flatnonzero((some > 0) & outermost).tolist() == np.flatnonzero((full > 0) & outermost).tolist()


def test_many_rows_are_answered_as_few_are() -> None:
    trees = Trees(Weights.model_validate(json.loads((shipped.folder() / "weights.json").read_text("utf-8"))))
    rows = np.random.default_rng(0).exponential(2.0, (300, len(trees.features))).astype(np.float32)
    alone = np.concatenate([trees.judge(row[None, :]).scores for row in rows])
    assert trees.judge(rows).scores.tolist() == pytest.approx(alone.tolist())


def test_contributions_come_to_the_score_without_the_mean() -> None:
    (told,) = Trees(WEIGHTS).judge(np.asarray([(2, 0.6)], dtype=np.float32)).contributions([0])
    assert [(c.feature, c.value, c.weight) for c in told] == [("a", 2.0, 2.0), ("b", pytest.approx(0.6), 2.0)]


def test_contributions_are_those_of_the_rows_that_were_asked() -> None:
    early = Trees(WEIGHTS.model_copy(update={"stages": [Stage(trees=1, least=0.0, most=9.0, rest=0.0)]}))
    hopeless, asked = early.judge(ROWS).contributions([0, 1])
    assert [c.feature for c in hopeless] == ["a"]
    assert {c.feature: c.weight for c in asked} == {"a": 2.0, "b": 2.0}


def test_no_rows_no_scores() -> None:
    judgement = Trees(WEIGHTS).judge(np.zeros((0, 2), dtype=np.float32))
    assert judgement.scores.tolist() == []
    assert judgement.contributions([]) == []


def test_the_shipped_weights_ask_for_features_that_there_are() -> None:
    weights = Weights.model_validate(json.loads((shipped.folder() / "weights.json").read_text("utf-8")))
    assert set(weights.features) <= set(features_of(shipped_lexicon()).names)
