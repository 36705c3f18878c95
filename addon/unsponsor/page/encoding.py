"""Which encoding a page is in, and how its bytes become text, by the HTML and Encoding standards.

Nothing here changes a byte of the page: the source is decoded to be read, and edited as the bytes that it is.
"""

import codecs
import re
from collections.abc import Iterable
from typing import NamedTuple

import webencodings

from .tokens import start_tags

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16le"), (codecs.BOM_UTF16_BE, "utf-16be"))
_PRESCAN = 1024
_CHARSET = re.compile(r"""charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"']+))""", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
# Double-byte runs and half-width katakana: between these escapes any byte may look like markup.
_JIS_RUN = re.compile(rb"\x1b(?:\$[@B]|\(I)[^\x1b]*")


class Encoding(NamedTuple):
    """``name`` is the standard's name in lower case, ``bom`` the length of the byte order mark in bytes."""

    name: str
    bom: int = 0


def detect(source: bytes, content_type: str | None = None) -> Encoding:
    """The encoding of a page: its byte order mark, the HTTP header's charset, ``<meta>`` in the first 1,024 bytes, else
    UTF-8 where all of the source is valid UTF-8, else windows-1252 (HTML standard, 13.2.3.2)."""
    for bom, name in _BOMS:
        if source.startswith(bom):
            return Encoding(name, len(bom))
    declared = _label(_charset(content_type or "")) or _declared(source[:_PRESCAN])
    return Encoding(declared or ("utf-8" if is_utf8(source) else "windows-1252"))


def decode(source: bytes, encoding: Encoding) -> str:
    """The source as text, what cannot be decoded replaced by U+FFFD. The byte order mark is left out."""
    codec = webencodings.lookup(encoding.name)
    assert codec is not None, encoding  # `detect` takes its names from the same table
    text: str = codec.codec_info.decode(source[encoding.bom :], "replace")[0]
    return text


def markup_view(source: bytes, encoding: Encoding) -> bytes:
    """Bytes as long as the source in which all markup is ASCII and stands where it stands in the source.

    In every ASCII-compatible encoding of the Web but ISO-2022-JP, which is freed of its double-byte runs here, the source
    itself is that: no byte of ``< > = / " '`` or of a space is ever part of another character. Not for UTF-16.
    """
    if encoding.name == "iso-2022-jp":
        return _JIS_RUN.sub(lambda run: b"?" * len(run[0]), source)
    return source


def utf16_offsets(body: bytes, offsets: Iterable[int], encoding: Encoding) -> list[int]:
    """For ascending offsets into the UTF-8 form of a UTF-16 page: the offsets into its source."""
    found, done, position = [], 0, encoding.bom
    for offset in offsets:
        position += len(body[done:offset].decode("utf-8").encode("utf-16-le"))
        done = offset
        found.append(position)
    return found


def _charset(text: str) -> str | None:
    match = _CHARSET.search(text)
    return next((group for group in match.groups() if group), None) if match else None


def _label(label: str | None) -> str | None:
    if not label:
        return None
    found = webencodings.lookup(label.strip())
    # "replacement" stands for encodings that browsers refuse to show; the page is not read at all then.
    return found.name if found else None


def _declared(head: bytes) -> str | None:
    """The encoding that a ``<meta>`` in these first bytes declares (13.2.3.2, "prescan a byte stream")."""
    for tag in start_tags(head):
        if tag.name != b"meta":
            continue
        text = head[tag.name_end : tag.end].decode("latin-1")
        attributes = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in reversed(list(_ATTRIBUTE.finditer(text)))}
        declared = attributes.get("charset")
        if declared is None and attributes.get("http-equiv", "").strip().lower() == "content-type":
            declared = _charset(attributes.get("content", ""))
        name = _label(declared)
        if name:
            # A page that can say so in ASCII is not UTF-16; x-user-defined is windows-1252 (same section).
            return {"utf-16le": "utf-8", "utf-16be": "utf-8", "x-user-defined": "windows-1252"}.get(name, name)
    return None


def is_utf8(source: bytes) -> bool:
    """Whether bytes are valid UTF-8."""
    try:
        source.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
