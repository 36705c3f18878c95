"""What no filter of a list may take."""

import pytest
from lxml import etree

from unsponsor.guard import shipped_guard
from unsponsor.rules.facts import Facts
from unsponsor.rules.layout import PARAGRAPH
from unsponsor.unlisted import own_boxes, unlisted_in

from .rules.helpers import facts

GUARD = shipped_guard().model_copy(
    update={
        "paragraphs": 2,
        "own_links": 20,
        "unseen": ".heard",
        "like_entries": 2,
        "smallest_ad": 30,
        "logos": ["logo"],
        "caption": 20,
    }
)
LONG, SHORT = "a" * (PARAGRAPH + 1), "a" * PARAGRAPH
SHOP = "https://shop.example/"
OWN = "leads to the site itself only"
BACK = "leads only within the page, or to the site's front page"
ENTRY = "is one of several entries alike that hold prose"
LOW, LOGO, CAPTION = "is a picture lower than any ad", "is the site's own logo", "stands over a caption"


def x_of(html: str) -> tuple[Facts, etree._Element]:
    page = facts(html)
    return page, page.by_token["#x"][0]


def found_in(page: Facts) -> list[int]:
    """The numbers of what something besides lists takes for promotion here: what is called so."""
    return [page.page.numbers[element] for element in page.by_token.get(".found", ())]


def figure(shown: str, caption: str = "A street in the rain, last Sunday") -> str:
    return f"<figure>{shown}<figcaption>{caption}</figcaption></figure>"


