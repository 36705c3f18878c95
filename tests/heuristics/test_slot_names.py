"""Names of ad slots, and sizes in which ads are sold."""

from functools import lru_cache

import pytest

from unsponsor.heuristics.data import shipped_heuristics
from unsponsor.heuristics.slot_names import SlotNames

from ..rules.helpers import facts


@lru_cache(maxsize=1)
def names() -> SlotNames:
    data = shipped_heuristics()
    return SlotNames(data.slots, data.blocks.sizes)


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ('<div class="x ad-slot"></div>', "ad-slot"),
        ('<div id="leaderBoard"></div>', "leaderBoard"),
        ('<div class="side__300_250"></div>', "side__300_250"),
        ('<div class="photo_300_250"></div>', None),
        ('<div class="banner"></div>', None),
        ('<div class="banner-top"></div>', "banner-top"),
        ('<div class="ad-slot cookie-note"></div>', None),
        ('<td class="ad-slot"></td>', None),
        ('<div data-unit="sidebar-ad"></div>', "sidebar-ad"),
        ('<div data-sizes="[[300, 250]]"></div>', "data-sizes"),
        ('<div title="ad"></div>', None),
    ],
)
def test_boxes_that_are_named_as_slots(html: str, name: str | None) -> None:
    page = facts(html)
    assert [found for _, found in names().named(page, names().among(page))] == ([] if name is None else [name])


def test_boxes_of_a_weak_name_without_those_inside() -> None:
    page = facts("<div class=banner-a><p class=banner-b></p></div><p id=banner-c></p><td class=banner-d></td>")
    assert {name: len(boxes) for name, boxes in names().weakly_named(page, names().among(page)).items()} == {"banner": 2}


@pytest.mark.parametrize(
    ("size", "sold", "of_banner"), [((728, 90), True, True), ((250, 250), True, False), ((731, 88), False, False)]
)
def test_sizes(size: tuple[int, int], sold: bool, of_banner: bool) -> None:
    width, height = map(str, size)
    assert (names().is_size(width, height), names().is_of_banner(width, height)) == (sold, of_banner)


@pytest.mark.parametrize(("name", "holds"), [("banner_728x90", True), ("thumb_728x90", False), ("box_12x12", False)])
def test_a_size_in_a_name(name: str, holds: bool) -> None:
    assert names().names_size(name) is holds
