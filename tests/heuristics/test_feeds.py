"""Lists of headlines of one other site."""

from functools import lru_cache

import pytest

from unsponsor import Engine
from unsponsor.settings import Settings

FEED = "".join(
    f'<li><a href="https://www.otherpaper.example/{n}">{title}</a></li>'
    for n, title in enumerate(
        (
            "The council votes on the new bridge tonight",
            "Why the river rose twice within one week",
            "A baker of ninety tells his story",
        )
    )
)
LARGE = (
    f"<div class=text><h1>News</h1>{'<p>' + 'A sentence of the article. ' * 20 + '</p>'}</div>{{}}<footer>"
    + "".join(f"<a href='/{n}'>Ours</a> " for n in range(12))
    + "</footer>"
)
FEEDS = {
    "headlines of another site, in a column": f'<div class="sidebar"><ul id=x>{FEED}</ul></div>',
    "headlines of another site, in the foot": f'<div class="footer-feeds"><div id=x><p>Read on</p><ul>{FEED}</ul></div></div>',
    "headlines of another site, through its feed": '<div class="sidebar"><ul id=x>'
    f"{FEED.replace('www.otherpaper.example/', 'feedproxy.google.com/~r/OtherPaper/~3/')}</ul></div>",
    "headlines of another site, under its name": f"<div id=x><h3>Other Paper</h3><ul>{FEED}</ul></div>",
}
NO_FEEDS = {
    "headlines of another site in the text": f"<div id=x><p>Read on</p><ul>{FEED}</ul></div>",
    "headlines of another site in an article": f'<article><h2>Other Paper</h2><ul id=x class="widget">{FEED}</ul></article>',
    "a menu of another site": '<aside><ul id=x><li><a href="https://otherpaper.example/1">Jobs</a><li><a '
    'href="https://otherpaper.example/2">Cars</a><li><a href="https://otherpaper.example/3">Homes</a></ul></aside>',
    "headlines of the site's own feed": '<div class="sidebar"><ul id=x>'
    f"{FEED.replace('www.otherpaper.example/', 'feedproxy.google.com/~r/SiteForum/~3/')}</ul></div>",
    "papers": f"<aside><ul id=x>{FEED.replace('www.otherpaper.example', 'arxiv.org')}</ul></aside>",
    "where readers follow": f"<aside><ul id=x>{FEED.replace('www.otherpaper.example', 'facebook.com')}</ul></aside>",
    "sources": f"<aside><div id=x><h3>Sources</h3><ul>{FEED}</ul></div></aside>",
}


@lru_cache(maxsize=1)
def without_blocks() -> Engine:
    return Engine(builtin_rules=False, settings=Settings(disable=["blocks"]))


def cleaned_of(html: str) -> str:
    page = LARGE.format(html).encode()
    return without_blocks().clean(page, "https://www.site.example/news").html.decode()


@pytest.mark.parametrize("name", FEEDS)
def test_headlines_of_another_site_go(name: str) -> None:
    assert "otherpaper" not in cleaned_of(FEEDS[name])


@pytest.mark.parametrize("name", NO_FEEDS)
def test_other_lists_stay(name: str) -> None:
    assert cleaned_of(NO_FEEDS[name]) == LARGE.format(NO_FEEDS[name])
