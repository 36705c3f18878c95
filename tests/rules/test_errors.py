"""Every kind of error in a rule file: where it is, what is wrong, and the nearest right word."""

import pytest

from .helpers import RULE, marked, problems

CATEGORIES = "one of ad, sponsored, offer, cross-site, spam-links"

# What stands in the rule above, what stands there instead ("«" where the error must point), and the error.
WRONG = [
    # Unknown words and keys, with the nearest right one.
    ("category: ad", "category: «sponsered", f'unknown word "sponsered": {CATEGORIES} (did you mean "sponsored"?)'),
    ("category: ad", "category: «zzz", f'unknown word "zzz": {CATEGORIES}'),
    ("action: remove", "action: «remov", 'unknown word "remov": one of remove, hide (did you mean "remove"?)'),
    ("confidence: high", "confidence: «hihg", 'unknown word "hihg": one of high, low (did you mean "high"?)'),
    ("    title: One", "    «titel: One\n    title: One", 'unknown key "titel" (did you mean "title"?)'),
    ("css: p", "css: p\n      «hastext: x", 'unknown key "hastext" (did you mean "has_text"?)'),
    ("css: p", "css: p\n      «zzzzz: x", 'unknown key "zzzzz"'),
    ("hosts: [news.example]", "«host: [news.example]", 'unknown key "host" (did you mean "hosts"?)'),
    ("hosts: [news.example]", "«path: [x]", 'unknown key "path" (did you mean "paths"?)'),
    ("{label: offer}", "{label: offer, «lable: x}", 'unknown key "lable" (did you mean "label"?)'),
    ("{label: offer}", "{words: offer, «word: x}", 'unknown key "word" (did you mean "words"?)'),
    ("{has: form}", "{has: {«csss: form}}", 'unknown key "csss" (did you mean "css"?)'),
    ("{has: form}", "{any: [{css: a}, {«ccs: b}]}", 'unknown key "ccs" (did you mean "css"?)'),
    ("{has: form}", "{link_hosts: {other_sites: true, «shares: 1}}", 'unknown key "shares" (did you mean "share"?)'),
    ("{has: form}", "{css: a, «any_: [{css: b}]}", 'unknown key "any_" (did you mean "any"?)'),
    # A key that is right elsewhere only must not be proposed.
    ("{has: form}", "{css: a, «upward: 1}", 'unknown key "upward"'),
    ("removes: [<p>Offer</p>]", "removes: [{html: <p>Offer</p>, «leave: ''}]", 'unknown key "leave" (did you mean "leaves"?)'),
    ("version: 1\n", "version: 1\n«rule: []\n", 'unknown key "rule" (did you mean "rules"?)'),
    # Unknown names of vocabularies and host lists.
    ("{label: offer}", "{label: «ofer}", 'no vocabulary is called "ofer" (did you mean "offer"?)'),
    ("{label: offer}", "{words: «zzz}", 'no vocabulary is called "zzz"'),
    ("{label: offer}", "[x, {words: «disclosures}]", 'no vocabulary is called "disclosures" (did you mean "disclosure"?)'),
    ("{has: form}", "{link_hosts: [a.example, «tracker]}", 'no host list is called "tracker" (did you mean "trackers"?)'),
    ("{has: form}", "{link_hosts: {in: [«nets]}}", 'no host list is called "nets" (did you mean "networks"?)'),
    ("{has: form}", "{any: [{not: {has: {has_text: {label: «x}}}}]}", 'no vocabulary is called "x"'),
    # Doubled keys.
    ("title: One", "title: One\n    «title: Two", 'key "title" stands here twice'),
    ("css: p", "css: p\n      «css: b", 'key "css" stands here twice'),
    # What is missing or empty.
    ("  - id: one\n    title", "  - «title", '"id" is missing'),
    ("    title: One\n", "", None),
    ("      keeps: [<b>x</b>]\n", "", None),
    ("match:\n      css: p\n", "«match:\n", 'needs "css" or "xpath"'),
    ("removes: [<p>Offer</p>]", "«removes: []", "must not be empty"),
    ("removes: [<p>Offer</p>]", "removes: [«'']", "must not be empty"),
    ("hosts: [news.example]", "«hosts: []", "must not be empty"),
    ("hosts: [news.example]", "«hosts: ", 'key "hosts" has no value'),
    ("title: One", 'title: «""', "must not be empty"),
    ("css: p", "css: «''", "must not be empty"),
    ("{has: form}", "«{}", None),
    ("{has: form}", "{not: {}}", None),
    ("{has: form}", "{«any: []}", "must not be empty"),
    ("{has: form}", "{«link_hosts: {share: 0.5}}", 'needs "in" or "other_sites"'),
    ("{has: form}", "{«attributes: {}}", None),
    # Values of the wrong kind.
    ("id: one", "id: «One Rule", '"One Rule" is not in kebab-case: lower-case words joined by hyphens'),
    ("title: One", "title: «5", "text expected, not 5: put it in quotes"),
    ("css: p", "css: «true", "text expected, not true: put it in quotes"),
    ("guard: true", "guard: «no", "must be a valid boolean"),
    ("{has: form}", "«form", "must be a mapping of keys to values"),
    ("{has: form}", "{min_links: «0}", "must be greater than or equal to 1"),
    ("{has: form}", "{min_links: «1.5}", "must be a valid integer"),
    ("{has: form}", "{link_hosts: {other_sites: true, share: «1.5}}", "must be less than or equal to 1"),
    ("css: p", "css: p\n      upward: «-1", "must be greater than or equal to 0"),
    # Selectors that match the page itself.
    ("css: p", "css: «body", '"body" matches the page itself'),
    ("css: p", "css: «html.x", '"html.x" matches the page itself'),
    ("css: p", "css: «p, BODY > b, body", '"p, BODY > b, body" matches the page itself'),
    ("css: p", "css: «'*'", '"*" matches the page itself'),
    ("css: p", "css: p\n      upward: «html", '"html" matches the page itself'),
    ("{has: form}", "{any: [{css: «body}]}", '"body" matches the page itself'),
]  # fmt: skip

