"""Hosts, registrable domains and patterns for hosts."""

import pytest

from unsponsor.rules.hosts import HostSet, host_of, keys, registrable_domain


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.shop.co.uk", "shop.co.uk"),
        ("shop.co.uk", "shop.co.uk"),
        ("a.b.news.example", "news.example"),
        ("news.example", "news.example"),
        ("www.city.kawasaki.jp", "city.kawasaki.jp"),
        ("me.github.io", "me.github.io"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        # Hosts that have none.
        ("co.uk", "co.uk"),
        ("example", "example"),
        ("localhost", "localhost"),
        ("192.168.10.1", "192.168.10.1"),
        ("::1", "::1"),
        ("", ""),
    ],
)
def test_registrable_domain(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://News.Example/a", "news.example"),
        (" http://user:pass@news.example:8080/ ", "news.example"),
        ("https://news.example./", "news.example"),
        ("https://[::1]/", "::1"),
        ("//cdn.example/x", "cdn.example"),
        ("/local", "page.example"),
        ("?q", "page.example"),
        ("#top", "page.example"),
        ("", "page.example"),
        ("other.example/looks-like-a-host", "page.example"),
        ("mailto:me@mail.example", ""),
        ("javascript:void(0)", ""),
        ("data:text/html,x", ""),
        ("ftp://files.example/", ""),
        ("tel:1", ""),
        ("https://[broken/", ""),
    ],
)
def test_host_that_a_link_leads_to(url: str, host: str) -> None:
    assert host_of(url, "https://page.example/dir/file") == host


def test_an_address_alone_needs_a_host() -> None:
    assert host_of("https://page.example/x") == "page.example"
    assert host_of("/x") == ""
    assert host_of("mailto:a@b.example") == ""


@pytest.mark.parametrize(
    ("pattern", "host", "inside"),
    [
        ("news.example", "news.example", True),
        ("news.example", "www.news.example", True),
        ("news.example", "a.b.news.example", True),
        ("News.Example.", "news.example", True),
        ("news.example", "bignews.example", False),
        ("news.example", "example", False),
        ("news.example", "news.example.org", False),
        ("www.news.example", "news.example", False),
        ("co.uk", "shop.co.uk", True),
        ("10.0.0.1", "10.0.0.1", True),
        ("shop.*", "shop.example", True),
        ("shop.*", "shop.co.uk", True),
        ("shop.*", "www.shop.co.uk", True),
        ("SHOP.*", "shop.com", True),
        ("www.shop.*", "www.shop.de", True),
        ("www.shop.*", "a.www.shop.de", True),
        ("www.shop.*", "shop.de", False),
        ("shop.*", "myshop.com", False),
        ("shop.*", "shop.evil.com", False),
        ("shop.*", "shop", False),
        ("co.*", "co.uk", False),
        ("shop.*", "", False),
        ("news.example", "", False),
    ],
)
def test_host_set(pattern: str, host: str, inside: bool) -> None:
    assert (host in HostSet([pattern])) is inside
    assert (host in HostSet(["unrelated.example", pattern, "other.*"])) is inside
    # The index of the rules by host finds the pattern just where the set holds the host.
    assert (pattern.lower().rstrip(".") in set(keys(host))) is inside


def test_an_empty_set_holds_nothing() -> None:
    assert "news.example" not in HostSet([])
    assert "" not in HostSet([])
