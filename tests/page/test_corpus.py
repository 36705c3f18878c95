"""Random elements of real pages: the page without them is what a browser would build without them."""

import random
from collections import Counter

import pytest
from selectolax.lexbor import LexborHTMLParser

from unsponsor.page import edit
from unsponsor.page.tree import NUMBER, Page, number_of

from ..conftest import corpus_pages, needs_corpus

A_PAGE = 24  # elements tried


def outcome(page: Page, source: bytes, index: int) -> str:
    """What became of one element: ``exact``, ``hidden``, or ``wrong``."""
    element = page.elements[index]
    assert element is not None
    html, (done,) = edit.apply(page, [edit.Edit(element, edit.Action.REMOVE)])
    name_end = page.start_tags[index].name_end
    if done.action is edit.Action.HIDE:
        assert html == source[:name_end] + edit.HIDE + source[name_end:]
        return "hidden in SVG" if any(a.tag in ("svg", "math") for a in element.iterancestors()) else "hidden"
    assert html == source[: done.start] + source[done.end :]
    # Marked by an attribute of its own, so that the program's way of counting start tags has no part in the check.
    whole = LexborHTMLParser(source[:name_end] + b" data-gone" + source[name_end:])
    for node in whole.css("[data-gone]"):
        node.decompose()
    return "exact" if LexborHTMLParser(html).html == whole.html else "wrong"


@pytest.mark.corpus
@needs_corpus
def test_cutting_real_pages_is_exact() -> None:
    chance = random.Random(20181018)
    counts: Counter[str] = Counter()
    wrong: list[tuple[str, int]] = []
    for item in corpus_pages():
        page = Page(item.source)
        numbers = [n for n, element in enumerate(page.elements) if element is not None and number_of(element) == n]
        if page.utf16:
            continue
        for index in chance.sample(numbers, min(A_PAGE, len(numbers))):
            found = outcome(page, item.source, index)
            counts[found] += 1
            if found == "wrong":
                wrong.append((item.id, index))
    print(dict(counts))
    assert counts["wrong"] * 2000 < sum(counts.values()), wrong


@pytest.mark.corpus
@needs_corpus
def test_every_start_tag_of_real_pages_is_seen() -> None:
    """An HTML5 parser finds no element but implied ones that has no start tag here."""
    implied = {"html", "head", "body", "tbody", "colgroup", "tr", "p", "br"}
    for item in corpus_pages(every=3):
        for node in LexborHTMLParser(Page(item.source).numbered()).css(f"*:not([{NUMBER}])"):
            assert node.tag in implied, item.id
