import pickle

import pytest

from unsponsor.rules.problems import InvalidError, Problem, nearest


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (Problem("a.yaml", 3, 7, "no such rule"), "a.yaml:3:7: no such rule"),
        (Problem("a.yaml", 0, 0, "cannot be read"), "a.yaml: cannot be read"),
    ],
)
def test_a_problem_is_told_with_its_place(problem: Problem, told: str) -> None:
    assert str(problem) == told


def test_an_error_has_a_line_for_each_problem_and_reaches_another_process() -> None:
    error = InvalidError(iter([Problem("a.yaml", 1, 2, "one"), Problem("b.yaml", 0, 0, "two")]))
    for found in (error, pickle.loads(pickle.dumps(error))):
        assert isinstance(found, ValueError)
        assert str(found) == "a.yaml:1:2: one\nb.yaml: two"
        assert found.problems == error.problems


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("sponsered", ' (did you mean "sponsored"?)'),
        ("offerr", ' (did you mean "offer"?)'),
        ("zzz", ""),
        ("", ""),
    ],
)
def test_the_nearest_word_is_proposed_where_one_is_near(word: str, told: str) -> None:
    assert nearest(word, iter(["ad", "sponsored", "offer"])) == told
