"""Boxes that say they lead to other sites ("on our other sites", "from around the web"), and do."""

from collections.abc import Iterator

from lxml import etree

from unsponsor.page.edit import Action
from unsponsor.rules.facts import Facts
from unsponsor.rules.vocabulary import Vocabulary, folded
from unsponsor.verdict import Finding

_CONFIDENCE = 0.8
# A heading says no more than this, and stands within so many characters of the beginning of what it heads.
_HEADING = 100
_BEGINNING = 120
# The box around it has a few links, of which so many lead to other hosts, and says no more than this.
_LINKS = 2
_SHARE = 0.7
_MOST = 3000
_BOXES = frozenset(
    ("div", "section", "aside", "li", "ul", "td", "table", "article", "footer", "center", "nav", "dl", "figure")
)
# A page that quotes its partners, or tells of them, heads its own so.
_KEPT = "blockquote, cite, q, h1, form, textarea"


class CrossSiteDetector:
    """Finds boxes by their headings."""

    def __init__(self, headings: Vocabulary, own: Vocabulary) -> None:
        """``headings`` announce other sites; ``own`` are words of a site's own sections and of its legal links."""
        self._headings = headings
        self._own = own

    def find(self, facts: Facts) -> Iterator[Finding]:
        """Boxes under a heading that announces other sites."""
        for text, element in facts.texts:
            if _is_heading(text) and self._headings.in_text(folded(text)) and not _in_link(element):
                box = _headed(element, facts)
                if box is not None and not self._own.in_text(folded(" ".join(map(str, box.itertext())))):
                    yield Finding(box, "cross-site", _CONFIDENCE, "cross-site", (f'under "{text}"',), Action.REMOVE, True)


def _is_heading(text: str) -> bool:
    """Whether a text can be a heading: short, and no sentence or part of one."""
    return len(text) <= _HEADING and text[0].isalnum() and ". " not in text and not text.endswith((".", ","))


def _headed(heading: etree._Element, facts: Facts) -> etree._Element | None:
    """The nearest box around a heading that begins with it and has links, if most of them lead to other hosts."""
    for box in (heading, *heading.iterancestors()):
        if facts.text_begin(heading) - facts.text_begin(box) > _BEGINNING or facts.text_length(box) > _MOST:
            return None
        links = facts.links(box)
        if box.tag in _BOXES and len(links) >= _LINKS:
            # A network's other sites may be subdomains of one domain.
            others = sum(bool(host) and host.removeprefix("www.") != facts.host.removeprefix("www.") for host in links)
            return box if others >= _SHARE * len(links) and not facts.has(box, _KEPT) else None
    return None


def _in_link(element: etree._Element) -> bool:
    return element.tag == "a" or any(above.tag == "a" for above in element.iterancestors())
