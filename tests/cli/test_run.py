"""The proxy as a user starts it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from mitmproxy import http

from unsponsor.cli import main
from unsponsor.proxy.master import CERTIFICATE
from unsponsor.recording.session import ProxySession

PATIENCE = 60


class Started:
    """``python -m unsponsor`` with a configuration folder of its own."""

    def __init__(self, config: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "unsponsor", "--config", str(config), *arguments],
            stderr=subprocess.PIPE,
            text=True,
        )

    def line_with(self, words: str) -> str:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if words in line:
                return line
        raise AssertionError(f"no line with {words!r}")

    def finish(self) -> tuple[int, str]:
        _, errors = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, errors


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
def test_it_says_where_it_listens_and_stops_cleanly(tmp_path: Path, port: int) -> None:
    started = Started(tmp_path, "--port", str(port))
    assert f"127.0.0.1:{port}" in started.line_with("listens on")
    certificate = Path(started.line_with("Certificate").split(":", 1)[1].strip())
    started.line_with("Ctrl-C")
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    assert certificate == tmp_path / "certificates" / CERTIFICATE
    assert certificate.exists()
    os.kill(started.process.pid, signal.SIGINT)
    status, errors = started.finish()
    assert status == 0
    assert "Traceback" not in errors
    assert "stopped. 0 pages" in errors


def one_line(started: Started) -> str:
    status, errors = started.finish()
    assert status == 1
    assert "Traceback" not in errors
    assert errors.startswith("unsponsor: ")
    return errors.removeprefix("unsponsor: ")


def test_a_port_that_is_taken(tmp_path: Path, taken: int) -> None:
    error = one_line(Started(tmp_path, "--port", str(taken)))
    assert f"cannot listen on 127.0.0.1:{taken}" in error
    assert error.count("\n") == 1


def test_a_configuration_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    error = one_line(Started(tmp_path / "file"))
    assert "cannot write to the configuration folder" in error
    assert error.count("\n") == 1


def test_an_option_that_mitmproxy_does_not_know(tmp_path: Path, port: int) -> None:
    assert "nonsense" in one_line(Started(tmp_path, "--port", str(port), "--set", "nonsense=1"))


# What is found out before anything runs needs no process of its own.
Refused = Callable[..., str]


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Refused:
    """The one line with which the program refuses to start with these arguments."""
    monkeypatch.setattr("unsponsor.cli.run._log_to_terminal", lambda: None)

    def start(*arguments: str) -> str:
        assert main(["--config", str(tmp_path), *arguments]) == 1
        return capsys.readouterr().err.removeprefix("unsponsor: ")

    return start


def test_a_port_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--config", str(tmp_path), "--port", "99999"])
    assert ended.value.code == 2
    assert "no port: 99999" in capsys.readouterr().err


def test_an_address_that_is_none(refused: Refused) -> None:
    assert refused("--host", "192.0.2.1").startswith("cannot listen on 192.0.2.1")


def test_a_broken_rule_file(tmp_path: Path, port: int, refused: Refused) -> None:
    rules = tmp_path / "own.yaml"
    rules.write_text("version: 1\nrulez: []\n")
    assert f'{rules}:2:1: unknown key "rulez" (did you mean "rules"?)\n' in refused("--port", str(port))


def test_broken_settings(tmp_path: Path, port: int, refused: Refused) -> None:
    settings = tmp_path / "settings.yaml"
    settings.write_text("version: 1\ndisabel: [a]\n")
    assert refused("--port", str(port)) == f'{settings}:2:1: unknown key "disabel" (did you mean "disable"?)\n'


def test_rules_that_are_not_there(tmp_path: Path, port: int, refused: Refused) -> None:
    assert "no rules there" in refused("--port", str(port), "--rules", str(tmp_path / "none"))


class Seen:
    """An addon that answers, and notes what it was asked for."""

    def __init__(self) -> None:
        self.urls: list[str] = []

    def request(self, flow: http.HTTPFlow) -> None:
        self.urls.append(flow.request.pretty_url)
        flow.response = http.Response.make(200, b"<p>a</p><ins class=adsbygoogle></ins>", {"content-type": "text/html"})


@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
def test_requests_go_on_through_an_upstream_proxy_until_it_is_ended(tmp_path: Path, port: int) -> None:
    seen = Seen()
    with ProxySession([seen], tmp_path / "upstream") as upstream:
        proxy = Started(tmp_path, "--port", str(port), "--upstream", f"http://127.0.0.1:{upstream.port}")
        proxy.line_with("Ctrl-C")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": f"http://127.0.0.1:{port}"}))
        assert opener.open("http://page.example/", timeout=PATIENCE).read() == b"<p>a</p>"
        proxy.process.terminate()
        status, errors = proxy.finish()
    assert status == 0
    assert "stopped. 1 pages, 1 removals on 1, 0 faults." in errors
    assert seen.urls == ["http://page.example/"]
