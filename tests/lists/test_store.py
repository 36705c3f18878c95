"""The user's subscriptions in a folder: what comes, goes, and is damaged."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsponsor.lists.store import Store, Subscription, name_for, write

URL = "https://lists.example/little.txt"
INDEX = "subscriptions.json"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "config" / "lists")


def index(store: Store, text: str) -> None:
    store.folder.mkdir(parents=True, exist_ok=True)
    (store.folder / INDEX).write_text(text, "utf-8")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_at_first_there_is_nothing(store: Store) -> None:
    assert (store.subscriptions(), store.files()) == ([], [])
    assert not store.folder.exists()


def test_lists_come_in_their_order(store: Store) -> None:
    added = [store.add(name, f"https://lists.example/{name}.txt") for name in ("second", "first", "third")]
    assert added[0] == Subscription("second", "https://lists.example/second.txt")
    assert Store(store.folder).subscriptions() == added
    assert names(store.folder) == [INDEX]


def test_what_is_not_known_yet_is_nothing(store: Store) -> None:
    added = store.add("little", URL)
    assert (added.title, added.etag, added.last_modified, added.problem) == ("", "", "", "")
    assert (added.checked, added.updated, added.expires) == (0, 0, 0)


def test_the_index_can_be_read_by_people(store: Store) -> None:
    store.save([Subscription("little", URL, title="Kleine Liste für alle")])
    text = (store.folder / INDEX).read_text("utf-8")
    assert json.loads(text)["version"] == 1
    assert '\n   "title": "Kleine Liste für alle",\n' in text


@pytest.mark.parametrize(("name", "url"), [("little", "https://b.example/2.txt"), ("other", URL)], ids=["name", "address"])
def test_what_is_there_comes_no_second_time(store: Store, name: str, url: str) -> None:
    store.add("little", URL)
    with pytest.raises(ValueError, match=f"little is there already: {re.escape(URL)}"):
        store.add(name, url)
    assert store.subscriptions() == [Subscription("little", URL)]


@pytest.mark.parametrize("called", ["little", URL], ids=["name", "address"])
def test_a_list_goes_with_its_files(store: Store, called: str) -> None:
    store.add("little", URL)
    other = store.add("little-other", f"{URL}?2")
    for name in ("little.txt", "little-other.txt"):
        write(store.folder / name, "##.x\n")
    assert store.remove(called).name == "little"
    assert store.subscriptions() == [other]
    assert names(store.folder) == ["little-other.txt", INDEX]


def test_a_list_that_was_never_fetched_goes(store: Store) -> None:
    store.add("little", URL)
    store.remove("little")
    assert store.subscriptions() == []


def test_what_is_not_there_does_not_go(store: Store) -> None:
    store.add("little", URL)
    with pytest.raises(ValueError, match=r"no list is called littl\Z"):
        store.remove("littl")
    assert store.subscriptions() == [Subscription("little", URL)]


def test_texts_are_those_that_are_there(store: Store) -> None:
    little, _, folder = store.add("little", URL), store.add("unfetched", f"{URL}?2"), store.add("folder", f"{URL}?3")
    write(store.path(little), "##.x\n")
    store.path(folder).mkdir()
    write(store.folder / "unknown.txt", "##.y\n")
    assert store.files() == [store.path(little)]


TEXT = st.text(st.characters(codec="utf-8"))
NUMBER = st.floats(0, 1e12)


@given(st.lists(st.builds(Subscription, TEXT, TEXT, TEXT, TEXT, TEXT, NUMBER, NUMBER, NUMBER, TEXT), max_size=3))
def test_what_is_saved_is_read(tmp_path_factory: pytest.TempPathFactory, subscriptions: list[Subscription]) -> None:
    store = Store(tmp_path_factory.getbasetemp() / "saved")
    store.save(subscriptions)
    assert store.subscriptions() == subscriptions


def test_what_a_later_version_knows_besides_is_passed_over(store: Store) -> None:
    index(store, json.dumps({"version": 2, "more": 1, "subscriptions": [{"name": "a", "url": URL, "colour": "red"}]}))
    assert store.subscriptions() == [Subscription("a", URL)]


DAMAGED: dict[str, Any] = {
    "nothing": "",
    "half of it": '{"version": 1, "subscriptions": [{"na',
    "no object": "[]",
    "another object": "{}",
    "no list": '{"subscriptions": null}',
    "a list without an address": '{"subscriptions": [{"name": "a"}]}',
    "a list of words": '{"subscriptions": ["a"]}',
    "a list of lists": '{"subscriptions": [["a"]]}',
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_index_is_put_aside(store: Store, text: str) -> None:
    index(store, text)
    write(store.folder / "little.txt", "##.x\n")
    assert store.subscriptions() == []
    assert (store.folder / "subscriptions.damaged").read_text("utf-8") == text
    assert store.add("little", URL) in store.subscriptions()
    assert [path.read_text("utf-8") for path in store.files()] == ["##.x\n"]


def test_an_index_that_is_no_text_is_put_aside(store: Store) -> None:
    store.folder.mkdir(parents=True)
    (store.folder / INDEX).write_bytes(b"\xff\xfe{")
    assert store.subscriptions() == []
    assert names(store.folder) == ["subscriptions.damaged"]


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    store = Store(tmp_path / "file")
    assert store.files() == []
    for act in (store.subscriptions, lambda: store.add("little", URL), lambda: store.remove("little"), lambda: store.save([])):
        with pytest.raises(OSError, match="file"):
            act()
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="who runs this may write everywhere")
def test_in_a_folder_that_cannot_be_written_what_was_there_stays(store: Store) -> None:
    little = store.add("little", URL)
    write(store.path(little), "##.x\n")
    store.folder.chmod(0o500)
    try:
        for act in (lambda: store.add("b", f"{URL}?2"), lambda: store.remove("little"), lambda: write(store.path(little), "")):
            with pytest.raises(PermissionError):
                act()
        assert store.subscriptions() == [little]
        assert store.path(little).read_text("utf-8") == "##.x\n"
    finally:
        store.folder.chmod(0o700)


def test_what_cannot_be_written_leaves_nothing_behind(store: Store) -> None:
    store.save([])
    (store.folder / "little.txt").mkdir()
    with pytest.raises(OSError, match=r"little\.txt"):
        write(store.folder / "little.txt", "##.x\n")
    assert names(store.folder) == ["little.txt", INDEX]


def test_a_text_is_written_as_it_is(tmp_path: Path) -> None:
    write(tmp_path / "new" / "folder" / "a.txt", "a\r\nä\n")
    assert (tmp_path / "new" / "folder" / "a.txt").read_bytes() == b"a\r\n\xc3\xa4\n"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://lists.example/easylist.txt", "easylist"),
        ("https://lists.example/filters/Liste_FR.min.txt?a=/b.txt", "liste-fr"),
        ("https://lists.example/filters/", "filters"),
        ("https://lists.example/", "lists"),
        ("file:///home/me/My%20list.txt", "my-20list"),
        ("https://lists.example/--.txt", "list"),
        ("https://lists.example/фильтр.txt", "list"),
        ("", "list"),
        ("?", "list"),
    ],
)
def test_a_name_is_that_of_the_file(url: str, name: str) -> None:
    assert name_for(url) == name


@given(st.text())
def test_a_name_can_be_a_file_of_its_own(url: str) -> None:
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", name_for(url))
