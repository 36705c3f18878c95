"""Boxes that say they lead to other sites ("on our other sites", "from around the web"), and do."""

from collections import Counter
from collections.abc import Iterator, Mapping

import regex
from ahocorasick_rs import AhoCorasick
from lxml import etree

from unsponsor.page.edit import Action
from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import HostSet
from unsponsor.rules.names import names_of
from unsponsor.rules.vocabulary import Vocabulary, folded, found_in
from unsponsor.verdict import Finding

from .data import CrossSite
from .feeds import feeds
from .headed import headed, in_link, is_heading

_CONFIDENCE = 0.8
# The box under a heading has a few links, of which so many lead to other hosts, and says no more than this.
_LINKS = 2
_SHARE = 0.7
_MOST = 3000
_EDGE = 2
_LABEL = 40
# A page that quotes its partners, or tells of them, heads its own so.
_KEPT = "blockquote, cite, q, h1, form, textarea"


class CrossSiteDetector:
    """Finds boxes by their headings."""

    def __init__(
        self,
        headings: Vocabulary,
        partners: Vocabulary,
        own: Vocabulary,
        data: CrossSite,
        references: HostSet,
    ) -> None:
        """``headings`` announce other sites, ``partners`` are headings that say nothing else; ``own`` are words of a site's
        own sections and of its legal links; ``references``: where readers share and what pages refer to."""
        self._references = references
        self._headings = headings
        self._partners = partners
        self._own = own
        self._proxies = data.feeds
        self._columns = frozenset(data.columns)
        self._sponsors = frozenset(data.sponsors)
        self._announcing_words = AhoCorasick(data.announcing)
        self._announcements = regex.compile("|".join(data.announcements), regex.IGNORECASE)

    def find(self, facts: Facts) -> Iterator[Finding]:
        """Boxes under a heading that announces other sites, and lists of another site's headlines."""
        for box, site in feeds(facts, self._references, self._proxies, self._is_aside):
            if not self._names_section(box, facts):
                evidence = f"headlines of {site}"
                yield Finding(box, "cross-site", _CONFIDENCE, "cross-site", (evidence,), Action.REMOVE, True)
        headings = {element: text for text, element in facts.texts if is_heading(text)}
        if facts.may_say(self._headings):
            for element, text in headings.items():
                if self._headings.in_text(folded(text)):
                    yield from self._under(element, text, facts)
        for element, text in self._announcing(headings):
            if self._announcements.search(text):
                yield from self._under(element, text, facts)
        # Where links to other sites are what the page is made of, those to partners are as well; those to sponsors are not.
        partners = [] if _is_collection(facts) else facts.labels(self._partners)
        partners = sorted({*partners, *self._of_sponsors(headings, facts)})
        for number in partners:
            label = facts.page.elements[number]
            if label is not None and label.tag not in ("td", "th"):
                yield from self._under(label, facts.text(label), facts, worded=True)

    def _announcing(self, headings: Mapping[etree._Element, str]) -> list[tuple[etree._Element, str]]:
        """The headings in which one of the words stands that all announcements have: a look for those costs far less."""
        texts = list(headings.items())
        places = sorted({place for _, place in found_in(self._announcing_words, [text for _, text in texts])})
        return [texts[place] for place in places]

    def _of_sponsors(self, headings: Mapping[etree._Element, str], facts: Facts) -> list[int]:
        """Headings beside the page's content that end with a word for sponsors ("Club sponsors")."""
        ending = (
            e for e, text in headings.items() if text.rsplit(" ", 1)[-1].lower() in self._sponsors and len(text) <= _LABEL
        )
        return facts.numbers(heading for heading in ending if self._is_beside(heading))

    def _under(self, heading: etree._Element, text: str, facts: Facts, *, worded: bool = False) -> Iterator[Finding]:
        """The box under a heading, if it leads away. ``worded``: its links say where they lead; logos list partners."""
        box = headed(heading, facts, _LINKS, _MOST) if not in_link(heading) else None
        if box is None or not _leads_away(box, facts):
            return
        if worded and facts.text_begin(heading) - facts.text_begin(box) > _EDGE:
            return
        if worded and not _is_worded(box, facts) and not self._is_beside(box):
            return
        if not self._names_section(box, facts):
            yield Finding(box, "cross-site", _CONFIDENCE, "cross-site", (f'under "{text}"',), Action.REMOVE, True)

    def _names_section(self, box: etree._Element, facts: Facts) -> bool:
        """Whether a box names a section of the site's own. What several entries say ("read more") names none."""
        pieces = Counter(facts.bare(str(piece)) for piece in box.itertext())
        return any(pieces[said] == 1 for said in self._own.labels_among(pieces.keys()))

    def _is_aside(self, box: etree._Element) -> bool:
        """Whether a box stands beside a page's content, or in its foot."""
        return self._is_beside(box) or any(
            node.tag == "footer" or "footer" in names_of(node) for node in (box, *box.iterancestors())
        )

    def _is_beside(self, box: etree._Element) -> bool:
        """Whether a box stands beside a page's content: in a column of widgets."""
        return any(node.tag == "aside" or not self._columns.isdisjoint(names_of(node)) for node in (box, *box.iterancestors()))


def _is_collection(facts: Facts) -> bool:
    """Whether most links of a page lead to other sites: they are what it is made of."""
    hosts = facts.link_table[1]
    return 2 * sum(map(facts.other_hosts.__contains__, hosts)) > len(hosts)


def _is_worded(box: etree._Element, facts: Facts) -> bool:
    """Whether most links of a box say something."""
    links = list(facts.inside(box, "a[href]"))
    return sum(facts.text_length(link) > 0 for link in links) >= _SHARE * len(links)


def _leads_away(box: etree._Element, facts: Facts) -> bool:
    """Whether most links of a box lead to other hosts. A network's other sites may be subdomains of one domain."""
    links = facts.links(box)
    others = sum(bool(host) and host.removeprefix("www.") != facts.host.removeprefix("www.") for host in links)
    return others >= _SHARE * len(links) and not facts.has(box, _KEPT)
