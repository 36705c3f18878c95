"""Lists of headlines of one other site, beside the page's content: what a network shows of its other titles, what partners
feed."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from lxml import etree

from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import HostSet, registrable_domain
from unsponsor.rules.names import letters_of

from .headed import width

# So many links are a list, and so long is a headline in the mean.
_LINKS = 3
_HEADLINE = 30
# Nearly all that a list says is said in its links, and it is not what the page is there for.
_LINKED = 0.7
_MOST = 0.25
# A site to which more of a page's links lead may be its own under another name.
_OFTEN = 0.3
_BOXES = frozenset(("div", "section", "aside", "ul", "ol", "dl", "table", "li", "footer"))
_CONTENT = frozenset(("main", "article"))
# A shorter name may stand in any words, and a heading is no longer than this.
_NAME = 4
_HEADING = 60
# So many letters at their beginning are the same in names of one site.
_ALIKE = 6


class Feed(NamedTuple):
    """A list of headlines, and the site to which they lead."""

    box: etree._Element
    site: str


class _Link(NamedTuple):
    number: int
    site: str
    address: str


class _Place(NamedTuple):
    """Whether an element is or stands in what a page is there for, and the outermost list that it is or stands in."""

    in_content: bool
    box: etree._Element | None


def feeds(
    facts: Facts, others: HostSet, proxies: Mapping[str, str], is_beside: Callable[[etree._Element], bool]
) -> Iterator[Feed]:
    """Such lists, in source order, none inside another. ``others``: hosts of which there is no such list: where readers share,
    what pages refer to; ``proxies``: through which feeds lead to their sites, with what stands before a feed's name in an
    address. ``is_beside`` tells whether an element stands beside a page's content; elsewhere a list has to be headed by the
    name of the site."""
    own = letters_of(facts.domain.partition(".")[0])
    sites = {host: registrable_domain(host) for host in facts.outside_hosts - facts.hosts_among(others)}

    # On most pages no other site has so many links.
    counts = Counter(sites.get(host) for host in facts.link_table[1])
    if not any(site and count >= _LINKS for site, count in counts.items()) and facts.hosts.isdisjoint(proxies):
        return

    def site_of(host: str, address: str) -> str:
        if host not in proxies:
            return sites.get(host, "")
        name = _name_in(address, proxies[host])
        return name if not _begin_alike(letters_of(name), own) else ""

    links = [_Link(number, site_of(host, address), address) for number, host, address in zip(*facts.link_table, strict=True)]
    often = Counter(link.site for link in links)
    for site, run in groupby(links, lambda link: link.site):
        together = list(run)
        if not site or site.replace(".", "").isdigit() or len({link.address for link in together}) < _LINKS:
            continue
        if often[site] > _OFTEN * len(links):
            continue
        behind = -1
        known: dict[etree._Element, _Place] = {}
        for link in together:
            box = _box(link, together, facts, known) if link.number >= behind else None
            if box is not None and (is_beside(box) or _is_headed(box, site, facts)):
                behind = facts.span(box)[1]
                yield Feed(box, site)


def _box(link: _Link, run: list[_Link], facts: Facts, known: dict[etree._Element, _Place]) -> etree._Element | None:
    """The outermost box around a link in which there are just headlines of some links. ``known``: the elements that were
    looked at."""
    element = facts.page.elements[link.number]
    node = None if element is None else element.getparent()
    path = []
    while node is not None and node not in known:
        path.append(node)
        node = node.getparent()
    place = _Place(False, None) if node is None else known[node]
    for node in reversed(path):
        in_content, box = place.in_content or node.tag in _CONTENT, place.box
        if box is None and not in_content and node.tag in _BOXES:
            is_aside = facts.text_length(node) <= _MOST * len(facts.page_text)
            box = node if is_aside and _is_list(node, run, facts) else None
        place = known[node] = _Place(in_content, box)
    return None if place.in_content else place.box


def _is_list(box: etree._Element, run: list[_Link], facts: Facts) -> bool:
    first, behind = facts.span(box)
    inside = run[bisect_left(run, first, key=_number) : bisect_left(run, behind, key=_number)]
    if len(inside) != facts.count_links(box):
        return False
    places = len({link.address for link in inside})
    if places < _LINKS:
        return False
    texts = [facts.text(element) for link in inside if (element := facts.page.elements[link.number]) is not None]
    if sum(map(len, texts)) < _LINKED * facts.text_length(box):
        return False
    return sum(map(width, texts)) >= _HEADLINE * places


def _number(link: _Link) -> int:
    return link.number


def _is_headed(box: etree._Element, site: str, facts: Facts) -> bool:
    """Whether a list begins with the name of a site, or that stands right before it."""
    name = letters_of(site.partition(".")[0])
    if len(name) < _NAME:
        return False
    begin = facts.text_begin(box)
    return name in letters_of(facts.page_text[max(0, begin - _HEADING) : begin + _HEADING])


def _name_in(address: str, before: str) -> str:
    """The name of a feed in an address through which it leads to its site."""
    return address.partition(before)[2].partition("/")[0].lower()


def _begin_alike(name: str, own: str) -> bool:
    """Whether two names begin with the same letters: a site's own feed is seldom called otherwise."""
    length = min(_ALIKE, len(own))
    return name[:length] == own[:length]
