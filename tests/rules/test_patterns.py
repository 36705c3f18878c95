"""Regular expressions of rule authors."""

import time

import pytest

from unsponsor.rules.patterns import TIMEOUT, Pattern


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("offer", "An OFFER for you", True),
        ("OFFER", "an offer", True),
        ("^offer$", "offer", True),
        ("^offer$", "an offer", False),
        (r"\d+ ?%", "30 % off", True),
        (r"\bad\b", "shadow", False),
        ("(?-i)Offer", "an Offer", True),
        ("(?-i)Offer", "an offer", False),
        ("a(?-i:B)", "AB", True),
        ("a(?-i:B)", "Ab", False),
        (r"\p{Han}+", "広告", True),
        ("ÄRGER", "ärger", True),
        ("РЕКЛАМА", "реклама", True),
        ("x", "", False),
    ],
)
def test_is_found_anywhere_whatever_the_case(pattern: str, text: str, found: bool) -> None:
    assert Pattern(pattern).found(text) is found


@pytest.mark.parametrize("pattern", ["(", "[a", "*", "a)", r"\p{nosuch}", "(?P<a>", "a{99999999999999999999}", "(?-i)(", "\\"])
def test_what_is_no_pattern(pattern: str) -> None:
    with pytest.raises(ValueError, match="no regular expression: ") as caught:
        Pattern(pattern)
    assert pattern in str(caught.value)


def test_an_empty_pattern_is_none() -> None:
    # It would be found everywhere. (That the text is not empty is the model's to say.)
    with pytest.raises(ValueError, match="no regular expression: "):
        Pattern("(?-i)")


@pytest.mark.parametrize("pattern", [r"^(\w+\s?)*$", r"(a+)+$", r"^(a|aa)+$", r"(.*a){20}$", r"(?-i)^(a?){60}a{60}$"])
def test_catastrophic_backtracking_counts_as_not_found_soon(pattern: str) -> None:
    text = "a" * 55 + "!"
    begin = time.monotonic()
    assert Pattern(pattern).found(text) is False
    # Far above the limit, for a busy machine, and far below the ages that the search would take.
    assert time.monotonic() - begin < 100 * TIMEOUT


def test_the_limit_is_one_of_time_not_of_length() -> None:
    assert Pattern("needle$").found("hay " * 50_000 + "needle")
