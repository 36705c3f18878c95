"""Files that are written as a whole or not at all."""

import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsponsor.files import write_whole


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@given(st.lists(st.binary(), min_size=1, max_size=3))
def test_what_is_written_last_is_there(tmp_path_factory: pytest.TempPathFactory, contents: list[bytes]) -> None:
    file = tmp_path_factory.mktemp("files") / "file.bin"
    for content in contents:
        write_whole(file, content)
        assert file.read_bytes() == content
    assert names(file.parent) == ["file.bin"]


def test_nothing_is_made_of_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "folder" / "file", b"new")
    assert names(tmp_path) == []


def test_what_cannot_be_replaced_stays(tmp_path: Path) -> None:
    (tmp_path / "file" / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match="file"):
        write_whole(tmp_path / "file", b"new")
    assert names(tmp_path) == ["file"]
    assert names(tmp_path / "file") == ["inside"]


def test_what_cannot_be_finished_leaves_the_old(tmp_path: Path) -> None:
    file = tmp_path / "file"
    write_whole(file, b"old")
    with pytest.raises(TypeError):
        write_whole(file, "no bytes")  # type: ignore[arg-type]
    assert file.read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_on_a_full_device_the_old_stays(tmp_path: Path) -> None:
    file = tmp_path / "file"
    write_whole(file, b"old")
    # The unfinished file stands beside the other, and leads to where nothing has room.
    tmp_path.joinpath(f".file.{os.getpid()}.part").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space"):
        write_whole(file, b"new")
    assert file.read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="who runs this may write everywhere")
def test_in_a_folder_that_cannot_be_written_the_old_stays(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    write_whole(folder / "file", b"old")
    folder.chmod(0o500)
    try:
        with pytest.raises(PermissionError):
            write_whole(folder / "file", b"new")
        assert (folder / "file").read_bytes() == b"old"
        assert names(folder) == ["file"]
    finally:
        folder.chmod(0o700)


def test_a_reader_sees_the_old_or_the_new(tmp_path: Path) -> None:
    file = tmp_path / "file"
    contents = [bytes([number]) * 300_000 for number in range(2)]
    write_whole(file, contents[0])
    seen: set[bytes] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.add(file.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(200):
            write_whole(file, contents[number % 2])
    finally:
        done.set()
        reader.join()
    assert seen <= set(contents)
    assert seen
