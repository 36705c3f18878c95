"""Where an element leads and what it loads, as columns."""

import re
from collections.abc import Callable
from functools import partial

import numpy as np

from unsponsor.rules.hosts import HostSet, host_of

from .columns import Catalogue, Columns, Values
from .links import Chosen
from .spans import Floats, Integers

_SIZE = re.compile(r"\d{2,3}x\d{2,3}")
_TAGS = {"pictures": "img", "frames": "iframe", "scripts": "script"}


def add_links(catalogue: Catalogue) -> None:
    """How many links an element has, where they lead, what their addresses say, and how much of its text stands in them."""
    make, count = catalogue.make, catalogue.count
    make["links"] = lambda columns, rows: np.log1p(columns.link_count[rows])
    make["links to other sites"] = lambda columns, rows: np.log1p(columns.other_count[rows])
    make["share of links to other sites"] = _share_elsewhere
    make["share of the page's links to other sites"] = _share_of_those_elsewhere
    make["links to sites that the page often links to"] = partial(_share_of, count=partial(_count, chosen="often"))
    make["page: share of links to other sites"] = _page_share
    for name, chosen, most in (
        ("changes of site among its links", "changes", 20),
        ("links to share and follow", "social", 20),
        ("links to the site's home page", "home", 5),
        ("links to other sites' home pages", "homes", 20),
        ("links to sites named like the page's", "namesakes", 20),
        ("links named after where they lead", "named_after_hosts", 20),
    ):
        count(name, partial(_where, chosen=chosen), most)
    for name in ("links to other sites' home pages", "links named after where they lead"):
        make[f"{name}: share"] = partial(_share_of_others, name=name)
    make["different addresses among its links"] = partial(_share_of, count=partial(_count, chosen="first"))
    for name, hosts in catalogue.lexicon.host_sets.items():
        if name != "social-networks":
            count(f"links to {name}", partial(_leading_to, hosts=hosts))
    for name in catalogue.lexicon.blocks.links:
        make[f"link addresses: {name}"] = partial(_share_of, count=partial(_saying, name=name, other_sites=False))
        make[f"link addresses: {name}, to other sites"] = partial(
            _share_of, count=partial(_saying, name=name, other_sites=True)
        )
    for word in ("sponsored", "nofollow"):
        count(f"rel={word}", partial(_related, word=word))
    count("rel=license", partial(_related, word="license"), 5)
    make["text beside its links"] = _text_beside_links
    make["text beside the links of the box around it"] = partial(Columns.around, name="text beside its links")
    make["share of its text in links"] = _share_in_links
    make["length of a link's text"] = lambda columns, rows: columns.once(_linked)[rows] / _least(columns, rows)
    make["links that open a window"] = partial(_share_of, count=_opening_windows)
    make["share of links to other sites beside it"] = _share_beside
    make["share of links to other sites two boxes up"] = partial(
        Columns.around, name="share of links to other sites", levels=2
    )


def _where(columns: Columns, chosen: str) -> Integers:
    """The numbers of the links of a kind, by what ``Links`` calls it."""
    links: Chosen = getattr(columns.links, chosen)
    return columns.links.where(links)


def _leading_to(columns: Columns, hosts: HostSet) -> Integers:
    return columns.links.where(columns.links.among(hosts))


def _count(columns: Columns, chosen: str) -> Floats:
    """How many links of a kind each element has."""
    return columns.within(_where(columns, chosen))


def _share_of(columns: Columns, rows: Integers, count: Callable[[Columns], Floats]) -> Floats | None:
    """The share of an element's links that are counted."""
    counts = columns.once(count)
    return None if counts is columns.nothing else counts[rows] / _least(columns, rows)


def _least(columns: Columns, rows: Integers) -> Floats:
    """The number of links to divide by."""
    return np.maximum(columns.link_count[rows], 1)


def _elsewhere(columns: Columns) -> int:
    """How many links of the page lead to other sites."""
    return int(columns.links.elsewhere.sum())


def _share_elsewhere(columns: Columns, rows: Integers) -> Floats:
    return np.where(columns.link_count[rows] > 0, columns.other_count[rows] / _least(columns, rows), -1)


def _share_of_those_elsewhere(columns: Columns, rows: Integers) -> Floats:
    return columns.other_count[rows] / max(1, columns.once(_elsewhere))


def _page_share(columns: Columns, rows: Integers) -> Floats:
    return np.full(len(rows), columns.once(_elsewhere) / max(1, len(columns.links.numbers)))


def _share_of_others(columns: Columns, rows: Integers, name: str) -> Values | None:
    counts = columns.values(rows, name)
    return None if counts is None else counts / np.maximum(columns.other_count[rows], 1)


