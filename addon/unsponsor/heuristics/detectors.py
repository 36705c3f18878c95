"""All detectors together, built once for an engine."""

from collections.abc import Mapping

from lxml import etree

from unsponsor.rules.facts import Facts
from unsponsor.rules.vocabulary import bare
from unsponsor.verdict import Finding

from .blocks import BlockDetector
from .content import Content, SlotWords
from .data import host_set, shipped_heuristics, vocabulary
from .labels import LabelDetector
from .lexicon import shipped_lexicon
from .offers import OfferDetector
from .slots import SlotDetector
from .spam import SpamDetector
from .trees import shipped_trees


class Detectors:
    """The detectors with the data that come with the program. ``blocks`` may be replaced by one of other weights."""

    def __init__(self) -> None:
        data = shipped_heuristics()
        self._words = SlotWords(
            vocabulary(data.slots.labels),
            vocabulary(data.slots.notes),
            frozenset(map(bare, data.slots.waiting)),
            tuple(data.slots.loaders),
        )
        self._slots = SlotDetector(data.slots)
        self._labels = LabelDetector(data.slots)
        self._spam = SpamDetector(data.spam)
        self._offers = OfferDetector(
            vocabulary("call-to-action"), vocabulary("affiliate-note"), host_set("affiliate-networks"), host_set("shops")
        )
        self.blocks = BlockDetector(shipped_lexicon(), shipped_trees())

    def find(self, facts: Facts, support: Mapping[etree._Element, int]) -> tuple[list[Finding], list[etree._Element]]:
        """What all detectors find, and elements beside which a box counts as empty. ``support``: how many rules of low
        confidence speak for an element."""
        content = Content(facts, self._words)
        findings = [
            *self._slots.find(facts, content),
            *self._labels.find(facts, content),
            *self._offers.find(facts),
            *self._spam.find(facts, content),
            *self.blocks.find(facts, support),
        ]
        return findings, content.loaders
