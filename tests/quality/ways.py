"""The ways in which links are planted into a page, each a function of the page's source."""

import html
import random
import re
from collections.abc import Callable
from typing import NamedTuple

from .wares import Link, topic

_RAW = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title|noscript|iframe|template)\b.*?(?:</\1\s*>|\Z)", re.S | re.I
)
_TAGS = re.compile(r"<[^>]*>")
_ITEM = re.compile(r"<li\b[^>]*>\s*<a\b[^>]*\bhref=[^>]*>[^<]{2,80}</a>\s*</li>", re.I)
_PARAGRAPH = re.compile(r"<p\b[^>]*>((?:(?!</?p\b|<div|<li|<table|<form|<a\b).)*?)</p>", re.S | re.I)
_CARD = re.compile(r"<(?:h[2-4])\b[^>]*>\s*<a\b[^>]*\bhref=[^>]*>[^<]{5,160}</a>\s*</h[2-4]>", re.I)
_COMMENT = re.compile(r"<(li|div|article)\b[^>]*\bid=[\"']?(?:li-|div-)?comment-\d+[^>]*>", re.I)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Source:
    """A page as text of one character a byte, and where something can be planted."""

    def __init__(self, source: bytes) -> None:
        self.text = source.decode("latin-1")
        # Raw text and comments are blanked: nothing is found in them, and every offset stays what it is.
        self.scan = _RAW.sub(lambda match: " " * len(match[0]), self.text)
        self.words = frozenset(re.findall(r"\w+", _TAGS.sub(" ", source.decode("utf-8", "replace")).lower()))

    def speaks_of(self, text: str) -> bool:
        """Whether the page has a telling word of a phrase: a link on it might bear on the page."""
        return any(word in self.words for word in text.lower().split() if len(word) > 3)

    def end_of_body(self) -> int:
        """Where the last ``</body>`` stands, else the end."""
        at = self.scan.lower().rfind("</body")
        return at if at >= 0 else len(self.text)

    def is_open(self, at: int) -> bool:
        """Whether a place is in no link, where another link would end it."""
        before = self.scan[max(0, at - 5000) : at].lower()
        return before.rfind("</a") >= max(before.rfind("<a "), before.rfind("<a\n"))

    def somewhere(self, chance: random.Random) -> int:
        """Behind a paragraph or list, else at the end."""
        places = [match.end() for match in re.finditer(r"</(?:p|ul|h2|h3)>", self.scan, re.I) if self.is_open(match.end())]
        return chance.choice([*places, self.end_of_body()]) if places else self.end_of_body()


class Planted(NamedTuple):
    """A page with a plant, the page to compare with (without it), and the plant's links."""

    page: bytes
    without: bytes
    links: tuple[Link, ...]


Way = Callable[[Source, random.Random], Planted | None]


def _inserted(source: Source, at: int, markup: str, links: tuple[Link, ...]) -> Planted:
    # Character references are right in whatever encoding the page is.
    inside = markup.encode("ascii", "xmlcharrefreplace").decode("ascii")
    page = source.text[:at] + inside + source.text[at:]
    return Planted(page.encode("latin-1"), source.text.encode("latin-1"), links)


def _anchor(link: Link, chance: random.Random, style: str = "") -> str:
    rel = chance.choice(
        ("", "", "", ' rel="nofollow"', ' target="_blank"', ' rel="dofollow"', f' title="{html.escape(link.text)}"')
    )
    return f'<a href="{html.escape(link.href)}"{rel}{style}>{html.escape(link.text)}</a>'


def _some(source: Source, chance: random.Random, least: int, most: int, *, plain: bool = True) -> tuple[Link, ...]:
    return tuple(topic(chance, source.speaks_of, plain=plain) for _ in range(chance.randint(least, most)))


def _row(links: tuple[Link, ...], chance: random.Random, style: str = "") -> str:
    anchors = [_anchor(link, chance, style) for link in links]
    kind = chance.randrange(4)
    if kind == 0 and len(anchors) > 1:
        return "<ul>" + "".join(f"<li>{anchor}</li>" for anchor in anchors) + "</ul>"
    return chance.choice((" ", " | ", ", ", "\n", "<br>")).join(anchors)


def _name(chance: random.Random) -> str:
    return "".join(chance.choice(_LETTERS) for _ in range(chance.randint(4, 9)))


def _hidden(*styles: str) -> Way:
    def plant(source: Source, chance: random.Random) -> Planted:
        links = _some(source, chance, 1, 6)
        tag = chance.choice(("div", "div", "span", "p"))
        row = _row(links, chance)
        tag = "div" if "<ul>" in row else tag
        box = f'<{tag} style="{chance.choice(styles)}">{row}</{tag}>'
        return _inserted(source, source.somewhere(chance), box, links)

    return plant


def _marquee(source: Source, chance: random.Random) -> Planted:
    links = _some(source, chance, 1, 6)
    size = chance.choice(('width="1" height="1"', 'height="2" width="3" scrollamount="9000"', 'style="height:1px;width:1px"'))
    return _inserted(source, source.somewhere(chance), f"<marquee {size}>{_row(links, chance)}</marquee>", links)


