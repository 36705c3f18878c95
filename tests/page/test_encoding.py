import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsponsor.page import edit
from unsponsor.page.encoding import Encoding, decode, detect, markup_view
from unsponsor.page.tree import Page

DETECTED = {
    "byte order mark wins": (b"\xef\xbb\xbf<meta charset=shift_jis>", "text/html; charset=big5", "utf-8"),
    "UTF-16 mark": (b"\xff\xfea\0", None, "utf-16le"),
    "UTF-16 mark, other way round": (b"\xfe\xff\0a", None, "utf-16be"),
    "header before meta": (b"<meta charset=shift_jis>", "text/html; charset=EUC-KR", "euc-kr"),
    "header in quotes": (b"", 'text/html; charset="GBK"', "gbk"),
    "label of the standard": (b"", "text/html; charset=latin1", "windows-1252"),
    "label of the standard, Japanese": (b"", "text/html; charset=x-sjis", "shift_jis"),
    "unknown header label": (b"<meta charset=big5>", "text/html; charset=klingon", "big5"),
    "meta charset": (b"<meta charset='koi8-r'>", None, "koi8-r"),
    "meta http-equiv": (b'<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=euc-jp">', None, "euc-jp"),
    "meta content alone says nothing": (b'<meta content="text/html; charset=euc-jp">\xe9', None, "windows-1252"),
    "meta in a comment": (b"<!-- <meta charset=big5> -->\xe9", None, "windows-1252"),
    "meta in a script": (b"<script>'<meta charset=big5>'</script>\xe9", None, "windows-1252"),
    "meta behind 1,024 bytes": (b" " * 1024 + b"<meta charset=big5>\xe9", None, "windows-1252"),
    "meta that says UTF-16": (b"<meta charset=utf-16>", None, "utf-8"),
    "nothing, valid UTF-8": ("<p>é".encode(), None, "utf-8"),
    "nothing, no UTF-8": (b"<p>\xe9", None, "windows-1252"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "content_type", "name"), DETECTED.values(), ids=DETECTED.keys())
def test_detect(source: bytes, content_type: str | None, name: str) -> None:
    assert detect(source, content_type).name == name


TEXTS = {
    "windows-1252": "café – “x”",
    "shift_jis": "ソ表能 広告ー予定 ｱｲ",  # second bytes that are \\ and other ASCII
    "euc-jp": "日本語の広告",
    "iso-2022-jp": "日本語の広告、表示<ソ>ゼミ",
    "gb18030": "中文广告 𠀀€",
    "gbk": "中文广告",
    "big5": "中文廣告 功許蓋",
    "euc-kr": "한국어 광고 똠",
    "koi8-r": "реклама",
    "windows-1251": "реклама",
    "iso-8859-2": "reklama ąęśćł",
    "utf-8": "広告 é 𝒳",
    "utf-16le": "広告 é 𝒳 Ａ<",
    "utf-16be": "広告 é 𝒳",
}


CODECS = {"euc-kr": "cp949", "shift_jis": "cp932"}  # what the Encoding standard means by these names
MARKS = {"utf-16le": b"\xff\xfe", "utf-16be": b"\xfe\xff"}


@pytest.mark.parametrize(("name", "text"), TEXTS.items(), ids=TEXTS.keys())
def test_cutting_is_exact_in_every_encoding(name: str, text: str) -> None:
    parts = [
        f"<!doctype html><p title='{text.replace('<', '')}'>{text}</p>",
        f"<div id=ad>{text}<b>{text}</b></div>",
        f"{text}<i>x</i>",
    ]
    before, ad, after = (part.encode(CODECS.get(name, name)) for part in parts)
    before = MARKS.get(name, b"") + before
    source = before + ad + after
    page = Page(source, f"text/html; charset={name}")
    (element,) = [e for e in page.elements if e is not None and e.get("id") == "ad"]
    html, done = edit.apply(page, [edit.Edit(element, edit.Action.REMOVE)])
    assert html == before + after
    assert source[done[0].start : done[0].end] == ad
    assert "".join(element.itertext()) == text * 2
    html, _ = edit.apply(page, [edit.Edit(element, edit.Action.HIDE)])
    assert html == source.replace("<div".encode(name), ("<div" + edit.HIDE.decode()).encode(name))


def test_markup_in_double_byte_runs_is_no_markup() -> None:
    source = "<p>日本<!--".encode("iso-2022-jp") + b"<b>"
    assert len(markup_view(source, Encoding("iso-2022-jp"))) == len(source)
    assert markup_view(source, Encoding("iso-2022-jp")).count(b"<") == 3


@pytest.mark.parametrize("name", TEXTS)
def test_pages_that_lie_about_their_encoding_come_back_exact(name: str) -> None:
    source = b"<p>\xff\xfe\xe9\x81\x40\x1b$B<</p><div id=ad>\x80\x81</div>\xe3\x81<i>x</i>"
    page = Page(source, f"text/html; charset={name}")
    found = [e for e in page.elements if e is not None and e.get("id") == "ad"]
    html, done = edit.apply(page, [edit.Edit(e, edit.Action.REMOVE) for e in found])
    kept = source
    for item in reversed(done):
        kept = kept[: item.start] + kept[item.end :] if item.action is edit.Action.REMOVE else kept
    assert html == kept


@given(st.binary(max_size=200), st.sampled_from(sorted(TEXTS)))
def test_decode_never_raises(source: bytes, name: str) -> None:
    decode(source, Encoding(name))
