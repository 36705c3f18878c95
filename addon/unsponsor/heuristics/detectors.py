"""All detectors together, built once for an engine."""

from collections.abc import Collection, Mapping

from lxml import etree

from unsponsor.guard import shipped_guard
from unsponsor.rules.facts import Facts
from unsponsor.rules.vocabulary import bare, folded
from unsponsor.verdict import Finding

from .banners import Banners
from .blocks import BlockDetector
from .closable import ClosableFrames
from .content import Content, SlotWords
from .cross_site import CrossSiteDetector
from .data import host_set, shipped_heuristics, vocabulary
from .headed import in_link
from .labels import LabelDetector
from .lexicon import shipped_lexicon
from .offers import OfferDetector
from .paying import PayingDetector
from .slot_names import SlotNames
from .slots import SlotDetector
from .spam import SpamDetector
from .trees import shipped_trees

# Their names: what reports say a block was found by, and what settings may switch off.
DETECTORS = ("slots", "labels", "offers", "cross-site", "spam", "blocks")
# Blocks that are found by their features take no more of a page's text than this, unless they are certain.
_MOST = 0.4
_CERTAIN = 0.9
# What stands about a slot, its labels and a heading, is no longer than this.
_LABELS = 50
# An offer says at least this share of what a box around it says.
_OFFERED = 0.9


class Detectors:
    """The detectors with the data that come with the program. ``blocks`` may be replaced by one of other weights."""

    def __init__(self) -> None:
        data = shipped_heuristics()
        self._words = SlotWords(
            vocabulary(data.slots.labels),
            vocabulary(data.slots.notes),
            frozenset(map(bare, data.slots.waiting)),
            frozenset(map(bare, data.slots.dismissals)),
            tuple(data.slots.loaders),
            frozenset((*data.slots.names, *data.slots.widgets)),
            frozenset(data.slots.calls),
            frozenset(data.slots.weak_names),
            frozenset(data.slots.widgets),
            (host_set("ad-servers"), host_set("recommendation-providers")),
            host_set("social-networks"),
        )
        names = SlotNames(data.slots, data.blocks.sizes)
        self._slots = SlotDetector(names, Banners(data.slots, names), ClosableFrames(data.slots, data.blocks.logos))
        self._labels = LabelDetector(data.slots, vocabulary(data.slots.credits))
        self._spam = SpamDetector(data.spam)
        self._cross_site = CrossSiteDetector(
            vocabulary("other-sites"),
            vocabulary("partners"),
            vocabulary("own-section"),
            data.cross_site,
            host_set("social-networks") | host_set("references"),
        )
        self._offering = (vocabulary("offer"), vocabulary("discount"))
        self._offers = OfferDetector(
            vocabulary("call-to-action"),
            vocabulary("call-to-buy"),
            vocabulary("call-verb"),
            vocabulary("affiliate-note"),
            vocabulary("coupon"),
            host_set("affiliate-networks"),
            host_set("shops"),
            self._offering,
            shipped_lexicon(),
        )
        self._paying = PayingDetector(
            vocabulary("call-verb"),
            (vocabulary("call-to-action"), vocabulary("call-to-buy"), *self._offering),
            host_set("affiliate-networks"),
            host_set("shops"),
            tuple(data.offers.parameters),
            shipped_lexicon(),
        )
        self.blocks = BlockDetector(shipped_lexicon(), shipped_trees())

    def find(
        self, facts: Facts, support: Mapping[etree._Element, int], ads: Collection[etree._Element] = ()
    ) -> tuple[list[Finding], list[etree._Element]]:
        """What all detectors find, and elements beside which a box counts as empty. ``support``: how many rules of low
        confidence speak for an element; ``ads``: what rules say is an ad."""
        content = Content(facts, self._words)
        slots = list(self._slots.find(facts, content, ads))
        findings = [
            *slots,
            *self._labels.find(facts, content),
            *self._cross_site.find(facts),
        ]
        spam = list(self._spam.find(facts))
        findings += spam
        kept = facts.selected(", ".join(shipped_guard().content))
        blocks = list(self.blocks.find(facts, support, [finding.element for finding in spam], kept))
        blocks = [finding for finding in blocks if not _is_card_with_slot(facts, finding.element, slots)]
        if self._is_about_offers(facts):
            # The offers are what one reads this page for.
            blocks = [finding for finding in blocks if finding.category != "offer"]
        else:
            offers = [*self._offers.find(facts), *self._paying.find(facts)]
            findings += offers
            blocks = [finding for finding in blocks if not _is_pictured_offer(facts, finding.element, offers)]
        # Where so much of a page looks like promotion, it is a page of links or of goods.
        share = sum(facts.text_length(finding.element) for finding in blocks) / max(1, len(facts.page_text))
        findings += [finding for finding in blocks if share <= _MOST or finding.confidence >= _CERTAIN]
        return findings, [*content.loaders, *content.served, *content.credits]

    def _is_about_offers(self, facts: Facts) -> bool:
        titles = [element.text or "" for element in facts.by_token.get("title", ())]
        titles += [facts.text(element) for element in facts.by_token.get("h1", ())]
        return any(vocabulary.in_text(folded(title)) for title in titles for vocabulary in self._offering)


def _is_card_with_slot(facts: Facts, element: etree._Element, slots: list[Finding]) -> bool:
    """Whether an element leads nowhere else and holds an ad slot: what gives it away is the slot's."""
    links = facts.links(element)
    if not facts.other_hosts.isdisjoint(links):
        return False
    if not links and facts.text_length(element) <= _LABELS and not _is_in_dialog(element):
        return False
    first, behind = facts.span(element)
    return any(first < facts.span(slot.element)[0] < behind for slot in slots)


def _is_in_dialog(element: etree._Element) -> bool:
    return any(node.tag == "dialog" or node.get("role") == "dialog" for node in (element, *element.iterancestors()))


def _is_pictured_offer(facts: Facts, element: etree._Element, offers: list[Finding]) -> bool:
    """Whether an element is an offer that is found anyway, beside a picture that leads nowhere: that is the page's."""
    first, behind = facts.span(element)
    length = facts.text_length(element)
    inside = [offer.element for offer in offers if first < facts.span(offer.element)[0] < behind]
    if not length or sum(map(facts.text_length, inside)) < _OFFERED * length:
        return False
    return any(
        not in_link(picture) and not any(offer in picture.iterancestors() for offer in inside)
        for picture in facts.inside(element, "img")
    )
