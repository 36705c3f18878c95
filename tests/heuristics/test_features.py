"""Features of elements on pages small enough to count by hand. The element with id=x is the one in question."""

import os
import subprocess
import sys

import numpy as np
import pytest

from unsponsor.heuristics.features import Features, features_of
from unsponsor.heuristics.lexicon import shipped_lexicon

from ..rules.helpers import facts
from .helpers import feature_of

PAGE = """<header><a href="/"><img src=logo.png></a></header><div class="sponsor-box"><section id=x class="teaser">
<h3>Offer</h3><a href="https://shop.example.net/go/?utm_source=a" rel="sponsored">Get 10% off for $5</a>
<a href="/news">Ours</a></section><section class="teaser"><p>Other</p></section></div>"""
COUNTED = {
    "links": np.log1p(2),
    "links to other sites": np.log1p(1),
    "share of links to other sites": 0.5,
    "share of the page's links to other sites": 1,
    "link addresses: campaign": 0.5,
    "link addresses: affiliate, to other sites": 0.5,
    "rel=sponsored": 1,
    "offer: labels": 1,
    "offer: first words": 1,
    "price: hits": 1,
    "headings": 1,
    "named sponsor: right around it": 1,
    "named sponsor": 0,
    "siblings of its shape": np.log1p(2),
    "share of siblings of its shape": 1,
    "in <header>": 0,
    "links to the site's home page": 0,
    "is <section>": 1,
}


@pytest.mark.parametrize("name", COUNTED)
def test_a_feature(name: str) -> None:
    page = facts(PAGE)
    (number,) = page.numbers(page.by_token["#x"])
    assert Features(page, shipped_lexicon()).column(name)[number] == pytest.approx(COUNTED[name])


ASIDE_FEATURES = {"in <footer>": 1, "in <a>": 0}


@pytest.mark.parametrize("name", ASIDE_FEATURES)
def test_what_a_link_stands_in(name: str) -> None:
    assert feature_of("#x", name) == ASIDE_FEATURES[name]


@pytest.mark.parametrize("html", ["", "<p>", "<a href>", "<table><p><td>", PAGE, "<div>" * 300, "<svg><a href=x><title>y"])
def test_all_features_are_numbers_for_all_elements(html: str) -> None:
    page = facts(html)
    features = Features(page, shipped_lexicon())
    names = features_of(shipped_lexicon()).names
    matrix = features.matrix(names, features.spans.numbers)
    assert matrix.shape == (len(page.page.elements), len(names))
    assert np.isfinite(matrix).all()


def test_the_order_of_features_does_not_depend_on_the_process() -> None:
    # The fit chooses among them by their places: the same pages have to give the same weights.
    script = (
        "from unsponsor.heuristics.features import features_of; from unsponsor.heuristics.lexicon import shipped_lexicon\n"
        "print(features_of(shipped_lexicon()).names)"
    )
    names = {
        subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(names) == 1


PLANT = (
    "<div id=plant class=ad style='height:0'><p>Casino for $9, sponsored <a href=https://x.example>casino</a></p>"
    "<ul><li><a href=https://y.example>slots</a></ul><h2>Deals</h2><img src=a.png></div>"
)
AROUND_IT = (
    "<main><h1>Walks</h1>" + "<p>Some words on walks by the sea, and on what one may see there.</p>" * 12 + "{}</main>"
    "{}<aside class=sponsor><h3>Sponsored</h3>{}<ul><li><a href=https://shop.example/a>Boots from $5</a><li>"
    "<a href=https://shop.example/b>Maps</a></ul>{}</aside>{}<footer><p><a href=/about>About</a></p></footer>"
)


@pytest.mark.parametrize("place", range(5))
def test_what_does_not_count_is_as_if_it_were_not_there(place: int) -> None:
    with_plant = facts(AROUND_IT.format(*(PLANT if place == here else "" for here in range(5))))
    first, behind = with_plant.span(with_plant.by_token["#plant"][0])
    stays = [number for number in range(len(with_plant.page.elements)) if not first <= number < behind]
    names = features_of(shipped_lexicon()).names
    without = facts(AROUND_IT.format(*[""] * 5))
    found = Features(with_plant, shipped_lexicon(), [(first, behind)]).matrix(names, np.asarray(stays))
    wanted = Features(without, shipped_lexicon()).matrix(names, np.arange(len(stays)))
    for name, own, other in zip(names, found.T, wanted.T, strict=True):
        # A space may stay that stood beside it.
        assert np.allclose(own, other, atol=0.02), name
