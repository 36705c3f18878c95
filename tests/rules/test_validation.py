"""YAML texts as models. Where each kind of error points is for ``test_errors``."""

import pytest

from unsponsor.rules.model import HostFile, Name, Strict
from unsponsor.rules.problems import InvalidError, Problem
from unsponsor.rules.validation import Text, parse, parse_with_problems, read, validated

GOOD = "version: 1\nhosts: [a.example, 'shop.*']\n"
# A text, and what is wrong with it, as it is told.
BAD = {
    "empty": ("", "a.yaml:1:1: the file is empty"),
    "a comment": ("# a\n", "a.yaml:1:1: the file is empty"),
    "a list": ("- a\n", "a.yaml:1:1: keys are missing: the file must be a mapping"),
    "a word": ("a\n", "a.yaml:1:1: keys are missing: the file must be a mapping"),
    "another version": ("version: 2\nhosts: [a]\n", "a.yaml:1:10: unknown version 2: this program reads version 1"),
    "a version as text": ("version: '1'\nhosts: [a]\n", 'a.yaml:1:10: unknown version "1": this program reads version 1'),
    "a version that is a word": ("version: true\nhosts: [a]\n", "a.yaml:1:10: unknown version True: this program reads version 1"),
    "a key too many": (f"{GOOD}terms: {{}}\n", 'a.yaml:3:1: unknown key "terms"'),
    "a key too few": ("version: 1\n", 'a.yaml:1:1: "hosts" is missing'),
    "a value of another type": ("version: 1\nhosts: [1]\n", "a.yaml:2:9: text expected, not 1: put it in quotes"),
    "nothing where something must be": ("version: 1\nhosts: []\n", "a.yaml:2:1: must not be empty"),
}  # fmt: skip


def test_a_text_is_a_model() -> None:
    assert parse(Text("a.yaml", GOOD), HostFile).hosts == ["a.example", "shop.*"]


@pytest.mark.parametrize(("text", "told"), BAD.values(), ids=BAD.keys())
def test_what_is_wrong_is_told_with_its_place(text: str, told: str) -> None:
    with pytest.raises(InvalidError) as caught:
        parse(Text("a.yaml", text), HostFile)
    assert str(caught.value) == told


def test_all_that_is_wrong_is_told_in_order() -> None:
    with pytest.raises(InvalidError) as caught:
        parse(Text("a.yaml", "hosts: [a..b, ok.example, 'x:1']\nversion: 1\nmore: 1\n"), HostFile)
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [(1, 9), (1, 27), (3, 1)]


def test_problems_are_added_to_those_there_are() -> None:
    problems = [Problem("b.yaml", 1, 1, "one")]
    assert parse_with_problems(Text("a.yaml", "version: 1\n"), HostFile, problems) is None
    assert parse_with_problems(Text("a.yaml", GOOD), HostFile, problems) is not None
    assert [problem.file for problem in problems] == ["b.yaml", "a.yaml"]


class Item(Strict):
    name: Name


def test_a_part_of_a_text_is_located_in_the_whole() -> None:
    problems: list[Problem] = []
    source = read(Text("a.yaml", "items:\n- name: a\n- {name: B}\n"), problems)
    assert source is not None
    first, second = source.data["items"]
    assert validated(source, ("items", 0), first, Item, problems) == Item(name="a")
    assert validated(source, ("items", 1), second, Item, problems) is None
    assert list(map(str, problems)) == ['a.yaml:3:10: "B" is not in kebab-case: lower-case words joined by hyphens']
