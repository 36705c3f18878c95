"""The page that this project was created from, in any markup: the detectors need no rule for it."""

import gzip
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from unsponsor.recording import expectations

from .helpers import detectors

RECORDING = Path(__file__).resolve().parents[2] / "recordings" / "japantoday-2018.har.gz"
_NAMES = re.compile(rb'\s(class|id)="([^"]*)"')


def _hashed(match: re.Match[bytes]) -> bytes:
    names = (b"c" + hashlib.sha256(name).hexdigest()[:6].encode() for name in match[2].split())
    return b' %s="%s"' % (match[1], b" ".join(names))


def _utility(match: re.Match[bytes]) -> bytes:
    if match[1] == b"id":
        return b""
    return b' class="%s"' % b" ".join((b"flex", b"mt-4", b"p-2", b"text-sm")[len(name) % 4] for name in match[2].split())


def _tables(page: bytes) -> bytes:
    for old, new in ((b"ul", b"table"), (b"li", b"tr")):
        page = re.sub(rb"<%s\b" % old, b"<" + new, page).replace(b"</%s>" % old, b"</%s>" % new)
    return re.sub(rb"<tr\b([^>]*)>", rb"<tr\1><td>", page).replace(b"</tr>", b"</td></tr>")


MARKUP: dict[str, Callable[[bytes], bytes]] = {
    "as it was": lambda page: page,
    "no classes": lambda page: _NAMES.sub(b"", page),
    "hashed classes": lambda page: _NAMES.sub(_hashed, page),
    "utility classes": lambda page: _NAMES.sub(_utility, page),
    "tables": _tables,
}


@pytest.mark.parametrize("markup", MARKUP)
def test_the_seed_page(markup: str) -> None:
    entries = json.loads(gzip.decompress(RECORDING.read_bytes()))["log"]["entries"]
    (page,) = (entry["response"]["content"]["text"] for entry in entries if "html" in entry["response"]["content"]["mimeType"])
    expected = expectations.load(RECORDING.with_name("japantoday-2018.yaml"))
    html = detectors().clean(MARKUP[markup](page.encode()), expected.url).html
    assert expected.unmet(html) == []
