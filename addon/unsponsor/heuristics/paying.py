"""Links that say themselves that they pay the site, where they are all that a line or a box has.

A call to buy in a line of its own ("Book your hotel here"), a row of goods with prices, a box "Shop the look": all their links
go through affiliate networks, or are marked so. Links in the sentences of a text stay, and so do the goods of a page that is
made of them.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from lxml import etree

from unsponsor.page.edit import Action
from unsponsor.rules.elements import any_between
from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import HostSet
from unsponsor.rules.vocabulary import Vocabulary, bare, begins_with, folded
from unsponsor.telling import first_words
from unsponsor.verdict import Finding

from .headed import in_link, in_sentence, in_table, sponsored, width
from .lexicon import Lexicon

_CONFIDENCE = 0.8
# A page with more such links is made of goods.
_MOST = 30
_GOODS = 6
# A line says no more than this; a box no more than this for each place it leads to, and than that in all.
_LINE = 200
_EACH = 130
_BESIDE = 120
# A longer sentence tells something, as any longer text does; letters that are words or syllables count double.
_SENTENCE = 80
_PROSE = 110
_STOPS = re.compile(r"(?<=[.?!…])\s+")
_ENDS = (".", "!", "?", "…", "。", "！", "？", "।")
_BOX = 1500
_TOGETHER = 12
# So many of its links say that they pay; the others lead to other sites as well.
_MOSTLY = 0.75
_ROW = 3
# Most of what a line says is its link, where it does not begin with a call.
_LINKED = 0.8
_LEVELS = 12
_BLOCKS = frozenset(
    (
        *("p", "div", "li", "ul", "ol", "section", "aside", "center", "blockquote", "table", "tbody", "tr", "td", "article"),
        *("h3", "h4", "h5", "h6", "dl", "dd"),
    )
)
_INLINE = frozenset(("a", "span", "strong", "b", "em", "i", "u", "font", "small"))
_PARTS = frozenset(("tbody", "tr", "td", "dd"))
_MENUS = frozenset(("nav", "header", "footer"))
_KEPT = "h1, h2, form, input, textarea, video, audio, iframe, figure, pre"


class PayingDetector:
    """Finds lines and boxes whose links all pay the site."""

    def __init__(
        self,
        verbs: Vocabulary,
        calls: tuple[Vocabulary, ...],
        networks: HostSet,
        shops: HostSet,
        parameters: tuple[str, ...],
        lexicon: Lexicon,
    ) -> None:
        """``verbs`` call to buy where a text begins with one, ``calls`` are words of offers and of buttons; ``parameters``
        stand in the addresses of links that pay, in lower case."""
        self._verbs = tuple(verbs.terms)
        self._calls = calls
        self._networks = networks
        self._shops = shops
        self._parameters = parameters
        self._price = lexicon.texts["price"]

    def find(self, facts: Facts) -> Iterator[Finding]:
        """Lines and boxes, none inside another."""
        if facts.host in self._shops:
            return
        paying = self._paying(facts)
        if not 0 < len(paying) <= _MOST:
            return
        found = list(self._found(facts, paying))
        # What a page is made of stays.
        if found and len(found) < _GOODS and self._calling(facts) < _GOODS:
            yield from found

    def _calling(self, facts: Facts) -> int:
        """How many links to other sites call to buy, whether they say that they pay or not."""
        return sum(self._begins_with_call(facts.text(link.element)) for link in facts.other_links)

    def _found(self, facts: Facts, paying: dict[int, str]) -> Iterator[Finding]:
        numbers = sorted(paying)
        texts = zip(facts.texts, facts.text_numbers, strict=True)
        prose = sorted(number for (text, _), number in texts if number >= 0 and _is_prose(text))
        behind = -1
        for number in numbers:
            link = facts.page.elements[number]
            if number < behind or link is None:
                continue
            found = self._around(link, numbers, prose, facts)
            if found is not None:
                behind = facts.span(found)[1]
                evidence = f'nothing but links that pay the site: "{first_words(facts.text(found))}" leads to {paying[number]}'
                yield Finding(found, "offer", _CONFIDENCE, "offers", (evidence,), Action.REMOVE, True)

    def _paying(self, facts: Facts) -> dict[int, str]:
        """The links that say that they pay, by their numbers, with the hosts they lead to."""
        networks = facts.hosts_among(self._networks)
        numbers, hosts, addresses = facts.link_table
        pays = {number for number, host in zip(numbers, hosts, strict=True) if host in networks} if networks else set()
        pays.update(facts.once(sponsored))
        # Few pages have an address with such a parameter: all are asked at once first.
        joined = "\n".join(addresses).lower()
        parameters = [parameter for parameter in self._parameters if parameter in joined]
        if "tag=" in joined or parameters:
            for link in facts.other_links:
                address = addresses[link.place].lower()
                # An address that names who is to be paid.
                if any(map(address.__contains__, parameters)) or ("tag=" in address and link.host in self._shops):
                    pays.add(link.number)
        return {number: host for number, host in zip(numbers, hosts, strict=True) if number in pays} if pays else {}

    def _around(self, link: etree._Element, paying: list[int], prose: list[int], facts: Facts) -> etree._Element | None:
        """The outermost line or box around a link that calls to buy, all of whose links pay; None where there is none.
        ``prose``: the elements in which some stands, ascending."""
        outermost = None
        for _, box in zip(range(_LEVELS), (link, *link.iterancestors()), strict=False):
            if box.tag in _INLINE:
                continue
            if box.tag == "li" and any(above.tag in _MENUS for above in box.iterancestors()):
                break
            if box.tag == "figure" and self._is_advertising(box, paying, prose, facts):
                return box
            if box.tag not in _BLOCKS or box not in facts.page.numbers or facts.text_length(box) > _BOX:
                break
            if not self._pays_only(box, paying, prose, facts) or facts.has(box, _KEPT) or _tells_of_things(box, facts):
                break
            # Parts of a table go with all of it or not at all; a paragraph of the text may call to buy as well.
            if box.tag not in _PARTS and (box.tag != "p" or outermost is not None) and self._calls_in(box, link, facts):
                outermost = box
        return outermost

    def _is_advertising(self, figure: etree._Element, paying: list[int], prose: list[int], facts: Facts) -> bool:
        """Whether a figure's picture is linked to who pays, as is its caption, a sentence of which calls to buy."""
        if not self._pays_only(figure, paying, prose, facts) or not all(map(in_link, facts.inside(figure, "img"))):
            return False
        return any(self._begins_with_call(sentence) for sentence in _STOPS.split(facts.text(figure)))

    def _pays_only(self, box: etree._Element, paying: list[int], prose: list[int], facts: Facts) -> bool:
        """Whether all links of a box pay, and it says little beside them."""
        first, behind = facts.span(box)
        links = facts.link_places(box)
        pays = bisect_left(paying, behind) - bisect_left(paying, first)
        if pays < _MOSTLY * len(links) or (pays < len(links) and not facts.other_hosts.issuperset(facts.links(box))):
            return False
        places = len(set(facts.link_table[2][links.start : links.stop]))
        pictures = sum(not in_link(picture) for picture in facts.inside(box, "img"))
        if places > _TOGETHER or pictures > places or facts.text_length(box) > _EACH * places + _BESIDE:
            return False
        # A card may tell of its thing in a sentence; where several things stand between prose, that is the page's.
        return places == 1 or not any_between(prose, first, behind)

    def _calls_in(self, box: etree._Element, link: etree._Element, facts: Facts) -> bool:
        """Whether a box of several links sells something, or one of a single link is an offer."""
        text = facts.text(box)
        if facts.count_links(box) > 1:
            return self._price.search(text) is not None or self._offers(text) or _is_pictured(box, facts)
        if in_table(link):
            return False
        said = facts.text(link)
        if self._begins_with_call(text):
            return facts.text_length(box) <= _LINE
        calls = self._begins_with_call(said) or self._offers(said)
        return calls and not in_sentence(link) and (len(said) >= _LINKED * len(text) or self._offers(text))

    def _begins_with_call(self, text: str) -> bool:
        return begins_with(bare(text), self._verbs)

    def _offers(self, text: str) -> bool:
        said = folded(text)
        return any(words.in_text(said) for words in self._calls)


def _is_pictured(box: etree._Element, facts: Facts) -> bool:
    """Whether a box is a row of things, each a link with its picture."""
    links = list(facts.inside(box, "a[href]"))
    pictured = {link.get("href") for link in links if facts.has(link, "img")}
    return len(pictured) >= _ROW and pictured == {link.get("href") for link in links}


def _is_prose(text: str) -> bool:
    return width(text) > (_SENTENCE if text.endswith(_ENDS) else _PROSE)


def _tells_of_things(box: etree._Element, facts: Facts) -> bool:
    """Whether a box has a heading besides one over it all: it tells of a thing, or of several."""
    headings = list(facts.inside(box, "h3, h4, h5, h6"))
    if len(headings) > 1:
        return True
    return any(facts.links(heading) or facts.text_begin(heading) > facts.text_begin(box) for heading in headings)