PROSE = {
    "nothing": ("<div id=x></div>", None),
    "one paragraph": (f"<div id=x><p>{LONG}</p></div>", None),
    "two": (f"<div id=x><p>{LONG}</p><p>{LONG}</p></div>", "holds 2 paragraphs of text"),
    "three": (f"<div id=x><p>{LONG}</p><p>{LONG}<p>{LONG}</p></div>", "holds 3 paragraphs of text"),
    "one beside it": (f"<div id=x><p>{LONG}</p></div><p>{LONG}</p>", None),
    "short ones": (f"<div id=x><p>{SHORT}</p><p>{SHORT}</p></div>", None),
    "text in several pieces": (f"<div id=x><p>{SHORT}<b>b</b>{SHORT}</p><p>{LONG}</p></div>", None),
    "what is heard": ("<div id=x class=heard>a</div>", "is written for those who hear the page"),
}
LINKS = {
    "to the site": ("<div id=x><a href=/1>Twenty characters, 20</a></div>", OWN),
    "too little": ("<div id=x><a href=/1>Nineteen, no more..</a></div>", None),
    "no link": ("<div id=x>Twenty characters, 20</div>", None),
    "to another site as well": (f"<div id=x><a href=/1>Twenty characters, 20</a><a href={SHOP}>a</a></div>", None),
    "more than half is found": (
        "<div id=x><a href=/1>Twenty characters, 20</a><b class=found>but this is more than that</b></div>",
        None,
    ),
    "less is found": ("<div id=x><a href=/1>Twenty characters, 20</a><b class=found>and this is less</b></div>", OWN),
}
BACKWARDS = {
    "to the top": ("<a id=x href=#top>Top</a>", BACK),
    "in boxes": ("<div id=x><p><a href=#top><svg><path/></svg>Top</a><br></p></div>", BACK),
    "several": ("<p id=x><a href=#a>A</a> <a href=#b>B</a></p>", BACK),
    "to the front page": ("<p id=x><a href=/><img src=a.gif></a></p>", BACK),
    "to the front page, in full": ("<p id=x><a href=https://page.example/index.html>Home</a></p>", BACK),
    "an index": (f"<p id=x>{'<a href=#a></a>' * 60}</p>", None),
    "a button": ("<a id=x href=#>Close</a>", None),
    "to the page itself": ("<a id=x href='?a=1'>Close</a>", None),
    "to another page": ("<p id=x><a href=#top>Top</a><a href=/1>Lamps</a></p>", None),
    "to another site": (f"<p id=x><a href={SHOP}>Lamps</a></p>", None),
    "to another site's front page": ("<a id=x href=//shop.example/>Lamps</a>", None),
    "beside text": ("<p id=x>Lamps <a href=#top>Top</a></p>", None),
    "before text": ("<p id=x><a href=#top>Top</a> Lamps</p>", None),
    "beside a slot": ("<div id=x><a href=#top>Skip</a><div></div></div>", None),
    "beside a frame": ("<div id=x><a href=#top>Skip</a><iframe></iframe></div>", None),
    "beside a script": ("<div id=x><a href=#top>Skip</a><script>fill()</script></div>", None),
    "beside a picture": ("<div id=x><a href=#top>Skip</a><img src=a.gif></div>", None),
    "found besides": ("<div id=x><a class=found href=#top>Top</a></div>", None),
}
LIKE = f"<li class=e><p>{LONG}</p></li>"
ENTRIES = {
    "two like it": (f"<ul>{LIKE}<li id=x class=e>{LONG}</li>{LIKE}</ul>", ENTRY),
    "both behind it": (f"<ul><li id=x class=e>{LONG}</li>{LIKE * 2}</ul>", ENTRY),
    "little is found in it": (f"<ul><li id=x class=e>{LONG}<b class=found>Lamps</b></li>{LIKE * 2}</ul>", ENTRY),
    "much is found in it": (f"<ul><li id=x class=e><b class=found>{LONG}</b></li>{LIKE * 2}</ul>", None),
    "it is found itself": (f"<ul><li id=x class='found'>{LONG}</li>{LIKE.replace('=e', '=found') * 2}</ul>", None),
    "one like it": (f"<ul><li id=x class=e>{LONG}</li>{LIKE}</ul>", None),
    "no prose in it": (f"<ul><li id=x class=e>Lamps</li>{LIKE * 2}</ul>", None),
    "no prose in them": (f"<ul><li id=x class=e>{LONG}</li>{'<li class=e>Lamps</li>' * 2}</ul>", None),
    "of another class": (f"<ul><li id=x class=ad>{LONG}</li>{LIKE * 2}</ul>", None),
    "of another kind": (f"<div id=x class=e>{LONG}</div>{LIKE * 2}", None),
    "far from it": (f"<ul><li id=x class=e>{LONG}</li>{'<li class=e></li>' * 10}{LIKE * 2}</ul>", None),
}
PICTURES = {
    "an icon": ("<img id=x width=16 height=16 src=//ads.example/1.png>", LOW),
    "in pixels": ("<img id=x width='16px' height='29.5px' src=//ads.example/1.png>", LOW),
    "an icon in a link": (f"<a id=x href={SHOP}><img width=80 height=15 src=1.png></a>", LOW),
    "an ad": ("<img id=x width=88 height=31 src=1.png>", None),
    "a dot": ("<img id=x width=1 height=16 src=1.png>", None),
    "a line": ("<img id=x width=300 height=1 src=1.png>", None),
    "of no known size": ("<img id=x width=16 height=auto src=1.png>", None),
    "a frame": ("<iframe id=x width=16 height=16 src=1></iframe>", None),
    "a link that says more": ("<a id=x href=/1><img width=16 height=16 src=1.png>Lamps</a>", None),
    "a link that shows more": ("<a id=x href=/1><img width=16 height=16 src=1.png><img src=2.png></a>", None),
    "a logo": ("<img id=x src=/ads/news-logo.png>", LOGO),
    "a logo in full": ("<img id=x width=300 height=60 src=https://www.page.example/ad/logo/1.png>", LOGO),
    "a logo in a link": ("<a id=x href=/1><img src=/ads/Logo_1.png></a>", LOGO),
    "a logo inside of a link": ("<a href=/1>News<img id=x src=/ads/logo.png></a>", LOGO),
    "a logo's dot": ("<img id=x width=1 height=1 src=/ads/logo.png>", None),
    "another picture": ("<img id=x src=/ads/catalogo.png>", None),
    "no picture": ("<img id=x>", None),
    "a logo of another site": ("<img id=x src=//ads.example/logo.png>", None),
    "a logo that leads to another site": (f"<a href={SHOP}>Lamps<img id=x src=/ads/logo.png></a>", None),
    "found besides": ("<a id=x href=/1><img class=found src=/ads/logo.png></a>", None),
    "a caption": (figure("<img id=x src=//ads.example/1.png>"), CAPTION),
    "a frame over a caption": (figure("<div><iframe id=x src=//ads.example/1></iframe></div>"), CAPTION),
    "a video over a caption": (figure("<video id=x src=//ads.example/1></video>"), CAPTION),
    "a caption, in a link to the site": (figure("<a id=x href=/1><img src=//ads.example/1.png></a>"), CAPTION),
    "a caption, in a link to another site": (figure(f"<a id=x href={SHOP}><img src=//ads.example/1.png></a>"), None),
    "a box over a caption": (figure("<div id=x><img src=//ads.example/1.png></div>"), None),
    "a dot over a caption": (figure("<img id=x width=1 height=1 src=//ads.example/1.png>"), None),
    "a short caption": (figure("<img id=x src=//ads.example/1.png>", "Advertisement"), None),
    "a figure without a caption": ("<figure><img id=x src=//ads.example/1.png></figure>", None),
    "a caption far away": (figure("<div>" * 9 + "<img id=x src=//ads.example/1.png>" + "</div>" * 9), None),
    "a caption elsewhere": (f"<img id=x src=//ads.example/1.png>{figure('')}", None),
}
CASES = [
    pytest.param(*case, id=f"{kind}: {name}")
    for kind, cases in {
        "prose": PROSE,
        "links": LINKS,
        "back": BACKWARDS,
        "entries": ENTRIES,
        "pictures": PICTURES,
    }.items()
    for name, case in cases.items()
]


