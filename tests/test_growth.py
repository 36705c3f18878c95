"""How far removals grow. In each page, the ids ``x``, ``y`` and ``z`` are gone, if nothing else is said."""

import pytest
from lxml import etree

from unsponsor.growth import Growth, captioned, deserted, heading_of, left_over
from unsponsor.guard import shipped_guard
from unsponsor.rules.facts import Facts

from .guards import SMALL_GUARD
from .rules.helpers import facts

GUARD = SMALL_GUARD.model_copy(update={"wrappers": ["div", "section", "span"]})


def page_of(html: str) -> tuple[Facts, etree._Element, set[etree._Element]]:
    """A page, what is gone from it first, and all that is gone."""
    page = facts(html)
    gone = {element for name in "xyz" for element in page.by_token.get(f"#{name}", ())}
    return page, page.by_token["#x"][0], gone


def name(element: etree._Element | None) -> str | None:
    return None if element is None else element.get("id") or element.tag


GROWN = {
    "nothing around it": ("<p id=x>ad</p>", "x"),
    "a box": ("<div id=o><p id=x>ad</p></div>", "o"),
    "boxes": ("<section id=o><span><div><p id=x>ad</p></div></span></section>", "o"),
    "so many boxes": ("<div><div id=o><div><div><p id=x>ad</p></div></div></div></div>", "o"),
    "an element of a site's own": ("<ad-box id=o><p id=x>ad</p></ad-box>", "o"),
    "no box": ("<article><p id=x>ad</p></article>", "x"),
    "one that scripts fill": ("<div id=app><p id=x>ad</p></div>", "x"),
    "one beneath that": ("<div class=kept><div id=o><p id=x>ad</p></div></div>", "o"),
    "one that a parser made": ("<td><p id=x>ad</p>", "x"),
    "the page": ("<body id=b><p id=x>ad</p></body>", "x"),
    # What stays in it.
    "text before": ("<div>a<p id=x>ad</p></div>", "x"),
    "text behind": ("<div><p id=x>ad</p>a</div>", "x"),
    "a picture": ("<div><p id=x>ad</p><img></div>", "x"),
    "an empty element": ("<div><p id=x>ad</p><i></i></div>", "x"),
    "a script": ("<div><p id=x>ad</p><script>1</script></div>", "x"),
    # What shows nothing.
    "white space": ("<div id=o>\n <p id=x>ad</p>\u00a0</div>", "o"),
    "breaks and lines": ("<div id=o><br><hr><p id=x>ad</p><wbr></div>", "o"),
    "a comment": ("<div id=o><!-- a --><p id=x>ad</p></div>", "o"),
    "a comment with text behind": ("<div><!-- a -->a<p id=x>ad</p></div>", "x"),
    "others that are gone": ("<div id=o><p id=x>ad</p><p id=y>ad</p></div>", "o"),
    "others that are gone with text behind": ("<div><p id=x>ad</p><p id=y>ad</p>a</div>", "x"),
    "others that would go": ("<div><p id=x>ad</p><div><p id=y>ad</p></div></div>", "x"),
    "what is shown instead of it": ("<div id=o><p id=x>ad</p><noscript><img></noscript></div>", "o"),
    "what is shown instead of it, twice": ("<div id=o><p id=x>ad</p><noscript>a</noscript><noscript>b</noscript></div>", "o"),
    "what is shown instead of something": ("<div><i></i><noscript>a</noscript><p id=x>ad</p></div>", "x"),
    "what is shown instead of nothing": ("<div><noscript>a</noscript><p id=x>ad</p></div>", "x"),
    "what a script may fill": ("<div><p id=x>ad</p><noscript class=a><img></noscript></div>", "x"),
    # Tables.
    "a table": ("<table id=o><tr><td><p id=x>ad</p></table>", "o"),
    "a table and its box": ("<div id=o><table><tr><td id=x>ad</table></div>", "o"),
    "a table with empty rows": ("<table id=o><tr><td><tr><td id=x>ad<tr><td></table>", "o"),
    "a row": ("<table><tr id=o><td><td id=x>ad<tr><td>1</table>", "o"),
    "a cell beside another": ("<table><tr><td id=c><p id=x>ad</p><td>1</table>", "x"),
    "a body beside another": ("<table><tbody><tr id=o><td id=x>ad<tbody><tr><td>1</table>", "o"),
    "a cell that stands in several rows": ("<table><tr><td rowspan=2>1<tr><td rowspan=2><p id=x>ad</p><tr><td>1</table>", "x"),
    "a row with such a cell": ("<table><tr><td rowspan=3><td id=x>ad<tr><td>1</table>", "x"),
    "a cell that says that it stands in one": ("<table><tr id=o><td rowspan=1><p id=x>ad</p><tr><td>1</table>", "o"),
}


