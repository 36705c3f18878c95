"""The page that this project was created from, in Chromium, with and without unsponsor."""

import pytest

from unsponsor import Engine
from unsponsor.recording import expectations, har

from ..conftest import ROOT
from .conftest import Lab

pytestmark = pytest.mark.browser

RECORDING = ROOT / "recordings" / "japantoday-2018.har.gz"
EXPECTED = expectations.load(RECORDING.with_name("japantoday-2018.yaml"))
MUST_GO = [item for items in EXPECTED.must_go.values() for item in items]


def test_what_must_go_is_gone_and_what_must_stay_is_there(lab: Lab) -> None:
    with lab.browser(har.read(RECORDING), Engine) as browser:
        assert EXPECTED.unmet(browser.dom(EXPECTED.url).encode()) == []


def test_without_cleaning_all_of_it_is_there(lab: Lab) -> None:
    with lab.browser(har.read(RECORDING), None) as browser:
        unmet = EXPECTED.unmet(browser.dom(EXPECTED.url).encode())
    assert len(unmet) == len(MUST_GO)
    assert all(item.startswith("still there") for item in unmet)


def test_a_browser_that_does_not_trust_the_proxy_shows_nothing(lab: Lab) -> None:
    """So the others do trust it, and check."""
    with lab.browser(har.read(RECORDING), None, trusted=False) as browser:
        done = browser.run("--dump-dom", EXPECTED.url)
    assert b"ERR_CERT_AUTHORITY_INVALID" in done.stdout + done.stderr
    assert b"SOCHI" not in done.stdout
