"""Exceptions of lists that switch filters off on pages, and the patterns of network filters as expressions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsponsor import Engine
from unsponsor.lists.options import UrlPattern
from unsponsor.lists.switches import State, Switches
from unsponsor.lists.syntax import parse

URL = "https://www.news.example/politics/1?page=2"
NONE = State()
GENERIC = State(generic_off=True)
SPECIFIC = State(specific_off=True)
ALL = State(all_off=True)
PAGE = State(all_off=True, page_off=True)
# A list, and what it switches off on the page above.
SWITCHED = {
    "nothing": ("", NONE),
    "no exception": ("||news.example^$generichide", NONE),
    "an exception for requests": ("@@||news.example^$script", NONE),
    "an exception without options": ("@@||news.example^", NONE),
    "generic filters": ("@@||news.example^$generichide", GENERIC),
    "generic filters, in short": ("@@||news.example^$ghide", GENERIC),
    "specific filters": ("@@||news.example^$specifichide", SPECIFIC),
    "specific filters, in short": ("@@||news.example^$shide", SPECIFIC),
    "all filters for elements": ("@@||news.example^$elemhide", ALL),
    "all filters for elements, in short": ("@@||news.example^$ehide", ALL),
    "the page": ("@@||news.example^$document", PAGE),
    "the page, in short": ("@@||news.example^$doc", PAGE),
    "with options besides": ("@@||news.example^$script, generichide ,important", GENERIC),
    "two at once": ("@@||news.example^$generichide,specifichide", State(generic_off=True, specific_off=True)),
    "by two lines": ("@@||news.example^$ghide\n@@||www.news.example^$shide", State(generic_off=True, specific_off=True)),
    "by a line for the host and one for the path": (
        "@@||news.example^$ghide\n@@/politics/$elemhide",
        State(True, False, True),
    ),
    "names that only begin or end so": ("@@||news.example^$xgenerichide\n@@||news.example^$documents", NONE),
    "all but the page": ("@@||news.example^$~document", NONE),
    # Which pages.
    "the host itself": ("@@||www.news.example^$ghide", GENERIC),
    "a host in capitals": ("@@||News.Example^$ghide", GENERIC),
    "a host without an end": ("@@||news.example$ghide", GENERIC),
    "an entity": ("@@||news.*^$ghide", GENERIC),
    "another host": ("@@||shop.example^$ghide", NONE),
    "a host below": ("@@||m.www.news.example^$ghide", NONE),
    "a host that ends so": ("@@||ws.example^$ghide", NONE),
    "a path": ("@@||news.example/politics/$ghide", GENERIC),
    "another path": ("@@||news.example/sports/$ghide", NONE),
    "an address from its beginning": ("@@|https://www.news.example/$ghide", GENERIC),
    "another beginning": ("@@|http://www.news.example/$ghide", NONE),
    "an expression": (r"@@/news\.example\/\w+\/\d/$ghide", GENERIC),
    "an expression with an end": (r"@@/\/\d$/$ghide", NONE),
    "sites": ("@@*$ghide,domain=shop.example|News.example", GENERIC),
    "sites by another name": ("@@*$ghide,from=news.example", GENERIC),
    "other sites": ("@@*$ghide,domain=shop.example", NONE),
    "a path on a site": ("@@/politics/$ghide,domain=news.example", GENERIC),
    "a path on another site": ("@@/politics/$ghide,domain=shop.example", NONE),
    "another path on a site": ("@@/sports/$ghide,domain=news.example", NONE),
    "a host on another site": ("@@||news.example^$ghide,domain=shop.example", NONE),
    "all sites but another": ("@@*$ghide,domain=~shop.example", GENERIC),
    "a path on all sites but another": ("@@/politics/$ghide,domain=~shop.example", GENERIC),
    "a site in capitals on a path": ("@@/politics/$ghide,domain=News.example", GENERIC),
    "no pattern": ("@@$ghide,domain=news.example", GENERIC),
    "a piece of a host": ("@@||www.n*s.example^$ghide", GENERIC),
}


def named(text: str) -> list[tuple[str, str]]:
    return [(item.text, "little") for item in parse(text).network]


def switched(text: str, url: str = URL) -> State:
    return Switches(named(text)).on(url)


@pytest.mark.parametrize(("text", "state"), SWITCHED.values(), ids=SWITCHED.keys())
def test_what_is_off_on_a_page(text: str, state: State) -> None:
    assert switched(text) == state


def test_a_page_that_is_asked_about_again_is_answered_alike() -> None:
    switches = Switches(named("@@||news.example^$ghide\n@@/print/$doc"))
    # More than are kept.
    urls = [
        f"https://{host}/{path}/{n}" for n in range(400) for host in ("news.example", "a.example") for path in ("1", "print")
    ]
    wanted = [State("news" in url, False, "print" in url, "print" in url) for url in urls]
    assert [switches.on(url) for url in urls] == wanted
    assert [switches.on(url) for url in urls] == wanted


@pytest.mark.parametrize("url", ["", "about:blank", "https://[broken/", "news.example"])
def test_a_page_without_a_host_has_no_switches(url: str) -> None:
    assert switched("@@||news.example^$doc", url) == NONE


def test_a_broken_expression_switches_nothing() -> None:
    text = "@@/(/$generichide\n@@||news.example^$specifichide"
    assert switched(text) == SPECIFIC
    engine = Engine(lists=[text], builtin_rules=False, heuristics=False)
    assert engine.request("https://ads.example/1", source=URL, kind="image").action == "allow"


# A pattern, an address, and whether it stands in that.
PATTERNS = [
    ("/banner/1", "https://a.example/banner/12", True),
    ("/banner/1", "https://a.example/banner", False),
    ("banner", "https://a.example/BANNER", True),
    ("/banner/*/img", "https://a.example/banner/1/2/img", True),
    ("/banner/*/img", "https://a.example/img/banner/1", False),
    ("||a.example^", "https://a.example/", True),
    ("||a.example^", "https://a.example", True),
    ("||a.example^", "wss://b.a.example:8080/1", True),
    ("||a.example^", "https://ba.example/", False),
    ("||a.example^", "https://a.example.net/", False),
    ("||a.example^", "https://b.example/?to=https://a.example/", False),
    ("||a.example^", "https://b.example/a.example/", False),
    ("||a.example/1", "https://b.a.example/12", True),
    ("|https://a.example", "https://a.example/1", True),
    ("|https://a.example", "http://b.example/https://a.example", False),
    (".js|", "https://a.example/1.js", True),
    (".js|", "https://a.example/1.js?2", False),
    ("|https://a.example/|", "https://a.example/", True),
    ("|https://a.example/|", "https://a.example/1", False),
    ("^ad^", "https://a.example/ad/1", True),
    ("^ad^", "https://a.example/?ad=1", True),
    ("^ad^", "https://a.example/ad", True),
    *((f"^ad^{sign}", f"https://a.example/ad{sign}", False) for sign in "_-.%1x"),
    ("a.example/1.gif", "https://aXexample/1.gif", False),
    ("(1)+[x]", "https://a.example/(1)+[x]", True),
    ("*", "https://a.example/", True),
    (r"/ad\d+\./", "https://a.example/ad12.js", True),
    (r"/AD\d+/", "https://a.example/ad12.js", True),
    (r"/ad\d+\./", "https://a.example/ad.js", False),
    ("//", "https://a.example/", True),
]


@pytest.mark.parametrize(("pattern", "url", "stands"), PATTERNS)
def test_a_pattern_stands_in_an_address(pattern: str, url: str, stands: bool) -> None:
    assert UrlPattern(pattern).found(url) is stands


@given(st.text(st.characters(codec="ascii", exclude_characters="*^|/", categories=("L", "N", "P", "S")), min_size=1))
def test_letters_of_a_pattern_mean_themselves(piece: str) -> None:
    assert UrlPattern(piece).found(f"https://a.example/{piece}/1")
    assert UrlPattern(f"*{piece}^").found(f"https://a.example/{piece}/1")
    assert UrlPattern(f"|https://a.example/{piece}/1|").found(f"https://a.example/{piece}/1")
    assert not UrlPattern(f"|/{piece}").found(f"https://a.example/{piece}/1")


@pytest.mark.parametrize(
    ("pattern", "url"),
    [
        ("/(a+)+$/", "https://b.example/" + "a" * 60 + "!"),
        ("||b.example/*a*a*a*a*b", "https://b.example/" + "a" * 4000),
        ("*" * 40 + "!", "https://b.example/" + "a" * 4000),
    ],
)
def test_a_page_s_address_cannot_hold_a_pattern_up(pattern: str, url: str) -> None:
    assert UrlPattern(pattern).found(url) is False


@pytest.mark.parametrize(
    "pattern", ["/(/", "/a{99999999999}/", "/" + "(" * 5000 + ")" * 5000 + "/"], ids=["open", "many", "deep"]
)
def test_a_list_with_a_pattern_that_cannot_be_used_has_its_others(pattern: str) -> None:
    text = f"##.ad\n@@{pattern}$document\n{pattern}$removeparam=x\n{pattern}$removeheader=x\n||ads.example^\n"
    engine = Engine(lists=[text, "||other.example^"])
    engine.prepare()
    for host in ("ads.example", "other.example"):
        assert engine.request(f"https://{host}/1", source=URL, kind="image").action == "block"
    assert b"class=ad" not in engine.clean(b"<!doctype html><div class=ad>Ad</div><p>Text", URL).html
