"""The shipped rules: they load, and their own examples hold."""

from functools import lru_cache

import pytest

from unsponsor.rules import shipped
from unsponsor.rules.checking import check_examples
from unsponsor.rules.loading import LoadedRule, load_with_problems
from unsponsor.rules.problems import InvalidError, Problem


@lru_cache(maxsize=1)
def everything() -> tuple[dict[str, LoadedRule], list[Problem]]:
    """The rules that can be used by their ids, and what is wrong: a broken file fails one test."""
    try:
        rules, problems = load_with_problems(shipped.sources())
    except InvalidError as error:
        return {}, list(error.problems)
    return {item.rule.id: item for item in rules}, problems


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "rule_id" in metafunc.fixturenames:
        metafunc.parametrize("rule_id", list(everything()[0]))


def test_all_load() -> None:
    rules, problems = everything()
    assert "\n".join(map(str, problems)) == ""
    assert rules


def test_vocabularies_and_host_lists_are_there() -> None:
    assert shipped.sources().vocabularies
    assert shipped.sources().hosts
    assert all(shipped.folder() in (shipped.folder() / text.name).parents for text in shipped.sources().rules)


def test_examples_hold(rule_id: str) -> None:
    assert "\n".join(map(str, check_examples(everything()[0][rule_id]))) == ""
