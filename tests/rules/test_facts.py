"""What is found out of a page, beside what the tree itself says; and what elements have, case by case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from unsponsor.page.tree import Page
from unsponsor.rules.facts import Facts, any_between
from unsponsor.rules.vocabulary import Vocabulary

from ..page.soup import soup, trees
from .helpers import facts

SITE = "https://www.news.example/politics/1"
PAGE = (
    "<title>t</title><div id=a class='box  ad\tbox' title='Two words'><p id=b>Text of <b id=c>a box</b></p>"
    "<a id=d href='https://ads.example/1'>One</a><a id=e href='/2'>Two</a><a id=f>Three</a></div>"
    "<a id=g href='https://shop.example/' title='words'>Four</a>"
)


def with_id(found: Facts, name: str) -> etree._Element:
    (element,) = found.by_token[f"#{name}"]
    return element


def ids(elements: object) -> list[str]:
    return [element.get("id") or element.tag for element in elements]  # type: ignore[attr-defined]


def elements_of(found: Facts) -> list[etree._Element]:
    return [element for element in found.page.elements if element is not None]


@pytest.mark.parametrize(
    ("token", "elements"),
    [("a", "d e f g"), (".box", "a"), (".ad", "a"), ("#b", "b"), ("[title]", "a g"), ("[href]", "d e g")],
)
def test_elements_by_their_tokens(token: str, elements: str) -> None:
    found = facts(PAGE)
    assert ids(found.by_token[token]) == elements.split()
    assert found.numbers_of(token) == found.numbers(found.by_token[token])


def test_where_a_page_is() -> None:
    found = facts(PAGE, "https://www.news.example:8080/politics/1?a=b#c")
    assert (found.host, found.domain, found.path) == ("www.news.example", "news.example", "/politics/1?a=b")


@pytest.mark.parametrize(("name", "text", "holders"), [("title", "words", "a g"), ("title", "Two", "a"), ("href", "x", "d g")])
def test_who_holds_a_text_in_an_attribute(name: str, text: str, holders: str) -> None:
    assert ids(facts(PAGE).holders(name, text)) == holders.split()


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
    found = facts(PAGE)
    assert sorted(ids(found.selected(selector))) == elements.split()


def test_what_an_element_has() -> None:
    found = facts(PAGE)
    box, link = with_id(found, "a"), with_id(found, "d")
    assert found.has(box, "a, b")
    assert not found.has(box, "div")  # not itself
    assert not found.has(link, "b")
    assert ids(found.inside(box, "[id]")) == ["b", "c", "d", "e", "f"]
    assert found.may_select("em, .ad a")
    assert not found.may_select("em a")


def test_what_an_element_says() -> None:
    found = facts("<title>t</title><div id=a><p>One\n <b>two</b></p><p>three</p><script>no</script></div><p>four</p>")
    box = with_id(found, "a")
    assert found.text(box) == "One two three"
    assert found.page_text[found.text_begin(box) : found.text_end(box)].strip() == "One two three"


def test_where_links_lead() -> None:
    found = facts(PAGE, SITE)
    box = with_id(found, "a")
    assert found.links(box) == ["ads.example", "www.news.example"]
    assert found.links(with_id(found, "d")) == ["ads.example"]
    assert found.links(with_id(found, "f")) == []  # it leads nowhere
    assert (found.count_links(box), found.link_count) == (2, 3)
    assert found.hosts == {"ads.example", "www.news.example", "shop.example"}
    assert found.count_links_where(_is_other, box) == (1, 2)
    assert found.count_links_where(_is_other, found.page.root if found.page.root is not None else box) == (2, 3)
    assert found.hosts_where(_is_other) == {"ads.example", "shop.example"}


def _is_other(host: str, found: Facts) -> bool:
    return found.is_other_site(host)


OTHER = {
    "the host": ("www.news.example", False, False),
    "its domain": ("news.example", False, False),
    "a part of it": ("m.news.example", False, False),
    "another": ("ads.example", True, True),
    "one of the family": ("news-static.example", True, True),
    "one that the page calls its own": ("paper.example", True, False),
    "a local address": ("192.168.0.1", False, False),
    "nothing": ("", False, False),
}


@pytest.mark.parametrize(("host", "other", "outside"), OTHER.values(), ids=OTHER.keys())
def test_whose_a_host_is(host: str, other: bool, outside: bool) -> None:
    found = facts("<link rel=canonical href='https://www.paper.example/1'><p>a", SITE)
    assert (found.is_other_site(host), found.is_outside(host)) == (other, outside)


def test_on_a_page_without_an_address_no_site_is_another() -> None:
    assert not facts("<p>a", "").is_other_site("ads.example")


LABELS = {
    "a text of its own": ("<p id=x>Ad</p>", "x"),
    "marks and case are nothing": ("<p id=x> – AD: </p>", "x"),
    "beside an element": ("<p id=x>Ad <b>a</b></p>", "x"),
    "over several elements": ("<p id=x><b>A</b><b>d</b></p>", "x"),
    "a name": ("<p id=x aria-label=Ad></p><img id=y alt=ad>", "x y"),
    "more than the label": ("<p id=x>Ad blockers</p>", ""),
    "a part of a sentence": ("<p id=x>They ran an <b id=y>ad</b> for a year, and nobody came to the shop.</p>", ""),
    "what is not shown": ("<script id=x>Ad</script><noscript><p id=y>Ad</p></noscript>", ""),
}


@pytest.mark.parametrize(("html", "elements"), LABELS.values(), ids=LABELS.keys())
def test_which_elements_have_a_label(html: str, elements: str) -> None:
    found = facts(f"<div id=all>{html}</div><p id=other>Text</p>")
    words = Vocabulary(["ad"])
    numbers = found.labels(words)
    assert [
        element.get("id") for number in numbers if (element := found.page.elements[number]) is not None
    ] == elements.split()
    assert found.labelled(with_id(found, "all"), words) is bool(elements)
    assert not found.labelled(with_id(found, "other"), words)


def test_whether_a_term_stands_anywhere() -> None:
    found = facts("<p>Adverts by <b>ours</b></p><p title=sponsored>a")
    assert found.may_say(Vocabulary(["ad"]))  # within a word
    assert not found.may_say(Vocabulary(["sponsored"]))


def test_paragraphs_are_counted() -> None:
    text = "A sentence that is as long as those of articles are. " * 4
    found = facts(f"<div id=a><p>{text}</p><p>Short</p><p>{text}</p></div><div id=b>{text}</div><p>b")
    assert [found.count_paragraphs(with_id(found, name)) for name in "ab"] == [2, 1]


@given(soup | trees)
def test_what_is_inside_is_what_the_tree_has_inside(source: bytes) -> None:
    found = Facts(Page(source), SITE)
    for element in elements_of(found):
        inside = [node for node in element.iter(etree.Element) if node in found.page.numbers and node is not element]
        for selector in ("b", "div", "[class]"):
            chosen = [node for node in inside if node in found.selected(selector)]
            assert found.has(element, selector) is bool(chosen)
            assert sorted(map(id, found.inside(element, selector))) == sorted(map(id, chosen))


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


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<a href=//a.example>", "<a href=/b>", "<a>", "</a>", "<area href=//c.example>", "x"])
    )
)
def test_links_are_counted_as_the_tree_has_them(pieces: list[str]) -> None:
    found = facts("".join(pieces), SITE)
    for element in elements_of(found):
        links = [node for node in element.iter("a", "area") if node.get("href") is not None]
        assert found.count_links(element) == len(found.links(element)) == len(links)


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
