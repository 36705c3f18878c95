"""What a page speaks of, and whether a link has a bearing on it. The words are of vocabularies that come with the program."""

from functools import lru_cache

import pytest

from unsponsor.heuristics.data import shipped_heuristics
from unsponsor.heuristics.spam.anchors import anchors_of
from unsponsor.heuristics.spam.comments import comment_names
from unsponsor.heuristics.spam.phrases import Phrases
from unsponsor.heuristics.spam.topic import Topic
from unsponsor.heuristics.spam.topics import Topics
from unsponsor.rules.hosts import HostSet

from ...rules.helpers import facts

DATA = shipped_heuristics().spam
LINK = '<a href="https://koba.example/">{}</a>'
WALKS = "<title>Walks along the canal</title><h1>Walks</h1><p>The herons are back.</p>"


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    return Phrases(DATA)


@lru_cache(maxsize=1)
def topics() -> Topics:
    return Topics((*DATA.topics, DATA.topic_of_spam))


def bearing(html: str, text: str, url: str = "https://www.club.example/1") -> tuple[bool, bool]:
    """Whether a page, with a link of this text, is about what that says, and whether it speaks of it."""
    page = facts(f"{html}<p>{LINK.format(text)}</p>", url)
    anchors = anchors_of(page, HostSet([]), phrases())
    topic = Topic(page, anchors, topics(), DATA, comment_names(DATA))
    return topic.is_of(anchors[-1].phrase), topic.speaks_of(anchors[-1].phrase)


ABOUT = {
    "nothing of the kind": (WALKS, "viagra online", (False, False)),
    "the title names it": ("<title>Viagra, a history</title><p>Text", "viagra online", (True, True)),
    "the headline names it": ("<h1>Payday loans explained</h1>", "payday loans", (True, True)),
    "a description names it": ("<meta name=description content='All on payday loans'>", "payday loans", (True, True)),
    "the text names it once": (f"{WALKS}<p>He took payday loans.</p>", "payday loans", (False, False)),
    "the text names it again and again": (
        f"{WALKS}<p>Payday loans! He took payday loans. What payday loans cost.</p>",
        "payday loans",
        (False, True),
    ),
    "only links to other sites name it": (f"{WALKS}{LINK.format('payday loans') * 3}", "payday loans", (False, False)),
    "a page on spam quotes it": ("<title>How to fight comment spam</title>", "payday loans", (False, True)),
    "a part of a longer word": ("<title>The art of artichokes</title>", "cheap art", (True, True)),
}


@pytest.mark.parametrize(("html", "text", "wanted"), ABOUT.values(), ids=ABOUT.keys())
def test_whether_a_link_has_a_bearing_on_a_page(html: str, text: str, wanted: tuple[bool, bool]) -> None:
    assert bearing(html, text) == wanted


def test_the_address_of_a_page_names_what_it_is_about() -> None:
    assert bearing(WALKS, "payday loans", "https://www.club.example/payday-loans") == (True, True)
