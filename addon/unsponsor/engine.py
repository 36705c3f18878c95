"""The engine: everything that decides about pages, built once."""

import gc
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from unsponsor.explaining import Considered, explained
from unsponsor.guard import shipped_guard
from unsponsor.heuristics.detectors import DETECTORS, Detectors
from unsponsor.lists import network as request_decisions
from unsponsor.lists.collection import Listed, collection, keep
from unsponsor.lists.elements import blocked
from unsponsor.lists.headers import HeaderChange
from unsponsor.lists.index import ElementIndex
from unsponsor.lists.kept import AnyList
from unsponsor.lists.syntax import read_list
from unsponsor.losses import Judged, lost, told
from unsponsor.page import edit
from unsponsor.page.tree import Page
from unsponsor.rules import shipped
from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import host_of
from unsponsor.rules.loading import Sources, load, read_sources
from unsponsor.rules.matching import Hit, Matcher
from unsponsor.rules.validation import Text
from unsponsor.settings import Settings
from unsponsor.telling import Paths, first_words
from unsponsor.verdict import Finding, decide

logger = logging.getLogger(__name__)

_CONFIDENCE = {"high": 0.95, "low": 0.3}


class Removal(NamedTuple):
    """One element that was taken out of a page, or one attribute that was taken out of an element, and why.

    ``start`` and ``end`` are byte offsets into the source; ``action`` is ``remove``, ``hide`` or ``attribute``: of the start
    tag just these bytes went, an attribute or a class, which ``evidence`` names. ``category`` is one of ``ad``,
    ``sponsored``, ``offer``, ``cross-site``, ``spam-links``; ``by`` the rule's id; ``evidence`` short sentences;
    ``confidence`` from 0 to 1; ``text`` the first words; ``path`` a CSS path.
    """

    start: int
    end: int
    action: str
    category: str
    by: str
    evidence: tuple[str, ...]
    confidence: float
    text: str
    path: str


class Cleaned(NamedTuple):
    """A page without its promotion. ``html`` is the very object that was given where nothing was removed. ``removals`` are
    in source order, none inside another. ``fault`` says what went wrong where the page was left alone for that."""

    html: bytes
    removals: tuple[Removal, ...] = ()
    fault: str | None = None


