"""What of a page can be read, seen or used. The element with id=x is the one in question."""

from collections.abc import Callable

import pytest
from lxml import etree

from unsponsor.heuristics.content import Content
from unsponsor.rules.facts import Facts

from ..rules.helpers import facts
from .helpers import content_of

AD = "https://shop.example/"


def x_of(html: str) -> tuple[Facts, etree._Element, Content]:
    page = facts(html)
    return page, page.by_token["#x"][0], content_of(page)


def ids(elements: list[etree._Element]) -> str:
    return " ".join(element.get("id") or element.tag for element in elements)


# What stands in an element, and whether that is read.
READ = {
    "": False,
    "a word": True,
    "<p>a word</p>": True,
    "7,50 €": True,
    "€": True,
    "12:30": True,
    "123": True,
    # Punctuation, and the number of a slot.
    "–": False,
    "…": False,
    "12": False,
    "<b>1</b>.": False,
    # Labels, notes, what waits, what closes.
    "Advertisement": False,
    "ADVERTISEMENT:": False,
    "広告": False,
    "<b>Advertisement</b> <i>Why this ad?</i>": False,
    "Loading": False,
    "Skip ad": False,
    "[Close]": False,
    "Advertisements": True,
    "Advertisement of the week": True,
    "<b>Advertisement</b> of the week": True,
    "Loading it all": True,
    # With the number of a slot.
    "Advertisement 1": False,
    "Advertisement 12": False,
    "Advertisement 123": True,
    "Lamp 1": True,
    # Who fills a widget.
    "Powered by Widgetly": False,
    "Widgetly": False,
    "Widgetly powers": True,
    "Powered by us": True,
    f"{'a' * 31} Widgetly": False,
    f"{'a' * 32} Widgetly": True,
    # With a label in brackets.
    "【PR】Lamps": False,
    "Lamps (PR)": False,
    "Lamps [Advertisement]": False,
    "【AR】Lamps": True,
    "PR: Lamps": True,
    "Lamps (PR) for you": True,
    "【PR】" + "Lamps " * 7: True,
    "<a href=/>【PR】Lamps</a>": True,
    # What nobody reads.
    "<script>a word</script>": False,
    "<template>a word</template>": False,
    "<img alt='a word'>": False,
}


@pytest.mark.parametrize(("inside", "read"), READ.items(), ids=READ.keys())
def test_what_is_read(inside: str, read: bool) -> None:
    _, element, content = x_of(f"<div id=x>{inside}</div><p>other words</p>")
    assert content.is_read(element) is read
    assert content.is_void(element) is (not read and "<img" not in inside)


@pytest.mark.parametrize(
    ("html", "says"),
    [
        ("<div id=x>a word</div>", True),
        ("<div id=x><p></p>a word</div>", True),
        ("<div id=x><p>a word</p></div>", False),
        ("<div id=x>Advertisement<p>a word</p></div>", False),
        ("<div>a word<p id=x></p>a word</div>", False),
    ],
)
def test_what_an_element_says_itself(html: str, says: bool) -> None:
    _, element, content = x_of(html)
    assert content.says_itself(element) is says


# Elements, and whether they are seen and used.
SEEN = {
    "<img id=x>": (True, False),
    "<picture id=x></picture>": (True, False),
    "<video id=x></video>": (True, False),
    "<audio id=x></audio>": (True, False),
    "<canvas id=x></canvas>": (True, False),
    "<object id=x></object>": (True, False),
    "<embed id=x>": (True, False),
    "<math id=x></math>": (True, False),
    "<form id=x></form>": (True, True),
    "<input id=x>": (True, True),
    "<select id=x></select>": (True, True),
    "<textarea id=x></textarea>": (True, True),
    "<details id=x></details>": (True, True),
    "<dialog id=x></dialog>": (True, True),
    "<button id=x>Buy</button>": (True, True),
    "<button id=x>Close</button>": (False, True),
    "<button id=x aria-label=Close></button>": (False, True),
    "<button id=x aria-label=Close>Buy</button>": (True, True),
    "<p id=x>Close</p>": (False, False),
    "<iframe id=x></iframe>": (False, False),
    "<iframe id=x src=/a></iframe>": (True, False),
    "<iframe id=x src=/a class=ad-1></iframe>": (False, False),
    "<iframe id=x src=/a name=widgetly></iframe>": (False, False),
    "<iframe id=x src=/a name=banner></iframe>": (True, False),
    "<svg id=x></svg>": (False, False),
    "<div id=x></div>": (False, False),
    "<script id=x src=/a></script>": (False, False),
}


