"""Recordings: HAR files, gzipped, free of what is private."""

import base64
import gzip
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from mitmproxy import exceptions, http
from mitmproxy.addons.savehar import SaveHar
from mitmproxy.io import FlowReader

# All that a page needs to come out as it did. Any other header may carry who somebody is.
_KEPT_HEADERS = frozenset(
    ("accept", "accept-language", "content-type", "content-length", "content-language", "content-disposition", "host")
) | {"cache-control", "content-security-policy", "link", "location", "vary", "x-frame-options", "sec-fetch-dest"}
_SECRET = re.compile(r"token|session|secret|passw|auth|code|sig|key|jwt|sid$", re.IGNORECASE)


def read(path: Path) -> list[http.HTTPFlow]:
    """The exchanges of a HAR file, gzipped or not. Raises ``ValueError`` where it is none, ``OSError`` as ``open`` does."""
    data = path.read_bytes()
    try:
        text = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
        if not text.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            raise ValueError(f"{path}: no HAR file")
        return [flow for flow in FlowReader(io.BytesIO(text)).stream() if isinstance(flow, http.HTTPFlow)]
    except (exceptions.FlowReadException, EOFError, gzip.BadGzipFile, KeyError, TypeError) as error:
        raise ValueError(f"{path}: no HAR file: {error}") from error


def write(path: Path, flows: Sequence[http.HTTPFlow]) -> None:
    """Write exchanges as a scrubbed, gzipped HAR file, the same bytes for the same exchanges."""
    archive = scrubbed(SaveHar().make_har(flows))
    for entry, flow in zip(archive["log"]["entries"], flows, strict=True):
        _keep_bytes(entry["response"]["content"], flow)
    text = json.dumps(archive, indent=1, ensure_ascii=False, sort_keys=True).encode("utf-8")
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_bytes(gzip.compress(text, mtime=0))
    unfinished.replace(path)


def _keep_bytes(content: dict[str, Any], flow: http.HTTPFlow) -> None:
    """Text that would not come back as the same bytes is kept as Base64: a page may lie about its encoding."""
    response = flow.response
    body = (response and response.get_content(strict=False)) or b""
    charset = str(response.headers.get("content-type", "")).lower() if response else ""
    try:
        content["text"] = body.decode("utf-8" if "charset=utf-8" in charset else "ascii")
        content.pop("encoding", None)
    except UnicodeDecodeError:
        content |= {"text": base64.b64encode(body).decode("ascii"), "encoding": "base64"}


def scrubbed(archive: dict[str, Any]) -> dict[str, Any]:
    """A HAR archive without cookies, credentials, addresses and posted data, and with few headers. Bodies are kept as they
    are: look what stands in them before you give a recording away."""
    for entry in archive["log"]["entries"]:
        entry.pop("serverIPAddress", None)
        entry.pop("_resourceType", None)
        entry.pop("_webSocketMessages", None)
        for message in (entry["request"], entry["response"]):
            message["cookies"] = []
            message["headers"] = [h for h in message["headers"] if h["name"].lower() in _KEPT_HEADERS]
        request = entry["request"]
        request.pop("postData", None)
        request["url"] = _without_secrets(request["url"])
        for pair in request.get("queryString", ()):
            if _SECRET.search(pair["name"]):
                pair["value"] = "scrubbed"
    return archive


def _without_secrets(url: str) -> str:
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    if not any(_SECRET.search(name) for name, _ in pairs):
        return url
    query = urlencode([(name, "scrubbed" if _SECRET.search(name) else value) for name, value in pairs])
    return urlunsplit(parts._replace(query=query))
