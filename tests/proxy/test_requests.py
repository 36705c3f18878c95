"""Requests that lists block, through the real proxy, and what is known of a request."""

import http.client
import re
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from mitmproxy.http import Headers, Request

from unsponsor import Engine
from unsponsor.proxy.addon import Unsponsor
from unsponsor.proxy.requests import blocked_page, kind_of, source_of
from unsponsor.recording.session import ProxySession

from .conftest import HOST, Lab

LIST = f"! Title: Mine\n/blocked/\n||{HOST}/page^$document\n$removeparam=utm_x\n/calm/$script,redirect=noopjs"

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


@pytest.fixture
def blocking(tmp_path: Path) -> Iterator[Lab]:
    lab = Lab(tmp_path, Unsponsor(lambda: Engine(lists=[LIST], builtin_rules=False, heuristics=False)))
    with lab.stack:
        yield lab


def test_a_blocked_request_is_answered_here(blocking: Lab) -> None:
    blocking.serve("/blocked/1.js", b"from the origin", content_type="text/javascript")
    blocking.start()
    script = blocking.get("/blocked/1.js", sec_fetch_dest="script", origin="https://news.example")
    assert (script.status, script.body) == (200, b"(function(){})();")
    assert script.headers["content-type"] == "application/javascript"
    assert script.headers["access-control-allow-origin"] == "https://news.example"
    picture = blocking.get("/blocked/1.gif", sec_fetch_dest="image")
    assert (picture.status, picture.body[:6]) == (200, b"GIF89a")
    assert blocking.get("/blocked/1.html", sec_fetch_dest="iframe").body.startswith(b"<!DOCTYPE html>")
    assert blocking.get("/blocked/", method="POST", sec_fetch_dest="empty").body == b""
    assert blocking.addon.counts["blocked"] == 4


def test_the_host_of_a_blocked_request_is_not_even_connected_to(tmp_path: Path) -> None:
    addon = Unsponsor(lambda: Engine(lists=[LIST], builtin_rules=False, heuristics=False))
    with ProxySession([addon], tmp_path / "proxy", []) as proxy:
        context = ssl.create_default_context(cafile=proxy.authority)
        connection = http.client.HTTPSConnection("127.0.0.1", proxy.port, timeout=60, context=context)
        # Nobody listens there.
        connection.set_tunnel("localhost", 9)
        connection.request("GET", "/blocked/1.js", headers={"Sec-Fetch-Dest": "script"})
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"(function(){})();")
        connection.close()


def test_something_neutral_is_answered(blocking: Lab) -> None:
    blocking.start()
    assert blocking.get("/calm/1.js", sec_fetch_dest="script").body == b"(function(){})();"


def test_a_blocked_page_tells_why_and_lets_the_reader_go_on(blocking: Lab) -> None:
    blocking.serve("/page", b"<p>The page</p>")
    blocking.start()
    page = blocking.get("/page", sec_fetch_dest="document")
    assert page.status == 403
    assert f"||{HOST}/page^$document (Mine)".encode() in page.body
    assert blocking.get("/page?unsponsor-go-on=guessed", sec_fetch_dest="document").status == 403
    found = re.search(rb'href="https://[^/]+(/page\?unsponsor-go-on=\w+)"', page.body)
    assert found is not None
    assert blocking.get(found[1].decode(), sec_fetch_dest="document").body == b"<p>The page</p>"
    assert blocking.get("/page", sec_fetch_dest="document").body == b"<p>The page</p>"


def test_parameters_are_taken_out_on_the_way(blocking: Lab) -> None:
    blocking.serve("/a?b=1", b"<p>Without</p>")
    blocking.start()
    assert blocking.get("/a?utm_x=1&b=1", sec_fetch_dest="document").body == b"<p>Without</p>"


def test_headers_are_added_and_taken_out(tmp_path: Path) -> None:
    text = f"||{HOST}^$csp=frame-src 'none'\n||{HOST}^$removeheader=x-track"
    lab = Lab(tmp_path, Unsponsor(lambda: Engine(lists=[text], builtin_rules=False, heuristics=False)))
    with lab.stack:
        lab.serve("/", b"<p>a</p>", x_track="1")
        lab.start()
        answer = lab.get("/", sec_fetch_dest="document")
        assert answer.headers["content-security-policy"] == "frame-src 'none'"
        assert "x-track" not in answer.headers


def test_other_requests_go_on(blocking: Lab) -> None:
    blocking.serve("/ok.js", b"ok", content_type="text/javascript")
    blocking.start()
    assert blocking.get("/ok.js", sec_fetch_dest="script").body == b"ok"
    assert blocking.addon.counts["blocked"] == 0
