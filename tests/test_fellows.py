"""What goes with the greater part of a list. Of each list, the elements named ``gone`` are gone already."""

import pytest

from unsponsor.fellows import fellows

from .rules.helpers import facts

ITEM = "<li id={0} class={1}><a href='{2}'>A story of another paper, number {0}</a></li>"


def items(*items: tuple[str, str, str]) -> str:
    return "<ul>" + "".join(ITEM.format(*item) for item in items) + "</ul>"


THERE, ELSEWHERE, HERE = "https://other.example.net/1", "https://third.example.org/1", "/1"
GOES = {
    "the others lead to the same site": (
        items(("gone1", "i", THERE), ("gone2", "i", THERE), ("x", "i", THERE), ("y", "i", THERE), ("z", "i", THERE)),
        {"x", "y", "z"},
    ),
    "most of it is gone": (
        items(("gone1", "i", THERE), ("gone2", "i", THERE), ("gone3", "i", THERE), ("x", "i", ELSEWHERE)),
        {"x"},
    ),
}
STAYS = {
    "only one is gone": items(("gone1", "i", THERE), ("x", "i", THERE)),
    "the site's own": items(("gone1", "i", THERE), ("gone2", "i", THERE), ("x", "i", HERE)),
    "of another shape": items(("gone1", "i", THERE), ("gone2", "i", THERE), ("x", "j", THERE)),
    "few are gone and it leads to another site": items(
        ("gone1", "i", THERE), ("gone2", "i", THERE), ("x", "i", ELSEWHERE), ("y", "i", HERE)
    ),
    "few are gone": items(("gone1", "i", THERE), ("gone2", "i", THERE), *((name, "i", THERE) for name in "abcdefgh")),
    "what says more than its link": f"<div id=gone1><a href='{THERE}'>Buy</a></div><div id=gone2><a href='{THERE}'>Buy</a></div>"
    f"<div id=x>How the third one did in our test, in words. <a href='{THERE}'>Buy</a></div>",
}


def found(html: str) -> set[str]:
    page = facts(f"<body><main><h1>News</h1><p>The article.</p></main>{html}")
    assert page.page.root is not None
    gone = page.page.root.xpath("//*[starts-with(@id, 'gone')]")
    return {element.get("id") or "" for element, _ in fellows(page, gone)}


@pytest.mark.parametrize(("html", "goes"), GOES.values(), ids=GOES.keys())
def test_the_rest_of_a_list_goes(html: str, goes: set[str]) -> None:
    assert found(html) == goes


@pytest.mark.parametrize("html", STAYS.values(), ids=STAYS.keys())
def test_what_is_not_like_it_stays(html: str) -> None:
    assert found(html) == set()
