"""The public API and its invariants."""

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import unsponsor
from unsponsor import Cleaned, Engine, Removal
from unsponsor.page import edit
from unsponsor.rules.problems import InvalidError

from .page.soup import soup

RULES = """
version: 1
rules:
  - id: test-classes
    title: Elements of these classes
    category: offer
    match: {css: ".c, .slot, b, td"}
    guard: false
    examples: {removes: ['<p class="c">'], keeps: ['<p>']}
"""
PAGE = '<h1>News</h1><p class="c">Buy <i>now</i> – 30 % off</p><p>Text</p>'.encode()


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(rules=[RULES], lists=["##*:remove-attr(/^(?:a|type)$/)\n##*:remove-class(ad)"], builtin_rules=False)


def test_a_removal_explains_itself(engine: Engine) -> None:
    cleaned = unsponsor.clean(PAGE, "https://page.example/", engine=engine)
    (removal,) = cleaned.removals
    assert cleaned.html == PAGE[: removal.start] + PAGE[removal.end :] == b"<h1>News</h1><p>Text</p>"
    assert removal == Removal(
        start=13,
        end=13 + len('<p class="c">Buy <i>now</i> – 30 % off</p>'.encode()),
        action="remove",
        category="offer",
        by="test-classes",
        evidence=("Elements of these classes",),
        confidence=0.95,
        text="Buy now – 30 % off",
        path="html > body > p:nth-of-type(1)",
    )


def test_nothing_to_remove_is_the_same_object(engine: Engine) -> None:
    source = b"<p>Text</p>"
    assert unsponsor.clean(source, "", engine=engine) == Cleaned(source)
    assert unsponsor.clean(source, "", engine=engine).html is source


def test_without_an_engine_the_built_in_rules_apply() -> None:
    assert unsponsor.clean(b'<p>a</p><ins class="adsbygoogle"></ins>', "").html == b"<p>a</p>"


def test_rules_are_text_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(RULES)
    for rules in (RULES, tmp_path / "own.yaml", tmp_path):
        assert Engine(rules=[rules], builtin_rules=False).clean(PAGE, "").removals


def test_an_engine_can_be_sent_to_another_process(engine: Engine) -> None:
    assert pickle.loads(pickle.dumps(engine)).clean(PAGE, "") == engine.clean(PAGE, "")


def test_broken_rules_are_an_error() -> None:
    with pytest.raises(InvalidError, match=r"<rules>:2:1: unknown key"):
        Engine(rules=["version: 1\nrule: []"])


def test_a_fault_leaves_the_page_and_says_why(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise MemoryError("no more")

    monkeypatch.setattr("unsponsor.engine.decide", broken)
    cleaned = engine.clean(PAGE, "")
    assert cleaned.html is PAGE
    assert cleaned.fault == "MemoryError: no more"


@given(source=soup, content_type=st.sampled_from(["text/html", "text/html; charset=utf-16", "application/xhtml+xml", None]))
def test_bytes_outside_the_removals_are_the_sources_own(engine: Engine, source: bytes, content_type: str | None) -> None:
    cleaned = engine.clean(source, "https://page.example/", content_type=content_type)
    assert cleaned == engine.clean(source, "https://page.example/", content_type=content_type)
    assert cleaned.fault is None or content_type == "application/xhtml+xml"
    rest, before = source, len(source)
    for removal in reversed(cleaned.removals):
        assert removal.start <= removal.end <= before
        before = removal.start
        if removal.action != "hide":
            rest = rest[: removal.start] + rest[removal.end :]
    assert cleaned.html.replace(edit.HIDE, b"") == rest
    if not cleaned.removals:
        assert cleaned.html is source
