"""What became of each block that was considered, and why."""

import pytest

from unsponsor import Engine

PROSE = "<p>" + "The towpath is dry in April, and the herons are back. " * 20 + "</p>"
RULE = "##.ad"
OUTCOMES = {
    "what goes": ("<div class=ad>Lamps</div>", ["removed"]),
    "what stands in what goes": ("<div class=ad><p>a</p><div class=ad>b</div></div>", ["removed", "inside of something that is removed"]),
    "what is hidden": ("<div id=__next></div><div class=ad>Lamps</div>", ["hidden"]),
    "what the guard keeps": ("<main class=ad>Lamps</main>", ["kept: holds what is always kept"]),
    "nothing": ("<div>Lamps</div>", []),
}  # fmt: skip


@pytest.mark.parametrize(("html", "outcomes"), OUTCOMES.values(), ids=OUTCOMES.keys())
def test_what_became_of_a_block(html: str, outcomes: list[str]) -> None:
    page = f"<!doctype html>{PROSE}{html}".encode()
    blocks = Engine(lists=[RULE], heuristics=False, builtin_rules=False).explain(page, "https://www.news.example/")
    assert [block.outcome.partition(" (")[0] for block in blocks] == outcomes
