"""Names, parts of addresses and words of vocabularies, found with words of the tests' own."""

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsponsor.heuristics.data import Blocks, shipped_heuristics
from unsponsor.heuristics.lexicon import Lexicon
from unsponsor.rules.hosts import HostSet
from unsponsor.rules.vocabulary import Vocabulary

VOCABULARIES = {"offer": ["offer", "special offer", "% off", "広告"], "deal": ["deal", "offer"]}


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    own = {
        "names": {"ad": ["ad", "advert"], "box": ["widget", "ad"]},
        "logos": ["logo", "brand"],
        "links": {"pays": ["?aff=", "/go/"], "says": ["utm_"]},
    }
    blocks = Blocks.model_validate({**shipped_heuristics().blocks.model_dump(by_alias=True), **own})
    return Lexicon(
        blocks, {name: Vocabulary(terms) for name, terms in VOCABULARIES.items()}, {"shops": HostSet(["shop.example"])}
    )


@pytest.mark.parametrize(
    ("token", "groups"),
    [
        ("#ad", "ad box"),
        (".top-ad_1", "ad box"),
        (".topAdBox", "ad box"),
        ("[data-WIDGET]", "box"),
        (".adverts-advert", "ad"),
        (".adventure", ""),
        (".load", ""),
        ("ad", ""),  # an element
        ("#", ""),
        (f".ad{'-x' * 60}", ""),
    ],
)
def test_groups_to_which_a_name_belongs(token: str, groups: str) -> None:
    named = dict(lexicon().named.among([token]))
    assert sorted(named.get(token, ())) == groups.split()


@pytest.mark.parametrize(
    ("token", "holds"), [(".site-logo", True), ("#brandBox", True), (".logout", False), (".branding", False), ("logo", False)]
)
def test_names_of_logos(token: str, holds: bool) -> None:
    assert bool(list(lexicon().logos.among([token]))) is holds


def test_what_addresses_say() -> None:
    addresses = ["https://a.example/?aff=1&utm_x=1", "/go/1?utm_y=2", "", "/gone", "/go/2"]
    assert lexicon().find_in_addresses(addresses) == {"pays": {0, 1, 4}, "says": {0, 1}}
    assert lexicon().find_in_addresses([]) == {"pays": set(), "says": set()}


WORDS = {
    "a word": ("An offer", {"offer": [3], "deal": [3]}),
    "of two, both": ("A Special Offer!", {"offer": [2, 10], "deal": [10]}),
    "within another word": ("offerings reoffer", {}),
    "twice": ("deal, deal", {"deal": [0, 6]}),
    "a sign": ("10% off", {"offer": [2]}),
    "a script without spaces": ("これは広告です", {"offer": [3]}),
    "behind letters that fold to another length": ("ﬁne offer", {"offer": [4], "deal": [4]}),
    "nothing": ("", {}),
}


@pytest.mark.parametrize(("text", "places"), WORDS.values(), ids=WORDS.keys())
def test_where_words_begin(text: str, places: dict[str, list[int]]) -> None:
    assert {name: list(found) for name, found in lexicon().find(text).items()} == {"offer": [], "deal": [], **places}


@given(st.lists(st.sampled_from(["offer", "special", "Deal", " ", "-", "x", "% off", "é", "İ"])).map("".join))
def test_at_each_place_stands_a_word(text: str) -> None:
    for name, found in lexicon().find(text).items():
        assert list(found) == sorted(set(found))
        for place in found:
            assert any(text[place:].lower().startswith(term) for term in VOCABULARIES[name])
