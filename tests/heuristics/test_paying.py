"""Lines and boxes whose links all pay the site. The element with id=x is the one in question."""

import pytest

from unsponsor.heuristics.lexicon import shipped_lexicon
from unsponsor.heuristics.paying import PayingDetector
from unsponsor.page.edit import Action
from unsponsor.rules.hosts import HostSet
from unsponsor.rules.vocabulary import Vocabulary
from unsponsor.verdict import Finding

from ..rules.helpers import facts

DETECTOR = PayingDetector(
    verbs=Vocabulary(["Buy", "Book", "Get"]),
    calls=(Vocabulary(["deal", "% off"]), Vocabulary(["buy now"])),
    networks=HostSet(["net.example"]),
    shops=HostSet(["shop.example"]),
    parameters=("?aff=", "utm_medium=affil"),
    lexicon=shipped_lexicon(),
)
NET = "https://go.net.example"
PROSE = "A sentence that tells of a thing and of another, which is longer than what a card says of it."


def found(html: str, url: str = "https://tea.example/kettles") -> list[Finding]:
    return list(
        DETECTOR.find(
            facts(f"<p>{PROSE}</p>{html}<p>{PROSE}</p>", url),
        )
    )


def ids(html: str, url: str = "https://tea.example/kettles") -> str:
    return " ".join(finding.element.get("id") or finding.element.tag for finding in found(html, url))


# Links, and whether they pay the site.
PAYS = {
    f"<a href={NET}/1>": True,
    "<a href=https://net.example/1>": True,
    "<a href=https://other.example/1>": False,
    "<a href=https://other.example/1 rel=sponsored>": True,
    "<a href=/1 rel=sponsored>": True,
    "<a href='https://other.example/?aff=1'>": True,
    "<a href='https://other.example/?AFF=1'>": True,
    "<a href='https://other.example/?a=1&utm_medium=affiliate'>": True,
    "<a href='/?aff=1'>": False,
    "<a href='https://www.tea.example/?aff=1'>": False,
    "<a href='https://shop.example/?tag=1'>": True,
    "<a href='https://other.example/?tag=1'>": False,
    "<a href=https://shop.example/1>": False,
    f"<a name={NET}/1>": False,
}


@pytest.mark.parametrize(("link", "pays"), PAYS.items(), ids=PAYS.keys())
def test_which_links_pay(link: str, pays: bool) -> None:
    assert ids(f"<div id=x>{link}Buy a kettle</a></div>") == ("x" if pays else "")


