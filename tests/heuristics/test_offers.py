"""Buttons to buy, and the offers around them. The element with id=x is the one in question."""

import pytest

from unsponsor import Engine

ARTICLE = (
    "<main><h1>Which kettle?</h1><p>A sentence of the review that a reader came for, and another one after it.</p>{}"
    "<p>The last sentence of the review, which says what we think of it after a month of tea.</p></main>"
)
GOES = {
    "a button to a shop": '<p id=x><a href="https://www.amazon.com/dp/1?tag=a">Check price at Amazon</a></p>',
    "two of them": '<div id=x><a href="https://www.amazon.com/dp/1">Buy now</a> <a href="https://www.ebay.com/1">Buy on eBay</a></div>',
    "with the note that it pays": '<div id=x><a href="https://amzn.to/1">Buy now</a><small>We may earn a commission</small></div>',
    "through a network": '<p id=x><a href="https://www.awin1.com/cread.php?p=1">Zum Angebot</a></p>',
    "a card with a price": '<div id=x><h4>Kettle K2</h4><b>$39.90</b> <a href="https://www.walmart.com/1">Buy now</a></div>',
    "a card of a service": '<div id=x><h4>City Cabs</h4><p>A fleet at any hour of the day.</p><a href="https://cabs.example.net/">Book now</a></div>',
}
STAYS = {
    "a link in a sentence": '<p id=x>You can <a href="https://www.amazon.com/dp/1">buy it at Amazon</a> or elsewhere.</p>',
    "the name of a shop": '<p id=x><a href="https://www.amazon.com/about">Amazon</a></p>',
    "the site's own button": '<div id=x><h4>Our book</h4><p>All tests in one volume.</p><a href="/shop/book">Buy now</a></div>',
    "a table of prices": '<table><tr id=x><td>Shop A</td><td>$39</td><td><a href="https://www.awin1.com/1">Buy now</a></td></tr></table>',
    "a ticket in a sentence": '<p id=x>Doors open at eight; <a href="https://tickets.example.net/">book now</a> or pay at the door.</p>',
}


def cleaned(html: str) -> bytes:
    return Engine(builtin_rules=False).clean(ARTICLE.format(html).encode(), "https://tea.example/kettles").html


@pytest.mark.parametrize("name", GOES)
def test_an_offer_goes(name: str) -> None:
    assert cleaned(GOES[name]).decode() == ARTICLE.format("")


@pytest.mark.parametrize("name", STAYS)
def test_what_is_no_offer_stays(name: str) -> None:
    assert cleaned(STAYS[name]).decode() == ARTICLE.format(STAYS[name])


def test_a_page_of_offers_keeps_them() -> None:
    page = ARTICLE.format(GOES["a button to a shop"]).replace("Which kettle?", "Today's best deals").encode()
    assert Engine(builtin_rules=False).clean(page, "https://tea.example/deals").html is page
