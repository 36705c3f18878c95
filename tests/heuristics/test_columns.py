"""Columns over the elements of a page: made when they are asked for, alone or together, for all elements or for some."""

from collections.abc import Callable

import numpy as np
import pytest

from unsponsor.heuristics.columns import Catalogue, Columns, Values
from unsponsor.heuristics.features import Features, features_of
from unsponsor.heuristics.lexicon import shipped_lexicon
from unsponsor.heuristics.spans import Floats, Integers

from ..rules.helpers import facts
from .helpers import ASIDE

PAGE = "<div><p>One</p><p>Two <b>b</b></p></div><p>Three</p>"  # numbers 0 to 4


def columns(add: Callable[[Catalogue], None]) -> Columns:
    catalogue = Catalogue(shipped_lexicon())
    add(catalogue)
    return Columns(facts(PAGE), catalogue)


def test_a_column_is_made_once_and_when_it_is_asked_for() -> None:
    made = []

    def one(page: Columns, rows: Integers) -> Floats:
        made.append("one")
        return np.ones(len(rows))

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


def add(catalogue: Catalogue) -> None:
    catalogue.count("paragraphs", _paragraphs)
    catalogue.count("pictures", lambda page: page.tagged("img"))
    catalogue.make["number"] = lambda page, rows: rows * 10.0
    catalogue.make["nothing"] = lambda page, rows: None


ROWS = np.asarray([0, 3])


def test_values_for_some_elements() -> None:
    page = columns(add)
    assert {name: _listed(page.values(ROWS, name)) for name in ("paragraphs", "pictures", "number", "nothing")} == {
        "paragraphs": [2, 0],
        "pictures": None,
        "number": [0, 30],
        "nothing": None,
    }
    assert (page.value("number", 3), page.value("pictures", 3)) == (30, 0)
    assert page.column("number").tolist() == [0, 10, 20, 30, 40]
    assert page.column("nothing") is page.nothing


def test_the_values_of_the_boxes_around_elements() -> None:
    page = columns(add)
    # Without a box around it, an element stands for that.
    assert _listed(page.around(page.spans.numbers, "paragraphs")) == [2, 2, 2, 1, 1]
    assert _listed(page.around(page.spans.numbers, "paragraphs", 2)) == [2, 2, 2, 2, 1]
    assert page.around(page.spans.numbers, "pictures") is None


def test_a_matrix_has_a_row_for_each_element_that_is_asked_for() -> None:
    page = columns(add)
    assert page.matrix(("number", "nothing", "paragraphs"), ROWS).tolist() == [[0, 0, 2], [30, 0, 0]]
    assert page.matrix(("number", "paragraphs"), np.zeros(0, dtype=np.int64)).shape == (0, 2)


def _listed(values: Values | None) -> list[float] | None:
    return None if values is None else values.tolist()


def _paragraphs(page: Columns) -> list[int]:
    return page.tagged("p")


@pytest.mark.parametrize("source", [ASIDE, "<p>A text", ""])
def test_columns_are_the_same_made_together_as_one_by_one(source: str) -> None:
    together, alone = (Features(facts(source), shipped_lexicon()) for _ in range(2))
    names = features_of(shipped_lexicon()).names
    together.prepare(names)
    for name in names:
        assert together.column(name).tolist() == alone.column(name).tolist(), name
