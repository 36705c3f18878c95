import gzip
import zlib

import pytest
from mitmproxy.net import encoding

from unsponsor.proxy import decoding
from unsponsor.proxy.decoding import decoded

BODY = b"<p>A page.</p>" * 1000


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd", "identity"])
def test_what_is_whole_comes_back(name: str) -> None:
    assert decoded(encoding.encode(BODY, name), name) == BODY


def test_bare_deflate() -> None:
    compressor = zlib.compressobj(wbits=-15)
    assert decoded(compressor.compress(BODY) + compressor.flush(), "deflate") == BODY


@pytest.mark.parametrize("name", ["gzip", "deflate", "br"])
def test_what_is_cut_off_is_an_error(name: str) -> None:
    body = encoding.encode(BODY, name)
    with pytest.raises(ValueError, match="cut off"):
        decoded(body[: len(body) // 2], name)


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd", "klingon"])
def test_what_is_no_such_encoding_is_an_error(name: str) -> None:
    with pytest.raises(ValueError, match=r"compression|content encoding"):
        decoded(b"\xff\xfe no such thing", name)


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd", "identity"])
def test_what_grows_without_end_is_an_error(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "LARGEST", 1 << 20)
    with pytest.raises(ValueError, match="more than 1 MB"):
        decoded(encoding.encode(b"x" * (8 << 20), name), name)


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(ValueError, match="more than"):
        decoded(gzip.compress(b"\0" * (64 << 20)), "gzip")
