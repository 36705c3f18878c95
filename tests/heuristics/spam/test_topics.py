"""How often a text speaks of fields of trade. The words are of vocabularies that come with the program."""

import pytest

from unsponsor.heuristics.spam.topics import Topics

COUNTS = {
    "words, one and several": ("casino, casino and casinos", {"topic-gambling": 3}),
    "parts of other words": ("casinoland, occasino", {}),
    "nothing of the kind": ("herons along the canal", {}),
    "two topics": ("casino and payday loans", {"topic-gambling": 1, "topic-money": 1}),
    "nothing": ("", {}),
}


@pytest.mark.parametrize(("text", "counts"), COUNTS.values(), ids=COUNTS.keys())
def test_words_of_topics_are_counted(text: str, counts: dict[str, int]) -> None:
    assert Topics(["topic-gambling", "topic-money"]).counts(text) == counts


def test_a_topic_that_is_none_is_an_error() -> None:
    with pytest.raises(LookupError, match="topic-nothing"):
        Topics(["topic-nothing"])
