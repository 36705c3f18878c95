import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable

import pytest

from unsponsor import Cleaned, Engine
from unsponsor.proxy import workers as module
from unsponsor.proxy.workers import Workers

from .conftest import CLEANED, PAGE, RULES


def clean(workers: Workers, body: bytes = PAGE) -> Cleaned | None:
    return asyncio.run(workers.clean(body, "", "https://page.example/", "text/html; charset=utf-8"))


@pytest.fixture
def workers() -> Workers:
    return Workers(Engine(rules=[RULES], builtin_rules=False, heuristics=False), 1)


def test_a_page_is_cleaned_in_another_process(workers: Workers) -> None:
    cleaned = clean(workers)
    assert cleaned is not None
    assert cleaned.html == CLEANED
    assert cleaned.removals[0].by == "test-ad"
    assert clean(workers, b"<p>") is None
    workers.stop()


def eventually(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_another_engine_takes_over(workers: Workers) -> None:
    assert clean(workers) is not None
    workers.replace(Engine(builtin_rules=False, heuristics=False))
    assert eventually(lambda: clean(workers) is None)
    workers.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
def test_a_worker_that_dies_costs_no_page(workers: Workers) -> None:
    assert clean(workers) is not None
    for process in workers.processes():
        os.kill(process.pid or 0, signal.SIGKILL)
    after = clean(workers)
    assert after is not None
    assert after.html == CLEANED
    workers.stop()


def test_a_page_that_takes_too_long_is_let_through_and_its_worker_ended(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert clean(workers) is not None
    stuck = workers.processes()
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    slow = clean(workers, b"<div>" + b"<p class=test-ad>x" * 300_000)
    assert slow is not None
    assert "longer" in (slow.fault or "")
    assert eventually(lambda: not any(process.is_alive() for process in stuck))
    monkeypatch.undo()
    after = clean(workers)
    assert after is not None
    assert after.html == CLEANED
    workers.stop()


def test_stopping_ends_the_processes(workers: Workers) -> None:
    assert clean(workers) is not None
    processes = workers.processes()
    workers.stop()
    assert eventually(lambda: not any(process.is_alive() for process in processes))
