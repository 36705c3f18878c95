"""Filter lists that are kept on disk: read only when what they come to is not kept as well."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from . import compiled
from .syntax import FilterList, parse


class KeptList:
    """A list in a file of the program's own. ``digest`` is that of its text."""

    def __init__(self, path: Path) -> None:
        """Raises ``OSError`` for a file that cannot be read."""
        self.path = path
        self.digest = hashlib.sha256(path.read_bytes()).digest()

    def read(self) -> FilterList:
        """What it holds, and from now on its digest. Raises ``OSError``."""
        text = self.path.read_bytes()
        self.digest = hashlib.sha256(text).digest()
        return parse(text.decode("utf-8-sig", "replace"), self.path.stem)


# A list that is given as such, or one that is kept.
AnyList = FilterList | KeptList


def read_all(lists: Sequence[AnyList]) -> list[FilterList]:
    """What lists hold. Raises ``OSError`` for one that cannot be read."""
    return [found.read() if isinstance(found, KeptList) else found for found in lists]


def recalled(lists: Sequence[AnyList], file: Path) -> Any:
    """What some lists came to, as it was kept in a file; None where it was not."""
    key = key_of(lists)
    return None if key is None else compiled.load(file, key)


def remember(lists: Sequence[AnyList], file: Path, state: Callable[[], object]) -> None:
    """Keep in a file what some lists, as they were read last, come to: plain data, made only where it can be kept."""
    key = key_of(lists)
    if key is not None:
        compiled.save(file, key, state())


def key_of(lists: Sequence[AnyList]) -> bytes | None:
    """The key of what some lists come to; None where that cannot be kept, as not all of them are."""
    kept = [found for found in lists if isinstance(found, KeptList)]
    if not kept or len(kept) < len(lists):
        return None
    # A list without a title is called after its file.
    return compiled.key_of(*(part for found in kept for part in (found.path.stem.encode("utf-8"), found.digest)))
