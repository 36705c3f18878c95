"""The tokens of an HTML source: where each start and end tag stands in the bytes.

Follows the tokenisation stage of the HTML standard (section 13.2.5) as far as it decides where a tag begins and ends:
quotes open a value only after ``=``, raw-text elements hold no tags, comments end at ``-->`` or ``--!>``, and inside SVG
and MathML other rules hold (self-closing tags, CDATA, no raw text). ``noscript`` is raw text, as in a browser that runs
scripts. Nothing here builds a tree.

All functions take bytes in which markup is ASCII (see ``encoding.markup_view``) and speak of byte offsets into them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from typing import NamedTuple

# Elements whose content holds no tags. `script` has rules of its own, `plaintext` never ends.
RAW_TEXT = frozenset({b"script", b"style", b"textarea", b"title", b"xmp", b"iframe", b"noembed", b"noframes", b"noscript"})

VOID = frozenset(b"area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split())

# Start tags that end SVG or MathML content when they stand directly in it (13.2.6.5, "any other start tag" excepted).
_BREAKOUT = frozenset(
    b"b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta "
    b"nobr ol p pre ruby s small span strong strike sub sup table tt u ul var".split()
)
# Elements of SVG and of MathML whose content is HTML again. `annotation-xml` is one only with an HTML encoding.
_INTEGRATION = {
    b"svg": frozenset({b"foreignobject", b"desc", b"title"}),
    b"math": frozenset({b"mi", b"mo", b"mn", b"ms", b"mtext", b"annotation-xml"}),
}

_SPACE = rb"\t\n\f\r "
# One attribute: a name (which may begin with "="), then perhaps a value. A quote that never closes runs to the end.
_ATTRIBUTE_NAME = rb"[^" + _SPACE + rb"/>][^" + _SPACE + rb"/>=]*+"
_ATTRIBUTE_VALUE = rb"""(?>"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^""" + _SPACE + rb""">"'][^""" + _SPACE + rb""">]*+)"""
_EQUALS = rb"[" + _SPACE + rb"]*+=[" + _SPACE + rb"]*+"
_ATTRIBUTE = _ATTRIBUTE_NAME + rb"(?>" + _EQUALS + _ATTRIBUTE_VALUE + rb"?+)?+"
# The same, taken apart: to be looked for between the name and the end of a start tag. The value has its quotes.
ATTRIBUTE = re.compile(rb"(?P<name>" + _ATTRIBUTE_NAME + rb")(?>" + _EQUALS + rb"(?P<value>" + _ATTRIBUTE_VALUE + rb")?+)?+")
# What stands between a tag's name and its end: spaces, slashes, attributes. The first part adds nothing but speed: it takes
# attributes as nearly everybody writes them.
_REST = (rb"(?>[" + _SPACE + rb"]++[^" + _SPACE + rb"""/>=]++="[^"]*+")*+""") + (
    rb"(?>[" + _SPACE + rb"/]++|" + _ATTRIBUTE + rb")*+"
)
_COMMENT = rb"<!--(?>-?>|[^-]*+(?>-(?!-!?>)[^-]*+)*+(?:--!?>|\Z))"
_BOGUS = rb"<(?>[!?]|/[^a-zA-Z>])[^>]*+(?:>|\Z)"
# A start tag, or what may hold something that only looks like one. Of end tags these are but few: most are not matched.
_START_TAGS = re.compile(
    rb"<(?P<name>[a-zA-Z][^"
    + _SPACE
    + rb"/>]*+)"
    + _REST
    + rb"(?P<end>>|\Z)"
    + rb"|"
    + _COMMENT
    + rb"|</[a-zA-Z](?=[^<=>]*+[<=])[^"
    + _SPACE
    + rb"/>]*+"
    + _REST
    + rb"(?:>|\Z)"
    + rb"|"
    + _BOGUS
)
_ANY_TAG = re.compile(
    _COMMENT
    + rb"|<!\[CDATA\[(?P<cdata>)"
    + rb"|<(?P<slash>/?)(?P<name>[a-zA-Z][^"
    + _SPACE
    + rb"/>]*+)(?P<rest>"
    + _REST
    + rb")(?P<end>>|\Z)"
    + rb"|"
    + _BOGUS
)
_SCRIPT_TAG = re.compile(rb"<(/?)script(?=[" + _SPACE + rb"/>])", re.IGNORECASE)
_HTML_ANNOTATION = re.compile(rb"""encoding\s*=\s*["']?(?:text/html|application/xhtml\+xml)""", re.IGNORECASE)
_FONT_ATTRIBUTE = re.compile(rb"[\s/](?:color|face|size)[\s=/>]", re.IGNORECASE)


_VALUE_SLASH = re.compile(rb"=[^\s\"'>]*/\Z")
_RAW_ENDS = {name: re.compile(rb"</" + name + rb"(?=[" + _SPACE + rb"/>])", re.IGNORECASE) for name in RAW_TEXT}
_FOREIGN = frozenset({b"svg", b"math"})
_SPECIAL = RAW_TEXT | _FOREIGN | {b"plaintext"}
_NAME, _END = _START_TAGS.groupindex["name"], _START_TAGS.groupindex["end"]
_new = tuple.__new__  # half the time of a named tuple's own constructor, which counts here


class StartTag(NamedTuple):
    """A start tag: its name in lower case, and the offsets of ``<``, of the name's end and of the byte after ``>``.

    ``content_end`` is where a raw-text element's content ends; elsewhere it equals ``end``.
    """

    name: bytes
    start: int
    name_end: int
    end: int
    content_end: int


class Tag(NamedTuple):
    """A start or end tag with its offsets. ``empty`` says that the element has no content: void, or self-closed in SVG,
    MathML or XML. A raw-text element's content lies between its start tag and its end tag and holds no tags."""

    name: bytes
    start: int
    end: int
    closing: bool
    empty: bool


def start_tags(source: bytes) -> list[StartTag]:
    """All start tags of an HTML source in source order. An unfinished last tag is none (the standard drops it).

    Takes time linear in the source.
    """
    found: list[StartTag] = []
    add = found.append
    plain: dict[bytes, bytes] = {}  # names as they are written, in lower case
    around: set[bytes] = set()
    position = counted = 0
    while position < len(source):
        match = None
        for match in _START_TAGS.finditer(source, position):
            written = match[_NAME]
            if written is None:
                continue
            start, end = match.span()
            name = plain.get(written)
            if name is None:
                name = written.lower()
                if name in _SPECIAL:
                    break
                plain[written] = name
            add(_new(StartTag, (name, start, start + 1 + len(name), end, end)))
        else:
            if match is not None and match[_NAME] and not match[_END]:
                found.pop()
            break
        if not match[_END]:
            break
        if name in _FOREIGN:
            around.update(tag.name for tag in found[counted:])
            counted = len(found)
            position, inner = _foreign(source, start, around)
            found += [_start_tag(tag) for tag in inner if not tag.closing]
            continue
        content_end = _raw_end(source, name, end) if name in RAW_TEXT else end
        add(StartTag(name, start, start + 1 + len(name), end, content_end))
        position = len(source) if name == b"plaintext" else content_end
    return found


def tags(source: bytes, position: int = 0, *, xml: bool = False, around: Iterable[bytes] = ()) -> Iterator[Tag]:
    """Start and end tags of an HTML source (or, with ``xml``, of an XHTML one), from the tag boundary at ``position`` on.

    ``position`` must not lie inside a raw-text element, a comment, SVG or MathML. ``around``: the names of the elements
    that may be open there.
    """
    seen = set(around)
    while position < len(source):
        match = _ANY_TAG.search(source, position)
        if match is None:
            return
        position = match.end()
        cdata, slash, name, rest, finished = match.groups()
        if name is None:
            if cdata is not None:
                # Outside of SVG and MathML this is a bogus comment, which ends at the first ">".
                position = _after(source, b"]]>" if xml else b">", position)
            continue
        if not finished:
            return
        name = name.lower()
        if slash:
            yield _new(Tag, (name, match.start(), position, True, False))
        elif xml:
            yield _new(Tag, (name, match.start(), position, False, is_self_closing(rest)))
        elif name in _FOREIGN:
            position, inner = _foreign(source, match.start(), seen)
            yield from inner
        else:
            seen.add(name)
            yield _new(Tag, (name, match.start(), position, False, name in VOID))
            if name == b"plaintext":
                return
            if name in RAW_TEXT:
                position = _raw_end(source, name, position)


def _start_tag(tag: Tag) -> StartTag:
    return StartTag(tag.name, tag.start, tag.start + 1 + len(tag.name), tag.end, tag.end)


def xml_start_tags(source: bytes) -> list[StartTag]:
    """All start tags of an XHTML source in source order."""
    return [_start_tag(tag) for tag in tags(source, xml=True) if not tag.closing]


def is_self_closing(rest: bytes) -> bool:
    """Whether a start tag closes its element itself, where that means something: ``rest`` is what stands between its name and
    its end."""
    # A slash that ends an unquoted value (`<a href=x/>`) belongs to the value.
    return rest.endswith(b"/") and not _VALUE_SLASH.search(rest)


def _raw_end(source: bytes, name: bytes, position: int) -> int:
    """Where the content of a raw-text element that begins at ``position`` ends."""
    match = _RAW_ENDS[name].search(source, position)
    end = match.start() if match else len(source)
    return _script_end(source, position, end) if name == b"script" else end


def _script_end(source: bytes, position: int, end: int) -> int:
    """Where a script's content ends, of which ``end`` is the first end tag: after ``<!--``, a ``<script`` hides the next
    ``</script`` (13.2.5.15 and on)."""
    while True:
        comment = source.find(b"<!--", position, end)
        if comment < 0:
            return end
        # "<!-->" opens and closes at once.
        position = _after(source, b"-->", comment + 2)
        hidden = False
        for match in _SCRIPT_TAG.finditer(source, comment, position):
            if match[1] and not hidden:
                return match.start()
            hidden = not match[1]
        if position > end:
            match_after = _RAW_ENDS[b"script"].search(source, position)
            end = match_after.start() if match_after else len(source)


class _Open(NamedTuple):
    """An element open inside SVG or MathML: its name, and whose rules hold in it (``svg``, ``math`` or ``html``)."""

    name: bytes
    rules: bytes


def _foreign(source: bytes, position: int, around: Set[bytes]) -> tuple[int, list[Tag]]:
    """The tags of the SVG or MathML element that starts at ``position``, and the offset at which HTML goes on. ``around``:
    the names of elements that may be open around it."""
    found: list[Tag] = []
    stack: list[_Open] = []
    open_names: Counter[bytes] = Counter()
    while position < len(source):
        match = _ANY_TAG.search(source, position)
        if match is None:
            break
        rules = stack[-1].rules if stack else b""
        position = match.end()
        cdata, slash, name, rest, finished = match.groups()
        if name is None:
            if cdata is not None:
                position = _after(source, b">" if rules == b"html" else b"]]>", position)
            continue
        if not finished:
            break
        name, start = name.lower(), match.start()
        if slash:
            if open_names[name] > 0:
                while open_names[name] > 0:
                    closed = stack.pop().name
                    open_names[closed] -= 1
                    if closed == name:
                        break
            elif rules != b"html" and (name in around or name in (b"p", b"br")):
                return start, found
            found.append(_new(Tag, (name, start, position, True, False)))
            if not stack:
                return position, found
        elif rules == b"html" and name not in _FOREIGN:
            found.append(_new(Tag, (name, start, position, False, name in VOID)))
            if name in RAW_TEXT:
                position = _raw_end(source, name, position)
            elif name not in VOID:
                stack.append(_Open(name, b"html"))
                open_names[name] += 1
        elif stack and (name in _BREAKOUT or (name == b"font" and _FONT_ATTRIBUTE.search(rest + b">"))):
            while stack and stack[-1].rules != b"html":
                open_names[stack.pop().name] -= 1
            position = start
            if not stack:
                return position, found
        else:
            empty = is_self_closing(rest)
            found.append(_new(Tag, (name, start, position, False, empty)))
            if not empty:
                stack.append(_Open(name, _rules_inside(name, rules, rest)))
                open_names[name] += 1
            elif not stack:
                return position, found
    return len(source), found


def _rules_inside(name: bytes, rules: bytes, attributes: bytes) -> bytes:
    if name in _FOREIGN and rules in (b"", b"html"):
        return name
    if name == b"svg" and rules == b"math":
        return name  # in annotation-xml, as the standard has it; elsewhere it does no harm
    if name in _INTEGRATION[rules] and (name != b"annotation-xml" or _HTML_ANNOTATION.search(attributes)):
        return b"html"
    return rules


def _after(source: bytes, mark: bytes, position: int) -> int:
    found = source.find(mark, position)
    return len(source) if found < 0 else found + len(mark)
