from pathlib import Path

import pytest

from unsponsor.cli import main

RULE = """version: 1
rules:
  - id: a-rule
    title: A rule
    category: ad
    match: {css: ".x"}
    examples: {removes: ['<p class="x">'], keeps: ['<p>']}
"""


@pytest.fixture(autouse=True)
def _own_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unsponsor.cli.options.config_folder", lambda: tmp_path / "config")


def check(*files: Path) -> int:
    return main(["check", *map(str, files)])


def test_the_built_in_rules_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert check() == 0
    assert "all of their examples hold" in capsys.readouterr().err


def test_a_file_that_is_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "own.yaml").write_text(RULE)
    assert check(tmp_path / "own.yaml") == 0
    assert capsys.readouterr().err == "1 rule, all of their examples hold\n"


def test_wrong_examples_are_located(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        RULE.replace("keeps: ['<p>']", "keeps: ['<p>', '<p class=x>']").replace("""['<p class="x">']""", "['<i>']")
    )
    assert check(path) == 1
    out, errors = capsys.readouterr()
    assert out.splitlines() == [
        f'{path}:7:26: rule "a-rule": does not match this',
        f'{path}:7:49: rule "a-rule": must not match this, but matches <p>',
    ]
    assert errors == "2 problems\n"


def test_all_problems_of_all_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text(RULE.replace("title", "titel"))
    second.write_text(RULE.replace(".x", "div >"))
    assert check(first, second) == 1
    out = capsys.readouterr().out
    assert f'{first}:4:5: unknown key "titel" (did you mean "title"?)' in out
    assert f"{second}:6:18: no selector" in out


def test_an_id_of_a_built_in_rule_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "own.yaml").write_text(RULE.replace("a-rule", "adsense-unit"))
    assert check(tmp_path / "own.yaml") == 1
    assert 'id "adsense-unit" is taken' in capsys.readouterr().out


def test_settings_and_files_that_are_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "settings.yaml").write_text("version: 1\nalow: []\n")
    assert check(tmp_path / "settings.yaml") == 1
    assert 'unknown key "alow" (did you mean "allow"?)' in capsys.readouterr().out
    assert check(tmp_path / "none.yaml") == 1
    assert "cannot be read" in capsys.readouterr().out
