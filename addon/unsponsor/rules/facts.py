"""What conditions ask about a page and its elements, found out once and kept while the page is matched."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, TypeVar, cast

import numpy as np
import numpy.typing as npt
from lxml import etree

from unsponsor.page.tree import Page

from .elements import Elements, any_between
from .family import own_sites
from .hosts import HostSet, host_of, is_local, keys, path_of, registrable_domain
from .layout import LABEL_LENGTH, PARAGRAPH, in_sentence
from .vocabulary import Vocabulary, bare, folded_line

Found = TypeVar("Found")


class LinkKind(NamedTuple):
    """Links that lead to some hosts (``None``: to any), or to those of them that are another site's."""

    hosts: HostSet | None
    other_sites: bool


class OtherLink(NamedTuple):
    """A link to another site: its place among the page's links, its element and number, and the host to which it leads."""

    place: int
    number: int
    element: etree._Element
    host: str


class Facts(Elements):
    """One page with its address: its elements, their texts and their links."""

    def __init__(self, page: Page, url: str) -> None:
        super().__init__(page)
        self.url = url
        self.host = host_of(url)
        self.domain = registrable_domain(self.host)
        self.path = path_of(url)
        self._labelled: dict[Vocabulary, list[int]] = {}
        self._may_say: dict[Vocabulary, bool] = {}
        self._bare: dict[str, str] = {}
        self._hosts_among: dict[HostSet, frozenset[str]] = {}
        self._hosts_of: dict[LinkKind, frozenset[str]] = {}
        self._links_of: dict[LinkKind, Sequence[int]] = {}
        self._once: dict[Callable[[Facts], object], object] = {}

    def once(self, find: Callable[["Facts"], Found]) -> Found:
        """What several detectors ask of a page, found out once."""
        if find not in self._once:
            self._once[find] = find(self)
        return cast(Found, self._once[find])

    def text(self, element: etree._Element) -> str:
        """What can be read in an element, white space collapsed, a space between blocks."""
        number = self.page.numbers.get(element)
        if number is not None:
            return self.text_of(number)
        begin, end = self._layout.span(element)
        return self._layout.text[begin:end].strip()

    def text_of(self, number: int) -> str:
        """The same for the element of a number."""
        layout = self._layout
        return layout.text[layout.begins[number] : layout.ends[number]].strip()

    def text_length(self, element: etree._Element) -> int:
        """The length of what can be read in an element."""
        begin, end = self._layout.span(element)
        return end - begin

    def text_begin(self, element: etree._Element) -> int:
        """Where in the page's text an element begins."""
        return self._layout.span(element)[0]

    def text_end(self, element: etree._Element) -> int:
        """Where in the page's text an element ends."""
        return self._layout.span(element)[1]

    @property
    def page_text(self) -> str:
        """The page's readable text; ``text_begin`` and ``text_end`` are positions in it."""
        return self._layout.text

    @cached_property
    def _folded_text(self) -> str:
        return folded_line(self.page_text)

    def may_say(self, vocabulary: Vocabulary) -> bool:
        """Whether a term of a vocabulary stands anywhere in the page's text, be it within a word. Of most vocabularies few
        pages have one: asked first, this saves to read all their texts."""
        answer = self._may_say.get(vocabulary)
        if answer is None:
            answer = self._may_say[vocabulary] = vocabulary.stands_in(self._folded_text)
        return answer

    @cached_property
    def text_spans(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """For each element's number: where in the page's text it begins and ends."""
        return np.asarray(self._layout.begins, dtype=np.int64), np.asarray(self._layout.ends, dtype=np.int64)

    @cached_property
    def link_table(self) -> tuple[list[int], list[str], list[str]]:
        """The page's links in source order: the numbers of their elements, the hosts they lead to (nothing for none), and
        their addresses as they are written."""
        links = {*self.numbers_of("a"), *self.numbers_of("area")}
        rows = zip(self.numbers_of("[href]"), self.values_in("href"), strict=True)
        found = [(number, address) for number, address in rows if number in links]
        addresses = [address for _, address in found]
        return [number for number, _ in found], [host_of(address, self.url) for address in addresses], addresses

    def link_places(self, element: etree._Element) -> range:
        """The places in the table of an element's links, itself included."""
        numbers = self.link_table[0]
        first, behind = self.span(element)
        begin = bisect_left(numbers, first)
        return range(begin, bisect_left(numbers, behind, begin))

    def links(self, element: etree._Element) -> Sequence[str]:
        """The hosts that an element's links lead to (itself included), in order; nothing for links that lead to none."""
        places = self.link_places(element)
        return self.link_table[1][places.start : places.stop]

    @cached_property
    def other_links(self) -> Sequence[OtherLink]:
        """The links that lead to other sites, in source order."""
        others, elements = self.other_hosts, self.page.elements
        rows = zip(*self.link_table[:2], strict=True)
        found = [(place, number, elements[number], host) for place, (number, host) in enumerate(rows) if host in others]
        return [OtherLink(place, number, element, host) for place, number, element, host in found if element is not None]

    @cached_property
    def _hosts_by_pattern(self) -> Mapping[str, Sequence[str]]:
        """Each pattern that would name hosts the page's links lead to, with these."""
        by_pattern: dict[str, list[str]] = defaultdict(list)
        for host in self.hosts:
            for pattern in keys(host):
                by_pattern[pattern].append(host)
        return by_pattern

    def hosts_among(self, hosts: HostSet) -> frozenset[str]:
        """The hosts that the page's links lead to and that are among some others: asked for all at once, a set of thousands
        costs no more than one of a few."""
        found = self._hosts_among.get(hosts)
        if found is None:
            by_pattern = self._hosts_by_pattern
            named = hosts.patterns.intersection(by_pattern)
            found = self._hosts_among[hosts] = frozenset(host for pattern in named for host in by_pattern[pattern])
        return found

    def hosts_of(self, kind: LinkKind) -> frozenset[str]:
        """The hosts that links of some kind lead to on the page."""
        found = self._hosts_of.get(kind)
        if found is None:
            found = self.hosts - {""} if kind.hosts is None else self.hosts_among(kind.hosts)
            found = self._hosts_of[kind] = found & self.other_hosts if kind.other_sites else found
        return found

    def links_of(self, kind: LinkKind) -> Sequence[int]:
        """The numbers of the links of some kind, ascending."""
        found = self._links_of.get(kind)
        if found is None:
            chosen = self.hosts_of(kind)
            rows = zip(*self.link_table[:2], strict=True) if chosen else ()
            found = self._links_of[kind] = [number for number, host in rows if host in chosen]
        return found

    def link_counts(self, numbers: Iterable[int]) -> list[int]:
        """How many links each of some elements has, itself included."""
        links, ends = self.link_table[0], self.ends
        return [_count_between(links, number, ends[number]) for number in numbers]

    def shares_of_links(self, kind: LinkKind, numbers: Sequence[int]) -> list[float]:
        """The share of the links of each of some elements, itself included, that are of some kind; nought where it has
        none."""
        chosen, ends = self.links_of(kind), self.ends
        found = zip(numbers, self.link_counts(numbers), strict=True)
        return [_count_between(chosen, number, ends[number]) / links if links else 0.0 for number, links in found]

    def count_links(self, element: etree._Element) -> int:
        """How many links an element has, itself included."""
        return len(self.link_places(element))

    @cached_property
    def _text_pieces(self) -> dict[str, list[int]]:
        """Short text nodes, bare, with the numbers of the elements in which they stand."""
        exact: dict[str, list[int]] = defaultdict(list)
        for (piece, _), number in zip(self._layout.texts, self._layout.text_numbers, strict=True):
            if number >= 0 and len(piece) <= LABEL_LENGTH:
                exact[piece].append(number)
        return self._by_bare(exact)

    @cached_property
    def _other_pieces(self) -> dict[str, list[int]]:
        """The same for short elements whose content is inline, and for names given in attributes."""
        layout = self._layout
        exact: dict[str, list[int]] = defaultdict(list)
        for number in layout.inline:
            exact[layout.text[layout.begins[number] : layout.ends[number]].strip()].append(number)
        for name, number in self._names:
            if len(name) <= LABEL_LENGTH and number not in layout.unread:
                exact[name].append(number)
        return self._by_bare(exact)

    def _by_bare(self, exact: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
        pieces: dict[str, list[int]] = defaultdict(list)
        for piece, numbers in exact.items():
            pieces[self.bare(piece)] += numbers
        return pieces

    def labels(self, vocabulary: Vocabulary) -> Sequence[int]:
        """The numbers of the elements that have a piece of text of their own which is a term of a vocabulary and nothing
        else, ascending."""
        numbers = self._labelled.get(vocabulary)
        if numbers is None:
            texts, others = self._text_pieces, self._other_pieces
            found = [number for label in vocabulary.labels_among(texts.keys()) for number in texts[label]]
            found = [number for number in found if not self._goes_on(number)]
            found += [number for label in vocabulary.labels_among(others.keys()) for number in others[label]]
            numbers = self._labelled[vocabulary] = sorted(found)
        return numbers

    def _goes_on(self, number: int) -> bool:
        """Whether the text of an element is a part of a sentence."""
        element = self.page.elements[number]
        return element is not None and in_sentence(element)

    def labelled(self, element: etree._Element, vocabulary: Vocabulary) -> bool:
        """Whether a label of a vocabulary stands in an element."""
        return any_between(self.labels(vocabulary), *self.span(element))

    def bare(self, text: str) -> str:
        """A text of the page as labels are compared, made once."""
        made = self._bare.get(text)
        if made is None:
            made = self._bare[text] = bare(text)
        return made

    @property
    def texts(self) -> Sequence[tuple[str, etree._Element]]:
        """The readable text nodes, white space collapsed, each with the element in which it stands, in source order."""
        return self._layout.texts

    @property
    def text_numbers(self) -> Sequence[int]:
        """The numbers of the elements in which the texts stand, -1 for none."""
        return self._layout.text_numbers

    @cached_property
    def _paragraphs(self) -> list[int]:
        """The numbers of the elements in which a text of a paragraph's length stands, ascending."""
        layout = self._layout
        return sorted(
            number
            for (text, _), number in zip(layout.texts, layout.text_numbers, strict=True)
            if number >= 0 and len(text) > PARAGRAPH
        )

    def count_paragraphs(self, element: etree._Element) -> int:
        """How many texts of a paragraph's length stand in an element."""
        return _count_between(self._paragraphs, *self.span(element))

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts that the page's links lead to."""
        return frozenset(self.link_table[1])

    @cached_property
    def other_hosts(self) -> frozenset[str]:
        """Those of them that are other sites'."""
        return frozenset(host for host in self.hosts if self.is_other_site(host))

    @cached_property
    def family(self) -> frozenset[str]:
        """The registrable domains that are the site's own."""
        return own_sites(self.url, self.by_token.get("link", ()), self.by_token.get("meta", ()), self.link_table[1])

    @cached_property
    def outside_hosts(self) -> frozenset[str]:
        """Those of them that are none of the family's."""
        return frozenset(host for host in self.other_hosts if registrable_domain(host) not in self.family)

    def is_other_site(self, host: str) -> bool:
        """Whether a host is another site's. On a page without an address nothing is known to be; nor is an address in a
        local network, which a site's makers left behind."""
        if not host or not self.domain:
            return False
        return registrable_domain(host) != self.domain and not is_local(host)

    def is_outside(self, host: str) -> bool:
        """Whether a host is another site's, and that site none of the family."""
        return self.is_other_site(host) and registrable_domain(host) not in self.family

    @property
    def link_count(self) -> int:
        """How many links the page has."""
        return len(self.link_table[0])


def _count_between(numbers: Sequence[int], first: int, behind: int) -> int:
    """How many of some ascending numbers are at least ``first`` and below ``behind``."""
    return bisect_left(numbers, behind) - bisect_left(numbers, first)
