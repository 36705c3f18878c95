"""What is an ad slot, and what only looks like one. The element with id=x is the one in question."""

import pytest

from unsponsor import Engine, Removal

from .helpers import detectors

ARTICLE = "<main><h1>News</h1><p>A sentence of the article that a reader came for, and another one after it.</p></main>"

SLOTS = {
    "named": '<div id=x class="ad-slot"></div>',
    "named in camel case": '<div id=x class="sidebarAd"></div>',
    "named in BEM": '<div id=x class="page__ad page__ad--top"></div>',
    "named in another language": '<div id=x class="werbung_rechts"></div>',
    "named by an attribute": '<div id=x data-ad-position="top"></div>',
    "a weak name with a size": '<div id=x class="banner-300x250"></div>',
    "a weak name with a place": '<div id=x class="bannerTop"></div>',
    "with its label": '<div id=x class="ad-slot"><span>Advertisement</span><div></div></div>',
    "with its label and a number": '<div id=x class="ad-slot"><span>Anzeige</span> 1</div>',
    "with its script": '<div id=x class="ad-slot"><script>googletag.cmd.push(function(){})</script></div>',
    "nothing but a loader": '<div id=x class="c7"><script>googletag.cmd.push(function(){googletag.display("a")})</script></div>',
    "a label over an empty box": "<div><p id=x class=c7>Werbung</p><div></div><p>More text that is to be read</p></div>",
    "a small label in a box without a name": '<div id=x><small>ANNONSE</small><div style="height:150px"></div></div>',
    "a widget of a heading and a slot": '<div id=x class=widget><h3>Advertisement</h3><div class="ad-slot"></div></div>',
    "a link over it": '<div id=x class="ad-slot"><p>Advertisement</p><a href="#on">Continue reading the main story</a></div>',
    "a button to close it": '<div id=x class="ad-slot"><button>Close</button></div>',
    "wrapper of slots": '<div id=x class=c7><div class="ad-slot"></div><br><div class="ad-slot"></div></div>',
    "wrapper with a filler": '<div id=x class=c7><div class="ad-slot"></div><script>googletag.display("a")</script></div>',
    "a frame with the slot's name": '<div id=x class=ad-slot><iframe id=google_ads_iframe_1 src="saved/1.html"></iframe></div>',
    "a bar with a button to close it": "<div id=x class=c7><i>close</i><div class=ad-slot></div></div>",
    "a picture to close it": '<div id=x class=c7><a href="#" class=x-close><img src=x.svg></a><div class=ad-slot></div></div>',
    "a way to close it with a letter that folds": "<div id=x class=c7><i>Schließen</i><div class=ad-slot></div></div>",
    "a sign to close it": '<div id=x class=c7><button aria-label="Cerrar">×</button><div class=ad-slot></div></div>',
    "a count of seconds": '<div id=x class=c7><p>This page will open in 15 seconds</p><a href="#on">Continue to site »</a><div class=ad-slot></div></div>',
    "a weak name with a value": '<div id=x data-commercial-format="rectangle"></div>',
    "a place in another language": '<div id=x class="pub_col_droite"></div>',
    "a place said first": '<div id=x class="bloc_1quart_pub_3"></div>',
    "beside a script from an ad server": '<div id=x class=c7><div class=ad-slot></div><script src="https://securepubads.g.doubleclick.net/tag/js/gpt.js"></script></div>',
    "an interstitial": "<div id=x><div class=bg></div><b>page.example</b><a>Continue to site</a><div class=ad-slot></div></div>",
    "a caption of several slots": "<div id=x><p>Recommended</p><div class=ad-slot></div><div class=ad-slot></div></div>",
    "a heading that carries its label": "<div id=x class=c7><h2>【PR】特集</h2><div class=ad-slot></div></div>",
    "an advertiser's frame under a label": '<div id=x class=c7><p>Ad</p><iframe src="https://adv.example.net/a"></iframe></div>',
    "named in two words": '<div id=x class="leaderBoard"></div>',
    "of an ad's size": '<div id=x class=c7 style="margin: 0 auto; width: 728px; height:90px"><div></div></div>',
    "nothing but a script from an ad server": '<div id=x class=c7><script src="https://c7.zedo.com/v.js"></script></div>',
    "named after sponsors": '<div id=x class="SiteSponsor nomobile"></div>',
    "a weak name of a place": '<div id=x class="banner-place"></div>',
    "a call for banners": "<div id=x class=c7><script>get_banners(3);</script></div>",
    "a script that writes one from an ad server": "<div id=x style='width:728px'><script>document.write('<scr'+'ipt src=\\'//c7.zedo.com/v?p=1\\'></scr'+'ipt>')</script></div>",
    "a loader in a table that holds nothing else": '<table id=x><tr><td align=center><script>google_ad_client = "1"; google_ad_slot = "2";</script></td></tr></table>',
    "a frame of an ad's size and address": '<div id=x><iframe src="/ads/top/random.php" width=468 height=60></iframe></div>',
    "a size in its name": '<div id=x class="side side__300_250"></div>',
    "the sizes it takes": '<div id=x data-sizes="[[1,1],[640,360],[1000,300]]"></div>',
    "a script called after ads": '<aside id=x><script id="adscript-3">var e=document.createElement("div");e.id="t3"</script></aside>',
    "markup of an ad in a script": '<div id=x><script class="lazy-loaded-ad"><section class="ad">Ad</section></script></div>',
    "an advertiser's picture in a named box": '<div id=x class="ad-box"><a href="https://shop.example.net/"><img src=a.png></a></div>',
    "a picture to another site, in a box named as a banner at a place": '<div id=x class="banner-right"><a href="https://shop.example.net/"><img src=/b.png></a></div>',
    "a frame of an ad's size, loaded later": '<div id=x><iframe data-src="/ads/1.php" width=468 height=60></iframe></div>',
    "a frame of another site's promotion": '<div id=x><iframe src="https://jobs.example.net/promo_box/a.php?f=2" width=300></iframe></div>',
    "a frame of a size in which only ads are sold": '<div id=x><iframe src="/units/top.html" width=728 height=90></iframe></div>',
    "a frame of an ad's size, not loaded yet": '<div id=x><iframe src="" width=300 height=250></iframe></div>',
    "a frame of an ad server": '<div id=x><iframe src="https://c7.zedo.com/jsc/c5/fo.html"></iframe></div>',
    "a picture named as a banner": '<div id=x><a href="https://shop.example.net/"><img src="/uploads/hosting-banner.jpg"></a></div>',
    "a picture in a folder of ads": '<div id=x><a href="https://shop.example.net/"><img data-src="/images/ads/12.jpg"></a></div>',
    "a frame without a border": '<div id=x><iframe src="https://b.example.net/ads/1" style="border-width:0"></iframe></div>',
    "a frame of another site with a size in its path": '<div id=x><iframe data-src="https://b.example.net/b_728x90.php"></iframe></div>',
}
WIDGETS = {
    "with its heading": "<div id=x class=flipp-box><div class=h2>Local savings</div></div>",
    "with who fills it": "<div id=x class=c7><h3>Around the web</h3><div id=zergnet-widget></div><p>Powered by ZergNet</p></div>",
}
# These may lose a slot, but nothing else.
BESIDE = {
    "a box that scripts fill": "<div class=c7><button>Close</button><div id=photo></div><div class=ad-slot></div></div>",
    "a heading of something else": "<div class=c7><h3>Live scores</h3><div class=ad-slot></div><div id=scores></div></div>",
    "a caption of one slot": "<div class=c7><p>Live scores</p><div class=ad-slot></div></div>",
    "a link on": '<div class=c7><a href="/next">Continue to the second part</a><div class=ad-slot></div></div>',
}
NONE = {
    "a popup": '<div id=x class="popin"><p>Code copied</p></div>',
    "shadow": '<div id=x class="shadow"></div>',
    "header": '<div id=x class="header-load"></div>',
    "a hash": '<div id=x class="a1b2ad3c4"></div>',
    "an application's root": '<div id=x class="app"></div>',
    "a banner without a place": '<div id=x class="banner"></div>',
    "a cookie banner": '<div id=x class="cookie-banner-bottom"></div>',
    "something to read": '<div id=x class="ad-slot"><p>Our agency plans advertising for museums.</p></div>',
    "the site's own picture": '<div id=x class="ad-box"><a href="/shop"><img src=a.png></a></div>',
    "a way to do something that is called after ads": '<ul><li id=x><a data-after="setAdvertOperation" href="#">+ Place a notice</a></li></ul>',
    "a size of thumbnails in its name": '<div id=x class="photo-200x200"></div>',
    "a place on a map": '<div id=x data-position="[48, 11]"></div>',
    "a few empty banners": '<div id=x class="c7 banner"></div><div class="c8 banner"></div>',
    "banners, one of them filled": '<div class="banner">Spring at the lake</div><div id=x class=banner></div><div class=banner></div><div class=banner></div>',
    "a filter": '<div id=x class="adv_filter" onclick="pick(24)">18</div>',
    "a control of a carousel": '<span id=x class="banner__control_left"></span>',
    "an odd size": '<div id=x class=c7 style="width: 731px; height: 90px"></div>',
    "a frame of an ad's size": '<div id=x><iframe src="/maps/top.php" width=468 height=60></iframe></div>',
    "a frame that is told of ads": '<div id=x><iframe src="/maps/1?next=/ads/1" width=468 height=60></iframe></div>',
    "a banner in a text": '<p id=x>See <a href="https://museum.example.net/"><img src="/a/banner.jpg"> the museum</a></p>',
    "a banner to the site itself": '<div id=x><a href="/news"><img src="/a/banner.jpg"></a></div>',
    "a button named as a banner": '<div id=x><a href="https://shop.example.net/"><img src="/a/banner-icon.png"></a></div>',
    "a picture of an ad": '<div id=x><a href="https://museum.example.net/"><img src="/a/old-ad.jpg"></a></div>',
    "a picture of letters": '<div id=x><a href="https://museum.example.net/"><img src="data:image/png;base64,a/ad/banner"></a></div>',
    "a video of an ad's size": '<div id=x><iframe src="https://www.youtube.com/v/1" width=300 height=250></iframe></div>',
    "a radio of an ad's size": '<div id=x><iframe src="https://fm.example.net/radio/1" width=300 height=250></iframe></div>',
    "a small square frame": '<div id=x><iframe src="/units/top.html" width=200 height=200></iframe></div>',
    "an ad server's point": '<div id=x><iframe src="https://c7.zedo.com/sync" width=1 height=1></iframe></div>',
    "a frame of a classified ad": '<div id=x><iframe src="/ads/71/map" width=700 height=400></iframe></div>',
    "a script that counts": "<div id=x><p>Visits: 7</p><script>document.write('<img src=\\'//c7.zedo.com/v?p=1\\'>')</script></div>",
    "a form": '<div id=x class="ad-search"><form><input name=q></form></div>',
    "a video": '<div id=x class="advert"><video src=a.mp4></video></div>',
    "a label that is a link": '<ul><li id=x><a href="/advertising">Advertisement</a></ul>',
    "a label over what is to be read": "<div id=x><p>Werbung</p><p>A chapter on how posters were painted then.</p></div>",
    "links to places on the page": '<div id=x class="ad-slot"><a href="#1">First part</a><a href="#2">Second part</a></div>',
    "a way back": '<div id=x class=c7><script>googletag.display("a")</script><a href="#top">Back to the top</a></div>',
    "a price": '<div id=x class="ad-price">80 €</div>',
    "a script that does not run": '<div id=x><script type="text/plain">googletag.display("a")</script></div>',
    "a label in a menu": "<nav><ul><li id=x>Anzeige</ul></nav>",
    "a loader in the head of a section": '<div id=x class=c7><script>googletag.display("a")</script><p>Text to be read here</p></div>',
    "a frame of the site's own promotion": '<div id=x><iframe src="/promo/1" width=300></iframe></div>',
    "a frame of another site": '<div id=x><iframe src="https://maps.example.net/embed/1" width=300></iframe></div>',
    "a frame that is a point": '<div id=x><iframe src="https://b.example.net/ads/1" style="width: 1px; height: 1px"></iframe></div>',
    "a frame where one watches": '<div id=x><iframe src="https://www.youtube.com/promo/1"></iframe></div>',
    "a banner of the site's own": '<div id=x class="banner-right"><a href="/shop"><img src=/b.png></a></div>',
    "a banner to where one follows": '<div id=x class="banner-right"><a href="https://www.facebook.com/a"><img src=/b.png></a></div>',
    "a banner with a text": '<div id=x class="banner-right"><a href="https://shop.example.net/"><img src=/b.png>Spring catalogue</a></div>',
    "a table cell": "<table><tr><td id=x class=ad-slot><td>1</table>",
}


