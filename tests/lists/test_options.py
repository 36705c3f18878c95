"""Filters for requests, taken apart and put together again; which requests they are about, and where their patterns stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsponsor.lists.options import TYPES, Parts, UrlPattern, about, parse, written

PAGE = "https://www.news.example/1"
URL = "https://cdn.ads.example/img/1.gif?a=1"
# Options by their several names.
SAME = {
    "third-party": ["3p", "strict3p", "third-party"],
    "first-party": ["1p", "strict1p", "first-party"],
    "document": ["doc"],
    "subdocument": ["frame"],
    "stylesheet": ["css"],
    "xmlhttprequest": ["xhr"],
    "generichide": ["ghide"],
    "specifichide": ["shide"],
    "elemhide": ["ehide"],
}
TAKEN_APART = {
    "": Parts(False, "", {}),
    "@@": Parts(True, "", {}),
    "/": Parts(False, "/", {}),
    "$script": Parts(False, "", {"script": ""}),
    "@@$script": Parts(True, "", {"script": ""}),
    "||a.example^$script,~image,3p": Parts(False, "||a.example^", {"script": "", "~image": "", "third-party": ""}),
    "||a.example^$from=b.example": Parts(False, "||a.example^", {"domain": "b.example"}),
    "||a.example^$queryprune=b": Parts(False, "||a.example^", {"removeparam": "b"}),
    "*$csp=script-src 'self' b.example": Parts(False, "*", {"csp": "script-src 'self' b.example"}),
    r"*$csp=a\, b,script": Parts(False, "*", {"csp": r"a\, b", "script": ""}),
    # A comma too many.
    "||a.example^$script,": Parts(False, "||a.example^", {"script": ""}),
    # No options.
    "a$": Parts(False, "a$", {}),
    "a$,": Parts(False, "a$,", {}),
    "a$b c": Parts(False, "a$b c", {}),
    "a$b/c,script": Parts(False, "a$b/c,script", {}),
    "/a$script/": Parts(False, "/a$script/", {}),
    "@@/a$script/": Parts(True, "/a$script/", {}),
    # Signs of an expression before them, and in them.
    "/a$/$script": Parts(False, "/a$/", {"script": ""}),
    "*$removeparam=/a$/": Parts(False, "*", {"removeparam": "/a$/"}),
    "$badfilter,redirect=noop.js:5": Parts(False, "", {"badfilter": "", "redirect": "noop.js:5"}),
}


@pytest.mark.parametrize(("text", "parts"), TAKEN_APART.items(), ids=TAKEN_APART.keys())
def test_a_filter_is_taken_apart(text: str, parts: Parts) -> None:
    assert parse(text) == parts
    assert parse(written(parts)) == parts


def test_a_value_may_be_an_expression_behind_a_path() -> None:
    assert parse("/go/$removeparam=/^utm_/") == Parts(False, "/go/", {"removeparam": "/^utm_/"})


@pytest.mark.parametrize(("name", "other"), [(name, other) for name, others in SAME.items() for other in others])
def test_options_have_one_name(name: str, other: str) -> None:
    assert parse(f"a${other}").options == {name: ""}
    assert parse(f"a$~{other}").options == {f"~{name}": ""}
    assert parse(f"a$script,{other}=1").options == {"script": "", name: "1"}


NAMES = st.sampled_from(["script", "~image", "~third-party", "domain", "removeparam", "redirect", "document", "own-2"])
VALUES = st.text("abc.|~/=: ^$()*", max_size=12)


@given(st.booleans(), st.sampled_from(["||a.example^", "*", "", "/a/b", "|https://a.example/", "a$b/c", "/x/y"]), st.dictionaries(NAMES, VALUES))  # fmt: skip
def test_what_is_put_together_is_taken_apart_again(exception: bool, pattern: str, options: dict[str, str]) -> None:
    # What looks like the beginning of options in a value, or like an expression from end to end, can be read in two ways.
    options = {name: value.strip(" /") for name, value in options.items()}
    parts = Parts(exception, pattern, options)
    assert parse(written(parts)) == parts


# A filter, and whether it is about a picture of another site that the page above asks for.
ABOUT = {
    "all": ("*", True),
    "no pattern": ("", True),
    "a host": ("||ads.example^", True),
    "another host": ("||shop.example^", False),
    "a fragment": ("/img/", True),
    "an expression": (r"/\d\.gif/", True),
    "another expression": (r"/\d\.png/", False),
    "a type": ("*$image", True),
    "another type": ("*$script", False),
    "several types": ("*$script,image", True),
    "from a site": ("*$domain=news.example", True),
    "from an entity": ("*$domain=news.*", True),
    "from one of several": ("*$domain=shop.example|news.example", True),
    "from another": ("*$domain=shop.example", False),
    "not from a site": ("*$domain=~news.example", False),
    "not from another": ("*$domain=~shop.example", True),
    "from a site but a part of it": ("*$domain=news.example|~www.news.example", False),
    "from a site but another part of it": ("*$domain=news.example|~m.news.example", True),
    "the site is not the address": ("*$domain=ads.example", False),
    "sites that are not named": ("*$domain=|", True),
}


@pytest.mark.parametrize(("text", "holds"), ABOUT.values(), ids=ABOUT.keys())
def test_which_requests_a_filter_is_about(text: str, holds: bool) -> None:
    assert about(parse(text), TYPES).holds(URL, PAGE, "image") is holds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("*", {"document", "subdocument"}),
        ("*$domain=news.example", {"document", "subdocument"}),
        ("*$script", {"script"}),
        ("*$css,xhr", {"stylesheet", "xmlhttprequest"}),
    ],
)
def test_of_which_types(text: str, kinds: set[str]) -> None:
    which = about(parse(text), frozenset({"document", "subdocument"}))
    assert {kind for kind in TYPES if which.holds(URL, PAGE, kind)} == kinds


def test_of_all_types_but_one() -> None:
    assert not about(parse("*$removeparam=a,~document"), TYPES).holds(URL, PAGE, "document")


@pytest.mark.parametrize(("option", "page"), [("3p", "https://ads.example/"), ("1p", PAGE), ("~3p", PAGE)])
def test_whose_requests(option: str, page: str) -> None:
    assert not about(parse(f"*$removeparam=a,{option}"), TYPES).holds(URL, page, "image")


def test_a_broken_expression_is_told() -> None:
    with pytest.raises(ValueError, match="no regular expression"):
        about(parse("/(/"), TYPES)


def test_many_options_take_no_time() -> None:
    assert parse("x$" + "a= ," * 400 + "\\").options == {}


# A pattern, an address, and whether it stands in that.
PATTERNS = [
    ("/banner/1", "https://a.example/banner/12", True),
    ("/banner/1", "https://a.example/banner", False),
    ("banner", "https://a.example/BANNER", True),
    ("/banner/*/img", "https://a.example/banner/1/2/img", True),
    ("/banner/*/img", "https://a.example/img/banner/1", False),
    ("||a.example^", "https://a.example/", True),
    ("||a.example^", "https://a.example", True),
    ("||a.example^", "wss://b.a.example:8080/1", True),
    ("||a.example^", "https://ba.example/", False),
    ("||a.example^", "https://a.example.net/", False),
    ("||a.example^", "https://b.example/?to=https://a.example/", False),
    ("||a.example^", "https://b.example/a.example/", False),
    ("||a.example/1", "https://b.a.example/12", True),
    ("|https://a.example", "https://a.example/1", True),
    ("|https://a.example", "http://b.example/https://a.example", False),
    (".js|", "https://a.example/1.js", True),
    (".js|", "https://a.example/1.js?2", False),
    ("|https://a.example/|", "https://a.example/", True),
    ("|https://a.example/|", "https://a.example/1", False),
    ("^ad^", "https://a.example/ad/1", True),
    ("^ad^", "https://a.example/?ad=1", True),
    ("^ad^", "https://a.example/ad", True),
    *((f"^ad^{sign}", f"https://a.example/ad{sign}", False) for sign in "_-.%1x"),
    ("a.example/1.gif", "https://aXexample/1.gif", False),
    ("(1)+[x]", "https://a.example/(1)+[x]", True),
    ("*", "https://a.example/", True),
    (r"/ad\d+\./", "https://a.example/ad12.js", True),
    (r"/AD\d+/", "https://a.example/ad12.js", True),
    (r"/ad\d+\./", "https://a.example/ad.js", False),
    ("//", "https://a.example/", True),
]


@pytest.mark.parametrize(("pattern", "url", "stands"), PATTERNS)
def test_a_pattern_stands_in_an_address(pattern: str, url: str, stands: bool) -> None:
    assert UrlPattern(pattern).found(url) is stands


@given(st.text(st.characters(codec="ascii", exclude_characters="*^|/", categories=("L", "N", "P", "S")), min_size=1))
def test_letters_of_a_pattern_mean_themselves(piece: str) -> None:
    assert UrlPattern(piece).found(f"https://a.example/{piece}/1")
    assert UrlPattern(f"*{piece}^").found(f"https://a.example/{piece}/1")
    assert UrlPattern(f"|https://a.example/{piece}/1|").found(f"https://a.example/{piece}/1")
    assert not UrlPattern(f"|/{piece}").found(f"https://a.example/{piece}/1")


@pytest.mark.parametrize(
    ("pattern", "url"),
    [
        ("/(a+)+$/", "https://b.example/" + "a" * 60 + "!"),
        ("||b.example/*a*a*a*a*b", "https://b.example/" + "a" * 4000),
        ("*" * 40 + "!", "https://b.example/" + "a" * 4000),
    ],
)
def test_a_page_s_address_cannot_hold_a_pattern_up(pattern: str, url: str) -> None:
    assert UrlPattern(pattern).found(url) is False
