"""Conditions of the rule language as functions: which of these elements of a page meet it?

Elements are known by their numbers, ascending, and asked about all at once: most of what is asked is looked up, and to be
asked would cost more than to answer.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from .facts import Facts, LinkKind
from .hosts import HostSet
from .model import Condition, Label, LinkHosts, TextTest, Wording
from .patterns import Pattern
from .problems import nearest
from .selectors import compile_xpath, is_absolute
from .vocabulary import Vocabulary, folded

Numbers = Sequence[int]
Among = Callable[[Numbers, Facts], Numbers]
Possible = Callable[[Facts], bool]


def _always(_facts: Facts) -> bool:
    return True


class Test(NamedTuple):
    """Which of some elements meet a condition, in their order; and whether any element of the page can, which costs next to
    nothing and saves asking. Of several tests, those of the lowest ``rank`` are asked first: what is looked up, then what is
    compared, then what is read."""

    among: Among
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


def meeting(tests: Sequence[Test], numbers: Numbers, facts: Facts) -> Numbers:
    """Those of some elements that meet all conditions."""
    for test in tests:
        if not numbers:
            break
        numbers = test.among(numbers, facts)
    return numbers


def can_meet(tests: Sequence[Test], facts: Facts) -> bool:
    """Whether an element of the page can."""
    return all(test.possible(facts) for test in tests)


def _selected(selector: str) -> Test:
    def among(numbers: Numbers, facts: Facts) -> Numbers:
        selected = set(facts.numbers_selected(selector))
        return [number for number in numbers if number in selected]

    return Test(among)


def _xpath(expression: str) -> Test:
    if is_absolute(expression):
        return _selected(expression)
    evaluate = compile_xpath(expression)

    # An expression that looks at all that an element holds is the dearest: asked for what meets the rest.
    def among(numbers: Numbers, facts: Facts) -> Numbers:
        elements = facts.page.elements
        return [number for number in numbers if (element := elements[number]) is not None and evaluate(element)]

    return Test(among, rank=2)


def _attribute(name: str, wanted: bool | str) -> Test:
    token = f"[{name}]"
    pattern = None if isinstance(wanted, bool) else Pattern(wanted)

    def among(numbers: Numbers, facts: Facts) -> Numbers:
        values = facts.values_by_number(name)
        if pattern is None:
            return [number for number in numbers if (number in values) is wanted]
        return [number for number in numbers if (value := values.get(number)) is not None and pattern.found(value)]

    return Test(among, _always if wanted is False else lambda facts: token in facts.by_token, rank=int(pattern is not None))


def _min_links(least: int) -> Test:
    return Test(
        lambda numbers, facts: [n for n, links in zip(numbers, facts.link_counts(numbers), strict=True) if links >= least],
        lambda facts: facts.link_count >= least,
        rank=0,
    )


@lru_cache(maxsize=1024)
def _kind(patterns: frozenset[str] | None, other_sites: bool) -> LinkKind:
    """The same kind for the same hosts: rules share what pages remember of it."""
    return LinkKind(None if patterns is None else HostSet(patterns), other_sites)


def _links(kind: LinkKind, share: float | None) -> Test:
    def among(numbers: Numbers, facts: Facts) -> Numbers:
        leading = facts.holding(facts.links_of(kind), numbers)
        if share is None:
            return leading
        return [n for n, found in zip(leading, facts.shares_of_links(kind, leading), strict=True) if found >= share]

    return Test(among, lambda facts: bool(facts.hosts_of(kind)), rank=0)


def _has_selector(css: str) -> Test:
    return Test(
        lambda numbers, facts: facts.holding(facts.numbers_selected(css), numbers, inside=True),
        lambda facts: bool(facts.numbers_selected(css)),
    )


def _has(css: str | None, tests: list[Test]) -> Test:
    def among(numbers: Numbers, facts: Facts) -> Numbers:
        return facts.holding(meeting(tests, facts.inside_any(numbers, css), facts), numbers, inside=True)

    return Test(among, lambda facts: (css is None or facts.may_select(css)) and can_meet(tests, facts))


def _label(vocabulary: Vocabulary) -> Test:
    return Test(
        lambda numbers, facts: facts.holding(facts.labels(vocabulary), numbers),
        lambda facts: bool(facts.labels(vocabulary)),
        rank=0,
    )


def _words(vocabulary: Vocabulary) -> Test:
    # To read is dear, the page as a whole as much as what meets the rest.
    def among(numbers: Numbers, facts: Facts) -> Numbers:
        if not facts.may_say(vocabulary):
            return ()
        return [number for number in numbers if vocabulary.in_text(folded(facts.text_of(number)))]

    return Test(among, rank=2)


def _pattern(text: str) -> Test:
    pattern = Pattern(text)
    return Test(lambda numbers, facts: [number for number in numbers if pattern.found(facts.text_of(number))])


def _any(choices: list[list[Test]]) -> Test:
    def among(numbers: Numbers, facts: Facts) -> Numbers:
        found: set[int] = set()
        for tests in choices:
            found.update(meeting(tests, [number for number in numbers if number not in found], facts))
        return [number for number in numbers if number in found]

    return Test(among, lambda facts: any(can_meet(tests, facts) for tests in choices))


def _not(tests: list[Test]) -> Test:
    def among(numbers: Numbers, facts: Facts) -> Numbers:
        found = set(meeting(tests, numbers, facts))
        return [number for number in numbers if number not in found]

    return Test(among)