def removals(html: str) -> tuple[Removal, ...]:
    page = f"<!doctype html><body>{ARTICLE}{html}<footer>About us and more</footer>"
    return detectors().clean(page.encode(), "https://page.example/a").removals


@pytest.mark.parametrize("html", SLOTS.values(), ids=SLOTS.keys())
def test_a_slot_goes(html: str) -> None:
    found = removals(html)
    assert [removal.path.rsplit(" > ", 1)[-1].split("#")[-1] for removal in found] == ["x"]
    assert found[0].category == "ad"
    assert found[0].by == "slots"
    assert found[0].evidence


@pytest.mark.parametrize("html", WIDGETS.values(), ids=WIDGETS.keys())
def test_a_widget_goes_with_its_heading(html: str) -> None:
    assert [removal.path.rsplit("#")[-1] for removal in removals(html)] == ["x"]


@pytest.mark.parametrize("html", BESIDE.values(), ids=BESIDE.keys())
def test_what_stands_beside_a_slot_stays(html: str) -> None:
    page = f"<!doctype html><body>{ARTICLE}{html}<footer>About us and more</footer>"
    cleaned = detectors().clean(page.encode(), "https://page.example/a").html
    assert cleaned.decode() == page.replace("<div class=ad-slot></div>", "")


@pytest.mark.parametrize("html", NONE.values(), ids=NONE.keys())
def test_what_is_no_slot_stays(html: str) -> None:
    assert removals(html) == ()


def test_several_empty_boxes_of_a_weak_name_go() -> None:
    found = removals("".join(f'<div id="{name}" class="c7 pub"></div><p>Text of part {name}.</p>' for name in "abc"))
    assert [removal.path.rsplit("#")[-1] for removal in found] == ["a", "b", "c"]


def test_without_heuristics_it_stays() -> None:
    page = b"<p>a</p><div class=ad-slot></div>"
    assert Engine(heuristics=False, builtin_rules=False).clean(page, "").html is page
