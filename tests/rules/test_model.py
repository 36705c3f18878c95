"""What may stand in a file of rules, and what may not; where errors point is for ``test_errors``."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from unsponsor.rules import model

EXAMPLES = {"removes": ["<p>"], "keeps": ["<b>"]}
RULE = {"id": "one", "title": "One", "category": "ad", "match": {"css": "p"}, "examples": EXAMPLES}
# A model, what it takes, and what it does not.
TAKEN: dict[str, tuple[Any, list[Any], list[Any]]] = {
    "a host": (
        model.Host,
        ["news.example", "example", "shop.*", "*", "münchen.example", "xn--mnchen-3ya.example"],
        ["", "https://news.example", "news.example/a", "news.example:80", "*.example", "a..b", ".example", "a b.example", "a@b"],
    ),
    "a name": (model.Name, ["ad", "ad-slot-2"], ["", "Ad", "ad_slot", "-ad", "ad-", "ad--slot", "ad slot"]),
    "terms": (model.Terms, [["Ad"], ["広告"]], [[], [""], ["  "], "Ad", [1]]),
    "a selector": (model.Selector, ["p", "div > a[href*=x]"], ["", "p >", "html", "body", ":root"]),
    "an expression for elements": (model.Expression, ["//p", ".//p[@a]"], ["", "//p[", "nothing(//p)", "//x:p", "$p"]),
    "a pattern": (model.Regex, ["a", r"\bad\b"], ["", "(", "a{2,1}"]),
    "a scope": (model.Scope, [{}, {"hosts": ["a.example"], "paths": ["^/a"]}], [{"hosts": []}, {"paths": ["("]}, {"host": ["a"]}]),
    "where links lead": (
        model.LinkHosts,
        [{"in": ["shops"]}, {"other_sites": True}, {"in": ["a.example"], "share": 1}],
        [{}, {"share": 0.5}, {"in": []}, {"other_sites": False}, {"in": ["a"], "share": 0}, {"in": ["a"], "share": 1.5}],
    ),
    "a condition": (
        model.Condition,
        [
            {"css": "p"},
            {"has": "p"},
            {"has": {"min_links": 1}},
            {"has_text": "a"},
            {"has_text": {"label": "ad"}},
            {"has_text": ["a", {"words": "ad"}]},
            {"attributes": {"a": True, "b": "c"}},
            {"any": [{"css": "p"}, {"not": {"css": "b"}}]},
        ],
        [
            {},
            {"has": {}},
            {"has_text": []},
            {"has_text": {"label": "ad", "words": "ad"}},
            {"min_links": 0},
            {"min_links": "1"},
            {"min_links": True},
            {"attributes": {}},
            {"attributes": {"a": 1}},
            {"any": []},
            {"css": "p", "upward": 1},
        ],
    ),
    "a match": (
        model.Match,
        [{"css": "p"}, {"xpath": "//p", "upward": 0}, {"css": "p", "upward": "div"}],
        [{"has": "p"}, {"css": "p", "upward": -1}, {"css": "p", "upward": 1.5}, {"css": "p", "upward": "div >"}],
    ),
    "an example": (
        model.Example,
        [{"html": "<p>"}, {"html": "<p>", "url": "https://a.example/", "leaves": ""}],
        [{"html": ""}, {"html": "<p>", "url": "a.example"}, {"url": "https://a.example/"}],
    ),
    "a rule": (
        model.Rule,
        [RULE, {**RULE, "action": "hide", "guard": False, "confidence": "low"}],
        [
            {**RULE, "category": "advert"},
            {**RULE, "action": "attribute"},
            {**RULE, "guard": "no"},
            {**RULE, "examples": {"removes": ["<p>"], "keeps": []}},
            {name: value for name, value in RULE.items() if name != "examples"},
            {**RULE, "matches": {}},
        ],
    ),
    "a file": (model.RuleFile, [{"version": 1, "rules": []}], [{"rules": []}, {"version": 2, "rules": []}]),
}  # fmt: skip
ACCEPTED = [(name, kind, value) for name, (kind, taken, _) in TAKEN.items() for value in taken]
REFUSED = [(name, kind, value) for name, (kind, _, refused) in TAKEN.items() for value in refused]


@pytest.mark.parametrize(
    ("kind", "value"), [case[1:] for case in ACCEPTED], ids=[f"{case[0]}: {case[2]}" for case in ACCEPTED]
)
def test_what_is_taken(kind: Any, value: Any) -> None:
    read = TypeAdapter(kind).validate_python(value)
    if isinstance(read, BaseModel):
        # As it was written, nothing lost.
        assert read.model_dump(by_alias=True, exclude_unset=True, mode="json", warnings=False) == value
    else:
        assert read == value


@pytest.mark.parametrize(("kind", "value"), [case[1:] for case in REFUSED], ids=[f"{case[0]}: {case[2]}" for case in REFUSED])
def test_what_is_refused(kind: Any, value: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value)


def test_what_a_rule_does_unless_it_says_otherwise() -> None:
    read = model.Rule.model_validate(RULE)
    assert (read.action, read.guard, read.confidence) == ("remove", True, "high")


@given(st.text(max_size=8))
def test_any_text_is_a_host_or_is_said_to_be_none(text: str) -> None:
    try:
        TypeAdapter(model.Host).validate_python(text)
    except ValidationError:
        return
    assert text
    assert not set(text) & set("/:?#@ \n\t")
    assert "" not in text.split(".")
