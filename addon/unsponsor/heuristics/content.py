"""What of a page can be read or done, and where: to tell boxes that are empty for a reader."""

from collections.abc import Iterable
from functools import cached_property

from lxml import etree

from unsponsor.page.tree import number_of
from unsponsor.rules.facts import Facts, any_between
from unsponsor.rules.hosts import host_of, registrable_domain
from unsponsor.rules.vocabulary import Vocabulary, bare

_SEEN = ("img", "picture", "video", "audio", "canvas", "object", "embed", "map", "math")
_USED = ("form", "input", "select", "textarea", "button", "dialog", "details")

# More text than this is more than an ad says.
_MOST_TEXT = 300


class Content:
    """A page's content by the numbers of its elements, apart from labels of a vocabulary."""

    def __init__(self, facts: Facts, labels: Vocabulary, loaders: Iterable[str]) -> None:
        self._facts = facts
        self.labels = labels
        self._loaders = tuple(loaders)

    @cached_property
    def _read(self) -> list[int]:
        """The elements in which text stands that is neither a label nor without a letter."""
        pieces = {text: bare(text) for text, _ in self._facts.texts}
        labels = self.labels.labels_among(set(pieces.values()))
        found = []
        for text, element in self._facts.texts:
            number = number_of(element)
            if number is not None and pieces[text] not in labels and any(map(str.isalpha, text)):
                found.append(number)
        return sorted(found)

    @cached_property
    def _seen(self) -> list[int]:
        by_token = self._facts.by_token
        elements = [element for tag in (*_SEEN, *_USED) for element in by_token.get(tag, ())]
        elements += (frame for frame in by_token.get("iframe", ()) if frame.get("src"))
        return _numbers(elements)

    @cached_property
    def _used(self) -> list[int]:
        return _numbers(element for tag in _USED for element in self._facts.by_token.get(tag, ()))

    @cached_property
    def _framed(self) -> list[int]:
        return _numbers(frame for frame in self._facts.by_token.get("iframe", ()) if self._is_elsewhere(frame.get("src")))

    def _is_elsewhere(self, url: str | None) -> bool:
        host = host_of(url or "", self._facts.url)
        return bool(host) and registrable_domain(host) != self._facts.domain

    @cached_property
    def loaders(self) -> list[etree._Element]:
        """Inline scripts that fill the slot in which they stand."""
        scripts = self._facts.by_token.get("script", ())
        return [script for script in scripts if script.text and any(word in script.text for word in self._loaders)]

    def is_read(self, element: etree._Element) -> bool:
        """Whether an element holds text that is no label."""
        return any_between(self._read, *self._facts.span(element))

    def is_void(self, element: etree._Element) -> bool:
        """Whether nothing in an element can be read (but labels), seen or used."""
        first, behind = self._facts.span(element)
        return not any_between(self._read, first, behind) and not any_between(self._seen, first, behind)

    def is_advertising(self, element: etree._Element) -> bool:
        """Whether an element is a picture, a frame or a few words, with links that all lead to other sites."""
        facts = self._facts
        if facts.text_length(element) > _MOST_TEXT or self.is_used(element):
            return False
        links = facts.links(element)
        if not links:
            return any_between(self._framed, *facts.span(element)) and not self.is_read(element)
        return self.leads_elsewhere(element, 1)

    def leads_elsewhere(self, element: etree._Element, share: float) -> bool:
        """Whether at least such a share of an element's links lead to other sites."""
        links = self._facts.links(element)
        other = [host for host in links if host and registrable_domain(host) != self._facts.domain]
        return bool(links) and len(other) / len(links) >= share

    def is_used(self, element: etree._Element) -> bool:
        """Whether an element holds something to fill in or to press."""
        return any_between(self._used, *self._facts.span(element))

    def is_label(self, element: etree._Element) -> bool:
        """Whether an element holds a label and nothing else."""
        return self.is_void(element) and self._facts.labelled(element, self.labels)


def _numbers(elements: Iterable[etree._Element]) -> list[int]:
    return sorted(number for element in elements if (number := number_of(element)) is not None)