def _share_beside(columns: Columns, rows: Integers) -> Floats:
    """The share of the other links in the box around an element that lead to other sites."""
    above = columns.spans.above[rows]
    rest = columns.link_count[above] - columns.link_count[rows]
    return np.where(rest > 0, (columns.other_count[above] - columns.other_count[rows]) / np.maximum(rest, 1), -1)


def _said(columns: Columns) -> dict[str, set[int]]:
    """Which links' addresses say what, by the places of the links."""
    if columns.links.addresses is columns.facts.link_table[2]:
        return columns.facts.once(columns.lexicon.find_in_links)
    return columns.lexicon.find_in_addresses(columns.links.addresses)  # some are ignored


def _saying(columns: Columns, name: str, *, other_sites: bool) -> Floats:
    """How many links each element has whose address says something."""
    places: Integers = np.asarray(sorted(columns.once(_said)[name]), dtype=np.int64)
    if other_sites:
        places = places[columns.links.elsewhere[places]]
    return columns.within(columns.links.numbers[places])


def _related(columns: Columns, word: str) -> list[int]:
    related, values = columns.facts.numbers_of("[rel]"), columns.facts.values_in("rel")
    return [number for number, value in zip(related, values, strict=True) if word in value.lower()]


def _opening_windows(columns: Columns) -> Floats:
    """How many links each element has that open a window."""
    targeted = columns.facts.numbers_of("[target]")
    values = columns.facts.values_in("target")
    return columns.within([number for number, value in zip(targeted, values, strict=True) if value == "_blank"])


def _linked(columns: Columns) -> Floats:
    """How much of an element's text stands in links."""
    linked = np.zeros(columns.spans.size)
    numbers = columns.links.numbers
    linked[numbers] = columns.length[numbers]
    return columns.spans.within(linked)


def _text_beside_links(columns: Columns, rows: Integers) -> Floats:
    return np.log1p(np.maximum(columns.length[rows] - columns.once(_linked)[rows], 0))


def _share_in_links(columns: Columns, rows: Integers) -> Floats:
    return np.minimum(columns.once(_linked)[rows] / np.maximum(columns.length[rows], 1), 1)


def add_sources(catalogue: Catalogue) -> None:
    """Where pictures, frames and scripts come from."""
    count = catalogue.count
    for name in _TAGS:
        count(f"{name} from other sites", partial(_from_elsewhere, what=name))
        count(f"{name} from ad servers", partial(_from_ad_servers, what=name), 5)
    count("pictures: addresses with the size of an ad", partial(_pictures_named, kind="size"), 5)
    count("pictures: addresses that say they are paid", partial(_pictures_named, kind="paid"), 5)
    count("frames to share, follow and watch", _social_frames, 5)


def _from_elsewhere(columns: Columns, what: str) -> list[int]:
    return [number for number, _ in _sources(columns, what)]


def _from_ad_servers(columns: Columns, what: str) -> list[int]:
    hosts = columns.lexicon.host_sets
    paid = hosts["ad-servers"], hosts["recommendation-providers"]
    return [number for number, host in _sources(columns, what) if any(host in servers for servers in paid)]


def _social_frames(columns: Columns) -> list[int]:
    social = columns.lexicon.host_sets["social-networks"]
    return [number for number, host in _sources(columns, "frames") if host in social]


def _pictures_named(columns: Columns, kind: str) -> list[int]:
    """The pictures whose address says something, or has the size of an ad in it."""
    known = columns.facts.page.numbers
    pictures = [(known[e], src.lower()) for e in columns.facts.by_token.get("img", ()) if (src := e.get("src")) and e in known]
    if kind == "size":
        return [number for number, src in pictures if any(size in columns.lexicon.sizes for size in _SIZE.findall(src))]
    return [pictures[place][0] for place in columns.lexicon.find_in_addresses([src for _, src in pictures])[kind]]


def _sources(columns: Columns, what: str) -> list[tuple[int, str]]:
    """The pictures, frames or scripts that come from other sites, by their numbers, with the hosts they come from."""
    return columns.once(_all_sources)[what]


def _all_sources(columns: Columns) -> dict[str, list[tuple[int, str]]]:
    facts = columns.facts
    found = {}
    for name, tag in _TAGS.items():
        hosts = [(facts.page.numbers.get(e), host_of(e.get("src") or "", facts.url)) for e in facts.by_token.get(tag, ())]
        found[name] = [(number, host) for number, host in hosts if number is not None and facts.is_outside(host)]
    return found
