"""Exceptions of lists that switch filters off on pages."""

import pytest

from unsponsor import Engine
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
