"""What tests of the rule language share: rules as data, the pages they meet, and where errors point."""

import json
from typing import Any

from lxml import etree

from unsponsor.page.tree import Page
from unsponsor.rules.facts import Facts
from unsponsor.rules.loading import LoadedRule, Sources, Text, load, load_with_problems
from unsponsor.rules.matching import Matcher

URL = "https://page.example/"
FILE = "rules.yaml"
# Stands in a test's text where an error must point to.
MARK = "«"
# A whole rule file as an author writes it.
RULE = """\
version: 1
rules:
  - id: one
    title: One
    category: ad
    confidence: high
    scope: {hosts: [news.example]}
    match:
      css: p
      has_text: {label: offer}
    unless: {has: form}
    action: remove
    guard: true
    examples:
      removes: [<p>Offer</p>]
      keeps: [<b>x</b>]
"""

VOCABULARIES = [
    Text("v/offer.yaml", "version: 1\nvocabulary: offer\nterms:\n  en: [offer, special offer, '% off']\n  ja: [広告]\n"),
    Text("v/disclosure.yaml", "version: 1\nvocabulary: disclosure\nterms:\n  en: [sponsored, paid post]\n"),
]
HOSTS = [
    Text("h/trackers.yaml", "version: 1\nhosts: [tracker.example, 'shop.*']\n"),
    Text("h/networks.yaml", "version: 1\nhosts: [network.example]\n"),
]


def rule(**keys: Any) -> dict[str, Any]:
    """A valid rule, with these keys instead of its own."""
    examples = {"removes": ["<p>x</p>"], "keeps": ["<b>x</b>"]}
    return {"id": "one", "title": "One", "category": "ad", "match": {"css": "p"}, "examples": examples, **keys}


def rule_file(*rules: dict[str, Any]) -> str:
    """A rule file (JSON is YAML)."""
    return json.dumps({"version": 1, "rules": rules}, ensure_ascii=False)


def sources(*texts: str) -> Sources:
    """Rule files by their texts, with the vocabularies and host lists above."""
    names = [FILE, *(f"more{number}.yaml" for number in range(1, len(texts)))]
    return Sources([Text(name, text) for name, text in zip(names, texts, strict=True)], [*VOCABULARIES], [*HOSTS])


def loaded(*rules: dict[str, Any]) -> list[LoadedRule]:
    return load(sources(rule_file(*rules)))


def problems(*texts: str) -> list[str]:
    """What is wrong with rule files, as a user reads it."""
    return [str(problem) for problem in load_with_problems(sources(*texts))[1]]


def marked(text: str, file: str = FILE) -> tuple[str, str]:
    """A text without its mark, and the place of the mark as errors give it."""
    before, mark, after = text.partition(MARK)
    assert mark, "the text has no mark"
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    return before + after, f"{file}:{line}:{column}"


def facts(html: str, url: str = URL) -> Facts:
    return Facts(Page(html.encode("utf-8"), "text/html; charset=utf-8"), url)


def hits(rules: list[LoadedRule], page: Facts) -> list[tuple[str, str]]:
    """The ids of the rules that match and of the elements that they match (the tag of one without an id)."""
    found = Matcher(rule.compiled for rule in rules).match(page)
    return [(hit.rule.id, hit.element.get("id") or f"<{hit.element.tag}>") for hit in found]


def matched(keys: dict[str, Any], html: str, url: str = URL) -> list[str]:
    """The ids of the elements that a rule with these keys matches."""
    return [element for _, element in hits(loaded(rule(**keys)), facts(html, url))]


# A page of a few elements, each with an id.
SMALL_PAGE = (
    "<title>t</title><div id=a class='box  ad\tbox' title='Two words'><p id=b>Text of <b id=c>a box</b></p>"
    "<a id=d href='https://ads.example/1'>One</a><a id=e href='/2'>Two</a><a id=f>Three</a></div>"
    "<a id=g href='https://shop.example/' title='words'>Four</a>"
)


def with_id(found: Facts, name: str) -> etree._Element:
    (element,) = found.by_token[f"#{name}"]
    return element


def ids(elements: object) -> list[str]:
    return [element.get("id") or element.tag for element in elements]  # type: ignore[attr-defined]


def elements_of(found: Facts) -> list[etree._Element]:
    return [element for element in found.page.elements if element is not None]