@pytest.mark.parametrize(("html", "whole"), GROWN.values(), ids=GROWN.keys())
def test_a_removal_grows_to_the_box_that_would_be_empty(html: str, whole: str) -> None:
    page, element, gone = page_of(html)
    assert name(Growth(page, gone, GUARD).whole(element)) == whole


def test_what_is_grown_through_is_gone() -> None:
    page, element, gone = page_of("<section id=c><div id=a><div id=b><p id=x>ad</p></div></div>text</section>")
    assert name(Growth(page, gone, GUARD).whole(element)) == "a"
    assert {name(item) for item in gone} == {"a", "b", "x"}


@pytest.mark.parametrize(
    ("html", "whole"),
    [
        ("<div id=o><p id=x>ad</p><p id=w>1</p></div>", "o"),
        ("<div id=o><p id=x>ad</p><table><tr><td id=w>1</table></div>", "o"),
        ("<div id=o><p id=x>ad</p><i id=w></i><noscript>2</noscript></div>", "o"),
        ("<div id=o><p id=x>ad</p><p id=w>1</p><p>2</p></div>", "x"),
        ("<div id=o><p id=x>ad</p><p id=w>1</p>2</div>", "x"),
    ],
)
def test_it_grows_on_when_what_stopped_it_is_gone(html: str, whole: str) -> None:
    page, element, gone = page_of(html)
    growth = Growth(page, gone, GUARD)
    assert [name(growth.whole(element)) for _ in range(2)] == ["x", "x"]
    gone.add(page.by_token["#w"][0])
    assert [name(growth.whole(element)) for _ in range(2)] == [whole, whole]


def test_a_part_of_a_table_is_gone_where_the_table_stays() -> None:
    page, element, gone = page_of("<table id=t><tr><td>1<td id=a><p id=x>ad</p></table>")
    assert name(Growth(page, gone, GUARD).whole(element)) == "x"
    assert {name(item) for item in gone} == {"x", "a"}


