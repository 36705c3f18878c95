"""A real proxy in a thread: it listens, makes its certificate, and says when it cannot start."""

import socket
from pathlib import Path

import pytest
from mitmproxy import http

from unsponsor.recording.session import ProxySession


class Answers:
    """An addon that answers all requests itself."""

    def request(self, flow: http.HTTPFlow) -> None:
        flow.response = http.Response.make(200, flow.request.pretty_url.encode())


def test_a_client_goes_through_the_proxy_and_trusts_it(tmp_path: Path) -> None:
    with ProxySession([Answers()], tmp_path, ["connection_strategy=lazy"]) as proxy:
        assert proxy.port > 0
        assert proxy.authority.is_file()
        for url in ("http://page.example/a", "https://page.example/b"):
            with proxy.opener().open(url) as answer:
                assert answer.read() == url.encode()


def test_one_comes_after_another(tmp_path: Path) -> None:
    for name in ("first", "second"):
        with ProxySession([Answers()], tmp_path / name) as proxy, proxy.opener().open("http://page.example/") as answer:
            assert answer.status == 200


def test_nobody_listens_when_it_has_ended(tmp_path: Path) -> None:
    with ProxySession([Answers()], tmp_path) as proxy:
        socket.create_connection(("127.0.0.1", proxy.port)).close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", proxy.port))


def test_what_keeps_it_from_starting_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="did not start") as told, ProxySession([], tmp_path, ["no_such_option=1"]):
        pass
    assert "no_such_option" in str(told.value.__cause__)
