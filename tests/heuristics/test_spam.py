"""Links planted in every way, and honest ones that look like them. ``{}`` is where something stands on a page of a walking club."""

import pytest

from unsponsor import Removal

from .helpers import detectors

PAGE = (
    "<!doctype html><title>Walks along the canal - Hill and Towpath Club</title><body>"
    "<header><a href=/>Hill and Towpath Club</a></header><nav><a href=/walks>Walks</a> <a href=/join>Join</a></nav>"
    "<main><h1>Walks along the canal</h1><p>The towpath is dry in April, and the herons are back at the second lock. "
    "Bring boots all the same, for the field behind the mill floods.</p>{}"
    "<p>We meet at nine at the old station, and whoever is late follows the white arrows.</p></main>"
    "<footer>Hill and Towpath Club, founded by three postmen</footer>"
)
WARE = '<a href="https://koba.example/">online casino</a>'
WARES = f'{WARE} <a href="https://best-replica.example/w">replica rolex watches</a>'
EVERYDAY = '<a href="https://zuqo.example/">scrap metal leeds</a> <a href="https://tave.example/">horse blankets</a>'
FARM = "".join(
    f'<a href="https://{host}.example/">{text}</a> '
    for host, text in (
        ("koba", "online casino"), ("rive24", "payday loans"), ("motaly", "buy backlinks"), ("dupra", "viagra online"),
        ("custom-stickers-pro", "best custom stickers service"),
    )
)  # fmt: skip
ITEM = '<li><a href="https://{0}.example/">{1}</a></li>'
HONEST_ITEMS = (
    ITEM.format("thepaperheron", "The Paper Heron"),
    ITEM.format("slowpost", "Slow Post"),
    ITEM.format("tinandtwine", "Tin and Twine"),
)

