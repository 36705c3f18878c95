"""A page's elements: which have a token, which a selector selects, and what stands inside each."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

from lxml import etree

from unsponsor.page.tree import Page

from .compounds import classes
from .layout import Layout
from .selectors import Alternative, compile_selector, compile_xpath, is_absolute, select

_NAMING = ("aria-label", "alt", "title")
# For so many elements, a look for the wanted string in all values of an attribute costs less than asking each; for so many
# more, one in all attribute values of the page does.
_SOME = 4
_MANY = 40


class TokenIndex(Mapping[str, Sequence[etree._Element]]):
    """The elements of a page by their tokens (``#id``, ``.class``, ``[attribute]`` or ``tag``), in source order. They are kept
    as their numbers, which are mostly what is asked for."""

    def __init__(self, elements: Sequence[etree._Element | None], numbers: Mapping[str, Sequence[int]]) -> None:
        self._all = elements
        self._elements: dict[str, Sequence[etree._Element]] = {}
        self.numbers = numbers

    def __getitem__(self, token: str) -> Sequence[etree._Element]:
        found = self._elements.get(token)
        if found is None:
            found = self._elements[token] = [self._all[number] for number in self.numbers[token]]  # type: ignore[misc]
        return found

    def get(self, token: str, default: Sequence[etree._Element] = ()) -> Sequence[etree._Element]:  # type: ignore[override]
        """Of a token that the page lacks, there are none; like the rest here, faster than what mappings have."""
        return self[token] if token in self.numbers else default

    def numbers_with_all(self, tokens: Sequence[str]) -> Sequence[int]:
        """The numbers of the elements that have all of some tokens, ascending."""
        each = [self.numbers.get(token, ()) for token in tokens]
        return each[0] if len(each) == 1 else sorted(set.intersection(*map(set, each)))

    def elements(self, numbers: Iterable[int]) -> list[etree._Element]:
        """The elements of some numbers that have one, in their order."""
        return [element for number in numbers if (element := self._all[number]) is not None]

    def __contains__(self, token: object) -> bool:
        return token in self.numbers

    def keys(self) -> KeysView[str]:
        """The tokens, for the operations of sets."""
        return self.numbers.keys()

    def __iter__(self) -> Iterator[str]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)


class Elements:
    """The elements of one page, indexed by their tokens. What is known of elements is kept by their numbers: as the tree has
    them in source order, what stands inside an element has the numbers from its own to ``ends`` of it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._values: dict[str, list[str]] = defaultdict(list)
        self._values_by_number: dict[str, Mapping[int, str]] = {}
        self._joined_values: dict[str, tuple[str, Sequence[int]]] = {}
        self._holders: dict[tuple[str, str], Sequence[etree._Element]] = {}
        self._selected: dict[str, frozenset[etree._Element]] = {}
        self._selected_numbers: dict[str, list[int]] = {}
        # What attributes call elements, with the numbers of these.
        self._names: list[tuple[str, int]] = []
        self.by_token = TokenIndex(page.elements, self._index())

    def _index(self) -> Mapping[str, Sequence[int]]:
        """The numbers of the elements that have each token. Every page goes through here, element by element: what is the same
        for many is made once."""
        index: dict[str, list[int]] = defaultdict(list)
        with_name: dict[str, tuple[list[int], list[str]]] = {}
        with_class: dict[str, list[list[int]]] = {}
        for number, (element, attributes) in enumerate(zip(self.page.elements, self.page.attributes, strict=True)):
            if element is None:
                continue
            index[element.tag].append(number)
            for name, value in attributes:
                known = with_name.get(name)
                if known is None:
                    known = with_name[name] = index[f"[{name}]"], self._values[name]
                known[0].append(number)
                known[1].append(value)
                if name == "class":
                    lists = with_class.get(value)
                    if lists is None:
                        lists = with_class[value] = [index[f".{token}"] for token in dict.fromkeys(classes(value))]
                    for found in lists:
                        found.append(number)
                elif name == "id":
                    index[f"#{value}"].append(number)
                elif name in _NAMING:
                    self._names.append((value, number))
        return dict(index)

    @cached_property
    def values(self) -> str:
        """All attribute values of the page, apart by line ends."""
        return "\n".join([value for values in self._values.values() for value in values])

    def values_in(self, name: str) -> Sequence[str]:
        """The values of one attribute, in the order of the elements that ``by_token`` has for it."""
        return self._values.get(name, ())

    def values_by_number(self, name: str) -> Mapping[int, str]:
        """The values of one attribute by the numbers of the elements that have it."""
        values = self._values_by_number.get(name)
        if values is None:
            rows = zip(self.numbers_of(f"[{name}]"), self.values_in(name), strict=True)
            values = self._values_by_number[name] = dict(rows)
        return values

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
        own, by_token = alternative.own, self.by_token
        if alternative.plain and len(own) == 1:
            return by_token.get(own[0])
        looked_up = self._looked_up(alternative)
        if looked_up is not None:
            return by_token.elements(looked_up)
        if self.page.root is None:
            return []
        if alternative.matches is None or not own:
            return select(compile_xpath(alternative.xpath), self.page.root)
        rarest = min(own, key=lambda token: len(by_token.numbers[token]))
        fewest: Sequence[etree._Element] = by_token[rarest]
        if len(fewest) > _MANY and alternative.around is not None:
            fewest = self._within(rarest, self.found(alternative.around))
        if len(fewest) > _SOME:
            fewest = min((fewest, *(self.holders(*literal) for literal in alternative.own_literals)), key=len)
            if len(fewest) > _MANY and not all(literal.removeprefix("=") in self.values for literal in alternative.literals):
                return []
        return [element for element in fewest if alternative.matches(element)]

    def _looked_up(self, alternative: Alternative) -> Sequence[int] | None:
        """The numbers of the elements that one alternative of a selector matches, where none has to be asked; else None."""
        if not alternative.tokens <= self.by_token.keys():
            return ()
        if alternative.plain:
            return self.by_token.numbers_with_all(alternative.own)
        inner, around = alternative.inner, alternative.around
        if inner is None or around is None or not self._is_ordered:
            return None
        return _inside_any(self.numbers_found(inner), self.numbers_found(around), self.ends)

    def _within(self, token: str, around: Sequence[etree._Element]) -> Sequence[etree._Element]:
        """The elements that have a token and may stand inside of some others, in source order."""
        if not self._is_ordered:
            return self.by_token[token]
        return self.by_token.elements(_inside_any(self.numbers_of(token), self.numbers(around), self.ends))

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
        numbers = self.numbers_selected(selector)
        return bool(numbers) and any_between(numbers, *self._content(element))

    def inside(self, element: etree._Element, selector: str) -> Iterator[etree._Element]:
        """The selected elements inside another one, in source order."""
        numbers = self.numbers_selected(selector)
        first, behind = self._content(element)
        for number in numbers[bisect_left(numbers, first) : bisect_left(numbers, behind)]:
            found = self.page.elements[number]
            if found is not None:
                yield found

    def inside_any(self, numbers: Sequence[int], selector: str | None) -> Sequence[int]:
        """The numbers of the selected elements inside of any of some others, ascending: of all inside, without a selector."""
        wanted = range(len(self.ends)) if selector is None else self.numbers_selected(selector)
        inside = _inside_any(wanted, numbers, self.ends)
        return [number for number in inside if self.page.elements[number] is not None]

    def holding(self, wanted: Sequence[int], numbers: Sequence[int], *, inside: bool = False) -> Sequence[int]:
        """Those of some elements (``numbers``) that hold one of the ``wanted``, ascending, or are one unless it is to stand
        ``inside``."""
        if not wanted:
            return []
        ends, first = self.ends, int(inside)
        return [number for number in numbers if any_between(wanted, number + first, ends[number])]

    def numbers_selected(self, selector: str) -> Sequence[int]:
        """The numbers of the elements that a CSS selector, or an XPath expression that begins with ``/``, selects,
        ascending."""
        numbers = self._selected_numbers.get(selector)
        if numbers is None:
            if is_absolute(selector):
                found = self.numbers(self.selected(selector))
            else:
                found = [n for alternative in compile_selector(selector) for n in self.numbers_found(alternative)]
            numbers = self._selected_numbers[selector] = sorted(set(found))
        return numbers

    def numbers_found(self, alternative: Alternative) -> Sequence[int]:
        """The numbers of the elements that one alternative of a selector matches, in source order."""
        looked_up = self._looked_up(alternative)
        return self.numbers(self.found(alternative)) if looked_up is None else looked_up

    def _content(self, element: etree._Element) -> tuple[int, int]:
        """The numbers of the elements inside an element, without itself: the first, and the one behind the last."""
        first, behind = self.span(element)
        return first + (element in self.page.numbers), behind

    @cached_property
    def _layout(self) -> Layout:
        return Layout(self.page)

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
        return self.by_token.numbers.get(token, ())

    def span(self, element: etree._Element) -> tuple[int, int]:
        """The numbers of the elements inside an element, itself included: the first, and the one behind the last."""
        number = self.page.numbers.get(element)
        if number is not None:
            return number, self.ends[number]
        inside = self.numbers(element.iter(etree.Element))
        return (inside[0], self.ends[inside[-1]]) if inside else (0, 0)


def any_between(numbers: Sequence[int], first: int, behind: int) -> bool:
    """Whether one of some ascending numbers is at least ``first`` and below ``behind``."""
    at = bisect_left(numbers, first)
    return at < len(numbers) and numbers[at] < behind


def _inside_any(wanted: Sequence[int], numbers: Sequence[int], ends: Sequence[int]) -> list[int]:
    """Those of some ascending numbers that are behind one of others, ascending as well, and before its end."""
    found: list[int] = []
    done = 0
    for number in numbers:
        # What one holds that stands in another was found in that.
        first = bisect_left(wanted, number + 1, done)
        done = bisect_left(wanted, ends[number], first)
        found += wanted[first:done]
    return found
