import pytest

from unsponsor.rules.names import NameReader, words


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


def test_names_are_read_once_and_told_in_their_order() -> None:
    read = []

    def letters(name: str) -> int | None:
        read.append(name)
        return len(name) if name.isalpha() else None

    reader = NameReader(letters)
    assert list(reader.among(("b", "12", "aa"))) == [("b", 1), ("aa", 2)]
    assert list(reader.among({"aa": 1, "ccc": 2, "12": 3})) == [("aa", 2), ("ccc", 3)]
    assert read == ["b", "12", "aa", "ccc"]