# What is planted as a whole, and goes as a whole.
PLANTED = {
    "off-screen": f'<div style="position:absolute;left:-9999px">{WARES}</div>',
    "off-screen in em": f'<div style="position: fixed; top: -99em">{WARES}</div>',
    "text-indent": f'<p style="text-indent:-9999px">{WARES}</p>',
    "not displayed": f'<div style="display:none">{WARES}</div>',
    "not displayed, in capitals": f'<span style="DISPLAY: NONE !important">{WARES}</span>',
    "not visible": f'<div style="visibility:hidden">{WARES}</div>',
    "zero size": f'<div style="height:0;overflow:hidden">{WARES}</div>',
    "a dot": f'<div style="overflow:hidden;width:1px;height:1px">{WARES}</div>',
    "tiny letters": f'<div style="font-size:0.1px">{WARES}</div>',
    "the ground's colour": f'<div style="color:#fff;background:#ffffff">{WARES}</div>',
    "white on who knows what": f'<div style="color:#fff">{WARES}</div>',
    "clipped": f'<div style="position:absolute;clip:rect(0,0,0,0)">{WARES}</div>',
    "clipped by a path": f'<div style="clip-path:inset(100%)">{WARES}</div>',
    "see-through": f'<div style="opacity:0">{WARES}</div>',
    "a marquee": f'<marquee width="1" height="1">{WARES}</marquee>',
    "the hidden attribute": f"<div hidden>{WARES}</div>",
    "a style beside it": f"<style>.zxq {{ display:none }}</style><div class=zxq>{WARES}</div>",
    "an id's style": f"<style>#zxq{{position:absolute;left:-4000px}}</style><div id=zxq>{WARES}</div>",
    "a script writes the style": f"<script>document.write('<style>.zxq{{left:-4000px}}</style>');</script><div class=zxq>{WARES}</div>",
    "a script hides it": f'<div id=zxq>{WARES}</div><script>document.getElementById("zxq").style.display = "none";</script>',
    "everyday trades, hidden": f'<div style="position:absolute;left:-9999px">{EVERYDAY}</div>',
    "a list, hidden": f'<div style="display:none"><ul>{ITEM.format("koba", "카지노사이트")}{ITEM.format("zuqo", "토토사이트")}</ul></div>',
    "a farm": f"<div>{FARM}</div>",
    "a farm in a list": "<ul>" + FARM.replace("<a", "<li><a").replace("</a>", "</a></li>") + "</ul>",
}
# What is planted among honest words: exactly the link goes.
LINKS = {
    "a notorious ware": WARE,
    "in capitals": '<a href="https://koba.example/">Best Essay Writing Service</a>',
    "the shape of the phrase": '<a href="https://nefle.example/">best dog training service</a>',
    "a town at its end": '<a href="https://nefle.example/">cheap airport transfer leeds</a>',
    "a host named like it": '<a href="https://voiceoverartistsperth.example/">voice over artists perth</a>',
    "German": '<a href="https://nefle.example/">Rollrasen günstig kaufen</a>',
    "French": '<a href="https://nefle.example/">acheter volets roulants en ligne</a>',
    "Spanish": '<a href="https://nefle.example/">comprar colchones baratos</a>',
    "Russian": '<a href="https://nefle.example/">купить диплом</a>',
    "Turkish": '<a href="https://nefle.example/">deneme bonusu veren siteler</a>',
    "Japanese": '<a href="https://nefle.example/">オンラインカジノ</a>',
    "Thai": '<a href="https://nefle.example/">สล็อตเว็บตรง</a>',
    "Arabic": '<a href="https://nefle.example/">مراهنات رياضية</a>',
    "with rel and title": '<a rel="dofollow" title="buy backlinks" href="https://nefle.example/">buy backlinks</a>',
}
PLACES = {
    "in a paragraph": "<p>There are two inns on the way, {} and the second one has the better soup of both of them.</p>",
    "at a paragraph's end": "<p>There are two inns on the way, and the second one has the better soup. {}</p>",
    "in an item of its own": f"<ul>{HONEST_ITEMS[0]}<li>{{}}</li>{HONEST_ITEMS[1]}</ul>",
    "in a blogroll": f"<div class=widget><h3>Blogroll</h3><ul>{''.join(HONEST_ITEMS)}<li>{{}}</li></ul></div>",
    "in a menu": "<ul class=menu><li><a href=/a>Spring</a></li><li>{}</li><li><a href=/b>Autumn</a></li></ul>",
}
COMMENT = '<li class="comment" id="comment-{}"><cite>{}</cite><p>{}</p></li>'
COMMENTS = (
    COMMENT.format(1, "Ann", "The arrows at the mill are gone.") + "{}" + COMMENT.format(3, "Jo", "I painted them again.")
)
SPAM_COMMENTS = {
    "the link alone": COMMENT.format(2, "Al", WARE),
    "praise with a link": COMMENT.format(2, "Jenny", f"Great post, thanks for sharing! {WARE}"),
    "praise in French": COMMENT.format(2, "Lea", f"Article très intéressant, merci pour le partage. {WARE}"),
    "a ware as a name": COMMENT.format(2, WARE, "So true, I have said so for years and nobody believed me."),
    "an everyday ware as a name": COMMENT.format(
        2, '<a href="https://nefle.example">cheap dog training leeds</a>', "Well said."
    ),
    "a visit to the shop": COMMENT.format(
        2, "Bo", 'Hello all, visit my <a href="https://nefle.example">cheap shoes shop</a> today.'
    ),
}
# Honest things that look like some of these.
HONEST = {
    "a blogroll": f"<div class=widget><h3>Blogroll</h3><ul>{''.join(HONEST_ITEMS)}</ul></div>",
    "a citation": '<ol class=references><li><cite><a href="https://journal.example/1">Online gambling and the young</a></cite></li></ol>',
    "a footnote of a study": '<p>Others disagree.<sup><a href="https://journal.example/2">payday loans</a></sup></p>',
    "a signature": '<div class=post><p>I use ISO 68.</p><div class=signature><a href="https://bedways.example">Bed Ways Regrinding</a> | <a href="https://bedways.example/v">films</a></div></div>',
    "a directory": "<h2>Inns and hostels</h2><ul>"
    + "".join(ITEM.format(f"inn{n}", f"{name} Inn") for n, name in enumerate(("Heron", "Lock", "Swan", "Barge", "Old Mill")))
    + "</ul>",
    "who made the site": '<p>Website by <a href="https://pixelheron.example">Best Web Design Leeds</a></p>',
    "what it runs on": '<p>Powered by <a href="https://wordsmith.example">Wordsmith</a> | Hosted by <a href="https://rack.example">cheap hosting</a></p>',
    "a hidden menu": '<ul class="sub-menu" style="display:none"><li><a href="https://shop.other.example/">Shop</a></li><li><a href="https://tickets.other.example">Tickets</a></li></ul>',
    "a hidden tab": '<div class="tab-pane" style="display:none"><a href="https://maps.example/1">Map of the north side</a> <a href="https://maps.example/2">Map of the south side</a></div>',
    "a hidden dialog": '<div class="modal" style="display:none"><p>You leave our site for <a href="https://bank.example">the bank</a></p></div>',
    "a list of languages": '<ul id=languages style="display:none"><li><a hreflang=de href="https://kanal.example">Deutsch</a></li><li><a hreflang=fr href="https://canal.example">Français</a></li></ul>',
    "languages without a name": '<div class=lang style="display:none"><a href="https://kanal.example">Deutsch</a> <a href="https://canal.example">Français</a></div>',
    "a carousel": '<div class="carousel-item" style="display:none"><a href="https://museum.example/">The boat museum</a></div>',
    "a skip link": '<a href="#main" style="position:absolute;left:-9999px">Skip to content</a>',
    "a name for screen readers": '<a href="https://museum.example/"><span style="position:absolute;clip:rect(0,0,0,0)">Boat museum</span></a>',
    "an icon with its name moved away": '<a href="https://boatmuseum.example/" style="text-indent:-9999px">Boat museum</a>',
    "a web ring": '<p>Towpath web ring: <a href="https://slowpost.example/">previous</a> | <a href="https://ring.example/random">random</a> | <a href="https://tinandtwine.example/">next</a></p>',
    "sister brands": '<div><a href="https://hilltop.example">Hilltop Boots</a> | <a href="https://lockhouse.example">Lockhouse Maps</a> | <a href="https://barge.example">Barge Weekly</a></div>',
    "a headline on gambling": '<p>See also: <a href="https://paper.example/1">Ministers plan new limits for online gambling</a>.</p>',
    "a source on spam": '<p>As <a href="https://paper.example/2">the paper wrote</a>, the pharmacy at the lock has closed.</p>',
    "a firm's name": '<p>The boat was mended at <a href="https://smithson.example">Smithson Marine Services</a> in a week.</p>',
    "a department": '<p>Ask the <a href="https://county.example/roads">Road Repair Service</a> of the county.</p>',
    "a picture's credit": '<p>Photo: <a href="https://jo-photo.example">Jo Best Photography</a></p>',
    "an honest comment with a link": f"<ol class=commentlist>{COMMENTS.format(COMMENT.format(2, 'Al', 'There is a map of the arrows on <a href=https://maps.example/3>this site</a>, drawn by hand, which shows both of the mills as well.'))}</ol>",
    "a commenter's own site": f"<ol class=commentlist>{COMMENTS.format(COMMENT.format(2, '<a href=https://jo-walks.example>Jo Walks</a>', 'The lower path is closed until May, says the man at the lock.'))}</ol>",
    "a shop that a commenter went to": f"<ol class=commentlist>{COMMENTS.format(COMMENT.format(2, 'Al', 'I bought mine at <a href=https://nefle.example>Nefle</a>, their shop is behind the station and the laces held for years.'))}</ol>",
    "the club's own shop": f'<p><a href="https://clubshop.example">Maps</a></p><ol class=commentlist>{COMMENTS.format(COMMENT.format(2, "The club", "Visit our shop for the new map, <a href=https://clubshop.example/map>it is here</a>, and it shows both of the mills."))}</ol>',
    "a cookie notice": '<div class=cookie-consent style="display:none"><a href="https://consent.example">Learn more</a></div>',
    "to share": '<div class=share style="display:none"><a href="https://mastodon.example/share">Share</a> <a href="https://mail.example">Mail</a></div>',
    "a hidden number to call": '<div style="display:none" class=vcard><a href="https://club.example">Hill Club</a></div>',
}
# Pages that speak of the wares themselves: title, text, and links that stay.
ON_TOPIC = {
    "a casino's review": (
        "Riverboat Casino review: games, bonus and payouts",
        "<p>The casino opened in 2012. Its live casino has nine tables.</p>"
        '<ul><li><a href="https://riverboat.example/slots">real money slots</a></li><li><a href="https://lucky.example">casino bonus no deposit</a></li>'
        '<li><a href="https://table.example">online blackjack</a></li><li><a href="https://ace.example">online poker</a></li></ul>',
    ),
    "a comparison of bookmakers": (
        "Die besten Buchmacher im Vergleich",
        '<table><tr><td>A</td><td><a href="https://wett-a.example">Sportwetten Bonus</a></td></tr><tr><td>B</td><td><a href="https://wett-b.example">online casino ohne lizenz</a></td></tr></table>',
    ),
    "a pharmacy": (
        "Mill Lane Pharmacy, open till nine",
        '<p>Order what you need: <a href="https://rx.example/v">generic viagra</a>, <a href="https://rx2.example/c">cialis</a> or <a href="https://rx3.example">weight loss pills</a>. Ask our pharmacist.</p>',
    ),
    "a loan comparison": (
        "Compare loans from 40 lenders",
        '<ul><li><a href="https://lend-a.example">payday loans</a></li><li><a href="https://lend-b.example">bad credit loans online</a></li>'
        '<li><a href="https://lend-c.example">instant cash advance</a></li><li><a href="https://lend-d.example">Best personal loans online</a></li></ul>',
    ),
    "an agency's blog": (
        "Seven things we learned | Northlight SEO",
        '<p>Never <a href="https://linkmarket.example">buy backlinks</a>. A good <a href="https://outreach.example">link building service</a> writes first, and <a href="https://gp.example">guest posts</a> take weeks.</p>',
    ),
    "an article on link spam": (
        "How link spam works, and how to find it on your own site",
        '<p>A spammer writes <a href="https://a1.example">buy cheap viagra online</a> or <a href="https://a2.example">payday loans</a> and hopes that nobody looks. In other places it is <a href="https://a3.example">best essay writing service</a>.</p>',
    ),
    "plumbers of a town": (
        "Plumbers in Leeds, recommended by neighbours",
        '<ul><li><a href="https://headingley-pipes.example">Best Plumber Headingley</a></li><li><a href="https://rothwell.example">Emergency Plumbers Rothwell</a></li><li><a href="https://otley.example">Affordable Plumbing Company Otley</a></li></ul>',
    ),
    "text only": (
        "Evenings by the river",
        "<p>My uncle ran a casino on a boat. The casino had one roulette wheel, and the poker table was for friends.</p>"
        "<p>Gambling was forbidden on land. When the casino sank, the slot machines went with it, and divers look for the jackpot.</p>"
        '<p>There is a museum of <a href="https://onearm.example">old slot machines online</a>, and one on <a href="https://riverpoker.example">video poker</a>.</p>',
    ),
}


