"""Hosts, the registrable domains they belong to, and patterns for them. Works offline: the public suffix list is a
library's."""

import ipaddress
import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from urllib.parse import urljoin, urlsplit

from publicsuffixlist import PublicSuffixList

# What nearly all links look like, to other sites and to the same; the rest is for the library.
_ABSOLUTE = re.compile(r"https?://([a-zA-Z0-9.-]+)(?=[/?#]|\Z)")
_ON_THE_SAME = re.compile(r"[?#]|/(?:[a-zA-Z0-9_%-]|\Z)")
_suffixes = PublicSuffixList()


@lru_cache(maxsize=16384)
def registrable_domain(host: str) -> str:
    """``shop.co.uk`` for ``www.shop.co.uk``. A host that has none (an address, ``localhost``, a suffix) is its own."""
    if not host or host.replace(".", "").isdigit() or ":" in host:
        return host
    return _suffixes.privatesuffix(host) or host


@lru_cache(maxsize=4096)
def is_local(host: str) -> bool:
    """Whether a host is an address of a local network."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


@lru_cache(maxsize=16384)
def host_of(url: str, base: str = "") -> str:
    """The host that a link leads to, in lower case; nothing for one that leads to no host (``mailto:``, broken ones)."""
    url = url.strip()
    absolute = _ABSOLUTE.match(url)
    if absolute:
        return absolute[1].lower().rstrip(".")
    if _ON_THE_SAME.match(url):
        return host_of(base) if base else ""
    try:
        parts = urlsplit(urljoin(base, url) if base else url)
        return _ascii((parts.hostname or "").rstrip(".")) if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def is_home(address: str, host: str) -> bool:
    """Whether an address, as a link on a site's pages has it, is that of the site's front page."""
    path = address.partition("?")[0]
    # Nothing but a query leads to the page itself.
    if not path:
        return False
    path = path.removesuffix("/index.html").removesuffix("/index.php").rstrip("/")
    return path in ("", f"http://{host}", f"https://{host}", f"//{host}")


def path_of(url: str) -> str:
    """A URL's path with its query; nothing for a broken one."""
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
    except ValueError:
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


@lru_cache(maxsize=4096)
def _names(host: str) -> tuple[frozenset[str], frozenset[str]]:
    """The host with the domains above it, and the same without its public suffix."""
    suffix = _suffixes.publicsuffix(host) or ""
    stem = host[: -len(suffix) - 1] if suffix and host != suffix else ""
    return frozenset(_domains(host)), frozenset(_domains(stem))


def _domains(host: str) -> Iterator[str]:
    while host:
        yield host
        _, _, host = host.partition(".")


def _ascii(host: str) -> str:
    """A host as URLs have it (Punycode)."""
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


class HostSet:
    """A set of host patterns: a host includes its subdomains, ``shop.*`` is that name under any public suffix."""

    def __init__(self, patterns: Iterable[str]) -> None:
        lowered = [_ascii(pattern.lower().rstrip(".")) for pattern in patterns]
        self.domains = frozenset(pattern for pattern in lowered if not pattern.endswith(".*"))
        self.entities = frozenset(pattern[:-2] for pattern in lowered if pattern.endswith(".*"))

    def __contains__(self, host: str) -> bool:
        domains, stems = _names(host)
        return not self.domains.isdisjoint(domains) or not self.entities.isdisjoint(stems)

    def __or__(self, other: "HostSet") -> "HostSet":
        return HostSet((*self, *other))

    @cached_property
    def patterns(self) -> frozenset[str]:
        """The patterns, in lower case."""
        return frozenset(self)

    def __iter__(self) -> Iterator[str]:
        yield from self.domains
        yield from (f"{entity}.*" for entity in self.entities)

    def __bool__(self) -> bool:
        return bool(self.domains or self.entities)


def keys(host: str) -> Iterator[str]:
    """The patterns that would name this host."""
    domains, stems = _names(host)
    yield from domains
    yield from (f"{stem}.*" for stem in stems)
