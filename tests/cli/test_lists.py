from pathlib import Path

import pytest

from unsponsor.cli import main
from unsponsor.lists.catalogue import for_languages, known_lists, languages

LIST = "! Title: Little list\nnews.example##.x\n"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    file = tmp_path / "mine.txt"
    file.write_text(LIST, "utf-8")
    return file


def lists(config: Path, *arguments: object) -> int:
    return main(["lists", "--config", str(config), *map(str, arguments)])


def test_without_lists_it_tells_what_there_is(
    config: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANGUAGE", "de_AT:ja")
    assert lists(config) == 0
    out = capsys.readouterr().out
    assert "no filter lists" in out
    assert "for your languages: adguard-german (AdGuard German filter), adguard-japanese" in out
    assert "easyprivacy" in out


def test_lists_come_and_go(config: Path, mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lists(config, "add", mine) == 0
    assert capsys.readouterr().out == "mine: updated\n"
    assert lists(config) == 0
    assert "mine  Little list, 1 filters, updated today" in capsys.readouterr().out
    assert lists(config, "update") == 0
    assert capsys.readouterr().out == "mine: fresh\n"
    assert lists(config, "update", "--force") == 0
    assert capsys.readouterr().out == "mine: unchanged\n"
    assert lists(config, "remove", "mine") == 0
    assert lists(config, "remove", "mine") == 1
    assert "no list is called mine" in capsys.readouterr().err


def test_what_is_no_list(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lists(config, "add", "easylst") == 1
    assert 'no well-known list, address or file: easylst (did you mean "easylist"?)' in capsys.readouterr().err


def test_a_subscription_applies_to_pages(config: Path, mine: Path, tmp_path: Path) -> None:
    lists(config, "add", mine)
    page, out = tmp_path / "page.html", tmp_path / "out.html"
    page.write_text("<!doctype html><body><main><h1>News</h1></main><div class=x>Lamps</div></body>")
    assert main(["clean", str(page), "--config", str(config), "--url", "https://news.example/", "-o", str(out)]) == 0
    assert "Lamps" not in out.read_text()


def test_the_catalogue_has_what_many_use() -> None:
    assert {"easylist", "easyprivacy", "ublock-filters", "adguard-base"} <= known_lists().keys()
    assert all(known.url.startswith("https://") for known in known_lists().values())
    assert [known.name for known in for_languages(["de"])] == ["adguard-german", "easylist-germany"]


def test_the_environment_says_which_languages_one_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "pt_BR.UTF-8:en")
    assert languages() == ["pt", "en"]
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert languages() == ["en"]
