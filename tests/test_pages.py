"""Small pages of our own: what must go from each, and what must stay.

``tests/pages/NAME.html`` with ``NAME.yaml``: ``url``, ``goes`` and ``stays`` (texts as a reader sees them), ``gone`` (selectors
of elements that must not be left visible), ``kept`` (selectors of elements that must). ``falls_short`` says what is not reached
yet: the test is expected to fail there, and fails when it does not.
"""

from functools import lru_cache
from pathlib import Path
from typing import Literal

import pytest
from pydantic import Field
from selectolax.lexbor import LexborHTMLParser

from unsponsor import Engine
from unsponsor.recording.expectations import visible_text
from unsponsor.rules.model import Strict, Word
from unsponsor.rules.validation import Text, parse

PAGES = sorted(Path(__file__).with_name("pages").glob("*.html"))


class Expected(Strict):
    version: Literal[1]
    url: Word
    about: Word
    goes: tuple[Word, ...] = Field((), strict=False)
    stays: tuple[Word, ...] = Field((), strict=False)
    gone: tuple[Word, ...] = Field((), strict=False)
    kept: tuple[Word, ...] = Field((), strict=False)
    falls_short: Word | None = None


@lru_cache(maxsize=1)
def engine() -> Engine:
    return Engine()


def visible(page: bytes, selector: str) -> int:
    """How many of the elements that a selector matches are left, and not hidden."""
    tree = LexborHTMLParser(page)
    for node in tree.css("[hidden]"):
        node.decompose()
    return len(tree.css(selector))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page(path: Path, request: pytest.FixtureRequest) -> None:
    expected = parse(Text(str(path.with_suffix(".yaml")), path.with_suffix(".yaml").read_text("utf-8")), Expected)
    if expected.falls_short:
        request.applymarker(pytest.mark.xfail(reason=expected.falls_short, strict=True))
    source = path.read_bytes()
    html = engine().clean(source, expected.url).html
    before, after = visible_text(source), visible_text(html)
    assert [text for text in (*expected.goes, *expected.stays) if text not in before] == [], "not on the page at all"
    assert [selector for selector in (*expected.gone, *expected.kept) if not visible(source, selector)] == []
    assert [text for text in expected.goes if text in after] == [], "still there"
    assert [text for text in expected.stays if text not in after] == [], "lost"
    assert [selector for selector in expected.gone if visible(html, selector)] == []
    assert [selector for selector in expected.kept if visible(html, selector) != visible(source, selector)] == []
    if not expected.goes and not expected.gone:
        assert html is source
