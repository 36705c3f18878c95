"""Keeping lists up to date: conditional requests, differential updates, and checks that what came is a list.

A list that cannot be fetched, or that is none, leaves the one that is there as it is.
"""

import base64
import hashlib
import http.client
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from .directives import with_included
from .store import Store, Subscription, write
from .syntax import is_beside, parse

_TIMEOUT = 30
_LARGEST = 64 * 1024 * 1024
_DAY = 86400.0
# How often a list is asked for where it does not say, and how seldom at most.
_USUAL = 4 * _DAY
_LONGEST = 14 * _DAY
_EXPIRES = re.compile(r"(\d+)\s*(day|d|hour|h)?", re.IGNORECASE)
_CHECKSUM = re.compile(r"^\s*!\s*checksum\s*[:-]\s*([\w+/=]+).*\n", re.IGNORECASE | re.MULTILINE)
_MARKUP = re.compile(r"\s*(?:<!doctype|<html|<\?xml|<head|<body)", re.IGNORECASE)
_DEEPEST = 3
_COMMAND = re.compile(r"([ad])(\d+) (\d+)\Z")
_HEADER = re.compile(r"diff(?: name:(?P<name>\S+))?(?: checksum:(?P<checksum>\w+))?(?: lines:(?P<lines>\d+))?\s*\Z")
_SHORTEST_CHECKSUM = 10


class Update(NamedTuple):
    """What became of one subscription: ``updated``, ``patched``, ``unchanged``, ``fresh`` (not asked yet) or ``failed``, and
    why in the last case."""

    subscription: Subscription
    outcome: str
    reason: str = ""


class NoListError(ValueError):
    """What came is no filter list, or not all of one."""


class _Answer(NamedTuple):
    status: int
    text: str
    etag: str
    last_modified: str


def update(store: Store, *, force: bool = False, told: Callable[[Update], None] = lambda _: None) -> list[Update]:
    """Bring all lists up to date; ``force`` asks for those that are fresh as well, and for the whole of each. ``told`` hears
    of each when it is done. Raises ``OSError`` where the folder cannot be written."""
    results = []
    for name in [item.name for item in store.subscriptions()]:
        # What is known is read and written for each: another process may add or remove lists meanwhile.
        known = store.subscriptions()
        item = next((one for one in known if one.name == name), None)
        if item is not None:
            result = _update_one(store, item, force=force)
            store.save(known)
            told(result)
            results.append(result)
    return results


def due(subscriptions: Iterable[Subscription], now: float) -> bool:
    """Whether a list has expired."""
    return any(now >= item.checked + (item.expires or _USUAL) for item in subscriptions)


def _update_one(store: Store, item: Subscription, *, force: bool) -> Update:
    now = time.time()
    path = store.path(item)
    there = path.is_file()
    if there and not force and not due([item], now):
        return Update(item, "fresh")
    try:
        old = path.read_bytes().decode("utf-8", "replace") if there else ""
        patched = _patched(item, old) if there and not force else None
        if patched is not None:
            text, outcome = patched, "patched"
        else:
            answer = _fetch(
                item.url, item.etag if there and not force else "", item.last_modified if there and not force else ""
            )
            item.etag, item.last_modified = answer.etag or item.etag, answer.last_modified or item.last_modified
            text, outcome = (answer.text, "updated") if answer.status != http.client.NOT_MODIFIED else (old, "unchanged")
            check(text)
            text = _whole(text, item.url, {item.url}) if outcome == "updated" else text
        if outcome != "unchanged" and text != old:
            write(path, text)
            item.updated = now
        elif outcome == "updated":
            outcome = "unchanged"
    except (ValueError, http.client.HTTPException, urllib.error.URLError, TimeoutError, ConnectionError) as error:
        item.problem = _reason(error)
        # A dead server is asked again after a while, not with every start.
        item.checked = now if there else 0.0
        return Update(item, "failed", item.problem)
    found = parse(text[:4096], item.name)
    item.title, item.expires = found.name, lifetime(found.metadata.get("expires", ""))
    item.checked, item.problem = now, ""
    return Update(item, outcome)


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    if isinstance(error, urllib.error.HTTPError):
        return f"{error.code} {error.reason}"
    if isinstance(error, http.client.IncompleteRead):
        return "the answer broke off"
    return str(reason) or type(error).__name__


def lifetime(said: str) -> float:
    """For how many seconds a list is fresh, by what its head says (``4 days``, ``12 hours``)."""
    match = _EXPIRES.match(said.strip())
    if match is None:
        return _USUAL
    unit = 3600.0 if (match[2] or "d").lower().startswith("h") else _DAY
    return min(max(int(match[1]) * unit, 3600.0), _LONGEST)


def check(text: str) -> None:
    """Raise ``NoListError`` where a text is no filter list, or its checksum says that it is not all of one."""
    if not text.strip():
        raise NoListError("the answer is empty")
    if _MARKUP.match(text):
        raise NoListError("the answer is a web page, no filter list")
    found = parse(text)
    if not found.elements and not found.network:
        raise NoListError("the answer has no filters")
    stated = _CHECKSUM.search(text[:4096])
    if stated is not None and not _is_checksum(text, stated[1]):
        raise NoListError("the checksum does not fit: the list is not whole")


