"""Rule and settings files saved while the proxy runs."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from unsponsor import Engine
from unsponsor.lists.store import Store
from unsponsor.lists.updating import update
from unsponsor.proxy.addon import Unsponsor
from unsponsor.user import build_engine

from .conftest import CLEANED, HOST, PAGE, RULES, Lab

WITHIN = 60.0  # seconds; two are promised, but the machine may be busy


def eventually(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + WITHIN
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # The detectors take workers a second more to start, and have no part in this.
    monkeypatch.setattr("unsponsor.user.Engine", partial(Engine, heuristics=False))
    folder = tmp_path / "config"
    folder.mkdir()
    return folder


@pytest.fixture
def lab(tmp_path: Path, config: Path) -> Lab:
    lab = Lab(tmp_path, Unsponsor(lambda: build_engine(config, builtin_rules=False), (config,)))
    lab.serve("/", PAGE)
    return lab


def test_a_saved_rule_takes_effect_and_a_broken_one_does_not(lab: Lab, config: Path) -> None:
    with lab:
        assert lab.get("/").body == PAGE
        (config / "own.yaml").write_text(RULES)
        assert eventually(lambda: lab.get("/").body == CLEANED)
        (config / "own.yaml").write_text(RULES.replace("match:", "mtach:"))
        assert eventually(lambda: lab.addon.counts["broken reloads"] == 1)
        assert lab.get("/").body == CLEANED
        (config / "settings.yaml").write_text("version: 1\nallow: [page.example]\n")
        (config / "own.yaml").write_text(RULES)
        assert eventually(lambda: lab.get("/").body == PAGE)
        (config / "settings.yaml").unlink()
        assert eventually(lambda: lab.get("/").body == CLEANED)


def test_lists_are_brought_up_to_date_while_the_proxy_runs(
    tmp_path: Path, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unsponsor.proxy.reload.FIRST", 0.2)
    monkeypatch.setattr("unsponsor.proxy.reload.THEN", 0.2)
    published = tmp_path / "published.txt"
    published.write_text("##.none\n", "utf-8")
    store = Store(config / "lists")
    store.add("mine", published.as_uri())
    update(store)
    lab = Lab(
        tmp_path,
        Unsponsor(
            lambda: build_engine(config, builtin_rules=False),
            update_lists=lambda: any(result.outcome == "updated" for result in update(store, force=True)),
        ),
    )
    lab.serve("/", PAGE)
    with lab:
        assert lab.get("/").body == PAGE
        published.write_text(f"{HOST}##.test-ad\n", "utf-8")
        assert eventually(lambda: lab.get("/").body == CLEANED)
