"""Elements whose request is blocked."""

import pytest

from unsponsor import Engine
from unsponsor.settings import Settings

URL = "https://www.news.example/1"
LIST = "! Title: Mine\n||ads.example^\n/own/ads/\n||calm.example^$script,redirect=noopjs"
ARTICLE = "<main><h1>News</h1><p>A sentence of the article that a reader came for, and another one after it.</p></main>"
GOES = {
    "a picture": "<img id=x src='https://ads.example/1.gif'>",
    "a frame": "<iframe id=x src='//ads.example/1'></iframe>",
    "a script": "<script id=x src='https://ads.example/1.js'></script>",
    "the site's own": "<img id=x src='/own/ads/1.gif'>",
    "the box around it": "<div id=x class=c7><a href='https://ads.example/'><img src='https://ads.example/1.gif'></a></div>",
    "a player of ads": "<video id=x src='https://ads.example/1.mp4'></video>",
}
STAYS = {
    "another picture": "<img src='/a.gif'>",
    "a picture in itself": "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>",
    "what is answered by something else": "<script src='https://calm.example/1.js'></script>",
    "a broken address": "<img src='https://[ads.example/1'>",
}


def clean(html: str) -> list[str]:
    page = f"<!doctype html><body>{ARTICLE}{html}<footer>About us</footer>"
    found = Engine(lists=[LIST], builtin_rules=False, heuristics=False).clean(page.encode(), URL).removals
    return [removal.path.rpartition("#")[2] + " " + removal.evidence[0] for removal in found]


@pytest.mark.parametrize("html", GOES.values(), ids=GOES.keys())
def test_what_asks_for_what_is_blocked_goes(html: str) -> None:
    (found,) = clean(html)
    assert found.startswith("x asks for what ")
    assert found.endswith(" (Mine) blocks")


@pytest.mark.parametrize("html", STAYS.values(), ids=STAYS.keys())
def test_what_asks_for_something_else_stays(html: str) -> None:
    assert clean(html) == []


@pytest.mark.parametrize(
    ("trusting", "goes"),
    [
        ({}, False),
        ({"trust_lists": ["Mine"]}, True),
        ({"trust_lists": ["Another"]}, False),
        ({"trust_filters": ["||ads.example^"]}, True),
        ({"trust_filters": ["||ads.example"]}, False),
    ],
    ids=str,
)
def test_the_guard_keeps_some_of_it_but_from_what_the_user_trusts(trusting: dict[str, object], goes: bool) -> None:
    prose = "<p>" + "A sentence of the article that a reader came for. " * 4 + "</p>"
    page = f"<!doctype html><body>{ARTICLE}{prose * 12}<object data='https://ads.example/1'>{prose * 3}</object>".encode()
    engine = Engine(lists=[LIST], builtin_rules=False, heuristics=False, settings=Settings.model_validate(trusting))
    assert (b"<object" not in engine.clean(page, URL).html) is goes
    if not goes:
        (block,) = engine.explain(page, URL)
        assert block.outcome == "kept: holds 3 paragraphs of text"