LINK = "<a href='https://ads.example/'>An ad with more to say than that</a>"
CAPTIONED = {
    "a few words above": ("<div id=o><p>From our partners</p><p id=x>{}</p></div>", "o"),
    "a few words below": ("<div id=o><p id=x>{}</p><p>From our partners</p></div>", "o"),
    "words of the box itself": ("<div id=o>From our partners<p id=x>{}</p></div>", "o"),
    "a heading above": ("<div id=o><h3>From our partners</h3><p id=x>{}</p></div>", "o"),
    "an element of a site's own": ("<ad-box id=o><p>Partners</p><p id=x>{}</p></ad-box>", "o"),
    "among lines": ("<div id=o><p>Partners</p><hr><p id=x>{}</p><br></div>", "o"),
    "several": ("<div id=o><p>Partners</p><p id=x>{}</p><p id=y>{}</p></div>", "o"),
    "several, apart": ("<div id=o><p id=x>{}</p><p>and</p><p id=y>{}</p></div>", "o"),
    "nothing but what is gone": ("<div id=o><p id=x>{}</p></div>", "o"),
    # No captions.
    "no box": ("<article><p>Partners</p><p id=x>{}</p></article>", None),
    "a list": ("<ul><li>Partners<li id=x>{}</ul>", None),
    "one that scripts fill": ("<div class=kept><p>Partners</p><p id=x>{}</p></div>", None),
    "one that a parser made": ("<p>Partners</p><p id=x>{}</p>", None),
    "more words than what is gone has": ("<div><p>More words than the ad has that is gone there</p><p id=x>{}</p></div>", None),
    "a heading below": ("<div><p id=x>{}</p><h3>Partners</h3></div>", None),
    "a heading below, in a box": ("<div><p id=x>{}</p><div><h3>Partners</h3></div></div>", None),
    "words below a heading": ("<div><h3>Partners</h3><p id=x>{}</p><p>A word</p></div>", None),
    "the page's title": ("<div id=o><h1>Partners</h1><p id=x>{}</p></div>", "o"),
    **{
        f"a thing with {html}": (f"<div><p>Partners {html}</p><p id=x>{{}}</p></div>", None)
        for html in ("<a href=/>us</a>", "<img>", "<svg></svg>", "<video></video>", "<button>a</button>", "<input>", "<iframe></iframe>")
    },
    "a table": ("<div><table><tr><td>1</table><p id=x>{}</p></div>", None),
    "a script": ("<div><script>1</script><p id=x>{}</p></div>", None),
    "as many elements as a box has": ("<div id=o>" + "<b></b>" * 59 + "<p id=x>{}</p></div>", "o"),
    "more elements than a box has": ("<div>" + "<b></b>" * 60 + "<p id=x>{}</p></div>", None),
}  # fmt: skip


@pytest.mark.parametrize(("html", "box"), CAPTIONED.values(), ids=CAPTIONED.keys())
def test_a_box_goes_in_which_only_a_caption_would_stay(html: str, box: str | None) -> None:
    page, element, gone = page_of(html.replace("{}", LINK))
    assert name(captioned(page, element, gone, GUARD, is_headed=True)) == box
    assert captioned(page, element, gone, GUARD, is_headed=False) is None


@pytest.mark.parametrize(("length", "box"), [(90, "o"), (91, None)])
def test_a_caption_is_short(length: int, box: str | None) -> None:
    # The space that parts it from what is gone counts for that.
    page, element, gone = page_of(f"<div id=o><p>{'a' * length}</p><p id=x>{'b' * 500}</p></div>")
    assert name(captioned(page, element, gone, GUARD, is_headed=True)) == box


@pytest.mark.parametrize(
    ("html", "box"),
    [
        # What goes before one empty slot may be about anything; what goes before two of them is about them.
        ("<div id=o><p>Partners</p><div id=x></div></div>", None),
        ("<div id=o><p>Partners</p><div id=x></div><div id=y></div></div>", "o"),
        ("<div id=o><p>Partners</p><div id=x></div><div id=y>ad</div></div>", None),
    ],
)
def test_slots_have_a_caption_where_there_are_several(html: str, box: str | None) -> None:
    page, element, gone = page_of(html)
    assert name(captioned(page, element, gone, GUARD, is_headed=False)) == box


def test_what_a_widget_will_say_is_not_known() -> None:
    page, element, gone = page_of(f"<div id=o><p>{'a' * 90}</p><div id=x></div></div>")
    assert name(captioned(page, element, gone, GUARD, is_headed=True)) == "o"


def test_what_is_no_part_of_anything_has_no_caption() -> None:
    page, _, gone = page_of("<p id=x>ad</p>")
    assert page.page.root is not None
    assert captioned(page, page.page.root, gone, GUARD, is_headed=True) is None


