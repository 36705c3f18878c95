"""Pages in old encodings show the right characters after cleaning, however they say what they are in."""

import re
from collections.abc import Iterator

import pytest
from mitmproxy import http

from .conftest import Browser, Lab, answer, only_test_rules

pytestmark = [pytest.mark.browser, pytest.mark.once]

# The second bytes of these characters are ASCII in Shift_JIS: a backslash, a brace, a bar, even letters.
JAPANESE = "表示・ソース・構わない・ポーチ・能力｡ｶﾅ"
EUROPEAN = "“Crème brûlée” – 5 € … Žižek’s œuvre™"
PAGES = {
    "Shift_JIS, by header": ("cp932", JAPANESE, "text/html; charset=Shift_JIS", ""),
    "Shift_JIS, by meta": ("cp932", JAPANESE, "text/html", "<meta charset=shift_jis>"),
    "windows-1252, by header": ("cp1252", EUROPEAN, "text/html; charset=windows-1252", ""),
    "windows-1252 that calls itself Latin-1": ("cp1252", EUROPEAN, "text/html; charset=iso-8859-1", ""),
    "windows-1252, by meta": (
        "cp1252",
        EUROPEAN,
        "text/html",
        '<meta http-equiv=content-type content="text/html; charset=windows-1252">',
    ),
    "windows-1252, though the meta says otherwise": (
        "cp1252",
        EUROPEAN,
        "text/html; charset=windows-1252",
        "<meta charset=utf-8>",
    ),
}
PATHS = {name: f"/{number}" for number, name in enumerate(PAGES)}


def flows() -> Iterator[http.HTTPFlow]:
    for name, (codec, text, content_type, meta) in PAGES.items():
        page = f"<!doctype html>{meta}<title>{text}</title><p>{text}<p class=test-ad>{text}Buy<p class=test-hidden>{text}<p>{text}"
        yield answer(PATHS[name], page.encode(codec), content_type)


@pytest.fixture(scope="module")
def browser(lab: Lab) -> Iterator[Browser]:
    with lab.browser(flows(), only_test_rules) as browser:
        yield browser


@pytest.mark.xdist_group("encodings")
@pytest.mark.parametrize("name", PAGES)
def test_characters_are_right(browser: Browser, name: str) -> None:
    text = PAGES[name][1]
    dom = browser.dom(PATHS[name])
    assert re.findall(r"<title>(.*?)</title>", dom) == [text]
    assert re.findall(r"<p>(.*?)(?=<p|</p>)", dom) == [text, text]
    assert re.findall(r"<p hidden.*?>(.*?)</p>", dom) == [text]
    assert "Buy" not in dom
