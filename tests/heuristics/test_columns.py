"""Columns over the elements of a page: made when they are asked for, alone or together, for all elements or for some."""

from collections.abc import Callable

import numpy as np
import pytest

from unsponsor.heuristics.columns import Catalogue, Columns
from unsponsor.heuristics.features import Features, features_of
from unsponsor.heuristics.lexicon import shipped_lexicon
from unsponsor.heuristics.spans import Floats

from ..rules.helpers import facts
from .helpers import ASIDE

PAGE = "<div><p>One</p><p>Two <b>b</b></p></div><p>Three</p>"  # numbers 0 to 4


def columns(add: Callable[[Catalogue], None]) -> Columns:
    catalogue = Catalogue(shipped_lexicon())
    add(catalogue)
    return Columns(facts(PAGE), catalogue)


def test_a_column_is_made_once_and_when_it_is_asked_for() -> None:
    made = []

    def one(page: Columns) -> Floats:
        made.append("one")
        return np.ones(page.spans.size)

    page = columns(lambda catalogue: catalogue.make.update(one=one))
    assert made == []
    assert page.column("one").tolist() == page.column("one").tolist() == [1] * 5
    assert made == ["one"]


def test_what_columns_are_made_of_is_found_out_once() -> None:
    page = columns(lambda catalogue: None)
    found = page.once(lambda page: page.tagged("p"))
    assert found == [1, 2, 4]
    assert page.once(_paragraphs) is page.once(_paragraphs)


def test_elements_are_counted_up_to_so_many() -> None:
    page = columns(lambda catalogue: catalogue.count("paragraphs", _paragraphs, 1))
    assert page.within(page.tagged("p")).tolist() == [2, 1, 1, 0, 1]
    assert page.column("paragraphs").tolist() == [1, 1, 1, 0, 1]
    assert page.within([]) is page.nothing


def test_the_values_of_the_boxes_around_elements() -> None:
    def add(catalogue: Catalogue) -> None:
        catalogue.count("paragraphs", _paragraphs)
        catalogue.count("pictures", lambda page: page.tagged("img"))

    page = columns(add)
    page.prepare(("paragraphs", "pictures"))
    # Without a box around it, an element stands for that.
    assert page.of_box("paragraphs").tolist() == [2, 2, 2, 1, 1]
    assert page.of_box("paragraphs", 2).tolist() == [2, 2, 2, 2, 1]
    assert page.of_box("pictures") is page.nothing


def test_a_matrix_has_a_row_for_each_element_that_is_asked_for() -> None:
    def add(catalogue: Catalogue) -> None:
        catalogue.count("bold", lambda page: page.tagged("b"))
        catalogue.choose("number", lambda page, numbers: numbers * 10.0)

    page = columns(add)
    assert page.matrix(("number", "bold"), np.asarray([0, 3])).tolist() == [[0, 1], [30, 1]]
    assert page.matrix(("number", "bold"), np.zeros(0, dtype=np.int64)).shape == (0, 2)
    assert page.column("number").tolist() == [0, 10, 20, 30, 40]


def _paragraphs(page: Columns) -> list[int]:
    return page.tagged("p")


@pytest.mark.parametrize("source", [ASIDE, "<p>A text", ""])
def test_columns_are_the_same_made_together_as_one_by_one(source: str) -> None:
    together, alone = (Features(facts(source), shipped_lexicon()) for _ in range(2))
    names = features_of(shipped_lexicon()).names
    together.prepare(names)
    for name in names:
        assert together.column(name).tolist() == alone.column(name).tolist(), name
