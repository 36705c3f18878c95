"""What is answered instead of blocked requests is what it claims to be, and empty."""

import io
import json
import re
import wave
from collections import Counter

import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from unsponsor import Engine
from unsponsor.lists.options import TYPES
from unsponsor.lists.resources import (
    FOR_KIND,
    FRAME,
    IMAGE,
    JSON,
    MEDIA,
    RESOURCES,
    SCRIPT,
    STYLE,
    TEXT,
    VAST,
    VMAP,
    Resource,
    for_kind,
)

NAMED = [(name, resource) for resource in RESOURCES for name in resource.names]


def gif_blocks(data: bytes) -> tuple[bytes, int]:
    """The sub-blocks of a GIF from the beginning of some bytes, joined, and where they end."""
    joined, at = b"", 0
    while data[at]:
        joined += data[at + 1 : at + 1 + data[at]]
        at += 1 + data[at]
    return joined, at + 1


def codes(data: bytes, size: int) -> list[int]:
    """The codes of an LZW stream that has none of more than ``size`` bits."""
    bits = int.from_bytes(data, "little")
    return [(bits >> at) & ((1 << size) - 1) for at in range(0, 8 * len(data) - size + 1, size)]


def test_the_picture_is_one_transparent_pixel() -> None:
    body = IMAGE.body
    assert body[:6] == b"GIF89a"
    assert (body[6:8], body[8:10]) == (b"\1\0", b"\1\0")
    assert body[10] == 0x80  # a table of two colours
    rest = body[13 + 2 * 3 :]
    assert rest[:2] == b"!\xf9"  # how it is shown
    control, end = gif_blocks(rest[2:])
    assert (control[0] & 1, control[3]) == (1, 0)  # colour 0 is transparent
    rest = rest[2 + end :]
    assert rest[:10] == b",\0\0\0\0\1\0\1\0\0"  # a picture as large as the whole
    assert rest[10] == 2
    pixels, end = gif_blocks(rest[11:])
    # Clear, the first colour; the end of the data is said by their end.
    assert codes(pixels, 3) == [4, 0]
    assert rest[11 + end :] == b";"


def test_the_sound_is_silence() -> None:
    assert int.from_bytes(MEDIA.body[4:8], "little") == len(MEDIA.body) - 8
    with wave.open(io.BytesIO(MEDIA.body)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 1, 8000)
        assert sound.getnframes() == 800
        assert set(sound.readframes(sound.getnframes())) == {0x80}


def test_the_script_does_nothing() -> None:
    assert re.fullmatch(rb"\(function\s*\(\)\s*\{\s*\}\)\(\);", SCRIPT.body)


def test_the_frame_is_a_page_that_shows_nothing() -> None:
    page = LexborHTMLParser(FRAME.body.decode("ascii"))
    assert (page.head is not None and page.head.html, page.body is not None and page.body.html) == (
        "<head><title></title></head>",
        "<body></body>",
    )
    assert FRAME.body.lower().startswith(b"<!doctype html>")


@pytest.mark.parametrize("resource", [STYLE, TEXT], ids=["style", "text"])
def test_style_and_text_are_empty(resource: Resource) -> None:
    assert resource.body == b""


def test_the_object_is_empty() -> None:
    assert json.loads(JSON.body) == {}


@pytest.mark.parametrize(
    ("resource", "tag", "version"),
    [(VAST, "VAST", "4.0"), (VMAP, "{http://www.iab.net/videosuite/vmap}VMAP", "1.0")],
    ids=["VAST", "VMAP"],
)
def test_the_answer_of_an_ad_server_for_videos_has_no_ad(resource: Resource, tag: str, version: str) -> None:
    root = etree.fromstring(resource.body)
    assert (root.tag, root.get("version"), len(root), root.text) == (tag, version, 0, None)


def test_each_is_of_its_type() -> None:
    assert [(resource.names[0], resource.content_type) for resource in RESOURCES] == [
        ("1x1.gif", "image/gif"),
        ("noop.js", "application/javascript"),
        ("noop.css", "text/css"),
        ("noop.html", "text/html"),
        ("noop.txt", "text/plain"),
        ("noop.json", "application/json"),
        ("noop-0.1s.mp3", "audio/wav"),
        ("noop-vast2.xml", "application/xml"),
        ("noop-vmap1.xml", "application/xml"),
    ]


def test_no_two_have_one_name() -> None:
    assert [name for name, count in Counter(name for name, _ in NAMED).items() if count > 1] == []


@pytest.mark.parametrize(("name", "resource"), NAMED, ids=[name for name, _ in NAMED])
def test_a_list_gets_what_it_names(name: str, resource: Resource) -> None:
    engine = Engine(lists=[f"||ads.example^$redirect={name}"], builtin_rules=False, heuristics=False)
    decision = engine.request("https://ads.example/1", source="https://news.example/", kind="xmlhttprequest")
    assert (decision.action, decision.resource) == ("redirect", resource)


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_a_blocked_request_is_answered_by_its_kind(kind: str) -> None:
    wanted = {
        "image": "image/gif",
        "script": "application/javascript",
        "stylesheet": "text/css",
        "subdocument": "text/html",
        "media": "audio/wav",
    }
    assert for_kind(kind).content_type == wanted.get(kind, "text/plain")
    assert FOR_KIND.keys() == wanted.keys()
