from pathlib import Path

import pytest

from unsponsor.cli import main


def lint(*files: Path) -> int:
    return main(["lint", *map(str, files)])


def test_a_list_that_is_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.txt"
    file.write_text("! Title: A\n##.x\nnews.example##+js(x)\n||ads.example^\n", "utf-8")
    assert lint(file) == 0
    assert [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()] == [
        f"{file}: A",
        "1 applies: cosmetic",
        "1 not applicable: scriptlet",
        "1 for requests",
    ]


def test_what_cannot_be_understood_is_located(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.txt"
    file.write_text("##.x\nnews.example##.x:foo(b)\n", "utf-8")
    assert lint(file) == 1
    assert f"{file}:2:15: " in capsys.readouterr().out


def test_a_file_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lint(tmp_path / "none.txt") == 1
    assert "none.txt: No such file" in capsys.readouterr().err
