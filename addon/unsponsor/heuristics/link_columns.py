"""Where an element leads and what it loads, as columns."""

import re
from functools import cache, partial

import numpy as np

from unsponsor.rules.hosts import host_of

from .columns import Columns
from .links import Links
from .spans import Floats, Integers

_SIZE = re.compile(r"\d{2,3}x\d{2,3}")


def add_links(columns: Columns, links: Links, all_links: Floats, others: Floats) -> None:
    """How many links an element has, where they lead, what their addresses say, and how much of its text stands in them.
    ``all_links`` and ``others``: how many each element has, and how many of these lead to other sites."""
    make, spans = columns.make, columns.spans
    linked = cache(partial(_linked, columns, links))
    said = cache(lambda: columns.lexicon.find_in_addresses(links.addresses))
    least = np.maximum(all_links, 1)

    def share_saying(name: str, *, other_sites: bool) -> Floats:
        """The share of an element's links whose address says something."""
        places: Integers = np.asarray(sorted(said()[name]), dtype=np.int64)
        if other_sites:
            places = places[links.elsewhere[places]]
        return columns.within(links.numbers[places]) / least

    make["links"] = lambda: np.log1p(all_links)
    make["links to other sites"] = lambda: np.log1p(others)
    make["share of links to other sites"] = lambda: np.where(all_links > 0, others / least, -1)
    make["share of the page's links to other sites"] = lambda: others / max(1, int(links.elsewhere.sum()))
    make["links to sites that the page often links to"] = lambda: columns.within(links.where(links.often)) / least
    make["page: share of links to other sites"] = lambda: np.full(
        spans.size, int(links.elsewhere.sum()) / max(1, len(links.numbers))
    )
    columns.count("changes of site among its links", lambda: links.where(links.changes))
    columns.count("links to share and follow", lambda: links.where(links.social))
    columns.count("links to the site's home page", lambda: links.where(links.home), 5)
    columns.count("links to other sites' home pages", lambda: links.where(links.homes))
    columns.count("links to sites named like the page's", lambda: links.where(links.namesakes))
    columns.count("links named after where they lead", lambda: links.where(links.named_after_hosts))
    for name in ("links to other sites' home pages", "links named after where they lead"):
        make[f"{name}: share"] = lambda name=name: columns.column(name) / np.maximum(others, 1)  # type: ignore[misc]
    make["different addresses among its links"] = lambda: columns.within(links.where(links.first)) / least
    for name, hosts in columns.lexicon.host_sets.items():
        if name != "social-networks":
            columns.count(f"links to {name}", lambda hosts=hosts: links.where(links.among(hosts)))  # type: ignore[misc]
    for name in columns.lexicon.blocks.links:
        make[f"link addresses: {name}"] = partial(share_saying, name, other_sites=False)
        make[f"link addresses: {name}, to other sites"] = partial(share_saying, name, other_sites=True)
    for word in ("sponsored", "nofollow"):
        columns.count(f"rel={word}", partial(_related, columns, word))
    columns.count("rel=license", partial(_related, columns, "license"), 5)
    make["text beside its links"] = lambda: np.log1p(np.maximum(columns.length - linked(), 0))
    make["text beside the links of the box around it"] = lambda: columns.column("text beside its links")[spans.above]
    make["share of its text in links"] = lambda: np.minimum(linked() / np.maximum(columns.length, 1), 1)
    make["length of a link's text"] = lambda: linked() / least
    make["links that open a window"] = lambda: columns.within(_opening_windows(columns)) / least
    rest, rest_others = all_links[spans.above] - all_links, others[spans.above] - others
    make["share of links to other sites beside it"] = lambda: np.where(rest > 0, rest_others / np.maximum(rest, 1), -1)
    grand = spans.above[spans.above]
    make["share of links to other sites two boxes up"] = lambda: np.where(
        all_links[grand] > 0, others[grand] / np.maximum(all_links[grand], 1), -1
    )


def _related(columns: Columns, word: str) -> list[int]:
    return columns.facts.numbers(e for e in columns.facts.by_token.get("[rel]", ()) if word in (e.get("rel") or "").lower())


def _opening_windows(columns: Columns) -> list[int]:
    return columns.facts.numbers(e for e in columns.facts.by_token.get("[target]", ()) if e.get("target") == "_blank")


def _linked(columns: Columns, links: Links) -> Floats:
    """How much of an element's text stands in links."""
    linked = np.zeros(columns.spans.size)
    numbers = links.numbers
    linked[numbers] = columns.length[numbers]
    return columns.spans.within(linked)


def add_sources(columns: Columns) -> None:
    """Where pictures, frames and scripts come from."""
    paid = columns.lexicon.host_sets["ad-servers"], columns.lexicon.host_sets["recommendation-providers"]
    social = columns.lexicon.host_sets["social-networks"]
    for name, tag in (("pictures", "img"), ("frames", "iframe"), ("scripts", "script")):
        sources = partial(_sources, columns, tag)
        columns.count(f"{name} from other sites", lambda sources=sources: [number for number, _ in sources()])  # type: ignore[misc]
        columns.count(
            f"{name} from ad servers",
            lambda sources=sources: [number for number, host in sources() if any(host in hosts for hosts in paid)],  # type: ignore[misc]
            5,
        )
    columns.count("pictures: addresses with the size of an ad", partial(_pictures_named, columns, "size"), 5)
    columns.count("pictures: addresses that say they are paid", partial(_pictures_named, columns, "paid"), 5)
    columns.count(
        "frames to share, follow and watch", lambda: [n for n, host in _sources(columns, "iframe") if host in social], 5
    )


def _pictures_named(columns: Columns, kind: str) -> list[int]:
    """The pictures whose address says something, or has the size of an ad in it."""
    known = columns.facts.page.numbers
    pictures = [(known[e], src.lower()) for e in columns.facts.by_token.get("img", ()) if (src := e.get("src")) and e in known]
    if kind == "size":
        return [number for number, src in pictures if any(size in columns.lexicon.sizes for size in _SIZE.findall(src))]
    return [pictures[place][0] for place in columns.lexicon.find_in_addresses([src for _, src in pictures])[kind]]


def _sources(columns: Columns, tag: str) -> list[tuple[int, str]]:
    known, url = columns.facts.page.numbers, columns.facts.url
    hosts = [(known.get(element), host_of(element.get("src") or "", url)) for element in columns.facts.by_token.get(tag, ())]
    return [(number, host) for number, host in hosts if number is not None and columns.facts.is_outside(host)]
