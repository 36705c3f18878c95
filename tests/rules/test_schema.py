"""The JSON Schema for editors: up to date, right about the shipped files, and as strict as the program."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from jsonschema import Draft7Validator

from tests.conftest import ROOT
from unsponsor.rules.loading import NOT_RULES
from unsponsor.rules.schema import schema, schema_text

from .helpers import RULE, problems

RULES = ROOT / "rules"
FILES = [*sorted(file for file in RULES.glob("*.yaml") if file.name not in NOT_RULES), *sorted(RULES.glob("sites/*.yaml"))]


class _Core(yaml.SafeLoader):
    """Plain scalars as YAML 1.2 has them, and so editors."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


for _kind, _pattern, _first in [
    ("null", r"null|~|", ["n", "~", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?[0-9]+\.[0-9]+", list("-+0123456789")),
]:
    _Core.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(f"(?:{_pattern})\\Z"), _first)


@lru_cache(maxsize=1)
def validator() -> Draft7Validator:
    return Draft7Validator(schema())


def wrong(text: str) -> list[str]:
    return [error.message for error in validator().iter_errors(yaml.load(text, _Core))]


def test_the_shipped_schema_is_the_one_of_the_model() -> None:
    assert (RULES / "schema.json").read_text("utf-8") == schema_text()


def test_is_a_schema_of_draft_7() -> None:
    Draft7Validator.check_schema(schema())
    text = schema_text()
    assert "$defs" not in text
    assert set(re.findall(r'"\$ref": "([^"]*)"', text)) <= {f"#/definitions/{name}" for name in schema()["definitions"]}


def test_every_key_is_explained() -> None:
    plain = {"id", "title", "confidence", "scope", "unless", "guard"}
    assert all("description" in schema()["definitions"]["Rule"]["properties"][key] for key in plain)
    assert all("description" in item for item in schema()["definitions"]["Condition"]["properties"].values())


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(RULES)))
def test_shipped_files_are_valid(file: Path) -> None:
    assert wrong(file.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("css: p", "xpath: //p\n      upward: 2"),
        ("css: p", "css: p\n      upward: .x"),
        ("{label: offer}", "{words: offer}"),
        ("{label: offer}", "[offer, {label: offer}, {words: offer}]"),
        ("{has: form}", "{any: [{all: [{css: a}]}], not: {has: {css: b}}}"),
        ("{has: form}", "{link_hosts: [a.example]}"),
        ("{has: form}", "{link_hosts: {in: [trackers], other_sites: true, share: 0.5}}"),
        ("{has: form}", "{attributes: {a: true, b: false, c: x}}"),
        ("removes: [<p>Offer</p>]", "removes: [{html: <p>Offer</p>, url: 'https://a.example/', leaves: ''}]"),
    ],
)
def test_what_the_program_takes_the_schema_takes(old: str, new: str) -> None:
    text = RULE.replace(old, new, 1)
    assert problems(text) == []
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version: 1\n", ""),
        ("version: 1", "version: 2"),
        ("id: one", "id: One Rule"),
        ("id: one", "idd: one"),
        ("title: One", "title: ''"),
        ("title: One", "title: 5"),
        ("category: ad", "category: advert"),
        ("confidence: high", "confidence: middle"),
        ("guard: true", "guard: no"),
        ("hosts: [news.example]", "hosts: []"),
        ("hosts: [news.example]", "host: [news.example]"),
        ("css: p", "css: ''"),
        ("css: p", "css: p\n      upward: -1"),
        ("{label: offer}", "{lable: offer}"),
        ("{label: offer}", "{label: offer, words: offer}"),
        ("{label: offer}", "[]"),
        ("{has: form}", "{css: a, any_: [{css: b}]}"),
        ("{has: form}", "{css: a, upward: 1}"),
        ("{has: form}", "{min_links: 0}"),
        ("{has: form}", "{any: []}"),
        ("{has: form}", "{attributes: {}}"),
        ("{has: form}", "{link_hosts: {other_sites: false}}"),
        ("{has: form}", "{link_hosts: {other_sites: true, share: 0}}"),
        ("removes: [<p>Offer</p>]", "removes: []"),
        ("      keeps: [<b>x</b>]\n", ""),
    ],
)
def test_what_the_schema_refuses_the_program_refuses(old: str, new: str) -> None:
    assert RULE.count(old) == 1
    text = RULE.replace(old, new)
    assert wrong(text)
    assert problems(text)
