"""What the proxy cannot start with is said in one line."""

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest

from unsponsor.proxy.master import CannotStartError, build_master, check_address

# What is asked for, and what the line must name.
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "an option that is none": ({"settings": ["nonsense=1"]}, "--set nonsense=1: "),
    "an option without a value that is none": ({"settings": ["nonsense"]}, "--set nonsense: "),
    "a value of another type": ({"settings": ["listen_port=x"]}, "--set listen_port=x: "),
    "one that is wrong behind one that is right": ({"settings": ["http2=false", "nonsense=1"]}, "--set nonsense=1: "),
    "an upstream that is none": ({"upstream": "no proxy at all"}, "no upstream proxy: no proxy at all ("),
    "an upstream of another kind": ({"upstream": "ftp://proxy.example:21"}, "no upstream proxy: ftp://proxy.example:21 ("),
}


async def options_of(folder: Path, **asked: Any) -> Any:
    return build_master([], host="127.0.0.1", port=0, certificates=folder, **asked).options


@pytest.mark.parametrize(("asked", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused(tmp_path: Path, asked: dict[str, Any], words: str) -> None:
    with pytest.raises(CannotStartError) as refused:
        asyncio.run(options_of(tmp_path, **asked))
    assert str(refused.value).startswith(words)
    assert "\n" not in str(refused.value)


def test_what_is_taken(tmp_path: Path) -> None:
    options = asyncio.run(options_of(tmp_path, upstream="http://proxy.example:3128", settings=["http2=false"]))
    assert options.mode == ["upstream:http://proxy.example:3128"]
    assert options.http2 is False
    assert options.confdir == str(tmp_path)


def test_an_address_that_is_free_taken_or_none() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        taken = listener.getsockname()[1]
        with pytest.raises(CannotStartError, match=f"cannot listen on 127.0.0.1:{taken}: "):
            check_address("127.0.0.1", taken)
    check_address("127.0.0.1", taken)
    with pytest.raises(CannotStartError, match=r"cannot listen on 192\.0\.2\.1:8080: "):
        check_address("192.0.2.1", 8080)