HEADED = {
    "right over it": ("<h3 id=h>a</h3><p id=x>ad</p>", "h"),
    **{f"a heading <{tag}>": (f"<{tag} id=h>a</{tag}><p id=x>ad</p>", "h") for tag in ("h2", "h4", "h5", "h6")},
    "a heading of the first level": ("<h1 id=h>a</h1><p id=x>ad</p>", "h"),
    "no heading": ("<p>a</p><p id=x>ad</p>", None),
    "nothing": ("<p id=x>ad</p>", None),
    "another one below": ("<h3 id=h>a</h3><p id=x>ad</p><h3>b</h3><p>c</p>", "h"),
    "text below": ("<h3>a</h3><p id=x>ad</p><p>b</p>", None),
    "text right below": ("<h3>a</h3><p id=x>ad</p>b", None),
    "text between": ("<h3>a</h3>b<p id=x>ad</p>", None),
    "an element between": ("<h3>a</h3><i>b</i><p id=x>ad</p>", None),
    "one that is gone between": ("<h3 id=h>a</h3><i id=y>b</i><p id=x>ad</p>", "h"),
    "one that is gone, and text behind": ("<h3>a</h3><i id=y>b</i>c<p id=x>ad</p>", None),
    "one that is gone below": ("<h3 id=h>a</h3><p id=x>ad</p><p id=y>ad</p>", "h"),
    "one that is gone below, and another": ("<h3>a</h3><p id=x>ad</p><p id=y>ad</p><p>b</p>", None),
    "what is silent": ("<h3 id=h>a</h3><script>1</script><br><!-- c --><p id=x>ad</p><style></style><hr>", "h"),
    "what is silent, and text behind": ("<h3>a</h3><script>1</script>b<p id=x>ad</p>", None),
    "silent below, and text behind": ("<h3>a</h3><p id=x>ad</p><br>b", None),
    "a heading that is gone": ("<h2 id=h>a</h2><h3 id=y>b</h3><p id=x>ad</p>", "h"),
    "in a box": ("<div id=h><h3>a</h3></div><p id=x>ad</p>", "h"),
    "in boxes": ("<header id=h> <div><span><h3>a</h3></span></div> </header><p id=x>ad</p>", "h"),
    "in a box below": ("<h3 id=h>a</h3><p id=x>ad</p><div><h3>b</h3></div>", "h"),
    "in a box with more": ("<div><h3>a</h3><p>b</p></div><p id=x>ad</p>", None),
    "in a box with text": ("<div>b<h3>a</h3></div><p id=x>ad</p>", None),
    "in a box with text behind": ("<div><h3>a</h3>b</div><p id=x>ad</p>", None),
    "in another kind of box": ("<article><h3>a</h3></article><p id=x>ad</p>", None),
    "text behind its box": ("<div><h3>a</h3></div>b<p id=x>ad</p>", None),
    "around it": ("<h3>a<i id=x>ad</i></h3>", None),
}


@pytest.mark.parametrize(("html", "heading"), HEADED.values(), ids=HEADED.keys())
def test_the_heading_of_what_is_gone(html: str, heading: str | None) -> None:
    _, element, gone = page_of(f"<section>{html}</section>")
    assert name(heading_of(element, gone)) == heading


def test_the_shipped_guard_lets_ads_grow() -> None:
    boxes = ["li", "p", "center", "figure", "aside", "noindex", "header", "footer"]
    for box in boxes:
        page, element, gone = page_of(f"<{box} id=o><i id=x>ad</i></{box}>text")
        assert name(Growth(page, gone, shipped_guard()).whole(element)) == "o", box