@pytest.mark.parametrize(("html", "wanted"), SEEN.items(), ids=SEEN.keys())
def test_what_is_seen_and_used(html: str, wanted: tuple[bool, bool]) -> None:
    page, element, content = x_of(f"<div id=around>{html}</div>")
    (around,) = page.by_token["#around"]
    assert (content.is_seen(element), content.is_used(element)) == wanted
    assert (content.is_seen(around), content.is_used(around)) == (False, wanted[1])
    assert (not content.is_void(element)) is wanted[0]
    assert (not content.is_void(around)) is wanted[0]


# What stands in an element: whether it is void, and whether it is blank.
VOID = {
    "": (True, True),
    "Advertisement": (True, True),
    "<p>a word</p>": (False, False),
    "<img>": (False, False),
    # A link over it.
    "<a href='#after'>Skip this</a>": (True, False),
    "<a href='#after'>Skip <b>this</b></a>": (True, False),
    "<a href='#after'>Skip this</a> a word": (False, False),
    "<a href='#after'>Skip this</a><a href='#more'>Skip more</a>": (False, False),
    "<a href='/after'>Skip this</a>": (False, False),
    "<a href='#after'></a>": (True, True),
    "<a href='#after'>Skip this</a><img>": (False, False),
}


@pytest.mark.parametrize(("inside", "wanted"), VOID.items(), ids=VOID.keys())
def test_what_is_void_and_what_is_blank(inside: str, wanted: tuple[bool, bool]) -> None:
    _, element, content = x_of(f"<p>before</p><div id=x>{inside}</div><p>behind<img></p>")
    assert (content.is_void(element), content.is_blank(element)) == wanted


UNFILLED = {
    "": True,
    "More for you": True,
    "a" * 60: True,
    "a" * 61: False,
    "<a href=/>More</a>": False,
    "<a name=more>More</a>": True,
    "More<img>": False,
    "<script>fill()</script>": True,
}


@pytest.mark.parametrize(("inside", "unfilled"), UNFILLED.items(), ids=UNFILLED.keys())
def test_what_is_not_filled_yet(inside: str, unfilled: bool) -> None:
    _, element, content = x_of(f"<div id=x>{inside}</div>")
    assert content.is_unfilled(element) is unfilled


ADVERTISING = {
    f"<a href={AD}><img></a>": True,
    f"<a href={AD}>Lamps</a> that shine": True,
    f"<a href={AD}>Lamps</a><a href=https://b.example/>Shades</a>": True,
    f"<a href={AD}>Lamps</a><a href=/>Home</a>": False,
    "<a href=/>Lamps</a>": False,
    "<a href=https://www.page.example/>Lamps</a>": False,
    "<a href='mailto:a@shop.example'>Lamps</a>": False,
    f"<a href={AD}>{'a' * 300}</a>": True,
    f"<a href={AD}>{'a' * 301}</a>": False,
    f"<a href={AD}>Lamps</a><input>": False,
    f"<iframe src={AD}></iframe>": True,
    f"<iframe src={AD}></iframe>Advertisement": True,
    f"<iframe src={AD}></iframe>a word": False,
    "<iframe src=/a></iframe>": False,
    "<iframe></iframe>": False,
    "<img>": False,
}


@pytest.mark.parametrize(("inside", "advertising"), ADVERTISING.items(), ids=ADVERTISING.keys())
def test_what_can_be_an_ad(inside: str, advertising: bool) -> None:
    _, element, content = x_of(f"<div id=x>{inside}</div>")
    assert content.is_advertising(element) is advertising


@pytest.mark.parametrize(
    ("inside", "leads"),
    [
        ("<a href=/>a</a>", True),
        (f"<a href={AD}>a</a>", True),
        ("<a name=a>a</a>", False),
        (f"<iframe src={AD}></iframe>", True),
        ("<iframe src=/a></iframe>", False),
        ("a", False),
    ],
)
def test_what_leads_somewhere(inside: str, leads: bool) -> None:
    _, element, content = x_of(f"<div id=x>{inside}</div><a href={AD}>a</a><iframe src={AD}></iframe>")
    assert content.leads(element) is leads