# Broken selectors, expressions and patterns: what is wrong with them is the libraries' wording.
BROKEN = [
    *(
        ("css: p", f"css: «'{css}'", "no selector")
        for css in ["p[", "p >", "p,", " ", "::before", "p:hover", "p:nosuch", "p..x"]
    ),
    ("css: p", "css: «svg|a", "no selector"),
    ("css: p", "css: p\n      upward: «'p['", "no selector"),
    ("{has: form}", "{has: «'a:visited'}", "no selector"),
    *(("css: p", f"css: p\n      xpath: «{xpath}", "no XPath expression") for xpath in ["//p[", "' '", "//p[$x]", "//x:p"]),
    ("css: p", "xpath: «//p[nosuch(.)]", "no XPath expression"),
    ("{label: offer}", "«'('", "no regular expression"),
    ("{label: offer}", "[{label: offer}, «'[a']", "no regular expression"),
    ("{has: form}", "{attributes: {id: «'*'}}", "no regular expression"),
    ("scope: {hosts: [news.example]}", "scope: {paths: [«'a)']}", "no regular expression"),
]


@pytest.mark.parametrize(("old", "new", "message"), WRONG)
def test_errors_are_located_and_explained(old: str, new: str, message: str | None) -> None:
    assert RULE.count(old) == 1
    text = RULE.replace(old, new)
    if message is None:
        # The error is somewhere in the rule.
        assert problems(text)
        assert all(problem.startswith("rules.yaml:") for problem in problems(text))
        return
    plain, place = marked(text)
    assert f"{place}: {message}" in problems(plain)


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_what_is_broken_is_an_error(old: str, new: str, message: str) -> None:
    plain, place = marked(RULE.replace(old, new))
    (problem,) = problems(plain)
    assert problem.startswith(f"{place}: {message}")


def test_the_rule_that_the_errors_are_made_of_is_right() -> None:
    assert problems(RULE) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("version: «2\nrules: []", "unknown version 2: this program reads version 1"),
        ("version: «true\nrules: []", "unknown version True: this program reads version 1"),
        ("version: «1.0\nrules: []", "unknown version 1.0: this program reads version 1"),
        ("«rules: []", '"version" is missing'),
        ("«version: 1", '"rules" is missing'),
        ("version: 1\n«rules: {}", "must be a valid list"),
        ("version: 1\nrules: [«x]", "must be a mapping of keys to values"),
        ("version: 1\nrules: [«~]", "must be a mapping of keys to values"),
        ("«- a", "keys are missing: the file must be a mapping"),
        ("«", "the file is empty"),
    ],
)
def test_files_that_are_no_rule_files(text: str, message: str) -> None:
    plain, place = marked(text)
    assert problems(plain) == [f"{place}: {message}"]
