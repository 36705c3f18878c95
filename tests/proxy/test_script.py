"""The addon in mitmproxy's own program."""

import os
import subprocess
import sys
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which

import pytest

from unsponsor.proxy import script

from .conftest import CLEANED, PAGE, RULES


class Origin(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def origin() -> str:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Origin)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}/"


@pytest.mark.skipif(sys.platform != "linux", reason="the configuration folder is set as on Linux")
def test_mitmdump_takes_the_script(tmp_path: Path, origin: str) -> None:
    mitmdump = which("mitmdump", path=str(Path(sys.executable).parent)) or which("mitmdump")
    assert mitmdump
    (tmp_path / "unsponsor").mkdir()
    (tmp_path / "unsponsor" / "own.yaml").write_text(RULES)
    process = subprocess.Popen(
        [mitmdump, "-s", script.__file__, "--listen-host", "127.0.0.1", "--listen-port", "0", "--set", f"confdir={tmp_path}"],
        env=os.environ | {"XDG_CONFIG_HOME": str(tmp_path), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = next(line for line in process.stdout if "listening at" in line)
        port = line.rsplit(":", 1)[1].split(".", 1)[0].strip()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": f"http://127.0.0.1:{port}"}))
        assert opener.open(origin, timeout=60).read() == CLEANED
    finally:
        process.terminate()
        process.communicate(timeout=30)
