"""Frames around ads that a reader can close. In each page, ids that begin with ``s`` are slots, ``f`` are the frames."""

import pytest

from unsponsor.heuristics.closable import ClosableFrames
from unsponsor.heuristics.data import shipped_heuristics

from ..rules.helpers import facts
from .helpers import content_of

DATA = shipped_heuristics().slots.model_copy(
    update={
        "dismissals": ["Close", "Skip ad", "continue to"],
        "dismissal_names": ["close", "skip"],
        "backdrops": ["overlay", "timer"],
        "seconds": ["second", "秒"],
    }
)
FRAMES = ClosableFrames(DATA, ["logo"])
SLOT = "<div id=s></div>"


def around(html: str) -> str:
    page = facts(html)
    slots = [element for element in page.page.numbers if (element.get("id") or "").startswith("s")]
    return " ".join(frame.get("id") or frame.tag for frame in FRAMES.around(slots, page, content_of(page)))


# What stands beside a slot in a frame that goes with it.
CLOSES = {
    "a button": "<button>Close</button>",
    "a text": "<p>Close</p>",
    "a text in other letters": "<p>[ CLOSE × ]</p>",
    "a text in parts": "<p><b>Skip</b> <i>ad</i></p>",
    "a link that only a script uses": "<a href='#'>Close</a>",
    "a link that leads on": "<a href=/>Close</a>",
    "a text that begins so": "<p>Continue to News</p>",
    "a name": "<i class=btn-close></i>",
    "a name and a sign": "<i class=btn-close>×</i>",
    "a name of a link": "<a href=#x class=skip></a>",
    "a label": "<button aria-label=Close></button>",
    "a label and a sign": "<button aria-label=close>×</button>",
    "a title": "<span title='Skip ad'>×</span>",
    "one in a box": "<div><div><p>Close</p></div></div>",
    # What may stand beside both.
    "a label of the slot": "<p>Advertisement</p><p>Close</p>",
    "a note": "<p>Why this ad?</p><p>Close</p>",
    "what is silent": "<p>Close</p><script>1</script><style></style><br><svg></svg>",
    "how long it takes": "<p>Closes in 5 seconds</p><p>Close</p>",
    "how long it takes, in another language": "<p>5秒</p><p>Close</p>",
    "the site's name": "<p>page.example</p><p>Close</p>",
    "the site's logo": "<img class=site-logo><p>Close</p>",
    "the site's logo by its address": "<img src=/img/logo.png><p>Close</p>",
    "a backdrop": "<div class=overlay></div><p>Close</p>",
    "a comment": "<!-- c --><p>Close</p>",
    "a link that leads nowhere around it": "<a href='#'><span>Advertisement</span></a><p>Close</p>",
}
# What stands beside a slot in a frame that stays.
STAYS = {
    "nothing": "",
    "no way to close it": "<p>Advertisement</p>",
    "words": "<p>Read on</p><p>Close</p>",
    "words in the frame itself": "Read on <p>Close</p>",
    "a longer text": f"<p>Continue to {'a' * 40}</p>",
    "a text that only has the word": "<p>To close</p>",
    "a text that begins with a longer word": "<p>Closest lamps</p>",
    "a text that begins so and leads on": "<a href=/news>Continue to News</a>",
    "a text that begins so around what leads on": "<p>Continue to <a href=/news>News</a></p>",
    "a name that leads on": "<a href=/ class=close></a>",
    "a name with a word": "<i class=close>up</i>",
    "a label with a word": "<button aria-label=Close>Up</button>",
    "a name that only has it": "<i class=closet></i>",
    "a picture": "<img src=/img/lamp.png><p>Close</p>",
    "a form": "<form>Close</form>",
    "a field": "<input class=close>",
    "a video": "<video class=close></video>",
    "an empty box that scripts fill": "<div class=comments></div><p>Close</p>",
    "a link": "<a href=/><b>Advertisement</b></a><p>Close</p>",
    "how long a text takes": "<p>A few seconds</p><p>Close</p>",
    "how long something takes": f"<p>5 seconds {'a' * 40}</p><p>Close</p>",
    "another number": "<p>Closes in 5 days</p><p>Close</p>",
    "another site's name": "<p>shop.example</p><p>Close</p>",
    "more than a frame has": "<p>Close</p>" + "<i class=timer></i>" * 60,
}


