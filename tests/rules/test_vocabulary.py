"""Terms as labels and as words, in many scripts."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsponsor.rules.vocabulary import Vocabulary, bare, folded, folded_line


def is_label(text: str, *terms: str) -> bool:
    return bool(Vocabulary(terms).labels_among({bare(text)}))


@pytest.mark.parametrize(
    ("term", "text", "label"),
    [
        ("offer", "offer", True),
        ("offer", "OFFER", True),
        ("Offer", " \n offer\t", True),
        ("special offer", "Special\u00a0\n Offer", True),
        # Punctuation around a label.
        *(
            ("offer", text, True)
            for text in ["Offer:", "[Offer]", "– Offer –", "★ Offer ★", "(offer)", "»offer«", "_offer_", "#offer"]
        ),
        ("#ad", "#ad", True),
        ("#ad", "Ad", True),
        ("% off", "% off", True),
        # Words around it make it none.
        ("offer", "offers", False),
        ("offer", "an offer", False),
        ("offer", "Offer 2", False),
        ("offer", "offer, offer", False),
        ("special offer", "special-offer", False),
        ("offer", "", False),
        ("offer", " : ", False),
        # Width and compatibility forms.
        ("ad", "ＡＤ", True),
        ("広告", "［広告］", True),
        ("カード", "ｶｰﾄﾞ", True),
        ("office", "oﬃce", True),
        # Case beyond ASCII.
        ("anzeige für straße", "ANZEIGE FÜR STRASSE", True),
        ("χορηγός", "ΧΟΡΗΓΌΣ", True),
        ("реклама", "РЕКЛАМА", True),
        ("indirim", "İNDİRİM", True),
        # Composed and decomposed letters.
        ("publicité", "publicite\u0301", True),
        ("إعلان", "إعلان:", True),
        ("מודעה", "מודעה", True),
        ("विज्ञापन", "(विज्ञापन)", True),
        ("โฆษณา", "โฆษณา", True),
        ("광고", "광고", True),
        ("広告", "広告主", False),
        ("सौदा", "सौदे", False),
    ],
)
def test_label(term: str, text: str, label: bool) -> None:
    assert is_label(text, "other", term) is label


@pytest.mark.parametrize(
    ("term", "text", "there"),
    [
        ("offer", "This offer ends", True),
        ("offer", "offer", True),
        ("offer", "(Offer)!", True),
        ("offer", "an offer-based plan", True),
        ("offer", "offers", False),
        ("offer", "proffer", False),
        ("offer", "offer2", False),
        ("special offer", "a special \n offer", True),
        ("special offer", "special and offer", False),
        ("% off", "30% off", True),
        ("% off", "30 % offer", False),
        ("c++", "about c++", True),
        ("a.b", "axb", False),
        ("реклама", "это реклама!", True),
        ("реклама", "рекламав", False),
        ("für", "FÜR", True),
        # Scripts without spaces have no word boundaries.
        ("広告", "これは広告です", True),
        ("カード", "クレジットｶｰﾄﾞ払い", True),
        ("广告", "本广告位", True),
        ("โฆษณา", "พื้นที่โฆษณาฟรี", True),
        ("ad広告", "xad広告", False),
        # A vowel sign belongs to the word.
        ("सेल", "आज सेल है", True),
        ("सेल", "यह सेलिंग है", False),
        ("सौदा", "सौदागर", False),
        ("offer", "", False),
    ],
)
def test_words(term: str, text: str, there: bool) -> None:
    assert Vocabulary(["other", term]).in_text(folded(text)) is there


@given(st.text() | st.text("aÄİ\u0130…ﬁ½¨\u00a0\u3000\u0301 \n", max_size=12))
def test_a_line_is_folded_as_any_text_is(text: str) -> None:
    assert folded_line(" ".join(text.split())) == folded(text)
    assert folded(text) == " ".join(unicodedata.normalize("NFKC", text).casefold().replace("i\u0307", "i").split())


def test_an_empty_vocabulary_finds_nothing() -> None:
    empty = Vocabulary([])
    assert not empty.labels_among({"", "offer"})
    assert not empty.in_text(folded(""))
    assert not empty.in_text(folded("offer"))


def test_no_term_hides_another() -> None:
    vocabulary = Vocabulary(["ad", "ad choices", "choices"])
    assert vocabulary.labels_among({"ad", "ad choices", "choices", "x"}) == {"ad", "ad choices", "choices"}
    # The longer term does not fit here, the shorter does.
    assert vocabulary.in_text(folded("ad choicesx"))


def test_a_long_text_is_no_label_but_holds_words() -> None:
    text = "offer " + "." * 100_000
    assert not is_label(text + "s", "offer")
    assert Vocabulary(["offer"]).in_text(folded(text))


def test_folding_is_stable() -> None:
    for text in ["İSTANBUL", "ẞ", "ﬃ", "ＡＤ", "ｶﾞ", "e\u0301", "ς", "  a\u3000b "]:
        assert folded(folded(text)) == folded(text)