@pytest.mark.parametrize(
    ("links", "share", "enough"),
    [(f"{AD} /", 0.5, True), (f"{AD} /", 0.51, False), (AD, 1, True), ("", 0, False), ("/", 0, True)],
)
def test_what_share_leads_elsewhere(links: str, share: float, enough: bool) -> None:
    inside = "".join(f"<a href={link}>a</a>" for link in links.split())
    _, element, content = x_of(f"<div id=x>{inside}</div><a href={AD}>a</a>")
    assert content.leads_elsewhere(element, share) is enough


LABELLING = {
    "<p id=a>Advertisement</p>": "a",
    "<p id=a>Advertisement <b id=b>of the week</b></p>": "a",
    "<p id=a>Advertisement of the week</p>": "",
    "<p id=a>【PR】Lamps</p><p id=b>Lamps (PR)</p><p id=c>Lamps (AR)</p>": "a b",
    "<a id=a href=/>【PR】Lamps</a><b id=b>PR</b>": "b",
    "<p id=a>【PR】Lamps</p><p id=b>PR</p><p id=c>【PR】Lamps</p>": "a b c",
    f"<p id=a>{'【PR】' + 'a' * 36}</p><p id=b>{'【PR】' + 'a' * 37}</p>": "a",
    "<p id=a>Why this ad?</p>": "",
}


@pytest.mark.parametrize(("html", "labels"), LABELLING.items(), ids=LABELLING.keys())
def test_what_labels(html: str, labels: str) -> None:
    page = facts(html)
    elements = [element for number in content_of(page).labelling if (element := page.page.elements[number]) is not None]
    assert ids(elements) == labels


def test_who_fills_a_widget_is_a_credit() -> None:
    page = facts("<p id=a>Powered by Widgetly</p><p id=b>Widgetly</p><p id=c>Widgetly and more</p><p id=d>Powered by us</p>")
    assert ids(content_of(page).credits) == "a b"
    assert content_of(facts("<p>a word")).credits == []


@pytest.mark.parametrize(
    ("text", "closes"),
    [("Close", True), ("× CLOSE ×", True), ("Skip Ad", True), ("Close up", False), ("", False), ("×", False)],
)
def test_what_one_closes_an_ad_with(text: str, closes: bool) -> None:
    assert content_of(facts("")).dismisses(text) is closes


# Inline scripts, and whether they fill the slot in which they stand.
LOADERS = {
    "": False,
    "(adsbyus = window.adsbyus || []).push({})": True,
    "adtag.push(1)": True,
    "adtag.pull(1)": False,
    # Calls by their names.
    "showAd(1)": True,
    "ad.show(1)": True,
    "addAll(1)": False,
    "get_banner('a')": True,
    "banner('a')": False,
    "get('banner')": False,
    "var a = 1; showAd(1)": False,
    "window.a = 1; showAd(1)": False,
    "function a() {} showAd(1)": False,
    "var a = document.createElement('i'); showAd(a)": True,
    "const a = document.getElementById('i'); showAd(a)": True,
    f"showAd({'1' * 1492})": True,
    f"showAd({'1' * 1493})": False,
    # What is written.
    "document.write('<script src=//adserver.example/a>')": True,
    "document.writeln('<script src=//a.adserver.example/a>')": True,
    "document.write('<script src=//cdn.example/a>')": False,
    "fetch('//adserver.example/a')": False,
    "document.createElement('i').src = 'https://widgetly.example/a'": True,
    f"document.write('//adserver.example/{'a' * 1463}')": True,
    f"document.write('//adserver.example/{'a' * 1464}')": False,
}


@pytest.mark.parametrize(("script", "loads"), LOADERS.items(), ids=[script[:60] for script in LOADERS])
def test_what_fills_a_slot(script: str, loads: bool) -> None:
    page = facts(f"<script id=a>{script}</script>")
    assert ids(content_of(page).loaders) == ("a" if loads else "")


@pytest.mark.parametrize(
    ("attributes", "runs"),
    [
        ("", True),
        ("type=module", True),
        ("type=text/javascript", True),
        ("type='Application/JavaScript; charset=utf-8'", True),
        ("type=text/ecmascript", True),
        ("type=application/json", False),
        ("type=text/template", False),
    ],
)
def test_only_what_runs_fills_a_slot(attributes: str, runs: bool) -> None:
    assert bool(content_of(facts(f"<script {attributes}>showAd(1)</script>")).loaders) is runs