def removals(page: str) -> list[Removal]:
    found = detectors().clean(page.encode(), "https://www.hillandtowpath.example/canal").removals
    return [removal for removal in found if removal.by == "spam"]


def cleaned(page: str) -> str:
    source = page.encode()
    for removal in reversed(removals(page)):
        source = source[: removal.start] + source[removal.end :]
    return source.decode()


@pytest.mark.parametrize("html", PLANTED.values(), ids=PLANTED.keys())
def test_what_is_planted_goes_as_a_whole(html: str) -> None:
    (removal,) = removals(PAGE.format(html))
    assert removal.category == "spam-links"
    assert removal.evidence
    assert not any(
        word in cleaned(PAGE.format(html)) for word in ("casino", "replica", "scrap", "카지노", "</a> <a href=https")
    )
    assert "heron" in cleaned(PAGE.format(html))


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
@pytest.mark.parametrize("html", LINKS.values(), ids=LINKS.keys())
def test_a_planted_link_goes_alone(html: str, place: str) -> None:
    left = cleaned(PAGE.format(place.format(html)))
    assert left in (PAGE.format(place.format("")), PAGE.format(place.replace("<li>{}</li>", "")))


@pytest.mark.parametrize("html", SPAM_COMMENTS.values(), ids=SPAM_COMMENTS.keys())
def test_a_comment_for_its_link_goes_alone(html: str) -> None:
    comments = f"<ol class=commentlist>{COMMENTS}</ol>"
    assert cleaned(PAGE.format(comments.format(html))) == PAGE.format(comments.format(""))


@pytest.mark.parametrize("html", HONEST.values(), ids=HONEST.keys())
def test_what_is_honest_stays(html: str) -> None:
    assert removals(PAGE.format(html)) == []


@pytest.mark.parametrize(("title", "html"), ON_TOPIC.values(), ids=ON_TOPIC.keys())
def test_what_a_page_is_about_stays(title: str, html: str) -> None:
    assert removals(PAGE.replace("Walks along the canal", title).format(html)) == []


@pytest.mark.parametrize("name", ["a casino's review", "an agency's blog", "an article on link spam"])
@pytest.mark.parametrize("html", [PLANTED["off-screen"], PLANTED["a script hides it"], PLANTED["a farm"]])
def test_hidden_lists_and_farms_go_from_such_a_page_too(name: str, html: str) -> None:
    title, own = ON_TOPIC[name]
    assert cleaned(PAGE.replace("Walks along the canal", title).format(own + html)) == PAGE.replace(
        "Walks along the canal", title
    ).format(own + html.replace(html[html.index("<div") : html.index("</div>") + 6], ""))
