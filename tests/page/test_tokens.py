import pytest
from hypothesis import given
from selectolax.lexbor import LexborHTMLParser

from unsponsor.page.tokens import start_tags, tags
from unsponsor.page.tree import NUMBER, Page

from .soup import soup

# What the standard makes of each source: the start tags in it, in order.
CASES = {
    "plain": (b"<div><p>a</p></div>", "div p"),
    "upper case": (b"<DIV><P>", "div p"),
    "quote opens only after =": (b"<div \"a>b\"><p>", "div p"),
    "quoted >": (b"<div a='>' b=\">\"><p>", "div p"),
    "quote inside an unquoted value": (b"<a href=x\"y>z\"><p>", "a p"),
    "= at the start of a name": (b"<a = \"x>y\"><p>", "a p"),
    "value after spaces": (b"<a b \n= \t'>'><p>", "a p"),
    "value left out": (b"<a b=><p>", "a p"),
    "slashes": (b"<br/><a/ /b><p>", "br a p"),
    "< in a name and in attributes": (b"<a<b <c><p>", "a<b p"),
    "comment": (b"<!-- <p> --><div>", "div"),
    "comments that close at once": (b"<!--><p><!---><div>", "p div"),
    "comment closed by --!>": (b"<!-- <p> --!><div>", "div"),
    "comment with dashes": (b"<!-- <p> - -- --- -><b> --><div>", "div"),
    "comment never closed": (b"<p><!-- <div>", "p"),
    "bogus comments": (b"<!x <p>a><?y <p>b></ <p>c></><div>", "div"),
    "doctype": (b"<!DOCTYPE html PUBLIC \"a>b\"><div>", "div"),
    "CDATA outside of SVG ends at >": (b"<![CDATA[ <p> ]]><div>", "div"),
    "CDATA in SVG": (b"<svg><![CDATA[ <p> ]]><g></g></svg><div>", "svg g div"),
    "CDATA in HTML in SVG": (b"<svg><desc><![CDATA[ <p> ]]></desc></svg>", "svg desc"),
    "script": (b"<script>if (a<b) '<p>'</script><div>", "script div"),
    "script end with spaces and attributes": (b"<script><p></script \n x><div>", "script div"),
    "no script end": (b"<script></scripty><p>", "script"),
    "escaped script": (b"<script><!-- <script> </script> <p> --></script><div>", "script div"),
    "escape that closes at once": (b"<script><!--><script></script><div>", "script div"),
    "escape without a script inside": (b"<script><!-- <p> </script><div>", "script div"),
    "style, textarea, title": (b"<title><p></title><style><p></style><textarea><p></textarea><div>", "title style textarea div"),
    "iframe, xmp, noembed": (b"<iframe><p></iframe><xmp><p></xmp><noembed><p></noembed><div>", "iframe xmp noembed div"),
    "noscript": (b"<noscript><img></noscript><div>", "noscript div"),
    "raw text never closed": (b"<p><title><div>", "p title"),
    "plaintext": (b"<p><plaintext><div></plaintext>", "p plaintext"),
    "self-closing title in SVG": (b"<svg><title/><path/></svg><title><p></title>", "svg title path title"),
    "style in SVG holds tags": (b"<svg><style><g></style></svg><div>", "svg style g div"),
    "style in HTML in SVG does not": (b"<svg><foreignObject><style><g></style></foreignObject></svg>", "svg foreignobject style"),
    "HTML ends SVG": (b"<svg><g><div><title><p></title>", "svg g div title"),
    "font ends SVG only with a color": (b"<svg><font><title/></font><font color=x><title><p></title>", "svg font title font title"),
    "the end of what is around ends SVG": (b"<div><svg><g></div><title><p></title>", "div svg g title"),
    "a stray end tag does not end SVG": (b"<svg></q><title/><g/></svg>", "svg title g"),
    "end tag p ends SVG": (b"<svg></p><title><g></title>", "svg title"),
    "MathML text holds HTML": (b"<math><mi><title><p></title></mi></math>", "math mi title"),
    "annotation with HTML": (b"<math><annotation-xml encoding=text/html><title><p></title>", "math annotation-xml title"),
    "annotation without": (b"<math><annotation-xml><title/><mi>", "math annotation-xml title mi"),
    "value that ends in a slash does not close": (b"<math a=/><title/></math>", "math title"),
    "unfinished tag": (b"<p><div class=", "p"),
    "unfinished quote": (b"<p><div class=\"a><b>", "p"),
    "unfinished raw text tag": (b"<p><script ", "p"),
    "end tag with a quoted >": (b"</p a=\"><b>\"><div>", "div"),
    "NUL": (b"<d\0v a\0=b><p>\0", "d\0v p"),
    "template": (b"<template shadowrootmode=open><p></template>", "template p"),
    "nothing": (b"", ""),
    "no markup": (b"a < b > c <1 </2", ""),
}  # fmt: skip


@pytest.mark.parametrize(("source", "names"), CASES.values(), ids=CASES.keys())
def test_start_tags(source: bytes, names: str) -> None:
    found = start_tags(source)
    assert " ".join(tag.name.decode() for tag in found) == names
    for tag in found:
        assert source[tag.start : tag.name_end].lower() == b"<" + tag.name
        assert source[tag.end - 1 : tag.end] == b">"


@pytest.mark.parametrize("source", [source for source, _ in CASES.values()], ids=CASES.keys())
def test_tags_sees_the_same_start_tags(source: bytes) -> None:
    assert [(t.start, t.end) for t in tags(source) if not t.closing] == [(t.start, t.end) for t in start_tags(source)]


def test_xml_knows_no_raw_text_and_closes_itself() -> None:
    source = b"<html><script src='a'/><div/><style>a</style><br/></html>"
    assert [(t.name, t.closing, t.empty) for t in tags(source, xml=True)] == [
        (b"html", False, False),
        (b"script", False, True),
        (b"div", False, True),
        (b"style", False, False),
        (b"style", True, False),
        (b"br", False, True),
        (b"html", True, False),
    ]


def test_raw_text_says_where_its_content_ends() -> None:
    source = b"<noscript><img></noscript>"
    (tag,) = start_tags(source)
    assert source[tag.end : tag.content_end] == b"<img>"


@given(soup)
def test_no_start_tag_is_missed_and_none_is_seen_in_text(source: bytes) -> None:
    """What an HTML5 parser makes an element of carries our number, but for what it implies itself."""
    if b"<frameset" in source:
        return
    implied = {"html", "head", "body", "tbody", "colgroup", "tr", "p", "br"}
    tree = LexborHTMLParser(Page(source).numbered())
    for node in tree.css("*"):
        assert NUMBER in node.attributes or node.tag in implied
        assert not any(NUMBER in (value or "") for value in node.attributes.values())
    assert NUMBER not in (tree.root.text(deep=True) if tree.root else "")
