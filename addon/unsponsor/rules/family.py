"""Which sites are a page's own: the family of hosts that one owner has."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from lxml import etree

from .hosts import host_of, registrable_domain

# A shorter name under another suffix may be anyone's.
_STEM = 5
# A page that another site's owner has at a host of someone else's (a log-in, a help desk) leads there with most of its links,
# so many at least, and with one of its first.
_MOST = 0.5
_LEAST = 20
_FIRST = 3


def own_sites(
    url: str, links: Iterable[etree._Element], metas: Iterable[etree._Element], hosts: Sequence[str]
) -> frozenset[str]:
    """The registrable domains that are the site's own: the page's, those it names as its own address and feeds (in ``link``
    and ``meta`` elements), the one to which most of its links lead, and those of the same name under other suffixes:
    ``shop.example`` is of ``shop.example.net``'s family. ``hosts``: where its links lead, in order. Nothing for a page without
    an address."""
    domain = registrable_domain(host_of(url))
    if not domain:
        return frozenset()
    own = {domain, *_named(url, links, metas), *_most_linked(hosts)}
    stems = {name for name in map(stem, own) if len(name) >= _STEM}
    own.update(other for host in set(hosts) if (other := registrable_domain(host)) and stem(other) in stems)
    return frozenset(own - {""})


def _named(url: str, links: Iterable[etree._Element], metas: Iterable[etree._Element]) -> Iterator[str]:
    for element in links:
        rel = (element.get("rel") or "").lower()
        if "canonical" in rel or "alternate" in rel or "shortlink" in rel:
            yield registrable_domain(host_of(element.get("href") or "", url))
    for element in metas:
        if element.get("property") == "og:url":
            yield registrable_domain(host_of(element.get("content") or "", url))


def _most_linked(hosts: Sequence[str]) -> Iterator[str]:
    domains = [registrable_domain(host) for host in hosts if host]
    for domain, links in Counter(domains).most_common(1):
        if links >= _LEAST and links > _MOST * len(domains) and domain in domains[:_FIRST]:
            yield domain


@lru_cache(maxsize=1024)
def stem(domain: str) -> str:
    """A registrable domain's own name, without what comes after it."""
    return domain.partition(".")[0]