@pytest.mark.parametrize("beside", CLOSES.values(), ids=CLOSES.keys())
def test_what_can_be_closed_goes(beside: str) -> None:
    assert around(f"<p>words</p><div id=f>{SLOT}{beside}</div><p>words</p>") == "f"
    assert around(f"<p>words</p><div id=f>{beside}{SLOT}</div>") == "f"


@pytest.mark.parametrize("beside", STAYS.values(), ids=STAYS.keys())
def test_what_cannot_be_closed_stays(beside: str) -> None:
    assert around(f"<p>words</p><div id=f>{SLOT}{beside}</div><p>Close</p>") == ""


CLOSE = "<p>Close</p>"
WHERE = {
    "no slot": (f"<div>{CLOSE}</div>", ""),
    "the way to close it is the frame": (f"<div>{SLOT}Close</div>", ""),
    "deeper": (f"<div id=f><div><div>{SLOT}</div></div>{CLOSE}</div>", "f"),
    "both deeper": (f"<div id=f><div>{SLOT}</div><div>{CLOSE}</div></div>", "f"),
    "the nearest": (f"<div><div id=f>{SLOT}{CLOSE}</div>{CLOSE}</div>", "f"),
    "around what only a script fills": (f"<div id=f><span>{SLOT}</span><i class=overlay></i>{CLOSE}</div>", "f"),
    "not around what says something": (f"<div><div>{SLOT}words</div>{CLOSE}</div>", ""),
    "not beyond so many levels": (f"<div>{'<div>' * 6}{SLOT}{'</div>' * 6}{CLOSE}</div>", ""),
    "up to so many levels": (f"<div id=f>{'<div>' * 5}{SLOT}{'</div>' * 5}{CLOSE}</div>", "f"),
    "not around another kind of box": (f"<div><article>{SLOT}</article>{CLOSE}</div>", ""),
    "not around the page": (f"<body>{SLOT}{CLOSE}</body>", ""),
    "around several slots, once": (f"<div id=f>{SLOT}<div id=s2></div>{CLOSE}</div>", "f"),
    "around each of them": (f"<div id=f>{SLOT}{CLOSE}</div>words<div id=f2><div id=s2></div>{CLOSE}</div>", "f f2"),
    "around one of them": (f"<div id=f>{SLOT}{CLOSE}</div>words<div><div id=s2></div></div>", "f"),
    "what a slot says is its own": (f"<div id=f><div id=s>words<img><form></form></div>{CLOSE}</div>", "f"),
    "what a slot closes is its own": (f"<div><div id=s>{CLOSE}</div></div>", ""),
}


@pytest.mark.parametrize(("html", "frames"), WHERE.values(), ids=WHERE.keys())
def test_which_frames(html: str, frames: str) -> None:
    assert around(html) == frames


@pytest.mark.parametrize("tag", ["section", "aside", "center", "figure", "header", "footer", "span", "ins"])
def test_frames_are_of_several_kinds(tag: str) -> None:
    assert around(f"<{tag} id=f>{SLOT}<b>Close</b></{tag}>") == "f"


def test_shipped_words_close_in_many_languages() -> None:
    data = shipped_heuristics()
    frames = ClosableFrames(data.slots, data.blocks.logos)
    for text in ("Skip ad", "Schließen", "Fermer la publicité", "Закрыть", "閉じる", "关闭", "إغلاق", "Continue to site >"):
        page = facts(f"<div id=f>{SLOT}<p>{text}</p></div>")
        assert frames.around(page.by_token["#s"], page, content_of(page)) == page.by_token["#f"], text
