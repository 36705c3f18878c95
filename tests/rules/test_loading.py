"""Files to rules: what is read, that all errors are reported, and that a wrong rule spoils no other."""

import pickle
from pathlib import Path

import pytest

from unsponsor.rules.loading import Sources, Text, load, load_with_problems, read_sources
from unsponsor.rules.problems import InvalidError

from .helpers import MARK, RULE, loaded, marked, problems, rule, rule_file, sources


def test_a_file_of_an_unknown_version_has_no_other_errors() -> None:
    assert len(problems("version: 2\nrules: [{whatever: 1}]\nnew: key")) == 1


def test_all_errors_of_all_files_are_reported() -> None:
    first = RULE.replace("category: ad", "category: x").replace("css: p", "css: 'p['").replace("offer}", "ofer}")
    second = rule_file(rule(id="two", title=3), rule(id="three", match={"css": "p", "has_text": {"label": "zzz"}}))
    assert [problem.split(": ")[0].rsplit(":", 1)[0] for problem in problems(first, second)] == [
        "more1.yaml:1",
        "more1.yaml:1",
        "rules.yaml:5",
        "rules.yaml:9",
    ]


def test_a_wrong_rule_hides_neither_the_rules_nor_the_errors_beside_it() -> None:
    text = rule_file(rule(id="one", category="x"), rule(id="two"), rule(id="three", action="x"), rule(id="four"))
    rules, found = load_with_problems(sources(text))
    assert [rule.rule.id for rule in rules] == ["two", "four"]
    assert len(found) == 2


def test_an_id_is_used_once_over_all_files() -> None:
    again, place = marked(RULE.replace("id: one", f"id: {MARK}one"), "more1.yaml")
    assert problems(RULE, again) == [f'{place}: id "one" is taken: rules.yaml:3']
    assert problems(RULE, again.replace("id: one", "id: two")) == []


def test_an_invalid_set_raises_with_all_problems_and_survives_pickling() -> None:
    text = rule_file(rule(action="x"), rule(id="two", guard="x"))
    with pytest.raises(InvalidError) as caught:
        load(sources(text))
    assert str(caught.value).splitlines() == problems(text)
    assert len(caught.value.problems) == 2
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        ("vocabularies", "version: 1\nvocabulary: x\n«term: {en: [a]}", 'unknown key "term" (did you mean "terms"?)'),
        ("vocabularies", "version: 1\nvocabulary: x\nterms: {no: [«true]}", "text expected, not true: put it in quotes"),
        ("vocabularies", "version: 1\nvocabulary: x\nterms: {«en: []}", "must not be empty"),
        ("vocabularies", "version: 1\nvocabulary: x\nterms: {en: [«' ']}", "must not be empty"),
        ("vocabularies", "version: «2\nvocabulary: x\nterms: {en: [a]}", "unknown version 2: this program reads version 1"),
        ("hosts", "version: 1\n«host: [a.example]", 'unknown key "host" (did you mean "hosts"?)'),
        ("hosts", "version: 1\n«hosts: []", "must not be empty"),
    ],
)
def test_vocabularies_and_host_lists_have_located_errors(kind: str, text: str, message: str) -> None:
    plain, place = marked(text, "data.yaml")
    _, found = load_with_problems(Sources(**{kind: [Text("data.yaml", plain)]}))
    assert f"{place}: {message}" in map(str, found)


def test_five_thousand_rules_load() -> None:
    rules = loaded(*(rule(id=f"r{number}", match={"css": f".a{number} > .b{number}"}) for number in range(5000)))
    assert [rule.rule.id for rule in rules] == [f"r{number}" for number in range(5000)]


def test_a_folder_is_read_by_its_order(tmp_path: Path) -> None:
    for name in ["b.yaml", "a.yaml", "sites/s.yaml", "vocabulary/v.yaml", "hosts/h.yaml"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"\ufeff{name} Ā", "utf-8")
    for name in ["settings.yaml", "guard.yaml", "note.txt", "sites/note.txt", "hosts/note.txt"]:
        (tmp_path / name).write_text("no rules")
    read = read_sources(tmp_path)
    names = ([text.text for text in texts] for texts in (read.rules, read.vocabularies, read.hosts))
    assert [*names] == [["a.yaml Ā", "b.yaml Ā", "sites/s.yaml Ā"], ["vocabulary/v.yaml Ā"], ["hosts/h.yaml Ā"]]
    assert read.rules[0].name == str(tmp_path / "a.yaml")


def test_a_file_is_read_alone(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(RULE)
    (tmp_path / "b.yaml").write_text(RULE)
    assert read_sources(tmp_path / "a.yaml") == Sources([Text(str(tmp_path / "a.yaml"), RULE)])


def test_what_cannot_be_read_is_reported_whole(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "latin.yaml").write_bytes("title: Ä".encode("latin-1"))
    with pytest.raises(InvalidError) as caught:
        read_sources(tmp_path)
    assert str(caught.value).splitlines() == [
        f"{tmp_path / 'folder.yaml'}: cannot be read: Is a directory",
        f"{tmp_path / 'latin.yaml'}: cannot be read: is not UTF-8",
    ]
    with pytest.raises(InvalidError, match=r"none\.yaml: cannot be read: No such file"):
        read_sources(tmp_path / "none.yaml")


def test_a_host_list_has_the_name_of_its_file_and_a_vocabulary_the_name_it_gives() -> None:
    text = rule_file(rule(match={"css": "p", "has_text": {"words": "mine"}, "link_hosts": ["own"]}))
    words, hosts = "version: 1\nvocabulary: mine\nterms: {en: [x]}", "version: 1\nhosts: [x.example]"
    good = Sources([Text("r", text)], [Text("any.yaml", words)], [Text("rules/hosts/own.yaml", hosts)])
    assert load_with_problems(good)[1] == []
    assert len(load_with_problems(Sources([Text("r", text)]))[1]) == 2
