"""Lines of filter lists: what kind each is, and for which sites."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsponsor.lists.syntax import ElementFilter, Kind, element_filter, parse, read_list

# A line, its sites, those it is not for, its body, what it does, and whether it is an exception.
ELEMENTS = {
    "generic": ("##.ad-box", (), (), ".ad-box", Kind.HIDE, False),
    "an id": ("###ad_top", (), (), "#ad_top", Kind.HIDE, False),
    "for sites": ("a.example,b.example##.x", ("a.example", "b.example"), (), ".x", Kind.HIDE, False),
    "not for sites": ("~a.example,~b.example##.x", (), ("a.example", "b.example"), ".x", Kind.HIDE, False),
    "an entity": ("shop.*##.x", ("shop.*",), (), ".x", Kind.HIDE, False),
    "a name that is no ASCII": ("пример.рф##.x", ("пример.рф",), (), ".x", Kind.HIDE, False),
    "an expression": (r"/^a\d,?b\./##.x", (r"/^a\d,?b\./",), (), ".x", Kind.HIDE, False),
    "an exception": ("a.example#@#.x", ("a.example",), (), ".x", Kind.HIDE, True),
    "procedural": ("a.example#?#.x:has(.y)", ("a.example",), (), ".x:has(.y)", Kind.HIDE, False),
    "a procedural exception": ("a.example#@?#.x", ("a.example",), (), ".x", Kind.HIDE, True),
    "HTML, as uBlock Origin writes it": ("a.example##^.x", ("a.example",), (), ".x", Kind.REMOVE, False),
    "HTML, as AdGuard writes it": ("a.example$$div[id=x]", ("a.example",), (), "div[id=x]", Kind.REMOVE, False),
    "an exception of those": ("a.example$@$div[id=x]", ("a.example",), (), "div[id=x]", Kind.REMOVE, True),
    "removes, as AdGuard writes it": ("a.example#$?#.x { remove: true; }", ("a.example",), (), ".x", Kind.REMOVE, False),
    "removes, as Adblock Plus writes it": ("a.example##.x {remove:true;}", ("a.example",), (), ".x", Kind.REMOVE, False),
    "a style": ("a.example#$#.x { height: 0 }", ("a.example",), (), ".x", Kind.STYLE, False),
    "a style, as Adblock Plus writes it": ("a.example##.x {height:0;}", ("a.example",), (), ".x", Kind.STYLE, False),
    "a scriptlet": ("a.example##+js(nowebrtc)", ("a.example",), (), "+js(nowebrtc)", Kind.SCRIPTLET, False),
    "a scriptlet of AdGuard": ("a.example#%#x()", ("a.example",), (), "x()", Kind.SCRIPTLET, False),
    "a hash in the body": ("a.example##a[href='#x##y']", ("a.example",), (), "a[href='#x##y']", Kind.HIDE, False),
}
REQUESTS = {
    "a host": "||ads.example^",
    "with options": "||ads.example^$script,third-party",
    "an exception": "@@||ads.example^$document",
    "a fragment": "/banner/*/img^",
    "an expression with signs of others": r"/ads\.js##x$/",
    "two dollars": "||ads.example/a$$b",
}
NOTHING = {
    "empty": "",
    "a comment": "! words",
    "a comment that looks like a filter": "!##.x",
    "a header": "[Adblock Plus 2.0]",
    "a comment of hosts files": "# words",
    "a comment of hashes": "#### words",
    "the machine itself": "127.0.0.1 localhost",
}


@pytest.mark.parametrize(("line", "sites", "not_sites", "body", "kind", "exception"), ELEMENTS.values(), ids=ELEMENTS.keys())
def test_filters_for_elements(
    line: str, sites: tuple[str, ...], not_sites: tuple[str, ...], body: str, kind: Kind, exception: bool
) -> None:
    (found,) = parse(line).elements
    assert (found.sites, found.not_sites, found.body, found.kind, found.exception) == (sites, not_sites, body, kind, exception)
    assert (found.text, found.line) == (line, 1)


@pytest.mark.parametrize("line", REQUESTS.values(), ids=REQUESTS.keys())
def test_filters_for_requests(line: str) -> None:
    assert [(found.text, found.line) for found in parse(f"! Title: x\n{line}").network] == [(line, 2)]


@pytest.mark.parametrize("line", NOTHING.values(), ids=NOTHING.keys())
def test_what_is_no_filter(line: str) -> None:
    found = parse(line)
    assert (found.elements, found.network) == ([], [])


def test_modifiers_say_where_a_filter_applies() -> None:
    (found,) = parse(r"[$path=/shop\,a,domain=a.example|~b.example]##.x").elements
    assert (found.path, found.sites, found.not_sites) == ("/shop,a", ("a.example",), ("b.example",))


def test_an_expression_in_a_modifier_may_have_brackets() -> None:
    (found,) = parse(r"[$domain=/^(a|b)\.[^.]+\.[a-z]/]##.x").elements
    assert found.sites == (r"/^(a|b)\.[^.]+\.[a-z]/",)


def test_the_head_of_a_list_says_what_it_is() -> None:
    found = parse("[Adblock Plus]\n! Title: Little list\n! Expires: 4 days\n! Title: Another\n##.x", "file")
    assert found.name == "Little list"
    assert found.metadata["expires"] == "4 days"
    assert parse("##.x", "file").name == "file"


def test_lines_of_hosts_files_are_filters_for_requests() -> None:
    found = parse("# hosts\n0.0.0.0 ads.example # comment\n::1 localhost\n127.0.0.1\ttrack.example")
    assert [item.text for item in found.network] == ["||ads.example^", "||track.example^"]


CONDITIONS = {
    "holds": ("!#if ext_ublock", True),
    "does not": ("!#if env_chromium", False),
    "not": ("!#if !env_mobile", True),
    "one of two": ("!#if env_chromium || adguard", True),
    "both": ("!#if (adguard && cap_html_filtering) && !env_mobile", True),
    "cannot be read": ("!#if adguard &", False),
    "not closed": ("!#if (adguard", False),
}


@pytest.mark.parametrize(("condition", "holds"), CONDITIONS.values(), ids=CONDITIONS.keys())
def test_conditions(condition: str, holds: bool) -> None:
    text = f"##.a\n{condition}\n##.then\n!#else\n##.else\n!#endif\n##.b"
    assert [item.body for item in parse(text).elements] == [".a", ".then" if holds else ".else", ".b"]


def test_a_condition_inside_one_that_does_not_hold() -> None:
    text = "!#if env_chromium\n!#if adguard\n##.a\n!#else\n##.b\n!#endif\n##.c\n!#endif\n##.d"
    assert [item.body for item in parse(text).elements] == [".d"]


@given(st.text())
def test_any_text_is_a_list(text: str) -> None:
    found = parse(text)
    assert all(isinstance(item, ElementFilter) for item in found.elements)


@given(st.text(alphabet="a.#@?$%^/,~[]|*:()\\\"' =!", max_size=40))
def test_any_line_has_a_kind(line: str) -> None:
    element_filter(line)


def test_a_file_has_what_it_includes(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "more list.txt").write_text("\ufeff##.b\n", "utf-8")
    file = tmp_path / "mine.txt"
    file.write_text("##.a\n!#include parts/more list.txt\n##.c\n", "utf-8")
    assert [(item.body, item.line) for item in read_list(file).elements] == [(".a", 1), (".b", 2), (".c", 3)]


@pytest.mark.parametrize(
    "name", ["none.txt", "../other.txt", "/etc/hosts", "a/../../b.txt", "https://lists.example/a.txt", ""]
)
def test_a_file_that_includes_what_it_cannot_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "other.txt").write_text("##.b\n", "utf-8")
    (tmp_path / "own").mkdir()
    file = tmp_path / "own" / "mine.txt"
    file.write_text(f"##.a\n!#include {name}\n", "utf-8")
    with pytest.raises(OSError, match=r"none\.txt|cannot include"):
        read_list(file)


@pytest.mark.parametrize(
    "line", ["~a," * 300 + "=##.ad", "[$path=" + "/a" * 300 + "##.ad", "[$path=" + "/a\\" * 300 + "]##.ad"]
)
def test_a_strange_line_takes_no_time(line: str) -> None:
    element_filter(line)
