"""What stands beside what is gone and is of its kind: the rest of a list of which a good part was found."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from lxml import etree

from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import registrable_domain

# So many of a box's elements of one shape have to be gone, and such a share of them: less where the others lead to the same
# sites, more where they lead to other ones.
_LEAST = 2
_SHARE = 0.3
_MOST_OF = 0.6
# Of what each of them says, so much stands in its links. (Where a product's row ends with a link to a shop, it does not.)
_LINKED = 0.5

Shape = tuple[etree._Element, str, str | None]


def fellows(facts: Facts, gone: Iterable[etree._Element]) -> Iterator[tuple[etree._Element, etree._Element]]:
    """The elements that go with some that are gone, each with one of those: of the same shape in the same box, and leading to
    other sites only."""
    found: dict[Shape, list[etree._Element]] = defaultdict(list)
    for element in gone:
        box = element.getparent()
        if box is not None and element in facts.page.numbers:
            found[box, element.tag, element.get("class")].append(element)
    for (box, tag, name), taken in found.items():
        alike = [child for child in box.iterchildren(tag) if child.get("class") == name and child in facts.page.numbers]
        share = len(taken) / len(alike) if alike else 0
        if len(taken) < _LEAST or share < _SHARE or share == 1:
            continue
        sites = {registrable_domain(host) for element in taken for host in facts.links(element) if host in facts.other_hosts}
        for child in alike:
            if child not in taken and _is_linked(facts, child) and _leads_to(facts, child, sites, anywhere=share >= _MOST_OF):
                yield child, taken[0]


def _is_linked(facts: Facts, element: etree._Element) -> bool:
    """Whether an element says most of what it says in links."""
    links = (element,) if element.tag == "a" else facts.inside(element, "a[href]")
    return sum(map(facts.text_length, links)) >= _LINKED * facts.text_length(element)


def _leads_to(facts: Facts, element: etree._Element, sites: Collection[str], *, anywhere: bool) -> bool:
    """Whether an element has links, and all lead to some other sites, or ``anywhere`` but to the site's own."""
    hosts = facts.links(element)
    if anywhere:
        return bool(hosts) and all(map(facts.is_outside, hosts))
    return bool(hosts) and all(registrable_domain(host) in sites for host in hosts)
