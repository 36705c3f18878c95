"""Filter lists in the engine: what they take, what the guard keeps, and what reports say."""

import pickle
from pathlib import Path

import pytest

from unsponsor import Engine
from unsponsor.settings import Settings

URL = "https://www.news.example/1"
PARAGRAPH = "<p>" + "A sentence of the article that a reader came for. " * 4 + "</p>"
PAGE = (
    f"<!doctype html><body><main><h1>News</h1>{PARAGRAPH * 12}</main>"
    f"<div class=zone><p>Lamps by a maker</p></div><div class=more>{PARAGRAPH * 3}</div></body>"
).encode()
WITHOUT = PAGE.replace(b"<div class=zone><p>Lamps by a maker</p></div>", b"")
LIST = "! Title: Little list\nnews.example##.zone\n"


def engine(*lists: Path | str, **settings: object) -> Engine:
    return Engine(lists=lists, heuristics=False, builtin_rules=False, settings=Settings.model_validate(settings))


def test_what_a_list_names_goes_and_says_why() -> None:
    cleaned = engine(LIST).clean(PAGE, URL)
    assert cleaned.html == WITHOUT
    (removal,) = cleaned.removals
    assert (removal.category, removal.by) == ("ad", "news.example##.zone (Little list)")
    assert removal.evidence == ("Little list, line 2: news.example##.zone",)


def test_a_list_may_be_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.txt"
    file.write_text("\ufeff##.zone\n", "utf-8")
    cleaned = engine(file).clean(PAGE, URL)
    assert cleaned.html == WITHOUT
    assert cleaned.removals[0].by == "##.zone (mine)"


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"none\.txt"):
        engine(tmp_path / "none.txt")


def test_the_guard_keeps_prose_and_says_so() -> None:
    assert engine("##.more").clean(PAGE, URL).html is PAGE
    (block,) = engine("##.more").explain(PAGE, URL)
    assert block.outcome == "kept: holds 3 paragraphs of text"


def test_the_user_may_trust_a_list() -> None:
    trusting = engine("! Title: Mine\n##.more", trust_lists=["Mine"])
    assert b"class=more" not in trusting.clean(PAGE, URL).html


def test_the_guard_keeps_the_main_part() -> None:
    assert engine("##main").clean(PAGE, URL).html is PAGE


def test_pages_of_applications_are_hidden_in() -> None:
    page = PAGE.replace(b"<body>", b"<body><div id=__next></div>")
    (removal,) = engine(LIST).clean(page, URL).removals
    assert removal.action == "hide"


def test_an_engine_with_lists_can_be_sent_to_another_process() -> None:
    sent = pickle.loads(pickle.dumps(engine(LIST)))
    assert sent.clean(PAGE, URL).html == WITHOUT
