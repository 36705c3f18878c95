"""Buttons to buy, and the offers around them. The element with id=x is the one in question."""

import pytest

from .helpers import detectors

ARTICLE = (
    "<main><h1>Which kettle?</h1><p>A sentence of the review that a reader came for, and another one after it.</p>{}"
    "<p>The last sentence of the review, which says what we think of it after a month of tea.</p></main>"
)
GOES = {
    "a button to a shop": '<p id=x><a href="https://www.amazon.com/dp/1?tag=a">Check price at Amazon</a></p>',
    "two of them": '<div id=x><a href="https://www.amazon.com/dp/1">Buy now</a> <a href="https://www.ebay.com/1">Buy on eBay</a></div>',
    "with the note that it pays": '<div id=x><a href="https://amzn.to/1">Buy now</a><small>We may earn a commission</small></div>',
    "through a network": '<p id=x><a href="https://www.awin1.com/cread.php?p=1">Zum Angebot</a></p>',
    "a link that says itself that it pays": '<p id=x><a href="https://amzn.to/1"><b>&gt;&gt; Shop my kettles</b></a></p>',
    "pictures of buttons": '<div id=x><a href="https://www.amazon.com/dp/1"><img src=a.png alt="Available at Amazon"></a></div>',
    "links with the note that they pay": '<div id=x><a href="https://amzn.to/1">Kettle K2</a><p>As an Amazon Associate we may earn money from <a href="/how">affiliate links</a>.</p></div>',
    "a list of coupons": '<div id=x><h4>Coupons</h4><ul><li><a href="/coupons/a">A coupon</a><li><a href="/coupons/b">B coupon</a><li><a href="/coupons/c">C coupon</a></ul></div>',
    "a card with a price": '<div id=x><h4>Kettle K2</h4><b>$39.90</b> <a href="https://www.walmart.com/1">Buy now</a></div>',
    "a line that calls": '<div id=x>Book a table: <a href="https://book.example.net/?aff=9">by phone or online</a>, at once.</div>',
    "a line that is an offer": '<div id=x><a href="https://www.amazon.com/b?tag=a">Grab the early Black Friday deals on kettles at this shop now</a></div>',
    "a row of goods": '<div id=x><h3>Shop the look</h3><a href="https://rstyle.me/1"><img src=a.png>Tea, 5 €</a><a href="https://tidd.ly/2">Pot, 9 €</a></div>',
    "goods in a table under a heading": '<div id=x><p>Where to buy</p><table><tr><td><a href="https://amzn.to/1">K2</a><td>$3<tr><td><a href="https://amzn.to/2">K3</a><td>$4</table></div>',
    "a row of pictured goods": "<div id=x><h4>You may need</h4><ul>"
    + "".join(f'<li><a href="https://www.amazon.it/dp/{n}?tag=t"><img src={n}.jpg><span>Pot {n}</span></a>' for n in "123")
    + "</ul></div>",
    "a coupon": '<div id=x><div>For our readers: 15% discount</div><b>TEA15</b><a rel=sponsored href="https://t.example.net/">Grab the deal</a></div>',
    "a figure that advertises": '<figure id=x><a href="https://m.example.net/?utm_medium=affiliates"><img src=a.png></a><figcaption>More tea? <a href="https://m.example.net/?utm_medium=affiliates">Subscribe to our sister title</a> for more.</figcaption></figure>',
    "a card with a picture": '<div id=x><img src=a.png><p>Cars from $29 a day</p><a rel=sponsored href="https://cars.example.net/">Book with 10% off</a></div>',
    "a card of a service": '<div id=x><h4>City Cabs</h4><p>A fleet at any hour of the day.</p><a href="https://cabs.example.net/">Book now</a></div>',
}
STAYS = {
    "a link in a sentence": '<p id=x>You can <a href="https://www.amazon.com/dp/1">buy it at Amazon</a> or elsewhere.</p>',
    "a link in the text that pays": '<p id=x>We boiled <a href="https://amzn.to/1">Get the K2</a> for a month.</p>',
    "services under a heading that names coupons": '<div id=x><h4>Coupons and more</h4><a href="/weather">Weather</a><a href="/games">Games</a><a href="/tv">TV</a></div>',
    "the name of a shop": '<p id=x><a href="https://www.amazon.com/about">Amazon</a></p>',
    "the site's own button": '<div id=x><h4>Our book</h4><p>All tests in one volume.</p><a href="/shop/book">Buy now</a></div>',
    "a table of prices": '<table><tr id=x><td>Shop A</td><td>$39</td><td><a href="https://www.awin1.com/1">Buy now</a></td></tr></table>',
    "a thing with a heading, told of": '<div id=x><b>Best of all</b><h3>K2</h3><p>$39.90</p><a rel=sponsored href="https://k.example.net/">K2 at its maker</a></div>',
    "a figure whose caption names what it shows": '<figure id=x><a href="https://amzn.to/1"><img src=a.png></a><figcaption>The K2, by <a href="https://amzn.to/1">its maker</a></figcaption></figure>',
    "links of which some do not pay": '<div id=x><p>Pots from $3</p><a href="https://amzn.to/1">One</a> <a href="/pots">All our pots</a></div>',
    "a paragraph of the text that calls": '<p id=x>Book a table: <a href="https://book.example.net/?aff=9">by phone or online</a>, at once.</p>',
    "a ticket in a sentence": '<p id=x>Doors open at eight; <a href="https://tickets.example.net/">book now</a> or pay at the door.</p>',
}


def cleaned(html: str) -> bytes:
    return detectors().clean(ARTICLE.format(html).encode(), "https://tea.example/kettles").html


@pytest.mark.parametrize("name", GOES)
def test_an_offer_goes(name: str) -> None:
    assert cleaned(GOES[name]).decode() == ARTICLE.format("")


@pytest.mark.parametrize("name", STAYS)
def test_what_is_no_offer_stays(name: str) -> None:
    assert cleaned(STAYS[name]).decode() == ARTICLE.format(STAYS[name])


def test_a_page_of_offers_keeps_them() -> None:
    page = ARTICLE.format(GOES["a button to a shop"]).replace("Which kettle?", "Today's best deals").encode()
    assert detectors().clean(page, "https://tea.example/deals").html is page


def test_a_page_that_is_made_of_them_keeps_them() -> None:
    lines = "".join(f'<p>Shop it: <a href="https://amzn.to/{n}">kettle {n} of the list</a></p>' for n in range(8))
    page = ARTICLE.format(lines).encode()
    assert detectors().clean(page, "https://tea.example/kettles").html is page
