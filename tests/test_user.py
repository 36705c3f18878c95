"""The engine as a user's folder has it."""

import logging
from pathlib import Path

import pytest

from unsponsor.lists.store import Store
from unsponsor.lists.updating import update
from unsponsor.rules.problems import InvalidError
from unsponsor.user import build_engine

RULE = """version: 1
rules:
  - id: mine
    title: Mine
    category: ad
    match: {css: .mine}
    examples: {removes: ['<p class="mine">x</p>'], keeps: ['<p>x</p>']}
"""
PAGE = b"<!doctype html><p class=mine>a</p><p class=listed>b</p><p>c"
URL = "https://a.example/"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    folder = tmp_path / "config"
    folder.mkdir()
    return folder


def subscribed(config: Path, name: str, text: str) -> Path:
    """A list to which the user of a folder subscribes, as it is kept there."""
    published = config.parent / f"{name}.txt"
    published.write_text(text, "utf-8")
    store = Store(config / "lists")
    store.add(name, published.as_uri())
    update(store)
    return store.files()[-1]


def left(config: Path, **arguments: object) -> bytes:
    return build_engine(config, builtin_rules=False, **arguments).clean(PAGE, URL).html  # type: ignore[arg-type]


def test_a_folder_that_is_empty_or_not_there(config: Path) -> None:
    assert left(config) is PAGE
    assert left(config / "none") is PAGE


def test_rules_settings_and_lists_of_a_folder(config: Path) -> None:
    (config / "own.yaml").write_text(RULE, "utf-8")
    assert left(config) == PAGE.replace(b"<p class=mine>a</p>", b"")
    subscribed(config, "list", "##.listed\n")
    assert left(config) == b"<!doctype html><p>c"
    (config / "settings.yaml").write_text("version: 1\ndisable: [mine]\n", "utf-8")
    assert left(config) == PAGE.replace(b"<p class=listed>b</p>", b"")


def test_rules_and_lists_besides(config: Path, tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text(RULE, "utf-8")
    (tmp_path / "more.txt").write_text("##.listed\n", "utf-8")
    assert left(config, rules=[tmp_path / "more.yaml"], lists=[tmp_path / "more.txt"]) == b"<!doctype html><p>c"


def test_a_list_that_cannot_be_read_is_left_out_and_told(
    config: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = subscribed(config, "list", "##.listed\n")
    gone = config / "gone.txt"
    monkeypatch.setattr(Store, "files", lambda self: [gone, kept])
    with caplog.at_level(logging.WARNING, "unsponsor"):
        assert left(config) == PAGE.replace(b"<p class=listed>b</p>", b"")
    assert "gone.txt" in caplog.text


def test_a_rule_that_settings_name_and_that_is_not_there_is_told(config: Path, caplog: pytest.LogCaptureFixture) -> None:
    (config / "settings.yaml").write_text("version: 1\ndisable: [nobody-s]\n", "utf-8")
    with caplog.at_level(logging.WARNING, "unsponsor"):
        left(config)
    assert 'settings.yaml names a rule "nobody-s" that does not exist' in caplog.text


def test_what_is_broken_is_located(config: Path) -> None:
    (config / "own.yaml").write_text(RULE.replace("match:", "mtach:"), "utf-8")
    with pytest.raises(InvalidError, match=r'own\.yaml:6:5: unknown key "mtach"'):
        left(config)
