"""Links that carry a disclosure label themselves: in brackets at their text's end or beginning ("… [Sponsored]"), before a
colon ("Advertisement: …"), or as their title."""

import re
from collections.abc import Iterator

from lxml import etree

from unsponsor.rules.facts import Facts
from unsponsor.rules.vocabulary import Vocabulary, bare

# Such a link says no more than this. A short word before a colon ("Anzeige: …") may be a headline's.
_LINK = 160
_PLAIN = 9
_LABEL = 40
_MARKS = re.compile(r"[\(\[【（:]")
_BRACKETED = re.compile(r"[\(\[【（]([^()\[\]【】（）]{2,40})[\)\]】）]\s*\Z|\A\s*[\[【]([^\[\]【】]{2,40})[\]】]")


def marked_entries(facts: Facts, labels: Vocabulary) -> Iterator[tuple[etree._Element, str]]:
    """Such links, or the list items in which they stand alone, in source order, each with its label."""
    labelled = frozenset(facts.labels(labels))
    for number in facts.link_table[0]:
        link = facts.page.elements[number]
        if link is None or facts.text_length(link) > _LINK or not (text := facts.text(link)):
            continue
        # Few links have any of it.
        if number in labelled or _MARKS.search(text):
            mark = _label_on(link, text, facts, labels)
            if mark is not None:
                yield _entry(link, facts), mark


def _label_on(link: etree._Element, text: str, facts: Facts, labels: Vocabulary) -> str | None:
    """The label that a link carries itself."""
    marked = [match[1] or match[2] for match in _BRACKETED.finditer(text)]
    before, colon, after = text.partition(":")
    if colon and after.strip() and len(before) >= _PLAIN:
        marked.append(before)
    title = link.get("title") or link.get("aria-label") or ""
    if title and len(title) <= _LABEL and bare(title) != bare(text):
        marked.append(title)
    if not marked:
        return None
    said = {bare(label): label for label in marked}
    found = next((said[label] for label in labels.labels_among(said.keys())), None)
    # In a table of data, what leads to the site itself is one of its things.
    if found is not None and _is_in_data(link) and facts.other_hosts.isdisjoint(facts.links(link)):
        return None
    return found


def _is_in_data(link: etree._Element) -> bool:
    """Whether a link stands in a table of data: one with headings of columns."""
    table = next((above for above in link.iterancestors() if above.tag == "table"), None)
    return table is not None and next(table.iter("th"), None) is not None


def _entry(link: etree._Element, facts: Facts) -> etree._Element:
    """The list item in which a link stands alone, else the link."""
    for around in link.iterancestors():
        if facts.text_length(around) > facts.text_length(link) or len(facts.links(around)) > 1:
            break
        if around.tag == "li":
            return around
    return link
