"""YAML 1.2 as rule files need it, and where in the text a value stands."""

import sys
from typing import Any

import pytest

from unsponsor.rules.yaml_source import YamlSource

from .helpers import FILE, marked


def read(text: str) -> Any:
    source = YamlSource(text, FILE)
    assert source.problems == []
    return source.data


@pytest.mark.parametrize(
    "plain",
    ["no", "No", "on", "off", "yes", "y", "n", "True", "FALSE", "Null", "1.10", "1.0", "010", "0x1f", "0o17", "1e3", "1_000",
     "+1", "12:30", "12:30:45", "2024-01-01", "2024-01-01T00:00:00Z", ".nan", ".inf", "=", "<<", "99999999999999999999"],
)  # fmt: skip
def test_plain_text_stays_the_text_that_stands_there(plain: str) -> None:
    assert read(f"a: {plain}\nb: [{plain}]") == {"a": plain, "b": [plain]}
    assert read(f"{plain}: a") == {plain: "a"}


@pytest.mark.parametrize(("plain", "value"), [("true", True), ("false", False), ("0", 0), ("10", 10), ("-3", -3)])
def test_truth_values_and_whole_numbers(plain: str, value: bool | int) -> None:
    found = read(f"a: {plain}")["a"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("text", ['"true"', "'1'", '"null"', "''", "|-\n  1", ">-\n  false"])
def test_what_is_quoted_or_a_block_is_text(text: str) -> None:
    assert isinstance(read(f"a: {text}")["a"], str)


def test_keys_are_text() -> None:
    assert read("1: a\ntrue: b\nno: c") == {"1": "a", "true": "b", "no": "c"}


def test_a_byte_order_mark_and_a_document_mark_are_no_content() -> None:
    assert read("\ufeff---\na: 1\n") == {"a": 1}


def test_json_and_text_in_any_script() -> None:
    assert read('{"a": ["Ā", {"b": "広告"}], "c": "\\u00e9"}') == {"a": ["Ā", {"b": "広告"}], "c": "é"}


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "null", "~"])
def test_an_empty_file_has_no_data(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\n«a: 2", 'key "a" stands here twice'),
        ("b:\n  - {a: 1, «'a': 2}", 'key "a" stands here twice'),
        ("«a:\nb: 1", 'key "a" has no value'),
        ("b:\n  «a: ~\n", 'key "a" has no value'),
        ("b: [{«a: null}]", 'key "a" has no value'),
        ("? «[a, b]\n: 1", "a key must be a word"),
    ],
)
def test_what_no_mapping_may_have(text: str, message: str) -> None:
    plain, place = marked(text)
    assert [str(problem) for problem in YamlSource(plain, FILE).problems] == [f"{place}: {message}"]


def test_the_first_of_two_equal_keys_counts_and_the_rest_is_read() -> None:
    source = YamlSource("a: 1\na: 2\nb: 3\nb: 4", FILE)
    assert source.data == {"a": 1, "b": 3}
    assert [problem.line for problem in source.problems] == [2, 4]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: &x [1]\nb: *x", id="alias of a list"),
        pytest.param("a: &x word\nb: *x", id="alias of a word"),
        pytest.param("a: &x {b: 1}\nc: {<<: *x}", id="merge"),
        pytest.param("a: &x [*x]", id="alias in itself"),
        pytest.param("a: &x word", id="anchor alone"),
        pytest.param("a: &x [1]", id="anchor of a list alone"),
        pytest.param("&x a: 1", id="anchor at a key"),
        pytest.param("a: &x b\n*x : c", id="alias as a key"),
        pytest.param("&x {a: 1}", id="anchor at the root"),
    ],
)
def test_anchors_and_aliases_are_errors(text: str) -> None:
    found = YamlSource(text, FILE).problems
    assert any("anchors and aliases are not used" in problem.message for problem in found)
    assert all(problem.line and problem.column for problem in found)


@pytest.mark.parametrize("value", ["!!str 5", "!own word", "!!python/object:os.system x", "!!set {b}", "!x [1]"])
def test_tags_are_errors(value: str) -> None:
    found = YamlSource(f"a: {value}", FILE).problems
    assert {problem.line for problem in found} == {1}


@pytest.mark.parametrize(
    "text",
    ["a: «b: c", "a: 'x«", "a: [1\nb«: 2", "a: 1\n---«\nb: 1", "a: «*x", "\t«a: 1", "a: «@b", 'a: "«\\q"'],
)
def test_broken_yaml_is_located(text: str) -> None:
    plain, place = marked(text)
    source = YamlSource(plain, FILE)
    assert source.data is None
    (problem,) = source.problems
    assert problem.message.startswith("no valid YAML: ")
    # The reader points at the end or the beginning of what it could not read: the line is what counts.
    assert problem.line == int(place.split(":")[1])
    assert problem.column > 0


def test_a_control_character_is_located() -> None:
    (problem,) = YamlSource("a: 1\nb: x\x07y\n", FILE).problems
    assert (problem.line, problem.column) == (2, 5)
    assert "\n" not in problem.message


@pytest.mark.parametrize("depth", [100, 900, 5_000, 100_000])
@pytest.mark.parametrize("opening", ["[", "{a: "])
def test_deep_nesting_is_read_or_a_problem(opening: str, depth: int) -> None:
    source = YamlSource("a: " + opening * depth + ("]" if opening == "[" else "}") * depth, FILE)
    if depth > sys.getrecursionlimit():
        assert source.data is None
    if source.data is None:
        assert source.problems[0].message.startswith("no valid YAML: ")
    else:
        assert depth < sys.getrecursionlimit()


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a: «x", ("a",)),
        ("a:\n  - x\n  - «y", ("a", 1)),
        ("«a:\n  b: x", ("a",)),
        ("a:\n  «b: {c: x}", ("a", "b")),
        ("a:\n  b: {c: «x}", ("a", "b", "c")),
        ("a: [{b: 1}, «{b: 2}]", ("a", 1)),
        ("日本: «x", ("日本",)),
        # Steps that are none here are passed over, and the nearest around counts.
        ("«a: [x]", ("a", "list")),
        ("a: [«x]", ("a", "list", 0, "text")),
        ("«a: [x]", ("a", 7)),
        ("«a: {b: 1}", ("a", "gone")),
        ("«a: 1", ("gone",)),
    ],
)
def test_values_are_found_again(text: str, path: tuple[str | int, ...]) -> None:
    plain, place = marked(text)
    assert str(YamlSource(plain, FILE).problem(path, "here")) == f"{place}: here"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a: 1\n«b: 2", ("b",)),
        ("a:\n  - {b: 1, «c: 2}", ("a", 0, "c")),
        ("a: {«c: {d: 1}}", ("a", "mapping", "c")),
        ("a:\n  «b: [1]", ("a", "b")),
    ],
)
def test_keys_are_found_again(text: str, path: tuple[str | int, ...]) -> None:
    plain, place = marked(text)
    assert str(YamlSource(plain, FILE).key_problem(path, "here")) == f"{place}: here"
