"""Recordings: HAR files, gzipped, free of what is private."""

import gzip
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mitmproxy import exceptions, http
from mitmproxy.addons.savehar import SaveHar
from mitmproxy.io import FlowReader

# Headers that carry who somebody is, or that mean nothing in a recording.
_PRIVATE = frozenset({"cookie", "set-cookie", "authorization", "proxy-authorization", "x-forwarded-for", "forwarded"})


def read(path: Path) -> list[http.HTTPFlow]:
    """The exchanges of a HAR file, gzipped or not. Raises ``ValueError`` where it is none, ``OSError`` as ``open`` does."""
    data = path.read_bytes()
    try:
        text = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
        return [flow for flow in FlowReader(io.BytesIO(text)).stream() if isinstance(flow, http.HTTPFlow)]
    except (exceptions.FlowReadException, EOFError, gzip.BadGzipFile, KeyError, TypeError) as error:
        raise ValueError(f"{path}: no HAR file: {error}") from error


def write(path: Path, flows: Sequence[http.HTTPFlow]) -> None:
    """Write exchanges as a scrubbed, gzipped HAR file, the same bytes for the same exchanges."""
    archive = scrubbed(SaveHar().make_har(flows))
    text = json.dumps(archive, indent=1, ensure_ascii=False, sort_keys=True).encode("utf-8")
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_bytes(gzip.compress(text, mtime=0))
    unfinished.replace(path)


def scrubbed(archive: dict[str, Any]) -> dict[str, Any]:
    """A HAR archive without cookies, credentials, addresses and posted data."""
    for entry in archive["log"]["entries"]:
        entry.pop("serverIPAddress", None)
        entry.pop("_resourceType", None)
        for message in (entry["request"], entry["response"]):
            message["cookies"] = []
            message["headers"] = [h for h in message["headers"] if h["name"].lower() not in _PRIVATE]
        entry["request"].pop("postData", None)
    return archive
