"""The element filters of all lists, indexed: which elements of a page do they select, and what do these lose?

There are a hundred thousand of them, of which a page meets a few dozen: what a filter needs is looked up first, and it is
compiled when a page has that.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import NamedTuple

import regex
from lxml import etree

from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import keys
from unsponsor.rules.presence import Presence, Table
from unsponsor.rules.selectors import Alternative

from .collection import Collection, Listed, Written
from .expressions import expression, is_expression
from .operators import NotApplicableError, from_adguard
from .procedure import Loss, Procedure, compile_body
from .switches import Switches
from .syntax import ElementFilter, FilterList, Kind

logger = logging.getLogger(__name__)

# So many filters are remembered that pages have met.
_MOST_KNOWN = 20_000


class Found(NamedTuple):
    """An element that a filter selects; and what it loses, None where it goes as a whole."""

    element: etree._Element
    listed: Listed
    loss: Loss | None


# Elements that a filter selects, and what they lose.
_Selection = tuple[Iterable[etree._Element], Listed, Loss | None]


class ElementIndex:
    """The filters for elements of some lists."""

    def __init__(self, found: Collection, switches: Switches) -> None:
        self._switches = switches
        self._written = Written(found)
        self._plain = found.plain
        self._by_site = found.by_site
        self._by_expression = found.by_expression
        self._exceptions = found.exceptions
        self._off = frozenset(found.off)
        self._off_on = found.off_on
        self._compiled: dict[str, Sequence[Procedure]] = {}
        self._known: dict[int, Listed] = {}
        self._table = Table[tuple[Listed, Procedure]]()
        self._always: list[Listed] = []
        self._presence = Presence(self._sorted_out(map(self._written.__getitem__, found.generic)))

    def _sorted_out(self, generic: Iterable[Listed]) -> list[Alternative]:
        """Put filters for all pages into a table by what a page must have; the alternatives in it."""
        seen: set[tuple[str, tuple[str, ...]]] = set()
        alternatives: list[Alternative] = []
        for listed in generic:
            if (listed.filter.body, listed.filter.not_sites) in seen:
                continue
            seen.add((listed.filter.body, listed.filter.not_sites))
            procedures = self._procedures(listed)
            if not all(map(_has_keys, procedures)):
                self._always.append(listed)
                continue
            for procedure in procedures:
                alternatives += procedure.alternatives
                for alternative in procedure.alternatives:
                    self._table.add((listed, procedure), alternative)
        return alternatives

    def find(self, facts: Facts) -> Iterator[Found]:
        """The elements that filters select: each that goes once, with the first filter that says so; those that lose something
        with each that does."""
        hosts = list(keys(facts.host))
        off = self._off.union(*(self._off_on[host] for host in hosts if host in self._off_on))
        limited = (self._listed(number).filter for number in self._exceptions)
        off |= {written.body for written in limited if _is_on(written, hosts, facts) and _is_for(written, hosts, facts)}
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
        self, facts: Facts, hosts: list[str], off: Set[str], generic_off: bool, specific_off: bool
    ) -> Iterator[_Selection]:
        if not generic_off:
            for token in sorted(self._plain.keys() & facts.by_token.keys()):
                if token not in off:
                    yield facts.by_token[token], self._listed(self._plain[token]), None
            for (listed, procedure), alternative in self._table.candidates(self._presence.on(facts)):
                if listed.filter.body not in off and _is_for(listed.filter, hosts, facts):
                    yield procedure.select(facts, facts.found(alternative)), listed, procedure.loss
            for listed in self._always:
                if _is_for(listed.filter, hosts, facts):
                    yield from self._selected(listed, facts, off)
        if not specific_off:
            for host in hosts:
                for listed in map(self._listed, self._by_site.get(host, ())):
                    if _is_for(listed.filter, hosts, facts):
                        yield from self._selected(listed, facts, off)
            for site, number in self._by_expression:
                if _finds(site, facts.host) and _is_for((listed := self._listed(number)).filter, hosts, facts):
                    yield from self._selected(listed, facts, off)

    def _listed(self, number: int) -> Listed:
        """A filter, read when it is met for the first time."""
        known = self._known.get(number)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[number] = self._written[number]
        return known

    def _selected(self, listed: Listed, facts: Facts, off: Set[str]) -> Iterator[_Selection]:
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
            except (ValueError, RecursionError) as error:
                logger.debug("%s is left out: %s", listed, error)
                known = ()
            self._compiled[body] = known
        return known


def _has_keys(procedure: Procedure) -> bool:
    """Whether a page has to have something for a procedure to select anything."""
    return bool(procedure.alternatives) and all(alternative.key is not None for alternative in procedure.alternatives)


def compile_filter(written: ElementFilter) -> Sequence[Procedure]:
    """A filter's body as functions. Raises ``NotApplicableError`` or ``ValueError``."""
    if written.kind in (Kind.SCRIPTLET, Kind.STYLE):
        raise NotApplicableError(written.kind.value)
    return compile_body(from_adguard(written.body) if written.dialect == "adguard" else written.body)


def _is_on(written: ElementFilter, hosts: Sequence[str], facts: Facts) -> bool:
    """Whether a page is one of the sites that a filter names; each is, where it names none."""
    return not written.sites or any(_names(site, hosts, facts) for site in written.sites)


def _is_for(written: ElementFilter, hosts: Sequence[str], facts: Facts) -> bool:
    """Whether a filter is for a page, as far as what it leaves out says, and the path."""
    if any(_names(site, hosts, facts) for site in written.not_sites):
        return False
    if written.path is None:
        return True
    is_written_so = written.path[-1:] == "/" and is_expression(written.path)
    return _finds(written.path if is_written_so else _path_expression(written.path), facts.path)


def _names(site: str, hosts: Sequence[str], facts: Facts) -> bool:
    return _finds(site, facts.host) if site[0] == "/" else site in hosts


def _path_expression(wanted: str) -> str:
    """A path as AdGuard writes it: a piece of the page's path, ``|`` at an end for the end, ``*`` for anything."""
    pattern = regex.escape(wanted.strip("|"), special_only=True).replace(r"\*", ".*")
    ends = wanted.endswith("|") and len(wanted) > 1
    return f"/{'^' if wanted.startswith('|') else ''}{pattern}{'$' if ends else ''}/"


def _finds(written: str, text: str) -> bool:
    """Whether an expression between slashes finds something in a text; a broken one never does."""
    try:
        pattern = expression(written)
    except ValueError:
        return False
    return pattern is not None and pattern.found(text)


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
                except RecursionError:
                    verdict = "cannot be understood", "nested too deep"
                known[written.kind, written.body] = verdict
            counts[verdict[0]] += 1
            if verdict[1]:
                failures.append((found.name, written, verdict[1]))
    return counts, failures
