"""Every recording, served offline and fetched through the real proxy over TLS, comes out as its YAML says."""

from pathlib import Path

import pytest

from unsponsor import Engine
from unsponsor.proxy.addon import Unsponsor
from unsponsor.recording import expectations, har
from unsponsor.recording.replay import Origin, Rerouted
from unsponsor.recording.session import ProxySession

from ..conftest import ROOT

RECORDINGS = sorted((ROOT / "recordings").glob("*.har.gz"))


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.name.removesuffix(".har.gz"))
def test_replay(path: Path, tmp_path: Path) -> None:
    expected = expectations.load(path.with_name(path.name.replace(".har.gz", ".yaml")))
    flows = har.read(path)
    by_url = {flow.request.pretty_url: flow for flow in flows}
    recorded = by_url[expected.url].response
    assert recorded is not None
    assert recorded.content
    kinds = len([item for items in expected.must_go.values() for item in items])
    assert len(expected.unmet(recorded.content)) == kinds, "the recording itself lacks what must stay, or what must go"
    with Origin(flows, tmp_path / "origin") as origin:
        trust = f"ssl_verify_upstream_trusted_ca={origin.authority}"
        with ProxySession([Unsponsor(Engine), Rerouted(origin.port)], tmp_path / "proxy", [trust]) as proxy:
            for url, flow in by_url.items():
                with proxy.opener().open(url) as answer:
                    body = answer.read()
                if url == expected.url:
                    assert expected.unmet(body) == []
                elif flow.response is not None:
                    assert body == flow.response.content
        assert origin.missed == []
