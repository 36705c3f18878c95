"""Columns over the elements of a page: made when they are asked for, alone or together, for all elements or for some."""

import numpy as np
import pytest

from unsponsor.heuristics.columns import Columns
from unsponsor.heuristics.features import Features
from unsponsor.heuristics.lexicon import shipped_lexicon

from ..rules.helpers import facts
from .helpers import ASIDE

PAGE = "<div><p>One</p><p>Two <b>b</b></p></div><p>Three</p>"  # numbers 0 to 4


def columns() -> Columns:
    return Columns(facts(PAGE), shipped_lexicon())


def test_a_column_is_made_once_and_when_it_is_asked_for() -> None:
    made = []
    page = columns()
    page.make["one"] = lambda: (made.append("one"), np.ones(5))[1]  # type: ignore[func-returns-value]
    assert made == []
    assert page.column("one").tolist() == page.column("one").tolist() == [1] * 5
    assert made == ["one"]


def test_elements_are_counted_up_to_so_many() -> None:
    page = columns()
    page.count("paragraphs", lambda: page.tagged("p"), 1)
    assert page.within(page.tagged("p")).tolist() == [2, 1, 1, 0, 1]
    assert page.column("paragraphs").tolist() == [1, 1, 1, 0, 1]
    assert page.within([]) is page.nothing


def test_a_matrix_has_a_row_for_each_element_that_is_asked_for() -> None:
    page = columns()
    page.count("bold", lambda: page.tagged("b"))
    page.choose("number", lambda numbers: numbers * 10.0)
    assert page.matrix(("number", "bold"), np.asarray([0, 3])).tolist() == [[0, 1], [30, 1]]
    assert page.matrix(("number", "bold"), np.zeros(0, dtype=np.int64)).shape == (0, 2)
    assert page.column("number").tolist() == [0, 10, 20, 30, 40]


def test_what_makes_columns_can_be_forgotten() -> None:
    page = columns()
    page.count("bold", lambda: page.tagged("b"))
    page.forget()
    assert page.names == ()


@pytest.mark.parametrize("source", [ASIDE, "<p>A text", ""])
def test_columns_are_the_same_made_together_as_one_by_one(source: str) -> None:
    together, alone = (Features(facts(source), shipped_lexicon()) for _ in range(2))
    together.prepare(together.names)
    for name in alone.names:
        assert together.column(name).tolist() == alone.column(name).tolist(), name