TEASERS = "<p id=x>{}</p>What it is about<p id=y>{}</p>What the other is about"
DESERTED = {
    "words about what is gone": (f"<div id=o>{TEASERS}</div>", "o"),
    "in a box of their own": ("<div id=o><p id=x>{}</p><p>It is new</p><p id=y>{}</p><p>It is as new</p></div>", "o"),
    "a heading as well": (f"<div id=o><h3>Around the web</h3>{TEASERS}</div>", "o"),
    "a picture as well": (f"<div id=o>{TEASERS}<img></div>", "o"),
    "a table": ("<table id=o><tr><td id=x>{}<td>It is new<tr><td id=y>{}<td>It is as new</table>", "o"),
    "the innermost box": (f"<div><div id=o>{TEASERS}</div></div>", "o"),
    "a box around one that would be empty": ("<div id=o>Ours<div><p id=x>{}</p><p id=y>{}</p></div></div>", "o"),
    "three": ("<div id=o>a<p id=x>{}</p><p id=y>{}</p><p id=z>{}</p></div>", "o"),
    # What stays.
    "nothing would stay": ("<div><p id=x>{}</p><p id=y>{}</p></div>", None),
    "one only": ("<div><p id=x>{}</p>What it is about</div>", None),
    "one with two links": ("<div><p id=x>{}{}</p>What it is about</div>", None),
    "another link": (f"<div>{TEASERS}<a href=/news>News</a></div>", None),
    "no box": (f"<article>{TEASERS}</article>", None),
    "one that scripts fill": (f"<div class=kept>{TEASERS}</div>", None),
    "the page's title": (f"<div><h1>Ours</h1>{TEASERS}</div>", None),
    "a form": (f"<div>{TEASERS}<form></form></div>", None),
    "a film": (f"<div>{TEASERS}<video></video></div>", None),
    "more than a teaser says": (f"<div>{TEASERS}{'word ' * 120}</div>", None),
}  # fmt: skip


@pytest.mark.parametrize(("html", "box"), DESERTED.values(), ids=DESERTED.keys())
def test_a_box_goes_that_loses_all_of_its_links(html: str, box: str | None) -> None:
    page, _, gone = page_of(html.replace("{}", LINK))
    boxes = [name(found) for found, _ in deserted(page, gone, set(gone), GUARD)]
    assert boxes == ([] if box is None else [box])


THERE = "<a href='https://ads.example/more'>More of the same</a>"
LEFT_OVER = {
    "a picture, and its title stays": (f"<div id=o><p id=x>{{}}</p><h5>{THERE}</h5></div>", "o"),
    "half of the links": (f"<div id=o><p id=x>{{}}</p><p id=y>{{}}</p>{THERE}{THERE}</div>", "o"),
    "words as well": (f"<div id=o><p>What it is about</p><p id=x>{{}}</p>{THERE}</div>", "o"),
    "a box around one that would be empty": (f"<div id=o><div><p id=x>{{}}</p></div>{THERE}</div>", "o"),
    "a subdomain of the same site": ("<div id=o><p id=x>{}</p><a href='https://m.ads.example/'>More</a></div>", "o"),
    "a row of a table": (f"<table><tr id=o><td id=x>{{}}<td>{THERE}<tr><td>Ours</table>", "o"),
    # What stays.
    "most of the links stay": (f"<div><p id=x>{{}}</p>{THERE}{THERE}</div>", None),
    "all of the links are gone": ("<div><p id=x>{}</p>Words</div>", None),
    "the site's own link": (f"<div><p id=x>{{}}</p><p id=y>{{}}</p>{THERE}<a href=/news>News</a></div>", None),
    "another site": ("<div><p id=x>{}</p><a href='https://else.example/'>Else</a></div>", None),
    "no box": (f"<article><p id=x>{{}}</p>{THERE}</article>", None),
    "one that scripts fill": (f"<div class=kept><p id=x>{{}}</p>{THERE}</div>", None),
    "a form": (f"<div><form></form><p id=x>{{}}</p>{THERE}</div>", None),
    "a long text": (f"<div><p>{'word ' * 400}</p><p id=x>{{}}</p>{THERE}</div>", None),
}


@pytest.mark.parametrize(("html", "box"), LEFT_OVER.values(), ids=LEFT_OVER.keys())
def test_a_box_goes_of_which_links_to_the_same_site_would_stay(html: str, box: str | None) -> None:
    page, _, gone = page_of(html.replace("{}", LINK))
    boxes = [name(found) for found, _ in left_over(page, gone, GUARD)]
    assert boxes == ([] if box is None else [box])
