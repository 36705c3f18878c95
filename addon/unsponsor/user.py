"""The engine with the user's settings and rules."""

import logging
from collections.abc import Sequence
from pathlib import Path

from .engine import Engine
from .lists.kept import KeptList
from .lists.store import Store
from .settings import lists_folder, load

logger = logging.getLogger(__name__)


def build_engine(
    config: Path, rules: Sequence[Path] = (), lists: Sequence[Path] = (), *, builtin_rules: bool = True
) -> Engine:
    """The engine with the settings and rules of a configuration folder, the filter lists to which the user subscribes, more
    rule files or folders, and more filter lists.

    Raises ``unsponsor.rules.problems.InvalidError`` with all located problems.
    """
    settings, own = load(config)
    store = Store(lists_folder(config))
    subscribed = []
    for file in store.files():
        try:
            subscribed.append(KeptList(file))
        except OSError as error:
            logger.warning("filter list left out: %s", error)
    engine = Engine(
        rules,
        [*subscribed, *lists],
        builtin_rules=builtin_rules,
        settings=settings,
        sources=own,
        kept=store.folder if subscribed else None,
    )
    for rule in engine.unknown_rules():
        logger.warning('settings.yaml names a rule "%s" that does not exist', rule)
    return engine
