"""What lists come to, kept on disk, so that a second start need not read them all again.

A file holds plain data (``marshal``), under a key of all that it was made from and by: the lists' texts, this program, this
Python. One that is damaged, or made from something else, is as if it were not there.
"""

import contextlib
import hashlib
import marshal
import sys
from pathlib import Path
from typing import Any

from unsponsor.files import write_whole

# Raised with each change of what is kept.
_FORMAT = 3
_KEY_LENGTH = 32


def key_of(*parts: bytes) -> bytes:
    """The key of something that is made from some texts."""
    digest = hashlib.sha256(f"{_FORMAT} {sys.version} {sys.platform}".encode())
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.digest()


def is_kept(path: Path, key: bytes) -> bool:
    """Whether something is kept under a key, be it damaged."""
    try:
        with path.open("rb") as file:
            return file.read(_KEY_LENGTH) == key
    except OSError:
        return False


def load(path: Path, key: bytes) -> Any:
    """What was kept under a key; None where there is nothing, or it is damaged."""
    try:
        data = path.read_bytes()
        if (
            data[:_KEY_LENGTH] != key
            or hashlib.sha256(data[2 * _KEY_LENGTH :]).digest() != data[_KEY_LENGTH : 2 * _KEY_LENGTH]
        ):
            return None
        return marshal.loads(data[2 * _KEY_LENGTH :])
    except (OSError, ValueError, EOFError, TypeError):
        return None


def save(path: Path, key: bytes, value: Any) -> None:
    """Keep something under a key, as a whole or not at all. Where it cannot be kept, it is made again next time."""
    data = marshal.dumps(value)
    with contextlib.suppress(OSError):
        write_whole(path, key + hashlib.sha256(data).digest() + data)
