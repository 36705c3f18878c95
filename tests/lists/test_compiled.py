"""What is kept on disk comes back as it was, under its own key, or not at all."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsponsor.lists import compiled

KEY = compiled.key_of(b"list")
_PLAIN = st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")) | st.binary()
_DATA = st.recursive(
    _PLAIN, lambda of: st.lists(of) | st.lists(of).map(tuple) | st.dictionaries(st.text(max_size=3), of), max_leaves=8
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept") / "a.compiled"


@given(_DATA)
def test_what_is_saved_is_loaded(place: Path, data: Any) -> None:
    compiled.save(place, KEY, data)
    assert compiled.is_kept(place, KEY)
    assert compiled.load(place, KEY) == data


@given(st.integers(min_value=0), st.integers(1, 255))
def test_one_byte_of_damage_and_it_is_not_there(place: Path, at: int, change: int) -> None:
    compiled.save(place, KEY, ("some", ["data"], {"a": 1}))
    whole = place.read_bytes()
    at %= len(whole)
    place.write_bytes(whole[:at] + bytes([whole[at] ^ change]) + whole[at + 1 :])
    assert compiled.load(place, KEY) is None


@given(st.integers(min_value=0))
def test_a_part_of_it_is_nothing(place: Path, length: int) -> None:
    compiled.save(place, KEY, ("some", ["data"], {"a": 1}))
    whole = place.read_bytes()
    place.write_bytes(whole[: length % len(whole)])
    assert compiled.load(place, KEY) is None


def test_what_was_made_from_something_else_is_not_there(place: Path) -> None:
    compiled.save(place, KEY, 1)
    for other in (compiled.key_of(b"other"), compiled.key_of(), compiled.key_of(b"list", b"")):
        assert not compiled.is_kept(place, other)
        assert compiled.load(place, other) is None


def test_a_key_tells_where_a_text_ends() -> None:
    parts = [(), (b"",), (b"ab",), (b"a", b"b"), (b"b", b"a"), (b"a", b"", b"b")]
    assert len({compiled.key_of(*texts) for texts in parts}) == len(parts)


def test_a_folder_in_which_nothing_can_be_kept(tmp_path: Path) -> None:
    compiled.save(tmp_path / "none" / "a.compiled", KEY, (1,))
    assert compiled.load(tmp_path / "none" / "a.compiled", KEY) is None
    assert not compiled.is_kept(tmp_path / "none" / "a.compiled", KEY)
