"""Where a page's links lead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsponsor.heuristics.links import Links
from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import HostSet, registrable_domain

from ..rules.helpers import facts

URL = "https://www.news.example/politics/1"
SOCIAL = HostSet(["social.example"])


def page_of(*addresses: str) -> Facts:
    return facts("".join(f'<a href="{address}">a</a>' for address in addresses), URL)


def links_of(*addresses: str) -> Links:
    return Links(page_of(*addresses), SOCIAL)


# An address, whether it leads to another site, to the home page, and to where one shares.
LEADS = {
    "/": (False, True, False),
    "/index.html": (False, True, False),
    "/index.php?a=1": (False, True, False),
    "/index": (False, False, False),
    "#top": (False, False, False),
    "/politics": (False, False, False),
    "https://www.news.example": (False, True, False),
    "https://www.news.example/": (False, True, False),
    "http://www.news.example/?a=1": (False, True, False),
    "//www.news.example/index.html": (False, True, False),
    "https://www.news.example/1": (False, False, False),
    "https://news.example/": (False, False, False),
    "https://m.news.example/1": (False, False, False),
    "https://shop.example/": (True, False, False),
    "https://news.example.net/": (True, False, False),
    "https://social.example/share": (False, False, True),
    "https://m.social.example/": (False, False, True),
    "mailto:me@shop.example": (False, False, False),
    "javascript:go()": (False, False, False),
    "http://192.168.1.1/": (False, False, False),
    "https://[broken/": (False, False, False),
}


@pytest.mark.parametrize(("address", "wanted"), LEADS.items(), ids=LEADS.keys())
def test_where_a_link_leads(address: str, wanted: tuple[bool, bool, bool]) -> None:
    links = links_of(address)
    assert (*links.elsewhere, *links.home, *links.social) == wanted


@pytest.mark.parametrize("address", ["", "?a=1"])
def test_a_link_to_the_page_itself_leads_to_no_home_page(address: str) -> None:
    assert links_of(address).home.tolist() == [False]


def test_links_are_told_in_their_order() -> None:
    page = facts("<p><a name=a>a</a><a href=/b>b</a></p><area href='//c.shop.example/'><b><a href='mailto:d'>d</a></b>", URL)
    links = Links(page, SOCIAL)
    assert [page.page.elements[number].tag for number in links.numbers] == ["a", "area", "a"]  # type: ignore[union-attr]
    assert links.addresses == ["/b", "//c.shop.example/", "mailto:d"]
    assert links.where(links.elsewhere).tolist() == [links.numbers[1]]
    assert links.where(links.social).tolist() == []


def test_a_page_without_links_has_none() -> None:
    links = links_of()
    found = (links.numbers, links.elsewhere, links.home, links.often, links.changes, links.social)
    assert [column.tolist() for column in found] == [[]] * 6


def test_links_among_hosts() -> None:
    links = links_of("https://a.shop.example/", "/shop.example", "https://shop.example/", "mailto:a@shop.example")
    assert links.among(HostSet(["shop.example"])).tolist() == [True, False, True, False]
    assert links.among(HostSet(["a.shop.example", "news.*"])).tolist() == [True, True, False, False]
    assert links.among(HostSet([])).tolist() == [False] * 4


def test_a_site_of_the_family_is_no_other() -> None:
    html = '<link rel=canonical href="https://paper.example/1"><a href="https://www.paper.example/">a</a><a href="https://b.example/">b</a>'
    page = facts(html, URL)
    assert "paper.example" in page.family
    assert Links(page, SOCIAL).elsewhere.tolist() == [False, True]


@pytest.mark.parametrize(
    ("hosts", "often"),
    [
        ("a", "a"),
        ("a b c", "a b c"),
        ("a b c d", ""),
        # More than three of ten.
        ("a a a b c d e f g h", ""),
        ("a a a a b c d e f g", "a"),
        ("a x.a y.a z.a b c d e f g", "a x.a y.a z.a"),
        # Those that lead to no host count among all, and are none.
        ("- - - - a", ""),
        ("- - a", "a"),
    ],
)
def test_a_site_to_which_many_links_lead(hosts: str, often: str) -> None:
    links = links_of(*("mailto:a" if host == "-" else f"https://{host}.example/" for host in hosts.split()))
    found = {address for address, many in zip(links.addresses, links.often, strict=True) if many}
    assert found == {f"https://{host}.example/" for host in often.split()}


@pytest.mark.parametrize(
    ("hosts", "changes"),
    [
        ("a", "1"),
        ("a a", "10"),
        ("a b", "11"),
        ("a b a", "111"),
        ("a x.a", "10"),
        ("a - a", "100"),
        ("a - b", "101"),
        ("- - a", "001"),
        ("a social a", "100"),
        ("social", "0"),
    ],
)
def test_where_links_change_to_another_site(hosts: str, changes: str) -> None:
    links = links_of(*("/" if host == "-" else f"https://{host}.example/" for host in hosts.split()))
    assert "".join("01"[int(change)] for change in links.changes) == changes


HOSTS = st.sampled_from(["", "shop.example", "a.shop.example", "b.example", "www.news.example", "social.example"])


@given(st.lists(HOSTS, max_size=12))
def test_links_are_counted_as_they_are(hosts: list[str]) -> None:
    links = links_of(*(f"https://{host}/" if host else "/a" for host in hosts))
    said = [host or "www.news.example" for host in hosts]
    domains = list(map(registrable_domain, said))
    assert links.elsewhere.tolist() == [host in ("shop.example", "a.shop.example", "b.example") for host in said]
    assert links.often.tolist() == [domains.count(domain) > 0.3 * len(said) for domain in domains]
    others = [domain for domain, elsewhere in zip(domains, links.elsewhere, strict=True) if elsewhere]
    assert sum(links.changes) == sum(first != second for first, second in zip(["", *others], others, strict=False))


@given(st.lists(HOSTS, max_size=8), st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=3))
def test_links_that_do_not_count_are_as_if_they_were_not_there(hosts: list[str], ignored: list[tuple[int, int]]) -> None:
    page = page_of(*(f"https://{host}/{n}" if host else f"/{n}" for n, host in enumerate(hosts)))
    links = Links(page, SOCIAL, ignored)
    stay = [n for n in range(len(hosts)) if not any(first <= n < behind for first, behind in ignored)]
    assert list(links.numbers) == stay
    assert links.addresses == [Links(page, SOCIAL).addresses[n] for n in stay]
    rest = links_of(*links.addresses)
    for name in ("elsewhere", "home", "often", "changes"):
        assert getattr(links, name).tolist() == getattr(rest, name).tolist()


# Whether an address is the home page of another site, and whether that site is named like the page's.
ELSEWHERE = {
    "https://shop.example": (True, False),
    "https://shop.example/": (True, False),
    "https://shop.example/?utm_source=news": (False, False),
    "https://shop.example/a": (False, False),
    " https://shop.example/ ": (True, False),
    "/": (False, False),
    "https://social.example/": (False, False),
    "https://dailynews.example/": (True, True),
    "https://www.daily-news.example/a": (False, True),
    "https://new.example/": (True, False),
    "https://sports.news.example/": (False, False),
}


@pytest.mark.parametrize("address", ELSEWHERE)
def test_what_is_known_of_another_site(address: str) -> None:
    links = links_of(address)
    assert (bool(links.homes[0]), bool(links.namesakes[0])) == ELSEWHERE[address]


@pytest.mark.parametrize(
    ("html", "named"),
    [
        ('<a href="https://www.green-garden.example/">Green Garden</a>', True),
        ('<a href="https://www.green-garden.example/a">Read more at GreenGarden</a>', True),
        ('<a href="https://www.green-garden.example/">Green gardens</a>', True),
        ('<a href="https://www.green-garden.example/">A garden</a>', False),
        ('<a href="https://abc.example/">ABC</a>', False),
        ('<a href="/green-garden">Green Garden</a>', False),
        ('<a href="https://green-garden.example/"><img alt="Green Garden"></a>', False),
    ],
)
def test_a_link_named_after_where_it_leads(html: str, named: bool) -> None:
    assert Links(facts(html, URL), SOCIAL).named_after_hosts.tolist() == [named]


def test_the_first_link_to_each_address() -> None:
    assert links_of("/a", "/b", "/a", "/a#x", "/b").first.tolist() == [True, True, False, True, False]
