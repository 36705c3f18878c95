"""Counts over trees of numbered elements, against the plain way of counting."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from unsponsor.heuristics.spans import Spans


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[int], list[int], list[float]]:
    """The parents and ends of a tree in the order of its start tags, and a value of each element."""
    parents: list[int] = []
    path: list[int] = []
    for number in range(draw(st.integers(1, 30))):
        del path[draw(st.integers(0, len(path))) :]
        parents.append(path[-1] if path else -1)
        path.append(number)
    ends = [number + 1 for number in range(len(parents))]
    for number in reversed(range(len(parents))):
        if parents[number] >= 0:
            ends[parents[number]] = max(ends[parents[number]], ends[number])
    return parents, ends, draw(st.lists(st.integers(0, 3).map(float), min_size=len(parents), max_size=len(parents)))


def above(parents: list[int], number: int) -> list[int]:
    found = []
    while (number := parents[number]) >= 0:
        found.append(number)
    return found


@given(trees())
def test_sums_are_those_of_the_elements_inside_and_around(tree: tuple[list[int], list[int], list[float]]) -> None:
    parents, ends, values = tree
    spans = Spans(parents, ends)
    own = spans.at([number for number, value in enumerate(values) for _ in range(int(value))])
    assert own.tolist() == values
    count = len(parents)
    assert spans.within(own).tolist() == [
        sum(values[n] for n in range(count) if n == number or number in above(parents, n)) for number in range(count)
    ]
    assert spans.near(own, 2).tolist() == [sum(values[n] for n in above(parents, number)[:2]) for number in range(count)]


@given(trees(), st.lists(st.lists(st.integers(0, 29), max_size=9), max_size=4))
def test_several_rows_at_once_are_as_one_by_one(
    tree: tuple[list[int], list[int], list[float]], groups: list[list[int]]
) -> None:
    parents, ends, _ = tree
    spans = Spans(parents, ends)
    groups = [[number % len(parents) for number in group] for group in groups]
    own = [spans.at(group) for group in groups]
    assert spans.at_each(groups).tolist() == [row.tolist() for row in own]
    assert spans.count_within(groups).tolist() == [spans.within(row).tolist() for row in own]
    around = [[sum(row[n] for n in above(parents, number)) for number in range(len(parents))] for row in own]
    assert spans.count_around(list(map(np.asarray, groups))).tolist() == around


@given(
    trees(),
    st.lists(st.lists(st.integers(0, 29), max_size=9), max_size=3),
    st.lists(st.integers(0, 29), min_size=1, max_size=2),
)
def test_what_is_ignored_is_not_counted(
    tree: tuple[list[int], list[int], list[float]], groups: list[list[int]], ignored: list[int]
) -> None:
    parents, ends, _ = tree
    count = len(parents)
    ranges = [(number % count, ends[number % count]) for number in ignored]
    left = [number for number in range(count) if not any(first <= number < behind for first, behind in ranges)]
    groups = [[number % count for number in group] for group in groups]
    rest = [[number for number in group if number in left] for group in groups]
    spans, full = Spans(parents, ends, ranges), Spans(parents, ends)
    for some, all_ in ((groups, rest), ([*groups, left], [*rest, left])):
        assert spans.at_each(some).tolist() == full.at_each(all_).tolist()
        assert spans.count_within(some).tolist() == full.count_within(all_).tolist()
        assert spans.count_around(some).tolist() == full.count_around(all_).tolist()
    assert [spans.at(group).tolist() for group in groups] == [full.at(group).tolist() for group in rest]
    assert spans.counted(spans.numbers).tolist() == left
    assert spans.total == len(left)
    assert spans.before.tolist() == [sum(other < number for other in left) for number in range(count)]
    assert spans.sizes.tolist() == [max(1, sum(number <= other < ends[number] for other in left)) for number in range(count)]
    assert full.sizes.tolist() == [ends[number] - number for number in range(count)]
