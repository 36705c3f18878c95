"""A real Chromium behind the real proxy, trusting its certificate authority as a reader's browser does."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest
from mitmproxy import http
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
  - id: test-hidden
    title: An ad that stays, hidden
    category: ad
    match: {css: ".test-hidden"}
    action: hide
    examples: {removes: ['<p class="test-hidden">'], keeps: ['<p>']}
"""
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--proxy-bypass-list=<-loopback>",
    "--virtual-time-budget=5000",
)
_PATIENCE = 120


def only_test_rules() -> Engine:
    """The rules above and nothing else."""
    return Engine(rules=[RULES], builtin_rules=False, heuristics=False)


def answer(path: str, body: bytes, content_type: str = "text/html; charset=utf-8", **headers: str) -> http.HTTPFlow:
    """What the origin answers to a path; header names with ``_`` for ``-``."""
    flow = tflow.tflow()
    flow.request = http.Request.make("GET", f"https://{HOST}{path}")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    flow.response = http.Response.make(200, body, {"content-type": content_type, **named})
    return flow


class Browser:
    """Chromium with a home of its own, whose NSS database is all that it is told of the proxy's authority."""

    def __init__(self, chromium: str, home: Path, port: int) -> None:
        self.home = home
        self._command = (chromium, *FLAGS, f"--proxy-server=127.0.0.1:{port}")
        self._profiles = count()

    def run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Chromium with some more arguments and a new profile."""
        profile = f"--user-data-dir={self.home / f'profile{next(self._profiles)}'}"
        environment = {"HOME": str(self.home), "PATH": os.environ["PATH"]}
        command = (*self._command, profile, *arguments)
        return subprocess.run(command, env=environment, capture_output=True, timeout=_PATIENCE, check=False)

    def dom(self, path: str) -> str:
        """What Chromium has made of a page, its scripts run, as HTML. ``path`` is on ``HOST``, or a whole URL."""
        done = self.run("--dump-dom", f"https://{HOST}{path}" if path.startswith("/") else path)
        assert done.stdout, done.stderr[-2000:].decode("utf-8", "replace")
        return done.stdout.decode("utf-8")


class Lab(NamedTuple):
    """The programs that are needed, and where to put things."""

    chromium: str
    certutil: str
    folders: Callable[[], Path]

    @contextmanager
    def browser(
        self, flows: Iterable[http.HTTPFlow], build: Callable[[], Engine] | None, *, trusted: bool = True
    ) -> Iterator[Browser]:
        """A browser that gets these answers, cleaned by the engine that ``build`` makes; without one, as they are.

        One at a time: mitmproxy keeps its options in a global.
        """
        folder = self.folders()
        with Origin(flows, folder / "origin") as origin:
            addons = [*([Unsponsor(build)] if build else []), Rerouted(origin.port)]
            trust = f"ssl_verify_upstream_trusted_ca={origin.authority}"
            with ProxySession(addons, folder / "proxy", [trust]) as proxy:
                home = folder / "home"
                self._make_home(home, proxy.authority if trusted else None)
                yield Browser(self.chromium, home, proxy.port)

    def _make_home(self, home: Path, authority: Path | None) -> None:
        database = home / ".pki" / "nssdb"
        database.mkdir(parents=True)
        certutil = (self.certutil, "-d", f"sql:{database}")
        subprocess.run([*certutil, "-N", "--empty-password"], check=True, timeout=_PATIENCE)
        if authority is not None:
            add = ("-A", "-n", "proxy", "-t", "C,,", "-i", str(authority))
            subprocess.run([*certutil, *add], check=True, timeout=_PATIENCE)


@pytest.fixture(scope="session")
def lab(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Lab:
    if sys.platform != "linux":
        pytest.skip("Chromium reads an NSS database on Linux only")
    certutil = shutil.which("certutil")
    if certutil is None:
        pytest.skip("no certutil on this machine (package libnss3-tools), so no way to trust the proxy")
    return Lab(chromium, certutil, lambda: tmp_path_factory.mktemp("browser"))
