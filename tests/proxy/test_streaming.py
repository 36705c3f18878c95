"""What is no page goes through as it comes."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from unsponsor import Engine
from unsponsor.proxy.addon import Unsponsor
from unsponsor.recording.session import ProxySession


class Slow(BaseHTTPRequestHandler):
    """Sends one piece, and the next only when the test says so."""

    protocol_version = "HTTP/1.1"
    go_on = threading.Event()

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"5\r\nfirst\r\n")
        self.wfile.flush()
        self.go_on.wait(30)
        self.wfile.write(b"6\r\nsecond\r\n0\r\n\r\n")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "text/plain")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


def test_pieces_arrive_as_they_are_sent_and_uploads_whole(tmp_path: Path) -> None:
    Slow.go_on.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with ProxySession([Unsponsor(lambda: Engine(builtin_rules=False, heuristics=False))], tmp_path) as proxy:
        url = f"http://127.0.0.1:{server.server_address[1]}/"
        connection = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=30)
        connection.request("GET", url)
        answer = connection.getresponse()
        assert answer.read(5) == b"first"
        Slow.go_on.set()
        assert answer.read() == b"second"
        connection.request("POST", url, body=b"x" * 300_000)
        assert connection.getresponse().read() == b"x" * 300_000
    server.shutdown()
    server.server_close()
