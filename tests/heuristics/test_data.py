"""The data of the detectors that come with the program."""

from pathlib import Path
from typing import Any

import pytest

from unsponsor.heuristics import data
from unsponsor.rules import loading, shipped
from unsponsor.rules.model import HostFile, VocabularyFile
from unsponsor.rules.validation import parse

VOCABULARIES = [parse(text, VocabularyFile) for text in shipped.sources().vocabularies]


@pytest.mark.parametrize("file", VOCABULARIES, ids=lambda file: file.vocabulary)
def test_a_vocabulary_is_found_by_its_name(file: VocabularyFile) -> None:
    found = data.vocabulary(file.vocabulary)
    assert all(found.in_text(term) for term in next(iter(file.terms.values())))


def test_each_file_of_a_vocabulary_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each start asks for all of them, in each process."""
    read: list[str] = []

    def counted(text: Any, *rest: Any) -> Any:
        read.append(text.name)
        return original(text, *rest)

    original = loading.parse_with_problems
    monkeypatch.setattr(loading, "parse_with_problems", counted)
    data._vocabularies.cache_clear()
    for file in VOCABULARIES:
        data.vocabulary(file.vocabulary)
    assert len(read) == len(VOCABULARIES)


def test_a_host_list_is_found_by_the_name_of_its_file() -> None:
    for text in shipped.sources().hosts:
        file = parse(text, HostFile)
        found = data.host_set(Path(text.name).stem)
        assert all(host.replace("*", "com") in found for host in file.hosts)


def test_a_name_of_nothing_is_an_error() -> None:
    with pytest.raises(LookupError, match="nobody-s"):
        data.vocabulary("nobody-s")
    with pytest.raises(LookupError, match="nobody-s"):
        data.host_set("nobody-s")


def test_all_that_the_heuristics_name_is_there() -> None:
    found = data.shipped_heuristics()
    spam = found.spam
    for name in (*found.blocks.vocabularies, found.slots.labels, found.slots.credits, found.slots.notes, *spam.topics):
        data.vocabulary(name)
    for name in (*found.blocks.hosts, spam.known_hosts):
        data.host_set(name)