def _font(source: Source, chance: random.Random) -> Planted:
    links = _some(source, chance, 1, 4)
    colour = chance.choice(("#fff", "#FFFFFF", "white", "#fefefe"))
    ground = chance.choice((f"background:{colour}", f"background-color: {colour}"))
    box = f'<div style="color:{colour};{ground};font-size:{chance.choice((2, 8, 12))}px">{_row(links, chance, f" style={chr(34)}color:{colour}{chr(34)}")}</div>'
    return _inserted(source, source.somewhere(chance), box, links)


def _written_style(source: Source, chance: random.Random) -> Planted:
    links, name = _some(source, chance, 1, 6), _name(chance)
    style = chance.choice((f".{name}{{display:none}}", f".{name}{{position:absolute;left:-{chance.randint(999, 9999)}px;}}"))
    script = f"<script>document.write('<style>{style}</style>');</script>"
    box = f'<div class="{name}">{_row(links, chance)}</div>'
    return _inserted(source, source.somewhere(chance), script + box if chance.random() < 0.5 else box + script, links)


def _script_hides(source: Source, chance: random.Random) -> Planted:
    links, name = _some(source, chance, 1, 6), _name(chance)
    quote = chance.choice(("'", '"'))
    does = chance.choice(("style.display", "style.visibility"))
    value = "none" if does.endswith("display") else "hidden"
    script = f"<script>document.getElementById({quote}{name}{quote}).{does} = {quote}{value}{quote};</script>"
    return _inserted(source, source.somewhere(chance), f'<div id="{name}">{_row(links, chance)}</div>{script}', links)


def _style_rule(source: Source, chance: random.Random) -> Planted:
    links, name = _some(source, chance, 1, 6), _name(chance)
    rule = chance.choice(
        (
            "display:none", "position: absolute; left: -9999px", "visibility:hidden", "text-indent:-9999px;overflow:hidden",
            "height:0;overflow:hidden", "font-size:0", "opacity: 0", "position:absolute;clip:rect(1px,1px,1px,1px)",
        )
    )  # fmt: skip
    kind, attribute = chance.choice(((".", "class"), ("#", "id")))
    style = f"<style>{chance.choice(('', 'div'))}{kind}{name} {{ {rule} }}</style>"
    return _inserted(source, source.somewhere(chance), f'{style}<div {attribute}="{name}">{_row(links, chance)}</div>', links)


def _in_paragraph(end: bool) -> Way:
    def plant(source: Source, chance: random.Random) -> Planted | None:
        found = [
            match
            for match in _PARAGRAPH.finditer(source.scan)
            if len(_TAGS.sub("", match[1])) > 120 and source.is_open(match.start())
        ]
        if not found:
            return None
        paragraph = chance.choice(found)
        said = _TAGS.sub(lambda tag: "<" * len(tag[0]), paragraph[1])
        gaps = [match.start() for match in re.finditer(r"(?<=[a-z,.]) (?=[a-z])", said)]
        if not end and not gaps:
            return None
        at = paragraph.end(1) if end else paragraph.start(1) + chance.choice(gaps)
        link = topic(chance, source.speaks_of, plain=False)
        return _inserted(source, at, " " + _anchor(link, chance), (link,))

    return plant


def _farm(after_footer: bool) -> Way:
    def plant(source: Source, chance: random.Random) -> Planted | None:
        footer = source.scan.lower().rfind("</footer>")
        if after_footer and footer < 0:
            return None
        links = _some(source, chance, 4, 20)
        row = _row(links, chance)
        box = row if chance.random() < 0.2 else f"<div{chance.choice(('', ' class=links', ' align=center'))}>{row}</div>"
        return _inserted(source, footer + len("</footer>") if after_footer else source.end_of_body(), box, links)

    return plant


_PRAISE = (
    "Great post, thanks for sharing this with us!", "Nice article. I have bookmarked your blog and will be back.",
    "Hello, I really like your site and the way you write.", "Very informative, keep up the good work.",
    "Article très intéressant, merci pour le partage.", "Toller Beitrag, weiter so!", "Muy buen artículo, gracias.",
    "Спасибо за статью, очень интересно.", "Awesome! Check out my page too:",
)  # fmt: skip
_HONEST = (
    "I was there as well, and the third day was the best of them.", "Does anyone know when the second part comes out?",
    "The photograph in the middle is from the old harbour, I think.", "Thanks, this answered what I have wondered about.",
)  # fmt: skip


def _comment_item(tag: str, number: int, who: str, said: str) -> str:
    return f'<{tag} class="comment depth-1" id="comment-{number}"><div class="comment-author"><cite>{who}</cite></div><p>{said}</p></{tag}>'


