"""Content encodings undone, within bounds: what is cut off is an error, and what grows without end as well."""

import zlib
from collections.abc import Callable

import brotli
from mitmproxy.net import encoding

# A page of more is none that somebody reads, and takes a worker's time and memory from others.
LARGEST = 10 * 1024 * 1024
_STEP = 1 << 14


def decoded(body: bytes, content_encoding: str) -> bytes:
    """A body without its content encoding (``gzip``, ``deflate``, ``br``, ``zstd``, none). Raises ``ValueError``."""
    match content_encoding:
        case "" | "identity":
            return _checked(body)
        case "gzip" | "x-gzip":
            return _inflate(body, zlib.MAX_WBITS | 16)
        case "deflate":
            # By the standard a zlib stream; some servers send the bare one that its name speaks of.
            return _inflate(body, zlib.MAX_WBITS if body[:1] and body[0] & 0x0F == 8 else -zlib.MAX_WBITS)
        case "br":
            decompressor = brotli.Decompressor()
            return _stepwise(body, decompressor.process, decompressor.is_finished)
    try:
        found = encoding.decode(body, content_encoding)
    except Exception as error:
        raise ValueError(f"cannot undo content encoding {content_encoding}: {error}") from error
    if not isinstance(found, bytes):
        raise ValueError(f"cannot undo content encoding {content_encoding}")
    return _checked(found)


def _inflate(body: bytes, bits: int) -> bytes:
    decompressor = zlib.decompressobj(bits)
    try:
        found = decompressor.decompress(body, LARGEST + 1)
    except zlib.error as error:
        raise ValueError(f"broken compression: {error}") from error
    _checked(found)
    if not decompressor.eof:
        raise ValueError("the compressed body is cut off")
    return found


def _stepwise(body: bytes, process: Callable[[bytes], bytes], finished: Callable[[], bool]) -> bytes:
    pieces: list[bytes] = []
    length = 0
    try:
        for start in range(0, len(body), _STEP):
            pieces.append(process(body[start : start + _STEP]))
            length += len(pieces[-1])
            if length > LARGEST:
                break
    except brotli.error as error:
        raise ValueError(f"broken compression: {error}") from error
    found = _checked(b"".join(pieces))
    if not finished():
        raise ValueError("the compressed body is cut off")
    return found


def _checked(body: bytes) -> bytes:
    if len(body) > LARGEST:
        raise ValueError(f"more than {LARGEST >> 20} MB")
    return body
