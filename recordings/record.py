#!/usr/bin/env python3
"""Record a folder of pages through the proxy, or unpack a recording into such a folder.

record.py record FOLDER RECORDING.har.gz URL ...
    FOLDER holds one folder a host; they are served as HTTPS origins on this machine, and each URL is fetched.
record.py unpack RECORDING.har.gz FOLDER
"""

import mimetypes
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from mitmproxy import http
from mitmproxy.test import tflow

from unsponsor.recording import har
from unsponsor.recording.recorder import Recorder
from unsponsor.recording.replay import Origin, Rerouted
from unsponsor.recording.session import ProxySession


def record(folder: Path, recording: Path, urls: list[str]) -> None:
    """Fetch the URLs from the folder through the proxy and write what came."""
    flows = [_flow(folder, url) for url in urls]
    with tempfile.TemporaryDirectory() as scratch, Origin(flows, Path(scratch, "origin")) as origin:
        addons = [Recorder(recording), Rerouted(origin.port)]
        trust = f"ssl_verify_upstream_trusted_ca={origin.authority}"
        with ProxySession(addons, Path(scratch, "proxy"), [trust]) as proxy:
            for url in urls:
                with proxy.opener().open(url) as answer:
                    print(answer.status, len(answer.read()), url)


def unpack(recording: Path, folder: Path) -> None:
    """Write each body of a recording to a file, by host and path."""
    for flow in har.read(recording):
        path = folder / flow.request.pretty_host / _file(flow.request.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((flow.response and flow.response.content) or b"")
        print(path)


def _flow(folder: Path, url: str) -> http.HTTPFlow:
    parts = urlsplit(url)
    file = folder / (parts.hostname or "") / _file(parts.path)
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    flow = tflow.tflow()
    flow.request = http.Request.make("GET", url)
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    flow.response = http.Response.make(200, file.read_bytes(), {"content-type": kind + charset})
    return flow


def _file(path: str) -> str:
    name = path.split("?", maxsplit=1)[0].lstrip("/")
    return name if "." in name.rsplit("/", 1)[-1] else f"{name.rstrip('/')}/index.html".lstrip("/")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["record", folder, recording, *urls] if urls:
            record(Path(folder), Path(recording), urls)
        case ["unpack", recording, folder]:
            unpack(Path(recording), Path(folder))
        case _:
            sys.exit(__doc__)
