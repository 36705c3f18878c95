"""What is found out of a page, beside what the tree itself says; and what elements have, case by case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsponsor.rules.facts import LinkKind
from unsponsor.rules.hosts import HostSet
from unsponsor.rules.vocabulary import Vocabulary

from .helpers import SMALL_PAGE, elements_of, facts, with_id

SITE = "https://www.news.example/politics/1"


def test_where_a_page_is() -> None:
    found = facts(SMALL_PAGE, "https://www.news.example:8080/politics/1?a=b#c")
    assert (found.host, found.domain, found.path) == ("www.news.example", "news.example", "/politics/1?a=b")


def test_what_an_element_says() -> None:
    found = facts("<title>t</title><div id=a><p>One\n <b>two</b></p><p>three</p><script>no</script></div><p>four</p>")
    box = with_id(found, "a")
    assert found.text(box) == "One two three"
    assert found.page_text[found.text_begin(box) : found.text_end(box)].strip() == "One two three"


def test_where_links_lead() -> None:
    found = facts(SMALL_PAGE, SITE)
    box = with_id(found, "a")
    assert found.links(box) == ["ads.example", "www.news.example"]
    assert found.links(with_id(found, "d")) == ["ads.example"]
    assert found.links(with_id(found, "f")) == []  # it leads nowhere
    numbers = found.numbers((box, with_id(found, "f")))
    assert (found.count_links(box), found.link_counts(numbers), found.link_count) == (2, [2, 0], 3)
    assert found.hosts == {"ads.example", "www.news.example", "shop.example"}
    assert found.links_of(OTHERS) == [link.number for link in found.other_links]
    assert found.shares_of_links(OTHERS, numbers) == [1 / 2, 0]
    assert found.hosts_of(OTHERS) == found.other_hosts == {"ads.example", "shop.example"}
    assert [(link.place, link.host) for link in found.other_links] == [(0, "ads.example"), (2, "shop.example")]


def test_hosts_of_a_kind() -> None:
    found = facts(SMALL_PAGE, SITE)
    known = HostSet(("ads.*", "news.example", "example.org", "op.example"))
    assert found.hosts_among(known) == {host for host in found.hosts if host in known} == {"ads.example", "www.news.example"}
    assert found.hosts_of(LinkKind(known, other_sites=True)) == {"ads.example"}
    assert found.hosts_of(LinkKind(None, other_sites=False)) == found.hosts


OTHERS = LinkKind(None, other_sites=True)
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