@pytest.mark.parametrize(("html", "reason"), CASES)
def test_what_no_list_may_take_is_told(html: str, reason: str | None) -> None:
    page, element = x_of(html)
    assert unlisted_in(page, element, GUARD, found_in(page)) == reason


MINE = "<div id=mine><h3>More news</h3><a href=/1>Talks go on</a> <a href=/2>Rain comes</a></div>"
AD = "<div id=ad class=found><a href=https://shop.example/>Lamps</a></div>"
LABEL = "<p id=label>Partners</p>"
BOXES = {
    "beside an ad": (f"<div id=x>{MINE}{AD}{LABEL}</div>", ["ad", "label"]),
    "in a box of its own": (f"<div id=x><div>{MINE}{AD}</div></div>", ["ad"]),
    "the ad is in a box": (f"<div id=x>{MINE}<div id=box>{AD}</div></div>", ["box"]),
    "what is not seen need not go": (f"<div id=x>{MINE}{AD}<style></style><script></script></div>", ["ad"]),
    "no ad": (f"<div id=x>{MINE}{LABEL}</div>", []),
    "no own box": (f"<div id=x>{AD}{LABEL}</div>", []),
    "all own": (f"<div id=x>{MINE}{MINE.replace('mine', 'more')}</div>", []),
    "no heading": (f"<div id=x>{MINE.replace('h3', 'b')}{AD}</div>", []),
    "to another site": (f"<div id=x>{MINE.replace('/2', SHOP)}{AD}</div>", []),
    "the ad is in it": (f"<div id=x><div><h3>More news, and lamps</h3><a href=/1>News</a>{AD}</div>{LABEL}</div>", []),
    "found itself": (f"<div id=x>{MINE.replace('id=mine', 'id=mine class=found')}{AD}</div>", []),
}


@pytest.mark.parametrize(("html", "beside"), BOXES.values(), ids=BOXES.keys())
def test_what_stands_beside_a_sites_own_boxes_is_told(html: str, beside: list[str]) -> None:
    page, element = x_of(html)
    assert [box.get("id") for box in own_boxes(page, element, GUARD, found_in(page))] == beside
