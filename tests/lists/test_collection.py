"""The element filters of lists as plain data: what each is for, how it is written, and what is kept of it."""

from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsponsor.lists import compiled
from unsponsor.lists.collection import KEPT, Collection, Written, collection, keep
from unsponsor.lists.kept import KeptList, key_of
from unsponsor.lists.syntax import parse

# A list of one line, and what of a collection is not empty then.
PLACES = {
    "a class": ("##.x", {"plain": {".x": 0}}),
    "an id": ("###x", {"plain": {"#x": 0}}),
    "another selector": ("##p.x", {"generic": [0]}),
    "a class on a path": ("[$path=/a]##.x", {"generic": [0]}),
    "a class on all sites but one": ("~a.example##.x", {"generic": [0]}),
    "a class on two sites": ("a.example,b.example##.x", {"by_site": {"a.example": [0], "b.example": [0]}}),
    "sites that are an expression": (r"/^a\d/##.x", {"by_expression": [(r"/^a\d/", 0)]}),
    "an exception": ("#@#.x", {"off": [".x"]}),
    "an exception on a site": ("a.example#@#.x", {"off_on": {"a.example": [".x"]}}),
    "an exception on a path": ("[$path=/a]a.example#@#.x", {"exceptions": [0]}),
    "an exception on all sites but one": ("~a.example#@#.x", {"exceptions": [0]}),
    "an exception for an expression": ("/^a/#@#.x", {"exceptions": [0]}),
    "a class twice": ("##.x\n##.x", {"plain": {".x": 0}}),
    "an exception twice": ("#@#.x\n#@#.x", {"off": [".x"]}),
    "what is not for elements": ("||a.example^\n! ##.x", {}),
}
WAYS = ("plain", "generic", "by_site", "by_expression", "off", "off_on", "exceptions")


@pytest.mark.parametrize(("text", "places"), PLACES.values(), ids=PLACES.keys())
def test_where_a_filter_stands(text: str, places: dict[str, object]) -> None:
    found = collection([parse(text)])._asdict()
    assert {way: found[way] for way in WAYS if found[way]} == places


_LINES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "a.example", "a.example,~b.a.example", "~c.example", "ä.example", "[$path=/a]", "/^a/"]),
    st.sampled_from(["##", "#@#"]),
    st.sampled_from([".", "#", "p", "^p"]),
    st.sampled_from(["x", "ä", "y:has-text(ü)", "z > b"]),
)


@given(st.lists(st.lists(_LINES, max_size=6), max_size=3))
def test_each_number_is_a_filter_as_it_is_written_in_its_list(texts: list[list[str]]) -> None:
    found = collection([parse("\n".join([f"! Title: List {number}", *lines])) for number, lines in enumerate(texts)])
    by_site = chain.from_iterable(found.by_site.values())
    expressions = [number for _, number in found.by_expression]
    numbers = {*found.plain.values(), *found.generic, *by_site, *expressions, *found.exceptions}
    written = Written(found)
    assert sorted(numbers) == list(range(len(numbers)))
    for number in numbers:
        told = written[number]
        # The title is line 1.
        assert texts[int(told.name.removeprefix("List "))][told.filter.line - 2] == told.filter.text


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
