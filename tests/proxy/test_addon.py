"""Pages through the real proxy over TLS: what is cleaned, what passes untouched, and what happens when things go wrong."""

import gzip
import zlib

import pytest
from mitmproxy.net import encoding

from .conftest import CLEANED, PAGE, Lab

ENCODINGS = ["gzip", "br", "zstd", "deflate", "identity", ""]


@pytest.mark.parametrize("name", ENCODINGS)
def test_a_page_is_cleaned_in_every_content_encoding(lab: Lab, name: str) -> None:
    headers = {"content_encoding": name} if name else {}
    lab.serve("/", encoding.encode(PAGE, name or "identity"), etag='"1"', content_md5="x", **headers)
    answer = lab.get("/", sec_fetch_dest="document")
    assert answer.body == CLEANED
    assert "content-encoding" not in answer.headers
    assert answer.headers["content-length"] == str(len(CLEANED))
    assert "etag" not in answer.headers  # a page that was cleaned by other rules must not be taken for this one
    assert "content-md5" not in answer.headers
    assert lab.addon.counts == {"pages": 1, "cleaned": 1, "removals": 1}


def test_raw_deflate(lab: Lab) -> None:
    deflate = zlib.compressobj(wbits=-15)
    lab.serve("/", deflate.compress(PAGE) + deflate.flush(), content_encoding="deflate")
    assert lab.get("/").body == CLEANED


def test_a_page_with_nothing_to_remove_keeps_its_bytes(lab: Lab) -> None:
    body = gzip.compress(b"<p>clean</p>")
    lab.serve("/", body, content_encoding="gzip", etag='"1"')
    answer = lab.get("/")
    assert (answer.body, answer.headers["content-encoding"], answer.headers["etag"]) == (body, "gzip", '"1"')


UNTOUCHED = {
    "a script's request": ({}, {"sec_fetch_dest": "empty"}),
    "an image that says it is HTML": ({}, {"sec_fetch_dest": "image"}),
    "an old script's request": ({}, {"x_requested_with": "XMLHttpRequest"}),
    "JSON": ({"content_type": "application/json"}, {}),
    "a download": ({"content_disposition": 'attachment; filename="a.html"'}, {}),
    "an unknown content encoding": ({"content_encoding": "dcb"}, {}),
    "two content encodings": ({"content_encoding": "gzip, br"}, {}),
}


@pytest.mark.parametrize(("response", "request_headers"), UNTOUCHED.values(), ids=UNTOUCHED.keys())
def test_what_is_no_page_passes_untouched(lab: Lab, response: dict[str, str], request_headers: dict[str, str]) -> None:
    lab.serve("/", PAGE, **response)
    assert lab.get("/", **request_headers).body == PAGE
    assert lab.addon.counts["pages"] == 0


PAGES = {
    "a frame": ({}, {"sec_fetch_dest": "iframe"}),
    "curl": ({}, {"accept": "*/*"}),
    "upper case type": ({"content_type": "Text/HTML"}, {}),
    "an error page": ({"status": 404}, {}),
}


@pytest.mark.parametrize(("response", "request_headers"), PAGES.values(), ids=PAGES.keys())
def test_what_is_a_page_is_cleaned(lab: Lab, response: dict[str, str], request_headers: dict[str, str]) -> None:
    lab.serve("/", PAGE, **response)  # type: ignore[arg-type]
    assert lab.get("/", **request_headers).body == CLEANED


def test_a_posted_form_answers_with_a_cleaned_page(lab: Lab) -> None:
    lab.serve("/", PAGE)
    assert lab.get("/", method="POST").body == CLEANED


def test_head_has_no_body(lab: Lab) -> None:
    lab.serve("/", PAGE)
    answer = lab.get("/", method="HEAD")
    assert (answer.status, answer.body) == (200, b"")


def test_xhtml(lab: Lab) -> None:
    page = b'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body><p class="test-ad">x</p><p/></body></html>'
    lab.serve("/", page, content_type="application/xhtml+xml")
    assert lab.get("/").body == page.replace(b'<p class="test-ad">x</p>', b"")


BROKEN = {
    "no gzip": (b"no gzip at all", {"content_encoding": "gzip"}),
    "cut off gzip": (gzip.compress(PAGE)[:40], {"content_encoding": "gzip"}),
    "no brotli": (b"\xff" * 50, {"content_encoding": "br"}),
    "XHTML that is none": (PAGE, {"content_type": "application/xhtml+xml"}),
}


@pytest.mark.parametrize(("body", "headers"), BROKEN.values(), ids=BROKEN.keys())
def test_on_any_error_the_page_arrives_as_it_was_sent(lab: Lab, body: bytes, headers: dict[str, str]) -> None:
    lab.serve("/", body, **headers)
    lab.serve("/next", PAGE)
    assert lab.get("/").body == body
    assert lab.addon.counts["faults"] == 1
    assert lab.get("/next").body == CLEANED


def test_redirects_and_empty_answers(lab: Lab) -> None:
    lab.serve("/moved", b"", 302, location="/")
    lab.serve("/empty", b"", 200)
    lab.serve("/none", b"", 204)
    assert lab.get("/moved").headers["location"] == "/"
    assert lab.get("/empty").body == b""
    assert lab.get("/none").status == 204


def test_a_large_page(lab: Lab) -> None:
    page = PAGE + b"<p>A paragraph of text.</p>\n" * 40_000
    lab.serve("/", page)
    assert lab.get("/").body == page.replace(b"<div class=test-ad>Buy</div>", b"")
