"""What hides a box from readers, and how surely."""

from functools import lru_cache

import pytest
from lxml import etree

from unsponsor.heuristics.data import shipped_heuristics
from unsponsor.heuristics.spam.hiding import Hiding, Surely
from unsponsor.rules.facts import Facts

from ...rules.helpers import facts


@lru_cache(maxsize=1)
def hiding() -> Hiding:
    return Hiding(shipped_heuristics().spam)


def found(html: str) -> list[tuple[str, Surely]]:
    """The ids of hidden boxes, each with how surely; style sheets are asked about all elements."""
    page: Facts = facts(html)
    every = [element for element in page.page.elements if element is not None]
    boxes = hiding().boxes(page, lambda element: True, lambda: every)
    return [(box.element.get("id") or box.element.tag, box.surely) for box in boxes]


# What a declaration comes to on an element with an id.
STYLES: dict[str, Surely | None] = {
    "position:absolute; left:-9999px": Surely.FOR_GOOD,
    "LEFT: -99em !important": Surely.FOR_GOOD,
    "text-indent:-1000px": Surely.FOR_GOOD,
    "margin-left:-5000px;": Surely.FOR_GOOD,
    "left:-10px": None,
    "border-left:-9999px": Surely.FOR_GOOD,
    "font-size:0": Surely.FOR_GOOD,
    "font-size:1px": Surely.FOR_GOOD,
    "font-size:10px": None,
    "clip:rect(1px,1px,1px,1px)": Surely.FOR_GOOD,
    "clip-path: inset(50%)": Surely.FOR_GOOD,
    "clip-path: inset(10%)": None,
    "height:0;overflow:hidden": Surely.FOR_GOOD,
    "max-height:1px;overflow:hidden": Surely.FOR_GOOD,
    "overflow:hidden": None,
    "line-height:0": None,
    "display:none": Surely.HIDDEN,
    "display : NONE": Surely.HIDDEN,
    "visibility:hidden": Surely.HIDDEN,
    "backface-visibility:hidden": Surely.HIDDEN,
    "opacity:0": Surely.HIDDEN,
    "opacity:.5": None,
    "color:transparent": Surely.FOR_GOOD,
    "color:#fff;background:#ffffff": Surely.FOR_GOOD,
    "color: White; background-color: #FFF": Surely.FOR_GOOD,
    "color:#aabbcc;background:#abc": Surely.FOR_GOOD,
    "color:#fff;background:#000": None,
    "color:#fff": Surely.PERHAPS,
    "background-color:#fff": None,
    "": None,
}


@pytest.mark.parametrize(("style", "surely"), STYLES.items(), ids=STYLES.keys())
def test_what_a_style_hides(style: str, surely: Surely | None) -> None:
    wanted = [] if surely is None else [("x", surely)]
    assert found(f'<div id=x class=y style="{style}">a</div>') == wanted
    assert found(f"<style>.y {{{style}}}</style><hr><hr><div id=x class=y>a</div>") == [
        pair for pair in wanted if pair[1] is not Surely.PERHAPS
    ]


BOXES = {
    "without a name no script finds it": ("<div style='display:none'>a</div>", [("div", Surely.UNNAMED)]),
    "but items of lists are shown by the dozen": ("<ul><li style='display:none'>a</ul>", [("li", Surely.HIDDEN)]),
    "the attribute": ("<div id=x hidden>a</div>", [("x", Surely.HIDDEN)]),
    "what holds the page up": ("<main id=x hidden>a</main><nav id=y style='display:none'>b</nav>", []),
    "a line that nobody can read": (
        "<marquee id=x height=2>a</marquee><marquee id=y scrollamount=900>b</marquee>",
        [("x", Surely.FOR_GOOD), ("y", Surely.FOR_GOOD)],
    ),
    "one that one can": ("<marquee id=x height=20 scrollamount=5 width=wide>a</marquee>", []),
}
SHEETS = {
    "a class": (".y{display:none}", Surely.HIDDEN),
    "an id": ("#x{display:none}", Surely.HIDDEN),
    "with the name of the element": ("p{} div.y {display:none}", Surely.HIDDEN),
    "one of several": (".z, .y, .w { display:none }", Surely.HIDDEN),
    "behind a comment": ("/* y */.y{display:none}", Surely.HIDDEN),
    "behind another rule": (".z{color:red}.y{left:-999px}", Surely.FOR_GOOD),
    "in some place": (".z .y{display:none}", None),
    "in some state": (".y:hover{display:none}", None),
    "what is in it": (".y a{display:none}", None),
    "with another class": (".y.open{display:none}", None),
    "at times": ("@media print{.y{display:none}}", None),
    "a longer name": (".y-2{display:none}", None),
    "nothing of the kind": (".y{color:red}", None),
    "unfinished": (".y{display:none", None),
}
SCRIPTS = {
    "by its id": ("document.getElementById('x').style.display='none'", True),
    "by its id, made invisible": ('document.getElementById( "x" ).style.visibility = "hidden"', True),
    "another's id": ("document.getElementById('z').style.display='none'", False),
    "shown": ("document.getElementById('x').style.display='block'", False),
    "by a sheet that it writes": (r"document.write('<style>.y{display:none}<\/style>')", True),
    "by a sheet for others": (r"document.write('<style>.z{display:none}<\/style>')", False),
}


@pytest.mark.parametrize(("html", "boxes"), BOXES.values(), ids=BOXES.keys())
def test_hidden_boxes(html: str, boxes: list[tuple[str, Surely]]) -> None:
    assert found(html) == boxes


@pytest.mark.parametrize(("sheet", "surely"), SHEETS.values(), ids=SHEETS.keys())
def test_what_a_sheet_hides(sheet: str, surely: Surely | None) -> None:
    html = f"<style>{sheet}</style><hr><hr><div id=x class='a y'>a</div>"
    assert found(html) == ([] if surely is None else [("x", surely)])


def test_a_sheet_right_beside_what_it_hides_is_there_for_that() -> None:
    assert found("<p>b</p><style>.y{display:none}</style><div id=x class=y>a</div>") == [("x", Surely.FOR_GOOD)]


def test_a_name_of_many_is_no_plant_s() -> None:
    assert found("<style>.y{display:none}</style><hr>" + "<div class=y>a</div>" * 4) == []


@pytest.mark.parametrize(("script", "hides"), SCRIPTS.values(), ids=SCRIPTS.keys())
def test_what_a_script_hides_beside_it(script: str, hides: bool) -> None:
    box = "<div id=x class=y>a</div>"
    assert found(f"{box}<script>{script}</script>") == ([("x", Surely.FOR_GOOD)] if hides else [])
    assert found(f"{box}<hr><script>{script}</script>") == []


def test_only_what_is_of_interest_is_told() -> None:
    page = facts("<div id=x hidden>a</div><div id=y hidden>b</div><style>#z{display:none}</style><p id=z>c")
    boxes = hiding().boxes(page, lambda element: element.get("id") == "y", list[etree._Element])
    assert [box.element.get("id") for box in boxes] == ["y"]