@pytest.mark.parametrize(
    ("attributes", "named"), [("id=ad-1", True), ("class=widgetly", True), ("name=adSlot", True), ("id=add", False)]
)
def test_a_script_may_be_named_as_a_slot(attributes: str, named: bool) -> None:
    assert bool(content_of(facts(f"<script {attributes}>a()</script>")).loaders) is named
    assert content_of(facts(f"<script {attributes}></script>")).loaders == []


@pytest.mark.parametrize(
    ("url", "served"),
    [
        ("//adserver.example/1.js", True),
        ("https://a.widgetly.example/1.js", True),
        ("https://cdn.example/adserver.example.js", False),
        ("/1.js", False),
        ("data:text/javascript,1", False),
    ],
)
def test_where_scripts_come_from(url: str, served: bool) -> None:
    for name in ("src", "data-src"):
        page = facts(f"<script id=a {name}='{url}'></script><script>1</script><script src></script>")
        assert ids(content_of(page).served) == ("a" if served else "")


# Whether a label heads an empty box.
HEADS = {
    "an empty box": ("<p id=x>Advertisement</p><div></div>", True),
    "a script": ("<p id=x>Advertisement</p><script>1</script>", True),
    **{
        f"an empty <{tag}>": (f"<p id=x>Advertisement</p><{tag}></{tag}>", True)
        for tag in ("section", "aside", "ins", "iframe", "figure", "center", "span", "p", "amp-ad")
    },
    "a line below": ("<p id=x>Advertisement</p><br><hr><div></div>", True),
    "a comment below": ("<p id=x>Advertisement</p><!-- c --><div></div>", True),
    "punctuation below": ("<p id=x>Advertisement</p>: <div></div>", True),
    "nothing": ("<p id=x>Advertisement</p>", False),
    "text": ("<p id=x>Advertisement</p>a word<div></div>", False),
    "a box with text": ("<p id=x>Advertisement</p><div>a word</div>", False),
    "a box with a picture": ("<p id=x>Advertisement</p><div><img></div>", False),
    "what is no box": ("<p id=x>Advertisement</p><ul></ul>", False),
    "another box first": ("<p id=x>Advertisement</p><div>a word</div><div></div>", False),
    "from within": ("<div><p><b id=x>Advertisement</b></p></div><div></div>", True),
    "in the same box": ("<article>a word<div><p id=x>Advertisement</p><i></i></div></article>", True),
    "in the same box, with text": ("<article><div><p id=x>Advertisement</p><i>a word</i></div><div></div></article>", False),
    "from within another kind of box": ("<ul><li id=x>Advertisement</ul><div></div>", False),
}


@pytest.mark.parametrize(("html", "heads"), HEADS.values(), ids=HEADS.keys())
def test_whether_a_label_heads_an_empty_box(html: str, heads: bool) -> None:
    _, element, content = x_of(f"<main>{html}</main>")
    assert content.heads_slot(element) is heads


ASKED: dict[str, tuple[Callable[[Content, etree._Element], bool], bool]] = {
    "read": (Content.is_read, True),
    "void": (Content.is_void, False),
    "blank": (Content.is_blank, False),
    "unfilled": (Content.is_unfilled, False),
    "advertising": (Content.is_advertising, False),
    "leading": (Content.leads, False),
    "used": (Content.is_used, True),
}


@pytest.mark.parametrize(("ask", "answer"), ASKED.values(), ids=ASKED.keys())
def test_elements_that_a_parser_makes_can_be_asked_about(ask: Callable[[Content, etree._Element], bool], answer: bool) -> None:
    page = facts("<p>a word</p><form></form>")
    assert page.page.root is not None
    body = page.page.root[-1]
    assert body not in page.page.numbers
    assert ask(content_of(page), body) is answer


@pytest.mark.parametrize(
    ("addresses", "outside"),
    [
        ("https://shop.example.net/", True),
        ("https://shop.example.net/ https://other.example.net/", True),
        ("https://shop.example.net/ /own", False),
        ("https://shop.example.net/ https://friends.example/share", False),
        ("mailto:a@shop.example.net", False),
        ("", False),
    ],
)
def test_where_links_lead_outside(addresses: str, outside: bool) -> None:
    links = "".join(f"<a href='{address}'>a</a>" for address in addresses.split())
    page = facts(f"<div id=x>{links}</div>", "https://page.example/")
    assert content_of(page).leads_outside(page.by_token["#x"][0]) is outside
