"""Which responses are pages, by their headers alone."""

import pytest
from mitmproxy import http
from mitmproxy.test import tflow

from unsponsor.proxy.decoding import LARGEST
from unsponsor.proxy.gate import content_encoding, is_page, media_type

HTML = {"content-type": "text/html"}
# Status, headers of the response, headers of the request.
PAGES: dict[str, tuple[int, dict[str, str], dict[str, str]]] = {
    "HTML": (200, HTML, {}),
    "with parameters": (200, {"content-type": " Text/HTML ; charset=utf-8"}, {}),
    "XHTML": (200, {"content-type": "application/xhtml+xml"}, {}),
    "a page that is not there": (404, HTML, {}),
    "a window": (200, HTML, {"sec-fetch-dest": "document"}),
    "a frame": (200, HTML, {"sec-fetch-dest": "IFrame"}),
    "a frame of old": (200, HTML, {"sec-fetch-dest": "frame"}),
    "what a browser wants, whatever a script says": (
        200,
        HTML,
        {"sec-fetch-dest": "document", "x-requested-with": "XMLHttpRequest"},
    ),
    "shown in place": (200, {**HTML, "content-disposition": "inline; filename=attachment.html"}, {}),
    "just as large as may be": (200, {**HTML, "content-length": str(LARGEST)}, {}),
    "a length that is none": (200, {**HTML, "content-length": "many"}, {}),
    **{f"encoded as {name}": (200, {**HTML, "content-encoding": name}, {}) for name in ("GZip", "br", "zstd", "deflate", "x-gzip")},
}  # fmt: skip
NONE: dict[str, tuple[int, dict[str, str], dict[str, str]]] = {
    "no type": (200, {}, {}),
    "another type": (200, {"content-type": "text/plain"}, {}),
    "a type that begins so": (200, {"content-type": "text/html5"}, {}),
    "on its way": (100, HTML, {}),
    "empty": (204, HTML, {}),
    "to be emptied": (205, HTML, {}),
    "a part": (206, HTML, {}),
    "not changed": (304, HTML, {}),
    "a script's": (200, HTML, {"sec-fetch-dest": "empty"}),
    "a picture's": (200, HTML, {"sec-fetch-dest": "image"}),
    "an old script's": (200, HTML, {"x-requested-with": "xmlhttprequest"}),
    "a download": (200, {**HTML, "content-disposition": "Attachment; filename=a.html"}, {}),
    "too large": (200, {**HTML, "content-length": str(LARGEST + 1)}, {}),
    "encoded by a dictionary": (200, {**HTML, "content-encoding": "dcz"}, {}),
    "encoded twice": (200, {**HTML, "content-encoding": "gzip, gzip"}, {}),
}


def flow_of(status: int, response: dict[str, str], request: dict[str, str], method: str = "GET") -> http.HTTPFlow:
    flow = tflow.tflow()
    flow.request = http.Request.make(method, "https://page.example/", headers=request)
    flow.response = http.Response.make(status)
    flow.response.headers = http.Headers([(name.encode(), value.encode()) for name, value in response.items()])
    return flow


@pytest.mark.parametrize("case", PAGES.values(), ids=PAGES.keys())
def test_what_is_a_page(case: tuple[int, dict[str, str], dict[str, str]]) -> None:
    assert is_page(flow_of(*case))


@pytest.mark.parametrize("case", NONE.values(), ids=NONE.keys())
def test_what_is_none(case: tuple[int, dict[str, str], dict[str, str]]) -> None:
    assert not is_page(flow_of(*case))


@pytest.mark.parametrize(("method", "holds"), [("GET", True), ("POST", True), ("HEAD", False), ("PUT", False)])
def test_which_requests_ask_for_pages(method: str, holds: bool) -> None:
    assert is_page(flow_of(200, HTML, {}, method)) is holds


def test_a_request_that_is_not_answered_is_no_page() -> None:
    assert not is_page(tflow.tflow())


def test_types_and_encodings_are_read_alike() -> None:
    flow = flow_of(200, {"content-type": " Text/HTML ;charset=x", "content-encoding": " GZIP "}, {})
    assert flow.response is not None
    assert (media_type(flow.response), content_encoding(flow.response)) == ("text/html", "gzip")
    bare = flow_of(200, {}, {})
    assert bare.response is not None
    assert (media_type(bare.response), content_encoding(bare.response)) == ("", "")
