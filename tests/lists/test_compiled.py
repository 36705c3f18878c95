"""What is kept of lists on disk, and what is made of it the next time."""

from pathlib import Path

import pytest

from unsponsor import Engine
from unsponsor.lists import compiled
from unsponsor.lists.collection import KEPT, Collection, Written, collection, keep
from unsponsor.lists.kept import KeptList, key_of
from unsponsor.lists.network import RequestFilter
from unsponsor.lists.syntax import parse

LIST = (
    "! Title: Little list\n##.x\nnews.example,~a.news.example##^.y:has-text(z)\n[$path=/a]##.p\n||ads.example^\n"
    "*$script,domain=news.example,denyallow=cdn.example\n$removeparam=utm_x\n||calm.example^$script,redirect=noopjs\n"
    "||b.example^$popup\n@@||ads.example/ok^\n"
)
PAGE = "https://news.example/1"
ASKED = [
    ("https://ads.example/1", "image"),
    ("https://ads.example/ok/1", "image"),
    ("https://a.example/1.js", "script"),
    ("https://cdn.example/1.js", "script"),
    ("https://calm.example/1.js", "script"),
    ("https://a.example/?utm_x=1&b=2", "document"),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "little.txt"
    path.write_text(LIST, "utf-8")
    return path


def kept_of(file: Path) -> Collection:
    key = key_of([KeptList(file)])
    assert key is not None
    return Collection(*compiled.load(file.parent / KEPT, key))


def test_a_collection_is_the_same_a_second_time(file: Path) -> None:
    first = collection([KeptList(file)], file.parent)
    assert kept_of(file) == collection([KeptList(file)])
    assert collection([KeptList(file)], file.parent) == first == collection([KeptList(file).read()])


def test_a_changed_list_is_read_anew(file: Path) -> None:
    collection([KeptList(file)], file.parent)
    file.write_text("##.other\n", "utf-8")
    assert list(collection([KeptList(file)], file.parent).plain) == [".other"]


def test_a_list_that_changes_under_way_is_kept_as_what_was_read(file: Path) -> None:
    kept = KeptList(file)
    file.write_text("##.other\n", "utf-8")
    assert list(collection([kept], file.parent).plain) == [".other"]
    assert kept_of(file) == collection([KeptList(file)])


def test_a_collection_is_kept_once(file: Path) -> None:
    for _ in range(2):
        keep([KeptList(file)], file.parent)
        assert kept_of(file) == collection([KeptList(file)])
    keep([KeptList(file), KeptList(file).read()], file.parent)
    assert kept_of(file) == collection([KeptList(file)])


def test_a_list_without_a_title_is_called_after_its_file(file: Path) -> None:
    for name in ("one.txt", "two.txt"):
        other = file.with_name(name)
        other.write_text("##.x\n", "utf-8")
        assert collection([KeptList(other)], file.parent).names == [other.stem]


def test_lists_that_are_not_kept_come_to_nothing_that_is(file: Path) -> None:
    collection([KeptList(file), KeptList(file).read()], file.parent)
    assert list(file.parent.glob("*.compiled")) == []


@pytest.mark.parametrize("damage", [b"", b"x", b"half", b"flipped"])
def test_what_is_damaged_is_made_again(file: Path, damage: bytes) -> None:
    first = collection([KeptList(file)], file.parent)
    kept = file.parent / "elements.compiled"
    whole = kept.read_bytes()
    broken = {b"half": whole[: len(whole) // 2], b"flipped": whole[:-3] + b"\0\0\0"}.get(damage, damage)
    kept.write_bytes(broken)
    assert collection([KeptList(file)], file.parent) == first
    assert kept.read_bytes() == whole


def test_filters_are_told_as_they_are_written(file: Path) -> None:
    found = collection([parse("! Title: Ä\n##.ä:has(b)\n##.b"), KeptList(file).read()])
    written = Written(found)
    told = [written[number] for number in (*found.generic, *found.plain.values())]
    assert [(item.filter.text, item.filter.line, item.name) for item in told] == [
        ("##.ä:has(b)", 2, "Ä"),
        ("[$path=/a]##.p", 4, "Little list"),
        ("##.b", 3, "Ä"),
        ("##.x", 2, "Little list"),
    ]


def test_decisions_are_the_same_a_second_time(file: Path) -> None:
    found = KeptList(file)
    made = [RequestFilter([found], file.parent) for _ in range(2)]
    assert (file.parent / "requests.compiled").is_file()
    decisions = [[one.decide(url, PAGE, kind) for url, kind in ASKED] for one in made]
    assert decisions[0] == decisions[1]
    assert [decision.action for decision in decisions[1]] == ["block", "allow", "block", "allow", "redirect", "rewrite"]
    assert made[0].unsupported == made[1].unsupported == {"$popup": 1}


def test_what_is_kept_of_requests_may_be_damaged(file: Path) -> None:
    found = KeptList(file)
    RequestFilter([found], file.parent)
    (file.parent / "requests.compiled").write_bytes(b"nothing")
    assert RequestFilter([found], file.parent).decide(*ASKED[0][:1], PAGE, "image").action == "block"


def test_a_folder_in_which_nothing_can_be_kept(file: Path) -> None:
    compiled.save(file.parent / "none" / "a.compiled", compiled.key_of(), (1,))
    assert compiled.load(file.parent / "none" / "a.compiled", compiled.key_of()) is None


def test_an_engine_of_kept_lists_goes_to_another_process(file: Path) -> None:
    engine = Engine(lists=[KeptList(file)], kept=file.parent)
    assert engine.request("https://ads.example/1", source=PAGE, kind="image").by == "||ads.example^ (Little list)"


def test_an_engine_fails_open_where_a_list_is_gone(file: Path) -> None:
    engine = Engine(lists=[KeptList(file)], kept=file.parent)
    file.unlink()
    with pytest.raises(OSError, match=r"little\.txt"):
        engine.prepare()
    assert engine.request("https://ads.example/1", source=PAGE, kind="image").action == "allow"
    page = b"<!doctype html><p class=x>Text"
    assert engine.clean(page, PAGE).html is page
