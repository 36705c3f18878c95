"""Expressions between slashes."""

import pytest

from unsponsor.lists.expressions import expression, is_expression

# What is written, a text, and whether that is found; None for what is no expression.
CASES = [
    ("/a.c/", "xabcx", True),
    ("/a.c/", "ABC", False),
    ("/a.c/i", "ABC", True),
    ("/a.c/", "a\nc", False),
    ("/a.c/s", "a\nc", True),
    ("/A.c/is", "a\nC", True),
    ("/^b/m", "a\nb", True),
    ("/a/u", "a", True),
    ("/a/b/", "a/b", True),
    (r"/a\/b/", "a/b", True),
    ("a", "a", None),
    ("//", "", None),
    ("/a", "a", None),
    ("/a/1", "a", None),
]


@pytest.mark.parametrize(("written", "text", "found"), CASES)
def test_what_is_found(written: str, text: str, found: bool | None) -> None:
    pattern = expression(written)
    assert (pattern.found(text) if pattern is not None else None) is found
    assert is_expression(written) is (found is not None)


def test_a_broken_one_is_an_error() -> None:
    assert is_expression("/(/")
    with pytest.raises(ValueError, match="no regular expression"):
        expression("/(/")
