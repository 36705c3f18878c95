"""What the text of a link says by itself. The words are of vocabularies that come with the program."""

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsponsor.heuristics.data import shipped_heuristics
from unsponsor.heuristics.spam.phrases import NONE, Phrase, Phrases

HOST = "koba.example"


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    return Phrases(shipped_heuristics().spam)


def read(text: str, host: str = HOST) -> Phrase:
    return phrases().read(text, host)


NOTHING = {
    "no text": "",
    "marks": "–––",
    "a name": "The Paper Heron",
    "words of trade alone, in a sentence": "She says the company is best avoided, and why",
    "praise alone": "best",
    "a long text": "casino " * 20,
}
POINTS = shipped_heuristics().spam.points


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING.keys())
def test_what_says_nothing(text: str) -> None:
    assert read(text).points == 0


def test_a_ware_of_spam_tells_most() -> None:
    ware = read("viagra online")
    assert ware.sells
    assert ware.is_ware
    assert ware.points >= POINTS.ware
    # The same as a headline has it, among other words.
    assert read("The strange and sad history of Viagra").points < ware.points


def test_a_ware_that_honest_pages_link_to_as_well_tells_less() -> None:
    assert 0 < read("casino").points <= POINTS.ordinary_ware < read("payday loans").points


def test_small_letters_and_the_name_of_the_host_tell_more() -> None:
    plain, small = read("Cheap Blue Stickers"), read("cheap blue stickers")
    assert plain.points + POINTS.small_letters == small.points
    named = read("cheap blue stickers", "cheapbluestickers.example")
    assert named.points > small.points
    assert named.words == small.words == ("blue", "stickers")
    assert not named.is_ware


def test_a_name_that_the_host_has_too_tells_a_little_but_sells_nothing() -> None:
    named = read("Tin and Twine", "tinandtwine.example")
    assert named.points == POINTS.host_of_same_words
    assert not named.sells
    assert read("Tin and Twine", "koba.example") == NONE


def test_a_firm_is_called_so() -> None:
    assert read("Cheap Blue Stickers Ltd").points < read("Cheap Blue Stickers").points


@given(st.text(max_size=40), st.text("abcde.-", max_size=15))
def test_any_text_is_read(text: str, host: str) -> None:
    found = read(text, host)
    assert found.points >= 0
    assert found == read(text, host)
    if not found.points:
        assert not found.is_ware


@given(
    st.lists(
        st.sampled_from(["cheap", "buy", "online", "casino", "blue", "stickers", "in", "leeds", "the", "best"]), max_size=7
    )
)
def test_what_a_phrase_is_about_are_words_of_it(words: list[str]) -> None:
    text = " ".join(words)
    found = read(text)
    assert all(term in text for term in (*found.words, *found.trades))
    assert found.sells or not found.is_ware