def _comments(source: Source, chance: random.Random) -> Planted:
    """Among the page's own comments, else in a list of comments of our own."""
    link = topic(chance, source.speaks_of, plain=False)
    anchor, praise = _anchor(link, chance), html.escape(chance.choice(_PRAISE))
    who, said = chance.choice(
        ((anchor, praise), ("Jenny", f"{praise} {anchor}"), ("Mike", f"{anchor} - {praise}"), ("Al", anchor))
    )
    spam = chance.randint(800000, 900000)
    own = list(_COMMENT.finditer(source.scan))
    if own:
        at = chance.choice(own)
        return _inserted(source, at.start(), _comment_item(at[1].lower(), spam, who, said), (link,))
    tag = chance.choice(("li", "div", "article"))
    items = [_comment_item(tag, spam + n, "Ann", text) for n, text in enumerate(chance.sample(_HONEST, 3), 1)]
    around = ('<ol class="commentlist">', "</ol>") if tag == "li" else ('<div id="comments">', "</div>")
    at = source.end_of_body()
    before, after = around[0] + items[0], items[1] + items[2] + around[1]
    page = source.text[:at] + before + after + source.text[at:]
    return _inserted(Source(page.encode("latin-1")), at + len(before), _comment_item(tag, spam, who, said), (link,))


def _in_list(nav: bool) -> Way:
    def plant(source: Source, chance: random.Random) -> Planted | None:
        navs = [match.span() for match in re.finditer(r"<nav\b.*?</nav>", source.scan, re.S | re.I)]
        items = [match for match in _ITEM.finditer(source.scan) if any(a < match.start() < b for a, b in navs) is nav]
        if not items:
            return None
        at = chance.choice(items)
        link = topic(chance, source.speaks_of, plain=False)
        return _inserted(source, at.end(), f"<li>{_anchor(link, chance)}</li>", (link,))

    return plant


def _blogroll(source: Source, chance: random.Random) -> Planted:
    """One or two among the honest links of a blogroll of our own."""
    names = ["The Paper Heron", "Gall Notes", "Desk Drawers", "Slow Post", "North of Nowhere", "Tin and Twine"]
    items = [f'<li><a href="https://{name.lower().replace(" ", "")}.example/">{name}</a></li>' for name in names]
    at = source.end_of_body()
    before = '<div class="widget"><h3>Blogroll</h3><ul>' + "".join(items[:3])
    page = source.text[:at] + before + "".join(items[3:]) + "</ul></div>" + source.text[at:]
    links = _some(source, chance, 1, 2, plain=False)
    markup = "".join(f"<li>{_anchor(link, chance)}</li>" for link in links)
    return _inserted(Source(page.encode("latin-1")), at + len(before), markup, links)


def _among_cards(source: Source, chance: random.Random) -> Planted | None:
    cards = list(_CARD.finditer(source.scan))
    if len(cards) < 3:
        return None
    link = topic(chance, source.speaks_of, plain=False)
    return _inserted(
        source, chance.choice(cards).end(), chance.choice(("{}", "<p>{}</p>")).format(_anchor(link, chance)), (link,)
    )


WAYS: dict[str, Way] = {
    "off-screen": _hidden(
        "position:absolute;left:-9999px", "position: absolute; top: -9999px;", "position:fixed; left:-5000px; top:0",
        "margin-left:-9999px;position:absolute", "position:absolute;left:-99em",
    ),
    "text-indent": _hidden("text-indent:-9999px", "text-indent: -999em; overflow: hidden"),
    "display:none": _hidden("display:none", "display: none;", "DISPLAY:NONE", "display:none !important"),
    "visibility:hidden": _hidden("visibility:hidden", "visibility: hidden; position: absolute"),
    "zero size": _hidden(
        "height:0;overflow:hidden", "width:1px;height:1px;overflow:hidden", "overflow: hidden; height: 0px; width: 0px",
        "max-height:0;overflow:hidden", "overflow:hidden;position:absolute;height:1pt;width:1pt",
    ),
    "font-size": _hidden("font-size:0", "font-size:1px", "font-size: 0px; line-height: 0", "font-size:0.1px;color:#fff"),
    "background's colour": _font,
    "clip": _hidden(
        "position:absolute;clip:rect(0,0,0,0)", "position:absolute; clip: rect(1px, 1px, 1px, 1px)",
        "clip-path:inset(100%)", "clip-path: polygon(0 0,0 0,0 0)", "position:absolute;clip-path:circle(0)",
    ),
    "opacity": _hidden("opacity:0", "opacity: 0.0; position:absolute", "filter:alpha(opacity=0);opacity:0"),
    "marquee": _marquee,
    "written style": _written_style,
    "script hides": _script_hides,
    "style rule": _style_rule,
    "paragraph, middle": _in_paragraph(end=False),
    "paragraph, end": _in_paragraph(end=True),
    "farm, end of body": _farm(after_footer=False),
    "farm, after footer": _farm(after_footer=True),
    "comment": _comments,
    "list item": _in_list(nav=False),
    "menu item": _in_list(nav=True),
    "blogroll": _blogroll,
    "cards": _among_cards,
}  # fmt: skip