class Engine:
    """Rules and settings, compiled. Build it once, call ``clean`` often; it can be pickled."""

    def __init__(
        self,
        rules: Sequence[Path | str] = (),
        lists: Sequence[Path | str | AnyList] = (),
        heuristics: bool = True,
        builtin_rules: bool = True,
        *,
        settings: Settings | None = None,
        sources: Sources | None = None,
        kept: Path | None = None,
    ) -> None:
        """``rules``: rule files and folders (``Path``) or their text (``str``), on top of the built-in ones. ``sources``:
        rules that have been read already.

        ``lists``: filter lists in the adblock syntax, as files (``Path``) or their text (``str``). What of them cannot be
        understood is left out, as lists are written for many programs; ``unsponsor lint`` names it. ``kept``: a folder in
        which what lists come to is kept, where those are kept themselves.

        ``heuristics``: whether the detectors that need no rule take part.

        Raises ``unsponsor.rules.problems.InvalidError`` (a ``ValueError``) with all located problems, ``OSError`` for a list
        that cannot be read.
        """
        self.lists = [item if isinstance(item, AnyList) else read_list(item) for item in lists]
        self.kept = kept
        self.heuristics = heuristics
        self.settings = settings or Settings()
        self.sources = Sources()
        if builtin_rules:
            self.sources.add(shipped.sources())
        else:
            # A user's rules may name any shipped vocabulary or host list, with or without the shipped rules.
            self.sources.add(Sources(vocabularies=shipped.sources().vocabularies, hosts=shipped.sources().hosts))
        if sources is not None:
            self.sources.add(sources)
        for item in rules:
            self.sources.add(read_sources(item) if isinstance(item, Path) else Sources([Text("<rules>", item)]))
        self._build()

    def _build(self) -> None:
        loaded = load(self.sources)
        self.rule_ids = tuple(rule.rule.id for rule in loaded)
        # A rule of low confidence is evidence for the heuristics; without them it has no say.
        confidences = ("high", "low") if self.heuristics else ("high",)
        self._matcher = Matcher(
            item.compiled
            for item in loaded
            if item.rule.confidence in confidences and item.rule.id not in self.settings.disable
        )
        self._guard = shipped_guard()
        self.detectors = Detectors() if self.heuristics else None

    def __getstate__(self) -> dict[str, object]:
        kept = ("heuristics", "settings", "sources", "lists", "kept")
        return {name: getattr(self, name) for name in kept}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._build()

    def request(self, url: str, *, source: str, kind: str) -> request_decisions.Decision:
        """What becomes of a request, by the filter lists. ``source`` is the address of the page that asks (for a page, its
        own), ``kind`` is as in the options of lists: ``document``, ``subdocument``, ``script``, ``image``, ``stylesheet``,
        ``xmlhttprequest``, … Never raises: on any error the request goes on.
        """
        try:
            if self.requests is None or self.settings.allows(host_of(source)):
                return request_decisions.ALLOW
            return self.requests.decide(url, source, kind)
        except Exception:
            logger.warning("let a request to %s go on", host_of(url), exc_info=True)
            return request_decisions.ALLOW

    def headers(self, url: str, *, source: str, kind: str) -> list[HeaderChange]:
        """What filter lists change in the headers of the answer to a request, named as for ``request``. Never raises."""
        if not self.lists or self.settings.allows(host_of(source)):
            return []
        try:
            return self._network.headers.changes(url, source, kind)
        except Exception:
            logger.warning("left the headers from %s as they were", host_of(url), exc_info=True)
            return []

    def prepare(self) -> None:
        """Compile what requests and their answers are asked about, rather than with the first of them, and keep what pages are
        asked about where it can be kept: it is other processes that clean them. Raises ``OSError`` for a list that cannot
        be read."""
        if self.lists:
            _ = self._network
            if self.kept is not None:
                keep(self.lists, self.kept)

    @cached_property
    def _network(self) -> request_decisions.RequestFilter:
        return request_decisions.RequestFilter(self.lists, self.kept)

    @property
    def requests(self) -> request_decisions.RequestFilter | None:
        """The filters for requests, compiled when they are asked for first; None where there are none."""
        return self._network if self.lists and not self._network.is_empty else None

    @cached_property
    def elements(self) -> ElementIndex | None:
        """The filters for elements of pages, compiled when they are asked for first; None without filter lists."""
        return ElementIndex(collection(self.lists, self.kept), self._network.switches) if self.lists else None

    def unknown_rules(self) -> list[str]:
        """Ids that the settings name and no rule has."""
        named = set(self.settings.disable).union(*(a.rules for a in self.settings.allow if not isinstance(a, str)))
        detectors = DETECTORS if self.heuristics else ()
        return sorted(named - {*self.rule_ids, *detectors})

    def clean(self, source: bytes, url: str, *, content_type: str | None = None) -> Cleaned:
        """A page without its promotion. ``source`` is the body without content encoding, ``content_type`` the header.

        Never raises: on any error the page is unchanged, and ``fault`` says why.
        """
        try:
            with _collector_paused():
                return self._clean(source, url, content_type)
        except Exception as error:
            if isinstance(error, etree.XMLSyntaxError):
                logger.debug("%s is not well-formed: %s", url, error)
            else:
                logger.warning("left %s as it was", url, exc_info=True)
            return Cleaned(source, (), f"{type(error).__name__}: {error}")

    def _clean(self, source: bytes, url: str, content_type: str | None) -> Cleaned:
        facts = self._facts(source, url, content_type)
        if facts is None:
            return Cleaned(source)
        html, edits = self._judge(facts).apply(facts.page)
        paths = Paths(facts.by_token)
        return Cleaned(html, tuple(_removal(facts, paths, done, finding) for done, finding in edits))

    def explain(self, source: bytes, url: str, *, content_type: str | None = None) -> list[Considered]:
        """Every block that was considered, in source order: what was found, what it weighed, and why it went or stayed.

        Raises what parsing raises: ``lxml.etree.XMLSyntaxError`` for XHTML that is not well-formed.
        """
        facts = self._facts(source, url, content_type)
        if facts is None:
            return []
        weighed = [] if self.detectors is None else list(self.detectors.blocks.considered(facts))
        return explained(facts, self._judge(facts), weighed)

    def _facts(self, source: bytes, url: str, content_type: str | None) -> Facts | None:
        """The page with what is known of it; None where it is left alone."""
        if self.settings.allows(host_of(url)):
            return None
        page = Page(source, content_type)
        return Facts(page, url) if page.root is not None else None

    def _judge(self, facts: Facts) -> Judged:
        off = self.settings.disabled(facts.host)
        hits = [hit for hit in self._matcher.match(facts) if hit.rule.id not in off]
        findings = [_finding(hit) for hit in hits if hit.rule.confidence == "high"]
        losses: dict[edit.Edit, Finding] = {}
        if self.elements is not None:
            for element, listed, loss in self.elements.find(facts):
                if loss is None:
                    findings.append(_listed(element, listed, not self.settings.trusts(str(listed))))
                else:
                    for asked in lost(facts, element, loss):
                        losses.setdefault(asked, _listed(element, listed, False)._replace(action=asked.action))
        if self.requests is not None:
            for element, by in blocked(facts, self.requests.decide):
                findings.append(_blocked(element, by, not self.settings.trusts(by)))
        nothing: list[etree._Element] = []
        if self.detectors is not None:
            support = Counter(hit.element for hit in hits if hit.rule.confidence == "low")
            ads = [finding.element for finding in findings if finding.category == "ad"]
            found, nothing = self.detectors.find(facts, support, ads)
            findings += [finding for finding in found if finding.by not in off]
        return Judged(decide(facts, findings, self._guard, nothing), losses)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without looks for circles of objects in between: a page makes many objects and no circles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _finding(hit: Hit) -> Finding:
    rule = hit.rule
    return Finding(
        hit.element,
        rule.category.value,
        _CONFIDENCE[rule.confidence],
        rule.id,
        (rule.title,),
        edit.Action(rule.action),
        rule.guard,
    )


def _listed(element: etree._Element, listed: Listed, guarded: bool) -> Finding:
    written = listed.filter
    where = f"{listed.name}, line {written.line}: {written.text}"
    return Finding(element, "ad", _CONFIDENCE["high"], str(listed), (where,), edit.Action.REMOVE, guarded, listed=True)


def _blocked(element: etree._Element, by: str, guarded: bool) -> Finding:
    where = f"asks for what {by} blocks"
    return Finding(element, "ad", _CONFIDENCE["high"], by, (where,), edit.Action.REMOVE, guarded, listed=True)


def _removal(facts: Facts, paths: Paths, done: edit.Edit, finding: Finding) -> Removal:
    return Removal(
        done.start,
        done.end,
        done.action.value,
        finding.category,
        finding.by,
        told(finding, done).evidence,
        finding.confidence,
        first_words(facts.text(done.element)),
        paths.to(done.element),
    )
