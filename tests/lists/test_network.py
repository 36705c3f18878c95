"""What becomes of requests."""

from pathlib import Path

import pytest

from unsponsor import Decision, Engine
from unsponsor.lists.kept import KeptList
from unsponsor.lists.network import RequestFilter
from unsponsor.lists.options import Parts, parse, written
from unsponsor.lists.syntax import parse as parse_list
from unsponsor.settings import Settings

PAGE = "https://www.news.example/1"
# A list, a request (kind, address), and what becomes of it.
DECIDED = {
    "a host": ("||ads.example^", "image https://x.ads.example/1.gif", "block"),
    "another host": ("||ads.example^", "image https://ads.example.net/1.gif", "allow"),
    "a fragment": ("/banner/*/img^", "image https://cdn.example/banner/7/img/", "block"),
    "an expression": (r"/ads\d+\.js/", "script https://cdn.example/ads12.js", "block"),
    "a type": ("||ads.example^$script", "script https://ads.example/1.js", "block"),
    "another type": ("||ads.example^$script", "image https://ads.example/1.gif", "allow"),
    "a type by another name": ("||ads.example^$xhr", "xmlhttprequest https://ads.example/1", "block"),
    "all types": ("||ads.example^$all", "image https://ads.example/1", "block"),
    "all types, of which one is a page": ("||ads.example^$all", "document https://ads.example/1", "block"),
    "a page": ("||ads.example^$doc", "document https://ads.example/1", "block"),
    "a page is no image": ("||ads.example^$doc", "image https://ads.example/1", "allow"),
    "a page of a host that is named": ("||ads.example^", "document https://ads.example/1", "block"),
    "other filters are for no pages": ("/banner/", "document https://news.example/banner/1", "allow"),
    "from a site": ("*/ad.js$from=news.example", "script https://cdn.example/ad.js", "block"),
    "from another site": ("*/ad.js$domain=shop.example", "script https://cdn.example/ad.js", "allow"),
    "a third party": ("*/ad.js$3p", "script https://cdn.example/ad.js", "block"),
    "strictly a third party": ("*/ad.js$strict3p", "script https://cdn.example/ad.js", "block"),
    "no third party": ("*/ad.js$3p", "script https://cdn.news.example/ad.js", "allow"),
    "an exception": ("||ads.example^\n@@||ads.example/ok^", "image https://ads.example/ok/1", "allow"),
    "what is important": ("||ads.example^$important\n@@||ads.example^", "image https://ads.example/1", "block"),
    "a bad filter": ("||ads.example^\n||ads.example^$badfilter", "image https://ads.example/1", "allow"),
    "an exception for a page": ("||ads.example^\n@@||news.example^$document", "image https://ads.example/1", "allow"),
    "all hosts but one": ("*$script,domain=news.example,denyallow=cdn.example", "script https://a.example/1.js", "block"),
    "that one": ("*$script,domain=news.example,denyallow=cdn.example", "script https://cdn.example/1.js", "allow"),
    "requests to a host": ("*$image,domain=news.example,to=a.example", "image https://a.example/1", "block"),
    "requests to another host": ("*$image,domain=news.example,to=a.example", "image https://b.example/1", "allow"),
    "something neutral": ("||ads.example^$script,redirect=noopjs", "script https://ads.example/1.js", "redirect"),
    "something neutral, with a priority": (
        "||ads.example^$script,redirect=noop.js:5",
        "script https://ads.example/1.js",
        "redirect",
    ),
    "something that is not known": ("||ads.example^$script,redirect=foo.js", "script https://ads.example/1.js", "block"),
    "where another filter blocks": (
        "||ads.example^\n*$script,redirect-rule=noopjs",
        "script https://ads.example/1",
        "redirect",
    ),
    "where none does": ("*$script,redirect-rule=noopjs", "script https://cdn.example/1", "allow"),
    "windows alone are not known": ("||ads.example^$popup", "document https://ads.example/1", "allow"),
    "a line of a hosts file": ("0.0.0.0 ads.example", "image https://ads.example/1", "block"),
    "no address of the Web": ("*$image", "image data:image/gif;base64,", "allow"),
    "no list": ("", "image https://ads.example/1", "allow"),
}
REWRITTEN = {
    "a parameter": ("$removeparam=utm_source", "https://a.example/?utm_source=x&b=1", "https://a.example/?b=1"),
    "all parameters": ("||a.example^$removeparam", "https://a.example/p?a=1&b=2", "https://a.example/p"),
    "an expression": (r"$removeparam=/^utm_/", "https://a.example/?utm_a=1&utm_b=2&c=3", "https://a.example/?c=3"),
    "not there": ("$removeparam=x", "https://a.example/?b=1", None),
    "another site's": ("||b.example^$removeparam=b", "https://a.example/?b=1", None),
    "an exception": ("$removeparam=b\n@@||a.example^$removeparam=b", "https://a.example/?b=1", None),
    "an exception for all": ("$removeparam=b\n@@||a.example^$removeparam", "https://a.example/?b=1", None),
}


def decide(text: str, asked: str) -> Decision:
    kind, url = asked.split()
    engine = Engine(lists=[text], builtin_rules=False, heuristics=False)
    return engine.request(url, source=url if kind == "document" else PAGE, kind=kind)


@pytest.mark.parametrize(("text", "asked", "action"), DECIDED.values(), ids=DECIDED.keys())
def test_what_becomes_of_a_request(text: str, asked: str, action: str) -> None:
    assert decide(text, asked).action == action


