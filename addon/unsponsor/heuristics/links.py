"""Where a page's links lead: to the site itself and its family, to where one shares and follows, or to other sites."""

from collections import Counter
from collections.abc import Sequence
from itertools import compress

from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import HostSet, is_local, registrable_domain

# A site to which more of a page's links lead than this may be its own under another name.
_OFTEN = 0.3


class Links:
    """A page's links in source order, as ``Facts.link_table`` has them, and what is known of each. ``ignored``: ranges of
    numbers whose links do not count."""

    def __init__(self, facts: Facts, social: HostSet, ignored: Sequence[tuple[int, int]] = ()) -> None:
        self._facts = facts
        self.numbers, self.hosts, self.addresses = facts.link_table
        if ignored:
            covered = {number for first, behind in ignored for number in range(first, behind)}
            rest = [row for row in zip(*facts.link_table, strict=True) if row[0] not in covered]
            self.numbers, self.hosts, self.addresses = ([row[column] for row in rest] for column in range(3))  # type: ignore[assignment]
        domains = {host: registrable_domain(host) for host in facts.hosts}
        self.domains = [domains[host] for host in self.hosts]
        self.social = self.among(social)
        own = {"", *facts.family}
        others = {host: domain not in own and host not in social and not is_local(host) for host, domain in domains.items()}
        self.elsewhere = [others[host] for host in self.hosts]

    def among(self, hosts: HostSet) -> list[bool]:
        """Which links lead to one of some hosts."""
        known = {host for host in self._facts.hosts if host and host in hosts}
        return [host in known for host in self.hosts]

    def where(self, chosen: list[bool]) -> list[int]:
        """The numbers of the links that are chosen."""
        return list(compress(self.numbers, chosen))

    @property
    def home(self) -> list[bool]:
        """Which links lead to the site's home page."""
        host = self._facts.host
        home = {"", *(f"{scheme}//{host}" for scheme in ("http:", "https:", ""))}
        return [
            own == host
            and address.partition("?")[0].removesuffix("/index.html").removesuffix("/index.php").rstrip("/") in home
            for own, address in zip(self.hosts, self.addresses, strict=True)
        ]

    @property
    def often(self) -> list[bool]:
        """Which links lead to a site to which a good part of all the page's links do."""
        least = _OFTEN * len(self.domains)
        often = {domain for domain, count in Counter(self.domains).items() if domain and count > least}
        return [domain in often for domain in self.domains]

    @property
    def changes(self) -> list[bool]:
        """Which links lead to another site than the link to another site before."""
        last, found = "", []
        for domain, elsewhere in zip(self.domains, self.elsewhere, strict=True):
            found.append(elsewhere and domain != last)
            last = domain if elsewhere else last
        return found
