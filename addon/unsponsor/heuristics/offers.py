"""Buy buttons: links to shops and affiliate networks that say nothing but where to buy.

A review of a thing is the page and stays, with the links in its sentences; a button "See price at …" that pays the site goes,
alone or with its like in one box.
"""

from bisect import bisect_left
from collections.abc import Iterator

from lxml import etree

from unsponsor.page.edit import Action
from unsponsor.page.tree import number_of
from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import HostSet
from unsponsor.rules.vocabulary import Vocabulary, bare, folded
from unsponsor.verdict import Finding

from .lexicon import Lexicon

_CONFIDENCE = 0.8
# A button says no more than this, in characters; a box of buttons has no more text beside them.
_BUTTON = 60
_BESIDE = 12
_CALL = 30
# More buttons than this in one box are a page's content.
_TOGETHER = 12
_BOXES = frozenset(
    ("div", "p", "li", "ul", "span", "center", "figure", "strong", "b", "em", "section", "aside", "h4", "h5", "td")
)
_LEVELS = 5
# A card with an offer says no more than this, in characters. On a page with so many buttons the goods are its content.
_OFFER = 420
_HEADING = 60
# A card that sells names a thing: it says a little, with a heading or a picture.
_SAYS = 40
_THING = "h2, h3, h4, h5, h6, strong, b, img"
_GOODS = 6
_CARDS = frozenset(
    ("div", "section", "aside", "article", "li", "ul", "figure", "p", "center", "header", "footer", "blockquote")
)
_KEPT = "h1, form, input, textarea, video, audio, table"


class OfferDetector:
    """Finds buy buttons."""

    def __init__(
        self,
        calls: Vocabulary,
        selling: Vocabulary,
        notes: Vocabulary,
        networks: HostSet,
        shops: HostSet,
        offering: tuple[Vocabulary, ...],
        lexicon: Lexicon,
    ) -> None:
        """``calls``: what is written on buttons, ``selling``: on those that sell; ``notes``: that links pay the site;
        ``offering``: words of offers."""
        self._calls = calls
        self._selling = selling
        self._offering = offering
        self._price = lexicon.texts["price"]
        self._lexicon = lexicon
        self._notes = notes
        self._networks = networks
        self._shops = shops

    def find(self, facts: Facts) -> Iterator[Finding]:
        """Buttons, each with the box that holds nothing else."""
        if facts.host in self._shops:
            return
        buttons = self._buttons(facts)
        # Where a link leads says less than a shop's name: such a button goes with its offer or not at all.
        weak = {number for number, host in buttons.items() if host not in self._networks and host not in self._shops}
        done: set[etree._Element] = set()
        for number, host in buttons.items():
            link = facts.page.elements[number]
            if link is None:
                continue
            box = self._box(facts, link, buttons)
            card = self._card(facts, box) if len(buttons) < _GOODS else None
            if card is None and number in weak:
                continue
            box = box if card is None else card
            if box not in done:
                done.add(box)
                what = "an offer with" if card is not None else "nothing but"
                evidence = f'{what} a button to buy: "{facts.text(link)}" leads to {host}'
                yield Finding(box, "offer", _CONFIDENCE, "offers", (evidence,), Action.REMOVE, True)

    def _buttons(self, facts: Facts) -> dict[int, str]:
        found = {}
        for number, host, address in zip(*facts.link_table, strict=True):
            link = facts.page.elements[number]
            if link is None or not facts.is_other_site(host):
                continue
            if not (host in self._networks or host in self._shops or self._is_paid(link, address) or self._sells(facts, link)):
                continue
            if not 0 < facts.text_length(link) <= _BUTTON or _in_sentence(link) or _in_table(link):
                continue
            if self._calls.in_text(folded(facts.text(link))):
                found[number] = host
        return found

    def _sells(self, facts: Facts, link: etree._Element) -> bool:
        """Whether all that a link says is to buy."""
        return facts.text_length(link) <= _CALL and bool(self._selling.labels_among({bare(facts.text(link))}))

    def _is_paid(self, link: etree._Element, address: str) -> bool:
        """Whether a link says itself that it pays the site."""
        if "sponsored" in (link.get("rel") or "").lower():
            return True
        found = self._lexicon.find_in_links((address,))
        return bool(found["affiliate"] or found["campaign"])

    def _box(self, facts: Facts, link: etree._Element, buttons: dict[int, str]) -> etree._Element:
        """The outermost box around a button that holds nothing else but others, and a note that they pay the site."""
        outermost = link
        for _, box in zip(range(_LEVELS), link.iterancestors(), strict=False):
            if box.tag not in _BOXES or number_of(box) is None or not self._holds_buttons_only(facts, box, buttons):
                break
            outermost = box
        return outermost

    def _card(self, facts: Facts, button: etree._Element) -> etree._Element | None:
        """The outermost box around a button that makes an offer: a few words with a price, a discount or a code, and no way
        but to other sites."""
        card: etree._Element | None = None
        sells = self._sells(facts, button)
        for _, box in zip(range(_LEVELS), button.iterancestors(), strict=False):
            if box.tag not in _CARDS or box not in facts.page.numbers or facts.text_length(box) > _OFFER:
                break
            if not all(facts.is_other_site(host) for host in facts.links(box) if host) or facts.has(box, _KEPT):
                break
            # An offer's picture leads where the offer does; others, and large ones in the text, are the site's own.
            if any(not _in_link(picture) for picture in facts.inside(box, "img")) or facts.has(box, "figure"):
                break
            if card is not None:
                if facts.text_length(box) - facts.text_length(card) > _HEADING:
                    break
                card = box
            elif self._offers(facts.text(box)) or (sells and facts.text_length(box) >= _SAYS and facts.has(box, _THING)):
                card = box
        return card

    def _offers(self, text: str) -> bool:
        """Whether a text names a price, a discount or an offer."""
        return self._price.search(text) is not None or any(words.in_text(folded(text)) for words in self._offering)

    def _holds_buttons_only(self, facts: Facts, box: etree._Element, buttons: dict[int, str]) -> bool:
        numbers = facts.link_table[0]
        first, behind = (bisect_left(numbers, number) for number in facts.span(box))
        links = numbers[first:behind]
        if (
            len(links) > _TOGETHER
            or any(number not in buttons for number in links)
            or facts.has(box, "img, iframe, video, form")
        ):
            return False
        elements = [element for number in links if (element := facts.page.elements[number]) is not None]
        beside = facts.text_length(box) - sum(facts.text_length(element) for element in elements) - len(elements)
        return beside <= _BESIDE or (beside <= 4 * _BUTTON and self._notes.in_text(folded(" ".join(map(str, box.itertext())))))


def _in_link(element: etree._Element) -> bool:
    return any(above.tag == "a" for above in element.iterancestors())


def _in_table(link: etree._Element) -> bool:
    """Whether a link stands in a row of a table: a comparison of prices is what one came for."""
    return any(above.tag == "tr" for above in link.iterancestors())


def _in_sentence(link: etree._Element) -> bool:
    """Whether text goes before a link or after it in the same line."""
    before = link.getprevious()
    above = link.getparent()
    text = before.tail if before is not None else above.text if above is not None else None
    return _has_words(text) or _has_words(link.tail)


def _has_words(text: str | None) -> bool:
    return bool(text) and sum(map(str.isalpha, text or "")) > 2
