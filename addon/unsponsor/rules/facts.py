"""What conditions ask about a page and its elements, found out once and kept while the page is matched."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

import numpy as np
import numpy.typing as npt
from lxml import etree

from unsponsor.page.tree import Page

from .compounds import classes
from .family import own_sites
from .hosts import host_of, is_local, path_of, registrable_domain
from .layout import LABEL_LENGTH, PARAGRAPH, Layout, in_sentence
from .selectors import Alternative, compile_selector, compile_xpath, is_absolute, select
from .vocabulary import Vocabulary, bare, folded

_NAMING = ("aria-label", "alt", "title")
# For so many elements, a look for the wanted string in all attribute values of the page costs less than asking each.
_MANY = 40

# Whether a host is of some kind, on a page.
Leads = Callable[[str, "Facts"], bool]


class Facts:
    """One page with its address, indexed by the tokens of its elements, and the texts and links of its elements.

    What is known of elements is kept by their numbers. As the tree has them in source order, what stands inside an element
    has the numbers from its own to ``ends`` of it.
    """

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.host = host_of(url)
        self.domain = registrable_domain(self.host)
        self.path = path_of(url)
        self._values: dict[str, list[str]] = defaultdict(list)
        self._joined_values: dict[str, tuple[str, Sequence[int]]] = {}
        self._holders: dict[tuple[str, str], Sequence[etree._Element]] = {}
        self._selected: dict[str, frozenset[etree._Element]] = {}
        self._selected_numbers: dict[str, list[int]] = {}
        self._labelled: dict[Vocabulary, list[int]] = {}
        self._may_say: dict[Vocabulary, bool] = {}
        self._token_numbers: dict[str, Sequence[int]] = {}
        self._bare: dict[str, str] = {}
        self._hosts_where: dict[Leads, frozenset[str]] = {}
        self._counted_links: dict[Leads, Sequence[int]] = {}
        self._names: list[tuple[str, int]] = []
        self._index()

    def _index(self) -> None:
        """Every page goes through here, element by element: what is the same for many is made once."""
        index: dict[str, list[etree._Element]] = defaultdict(list)
        with_name: dict[str, tuple[list[etree._Element], list[str]]] = {}
        with_class: dict[str, list[list[etree._Element]]] = {}
        for number, (element, attributes) in enumerate(zip(self.page.elements, self.page.attributes, strict=True)):
            if element is None:
                continue
            index[element.tag].append(element)
            for name, value in attributes:
                known = with_name.get(name)
                if known is None:
                    known = with_name[name] = index[f"[{name}]"], self._values[name]
                known[0].append(element)
                known[1].append(value)
                if name == "class":
                    lists = with_class.get(value)
                    if lists is None:
                        lists = with_class[value] = [index[f".{token}"] for token in dict.fromkeys(classes(value))]
                    for found in lists:
                        found.append(element)
                elif name == "id":
                    index[f"#{value}"].append(element)
                elif name in _NAMING:
                    self._names.append((value, number))
        self.by_token = dict(index)

    @cached_property
    def values(self) -> str:
        """All attribute values of the page, apart by line ends."""
        return "\n".join([value for values in self._values.values() for value in values])

    def values_in(self, name: str) -> Sequence[str]:
        """The values of one attribute, in the order of the elements that ``by_token`` has for it."""
        return self._values.get(name, ())

    def values_of(self, names: Iterable[str]) -> str:
        """The values of some attributes, apart by line ends."""
        return "\n".join([value for name in names for value in self._values.get(name, ())])

    def holders(self, name: str, text: str) -> Sequence[etree._Element]:
        """The elements that have an attribute in whose value a text stands, in source order."""
        found = self._holders.get((name, text))
        if found is None:
            joined, starts = self._joined(name)
            elements = self.by_token[f"[{name}]"]
            indices = []
            at = joined.find(text)
            while at >= 0:
                indices.append(bisect_right(starts, at) - 1)
                at = joined.find(text, starts[indices[-1] + 1])
            found = self._holders[name, text] = [elements[index] for index in indices]
        return found

    def _joined(self, name: str) -> tuple[str, Sequence[int]]:
        """The values of one attribute, apart by line ends, and where each of them begins."""
        known = self._joined_values.get(name)
        if known is None:
            values = self._values[name]
            starts = list(accumulate([len(value) + 1 for value in values], initial=0))
            known = self._joined_values[name] = "\n".join(values), starts
        return known

    def found(self, alternative: Alternative) -> Sequence[etree._Element]:
        """The elements that one alternative of a selector matches, in source order."""
        if alternative.plain:
            return self.by_token.get(alternative.own[0], ())
        if not alternative.tokens <= self.by_token.keys() or self.page.root is None:
            return []
        if alternative.matches is None or not alternative.own:
            return select(compile_xpath(alternative.xpath), self.page.root)
        rarest = min(alternative.own, key=lambda token: len(self.by_token[token]))
        fewest: Sequence[etree._Element] = self.by_token[rarest]
        if len(fewest) > _MANY and alternative.around is not None:
            fewest = self._within(rarest, self.found(alternative.around))
        if len(fewest) > _MANY:
            fewest = min((fewest, *(self.holders(*literal) for literal in alternative.own_literals)), key=len)
            if len(fewest) > _MANY and not all(literal.removeprefix("=") in self.values for literal in alternative.literals):
                return []
        return [element for element in fewest if alternative.matches(element)]

    def _within(self, token: str, around: Sequence[etree._Element]) -> Sequence[etree._Element]:
        """The elements that have a token and may stand inside of some others, in source order."""
        elements = self.by_token[token]
        if not self._is_ordered:
            return elements
        numbers = self.numbers_of(token)
        found: list[etree._Element] = []
        done = 0
        for first, behind in map(self.span, around):
            found += elements[bisect_left(numbers, first, done) : (done := bisect_left(numbers, behind, done))]
        return found

    def may_select(self, selector: str) -> bool:
        """Whether the page has what a CSS selector needs to select anything: looked up, without a look at any element."""
        return any(alternative.tokens <= self.by_token.keys() for alternative in compile_selector(selector))

    def selected(self, selector: str) -> frozenset[etree._Element]:
        """The elements of the page that a CSS selector, or an XPath expression that begins with ``/``, selects."""
        known = self._selected.get(selector)
        if known is None:
            if not is_absolute(selector):
                known = frozenset(e for alternative in compile_selector(selector) for e in self.found(alternative))
            else:
                known = frozenset(select(compile_xpath(selector), self.page.root) if self.page.root is not None else ())
            self._selected[selector] = known
        return known

    def has(self, element: etree._Element, selector: str) -> bool:
        """Whether an element inside another one is selected."""
        numbers = self._numbers_of(selector)
        return bool(numbers) and any_between(numbers, *self._content(element))

    def inside(self, element: etree._Element, selector: str) -> Iterator[etree._Element]:
        """The selected elements inside another one, in source order."""
        numbers = self._numbers_of(selector)
        first, behind = self._content(element)
        for number in numbers[bisect_left(numbers, first) : bisect_left(numbers, behind)]:
            found = self.page.elements[number]
            if found is not None:
                yield found

    def _numbers_of(self, selector: str) -> list[int]:
        """The numbers of the elements that a selector selects, ascending."""
        numbers = self._selected_numbers.get(selector)
        if numbers is None:
            numbers = self._selected_numbers[selector] = sorted(self.numbers(self.selected(selector)))
        return numbers

    def _content(self, element: etree._Element) -> tuple[int, int]:
        """The numbers of the elements inside an element, without itself: the first, and the one behind the last."""
        first, behind = self.span(element)
        return first + (element in self.page.numbers), behind

    @cached_property
    def _layout(self) -> Layout:
        return Layout(self.page)

    def text(self, element: etree._Element) -> str:
        """What can be read in an element, white space collapsed, a space between blocks."""
        begin, end = self._layout.span(element)
        return self._layout.text[begin:end].strip()

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
        return folded(self.page_text)

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
    def parents(self) -> Sequence[int]:
        """For each element's number: the number of the nearest element around it that has one, -1 for none."""
        # What a parser moves out of a table may come after what it then stands in.
        return [outer if outer < number else -1 for number, outer in enumerate(self._layout.outer)]

    @cached_property
    def _is_ordered(self) -> bool:
        """Whether all elements come after those around them: a late ``html`` or ``body`` tag counts for the first."""
        return all(outer < number for number, outer in enumerate(self._layout.outer))

    @cached_property
    def ends(self) -> Sequence[int]:
        """For each element's number: the number behind the last element inside it."""
        outers = self._layout.outer
        ends = list(range(1, len(outers) + 1))
        for number in range(len(outers) - 1, -1, -1):
            outer = outers[number]
            if outer >= 0 and ends[outer] < ends[number]:
                ends[outer] = ends[number]
        return ends

    def numbers(self, elements: Iterable[etree._Element]) -> list[int]:
        """The numbers of those elements that have one, in their order."""
        known = self.page.numbers
        return [known[element] for element in elements if element in known]

    def numbers_of(self, token: str) -> Sequence[int]:
        """The numbers of the elements that have a token, in source order."""
        numbers = self._token_numbers.get(token)
        if numbers is None:
            known = self.page.numbers
            numbers = self._token_numbers[token] = [known[element] for element in self.by_token.get(token, ())]
        return numbers

    def span(self, element: etree._Element) -> tuple[int, int]:
        """The numbers of the elements inside an element, itself included: the first, and the one behind the last."""
        number = self.page.numbers.get(element)
        if number is not None:
            return number, self.ends[number]
        inside = self.numbers(element.iter(etree.Element))
        return (inside[0], self.ends[inside[-1]]) if inside else (0, 0)

    @cached_property
    def link_table(self) -> tuple[list[int], list[str], list[str]]:
        """The page's links in source order: the numbers of their elements, the hosts they lead to (nothing for none), and
        their addresses as they are written."""
        links = [*self.by_token.get("a", ()), *self.by_token.get("area", ())]
        known = self.page.numbers
        found = sorted((known[link], address) for link in links if (address := link.get("href")) is not None)
        addresses = [address for _, address in found]
        return [number for number, _ in found], [host_of(address, self.url) for address in addresses], addresses

    def links(self, element: etree._Element) -> Sequence[str]:
        """The hosts that an element's links lead to (itself included), in order; nothing for links that lead to none."""
        numbers, hosts, _ = self.link_table
        first, behind = self.span(element)
        return hosts[bisect_left(numbers, first) : bisect_left(numbers, behind)]

    def hosts_where(self, leads: Leads) -> frozenset[str]:
        """The hosts of some kind that the page's links lead to."""
        hosts = self._hosts_where.get(leads)
        if hosts is None:
            hosts = self._hosts_where[leads] = frozenset(host for host in self.hosts if leads(host, self))
        return hosts

    def count_links_where(self, leads: Leads, element: etree._Element) -> tuple[int, int]:
        """How many of an element's links lead to a host of some kind, and how many it has, itself included."""
        numbers, hosts, _ = self.link_table
        counts = self._counted_links.get(leads)
        if counts is None:
            chosen = self.hosts_where(leads)
            # For each link, and for the end: how many of those before it do.
            counts = self._counted_links[leads] = list(accumulate([host in chosen for host in hosts], initial=0))
        first, behind = self.span(element)
        first, behind = bisect_left(numbers, first), bisect_left(numbers, behind)
        return counts[behind] - counts[first], behind - first

    def count_links(self, element: etree._Element) -> int:
        """How many links an element has, itself included."""
        numbers = self.link_table[0]
        first, behind = self.span(element)
        return bisect_left(numbers, behind) - bisect_left(numbers, first)

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
        first, behind = self.span(element)
        return bisect_left(self._paragraphs, behind) - bisect_left(self._paragraphs, first)

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts that the page's links lead to."""
        return frozenset(self.link_table[1])

    @cached_property
    def family(self) -> frozenset[str]:
        """The registrable domains that are the site's own."""
        return own_sites(self.url, self.by_token.get("link", ()), self.by_token.get("meta", ()), self.link_table[1])

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


def any_between(numbers: Sequence[int], first: int, behind: int) -> bool:
    """Whether one of some ascending numbers is at least ``first`` and below ``behind``."""
    at = bisect_left(numbers, first)
    return at < len(numbers) and numbers[at] < behind
