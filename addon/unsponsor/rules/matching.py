"""Which rules match which elements of a page, by an index that asks only rules that can."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from lxml import etree

from .conditions import Numbers, Test, can_meet, meeting
from .facts import Facts
from .hosts import HostSet, keys
from .model import Rule
from .patterns import Pattern
from .presence import Presence, Table
from .selectors import PAGE, Alternative, compile_xpath, select

logger = logging.getLogger(__name__)


class Scope:
    """The pages that a rule is for."""

    def __init__(self, hosts: Sequence[str] | None, not_hosts: Sequence[str] | None, paths: Sequence[Pattern] = ()) -> None:
        self.hosts = None if hosts is None else HostSet(hosts)
        self.not_hosts = HostSet(not_hosts or ())
        self.paths = paths

    def holds(self, facts: Facts) -> bool:
        """Whether the page is one of them."""
        if self.hosts is not None and facts.host not in self.hosts:
            return False
        if facts.host in self.not_hosts:
            return False
        return not self.paths or any(path.found(facts.path) for path in self.paths)


@dataclass(frozen=True)
class CompiledRule:
    """A rule as functions. It finds elements by the alternatives of its selector, or by its expression."""

    rule: Rule
    scope: Scope
    alternatives: Sequence[Alternative]
    xpath: etree.XPath | None
    tests: Sequence[Test]
    unless: Sequence[Test]
    upward: int | str | None

    def accepted(self, numbers: Numbers, facts: Facts) -> Numbers:
        """Those of some elements that the selector matches that meet the conditions, in their order."""
        numbers = meeting(self.tests, numbers, facts)
        refused = set(meeting(self.unless, numbers, facts)) if self.unless else ()
        return [number for number in numbers if number not in refused]

    def possible(self, facts: Facts) -> bool:
        """Whether the rule is for the page, and an element of it can meet the conditions."""
        return self.scope.holds(facts) and can_meet(self.tests, facts)

    def target(self, element: etree._Element, facts: Facts) -> etree._Element | None:
        """The element that goes: the one found, or an ancestor of it."""
        if isinstance(self.upward, str):
            wanted = facts.selected(self.upward)
            return next((ancestor for ancestor in element.iterancestors() if ancestor in wanted), None)
        for _ in range(self.upward or 0):
            above = element.getparent()
            if above is None:
                return None
            element = above
        return element


Find = Callable[[], Numbers]


class Hit(NamedTuple):
    """An element that a rule matches."""

    element: etree._Element
    rule: Rule


class Matcher:
    """Rules, indexed by host and by a token or a piece of an attribute's value that a page must have."""

    def __init__(self, rules: Iterable[CompiledRule]) -> None:
        self._everywhere = _Rules()
        self._by_host: dict[str, _Rules] = {}
        alternatives: list[Alternative] = []
        for rule in rules:
            alternatives += rule.alternatives
            if rule.scope.hosts is None:
                self._everywhere.add(rule)
            else:
                patterns = rule.scope.hosts
                for key in (*patterns.domains, *(f"{name}.*" for name in patterns.entities)):
                    self._by_host.setdefault(key, _Rules()).add(rule)
        self._presence = Presence(alternatives)

    def match(self, facts: Facts) -> list[Hit]:
        """All elements that rules match, in source order. Elements that the source has no start tag for are left out."""
        tables = [self._everywhere, *filter(None, map(self._by_host.get, keys(facts.host)))]
        present = self._presence.on(facts)
        found: dict[tuple[int, str], Hit] = {}
        # Several alternatives of a selector may match an element: it is asked about once.
        asked: dict[str, set[int]] = defaultdict(set)
        for table in tables:
            for rule, find in table.candidates(facts, present):
                try:
                    for target in _targets(rule, find(), asked[rule.rule.id], facts):
                        found[facts.page.numbers[target], rule.rule.id] = Hit(target, rule.rule)
                except etree.XPathError as error:
                    # One rule's expression that fails on this page must not cost it the others.
                    logger.warning('rule "%s" cannot be asked on %s: %s', rule.rule.id, facts.host, error)
        return [found[key] for key in sorted(found)]


class _Rules:
    """Some rules, by what a page must have for each to match."""

    def __init__(self) -> None:
        self._table = Table[CompiledRule]()
        self._always: list[tuple[CompiledRule, etree.XPath]] = []

    def add(self, rule: CompiledRule) -> None:
        if rule.xpath is not None:
            self._always.append((rule, rule.xpath))
        for alternative in rule.alternatives:
            if alternative.key is None:
                self._always.append((rule, compile_xpath(alternative.xpath)))
            else:
                self._table.add(rule, alternative)

    def candidates(self, facts: Facts, present: Set[str]) -> Iterator[tuple[CompiledRule, Find]]:
        """Rules that can match on a page that has these tokens and literals, with what finds their elements."""
        if facts.page.root is None:
            return
        known: dict[int, bool] = {}

        def possible(rule: CompiledRule) -> bool:
            answer = known.get(id(rule))
            if answer is None:
                answer = known[id(rule)] = rule.possible(facts)
            return answer

        for rule, alternative in self._table.candidates(present):
            if possible(rule):
                yield rule, partial(facts.numbers_found, alternative)
        for rule, expression in self._always:
            if possible(rule):
                yield rule, partial(_evaluated, expression, facts)


def _evaluated(expression: etree.XPath, facts: Facts) -> Numbers:
    return facts.numbers(select(expression, facts.page.root)) if facts.page.root is not None else ()


def _targets(rule: CompiledRule, numbers: Numbers, asked: set[int], facts: Facts) -> Iterator[etree._Element]:
    """The elements that go, for those that a rule's selector matches and that were not ``asked`` about before."""
    new = sorted(number for number in numbers if number not in asked)
    asked.update(new)
    for number in rule.accepted(new, facts):
        element = facts.page.elements[number]
        target = None if element is None else rule.target(element, facts)
        if target is not None and target.tag not in PAGE and target in facts.page.numbers:
            yield target
