"""Conditions of the rule language as functions: does this element of this page meet it?"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from .elements import any_between
from .facts import Facts, LinkKind
from .hosts import HostSet
from .model import Condition, Label, LinkHosts, TextTest, Wording
from .patterns import Pattern
from .problems import nearest
from .selectors import compile_xpath, is_absolute
from .vocabulary import Vocabulary, folded

Holds = Callable[[etree._Element, Facts], bool]
Possible = Callable[[Facts], bool]


def _always(_facts: Facts) -> bool:
    return True


class Test(NamedTuple):
    """Whether an element meets a condition; and whether any element of the page can, which costs next to nothing and
    saves asking for each. Of several tests, those of the lowest ``rank`` are asked first."""

    holds: Holds
    possible: Possible = _always
    rank: int = 1


Path = tuple[str | int, ...]
Report = Callable[[Path, str], None]


class Compiler:
    """Makes functions of conditions. A vocabulary or host list that does not exist is reported with its path of keys."""

    def __init__(
        self, vocabularies: Mapping[str, Vocabulary], host_lists: Mapping[str, Iterable[str]], report: Report
    ) -> None:
        self.vocabularies = vocabularies
        self.host_lists = host_lists
        self.report = report

    def condition(self, condition: Condition, path: Path = (), *, found_by: str | None = None) -> list[Test]:
        """The functions that must all hold. ``found_by`` names the key (``css``, ``xpath``) by which a ``match`` has found
        the element already."""
        tests: list[Test] = []
        if condition.css is not None and found_by != "css":
            tests.append(_selected(condition.css))
        if condition.attributes is not None:
            tests += (_attribute(name.lower(), wanted) for name, wanted in condition.attributes.items())
        if condition.min_links is not None:
            tests.append(_min_links(condition.min_links))
        if condition.link_hosts is not None:
            tests.append(self._link_hosts(condition.link_hosts, (*path, "link_hosts")))
        if isinstance(condition.has, str):
            tests.append(_has_selector(condition.has))
        elif condition.has is not None:
            tests.append(_has(condition.has.css, self.condition(condition.has, (*path, "has"), found_by="css")))
        if condition.has_text is not None:
            tests.append(self._has_text(condition.has_text, (*path, "has_text")))
        if condition.any_ is not None:
            tests.append(_any([self.condition(c, (*path, "any", i)) for i, c in enumerate(condition.any_)]))
        for index, inner in enumerate(condition.all_ or ()):
            tests += self.condition(inner, (*path, "all", index))
        if condition.not_ is not None:
            tests.append(_not(self.condition(condition.not_, (*path, "not"))))
        if condition.xpath is not None and found_by != "xpath":
            tests.append(_xpath(condition.xpath))
        return sorted(tests, key=lambda test: test.rank)

    def _has_text(self, tests: TextTest | list[TextTest], path: Path) -> Test:
        if not isinstance(tests, list):
            return self._text(tests, path)
        return _any([[self._text(test, (*path, index))] for index, test in enumerate(tests)])

    def _text(self, test: TextTest, path: Path) -> Test:
        if isinstance(test, Label):
            return _label(self._vocabulary(test.label, (*path, "label")))
        if isinstance(test, Wording):
            return _words(self._vocabulary(test.words, (*path, "words")))
        return _pattern(test)

    def _vocabulary(self, name: str, path: Path) -> Vocabulary:
        if name not in self.vocabularies:
            self.report(path, _unknown("vocabulary", name, self.vocabularies))
        return self.vocabularies.get(name, Vocabulary(()))

    def _link_hosts(self, test: list[str] | LinkHosts, path: Path) -> Test:
        if not isinstance(test, LinkHosts):
            return _links(_kind(self._hosts(test, path), False), None)
        hosts = None if test.in_ is None else self._hosts(test.in_, (*path, "in"))
        return _links(_kind(hosts, test.other_sites is not None), test.share)

    def _hosts(self, names: list[str], path: Path) -> frozenset[str]:
        patterns: list[str] = []
        for index, name in enumerate(names):
            if "." in name:
                patterns.append(name)
            elif name in self.host_lists:
                patterns += self.host_lists[name]
            else:
                self.report((*path, index), _unknown("host list", name, self.host_lists))
        return frozenset(patterns)


def _unknown(kind: str, name: str, known: Iterable[str]) -> str:
    return f'no {kind} is called "{name}"{nearest(name, known)}'


def meets(tests: Sequence[Test], element: etree._Element, facts: Facts) -> bool:
    """Whether an element meets all conditions."""
    for test in tests:  # noqa: SIM110 - asked so often that a generator would count
        if not test.holds(element, facts):
            return False
    return True


def can_meet(tests: Sequence[Test], facts: Facts) -> bool:
    """Whether an element of the page can."""
    return all(test.possible(facts) for test in tests)


def _selected(selector: str) -> Test:
    return Test(lambda element, facts: element in facts.selected(selector))


def _xpath(expression: str) -> Test:
    if is_absolute(expression):
        return _selected(expression)
    evaluate = compile_xpath(expression)
    # An expression that looks at all that an element holds is the dearest: asked for what meets the rest.
    return Test(lambda element, facts: bool(evaluate(element)), rank=2)


def _attribute(name: str, wanted: bool | str) -> Test:
    token = f"[{name}]"
    if isinstance(wanted, bool):
        return Test(
            lambda element, facts: (element.get(name) is not None) is wanted,
            (lambda facts: token in facts.by_token) if wanted else _always,
        )
    pattern = Pattern(wanted)

    def holds(element: etree._Element, facts: Facts) -> bool:
        value = element.get(name)
        return value is not None and pattern.found(value)

    return Test(holds, lambda facts: token in facts.by_token)


def _min_links(least: int) -> Test:
    return Test(lambda element, facts: facts.count_links(element) >= least, lambda facts: facts.link_count >= least)


@lru_cache(maxsize=1024)
def _kind(patterns: frozenset[str] | None, other_sites: bool) -> LinkKind:
    """The same kind for the same hosts: rules share what pages remember of it."""
    return LinkKind(None if patterns is None else HostSet(patterns), other_sites)


def _links(kind: LinkKind, share: float | None) -> Test:
    def holds(element: etree._Element, facts: Facts) -> bool:
        leads_there = any_between(facts.links_of(kind), *facts.span(element))
        return leads_there and (share is None or facts.share_of_links(kind, element) >= share)

    return Test(holds, lambda facts: bool(facts.hosts_of(kind)))


def _has_selector(css: str) -> Test:
    return Test(lambda element, facts: facts.has(element, css), lambda facts: bool(facts.selected(css)))


def _has(css: str | None, tests: list[Test]) -> Test:
    def holds(element: etree._Element, facts: Facts) -> bool:
        inside = element.iterdescendants(etree.Element) if css is None else facts.inside(element, css)
        return any(meets(tests, inner, facts) for inner in inside)

    return Test(holds, lambda facts: (css is None or facts.may_select(css)) and can_meet(tests, facts))


def _label(vocabulary: Vocabulary) -> Test:
    # Few elements have a label, and that is looked up.
    return Test(
        lambda element, facts: facts.labelled(element, vocabulary), lambda facts: bool(facts.labels(vocabulary)), rank=0
    )


def _words(vocabulary: Vocabulary) -> Test:
    # To read is dear, the page as a whole as much as what meets the rest.
    def holds(element: etree._Element, facts: Facts) -> bool:
        return facts.may_say(vocabulary) and vocabulary.in_text(folded(facts.text(element)))

    return Test(holds, rank=2)


def _pattern(text: str) -> Test:
    pattern = Pattern(text)
    return Test(lambda element, facts: pattern.found(facts.text(element)))


def _any(choices: list[list[Test]]) -> Test:
    return Test(
        lambda element, facts: any(meets(tests, element, facts) for tests in choices),
        lambda facts: any(can_meet(tests, facts) for tests in choices),
    )


def _not(tests: list[Test]) -> Test:
    return Test(lambda element, facts: not meets(tests, element, facts))
