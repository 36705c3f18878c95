"""Pages that are too large, too deep, or no pages: the same bytes come back, in reasonable time, and nothing raises."""

import random
from collections.abc import Callable

import pytest

import unsponsor
from unsponsor.page import edit
from unsponsor.page.tree import Page

MEGABYTE = 1 << 20

BAD: dict[str, Callable[[], bytes]] = {
    "20 MB": lambda: b"<body>" + b"<div class=x><p>A sentence of some length.</p><a href=/x>link</a></div>\n" * 280_000,
    "20 MB of text": lambda: b"<p>a</p><div>" + b"x" * 20 * MEGABYTE + b"</div>",
    "10,000 nested": lambda: b"<div>" * 10_000 + b"x" + b"</div>" * 10_000,
    "100,000 nested, never closed": lambda: b"<div>" * 100_000,
    "100,000 siblings": lambda: b"<ul>" + b"<li>a" * 100_000 + b"</ul>",
    "5 MB attribute": lambda: b'<p>a</p><div title="' + b"x" * 5 * MEGABYTE + b'">b</div>',
    "5 MB attribute, never closed": lambda: b'<p>a</p><div title="' + b"x" * 5 * MEGABYTE,
    "a million <": lambda: b"<" * MEGABYTE,
    "a million tags that never end": lambda: b"<a " * MEGABYTE,
    "comments in comments": lambda: b"<!--" * MEGABYTE,
    "scripts in scripts": lambda: b"<script><!--<script>" * 100_000,
    "SVG in SVG": lambda: b"<svg>" * 100_000,
    "SVG that HTML ends": lambda: b"<svg><p>" * 100_000,
    "SVG with stray end tags": lambda: b"<div><svg></g>" * 100_000,
    "stray end tags": lambda: b"<div>" * 2_000 + b"</span>" * 100_000,
    "tables": lambda: b"<table>" * 20_000,
    "quotes": lambda: b'<div a="' * 200_000 + b"='" * 200_000,
    "garbage": lambda: random.Random(1).randbytes(MEGABYTE),
    "gzip": lambda: b"\x1f\x8b\x08" + random.Random(2).randbytes(1000),
    "NUL": lambda: b"\0" * MEGABYTE,
    "UTF-16 garbage": lambda: b"\xff\xfe" + random.Random(3).randbytes(MEGABYTE + 1),
    "empty": lambda: b"",
    "truncated tag": lambda: b"<html><body><div class='a' id=",
    "truncated character": lambda: "<p>広告".encode()[:-1],
}
each = pytest.mark.parametrize(
    "make", [pytest.param(make, id=name, marks=[pytest.mark.once] if name == "20 MB" else []) for name, make in BAD.items()]
)


@each
def test_clean_gives_the_bytes_back(make: Callable[[], bytes]) -> None:
    source = make()
    cleaned = unsponsor.clean(source, "https://page.example/")
    assert cleaned.html is source
    assert cleaned.removals == ()


@each
def test_an_element_in_the_middle_goes_or_is_hidden(make: Callable[[], bytes]) -> None:
    source = make()
    page = Page(source)
    elements = [e for e in page.elements if e is not None]
    if not elements:
        return
    html, (done,) = edit.apply(page, [edit.Edit(elements[len(elements) // 2], edit.Action.REMOVE)])
    if done.action is edit.Action.REMOVE:
        assert html == source[: done.start] + source[done.end :]
    else:
        assert html.replace(edit.HIDE, b"", 1) == source


@pytest.mark.parametrize(
    ("url", "content_type"), [("", ""), ("no url", "\0;charset="), ("http://[", "text/html; charset=utf-7")]
)
def test_odd_addresses_and_types(url: str, content_type: str) -> None:
    source = b"<p>a</p><a href='http://['>b</a><a href='javascript:void(0)'>c</a>"
    assert unsponsor.clean(source, url, content_type=content_type).html is source