LINK = f"<a href={NET}/1>"
GOES = {
    "a line that calls": f"<div id=x>{LINK}Buy a kettle</a></div>",
    "a line that begins with a call": f"<div id=x>Book here: {LINK}the hotel</a>, at once</div>",
    "a line with an offer in its link": f"<div id=x>{LINK}Kettles: the best deal</a></div>",
    "a line that is mostly its link": f"<div id=x>{LINK}Get the kettle of the year</a> ▸</div>",
    "an offer with words beside it": f"<div id=x><p>Kettles, 20% off</p><p>{LINK}Get it</a></p></div>",
    "a line as long as a line is": f"<div id=x>Book {LINK}{'a' * 194}</a></div>",
    "inline elements around it": f"<div id=x><b><i>{LINK}Buy a kettle</a></i></b></div>",
    "a box around a paragraph": f"<div id=x><p>{LINK}Buy a kettle</a></p></div>",
    "boxes around it": f"<section id=x><div><ul><li>{LINK}Buy a kettle</a></ul></div></section>",
    "a link of several parts": f"<div id=x><a href={NET}/1><img src=a.png></a><a href={NET}/1>Buy now</a></div>",
    "prices": f"<div id=x>{LINK}Kettle</a> $5 <a href={NET}/2>Pot</a> $7</div>",
    "several links and an offer": f"<div id=x>{LINK}Kettle</a> <a href={NET}/2>Pot</a> 20% off</div>",
    "pictures": "<div id=x>" + "".join(f"<a href={NET}/{n}><img src={n}.png>Pot {n}</a>" for n in range(3)) + "</div>",
    "a row of a table, with its table": f"<table id=x><tr><td>{LINK}Kettle, $5</a><td><a href={NET}/2>Pot, $7</a></table>",
    "a heading over it all": f"<div id=x><h3>Shop</h3>{LINK}Kettle</a> $5 <a href={NET}/2>Pot</a> $7</div>",
    "most of them pay": "<div id=x>" + "".join(f"<a href={NET}/{n}>Pot {n}</a> $5 " for n in range(3)) + "<a href=https://b.example/>More</a></div>",
    "one of a list outside of a menu": f"<ul id=x><li>{LINK}Buy a kettle</a></ul>",
    "a card that tells of its thing": f"<div id=x><p>{PROSE}</p><p>{LINK}Buy now</a></p></div>",
    "a figure that advertises": f"<figure id=x>{LINK}<img src=a.png></a><figcaption>Tea? {LINK}Get more</a></figcaption></figure>",
    "a figure, by a sentence in it": f"<figure id=x>{LINK}<img></a><figcaption>{LINK}Tea is good. Buy some</a></figcaption></figure>",
    "a heading that calls": f"<h3 id=x>{LINK}Buy a kettle</a></h3>",
    **{f"a line in a <{tag}>": f"<{tag} id=x>{LINK}Buy a kettle</a></{tag}>" for tag in ("section", "aside", "center", "blockquote", "article", "h4", "h5", "h6")},
    **{f"inline <{tag}>": f"<div id=x><{tag}>{LINK}Buy a kettle</a></{tag}></div>" for tag in ("span", "strong", "em", "u", "font", "small")},
    "four of five letters": f"<div id=x>123 {LINK}Get a kettle now</a></div>",
    "as much as one link has beside it": f"<div id=x><p>{'a' * 241}</p><p>{LINK}Buy now</a></p></div>",
    "no prose beside several, in wide letters": f"<div id=x><p>{'茶' * 55}</p>{LINK}Kettle</a> $5 <a href={NET}/2>Pot</a> $7</div>",
    "no sentence beside several": f"<div id=x><p>{'a' * 110}</p>{LINK}Kettle</a> $5 <a href={NET}/2>Pot</a> $7</div>",
}  # fmt: skip
STAYS = {
    "a line that calls to nothing": f"<div>{LINK}A kettle</a></div>",
    "a call later on": f"<div>Where to {LINK}buy</a></div>",
    "a longer word": f"<div>{LINK}Buyers of kettles</a></div>",
    "a line that is longer than a line": f"<div>Book {LINK}{'a' * 195}</a></div>",
    "a link in a sentence": f"<div>You can {LINK}Buy a kettle</a> here</div>",
    "a link beside longer words": f"<div><p>Words that are no offer</p><p>{LINK}Buy it</a></p></div>",
    "a paragraph of the text": f"<p>{LINK}Buy a kettle</a></p>",
    "a row alone": f"<table><tr><td>Shop<td>{LINK}Buy a kettle</a></table>",
    "another kind of box": f"<pre>{LINK}Buy a kettle</a></pre>",
    "in a menu": f"<nav><ul><li>{LINK}Buy a kettle</a></ul></nav>",
    "in a menu of the page's head": f"<header><div><ul><li>{LINK}Buy a kettle</a></ul></div></header>",
    "several links without a price": f"<div>{LINK}Kettle</a> <a href={NET}/2>Pot</a></div>",
    "two pictures": "<div>" + "".join(f"<a href={NET}/{n}><img>Pot {n}</a>" for n in range(2)) + "</div>",
    "pictures of some": "<div>" + "".join(f"<a href={NET}/{n}><img>Pot {n}</a>" for n in range(3)) + f"<a href={NET}/9>Pot</a></div>",
    "one that is the site's own": "<div>" + "".join(f"<a href={NET}/{n}>Pot {n}</a> $5 " for n in range(3)) + "<a href=/>More</a></div>",
    "too few of them pay": "<div>" + "".join(f"<a href={NET}/{n}>Pot {n}</a> $5 " for n in range(2)) + "<a href=https://b.example/>More</a></div>",
    "less than four of five letters": f"<div>1234 {LINK}Get a kettle now</a></div>",
    "more than one link has beside it": f"<div><p>{'a' * 242}</p><p>{LINK}Buy now</a></p></div>",
    "prose beside several, in wide letters": f"<div><p>{'茶' * 56}</p>{LINK}Kettle</a> $5 <a href={NET}/2>Pot</a> $7</div>",
    "a longer text beside several": f"<div><p>{'a' * 111}</p>{LINK}Kettle</a> $5 <a href={NET}/2>Pot</a> $7</div>",
    "more places than a box has": "<div>" + "".join(f"<a href={NET}/{n}>Pot</a> $5 " for n in range(13)) + "</div>",
    "more pictures than places": f"<div><img><img>{LINK}Buy a kettle</a></div>",
    "prose beside several": f"<div><p>{PROSE}</p>{LINK}Kettle</a> $5 <a href={NET}/2>Pot</a> $7</div>",
    "things that are told of": f"<div><h3>Kettle</h3>{LINK}Kettle</a> $5<h3>Pot</h3><a href={NET}/2>Pot</a> $7</div>",
    "a thing that is told of": f"<div>The best<h3>Kettle</h3>{LINK}Kettle</a> $5 <a href={NET}/2>Pot</a> $7</div>",
    "a heading that is a link": f"<div><h3>{LINK}Kettle</a></h3> $5 <a href={NET}/2>Pot</a> $7</div>",
    **{f"a thing with <{tag}>": f"<div>{LINK}Buy a kettle</a><{tag}></{tag}></div>" for tag in ("h1", "h2", "form", "textarea", "video", "audio", "iframe", "pre")},
    "a figure whose picture leads nowhere": f"<figure><img><figcaption>Tea? {LINK}Get more</a></figcaption></figure>",
    "a figure that calls to nothing": f"<figure>{LINK}<img></a><figcaption>{LINK}The kettle</a></figcaption></figure>",
}  # fmt: skip


