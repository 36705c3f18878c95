"""Recorded origins, served again on this machine, and a proxy's way to them."""

import ssl
import threading
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import DNSName
from mitmproxy import certs, http
from mitmproxy.proxy.server_hooks import ServerConnectionHookData

# The server sets these itself.
_OWN = frozenset({"content-length", "transfer-encoding", "connection", "date", "server", "keep-alive"})
_KEY_SIZE = 2048
_LOOK = 0.02  # seconds between two looks whether to stop


class Origin:
    """Recorded exchanges as an HTTPS server on loopback that answers for all of their hosts. A context manager."""

    def __init__(self, flows: Iterable[http.HTTPFlow], folder: Path) -> None:
        """``folder`` is where the certificate authority of this origin is made."""
        # By host and path. What is added later is answered as well.
        self.answers = {(f.request.pretty_host, f.request.path): f.response for f in flows if f.response is not None}
        self._store = certs.CertStore.from_store(folder, "replay", _KEY_SIZE)
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._folder = folder
        self.authority = folder / "replay-ca-cert.pem"
        self.missed: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self.answers, self.missed))
        context = self._context("localhost")
        context.sni_callback = self._choose
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_LOOK,), daemon=True)

    def __enter__(self) -> "Origin":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _choose(self, connection: ssl.SSLObject | ssl.SSLSocket, host: str | None, _context: ssl.SSLContext) -> None:
        if host:
            connection.context = self._context(host)

    def _context(self, host: str) -> ssl.SSLContext:
        if host not in self._contexts:
            entry = self._store.get_cert(host, [DNSName(host)])
            key = entry.privatekey.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            file = self._folder / f"{len(self._contexts)}.pem"
            file.write_bytes(key + entry.cert.to_pem())
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(file)
            self._contexts[host] = context
        return self._contexts[host]


def _handler(answers: dict[tuple[str, str], http.Response], missed: list[str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            host = (self.headers.get("host") or "").rsplit(":", 1)[0]
            response = answers.get((host, self.path))
            if response is None:
                missed.append(f"{host}{self.path}")
                self.send_error(404)
                return
            body = response.raw_content or b""
            self.send_response_only(response.status_code)
            for name, value in response.headers.items(multi=True):
                if name.lower() not in _OWN:
                    self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_HEAD = do_POST = do_GET  # noqa: N815  # the names that http.server looks for

        def log_message(self, *_: object) -> None:
            """Quiet."""

    return Handler


class Rerouted:
    """An addon that leads every connection of the proxy to a local origin, whatever the host."""

    def __init__(self, port: int) -> None:
        self.port = port

    def server_connect(self, data: ServerConnectionHookData) -> None:
        """Before the proxy connects."""
        data.server.address = ("127.0.0.1", self.port)
