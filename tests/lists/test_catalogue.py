"""The well-known lists that come with the program, and which of them are for whom."""

import locale
import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from unsponsor.lists.catalogue import KnownList, for_languages, known_lists, languages
from unsponsor.lists.store import Store
from unsponsor.rules import shipped

# As it is written: to other readers of YAML, the code of Norwegian says no. Names that are there twice are there twice.
WRITTEN = yaml.load((shipped.folder() / "lists.yaml").read_text("utf-8"), yaml.BaseLoader)
LISTS = [KnownList(**item) for item in WRITTEN["lists"]]
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
# The languages for which the C library names a place.
CODES = {re.split(r"[_.@]", name)[0] for name in locale.locale_alias}


@pytest.mark.parametrize("known", LISTS, ids=[known.name for known in LISTS])
def test_a_list_is_well_formed(known: KnownList) -> None:
    parts = urlsplit(known.url)
    assert parts.scheme == "https"
    assert parts.netloc == parts.hostname
    assert "." in parts.netloc
    assert parts.path.endswith(".txt")
    assert not parts.query + parts.fragment
    assert known.title == known.title.strip()
    assert all(re.fullmatch("[a-z]{2}", code) for code in known.languages)
    assert CODES.issuperset(known.languages)
    assert len(set(known.languages)) == len(known.languages)


@pytest.mark.parametrize("field", ["name", "title", "url"])
def test_no_two_lists_have_the_same(field: str) -> None:
    assert [value for value, count in Counter(getattr(known, field) for known in LISTS).items() if count > 1] == []


def test_lists_are_known_by_their_names() -> None:
    assert list(known_lists()) == [known.name for known in LISTS]
    assert list(known_lists().values()) == LISTS


def test_all_of_them_can_be_subscribed_to(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for known in LISTS:
        store.add(known.name, known.url)
    assert [item.name for item in store.subscriptions()] == list(known_lists())


@pytest.mark.parametrize(
    ("codes", "names"),
    [
        ([], []),
        (["xx"], []),
        (["DE"], []),
        (["de"], ["adguard-german", "easylist-germany"]),
        (["uk"], ["adguard-russian", "ruadlist"]),
        # In the order of the catalogue, each once.
        (["fr", "en", "ca"], ["easylist", "adguard-spanish", "adguard-french", "liste-fr"]),
        (["nb", "da", "no"], ["nordic"]),
    ],
)
def test_lists_for_languages(codes: list[str], names: list[str]) -> None:
    assert [known.name for known in for_languages(codes)] == names


def test_what_is_for_all_is_for_no_language() -> None:
    codes = sorted({code for known in LISTS for code in known.languages})
    others = [known.name for known in LISTS if known not in for_languages(codes)]
    assert "easyprivacy" in others
    assert all(not known_lists()[name].languages for name in others)


# What the environment says, by variables in the order above, and which languages that is.
SAID = {
    "a language": ("LANG=de", ["de"]),
    "a country": ("LANG=de_AT", ["de"]),
    "an encoding": ("LANG=de.UTF-8", ["de"]),
    "all of it": ("LANG=sr_RS.UTF-8@latin", ["sr"]),
    "with a hyphen": ("LANG=pt-BR", ["pt"]),
    "in capitals": ("LANG=DE_DE", ["de"]),
    "none": ("LANG=C", ["en"]),
    "none, with an encoding": ("LANG=C.UTF-8", ["en"]),
    "none by another name": ("LANG=POSIX", ["en"]),
    "messages before the rest": ("LANG=de_DE LC_MESSAGES=fr_FR", ["fr"]),
    "all before messages": ("LC_MESSAGES=fr_FR LC_ALL=it_IT", ["it"]),
    "several before all": ("LC_ALL=it_IT LANGUAGE=pt_BR:en_GB", ["pt", "en"]),
    "each once": ("LANGUAGE=de_AT:de:en:de_DE", ["de", "en"]),
    "some that are none": ("LANGUAGE=C:de::POSIX", ["de"]),
    "empty ones are not said": ("LANGUAGE= LC_ALL= LANG=ja_JP.UTF-8", ["ja"]),
}


@pytest.mark.parametrize(("said", "codes"), SAID.values(), ids=SAID.keys())
def test_the_environment_says_which_languages_one_reads(said: str, codes: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for setting in said.split():
        monkeypatch.setenv(*setting.split("=", 1))
    assert languages() == codes


@pytest.mark.parametrize(("told", "codes"), [("de_DE", ["de"]), ("C", ["en"]), (None, ["en"])])
def test_where_the_environment_says_nothing_the_interpreter_does(
    told: str | None, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    # Which places there are depends on the machine.
    monkeypatch.setattr(locale, "getlocale", lambda: (told, None))
    assert languages() == codes


def test_a_language_with_a_variant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "ca@valencia:en")
    assert languages() == ["ca", "en"]