@pytest.mark.parametrize("html", GOES.values(), ids=GOES.keys())
def test_what_pays_goes(html: str) -> None:
    assert ids(html) == "x"


@pytest.mark.parametrize("html", STAYS.values(), ids=STAYS.keys())
def test_what_does_not_stays(html: str) -> None:
    assert ids(html) == ""


def test_it_is_told_where_it_leads() -> None:
    (finding,) = found(f"<div id=x>{LINK}Buy a kettle</a></div>")
    assert finding.evidence == ('nothing but links that pay the site: "Buy a kettle" leads to go.net.example',)
    assert (finding.category, finding.by, finding.action, finding.guarded) == ("offer", "offers", Action.REMOVE, True)
    assert 0.5 <= finding.confidence < 1


def boxes(number: int, *, pays: bool = True, said: str = "Buy kettle") -> str:
    host = NET if pays else "https://other.example"
    return "".join(
        f"<article><div id=x{n}><a href={host}/{n}>{said} {n}</a></div><h2>{n}</h2></article>" for n in range(number)
    )


@pytest.mark.parametrize(
    ("html", "count"),
    [
        (boxes(1), 1),
        (boxes(5), 5),
        (boxes(6), 0),
        (boxes(1) + boxes(4, pays=False), 1),
        (boxes(1) + boxes(5, pays=False), 0),
        (boxes(1) + "".join(f"<p>See <a href={NET}/{n}>it</a> there.</p>" for n in range(29)), 1),
        (boxes(1) + "".join(f"<p>See <a href={NET}/{n}>it</a> there.</p>" for n in range(30)), 0),
        # That are offers, and call to nothing.
        (boxes(5, said="Deal"), 5),
        (boxes(6, said="Deal"), 0),
        ("", 0),
    ],
)
def test_a_page_that_is_made_of_goods_keeps_them(html: str, count: int) -> None:
    assert len(found(html)) == count


def test_what_is_found_stands_in_nothing_else() -> None:
    html = f"<div id=x><div>{LINK}Kettle</a> $5</div><div><a href={NET}/2>Buy a pot</a> $7</div></div><h2></h2>"
    assert ids(f"<section>{html}<div id=y>{LINK}Buy a kettle</a></div></section>") == "x y"


@pytest.mark.parametrize("url", ["https://shop.example/", "https://www.shop.example/kettles"])
def test_a_shop_sells(url: str) -> None:
    assert ids(f"<div id=x>{LINK}Buy a kettle</a></div>", url) == ""
