"""Which lines of a list apply."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsponsor.lists.directives import TRUE, applicable, holds, with_included
from unsponsor.lists.syntax import parse

# Conditions, and whether they hold. The names in capitals stand for one that is true and for one that is not.
YES, NO = "ext_ublock", "env_mobile"
CONDITIONS = {
    "YES": True,
    "NO": False,
    "true": True,
    "false": False,
    "cap_html_filtering": True,
    "adguard": True,
    "adguard_app_windows": False,
    "ext_ublock.more": False,
    "EXT_UBLOCK": False,
    "!NO": True,
    "!YES": False,
    "!!YES": True,
    "! NO": True,
    "YES && YES": True,
    "YES && NO": False,
    "NO||YES": True,
    "NO || NO": False,
    "  YES  ": True,
    # What binds tighter.
    "YES || NO && NO": True,
    "NO && NO || YES": True,
    "NO && (NO || YES)": False,
    "(YES || NO) && NO": False,
    "!NO && YES": True,
    "!YES || YES": True,
    "!(YES || YES)": False,
    "!(YES && NO)": True,
    "((YES))": True,
    # What cannot be read.
    "": False,
    "   ": False,
    "&&": False,
    "YES &&": False,
    "&& YES": False,
    "YES YES": False,
    "YES & YES": False,
    "YES || ": False,
    "NO || || YES": False,
    "(YES": False,
    "(YES || YES": False,
    "!(NO": False,
    "YES)": False,
    "()": False,
    "!": False,
    "!()": False,
    "ext-ublock": False,
    "YES == YES": False,
    "YES, YES": False,
}


@pytest.mark.parametrize(("condition", "wanted"), CONDITIONS.items(), ids=CONDITIONS.keys())
def test_whether_a_condition_holds(condition: str, wanted: bool) -> None:
    assert holds(condition.replace("YES", YES).replace("NO", NO)) is wanted


SPACES = st.sampled_from(["", " ", "  "])
EXPRESSIONS = st.recursive(
    st.sampled_from(["YES", "NO"]),
    lambda inner: st.one_of(
        st.builds("!{}{}".format, SPACES, st.builds("({})".format, inner)),
        st.builds("({}{}&&{}{})".format, inner, SPACES, SPACES, inner),
        st.builds("({}{}||{}{})".format, inner, SPACES, SPACES, inner),
        st.builds("{} && {}".format, inner, inner),
        st.builds("{} || !{}".format, inner, st.sampled_from(["YES", "NO"])),
    ),
    max_leaves=12,
)


@given(EXPRESSIONS)
def test_conditions_are_read_as_the_language_reads_its_own(expression: str) -> None:
    python = expression.replace("!", " not ").replace("&&", " and ").replace("||", " or ")
    # No name but these two is in it.
    wanted = eval(python, {}, {"YES": True, "NO": False})
    assert holds(expression.replace("YES", YES).replace("NO", NO)) is wanted


@given(st.text("!&|() \tae_.-"))
def test_any_text_is_a_condition_or_none(condition: str) -> None:
    assert holds(condition) in (True, False)


@pytest.mark.parametrize(
    "condition", ["!" * 20_000 + "adguard", "(" * 20_000 + "adguard" + ")" * 20_000], ids=["not", "brackets"]
)
def test_a_condition_that_is_nested_too_deep_ends_nothing(condition: str) -> None:
    assert parse(f"!#if {condition}\n##.x\n!#endif\n##.y").elements[-1].body == ".y"


# A list with its lines apart by ``/``, and those that apply. ``+`` opens a condition that holds, ``-`` one that does not.
LINES = {
    "no directive": ("a/b", "ab"),
    "one that holds": ("a/+/b/end/c", "abc"),
    "one that does not": ("a/-/b/end/c", "ac"),
    "one that cannot be read": ("!#if (/a/end/b", "b"),
    "the other half": ("+/a/else/b/end/c", "ac"),
    "the other half of one that does not hold": ("-/a/else/b/end/c", "bc"),
    "the other half of one that cannot be read": ("!#if &&/a/else/b/end", "b"),
    "both": ("+/+/a/end/b/end/c", "abc"),
    "the outer one alone": ("+/-/a/end/b/end/c", "bc"),
    "the inner one alone": ("-/+/a/end/b/end/c", "c"),
    "neither": ("-/-/a/end/b/end/c", "c"),
    "the other half of an inner one": ("+/-/a/else/b/end/c/end", "bc"),
    "the other half within what does not hold": ("-/-/a/else/b/end/c/end/d", "d"),
    "one within the other half": ("-/a/else/+/b/end/-/c/end/d/end/e", "bde"),
    "the other half of the outer one": ("-/-/a/end/b/else/c/end", "c"),
    "one after another": ("-/a/end/+/b/end/-/c/end", "b"),
    "never closed": ("a/-/b", "a"),
    "closed once too often": ("a/end/b/end/c", "abc"),
    "another half of nothing": ("a/else/b", "ab"),
    "other directives": ("a/!#include b.txt/b/!#safari_cb_affinity(all)/c/!#safari_cb_affinity/d/!#unknown/e", "abcde"),
    "one of a browser's kind in what does not hold": ("-/!#safari_cb_affinity(all)/a/!#safari_cb_affinity/b/end/c", "c"),
    "with what is written behind": ("-/a/!#endif ! mobile/b", "b"),
    "empty lines": ("//a// /b/", "ab"),
    "white space": ("  a /\tb\t/  !#if env_mobile  /c/ !#endif /d", "abd"),
    "a comment": ("! a/!b/# c/[d]", ["! a", "!b", "# c", "[d]"]),
}
SHORT = {"+": f"!#if {YES}", "-": f"!#if {NO}", "else": "!#else", "end": "!#endif"}


@pytest.mark.parametrize(("text", "wanted"), LINES.values(), ids=LINES.keys())
def test_which_lines_apply(text: str, wanted: str | list[str]) -> None:
    lines = [SHORT.get(line, line) for line in text.split("/")]
    found = list(applicable("\n".join(lines)))
    assert [line for _, line in found] == list(wanted)
    assert all(lines[number - 1].strip() == line for number, line in found)


@pytest.mark.parametrize("opened", [f"!#if\t{NO}", f"!#if({NO})", "!#if", f"!#if!{YES}"])
def test_a_directive_ends_with_its_name(opened: str) -> None:
    assert [line for _, line in applicable(f"{opened}\na\n!#endif\nb")] == ["b"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_numbered_from_one(end: str) -> None:
    assert list(applicable(end.join(["!#if adguard", "a", "", "!#endif", "b"]))) == [(2, "a"), (5, "b")]


@st.composite
def nested(draw: st.DrawFn, depth: int = 3, shown: bool = True) -> tuple[list[str], list[str]]:
    """The lines of a list, and those that apply."""
    lines: list[str] = []
    wanted: list[str] = []
    for number in range(draw(st.integers(0, 3))):
        if depth and draw(st.booleans()):
            condition = draw(st.booleans())
            lines.append(SHORT["+" if condition else "-"])
            for half, opens in ((True, None), (False, "!#else")):
                if opens is None or draw(st.booleans()):
                    inside, inner = draw(nested(depth - 1, shown and condition is half))
                    lines += ([opens] if opens else []) + inside
                    wanted += inner
            lines.append("!#endif")
        else:
            lines.append(f"||a{depth}{number}.example^")
            wanted += lines[-1:] if shown else []
    return lines, wanted


@given(nested())
def test_conditions_nest(made: tuple[list[str], list[str]]) -> None:
    lines, wanted = made
    assert [line for _, line in applicable("\n".join(lines))] == wanted


def test_what_is_true_is_so_in_any_list() -> None:
    for (name, value), negated in product([*((name, True) for name in TRUE), ("env_firefox", False)], (True, False)):
        found = parse(f"!#if {'!' if negated else ''}{name}\n##.x\n!#endif").elements
        assert bool(found) is (value is not negated)


def test_what_is_included_has_the_number_of_the_line() -> None:
    parts = {"more.txt": "b\n!#if false\nc\n!#endif\n!#include other.txt\n", "other.txt": "e"}
    lines = f"a\n!#include more.txt\n!#if {NO}\n!#include none.txt\n!#endif\nd"
    assert list(applicable(lines, parts.__getitem__)) == [(1, "a"), (2, "b"), (2, "e"), (6, "d")]


def test_lists_that_include_each_other_come_once() -> None:
    parts = {"a": "a\n!#include b\n!#include a\n!#include b", "b": "b\n!#include a"}
    assert [line for _, line in applicable("!#include a\n!#include b", parts.__getitem__)] == ["a", "b"]


def test_what_is_included_stands_in_the_place_of_the_line() -> None:
    lines = f"! a\r\n!#if {NO}\n!#include none.txt\n!#else\n  !#include more.txt \n!#endif\nb\u2028c"
    made = lines.replace("  !#include more.txt \n", "d\n\ne\n")
    assert with_included(lines, {"more.txt": "d\n\ne\n\n"}.__getitem__) == made


@given(nested())
def test_what_includes_nothing_stays_as_it_is(made: tuple[list[str], list[str]]) -> None:
    text = "\n".join(made[0])
    assert with_included(text, {}.__getitem__) == text


def test_a_condition_of_spaces_takes_no_time() -> None:
    assert not holds(" " * 100_000 + "-")
