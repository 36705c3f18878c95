"""Pages are cleaned in processes of their own, so that a large one holds up nobody else's."""

import asyncio
import gc
import logging
import multiprocessing
import os
import signal
import threading
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess

from unsponsor.engine import Cleaned, Engine

from .decoding import decoded

logger = logging.getLogger(__name__)

# Seconds after which a page is let through as it is. The longest honest page takes a tenth of that.
PATIENCE = 15.0
# In a worker process: the engine it holds.
_held: list[Engine] = []


def _start(engine: Engine) -> None:
    """In a worker, once: keep the engine (which was compiled while it was unpickled), and end with the main process."""
    # Ctrl-C reaches all processes of a terminal; the main one ends these.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _held[:] = [engine]
    try:
        _ = engine.elements  # now, not with the first page
    except Exception:
        logger.warning("cleans without filter lists", exc_info=True)
        engine.lists = []
    # The engine is many objects that live as long as the process: the collector need not look at them with each page.
    gc.freeze()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _ready() -> None:
    return None


def _clean(body: bytes, content_encoding: str, url: str, content_type: str | None) -> Cleaned | None:
    """In a worker: the cleaned page, decoded; None where it stays as it is."""
    source = decoded(body, content_encoding)
    cleaned = _held[0].clean(source, url, content_type=content_type)
    if cleaned.fault is not None:
        return Cleaned(b"", (), cleaned.fault)
    return None if cleaned.html is source else cleaned


class Workers:
    """A pool of processes that hold the engine. It is made in a thread: that takes seconds, in which traffic goes on."""

    def __init__(self, engine: Engine, count: int | None = None) -> None:
        self._count = count or min(4, os.cpu_count() or 1)
        self._engine = engine
        self._maker = ThreadPoolExecutor(1)
        self._stopped = False
        # As many pages as there are processes are in work; the time of a page counts from when its turn comes.
        self._turns = asyncio.Semaphore(self._count)
        self._pool = self._maker.submit(self._new_pool)

    def _new_pool(self) -> ProcessPoolExecutor:
        # Spawned, not forked: a fork of a process with threads (the event loop's, libxml2's) may hang.
        pool = ProcessPoolExecutor(
            self._count, multiprocessing.get_context("spawn"), initializer=_start, initargs=(self._engine,)
        )
        for _ in range(self._count):
            pool.submit(_ready)  # start them now, not with the first page
        return pool

    def replace(self, engine: Engine) -> None:
        """Use another engine as soon as there are processes that hold it. Pages in work are finished with the one before."""
        self._engine = engine
        old = self._pool

        def take_over(made: "Future[ProcessPoolExecutor]") -> None:
            if not made.cancelled() and made.exception() is None:
                self._pool = made
                old.result().shutdown(wait=False)

        self._maker.submit(self._new_pool).add_done_callback(take_over)

    def _renew(self, bad: "Future[ProcessPoolExecutor]") -> None:
        """Put another pool in the place of one that hangs or is broken."""
        if bad is self._pool and not self._stopped:
            self._pool = self._maker.submit(self._new_pool)
            end(bad.result())

    async def clean(self, body: bytes, content_encoding: str, url: str, content_type: str | None) -> Cleaned | None:
        """The cleaned page, decoded; None where it stays as it is. ``fault`` is set where something went wrong.

        Raises nothing but ``asyncio.CancelledError``.
        """
        async with self._turns:
            for last_try in (False, True):
                used = self._pool
                try:
                    pool = await asyncio.wrap_future(used)
                    loop = asyncio.get_running_loop()
                    work = loop.run_in_executor(pool, _clean, body, content_encoding, url, content_type)
                    return await asyncio.wait_for(work, PATIENCE)
                except TimeoutError:
                    self._renew(used)
                    return Cleaned(b"", (), f"took longer than {PATIENCE:.0f} seconds")
                except BrokenProcessPool:
                    self._renew(used)
                    if last_try:
                        return Cleaned(b"", (), "the worker process died")
                except Exception as error:
                    return Cleaned(b"", (), f"{type(error).__name__}: {error}")
        raise AssertionError  # the last try returns

    def processes(self) -> list[BaseProcess]:
        """The worker processes there are."""
        return _processes(self._pool.result())

    def stop(self) -> None:
        """End the processes, and wait until they are gone: a pool that still winds up when Python ends prints a traceback
        (Python 3.11 wakes its thread without a lock)."""
        self._stopped = True
        self._maker.shutdown(wait=True, cancel_futures=True)
        if not self._pool.cancelled() and self._pool.exception() is None:
            end(self._pool.result(), wait=True)


def end(pool: ProcessPoolExecutor, *, wait: bool = False) -> None:
    """End a pool with its processes, whatever they are doing; ``wait`` until they are gone."""
    for process in _processes(pool):
        process.kill()
    pool.shutdown(wait=wait, cancel_futures=True)


def _processes(pool: ProcessPoolExecutor) -> list[BaseProcess]:
    # A public way to end a stuck worker came with Python 3.14.
    table: dict[int, BaseProcess] = getattr(pool, "_processes", None) or {}
    return list(table.values())