@pytest.mark.parametrize(("text", "url", "wanted"), REWRITTEN.values(), ids=REWRITTEN.keys())
def test_parameters_are_taken_out(text: str, url: str, wanted: str | None) -> None:
    decision = decide(text, f"document {url}")
    assert (decision.action, decision.url) == (("rewrite", wanted) if wanted else ("allow", None))


def test_a_decision_names_the_filter_and_its_list() -> None:
    assert decide("! Title: Mine\n||ads.example^", "image https://ads.example/1").by == "||ads.example^ (Mine)"
    several = "! Title: Mine\n" + "\n".join(f"/banner{number}/" for number in range(20))
    assert decide(several, "image https://cdn.example/banner7/a").by == "/banner7/ (Mine)"


def test_something_neutral_is_of_its_kind() -> None:
    resource = decide("||ads.example^$image,redirect=1x1.gif", "image https://ads.example/1").resource
    assert resource is not None
    assert (resource.content_type, resource.body[:6]) == ("image/gif", b"GIF89a")


def test_what_is_not_supported_is_counted() -> None:
    found = RequestFilter([parse_list("||a.example^$replace=/x/y/\n||a.example^$popup\n||b.example^$method=post")])
    assert found.unsupported == {"$replace": 1, "$popup": 1, "$method": 1}


def test_a_page_that_is_let_alone_asks_what_it_wants() -> None:
    settings = Settings(allow=["news.example"])
    engine = Engine(lists=["||ads.example^"], settings=settings, builtin_rules=False, heuristics=False)
    assert engine.request("https://ads.example/1", source=PAGE, kind="image").action == "allow"


OPTIONS = {
    "||a^": Parts(False, "||a^", {}),
    "@@||a^$script": Parts(True, "||a^", {"script": ""}),
    "||a^$~3p,from=b|~c": Parts(False, "||a^", {"~third-party": "", "domain": "b|~c"}),
    "/a$b/": Parts(False, "/a$b/", {}),
    "/a/$css": Parts(False, "/a/", {"stylesheet": ""}),
    "a$b/c": Parts(False, "a$b/c", {}),
    r"*$removeparam=/^a\,b/": Parts(False, "*", {"removeparam": r"/^a\,b/"}),
}


@pytest.mark.parametrize(("text", "parts"), OPTIONS.items(), ids=OPTIONS.keys())
def test_options(text: str, parts: Parts) -> None:
    assert parse(text) == parts
    assert parse(written(parts)) == parts


@pytest.mark.parametrize("option", ["to=a.example", "denyallow=b.example"])
def test_hosts_of_requests_hold_though_filters_are_alike(option: str) -> None:
    found = RequestFilter([parse_list(f"/adx/$script,3p,{option}\n/ady/$script,3p\n/adz/$script,3p\n", "little")])
    page = "https://news.example/"
    assert found.decide("https://a.example/adx/1.js", page, "script").action == "block"
    assert found.decide("https://a.example/adx/1.js", page, "script").by == f"/adx/$script,3p,{option} (little)"
    assert found.decide("https://b.example/adx/1.js", page, "script").action == "allow"
    assert found.decide("https://b.example/ady/1.js", page, "script").action == "block"


@pytest.mark.parametrize(
    ("value", "query", "left"),
    [
        ("/id/", "id=1&d=2", "d=2"),
        ("/utm_i/", "utm_i=1&utm_=2", "utm_=2"),
        ("/^i/", "i=1&q=2", "q=2"),
        ("/^I/i", "i=1&q=2", "q=2"),
        ("id", "id=1&uid=2", "uid=2"),
    ],
)
def test_which_parameters_go(value: str, query: str, left: str) -> None:
    found = RequestFilter([parse_list(f"*$removeparam={value}")])
    assert found.decide(f"https://a.example/?{query}", "https://a.example/", "document").url == f"https://a.example/?{left}"


def test_a_filter_for_windows_of_some_hosts_is_no_filter_for_requests() -> None:
    found = RequestFilter([parse_list("||shop.example^$popup,to=a.example")])
    assert found.decide("https://shop.example/a.example/1", "https://news.example/", "image").action == "allow"
    assert found.unsupported == {"$popup": 1}


ASKED = [
    ("https://ads.example/1", "image"),
    ("https://ads.example/ok/1", "image"),
    ("https://a.example/1.js", "script"),
    ("https://cdn.example/1.js", "script"),
    ("https://calm.example/1.js", "script"),
    ("https://a.example/?utm_x=1&b=2", "document"),
]


def test_decisions_are_the_same_a_second_time(file: Path) -> None:
    found = KeptList(file)
    made = [RequestFilter([found], file.parent) for _ in range(2)]
    assert (file.parent / "requests.compiled").is_file()
    decisions = [[one.decide(url, PAGE, kind) for url, kind in ASKED] for one in made]
    assert decisions[0] == decisions[1]
    assert [decision.action for decision in decisions[1]] == ["block", "allow", "block", "allow", "redirect", "rewrite"]
    assert made[0].unsupported == made[1].unsupported == {"$popup": 1}


def test_what_is_kept_of_requests_may_be_damaged(file: Path) -> None:
    found = KeptList(file)
    RequestFilter([found], file.parent)
    (file.parent / "requests.compiled").write_bytes(b"nothing")
    assert RequestFilter([found], file.parent).decide(*ASKED[0][:1], PAGE, "image").action == "block"
