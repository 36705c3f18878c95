"""Requests that lists block, through the real proxy, and what is known of a request."""

import re
from collections.abc import Iterator

import pytest
from mitmproxy.http import Headers, Request

from unsponsor import Engine
from unsponsor.proxy.addon import Unsponsor
from unsponsor.proxy.requests import blocked_page, kind_of, source_of

from .conftest import HOST, Lab

LIST = f"""! Title: Mine
/blocked/
||{HOST}/page^$document
$removeparam=utm_x
/calm/$script,redirect=noopjs
||{HOST}/headers$csp=frame-src 'none'
||{HOST}/headers$removeheader=x-track
"""

KINDS = {
    "a page": ({"sec-fetch-dest": "document"}, "document"),
    "a frame": ({"sec-fetch-dest": "iframe"}, "subdocument"),
    "a style sheet": ({"sec-fetch-dest": "style"}, "stylesheet"),
    "a script's request": ({"sec-fetch-dest": "empty"}, "xmlhttprequest"),
    "a web socket": ({"upgrade": "websocket"}, "websocket"),
    "a page of an old browser": ({"accept": "text/html,*/*"}, "document"),
    "a picture of an old browser": ({"accept": "image/png,image/*;q=0.8"}, "image"),
    "a script of an old browser": ({"accept": "*/*"}, "script"),
    "an old script's request": ({"accept": "*/*", "x-requested-with": "XMLHttpRequest"}, "xmlhttprequest"),
}


def request(headers: dict[str, str]) -> Request:
    made = Request.make("GET", f"https://{HOST}/a.js")
    made.headers = Headers([(name.encode(), value.encode()) for name, value in headers.items()])
    return made


@pytest.mark.parametrize(("headers", "kind"), KINDS.values(), ids=KINDS.keys())
def test_what_a_request_is_for(headers: dict[str, str], kind: str) -> None:
    assert kind_of(request(headers)) == kind


def test_who_asks() -> None:
    said = {"referer": "https://news.example/1", "origin": "https://other.example"}
    assert source_of(request(said), "image") == "https://news.example/1"
    assert source_of(request({"origin": "https://other.example"}), "image") == "https://other.example"
    assert source_of(request({"origin": "null"}), "image") == f"https://{HOST}/a.js"
    assert source_of(request(said), "document") == f"https://{HOST}/a.js"


def test_the_page_says_which_filter_blocks_it_and_trusts_nothing() -> None:
    page = blocked_page("https://a.example/?q=<script>", "||a.example^$document (<b>Mine</b>)")
    assert "||a.example^$document (&lt;b&gt;Mine&lt;/b&gt;)" in page
    assert "<script>" not in page


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    addon = Unsponsor(lambda: Engine(lists=[LIST], builtin_rules=False, heuristics=False))
    with Lab(tmp_path_factory.mktemp("lab"), addon) as lab:
        yield lab


def test_a_blocked_request_is_answered_here(lab: Lab) -> None:
    lab.serve("/blocked/1.js", b"from the origin", content_type="text/javascript")
    script = lab.get("/blocked/1.js", sec_fetch_dest="script", origin="https://news.example")
    assert (script.status, script.body) == (200, b"(function(){})();")
    assert script.headers["content-type"] == "application/javascript"
    assert script.headers["access-control-allow-origin"] == "https://news.example"
    picture = lab.get("/blocked/1.gif", sec_fetch_dest="image")
    assert (picture.status, picture.body[:6]) == (200, b"GIF89a")
    assert lab.get("/blocked/1.html", sec_fetch_dest="iframe").body.startswith(b"<!DOCTYPE html>")
    assert lab.get("/blocked/", method="POST", sec_fetch_dest="empty").body == b""
    assert lab.addon.counts["blocked"] == 4


def test_the_host_of_a_blocked_request_is_not_even_connected_to(lab: Lab) -> None:
    lab.serve("/ok.js", b"ok", content_type="text/javascript")
    assert lab.get("/blocked/1.js", sec_fetch_dest="script").body == b"(function(){})();"
    assert lab.way.connected == []
    assert lab.get("/ok.js", sec_fetch_dest="script").body == b"ok"
    assert lab.way.connected == [(HOST, 443)]


def test_something_neutral_is_answered(lab: Lab) -> None:
    assert lab.get("/calm/1.js", sec_fetch_dest="script").body == b"(function(){})();"


def test_a_blocked_page_tells_why_and_lets_the_reader_go_on(lab: Lab) -> None:
    lab.serve("/page", b"<p>The page</p>")
    page = lab.get("/page", sec_fetch_dest="document")
    assert page.status == 403
    assert f"||{HOST}/page^$document (Mine)".encode() in page.body
    assert lab.get("/page?unsponsor-go-on=guessed", sec_fetch_dest="document").status == 403
    found = re.search(rb'href="https://[^/]+(/page\?unsponsor-go-on=\w+)"', page.body)
    assert found is not None
    assert lab.get(found[1].decode(), sec_fetch_dest="document").body == b"<p>The page</p>"
    assert lab.get("/page", sec_fetch_dest="document").body == b"<p>The page</p>"


def test_parameters_are_taken_out_on_the_way(lab: Lab) -> None:
    lab.serve("/a?b=1", b"<p>Without</p>")
    assert lab.get("/a?utm_x=1&b=1", sec_fetch_dest="document").body == b"<p>Without</p>"


def test_headers_are_added_and_taken_out(lab: Lab) -> None:
    lab.serve("/headers", b"<p>a</p>", x_track="1")
    answer = lab.get("/headers", sec_fetch_dest="document")
    assert answer.headers["content-security-policy"] == "frame-src 'none'"
    assert "x-track" not in answer.headers


def test_other_requests_go_on(lab: Lab) -> None:
    lab.serve("/ok.js", b"ok", content_type="text/javascript")
    assert lab.get("/ok.js", sec_fetch_dest="script").body == b"ok"
    assert lab.addon.counts["blocked"] == 0
