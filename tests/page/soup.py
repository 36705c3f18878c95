"""Generators of pages: well-formed trees, and tag soup."""

from hypothesis import strategies as st

NAMES = [
    "div",
    "p",
    "span",
    "a",
    "b",
    "i",
    "ul",
    "li",
    "table",
    "tbody",
    "tr",
    "td",
    "select",
    "option",
    "svg",
    "math",
    "title",
    "style",
    "script",
    "textarea",
    "iframe",
    "noscript",
    "template",
    "g",
    "path",
    "foreignObject",
    "desc",
    "mi",
    "mtext",
    "annotation-xml",
    "form",
    "button",
    "h1",
    "dl",
    "dt",
    "dd",
    "br",
    "img",
    "input",
    "hr",
    "xmp",
    "font",
    "nobr",
    "section",
]
ATTRIBUTES = [
    "", " a", " a=b", ' a="x>y"', " a='x>y'", ' a=b>c"d', ' ="x"', ' a = "x" b', " /", " a=/", "/", " hidden", " type=hidden",
    " color=red", ' encoding="text/html"', ' a=x"y>z"', ' "a>b"', " <p", ' class="ad slot"', " a=\n'>'",
]  # fmt: skip
OTHER = [
    "x", "text ", " ", "\n", "<!-- c -->", "<!-->", "<!--->", "<!-- a --!>", "<!-- <p> ", "-->", "<![CDATA[ <b> ]]>", "<![CDATA[",
    "<!doctype html>", "<?php x ?>", "</>", "</ x>", "<", "< p>", "&amp;", "<!-- <script> -->", "<!--", "</script",
    "<script><!--", "<script><!-- <script>", "\0", "<a<b>", "<div\0x>", '</p x="a>b">', "é", "広告",
]  # fmt: skip

_start = st.builds("<{}{}>".format, st.sampled_from(NAMES), st.sampled_from(ATTRIBUTES))
_end = st.builds("</{}>".format, st.sampled_from(NAMES))
pieces = st.lists(st.one_of(_start, _end, st.sampled_from(OTHER)), min_size=1, max_size=16)
soup = pieces.map(lambda parts: "".join(parts).encode())

_texts = st.sampled_from(
    ["", "x", " some text ", "\n", "<!-- c -->", "&lt;", "<br>", '<img src="a>b">', "<script>'<p>'</script>"]
)


def _trees(names: list[str]) -> st.SearchStrategy[bytes]:
    def wrap(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        inner = st.lists(children, max_size=4).map("".join)
        return st.builds("<{0} class=c>{1}</{0}>".format, st.sampled_from(names), inner)

    return st.recursive(_texts, wrap, max_leaves=12).map(str.encode)


# Elements of these names nest as they are written.
_NESTING = ["div", "section", "ul", "span", "b", "article", "em"]
nested = _trees(_NESTING)
trees = _trees([*_NESTING, "p", "a"])
