from pathlib import Path

import pytest
from mitmproxy import http
from mitmproxy.test import tflow

from unsponsor.recording import har


def flow(body: bytes, content_type: str, **headers: str) -> http.HTTPFlow:
    made = tflow.tflow()
    made.request = http.Request.make("GET", "https://a.example/x?y=1", headers={"cookie": "secret=1", "accept": "text/html"})
    made.response = http.Response.make(200, body, {"content-type": content_type, "set-cookie": "secret=2", **headers})
    return made


BODIES = {
    "UTF-8": ("é広告".encode(), "text/html; charset=utf-8"),
    "Shift_JIS": ("広告".encode("shift_jis"), "text/html; charset=shift_jis"),
    "a page that lies": (b"\xff\xfe\x81", "text/html; charset=utf-8"),
    "no charset": ("é".encode(), "text/html"),
    "an image": (bytes(range(256)), "image/png"),
    "nothing": (b"", "text/html"),
}


@pytest.mark.parametrize(("body", "content_type"), BODIES.values(), ids=BODIES.keys())
def test_bodies_come_back_as_the_same_bytes(tmp_path: Path, body: bytes, content_type: str) -> None:
    path = tmp_path / "a.har.gz"
    har.write(path, [flow(body, content_type)])
    (read,) = har.read(path)
    assert read.response is not None
    assert read.response.content == body
    assert read.request.pretty_url == "https://a.example/x?y=1"


def test_compressed_bodies_are_kept_as_they_read(tmp_path: Path) -> None:
    path = tmp_path / "a.har.gz"
    har.write(path, [flow(b"<p>a</p>", "text/html; charset=utf-8", **{"content-encoding": "gzip"})])
    (read,) = har.read(path)
    assert read.response is not None
    assert read.response.content == b"<p>a</p>"
    assert "content-encoding" not in read.response.headers


def test_nothing_private_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.har.gz"
    har.write(path, [flow(b"a", "text/html")])
    (read,) = har.read(path)
    assert "accept" in read.request.headers
    assert "cookie" not in read.request.headers
    assert "set-cookie" not in read.response.headers if read.response else False


def test_the_same_exchanges_give_the_same_file(tmp_path: Path) -> None:
    flows = [flow(b"a", "text/html")]
    for name in ("a.har.gz", "b.har.gz"):
        har.write(tmp_path / name, flows)
    assert (tmp_path / "a.har.gz").read_bytes() == (tmp_path / "b.har.gz").read_bytes()


@pytest.mark.parametrize("data", [b"", b"{}", b"\x1f\x8b broken", b"no har", b'{"log": {}}'])
def test_what_is_no_recording_is_an_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.har.gz"
    path.write_bytes(data)
    with pytest.raises(ValueError, match="no HAR file"):
        har.read(path)
