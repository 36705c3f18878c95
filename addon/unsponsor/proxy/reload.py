"""Rule and settings files that change while the proxy runs, and filter lists that are brought up to date."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from watchfiles import Change, awatch

logger = logging.getLogger(__name__)


# Seconds until the lists are looked at first, when what one reads has been fetched, and from then on.
FIRST, THEN = 30.0, 3600.0


def _is_yaml(_change: Change, path: str) -> bool:
    return path.endswith((".yaml", ".yml"))


async def watch(paths: Iterable[Path], changed: Callable[[], Awaitable[None]]) -> None:
    """Call ``changed`` within two seconds after a YAML file under one of the paths was saved, until cancelled."""
    existing = [path for path in paths if path.exists()]
    try:
        # Editors write a file in several steps: wait until nothing has changed for a moment, a fifth of a second at most.
        async for _ in awatch(*existing, watch_filter=_is_yaml, debounce=200, step=50, recursive=True):
            await changed()
    except OSError as error:
        logger.warning("changed rule files will not be noticed: %s", error)


async def keep_up_to_date(update: Callable[[], bool], changed: Callable[[], Awaitable[None]]) -> None:
    """Call ``update`` in a thread now and then, and ``changed`` where it says that something has changed, until cancelled."""
    wait = FIRST
    while True:
        await asyncio.sleep(wait)
        wait = THEN
        try:
            if await asyncio.to_thread(update):
                await changed()
        except OSError as error:
            logger.warning("filter lists cannot be updated: %s", error)
