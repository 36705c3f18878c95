"""What is answered instead of a blocked request, so that a page goes on without noticing: empty, and of the right kind."""

import base64
from typing import NamedTuple


class Resource(NamedTuple):
    """An answer: its names in lists, its content type, and its body."""

    names: tuple[str, ...]
    content_type: str
    body: bytes


# One transparent pixel.
_PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
# A second of silence: 8 kHz, 8 bits, of which a tenth is enough.
_SILENCE = (
    b"RIFF\x44\x03\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x20\x03\0\0" + b"\x80" * 800
)

IMAGE = Resource(("1x1.gif", "1x1-transparent.gif", "2x2.png", "3x2.png", "32x32.png"), "image/gif", _PIXEL)
SCRIPT = Resource(("noop.js", "noopjs", "blank-js"), "application/javascript", b"(function(){})();")
STYLE = Resource(("noop.css", "noopcss", "blank-css"), "text/css", b"")
FRAME = Resource(("noop.html", "noopframe", "blank-html"), "text/html", b"<!DOCTYPE html><title></title>")
TEXT = Resource(("noop.txt", "nooptext", "blank-text", "empty"), "text/plain", b"")
JSON = Resource(("noop.json", "noopjson"), "application/json", b"{}")
MEDIA = Resource(
    ("noop-0.1s.mp3", "noopmp3-0.1s", "noop-0.5s.mp3", "noop-1s.mp4", "noopmp4-1s", "blank-mp3", "blank-mp4"),
    "audio/wav",
    _SILENCE,
)
VAST = Resource(
    ("noop-vast2.xml", "noop-vast3.xml", "noop-vast4.xml", "noopvast-2.0", "noopvast-3.0", "noopvast-4.0"),
    "application/xml",
    b'<VAST version="4.0"></VAST>',
)
VMAP = Resource(
    ("noop-vmap1.xml", "noop-vmap1.0.xml", "noopvmap-1.0"),
    "application/xml",
    b'<vmap:VMAP xmlns:vmap="http://www.iab.net/videosuite/vmap" version="1.0"></vmap:VMAP>',
)
RESOURCES = (IMAGE, SCRIPT, STYLE, FRAME, TEXT, JSON, MEDIA, VAST, VMAP)

# What is answered where a list names nothing, by what was asked for.
FOR_KIND = {"image": IMAGE, "script": SCRIPT, "stylesheet": STYLE, "subdocument": FRAME, "media": MEDIA}


def for_kind(kind: str) -> Resource:
    """What is answered to a blocked request of some kind."""
    return FOR_KIND.get(kind, TEXT)
