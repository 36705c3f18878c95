"""Filter lists in the engine: what they take, what the guard keeps, and what reports say."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from unsponsor import Engine
from unsponsor.lists.kept import KeptList
from unsponsor.settings import Settings

URL = "https://www.news.example/1"
PARAGRAPH = "<p>" + "A sentence of the article that a reader came for. " * 4 + "</p>"
PAGE = (
    f"<!doctype html><body><main><h1>News</h1>{PARAGRAPH * 12}</main>"
    f"<div class=zone><p>Lamps by a maker</p></div><div class=more>{PARAGRAPH * 3}</div></body>"
).encode()
WITHOUT = PAGE.replace(b"<div class=zone><p>Lamps by a maker</p></div>", b"")
LIST = "! Title: Little list\nnews.example##.zone\n"


def engine(*lists: Path | str, **settings: object) -> Engine:
    return Engine(lists=lists, heuristics=False, builtin_rules=False, settings=Settings.model_validate(settings))


def test_what_a_list_names_goes_and_says_why() -> None:
    cleaned = engine(LIST).clean(PAGE, URL)
    assert cleaned.html == WITHOUT
    (removal,) = cleaned.removals
    assert (removal.category, removal.by) == ("ad", "news.example##.zone (Little list)")
    assert removal.evidence == ("Little list, line 2: news.example##.zone",)


def test_a_list_may_be_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.txt"
    file.write_text("\ufeff##.zone\n", "utf-8")
    cleaned = engine(file).clean(PAGE, URL)
    assert cleaned.html == WITHOUT
    assert cleaned.removals[0].by == "##.zone (mine)"


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"none\.txt"):
        engine(tmp_path / "none.txt")


def test_the_guard_keeps_prose_and_says_so() -> None:
    assert engine("##.more").clean(PAGE, URL).html is PAGE
    (block,) = engine("##.more").explain(PAGE, URL)
    assert block.outcome == "kept: holds 3 paragraphs of text"


def test_the_user_may_trust_a_list() -> None:
    trusting = engine("! Title: Mine\n##.more", trust_lists=["Mine"])
    assert b"class=more" not in trusting.clean(PAGE, URL).html


def test_the_user_may_trust_a_filter() -> None:
    for trusted, goes in (("##.more", True), ("##.less", False)):
        cleaned = engine("##.more", trust_filters=[trusted]).clean(PAGE, URL)
        assert (b"class=more" not in cleaned.html) is goes


OWN = """<div class=box><h3>More of us</h3><p><a href="/1">What the council said last night</a></p>
<p><a href="https://www.news.example/2">The last farm in the valley closes</a></p></div>"""


@pytest.mark.parametrize(
    ("html", "stays"),
    [
        (OWN, True),
        (OWN.replace("/2", "/2?").replace("www.news.example", "shop.example"), False),
        ("<div class=box><a href=/1>More</a></div>", False),
        ("<div class=box>Nothing that leads anywhere, but of some length, as notes on cookies are.</div>", False),
        ("<span class='box sr-only'>Share this</span>", True),
        # What others than lists find as well is no box of the site's own.
        (f'<div class=box><ins class="adsbygoogle">{OWN.replace(" class=box", "")}</ins></div>', False),
    ],
    ids=["own links", "one to another site", "a word", "no links", "for those who hear the page", "found by rules as well"],
)
def test_the_guard_keeps_the_site_s_own_boxes(html: str, stays: bool) -> None:
    page = b"<!doctype html><body>" + html.encode() + b"<p>" + b"text " * 200 + b"</body>"
    cleaned = Engine(lists=["##.box"]).clean(page, URL)
    assert (b"class='box" in cleaned.html or b"class=box" in cleaned.html) is stays


@pytest.mark.parametrize(
    ("trusting", "goes"), [({}, False), ({"trust_lists": ["Mine"]}, True), ({"trust_filters": ["##.up"]}, True)], ids=str
)
def test_what_leads_back_goes_where_the_user_trusts_the_filter(trusting: dict[str, object], goes: bool) -> None:
    page = PAGE.replace(b"</body>", b"<a class=up href=#top>Back to the top</a></body>")
    trusted = engine("! Title: Mine\n##.up", **trusting)
    assert (b"class=up" not in trusted.clean(page, URL).html) is goes
    if not goes:
        (block,) = trusted.explain(page, URL)
        assert block.outcome == "kept: leads only within the page, or to the site's front page"


def test_the_guard_keeps_the_main_part() -> None:
    assert engine("##main").clean(PAGE, URL).html is PAGE


def test_pages_of_applications_are_hidden_in() -> None:
    page = PAGE.replace(b"<body>", b"<body><div id=__next></div>")
    (removal,) = engine(LIST).clean(page, URL).removals
    assert removal.action == "hide"


def test_an_engine_with_lists_can_be_sent_to_another_process() -> None:
    sent = pickle.loads(pickle.dumps(engine(LIST)))
    assert sent.clean(PAGE, URL).html == WITHOUT


LOSING = "! Title: Little list\nnews.example##a.go:remove-attr(/^on/)\nnews.example##body, a.go:remove-class(locked|go)\n"
LOCKED = b"<!doctype html><body class='locked a'><p>Text</p><a class=go ONCLICK=\"x('>')\" href=/1 onfocus=y>On</a></body>"
UNLOCKED = b"<!doctype html><body class='a'><p>Text</p><a href=/1>On</a></body>"


def test_attributes_and_classes_that_a_list_names_go() -> None:
    cleaned = engine(LOSING).clean(LOCKED, URL)
    assert cleaned.html == UNLOCKED
    assert [LOCKED[removal.start : removal.end] for removal in cleaned.removals] == [
        b"locked ",
        b" class=go",
        b" ONCLICK=\"x('>')\"",
        b" onfocus=y",
    ]
    assert {(removal.action, removal.category) for removal in cleaned.removals} == {("attribute", "ad")}
    removal = cleaned.removals[2]
    assert removal.by == "news.example##a.go:remove-attr(/^on/) (Little list)"
    assert removal.evidence == (
        "Little list, line 2: news.example##a.go:remove-attr(/^on/)",
        "takes out the attribute onclick",
    )
    assert (removal.text, removal.path) == ("On", "html > body > a:nth-of-type(1)")
    assert cleaned.removals[1].evidence[-1] == "takes out the class go"


def test_classes_of_several_filters_go_with_their_attribute() -> None:
    cleaned = engine("##p:remove-class(a)\n##p:remove-class(b)").clean(b"<p class='a b'>c", URL)
    assert cleaned.html == b"<p>c"
    (removal,) = cleaned.removals
    assert removal.by == "##p:remove-class(a) (list)"
    assert removal.evidence[-1] == "takes out the class a b"


@pytest.mark.parametrize(
    ("lists", "left"),
    [
        ("##b:remove-attr(x)\nnews.example#@#b:remove-attr(x)", b"<div><b x>a</b></div>c"),
        ("##b:remove-attr(y)", b"<div><b x>a</b></div>c"),
        ("##div\n##b:remove-attr(x)", b"c"),
        ("##b\n##b:remove-attr(x)", b"c"),
        ("##b:remove-attr(x)\n@@||news.example^$elemhide", b"<div><b x>a</b></div>c"),
    ],
)
def test_attributes_stay_or_go_with_their_elements(lists: str, left: bytes) -> None:
    source = b"<div><b x>a</b></div>c"
    cleaned = engine(lists).clean(source, URL)
    assert cleaned.html == left
    assert len(cleaned.removals) == (left != source)


def test_what_guards_readers_stays() -> None:
    page = b"<p><iframe sandbox src=/1></iframe></p><link integrity=a x>"
    cleaned = engine("##*:remove-attr(/./)").clean(page, URL)
    assert cleaned.html == b"<p><iframe sandbox></iframe></p><link integrity=a>"


def test_a_page_that_the_user_lets_alone_keeps_its_attributes() -> None:
    assert engine(LOSING, allow=["news.example"]).clean(LOCKED, URL).html is LOCKED


def test_an_element_that_loses_attributes_is_not_gone() -> None:
    page = b"<div><h2>Lamps</h2><section><a class=go href=/1 onclick=x>On</a></section></div>"
    cleaned = Engine(lists=["##section:remove-attr(class)\n##a.go:remove-attr(onclick)"]).clean(page, URL)
    assert cleaned.html == page.replace(b" onclick=x", b"")


def test_attributes_go_from_pages_of_applications() -> None:
    page = LOCKED.replace(b"<p>", b"<div id=__next></div><p>")
    assert engine(LOSING).clean(page, URL).html == UNLOCKED.replace(b"<p>", b"<div id=__next></div><p>")


def test_attributes_of_a_page_in_utf16() -> None:
    page = ("\ufeff" + LOCKED.decode().replace("Text", "広告")).encode("utf-16-le")
    cleaned = engine(LOSING).clean(page, URL)
    assert cleaned.html == ("\ufeff" + UNLOCKED.decode().replace("Text", "広告")).encode("utf-16-le")
    assert page[cleaned.removals[-1].start : cleaned.removals[-1].end].decode("utf-16-le") == " onfocus=y"


def test_attributes_are_explained() -> None:
    text = "##b\n##b:remove-attr(x)\n##p:remove-attr(x)\n##template i:remove-attr(x)"
    page = b"<p x>a<b x>c</b></p><template><i x>d</i></template>"
    assert [(block.path.split()[-1], block.outcome) for block in engine(text).explain(page, URL)] == [
        ("p:nth-of-type(1)", "attribute removed"),
        ("b", "removed"),
        ("b", "inside of something that is removed"),
        ("i", "kept: the page itself is about such things, or cannot be cut there"),
    ]


def test_what_is_told_does_not_depend_on_the_process() -> None:
    names = [f"slot-{number}" for number in range(8)]
    filters = "\n".join(f"##.{name}\n##div.{name}[data-a]" for name in names)
    page = f"<!doctype html><p>{'text ' * 200}<div class='{' '.join(names)}' data-a=b><a href=//shop.example/>Lamps</a></div>"
    script = (
        "import sys; from unsponsor import Engine; filters, page = sys.argv[1:]\n"
        "engine = Engine(lists=[filters], heuristics=False, builtin_rules=False)\n"
        "print(engine.clean(page.encode(), 'https://www.news.example/').removals)"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", script, filters, page],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


@pytest.mark.parametrize(
    "pattern", ["/(/", "/a{99999999999}/", "/" + "(" * 5000 + ")" * 5000 + "/"], ids=["open", "many", "deep"]
)
def test_a_list_with_a_pattern_that_cannot_be_used_has_its_others(pattern: str) -> None:
    text = f"##.ad\n@@{pattern}$document\n{pattern}$removeparam=x\n{pattern}$removeheader=x\n||ads.example^\n"
    both = Engine(lists=[text, "||other.example^"], builtin_rules=False, heuristics=False)
    both.prepare()
    for host in ("ads.example", "other.example"):
        assert both.request(f"https://{host}/1", source=URL, kind="image").action == "block"
    assert b"class=ad" not in both.clean(b"<!doctype html><div class=ad>Ad</div><p>Text", URL).html


def test_an_engine_of_kept_lists_goes_to_another_process(file: Path) -> None:
    made = Engine(lists=[KeptList(file)], kept=file.parent, builtin_rules=False, heuristics=False)
    assert made.request("https://ads.example/1", source=URL, kind="image").by == "||ads.example^ (Little list)"


def test_an_engine_fails_open_where_a_list_is_gone(file: Path) -> None:
    made = Engine(lists=[KeptList(file)], kept=file.parent, builtin_rules=False, heuristics=False)
    file.unlink()
    with pytest.raises(OSError, match=r"little\.txt"):
        made.prepare()
    assert made.request("https://ads.example/1", source=URL, kind="image").action == "allow"
    page = b"<!doctype html><p class=x>Text"
    assert made.clean(page, URL).html is page
