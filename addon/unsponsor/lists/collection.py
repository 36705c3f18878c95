"""The element filters of lists, collected by what they are for: plain data in little room, which can be kept on disk.

A filter is a number here. How it is written is looked up, and read again, when a page has to do with it.
"""

from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import regex

from . import compiled
from .kept import AnyList, key_of, read_all, recalled, remember
from .syntax import ElementFilter, FilterList, Kind, element_filter

# The file in which a collection is kept.
KEPT = "elements.compiled"
# A body that is one id or one class: such a filter is looked up.
_PLAIN = regex.compile(r"[#.][\w-]+", regex.ASCII)


class Listed(NamedTuple):
    """A filter, and the name of its list."""

    filter: ElementFilter
    name: str

    def __str__(self) -> str:
        return f"{self.filter.text} ({self.name})"


class Collection(NamedTuple):
    """The filters of some lists. ``plain``: those for all pages whose body is one id or class, by that; ``generic``: the
    others for all pages; ``by_site``: those for some sites, by each; ``by_expression``: likewise, where the site is an
    expression. ``off``: the bodies that do not apply anywhere, ``off_on``: those that do not on some sites; ``exceptions``:
    the filters that say so for some paths, for all sites but some, or for sites that are expressions. The rest says how each
    filter is written: the texts one after the other, where each ends, its line, and its list by its place in ``names``.
    """

    plain: dict[str, int]
    generic: list[int]
    by_site: dict[str, list[int]]
    by_expression: list[tuple[str, int]]
    off: list[str]
    off_on: dict[str, list[str]]
    exceptions: list[int]
    names: list[str]
    text: bytes
    ends: bytes
    lines: bytes
    owners: bytes


def collection(lists: Iterable[AnyList], folder: Path | None = None) -> Collection:
    """The filters of some lists; kept in a folder, where the lists are kept themselves. Raises ``OSError`` for a list that
    cannot be read."""
    lists = list(lists)
    if folder is None:
        return _collected(read_all(lists))
    try:
        return Collection(*recalled(lists, folder / KEPT))
    except TypeError:  # there is none, or it is damaged
        made = _collected(read_all(lists))
    remember(lists, folder / KEPT, lambda: tuple(made))
    return made


def keep(lists: Sequence[AnyList], folder: Path) -> None:
    """Keep the collection of some lists in a folder, where it is not there already and the lists are kept themselves. Raises
    ``OSError`` for a list that cannot be read."""
    key = key_of(lists)
    if key is not None and not compiled.is_kept(folder / KEPT, key):
        collection(lists, folder)


class Written:
    """How the filters of a collection are written."""

    def __init__(self, found: Collection) -> None:
        self._text, self._names = found.text, found.names
        self._ends, self._lines, self._owners = (array("I", numbers) for numbers in (found.ends, found.lines, found.owners))

    def __getitem__(self, number: int) -> Listed:
        text = self._text[self._ends[number - 1] if number else 0 : self._ends[number]].decode("utf-8")
        written = element_filter(text, self._lines[number])
        assert written is not None, text  # it was one when it was collected
        return Listed(written, self._names[self._owners[number]])


def _collected(lists: Iterable[FilterList]) -> Collection:
    made = Collection({}, [], {}, [], [], {}, [], [], b"", b"", b"", b"")
    text, ends, lines, owners = bytearray(), array("I"), array("I"), array("I")
    off: set[str] = set()
    off_on: dict[str, set[str]] = {}
    for found in lists:
        made.names.append(found.name)
        for written in found.elements:
            if written.kind not in (Kind.HIDE, Kind.REMOVE):
                continue
            if written.exception and not _is_limited(written):
                if not written.sites:
                    off.add(written.body)
                for site in written.sites:
                    off_on.setdefault(site, set()).add(written.body)
                continue
            if _add(made, written, len(ends)):
                text += written.text.encode("utf-8")
                ends.append(len(text))
                lines.append(written.line)
                owners.append(len(made.names) - 1)
    return made._replace(
        off=sorted(off),
        off_on={site: sorted(bodies) for site, bodies in off_on.items()},
        text=bytes(text),
        ends=ends.tobytes(),
        lines=lines.tobytes(),
        owners=owners.tobytes(),
    )


def _is_limited(written: ElementFilter) -> bool:
    """Whether an exception cannot be looked up by the names of sites alone."""
    return written.path is not None or bool(written.not_sites) or any(site[0] == "/" for site in written.sites)


def _add(made: Collection, written: ElementFilter, number: int) -> bool:
    """Put a filter where it belongs; whether it is not there already."""
    if written.exception:
        made.exceptions.append(number)
        return True
    if written.sites:
        for site in written.sites:
            if site[0] == "/":
                made.by_expression.append((site, number))
            else:
                made.by_site.setdefault(site, []).append(number)
        return True
    if not _PLAIN.fullmatch(written.body) or written.not_sites or written.path is not None:
        made.generic.append(number)
        return True
    if written.body in made.plain:
        return False
    made.plain[written.body] = number
    return True
