"""Pictures and frames that give themselves away by their address or size."""

import pytest

from unsponsor.heuristics.banners import Banners
from unsponsor.heuristics.data import shipped_heuristics

from ..rules.helpers import facts
from .helpers import content_of
from .test_slot_names import names

URL = "https://page.example/"
OTHER = "https://shop.example.net/"


def banners() -> Banners:
    return Banners(shipped_heuristics().slots, names())


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (f'<a href="{OTHER}"><img src="/img/banner-3.gif"></a>', True),
        (f'<a href="{OTHER}"><img src="/ads/3.gif"></a>', True),
        (f'<a href="{OTHER}"><img src="data:," data-src="/ads/3.gif"></a>', True),
        (f'<a href="{OTHER}"><img src="/img/banner-button.gif"></a>', False),
        (f'<a href="{OTHER}"><img src="/img/harbour.jpg"></a>', False),
        (f'<a href="{OTHER}">Banners <img src="/img/banner-3.gif"></a>', False),
        (f'<a href="{OTHER}"><img src="/img/banner-3.gif"><img src="/img/banner-4.gif"></a>', False),
        ('<a href="/shop"><img src="/img/banner-3.gif"></a>', False),
        ('<a href="https://friends.example/me"><img src="/img/banner-3.gif"></a>', False),
    ],
)
def test_pictures_named_as_banners(html: str, found: bool) -> None:
    page = facts(html, URL)
    assert bool(list(banners().pictures(page, content_of(page)))) is found


def test_many_pictures_named_as_banners_are_what_a_page_shows() -> None:
    banner = f'<a href="{OTHER}"><img src="/banners/1.gif"></a>'
    few, many = (facts(banner * count, URL) for count in (12, 13))
    assert len(banners().pictures(few, content_of(few))) == 12
    assert banners().pictures(many, content_of(many)) == ()


@pytest.mark.parametrize(
    ("html", "evidence"),
    [
        ('<iframe src="/ads/1.php" width=468 height=60></iframe>', "a frame of an ad's size and address"),
        ('<iframe src="/u/728.html" width=728 height=90></iframe>', "a frame of an ad's size"),
        ('<iframe src="/weather/728.html" width=728 height=90></iframe>', None),
        ('<iframe src="https://friends.example/1" width=300 height=250></iframe>', None),
        ('<iframe src="https://adserver.example/1" width=310 height=33></iframe>', "a frame of an ad server"),
        ('<iframe src="https://adserver.example/1" width=1 height=1></iframe>', None),
        (f'<iframe src="{OTHER}promo_box/2"></iframe>', "a frame of another site whose address names an ad"),
        (f'<iframe src="{OTHER}maps/2"></iframe>', None),
    ],
)
def test_frames_for_ads(html: str, evidence: str | None) -> None:
    page = facts(html, URL)
    (frame,) = page.by_token["iframe"]
    assert banners().gives_away(frame, content_of(page)) == evidence
