"""The lists to which the user subscribes: their texts and what is known of them, in a folder of the program's own.

Each file is replaced as a whole or not at all, and a list that is there stays until a newer one has been read.
"""

import json
import re
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from unsponsor.files import write_whole

_INDEX = "subscriptions.json"
_UNSAFE = re.compile(r"[^a-z0-9]+")


@dataclass
class Subscription:
    """A list to which the user subscribes. ``url`` is where it comes from (an address, or a ``file:`` one); ``checked`` and
    ``updated`` are seconds since 1970, 0 for never; ``expires`` seconds; ``problem`` is why the last update failed."""

    name: str
    url: str
    title: str = ""
    etag: str = ""
    last_modified: str = ""
    checked: float = 0.0
    updated: float = 0.0
    expires: float = 0.0
    problem: str = ""


class Store:
    """The user's subscriptions in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def subscriptions(self) -> list[Subscription]:
        """All of them, in the order in which they were added. A damaged index is put aside, as if there was none.
        Raises ``OSError`` where the folder cannot be read."""
        try:
            read = json.loads((self.folder / _INDEX).read_text("utf-8"))
            return [_subscription(item) for item in read["subscriptions"]]
        except FileNotFoundError:
            return []
        except (AttributeError, KeyError, TypeError, ValueError):
            damaged = self.folder / _INDEX
            damaged.replace(damaged.with_suffix(".damaged"))
            return []

    def save(self, subscriptions: list[Subscription]) -> None:
        """Write what is known of the subscriptions. Raises ``OSError``."""
        items = [asdict(item) for item in subscriptions]
        write(self.folder / _INDEX, json.dumps({"version": 1, "subscriptions": items}, indent=1, ensure_ascii=False) + "\n")

    def add(self, name: str, url: str) -> Subscription:
        """Subscribe. Raises ``ValueError`` where the name or the address is there already, ``OSError``."""
        known = self.subscriptions()
        for item in known:
            if item.name == name or item.url == url:
                raise ValueError(f"{item.name} is there already: {item.url}")
        added = Subscription(name, url)
        self.save([*known, added])
        return added

    def remove(self, name: str) -> Subscription:
        """End a subscription, by its name or address, and delete its text. Raises ``ValueError`` for one that is not there."""
        known = self.subscriptions()
        found = next((item for item in known if name in (item.name, item.url)), None)
        if found is None:
            raise ValueError(f"no list is called {name}")
        self.save([item for item in known if item is not found])
        self.path(found).unlink(missing_ok=True)
        return found

    def path(self, subscription: Subscription) -> Path:
        """Where a list's text is."""
        return self.folder / f"{subscription.name}.txt"

    def files(self) -> list[Path]:
        """The texts of all lists that have one. Nothing where the folder cannot be read."""
        try:
            paths = [self.path(item) for item in self.subscriptions()]
        except OSError:
            return []
        return [path for path in paths if path.is_file()]


def name_for(url: str) -> str:
    """A name for a list that comes from an address: its file's, without what comes after the dot."""
    last = url.split("?", maxsplit=1)[0].rstrip("/").rpartition("/")[2].partition(".")[0] or "list"
    return _UNSAFE.sub("-", last.lower()).strip("-") or "list"


def write(path: Path, text: str) -> None:
    """Write a file as a whole or not at all. Raises ``OSError``; what was there stays."""
    data = text.encode("utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)


def _subscription(item: dict[str, Any]) -> Subscription:
    known = {one.name for one in fields(Subscription)}
    return Subscription(**{key: value for key, value in item.items() if key in known})
