"""A real proxy and a real HTTPS origin, both on loopback."""

import http.client
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest
from mitmproxy import http as mitm
from mitmproxy.test import tflow

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


class Lab:
    """An origin whose answers a test sets, a proxy before it, a client behind it."""

    def __init__(self, folder: Path, addon: Unsponsor) -> None:
        self.flows: list[mitm.HTTPFlow] = []
        self.folder = folder
        self.addon = addon
        self.stack = ExitStack()

    def serve(self, path: str, body: bytes, status: int = 200, **headers: str) -> None:
        """Set what the origin answers to a path; header names with ``_`` for ``-``."""
        flow = tflow.tflow()
        flow.request = mitm.Request.make("GET", f"https://{HOST}{path}")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        flow.response = mitm.Response.make(status, body)
        for name, value in {"content-type": "text/html; charset=utf-8", **named}.items():
            flow.response.headers[name] = value
        self.flows.append(flow)

    def start(self) -> None:
        origin = self.stack.enter_context(Origin(self.flows, self.folder / "origin"))
        trust = f"ssl_verify_upstream_trusted_ca={origin.authority}"
        self.proxy = self.stack.enter_context(
            ProxySession([self.addon, Rerouted(origin.port)], self.folder / "proxy", [trust])
        )

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPSConnection(
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


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    lab = Lab(tmp_path, Unsponsor(lambda: Engine(rules=[RULES], builtin_rules=False)))
    with lab.stack:
        yield lab
