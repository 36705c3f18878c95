"""Lists that are read only when what they come to is not kept as well."""

from pathlib import Path

import pytest

from unsponsor.lists.kept import KeptList, key_of, read_all, recalled, remember
from unsponsor.lists.syntax import parse


def test_a_list_is_read_when_it_is_asked_for(file: Path) -> None:
    kept = KeptList(file)
    digest = kept.digest
    file.write_text("##.other\n", "utf-8")
    assert kept.digest == digest
    assert [found.text for found in kept.read().elements] == ["##.other"]
    assert kept.digest == KeptList(file).digest != digest


def test_bytes_that_are_no_text_cost_their_line_only(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf##.x\n##.\xff\n##.y\n")
    assert [found.text for found in KeptList(file).read().elements][::2] == ["##.x", "##.y"]


def test_lists_are_read_in_their_order(file: Path) -> None:
    assert [found.name for found in read_all([parse("! Title: One"), KeptList(file)])] == ["One", "Little list"]


def test_a_list_that_is_gone_is_an_error(file: Path) -> None:
    kept = KeptList(file)
    file.unlink()
    with pytest.raises(OSError, match="little"):
        read_all([kept])
    with pytest.raises(OSError, match="little"):
        KeptList(file)


def test_what_is_remembered_is_recalled_for_the_same_lists_only(file: Path, tmp_path: Path) -> None:
    kept, place = KeptList(file), tmp_path / "made"
    other = file.with_name("other.txt")
    other.write_text("##.other\n", "utf-8")
    assert recalled([kept], place) is None
    remember([kept, KeptList(other)], place, lambda: ("made", 1))
    assert recalled([kept, KeptList(other)], place) == ("made", 1)
    assert recalled([KeptList(other), kept], place) is None  # an order is a part of it
    assert recalled([kept], place) is None
    file.write_text("##.x\n", "utf-8")
    assert recalled([KeptList(file), KeptList(other)], place) is None


def test_a_list_of_another_name_is_another(file: Path) -> None:
    other = file.with_name("other.txt")
    other.write_bytes(file.read_bytes())
    assert key_of([KeptList(other)]) != key_of([KeptList(file)])


def test_nothing_is_made_where_it_cannot_be_kept(file: Path, tmp_path: Path) -> None:
    for lists in ([], [KeptList(file), parse("##.x")]):
        assert key_of(lists) is None
        remember(lists, tmp_path / "made", lambda: pytest.fail("made"))
        assert recalled(lists, tmp_path / "made") is None
