"""Which sites are a page's own."""

from functools import lru_cache

from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import host_of, registrable_domain

# A shorter name under another suffix may be anyone's.
_STEM = 5


def own_sites(facts: Facts) -> frozenset[str]:
    """The registrable domains that are the site's own: the page's, those it names as its own address and feeds, and those of
    the same name under other suffixes."""
    own = {facts.domain}
    for element in facts.by_token.get("link", ()):
        rel = (element.get("rel") or "").lower()
        if "canonical" in rel or "alternate" in rel or "shortlink" in rel:
            own.add(registrable_domain(host_of(element.get("href") or "", facts.url)))
    for element in facts.by_token.get("meta", ()):
        if element.get("property") == "og:url":
            own.add(registrable_domain(host_of(element.get("content") or "", facts.url)))
    stems = {stem(domain) for domain in own if len(stem(domain)) >= _STEM}
    own.update(domain for host in facts.hosts if (domain := registrable_domain(host)) and stem(domain) in stems)
    return frozenset(own - {""})


@lru_cache(maxsize=1024)
def stem(domain: str) -> str:
    """A registrable domain's own name, without what comes after it."""
    return domain.partition(".")[0]
