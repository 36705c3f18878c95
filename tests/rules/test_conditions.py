"""Every operator of the language, by the cases in ``cases/``: a rule, a page, and the elements that must match."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from unsponsor.rules.model import Match, Rule

from .helpers import URL, matched

CASES = [
    pytest.param(case, id=f"{file.stem}: {case['case']}")
    for file in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(file.read_text("utf-8"))
]


@pytest.mark.parametrize("case", CASES)
def test_operator(case: dict[str, Any]) -> None:
    html = case["html"]
    for short, (long, times) in case.get("repeat", {}).items():
        html = html.replace(short, long * times)
    keys = {key: case[key] for key in ("match", "unless") if key in case}
    assert matched(keys, html, case.get("url", URL)) == case["matches"]


def test_every_operator_has_cases_that_match_and_cases_that_do_not() -> None:
    operators = {(info.alias or name) for name, info in Match.model_fields.items()} | {"unless"}
    cases: list[dict[str, Any]] = [parameter.values[0] for parameter in CASES]  # type: ignore[misc]
    assert "unless" in Rule.model_fields
    for operator in operators:
        using = [case for case in cases if operator in case["match"] or operator in case]
        assert any(case["matches"] for case in using), operator
        # Something with an id is left: not just everything matches.
        assert any(case["html"].count("id=") > len(case["matches"]) for case in using), operator
