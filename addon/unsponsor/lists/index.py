"""The element filters of all lists, indexed: which elements of a page do they select, and what do these lose?

There are a hundred thousand of them, of which a page meets a few dozen: what a filter needs is looked up first, and it is
compiled when a page has that.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import regex
from lxml import etree

from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import keys
from unsponsor.rules.presence import Presence, Table
from unsponsor.rules.selectors import Alternative

from .operators import NotApplicableError, from_adguard
from .procedure import Loss, Procedure, compile_body
from .switches import Switches
from .syntax import ElementFilter, FilterList, Kind

logger = logging.getLogger(__name__)

# A body that is one id or one class: such a filter is looked up.
_PLAIN = regex.compile(r"[#.][\w-]+", regex.ASCII)


class Listed(NamedTuple):
    """A filter, and the name of its list."""

    filter: ElementFilter
    name: str

    def __str__(self) -> str:
        return f"{self.filter.text} ({self.name})"


class Found(NamedTuple):
    """An element that a filter selects; and what it loses, None where it goes as a whole."""

    element: etree._Element
    listed: Listed
    loss: Loss | None


# Elements that a filter selects, and what they lose.
_Selection = tuple[Iterable[etree._Element], Listed, Loss | None]


class ElementIndex:
    """The filters for elements of some lists."""

    def __init__(self, lists: Iterable[FilterList], switches: Switches | None = None) -> None:
        """``switches``: those of the lists, where they are there already."""
        self._plain: dict[str, Listed] = {}
        self._table = Table[tuple[Listed, Procedure]]()
        self._always: list[Listed] = []
        self._by_site: dict[str, list[Listed]] = {}
        self._by_expression: list[tuple[regex.Pattern[str], Listed]] = []
        # The bodies that do not apply: anywhere, and on some sites.
        self._off: set[str] = set()
        self._off_on: dict[str, set[str]] = {}
        self._compiled: dict[str, Sequence[Procedure]] = {}
        lists = list(lists)
        self._switches = switches or Switches(lists)
        for found in lists:
            for element_filter in found.elements:
                if element_filter.kind in (Kind.HIDE, Kind.REMOVE):
                    self._add(Listed(element_filter, found.name))
        self._sort_out()

    def _add(self, listed: Listed) -> None:
        written = listed.filter
        if written.exception:
            if not written.sites:
                self._off.add(written.body)
            for site in written.sites:
                self._off_on.setdefault(site, set()).add(written.body)
        elif not written.sites:
            if _PLAIN.fullmatch(written.body) and not written.not_sites and written.path is None:
                self._plain.setdefault(written.body, listed)
            else:
                self._always.append(listed)
        else:
            for site in written.sites:
                if site[0] == "/":
                    self._by_expression.append((regex.compile(site[1:-1]), listed))
                else:
                    self._by_site.setdefault(site, []).append(listed)

    def _sort_out(self) -> None:
        """Put generic filters into a table by what a page must have."""
        rest: list[Listed] = []
        seen: set[tuple[str, tuple[str, ...]]] = set()
        alternatives: list[Alternative] = []
        for listed in self._always:
            if (listed.filter.body, listed.filter.not_sites) in seen:
                continue
            seen.add((listed.filter.body, listed.filter.not_sites))
            for procedure in self._procedures(listed):
                if procedure.alternatives and all(alternative.key is not None for alternative in procedure.alternatives):
                    alternatives += procedure.alternatives
                    for alternative in procedure.alternatives:
                        self._table.add((listed, procedure), alternative)
                else:
                    rest.append(listed)
        self._always = rest
        self._presence = Presence(alternatives)

    def find(self, facts: Facts) -> Iterator[Found]:
        """The elements that filters select: each that goes once, with the first filter that says so; those that lose something
        with each that does."""
        hosts = list(keys(facts.host))
        off = set.union(self._off, *(self._off_on[host] for host in hosts if host in self._off_on))
        state = self._switches.on(facts.url)
        if state.all_off:
            return
        done: set[etree._Element] = set()
        for elements, listed, loss in self._selections(facts, hosts, off, state.generic_off, state.specific_off):
            try:
                for element in elements:
                    if loss is not None:
                        yield Found(element, listed, loss)
                    elif element not in done:
                        done.add(element)
                        yield Found(element, listed, None)
            except etree.XPathError as error:
                # One filter that fails on this page must not cost it the others.
                logger.warning("%s cannot be asked on %s: %s", listed, facts.host, error)

    def _selections(
        self, facts: Facts, hosts: list[str], off: set[str], generic_off: bool, specific_off: bool
    ) -> Iterator[_Selection]:
        if not generic_off:
            for token in self._plain.keys() & facts.by_token.keys():
                if token not in off:
                    yield facts.by_token[token], self._plain[token], None
            for (listed, procedure), alternative in self._table.candidates(self._presence.on(facts)):
                if listed.filter.body not in off and _is_for(listed.filter, hosts, facts):
                    yield procedure.select(facts, facts.found(alternative)), listed, procedure.loss
            for listed in self._always:
                if _is_for(listed.filter, hosts, facts):
                    yield from self._selected(listed, facts, off)
        if not specific_off:
            for host in hosts:
                for listed in self._by_site.get(host, ()):
                    if _is_for(listed.filter, hosts, facts):
                        yield from self._selected(listed, facts, off)
            for expression, listed in self._by_expression:
                if expression.search(facts.host) and _is_for(listed.filter, hosts, facts):
                    yield from self._selected(listed, facts, off)

    def _selected(self, listed: Listed, facts: Facts, off: set[str]) -> Iterator[_Selection]:
        if listed.filter.body in off:
            return
        for procedure in self._procedures(listed):
            yield procedure.select(facts), listed, procedure.loss

    def _procedures(self, listed: Listed) -> Sequence[Procedure]:
        """A filter, compiled; nothing for one that cannot be used. Kept: the same body stands in several lists."""
        body = listed.filter.dialect + listed.filter.body
        known = self._compiled.get(body)
        if known is None:
            try:
                known = compile_filter(listed.filter)
            except ValueError as error:
                logger.debug("%s is left out: %s", listed, error)
                known = ()
            self._compiled[body] = known
        return known


def compile_filter(written: ElementFilter) -> Sequence[Procedure]:
    """A filter's body as functions. Raises ``NotApplicableError`` or ``ValueError``."""
    if written.kind in (Kind.SCRIPTLET, Kind.STYLE):
        raise NotApplicableError(written.kind.value)
    return compile_body(from_adguard(written.body) if written.dialect == "adguard" else written.body)


