"""Pages are cleaned in processes of their own, so that a large one holds up nobody else's."""

import asyncio
import gc
import logging
import multiprocessing
import os
import signal
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from mitmproxy.net import encoding

from unsponsor.engine import Cleaned, Engine

logger = logging.getLogger(__name__)

# Seconds after which a page is let through as it is. The longest honest page takes a tenth of that.
PATIENCE = 30.0
# In a worker process: the engine it holds.
_held: list[Engine] = []


def _start(engine: Engine) -> None:
    # Ctrl-C reaches all processes of a terminal; the main one ends these.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _held[:] = [engine]
    # The engine is many objects that live as long as the process: the collector need not look at them with each page.
    gc.freeze()


def _ready() -> None:
    return None


def _clean(body: bytes, content_encoding: str, url: str, content_type: str | None) -> Cleaned | None:
    """In a worker: the cleaned page, decoded; None where it stays as it is."""
    source = encoding.decode(body, content_encoding or "identity")
    if not isinstance(source, bytes):
        raise ValueError(f"cannot undo content encoding {content_encoding!r}")
    cleaned = _held[0].clean(source, url, content_type=content_type)
    if cleaned.fault is not None:
        return Cleaned(b"", (), cleaned.fault)
    return None if cleaned.html is source else cleaned


class Workers:
    """A pool of processes that hold the engine."""

    def __init__(self, engine: Engine, count: int | None = None) -> None:
        self._count = count or min(4, os.cpu_count() or 1)
        self._engine = engine
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPoolExecutor:
        # Spawned, not forked: a fork of a process with threads (the event loop's, libxml2's) may hang.
        pool = ProcessPoolExecutor(
            self._count, multiprocessing.get_context("spawn"), initializer=_start, initargs=(self._engine,)
        )
        for _ in range(self._count):
            pool.submit(_ready)  # start them now, not with the first page
        return pool

    def replace(self, engine: Engine) -> None:
        """Use another engine from now on. Pages in work are finished with the one before."""
        self._engine = engine
        self._renew()

    def _renew(self) -> None:
        old, self._pool = self._pool, self._new_pool()
        old.shutdown(wait=False)

    async def clean(self, body: bytes, content_encoding: str, url: str, content_type: str | None) -> Cleaned | None:
        """The cleaned page, decoded; None where it stays as it is. ``fault`` is set where something went wrong.

        Raises nothing but ``asyncio.CancelledError``.
        """
        pool = self._pool
        try:
            work = asyncio.get_running_loop().run_in_executor(pool, _clean, body, content_encoding, url, content_type)
            return await asyncio.wait_for(work, PATIENCE)
        except TimeoutError:
            if pool is self._pool:
                self._renew()
            _kill(pool)
            return Cleaned(b"", (), f"took longer than {PATIENCE:.0f} seconds")
        except BrokenProcessPool:
            if pool is self._pool:
                self._renew()
            return Cleaned(b"", (), "the worker process died")
        except Exception as error:
            return Cleaned(b"", (), f"{type(error).__name__}: {error}")

    def stop(self) -> None:
        """End the processes."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        _kill(self._pool)


def _kill(pool: Executor) -> None:
    # `kill_workers` came with Python 3.14; before, the pool's table of processes is the only way to end a stuck one.
    for process in list((getattr(pool, "_processes", None) or {}).values()):
        process.kill()
