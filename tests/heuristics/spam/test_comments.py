"""Comments that are there for their link."""

from functools import lru_cache

import pytest

from unsponsor.heuristics.data import shipped_heuristics
from unsponsor.heuristics.spam.anchors import Anchors, anchors_of
from unsponsor.heuristics.spam.comments import Comments
from unsponsor.heuristics.spam.phrases import Phrases
from unsponsor.rules.hosts import HostSet
from unsponsor.rules.vocabulary import Vocabulary

from ...rules.helpers import facts

DATA = shipped_heuristics().spam
PRAISE = Vocabulary(["very nice post"])
INVITATION = Vocabulary(["visit my site"])
LINK = '<a href="https://koba.example/">{}</a>'
LONG = "The towpath is dry in April, and the herons are back at the second lock, as they were last year. " * 4


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    return Phrases(DATA)


def comments(html: str) -> tuple[Anchors, Comments]:
    page = facts(html, "https://www.club.example/1")
    anchors = anchors_of(page, HostSet([]), phrases())
    found = Anchors(page, anchors, [anchor.phrase.points for anchor in anchors], DATA.suspicious)
    return found, Comments(page, found, DATA, PRAISE, INVITATION)


def items(text: str, box: str = "<li id=x class=comment>{}</li>") -> str:
    """A list of comments, of which this is one."""
    return f"<ul class=comments><li class=comment>{LONG}</li>{box.format(text)}<li class=comment>Thanks.</li></ul>"


FOR_THEIR_LINK = {
    "nothing but a link": items(LINK.format("blue stickers")),
    "what fits under any page": items(f"Very nice post! I read it twice, and then again. {LINK.format('here')} I was."),
    "little under the name of a trade": items(
        f"{LINK.format('cheap blue stickers')} says: Dogs like the walk to the lock too."
    ),
    "with a number": f"<p>a</p><div id=comment-7 class=a>{LINK.format('casino')}</div>",
}
HONEST = {
    "long, with a link": items(f"{LONG} {LINK.format('here')}"),
    "long, under a name": items(f"{LINK.format('Anna')} {LONG}"),
    "no comment": f"<div id=x>{LINK.format('casino')}</div>",
    "no comment beside it": f"<div class=comments></div><div id=x class=comment>{LINK.format('casino')}</div>",
    "named so, but a menu": f"<ul class=comments><li class=comment>a</li></ul><nav><ul><li id=x>{LINK.format('casino')}</li></ul></nav>",
    "with another inside": items(f"{LINK.format('casino')}<ul><li id=comment-2>{LONG}</li></ul>"),
}


@pytest.mark.parametrize("html", FOR_THEIR_LINK.values(), ids=FOR_THEIR_LINK.keys())
def test_a_comment_for_its_link(html: str) -> None:
    anchors, found = comments(html)
    comment = found.for_link(anchors.all[0], anchors.points[0])
    assert comment is not None
    assert comment.get("id") in ("x", "comment-7")


@pytest.mark.parametrize("html", HONEST.values(), ids=HONEST.keys())
def test_what_is_none(html: str) -> None:
    anchors, found = comments(html)
    assert found.for_link(anchors.all[0], anchors.points[0]) is None


def test_an_invitation_to_where_nothing_else_leads() -> None:
    html = items(f"{LONG} Visit my site: {LINK.format('Anna')}")
    _, found = comments(html)
    assert [(comment.get("id"), anchor.host) for comment, anchor in found.inviting()] == [("x", "koba.example")]
    _, found = comments(f"{html}<p>Photos: {LINK.format('Anna')}</p>")
    assert list(found.inviting()) == []
