"""What is never removed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pydantic import ValidationError

from unsponsor.guard import Guard, content_in, is_or_holds, shipped_guard
from unsponsor.rules.facts import Facts

from .rules.helpers import facts

FIELDS = {
    "content": ["main", ".keep"],
    "title": "h1",
    "largest_share": 0.5,
    "always_allowed": 20,
    "paragraphs": 2,
    "own_links": 20,
    "like_entries": 2,
    "smallest_ad": 30,
    "logos": ["logo"],
    "caption": 40,
    "unseen": ".heard",
    "off_screen": "left:-[0-9]{4,}px",
    "wrappers": ["div"],
    "kept_wrappers": "#app",
    "levels": 3,
    "hydrated": ["#next"],
}
GUARD = Guard.model_validate(FIELDS)
CONTENT = "main, .keep"


def x_of(html: str) -> tuple[Facts, etree._Element]:
    page = facts(html)
    return page, page.by_token["#x"][0]


ALWAYS, TITLE = "holds what is always kept (the main part, navigation, a search, a login)", "holds the page's title"
KEPT = {
    "nothing": ("<p id=x>ad</p>", None),
    "the main part": ("<main id=x>a</main>", ALWAYS),
    "the main part in it": ("<div id=x><b><main>a</main></b></div>", ALWAYS),
    "the main part around it": ("<main><p id=x>ad</p></main>", None),
    "the main part beside it": ("<p id=x>ad</p><main>a</main>", None),
    "what another selector keeps": ("<div id=x><i class=keep></i></div>", ALWAYS),
    "the title": ("<h1 id=x>a</h1>", TITLE),
    "the title in it": ("<div id=x><h1>a</h1></div>", TITLE),
    "one title of several": ("<div id=x><h1>a</h1></div><h1>b</h1>", None),
    "the title and the main part": ("<main id=x><h1>a</h1></main>", ALWAYS),
}


@pytest.mark.parametrize(("html", "reason"), KEPT.values(), ids=KEPT.keys())
def test_content_is_kept(html: str, reason: str | None) -> None:
    page, element = x_of(html + "<p>" + "other text " * 10)
    assert content_in(page, element, CONTENT, GUARD) == reason


@pytest.mark.parametrize(
    ("length", "rest", "reason"),
    [
        (20, 0, None),
        (21, 0, "says 100% of what the page says"),
        # A space parts them.
        (50, 49, None),
        (50, 48, "says 51% of what the page says"),
        (300, 99, "says 75% of what the page says"),
    ],
)
def test_a_large_share_of_the_page_is_kept(length: int, rest: int, reason: str | None) -> None:
    page, element = x_of(f"<p id=x>{'a' * length}</p><p>{'b' * rest}</p>")
    assert content_in(page, element, CONTENT, GUARD) == reason


@given(st.integers(0, 200), st.integers(0, 200))
def test_what_says_more_is_kept_if_less_is(inside: int, more: int) -> None:
    page, element = x_of(f"<div id=y><p id=x>{'a' * inside}</p><p>{'b' * more}</p></div><p>{'c' * 150}</p>")
    if content_in(page, element, CONTENT, GUARD):
        assert content_in(page, page.by_token["#y"][0], CONTENT, GUARD)


@pytest.mark.parametrize(
    ("html", "holds"),
    [
        ("<p id=x></p>", False),
        ("<p id=x class=a></p>", True),
        ("<p id=x><i class=a></i></p>", True),
        ("<p id=x></p><i class=a></i>", False),
        ("<div class=a><p id=x></p></div>", False),
        ("<div id=x><b><b id=b></b></b></div>", True),
    ],
)
def test_an_element_is_or_holds_what_is_selected(html: str, holds: bool) -> None:
    page, element = x_of(html)
    assert is_or_holds(page, element, ".a, b b") is holds
    assert is_or_holds(page, element, "nav") is False


# Of the guard that comes with the program: what is kept, and what only looks like it.
SHIPPED = {
    "<main>a</main>": True,
    "<div role=main>a</div>": True,
    "<div itemprop=articleBody>a</div>": True,
    "<ol itemprop=recipeInstructions></ol>": True,
    "<nav><a href=/>a</a></nav>": True,
    "<ul role=navigation></ul>": True,
    "<form role=search></form>": True,
    "<input type=password>": True,
    "<textarea></textarea>": True,
    "<textarea name=g-recaptcha-response></textarea>": False,
    "<input type=text>": False,
    "<div itemprop=name>a</div>": False,
    "<div role=banner>a</div>": False,
    "<form></form>": False,
    "<div class=main id=nav>a</div>": False,
}


@pytest.mark.parametrize(("html", "kept"), SHIPPED.items(), ids=SHIPPED.keys())
def test_the_shipped_guard(html: str, kept: bool) -> None:
    page, element = x_of(f"<div id=x>{html}</div>")
    assert (content_in(page, element, ", ".join(shipped_guard().content), shipped_guard()) == ALWAYS) is kept


@pytest.mark.parametrize(
    "wrong",
    [
        {"content": []},
        {"content": ["p["]},
        {"title": ""},
        {"largest_share": 0},
        {"largest_share": 1.1},
        {"levels": "3"},
        {"wrappers": []},
        {"hydrated": []},
        {"kept_wrappers": "::before"},
        {"more": 1},
    ],
    ids=str,
)
def test_what_is_no_guard(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Guard.model_validate({**FIELDS, **wrong})
