"""What filters change in the headers of answers."""

import pytest

from unsponsor import Engine

URL = "https://www.news.example/1"
CHANGES = {
    "a policy": ("||news.example^$csp=script-src 'none'", "document", [("content-security-policy", "script-src 'none'")]),
    "a policy is for pages": ("||news.example^$csp=script-src 'none'", "image", []),
    "another site's": ("||shop.example^$csp=script-src 'none'", "document", []),
    "permissions": (
        "||news.example^$permissions=camera=()\\, midi=()",
        "document",
        [("permissions-policy", "camera=(), midi=()")],
    ),
    "a header goes": ("||news.example^$removeheader=Refresh", "document", [("refresh", None)]),
    "what guards readers stays": ("||news.example^$removeheader=content-security-policy", "document", []),
    "an exception": ("||news.example^$csp=x\n@@||news.example^$csp=x", "document", []),
    "an exception for all": ("||news.example^$csp=x\n||news.example^$csp=y\n@@||news.example^$csp", "document", []),
    "no expression": ("/(/$csp=x", "document", []),
}


@pytest.mark.parametrize(("text", "kind", "wanted"), CHANGES.values(), ids=CHANGES.keys())
def test_what_changes(text: str, kind: str, wanted: list[tuple[str, str | None]]) -> None:
    engine = Engine(lists=[f"! Title: Mine\n{text}"], builtin_rules=False, heuristics=False)
    changes = engine.headers(URL, source=URL, kind=kind)
    assert [(change.name, change.value) for change in changes] == wanted
    assert all(change.by.endswith(" (Mine)") for change in changes)
