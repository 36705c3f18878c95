"""``settings.yaml`` and the rules beside it."""

from pathlib import Path

import pytest

from unsponsor.rules.problems import InvalidError
from unsponsor.settings import FILE, Settings, config_folder, load

from .rules.helpers import RULE, marked

SETTINGS = """\
version: 1
disable: [one, two]
allow:
  - news.example
  - "shop.*"
  - {hosts: [bank.example, "cafe.*"], rules: [three]}
"""


def read(folder: Path, text: str) -> Settings:
    (folder / FILE).write_text(text, "utf-8")
    return load(folder)[0]


def test_what_is_not_there_has_its_default(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        settings, sources = load(folder)
        assert settings == Settings()
        assert sources.rules == []
    assert not Settings().allows("news.example")
    assert Settings().disabled("news.example") == frozenset()


@pytest.mark.parametrize("text", ["", "\n", "# all of it\n\n  # is a comment\n", "\ufeff# x\n", "{}"])
def test_an_empty_file_is_all_defaults(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == Settings()


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("news.example", True),
        ("www.news.example", True),
        ("shop.co.uk", True),
        ("mynews.example", False),
        # Only some rules are off here.
        ("bank.example", False),
        ("", False),
    ],
)
def test_hosts_whose_pages_stay(tmp_path: Path, host: str, allowed: bool) -> None:
    assert read(tmp_path, SETTINGS).allows(host) is allowed


@pytest.mark.parametrize(
    ("host", "off"),
    [
        ("other.example", {"one", "two"}),
        ("bank.example", {"one", "two", "three"}),
        ("www.cafe.co.uk", {"one", "two", "three"}),
        ("news.example", {"one", "two"}),
    ],
)
def test_rules_that_are_off(tmp_path: Path, host: str, off: set[str]) -> None:
    assert read(tmp_path, SETTINGS).disabled(host) == off


def test_exceptions_add_up(tmp_path: Path) -> None:
    text = "allow: [{hosts: [a.example], rules: [one]}, {hosts: [www.a.example], rules: [two]}]"
    settings = read(tmp_path, text)
    assert settings.disabled("www.a.example") == {"one", "two"}
    assert settings.disabled("a.example") == {"one"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("«disabled: [x]", 'unknown key "disabled" (did you mean "disable"?)'),
        ("version: «2", "unknown version 2: this program reads version 1"),
        ("disable: [«Not Kebab]", '"Not Kebab" is not in kebab-case: lower-case words joined by hyphens'),
        ("disable: «x", "must be a valid list"),
        ("«disable:", 'key "disable" has no value'),
        ("disable: [x]\n«disable: [y]", 'key "disable" stands here twice'),
        ("allow:\n  - a.example\n  - «{hosts: [b.example]}", '"rules" is missing'),
        ("allow:\n  - {hosts: [b.example], rules: [x], «rule: [y]}", 'unknown key "rule" (did you mean "rules"?)'),
        ("allow:\n  - {«hosts: [], rules: [x]}", "must not be empty"),
        ("allow: [«'']", "must not be empty"),
        ("allow: [«5]", "text expected, not 5: put it in quotes"),
        ("«- x", "keys are missing: the file must be a mapping"),
    ],
)
def test_errors_are_located_and_there_are_no_others(tmp_path: Path, text: str, message: str) -> None:
    plain, place = marked(text, str(tmp_path / FILE))
    with pytest.raises(InvalidError) as caught:
        read(tmp_path, plain)
    found = str(caught.value).splitlines()
    assert found[0] == f"{place}: {message}"
    # One mistake is one error, but for a key without a value, which is of the wrong kind besides.
    assert len(found) == 1 or "no value" in message


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"allow: [\xff]")
    with pytest.raises(InvalidError, match=r"settings\.yaml: cannot be read"):
        load(tmp_path)
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).mkdir()
    with pytest.raises(InvalidError, match=r"settings\.yaml: cannot be read"):
        load(tmp_path)


def test_own_rules_vocabularies_and_hosts_lie_beside(tmp_path: Path) -> None:
    for name in ["mine.yaml", "sites/s.yaml", "vocabulary/v.yaml", "hosts/h.yaml"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(RULE)
    (tmp_path / FILE).write_text(SETTINGS)
    _, sources = load(tmp_path)
    assert [text.name for text in sources.rules] == [str(tmp_path / "mine.yaml"), str(tmp_path / "sites/s.yaml")]
    assert (len(sources.vocabularies), len(sources.hosts)) == (1, 1)


def test_the_folder_is_the_platforms(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("platformdirs.user_config_path", lambda name, appauthor: tmp_path / name)
    assert config_folder() == tmp_path / "unsponsor"
