"""The engine: everything that decides about pages, built once."""

import logging
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from unsponsor.heuristics.detectors import Detectors
from unsponsor.page import edit
from unsponsor.page.tree import Page
from unsponsor.rules import shipped
from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import host_of
from unsponsor.rules.loading import Sources, load, read_sources
from unsponsor.rules.matching import Hit, Matcher
from unsponsor.rules.validation import Text
from unsponsor.settings import Settings
from unsponsor.verdict import Decision, Finding, Paths, decide, first_words, shipped_guard

logger = logging.getLogger(__name__)

_CONFIDENCE = {"high": 0.95, "low": 0.3}


class Removal(NamedTuple):
    """One element that was taken out of a page, and why.

    ``start`` and ``end`` are byte offsets into the source; ``action`` is ``remove`` or ``hide``; ``category`` one of ``ad``,
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
        lists: Sequence[Path | str] = (),
        heuristics: bool = True,
        builtin_rules: bool = True,
        *,
        settings: Settings | None = None,
        sources: Sources | None = None,
    ) -> None:
        """``rules``: rule files and folders (``Path``) or their text (``str``), on top of the built-in ones. ``sources``:
        rules that have been read already.

        ``heuristics``: whether the detectors that need no rule take part.

        Raises ``unsponsor.rules.problems.InvalidError`` (a ``ValueError``) with all located problems. Filter lists are not
        part of this version: one raises ``ValueError``.
        """
        if lists:
            raise ValueError("filter lists are not supported by this version")
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
        return {"heuristics": self.heuristics, "settings": self.settings, "sources": self.sources}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._build()

    def unknown_rules(self) -> list[str]:
        """Ids that the settings name and no rule has."""
        named = set(self.settings.disable).union(*(a.rules for a in self.settings.allow if not isinstance(a, str)))
        return sorted(named - set(self.rule_ids))

    def clean(self, source: bytes, url: str, *, content_type: str | None = None) -> Cleaned:
        """A page without its promotion. ``source`` is the body without content encoding, ``content_type`` the header.

        Never raises: on any error the page is unchanged, and ``fault`` says why.
        """
        try:
            return self._clean(source, url, content_type)
        except Exception as error:
            if isinstance(error, etree.XMLSyntaxError):
                logger.debug("%s is not well-formed: %s", url, error)
            else:
                logger.warning("left %s as it was", url, exc_info=True)
            return Cleaned(source, (), f"{type(error).__name__}: {error}")

    def _clean(self, source: bytes, url: str, content_type: str | None) -> Cleaned:
        if self.settings.allows(host_of(url)):
            return Cleaned(source)
        page = Page(source, content_type)
        if page.root is None:
            return Cleaned(source)
        facts = Facts(page, url)
        off = self.settings.disabled(facts.host)
        hits = [hit for hit in self._matcher.match(facts) if hit.rule.id not in off]
        findings = [_finding(hit) for hit in hits if hit.rule.confidence == "high"]
        nothing: list[etree._Element] = []
        if self.detectors is not None:
            support = Counter(hit.element for hit in hits if hit.rule.confidence == "low")
            found, nothing = self.detectors.find(facts, support)
            findings += found
        decisions = {d.element: d for d in decide(facts, findings, self._guard, nothing)}
        if not decisions:
            return Cleaned(source)
        html, edits = edit.apply(page, [edit.Edit(d.element, d.action) for d in decisions.values()])
        if not edits:
            return Cleaned(source)
        paths = Paths()
        return Cleaned(html, tuple(_removal(facts, paths, done, decisions[done.element]) for done in edits))


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


def _removal(facts: Facts, paths: Paths, done: edit.Edit, decision: Decision) -> Removal:
    finding = decision.finding
    return Removal(
        done.start,
        done.end,
        done.action.value,
        finding.category,
        finding.by,
        finding.evidence,
        finding.confidence,
        first_words(facts.text(done.element)),
        paths.to(done.element),
    )
