import pytest

from unsponsor.rules.names import words


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ad-slot", "ad slot"),
        ("adSlot-top_300x250", "ad slot top 300x250"),
        ("ADContentRight", "ad content right"),
        ("div-gpt-ad-1234567890-0", "div gpt ad"),
        ("[data-ad-slot]", "data ad slot"),
        ("#bloc_pub_1", "bloc pub"),
        ("shadow", "shadow"),
        ("download-header", "download header"),
        ("adobe", "adobe"),
        ("loadMore", "load more"),
        ("6ba324051a2bc920a2744ddfdb2a4ad", ""),
        ("sc-1op1dd6-0", "sc"),
        ("Реклама_верх", "реклама верх"),
        ("", ""),
    ],
)
def test_words(name: str, expected: str) -> None:
    assert " ".join(words(name)) == expected
