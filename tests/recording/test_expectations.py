"""What readers see of a page, and what of a recording's expectations it does not meet."""

from pathlib import Path

import pytest

from unsponsor.recording.expectations import Expectations, load, visible_text
from unsponsor.rules.problems import InvalidError

SEEN = {
    "white space is one space": ("<p>One\n  <b>two</b>\t</p>", "One two"),
    "words of two elements are apart": ("<ul><li>One<li>two</ul>", "One two"),
    "not what scripts and styles hold": ("<p>One<script>x</script><style>y</style><template>z</template></p>two", "One two"),
    "not what is there for others": ("<p>One<noscript>x</noscript>", "One"),
    "not what is hidden, nor what is in it": ("<div hidden><p>x</p></div>One<p hidden=''>y</p>", "One"),
    "references are characters": ("<p>Tea &amp; more</p>", "Tea & more"),
    "not the title": ("<title>x</title>One", "One"),
    "nothing": ("", ""),
}
TEXT = "version: 1\nsource: a\nurl: https://a.example/\nmust_go: {ad: [Buy now, Lamps], offer: [Tea]}\nmust_stay: [News, More news]\n"


@pytest.mark.parametrize(("html", "text"), SEEN.values(), ids=SEEN.keys())
def test_what_is_seen(html: str, text: str) -> None:
    assert " ".join(visible_text(html.encode()).split()) == text


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.yaml"
    path.write_text(TEXT, "utf-8")
    return path


UNMET = {
    "all of it": ("<p>News</p><p>More news", []),
    "hidden is gone": ("<p>News</p><p>More news</p><p hidden>Lamps", []),
    "something is left": ("<p>More\nnews</p>Lamps and <b>Tea", ["still there (ad): Lamps", "still there (offer): Tea", "lost: News"]),
    "nothing is left": ("", ["lost: News", "lost: More news"]),
}  # fmt: skip


@pytest.mark.parametrize(("html", "unmet"), UNMET.values(), ids=UNMET.keys())
def test_what_does_not_hold(file: Path, html: str, unmet: list[str]) -> None:
    assert load(file).unmet(html.replace("<p>News", "<p>News ").encode()) == unmet


def test_what_a_file_may_not_say_is_located(file: Path) -> None:
    file.write_text(TEXT.replace("must_stay", "must_stays"), "utf-8")
    with pytest.raises(InvalidError, match=r'a\.yaml:5:1: unknown key "must_stays"'):
        load(file)


def test_what_must_stay_cannot_be_nothing() -> None:
    with pytest.raises(ValueError, match="must_stay"):
        Expectations.model_validate({"version": 1, "source": "a", "url": "b", "must_go": {}, "must_stay": []})
