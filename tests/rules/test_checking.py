"""The examples of rules: what does not hold is found, and located."""

from typing import Any

import pytest

from unsponsor.rules.checking import check_examples
from unsponsor.rules.loading import load
from unsponsor.rules.problems import InvalidError

from .helpers import loaded, marked, rule, sources

RULE = """\
version: 1
rules:
  - id: other
    title: Other
    category: ad
    match: {css: i}
    examples: {removes: [<i>x</i>], keeps: [x]}
  - id: one
    title: One
    category: ad
    match: {css: p.ad}
"""


def check(text: str) -> list[str]:
    return [str(problem) for problem in check_examples(load(sources(text))[1])]


@pytest.mark.parametrize(
    ("examples", "message"),
    [
        ("removes: [<p class=ad>x</p>, «<p>x</p>]\n      keeps: [x]", 'rule "one": does not match this'),
        ("removes: [«<p class=ad]\n      keeps: [x]", 'rule "one": does not match this'),
        ("removes:\n        - «html: <p>x</p>\n      keeps: [x]", 'rule "one": does not match this'),
        (
            "removes: [<p class=ad>x]\n      keeps: [x, «<p class=ad>x</p>]",
            'rule "one": must not match this, but matches <p>',
        ),
        (
            "removes: [«{html: <b>a</b><p class=ad>x</p>, leaves: <b>b</b>}]\n      keeps: [x]",
            "rule \"one\": leaves '<b>a</b>', not '<b>b</b>'",
        ),
        ("removes: [«{html: <p class=ad>x</p>, leaves: ' '}]\n      keeps: [x]", "rule \"one\": leaves '', not ' '"),
    ],
)
def test_what_does_not_hold_is_located(examples: str, message: str) -> None:
    plain, place = marked(f"{RULE}    examples:\n      {examples}\n")
    assert check(plain) == [f"{place}: {message}"]


def test_every_example_is_run() -> None:
    examples = "examples: {removes: [<p>, <b>, <p class=ad>], keeps: [<p class=ad>, x, '<p class=\"ad b\">']}"
    assert [problem.split(": ")[1:] for problem in check(f"{RULE}    {examples}\n")] == [
        *2 * [['rule "one"', "does not match this"]],
        *2 * [['rule "one"', "must not match this, but matches <p>"]],
    ]


@pytest.mark.parametrize(
    ("keys", "removes", "keeps"),
    [
        ({}, {"html": "<i>a</i>\n<p class=ad>x</p >é", "leaves": "<i>a</i>\né"}, "<p>x</p>"),
        ({"action": "hide"}, {"html": "<p class=ad>", "leaves": '<p hidden="" style="display:none!important" class=ad>'}, "x"),
        ({"confidence": "low"}, "<p class=ad>", "x"),
        ({"guard": False}, "<p class=ad><main></main></p>", "x"),
        # The page's address: the scope's first host, else a made-up one, else the example's own.
        ({"scope": {"hosts": ["news.example", "b.example"]}}, "<p class=ad>", {"html": "<p class=ad>", "url": "https://c.example/"}),
        ({"scope": {"hosts": ["shop.*"]}}, "<p class=ad>", {"html": "<p class=ad>", "url": "https://c.example/"}),
        ({"scope": {"paths": ["^/x"]}}, {"html": "<p class=ad>", "url": "https://a.example/x"}, "<p class=ad>"),
        ({"scope": {"not_hosts": ["page.example"]}}, {"html": "<p class=ad>", "url": "https://a.example/"}, "<p class=ad>"),
    ],
)  # fmt: skip
def test_what_holds(keys: dict[str, Any], removes: object, keeps: object) -> None:
    examples = {"removes": [removes], "keeps": [keeps]}
    (item,) = loaded(rule(match={"css": "p.ad"}, examples=examples, **keys))
    assert check_examples(item) == []


def test_an_address_that_is_none_is_a_problem() -> None:
    plain, place = marked(f"{RULE}    examples: {{removes: [{{html: <p class=ad>, url: «'http://[x/'}}], keeps: [x]}}\n")
    with pytest.raises(InvalidError) as caught:
        check(plain)
    assert [str(problem) for problem in caught.value.problems] == [f'{place}: "http://[x/" is no address of a page']
