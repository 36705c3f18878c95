"""Where a page's links lead: to the site itself and its family, to where one shares and follows, or to other sites."""

import re
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import HostSet, is_home, is_local, path_of, registrable_domain
from unsponsor.rules.names import letters_of

from .spans import Integers

# A site to which more of a page's links lead than this may be its own under another name.
_OFTEN = 0.3

# What an address has behind its host, without a place on the page; what nearly all links to other sites look like.
_BEHIND_HOST = re.compile(r"(?:https?:)?//[a-zA-Z0-9.-]+(/?|[/?][^#]*)(?:#|\Z)")
# A name of fewer letters says nothing, and so much of a link's text is looked at.
_NAME = 4
_READ = 100

Chosen = npt.NDArray[np.bool_]


class Links:
    """A page's links in source order, as ``Facts.link_table`` has them, and what is known of each: where a link leads is asked
    once for each host. ``ignored``: ranges of numbers whose links do not count."""

    def __init__(self, facts: Facts, social: HostSet, ignored: Sequence[tuple[int, int]] = ()) -> None:
        self._facts = facts
        numbers, hosts, self.addresses = facts.link_table
        if ignored:
            covered = {number for first, behind in ignored for number in range(first, behind)}
            rest = [row for row in zip(*facts.link_table, strict=True) if row[0] not in covered]
            numbers, hosts, self.addresses = ([row[column] for row in rest] for column in range(3))  # type: ignore[assignment]
        self.numbers: Integers = np.asarray(numbers, dtype=np.int64)
        self._hosts = list(dict.fromkeys(hosts))
        places = {host: place for place, host in enumerate(self._hosts)}
        self._host_of: Integers = np.asarray([places[host] for host in hosts], dtype=np.int64)
        domains = list(map(registrable_domain, self._hosts))
        places = {domain: place for place, domain in enumerate(dict.fromkeys(domains))}
        # The site of each link, as a number; -1 for none.
        self._site_of: Integers = np.asarray([places[d] if d else -1 for d in domains], dtype=np.int64)[self._host_of]
        own = {"", *facts.family}
        others = {host for host, domain in zip(self._hosts, domains, strict=True) if domain not in own and not is_local(host)}
        self.social = self.among(social)
        self.elsewhere = self._where(others.__contains__) & ~self.social

    def among(self, hosts: HostSet) -> Chosen:
        """Which links lead to one of some hosts."""
        return self._where(self._facts.hosts_among(hosts).__contains__)

    def _where(self, holds: Callable[[str], bool]) -> Chosen:
        return np.asarray(list(map(holds, self._hosts)), dtype=bool)[self._host_of]

    def where(self, chosen: Chosen) -> Integers:
        """The numbers of the links that are chosen."""
        return self.numbers[chosen]

    @property
    def home(self) -> Chosen:
        """Which links lead to the site's home page."""
        host = self._facts.host
        own = self._where(lambda leads_to: leads_to == host)
        for place in np.flatnonzero(own).tolist():
            own[place] = is_home(self.addresses[place], host)
        return own

    @property
    def homes(self) -> Chosen:
        """Which links lead to the home pages of other sites."""
        homes = self.elsewhere.copy()
        for place in np.flatnonzero(homes).tolist():
            address = self.addresses[place].strip()
            absolute = _BEHIND_HOST.match(address)
            homes[place] = (absolute[1] if absolute else path_of(address)) in ("", "/")
        return homes

    @property
    def namesakes(self) -> Chosen:
        """Which links lead to other sites of which one is named within the other's name."""
        own = _label(self._facts.host)
        alike = [min(len(label), len(own)) >= _NAME and (label in own or own in label) for label in self._labels]
        named: Chosen = np.asarray(alike, dtype=bool)[self._host_of] & self.elsewhere
        return named

    @cached_property
    def _labels(self) -> list[str]:
        """The names under which the sites of the hosts are registered."""
        return list(map(_label, self._hosts))

    @property
    def named_after_hosts(self) -> Chosen:
        """Which links to other sites say the name of the site to which they lead."""
        named: Chosen = self.elsewhere & np.asarray([len(label) >= _NAME for label in self._labels], dtype=bool)[self._host_of]
        places = np.flatnonzero(named)
        rows = zip(places.tolist(), self.numbers[places].tolist(), self._host_of[places].tolist(), strict=True)
        for place, number, host in rows:
            named[place] = self._labels[host] in letters_of(self._facts.text_of(number)[:_READ])
        return named

    @property
    def first(self) -> Chosen:
        """Which links are the first to lead where they lead."""
        seen: set[str] = set()
        first = np.zeros(len(self.numbers), dtype=bool)
        for place, address in enumerate(self.addresses):
            if address not in seen:
                seen.add(address)
                first[place] = True
        return first

    @property
    def often(self) -> Chosen:
        """Which links lead to a site to which a good part of all the page's links do."""
        counts = np.bincount(self._site_of[self._site_of >= 0], minlength=len(self._hosts))
        return (self._site_of >= 0) & (counts[self._site_of] > _OFTEN * len(self.numbers))

    @property
    def changes(self) -> Chosen:
        """Which links lead to another site than the link to another site before."""
        sites = self._site_of[self.elsewhere]
        changes = np.zeros(len(self.numbers), dtype=bool)
        changes[self.elsewhere] = np.append(True, sites[1:] != sites[:-1])[: len(sites)]
        return changes


def _label(host: str) -> str:
    """The name under which a host's site is registered, letters and digits only."""
    return letters_of(registrable_domain(host).partition(".")[0])
