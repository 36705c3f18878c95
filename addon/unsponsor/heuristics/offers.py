"""Buy buttons: links to shops and affiliate networks that say nothing but where to buy.

A review of a thing is the page and stays, with the links in its sentences; a button "See price at …" that pays the site goes,
alone or with its like in one box.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator

from lxml import etree

from unsponsor.page.edit import Action
from unsponsor.page.tree import number_of
from unsponsor.rules.facts import Facts, OtherLink
from unsponsor.rules.hosts import HostSet, host_of
from unsponsor.rules.vocabulary import Vocabulary, bare, begins_with, ends_with, folded
from unsponsor.telling import first_words
from unsponsor.verdict import Finding

from .headed import headed, in_link, in_sentence, in_table, is_heading, sponsored
from .lexicon import Lexicon

_CONFIDENCE = 0.8
# A button says no more than this, in characters; a box of buttons has no more text beside them.
_BUTTON = 60
_BESIDE = 12
_CALL = 30
# More buttons than this in one box are a page's content.
_TOGETHER = 12
_BOXES = frozenset(
    (
        "div",
        "p",
        "li",
        "ul",
        "span",
        "center",
        "figure",
        "strong",
        "b",
        "em",
        "section",
        "aside",
        "h4",
        "h5",
        "td",
        "blockquote",
    )
)
_LEVELS = 5
# A list of coupons has a few links, most of which say so, and says no more than this.
_COUPONS = 3
_MOSTLY = 0.8
_LIST = 1500
# A note that links pay the site says no more than this, and stands at the edge of their box.
_NOTE = 300
_EDGE = 2
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
        verbs: Vocabulary,
        notes: Vocabulary,
        coupons: Vocabulary,
        networks: HostSet,
        shops: HostSet,
        offering: tuple[Vocabulary, ...],
        lexicon: Lexicon,
    ) -> None:
        """``calls``: what is written on buttons, ``selling``: on those that sell; ``verbs``: with what a link calls to buy
        that says itself that it pays; ``notes``: that links pay the site; ``coupons``: what lists of them say; ``offering``:
        words of offers."""
        self._calls = calls
        self._selling = selling
        self._verbs = tuple(verbs.terms)
        self._offering = offering
        self._price = lexicon.texts["price"]
        self._lexicon = lexicon
        self._notes = notes
        self._coupons = coupons
        self._networks = networks
        self._shops = shops

    def find(self, facts: Facts) -> Iterator[Finding]:
        """Buttons, each with the box that holds nothing else."""
        if facts.host in self._shops:
            return
        buttons, few = self._buttons(facts)
        done: set[etree._Element] = set()
        for button in buttons.values():
            box = self._box(facts, button.element, buttons)
            card = self._card(facts, box) if few else None
            # Where a link leads says less than a shop's name: such a button goes with its offer or not at all.
            if card is None and button.host not in self._shops and not self._pays(facts, button):
                continue
            box = box if card is None else card
            if box not in done:
                done.add(box)
                what = "an offer with" if card is not None else "nothing but"
                said = facts.text(button.element) or _pictured(facts, button.element)
                evidence = f'{what} a button to buy: "{said}" leads to {button.host}'
                yield Finding(box, "offer", _CONFIDENCE, "offers", (evidence,), Action.REMOVE, True)
        yield from self._noted(facts)
        yield from self._coupon_lists(facts)

    def _coupon_lists(self, facts: Facts) -> Iterator[Finding]:
        """Boxes of links to coupons of shops, under a heading that says so."""
        if not facts.may_say(self._coupons):
            return
        headings = [(text, element) for text, element in facts.texts if len(text) <= _HEADING and is_heading(text)]
        for text, element in headings:
            if self._coupons.in_text(folded(text)):
                box = headed(element, facts, _COUPONS, _LIST)
                if box is not None and self._links_to_coupons(facts, box):
                    evidence = f'links to coupons under "{text}"'
                    yield Finding(box, "offer", _CONFIDENCE, "offers", (evidence,), Action.REMOVE, True)

    def _links_to_coupons(self, facts: Facts, box: etree._Element) -> bool:
        links = [link for link in facts.inside(box, "a[href]") if not link.get("href", "").startswith("#")]
        saying = [f"{facts.text(link)} {link.get('title') or ''} {link.get('href')}" for link in links]
        coupons = sum(self._coupons.in_text(folded(said)) for said in saying)
        return len(links) >= _COUPONS and coupons >= _MOSTLY * len(links) and not facts.has(box, _KEPT)

    def _noted(self, facts: Facts) -> Iterator[Finding]:
        """Boxes that begin or end with the note that their links pay the site, and lead nowhere else."""
        if not facts.may_say(self._notes):
            return
        for text, element in facts.texts:
            if len(text) <= _NOTE and self._notes.in_text(folded(text)):
                box = self._noted_box(facts, element)
                if box is not None:
                    evidence = f'links to other sites with the note "{first_words(text)}"'
                    yield Finding(box, "offer", _CONFIDENCE, "offers", (evidence,), Action.REMOVE, True)

    def _noted_box(self, facts: Facts, note: etree._Element) -> etree._Element | None:
        """The nearest box around a note that has links, if all of them lead to other sites (but one that explains the note)
        and it begins or ends with the note."""
        for box in (note, *note.iterancestors()):
            if facts.text_length(box) > _OFFER:
                return None
            links = [link for link in facts.inside(box, "a[href]") if not self._notes.in_text(folded(facts.text(link)))]
            if box.tag in _CARDS and links:
                begins = facts.text_begin(note) - facts.text_begin(box) <= _EDGE
                ends = facts.text_end(box) - facts.text_end(note) <= _EDGE
                elsewhere = all(facts.is_other_site(host_of(link.get("href") or "", facts.url)) for link in links)
                return box if (begins or ends) and elsewhere and not facts.has(box, _KEPT) else None
        return None

    def _buttons(self, facts: Facts) -> tuple[dict[int, OtherLink], bool]:
        """The buttons by their numbers, in source order, and whether there are so few that they may belong to cards."""
        called, worded = {}, {}
        said = facts.once(self._lexicon.find_in_links)
        paid = said["affiliate"] | said["campaign"]
        shops = facts.hosts_among(self._shops)
        short = [link for link in facts.other_links if facts.text_length(link.element) <= _BUTTON]
        selling = self._selling_among(facts, short)
        for link in short:
            pays = self._pays(facts, link)
            if not (pays or link.place in paid or link.host in shops or link.number in selling):
                continue
            text = facts.text(link.element) or _pictured(facts, link.element)
            if not text or in_sentence(link.element) or in_table(link.element):
                continue
            if self._calls.in_text(folded(text)):
                called[link.number] = link
            elif pays and self._calls_to_buy(text):
                worded[link.number] = link
        # Many of them, whether they pay or not, are what a page is made of.
        if worded and sum(self._calls_to_buy(facts.text(link.element)) for link in short) >= _GOODS:
            worded = {}
        return dict(sorted({**called, **worded}.items())), len(called) < _GOODS

    def _pays(self, facts: Facts, link: OtherLink) -> bool:
        """Whether a link says itself that it pays the site: it goes through a network, or is marked so."""
        return link.host in facts.hosts_among(self._networks) or link.number in facts.once(sponsored)

    def _calls_to_buy(self, text: str) -> bool:
        """Whether a text begins or ends with a verb that calls to buy."""
        said = bare(text)
        return begins_with(said, self._verbs) or ends_with(said, self._verbs)

    def _selling_among(self, facts: Facts, links: Iterable[OtherLink]) -> set[int]:
        """The numbers of those of some links that say to buy and nothing else."""
        said: dict[str, list[int]] = defaultdict(list)
        for link in links:
            if facts.text_length(link.element) <= _CALL:
                said[facts.bare(facts.text(link.element))].append(link.number)
        return {number for text in self._selling.labels_among(said.keys()) for number in said[text]}

    def _sells(self, facts: Facts, button: etree._Element) -> bool:
        """Whether all that a button says is to buy."""
        return facts.text_length(button) <= _CALL and bool(self._selling.labels_among({facts.bare(facts.text(button))}))

    def _box(self, facts: Facts, link: etree._Element, buttons: Container[int]) -> etree._Element:
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
            if not all(host in facts.other_hosts for host in facts.links(box) if host) or facts.has(box, _KEPT):
                break
            # An offer's picture leads where the offer does; others, and large ones in the text, are the site's own.
            if any(not in_link(picture) for picture in facts.inside(box, "img")) or facts.has(box, "figure"):
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

    def _holds_buttons_only(self, facts: Facts, box: etree._Element, buttons: Container[int]) -> bool:
        places = facts.link_places(box)
        links = facts.link_table[0][places.start : places.stop]
        if (
            len(links) > _TOGETHER
            or any(number not in buttons for number in links)
            or facts.has(box, "iframe, video, form")
            or any(not in_link(picture) for picture in facts.inside(box, "img"))
        ):
            return False
        elements = [element for number in links if (element := facts.page.elements[number]) is not None]
        beside = facts.text_length(box) - sum(facts.text_length(element) for element in elements) - len(elements)
        return beside <= _BESIDE or (beside <= 4 * _BUTTON and self._notes.in_text(folded(" ".join(map(str, box.itertext())))))


def _pictured(facts: Facts, link: etree._Element) -> str:
    """What the only picture in a link says."""
    pictures = list(facts.inside(link, "img"))
    return (pictures[0].get("alt") or "").strip() if len(pictures) == 1 else ""