def _is_for(written: ElementFilter, hosts: Sequence[str], facts: Facts) -> bool:
    """Whether a filter is for a page, as far as what it leaves out says."""
    if written.not_sites and any(
        regex.search(site[1:-1], facts.host) is not None if site[0] == "/" else site in hosts for site in written.not_sites
    ):
        return False
    if written.path is None:
        return True
    if written.path[:1] == "/" and written.path[-1:] == "/" and len(written.path) > 1:
        return regex.search(written.path[1:-1], facts.path) is not None
    return _path_matches(written.path, facts.path)


def _path_matches(wanted: str, path: str) -> bool:
    """A path as AdGuard writes it: a piece of the page's path, ``|`` at an end for the end, ``*`` for anything."""
    pattern = regex.escape(wanted.strip("|"), special_only=True).replace(r"\*", ".*")
    pattern = ("^" if wanted.startswith("|") else "") + pattern + ("$" if wanted.endswith("|") and len(wanted) > 1 else "")
    return regex.search(pattern, path) is not None


def count(lists: Iterable[FilterList]) -> tuple[Counter[str], list[tuple[str, ElementFilter, str]]]:
    """What becomes of the element filters of lists: how many apply or do not, by kind; and those that cannot be understood,
    each with its list's name and the reason."""
    counts: Counter[str] = Counter()
    failures: list[tuple[str, ElementFilter, str]] = []
    known: dict[tuple[Kind, str], tuple[str, str]] = {}
    for found in lists:
        for written in found.elements:
            verdict = known.get((written.kind, written.body))
            if verdict is None:
                try:
                    compile_filter(written)
                    verdict = f"{'exception' if written.exception else 'applies'}: {written.kind.value}", ""
                except NotApplicableError as error:
                    verdict = f"not applicable: {error.kind}", ""
                except ValueError as error:
                    verdict = "cannot be understood", str(error)
                known[written.kind, written.body] = verdict
            counts[verdict[0]] += 1
            if verdict[1]:
                failures.append((found.name, written, verdict[1]))
    return counts, failures