def _is_checksum(text: str, stated: str) -> bool:
    """As Adblock Plus has it: MD5 in base64 of the text without the line of the checksum and without empty lines."""
    plain = re.sub(r"\n+", "\n", _CHECKSUM.sub("", text.replace("\r", ""), count=1))
    made = base64.b64encode(hashlib.md5(plain.encode("utf-8"), usedforsecurity=False).digest()).decode()
    return made.rstrip("=") == stated.rstrip("=")


def _fetch(url: str, etag: str = "", last_modified: str = "") -> _Answer:
    """A list's text, or that it has not changed. The environment's proxy settings are honoured."""
    request = urllib.request.Request(url, headers={"User-Agent": "unsponsor", "Accept-Encoding": "identity"})
    for name, value in (("If-None-Match", etag), ("If-Modified-Since", last_modified)):
        if value:
            request.add_header(name, value)
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as response:
            body = response.read(_LARGEST + 1)
            stated = response.headers.get("content-length", "")
            if len(body) > _LARGEST:
                raise NoListError("the answer is larger than any list")
            if stated.isdecimal() and len(body) < int(stated):
                raise NoListError("the answer broke off")
            headers = response.headers
            text = body.decode("utf-8-sig", "replace")
            return _Answer(200, text, headers.get("etag", ""), headers.get("last-modified", ""))
    except urllib.error.HTTPError as error:
        if error.code == http.client.NOT_MODIFIED:
            return _Answer(error.code, "", error.headers.get("etag", ""), error.headers.get("last-modified", ""))
        raise


def _whole(text: str, url: str, come: set[str], depth: int = 0) -> str:
    """A list with those that it includes (``!#include``) in their places, each once; ``come`` are the addresses of those that
    came already. Raises what fetching raises, and ``NoListError`` for one that lies on another server, or that includes others
    without end."""

    def included(name: str) -> str:
        address = urljoin(url, name)
        if address in come:
            return ""
        come.add(address)
        outside = urlsplit(url).scheme == "file" and not is_beside(name)
        if outside or urlsplit(address)[:2] != urlsplit(url)[:2] or depth >= _DEEPEST:
            raise NoListError(f"{name} cannot be included")
        part = _fetch(address).text
        if _MARKUP.match(part):
            raise NoListError(f"{name} is a web page, no filter list")
        return _whole(part, address, come, depth + 1)

    return with_included(text, included)


def _patched(item: Subscription, text: str) -> str | None:
    """A list with all patches that its server has for it, None where there are none: then the whole list is asked for."""
    changed = False
    while (path := parse(text[:4096]).metadata.get("diff-path")) is not None:
        address, _, name = path.partition("#")
        patch = urljoin(item.url, address)
        if urlsplit(patch).scheme != urlsplit(item.url).scheme:
            break  # a list that comes from the Web has no say in what is read from the disk
        try:
            answer = _fetch(patch)
            text = apply_patch(text, answer.text, name)
        except (ValueError, http.client.HTTPException, OSError):
            break
        changed = True
        if parse(text[:4096]).metadata.get("diff-path") == path:
            break
    return text if changed else None


def apply_patch(text: str, patch: str, name: str = "") -> str:
    """A text with an RCS patch applied (``diff -n``), of which the part for ``name`` is taken; its checksum is the SHA-1 of
    what comes out. Raises ``ValueError`` for a patch that is none, is not for this text, or has nothing for it."""
    commands, checksum = _part_of(patch, name)
    lines = text.split("\n")
    made: list[str] = []
    done = position = 0
    while position < len(commands):
        match = _COMMAND.match(commands[position])
        if match is None:
            raise ValueError(f"no patch: {commands[position][:80]}")
        kind, line, count = match[1], int(match[2]), int(match[3])
        position += 1
        begin = line if kind == "a" else line - 1
        if begin < done or begin > len(lines):
            raise ValueError("the patch is for another text")
        made += lines[done:begin]
        done = begin
        if kind == "a":
            made += commands[position : position + count]
            position += count
        else:
            done += count
    result = "\n".join([*made, *lines[done:]])
    digest = hashlib.sha1(result.encode("utf-8"), usedforsecurity=False).hexdigest()
    if checksum and not (len(checksum) >= _SHORTEST_CHECKSUM and digest.startswith(checksum)):
        raise ValueError("the checksum does not fit: the patch is for another text")
    return result


def _part_of(patch: str, name: str) -> tuple[list[str], str]:
    """The commands for one list of a patch that may be for several, and the checksum of what they make."""
    lines = patch.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    if not lines:
        return [], ""  # nothing has changed
    position = 0
    while position < len(lines):
        header = _HEADER.match(lines[position])
        if header is None:
            if position == 0:
                return lines, ""  # a patch without headers
            raise ValueError("no patch")
        count = int(header["lines"]) if header["lines"] else len(lines) - position - 1
        if not name or header["name"] == name:
            return lines[position + 1 : position + 1 + count], header["checksum"] or ""
        position += 1 + count
    raise ValueError(f"the patch has nothing for {name}")


def is_address(text: str) -> bool:
    """Whether a text is the address of a list."""
    return urlsplit(text).scheme in ("http", "https", "file")
