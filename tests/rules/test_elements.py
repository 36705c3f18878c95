"""Which elements have what, case by case and as the tree says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from unsponsor.page.tree import Page
from unsponsor.rules.elements import any_between
from unsponsor.rules.facts import Facts

from ..page.soup import soup, trees
from .helpers import SMALL_PAGE, elements_of, facts, ids, with_id

SITE = "https://www.news.example/politics/1"


@pytest.mark.parametrize(
    ("token", "elements"),
    [("a", "d e f g"), (".box", "a"), (".ad", "a"), ("#b", "b"), ("[title]", "a g"), ("[href]", "d e g")],
)
def test_elements_by_their_tokens(token: str, elements: str) -> None:
    found = facts(SMALL_PAGE)
    assert ids(found.by_token[token]) == elements.split()
    assert found.numbers_of(token) == found.numbers(found.by_token[token])


@pytest.mark.parametrize(("name", "text", "holders"), [("title", "words", "a g"), ("title", "Two", "a"), ("href", "x", "d g")])
def test_who_holds_a_text_in_an_attribute(name: str, text: str, holders: str) -> None:
    assert ids(facts(SMALL_PAGE).holders(name, text)) == holders.split()


@pytest.mark.parametrize(
    ("selector", "elements"),
    [
        ("a", "d e f g"),
        (".ad.box", "a"),
        ("div > a, #c", "c d e f"),
        ("//div[@id='a']//b", "c"),
        ("/html/body/a", "g"),
        ("em", ""),
        ("p:empty", ""),
    ],
)
def test_what_is_selected(selector: str, elements: str) -> None:
    found = facts(SMALL_PAGE)
    assert sorted(ids(found.selected(selector))) == elements.split()


def test_what_an_element_has() -> None:
    found = facts(SMALL_PAGE)
    box, link = with_id(found, "a"), with_id(found, "d")
    assert found.has(box, "a, b")
    assert not found.has(box, "div")  # not itself
    assert not found.has(link, "b")
    assert ids(found.inside(box, "[id]")) == ["b", "c", "d", "e", "f"]
    assert found.may_select("em, .ad a")
    assert not found.may_select("em a")


@given(soup | trees)
def test_what_is_inside_is_what_the_tree_has_inside(source: bytes) -> None:
    found = Facts(Page(source), SITE)
    for element in elements_of(found):
        inside = [node for node in element.iter(etree.Element) if node in found.page.numbers and node is not element]
        for selector in ("b", "div", "[class]"):
            chosen = [node for node in inside if node in found.selected(selector)]
            assert found.has(element, selector) is bool(chosen)
            assert sorted(map(id, found.inside(element, selector))) == sorted(map(id, chosen))


@given(soup | trees, st.sets(st.integers(0, 12)))
def test_what_is_asked_of_several_elements_is_what_each_says(source: bytes, chosen: set[int]) -> None:
    found = Facts(Page(source), SITE)
    elements = {number: element for element in elements_of(found) if (number := found.page.numbers[element]) in chosen}
    numbers = sorted(elements)
    for selector in ("b", "div", "[class]"):
        selected = found.numbers_selected(selector)
        assert selected == sorted(found.numbers(found.selected(selector)))
        inside = {number for element in elements.values() for number in found.numbers(found.inside(element, selector))}
        assert found.inside_any(numbers, selector) == sorted(inside)
        assert found.holding(selected, numbers, inside=True) == [n for n in numbers if found.has(elements[n], selector)]
        holding = [n for n in numbers if found.has(elements[n], selector) or elements[n] in found.selected(selector)]
        assert found.holding(selected, numbers) == holding
    spans = [found.span(element) for element in elements.values()]
    inside = {number for first, behind in spans for number in range(first + 1, behind)}
    assert found.inside_any(numbers, None) == [n for n in sorted(inside) if found.page.elements[n] is not None]


@given(soup | trees)
def test_spans_and_parents_are_the_tree_s(source: bytes) -> None:
    found = Facts(Page(source), SITE)
    numbers = found.page.numbers
    for element in elements_of(found):
        first, behind = found.span(element)
        inside = [numbers[node] for node in element.iter(etree.Element) if node in numbers]
        assert first == numbers[element]
        assert set(inside) <= set(range(first, behind))
        around = next((numbers[node] for node in element.iterancestors() if node in numbers), -1)
        assert found.parents[numbers[element]] == (around if around < numbers[element] else -1)


@given(st.lists(st.text("ab \n", max_size=4), max_size=6), st.text("ab", min_size=1, max_size=3))
def test_holders_are_those_in_whose_value_it_stands(values: list[str], text: str) -> None:
    found = facts("".join(f'<p title="{value}">' for value in values))
    titled = [element for element in elements_of(found) if element.get("title") is not None]
    expected = [element for element in titled if text in str(element.get("title"))]
    assert (found.holders("title", text) if titled else []) == expected
    assert list(found.values_in("title")) == [element.get("title") for element in titled]


@given(st.lists(st.integers(0, 30)), st.integers(0, 30), st.integers(0, 30))
def test_any_between(numbers: list[int], first: int, behind: int) -> None:
    assert any_between(sorted(numbers), first, behind) is any(first <= number < behind for number in numbers)
