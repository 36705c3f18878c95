"""A little list in a file, which several rooms keep what it comes to beside."""

from pathlib import Path

import pytest

LIST = (
    "! Title: Little list\n##.x\nnews.example,~a.news.example##^.y:has-text(z)\n[$path=/a]##.p\n||ads.example^\n"
    "*$script,domain=news.example,denyallow=cdn.example\n$removeparam=utm_x\n||calm.example^$script,redirect=noopjs\n"
    "||b.example^$popup\n@@||ads.example/ok^\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "little.txt"
    path.write_text(LIST, "utf-8")
    return path
