import asyncio
import os
import signal
import sys

import pytest

from unsponsor import Cleaned, Engine
from unsponsor.proxy import workers as module
from unsponsor.proxy.workers import Workers

from .conftest import CLEANED, PAGE, RULES


def clean(workers: Workers, body: bytes = PAGE) -> Cleaned | None:
    return asyncio.run(workers.clean(body, "", "https://page.example/", "text/html; charset=utf-8"))


@pytest.fixture
def workers() -> Workers:
    return Workers(Engine(rules=[RULES], builtin_rules=False), 1)


def test_a_page_is_cleaned_in_another_process(workers: Workers) -> None:
    cleaned = clean(workers)
    assert cleaned is not None
    assert cleaned.html == CLEANED
    assert cleaned.removals[0].by == "test-ad"
    assert clean(workers, b"<p>") is None
    workers.stop()


def test_another_engine_takes_over(workers: Workers) -> None:
    workers.replace(Engine(builtin_rules=False))
    assert clean(workers) is None
    workers.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
def test_a_worker_that_dies_costs_one_page(workers: Workers) -> None:
    assert clean(workers) is not None
    for process in workers._pool._processes.values():
        os.kill(process.pid or 0, signal.SIGKILL)
    died = clean(workers)
    assert died is not None
    assert died.fault
    after = clean(workers)
    assert after is not None
    assert after.html == CLEANED
    workers.stop()


def test_a_page_that_takes_too_long_is_let_through(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    assert clean(workers) is not None
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    slow = clean(workers, b"<div>" + b"<p>x" * 200_000)
    assert slow is not None
    assert "longer" in (slow.fault or "")
    monkeypatch.undo()
    assert clean(workers) is not None
    workers.stop()
