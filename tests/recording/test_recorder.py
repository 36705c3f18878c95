"""What is recorded is what the origin sent, and what streams is held for that."""

import logging
from pathlib import Path

import pytest
from mitmproxy import http
from mitmproxy.test import tflow

from unsponsor.proxy.addon import KEEP
from unsponsor.recording import har
from unsponsor.recording.recorder import Recorder


def exchange(recorder: Recorder, path: str, body: bytes) -> http.HTTPFlow:
    flow = tflow.tflow()
    flow.request = http.Request.make("GET", f"https://page.example{path}")
    flow.response = http.Response.make(200, body, {"content-type": "text/html"})
    recorder.responseheaders(flow)
    recorder.response(flow)
    return flow


def test_what_is_changed_later_is_recorded_as_it_came(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "a.har.gz")
    flow = exchange(recorder, "/", b"<p>a</p><p>b</p>")
    assert flow.metadata[KEEP]
    assert flow.response is not None
    flow.response.raw_content = b"<p>a</p>"
    exchange(recorder, "/2", b"c")
    recorder.done()
    read = [(found.request.path, found.response.content if found.response else None) for found in har.read(recorder.path)]
    assert read == [("/", b"<p>a</p><p>b</p>"), ("/2", b"c")]


def test_a_recording_that_cannot_be_written_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    recorder = Recorder(tmp_path / "none" / "a.har.gz")
    exchange(recorder, "/", b"a")
    with caplog.at_level(logging.ERROR, "unsponsor"):
        recorder.done()
    assert "could not be written" in caplog.text
