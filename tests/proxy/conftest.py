"""A real proxy and a real HTTPS origin, both on loopback."""

import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPSConnection
from pathlib import Path
from typing import NamedTuple

import pytest
from mitmproxy import http
from mitmproxy.proxy.server_hooks import ServerConnectionHookData

from unsponsor import Engine
from unsponsor.proxy.addon import Unsponsor
from unsponsor.recording.replay import Origin, Rerouted
from unsponsor.recording.session import ProxySession

HOST = "page.example"
RULES = """
version: 1
rules:
  - id: test-ad
    title: An ad
    category: ad
    match: {css: ".test-ad"}
    examples: {removes: ['<p class="test-ad">'], keeps: ['<p>']}
"""
PAGE = b"<!doctype html><html><head><title>t</title></head><body><h1>News</h1>\n<div class=test-ad>Buy</div><p>Text\xe2\x80\xa6</body>"
CLEANED = PAGE.replace(b"<div class=test-ad>Buy</div>", b"")


class Answer(NamedTuple):
    """What a client got, its body as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes


class Noted(Rerouted):
    """Notes where the proxy wanted to connect to."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.connected: list[tuple[str, int] | None] = []

    def server_connect(self, data: ServerConnectionHookData) -> None:
        self.connected.append(data.server.address)
        super().server_connect(data)


class Lab:
    """An origin whose answers a test sets, a proxy before it, a client behind it. A context manager."""

    def __init__(self, folder: Path, addon: Unsponsor) -> None:
        self.addon = addon
        self.origin = Origin([], folder / "origin")
        self.way = Noted(self.origin.port)
        trust = f"ssl_verify_upstream_trusted_ca={self.origin.authority}"
        self.proxy = ProxySession([addon, self.way], folder / "proxy", [trust])
        self._stack = ExitStack()

    def __enter__(self) -> "Lab":
        self._stack.enter_context(self.origin)
        self._stack.enter_context(self.proxy)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def forget(self) -> "Lab":
        """For the next test: nothing is served, nothing has been counted."""
        self.origin.answers.clear()
        self.addon.counts.clear()
        self.way.connected.clear()
        return self

    def serve(self, path: str, body: bytes, status: int = 200, **headers: str) -> None:
        """Set what the origin answers to a path; header names with ``_`` for ``-``."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response = http.Response.make(status, body)
        for name, value in {"content-type": "text/html; charset=utf-8", **named}.items():
            response.headers[name] = value
        self.origin.answers[HOST, path] = response

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = HTTPSConnection(
            "127.0.0.1", self.proxy.port, timeout=60, context=ssl.create_default_context(cafile=self.proxy.authority)
        )
        connection.set_tunnel(HOST, 443)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=named)
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()


# One a module, not one a test: to start a proxy with its workers takes seconds.
@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    addon = Unsponsor(lambda: Engine(rules=[RULES], builtin_rules=False, heuristics=False))
    with Lab(tmp_path_factory.mktemp("lab"), addon) as lab:
        yield lab


@pytest.fixture
def lab(started: Lab) -> Lab:
    return started.forget()
