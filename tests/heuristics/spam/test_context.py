"""What stands around a link and gives it a reason."""

from functools import lru_cache

import pytest
from lxml import etree

from unsponsor.heuristics.data import Spam, shipped_heuristics
from unsponsor.heuristics.spam.context import is_citation, is_credit

from ...rules.helpers import facts


@lru_cache(maxsize=1)
def data() -> Spam:
    words = {"citation_names": ["references", "cite"], "credits": ["by", "von"]}
    return Spam.model_validate({**shipped_heuristics().spam.model_dump(by_alias=True), **words})


def link_of(html: str) -> etree._Element:
    (link,) = facts(html).by_token["a"]
    return link


CITATIONS = {
    "<cite><a>x</a></cite>": True,
    "<sup><b><a>x</a></b></sup>": True,
    "<ol class='references'><li><a>x</a></ol>": True,
    "<div id=cite-note-1><p><a>x</a></div>": True,
    "<div class=excited><a>x</a></div>": False,
    "<p><a class=cite>x</a></p>": False,
    "<cite>y</cite><a>x</a>": False,
}
CREDITS = {
    "<p>Design by <a>x</a></p>": True,
    "<p>Theme: by: <a>x</a></p>": True,
    "<p>Gestaltet VON <a>x</a></p>": True,
    "<p>by the <a>x</a></p>": True,
    "<p>by all of them <a>x</a></p>": False,
    "<p>bypass <a>x</a></p>": False,
    "<p>by <b><a>x</a></b></p>": True,
    "<p>by <b><i><a>x</a></i></b></p>": False,
    "<p>by <b>us</b> <a>x</a></p>": False,
    "<p><b>us</b> by <a>x</a></p>": True,
    "<p><a>x</a> by us</p>": False,
    "<a>x</a>": False,
}


@pytest.mark.parametrize(("html", "holds"), CITATIONS.items(), ids=CITATIONS.keys())
def test_references(html: str, holds: bool) -> None:
    assert is_citation(link_of(html), data()) is holds


@pytest.mark.parametrize(("html", "holds"), CREDITS.items(), ids=CREDITS.keys())
def test_credits(html: str, holds: bool) -> None:
    assert is_credit(link_of(html), data()) is holds
