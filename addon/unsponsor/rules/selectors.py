"""CSS selectors as XPath, and the tokens a page must have for one to match.

cssselect does the translation; added here is what it lacks of Selectors 4: ``:scope`` in ``:has()``, lists in ``:not()``,
``:*-of-type`` without a type, ``:any-link``.
"""

import re
from functools import lru_cache
from typing import Any, NamedTuple

import cssselect
from cssselect import parser
from cssselect.xpath import XPathExpr
from lxml import etree

from .compounds import Matches, compile_tree

_BARE = etree.HTML("<html><head></head><body></body></html>")
# A name may begin with two hyphens, which cssselect takes only escaped.
_HYPHENS = re.compile(r"(?<=[.#])--(?=[a-zA-Z_])")
_SCOPE = re.compile(r"(:has\(|,)\s*:scope\b\s*([>+~]?)", re.IGNORECASE)
# The page itself, which no rule takes out.
PAGE = frozenset({"html", "head", "body"})
# Elements that a parser makes without a start tag.
_IMPLIED = PAGE | {"p"}
_STRING = re.compile(r"""\"(?:[^"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'""", re.DOTALL)
_NAME = re.compile(r"[a-zA-Z_][\w-]*")
_MOST_NAMES = 24
_USER_DEPENDENT = frozenset({"hover", "active", "focus", "focus-within", "focus-visible", "visited", "target"})
# Shorter pieces of attribute values stand in every page.
_SHORTEST_LITERAL = 3


class Alternative(NamedTuple):
    """One of the selectors that commas part.

    ``tokens``: ``#id``, ``.class``, ``[attribute]`` or ``tag``, all of which stand in any page in which it matches;
    ``literals``: pieces of attribute values with ``=`` before them, likewise; ``attributes``: the names of those. ``own``:
    those tokens that the matched element itself has; ``own_literals``: its attributes that have such a piece, and the piece.
    ``key``: the token or literal of that element that is mostly the rarest; None where it has to have none. ``matches`` tells
    whether an element that has the own tokens is matched; where it is None, only ``xpath`` can, which selects from a
    document node. ``page``: it can match ``html``, ``head`` or ``body``, and nothing else. ``around``: what matches some
    element around the matched one, which always has a start tag; None where that is not known. ``inner``: where the matched
    element may stand anywhere in one that ``around`` matches, and is asked for nothing but its tokens, what matches it there.
    ``plain``: it matches what has its own tokens, and nothing else.
    """

    selector: cssselect.Selector
    tokens: frozenset[str]
    literals: frozenset[str]
    attributes: frozenset[str]
    own: tuple[str, ...]
    own_literals: tuple[tuple[str, str], ...]
    key: str | None
    matches: Matches | None
    page: bool
    around: "Alternative | None"
    inner: "Alternative | None"
    plain: bool

    @property
    def xpath(self) -> str:
        """An expression that selects from a document node what the selector matches."""
        return _xpath(self.selector)


def _before_of_type(_context: Any, nodes: list[etree._Element]) -> float:
    return float(sum(sibling.tag == nodes[0].tag for sibling in nodes[0].itersiblings(preceding=True)))


def _after_of_type(_context: Any, nodes: list[etree._Element]) -> float:
    return float(sum(sibling.tag == nodes[0].tag for sibling in nodes[0].itersiblings()))


# In no namespace: the name of one is freed with the first evaluation of a compiled expression that uses it (lxml 6.1).
_functions = etree.FunctionNamespace(None)
_functions["unsponsor-before-of-type"] = _before_of_type
_functions["unsponsor-after-of-type"] = _after_of_type


class _Translator(cssselect.HTMLTranslator):
    """cssselect's translator with the pseudo-classes that it has only for elements with a type."""

    def xpath_first_of_type_pseudo(self, xpath: XPathExpr) -> XPathExpr:
        return xpath.add_condition("unsponsor-before-of-type(.) = 0")

    def xpath_last_of_type_pseudo(self, xpath: XPathExpr) -> XPathExpr:
        return xpath.add_condition("unsponsor-after-of-type(.) = 0")

    def xpath_only_of_type_pseudo(self, xpath: XPathExpr) -> XPathExpr:
        return self.xpath_last_of_type_pseudo(self.xpath_first_of_type_pseudo(xpath))

    def xpath_nth_of_type_function(self, xpath: XPathExpr, function: parser.Function) -> XPathExpr:
        return _nth(xpath, function, "unsponsor-before-of-type(.)")

    def xpath_nth_last_of_type_function(self, xpath: XPathExpr, function: parser.Function) -> XPathExpr:
        return _nth(xpath, function, "unsponsor-after-of-type(.)")

    def xpath_pseudo(self, pseudo: parser.Pseudo) -> XPathExpr:
        if pseudo.ident.lower() in _USER_DEPENDENT:
            raise cssselect.ExpressionError(f":{pseudo.ident} depends on the user")
        return super().xpath_pseudo(pseudo)

    def xpath_any_link_pseudo(self, xpath: XPathExpr) -> XPathExpr:
        return self.xpath_link_pseudo(xpath)


def _nth(xpath: XPathExpr, function: parser.Function, before: str) -> XPathExpr:
    try:
        step, first = parser.parse_series(function.arguments)
    except ValueError as error:
        raise cssselect.ExpressionError(f"no series of the form an+b in :{function.name}()") from error
    if step == 0:
        return xpath.add_condition(f"{before} = {first - 1}")
    # "-n mod 3" is an XPath error of intent: the sign of the result is that of the dividend, hence the two bounds.
    bound = f"{before} >= {first - 1}" if step > 0 else f"{before} <= {first - 1}"
    return xpath.add_condition(f"{bound} and ({before} - {first - 1}) mod {abs(step)} = 0")


_translator = _Translator()


@lru_cache(maxsize=4096)
def compile_selector(css: str) -> tuple[Alternative, ...]:
    """The alternatives of a selector list. Raises ``ValueError`` that says what is wrong with it."""
    try:
        parsed = cssselect.parse(_rewritten(css))
        return tuple(_alternative(selector) for selector in parsed)
    except (cssselect.SelectorError, RecursionError) as error:
        message = str(error) or "nested too deep"
        raise ValueError(f'no selector that can be used: "{css}": {message}') from error


@lru_cache(maxsize=4096)
def compile_xpath(expression: str) -> etree.XPath:
    """A compiled expression. Raises ``ValueError`` that says what is wrong with it."""
    try:
        return etree.XPath(expression, smart_strings=False)
    except etree.XPathSyntaxError as error:
        raise ValueError(f'no XPath expression: "{expression}": {error}') from error


# How an XPath expression goes from an element by a combinator, "" for the element itself.
_WAYS = {"": "self::", " ": "descendant::", ">": "child::", "+": "following-sibling::*[1]/self::", "~": "following-sibling::"}


@lru_cache(maxsize=4096)
def compile_relative(css: str) -> etree.XPath:
    """A selector list that begins with a combinator, or with none for the element itself (``.card``) or a space for what is
    inside of it, as an expression that selects from an element. Raises ``ValueError`` that says what is wrong with it."""
    combinator = css.lstrip()[:1] if css.lstrip()[:1] in (">", "+", "~") else " " if css[:1].isspace() else ""
    try:
        parsed = cssselect.parse(_rewritten(css.lstrip().removeprefix(combinator.strip()).strip()))
        paths = [_translator.selector_to_xpath(selector, prefix=_WAYS[combinator]) for selector in parsed]
    except (cssselect.SelectorError, RecursionError) as error:
        raise ValueError(f'no selector that can be used: "{css}": {error}') from error
    return compile_xpath(" | ".join(paths))


def check_xpath(expression: str) -> None:
    """Raise ``ValueError`` for an expression that cannot be evaluated: it names a function, a prefix or a variable that is
    not there. That shows only on a document which has what the expression looks for."""
    compiled = compile_xpath(expression)
    names = list(dict.fromkeys(_NAME.findall(_STRING.sub("", expression))))[:_MOST_NAMES]
    document = etree.Element("html")
    for name in names:
        outer = etree.SubElement(document, name, dict.fromkeys(names, "1"))
        for inner in names:
            etree.SubElement(outer, inner, dict.fromkeys(names, "1")).text = "1"
    try:
        compiled(document)
    except etree.XPathError as error:
        raise ValueError(f'no XPath expression: "{expression}": {error}') from error


def select(find: etree.XPath, node: etree._Element) -> list[etree._Element]:
    """The elements that an expression selects from a node; none where its result is no set of nodes."""
    found = find(node)
    return [item for item in found if isinstance(item, etree._Element)] if isinstance(found, list) else []


def is_absolute(expression: str) -> bool:
    """Whether an XPath expression selects from the document, whatever the element: it begins with ``/``."""
    return expression.lstrip("( \t\n").startswith("/")


def targets_page(css: str) -> bool:
    """Whether the selector matches the page itself: ``html`` or ``body``."""
    return any(
        alternative.page or (not alternative.tokens and select(compile_xpath(alternative.xpath), _BARE))
        for alternative in compile_selector(css)
    )


@lru_cache(maxsize=4096)
def _xpath(selector: cssselect.Selector) -> str:
    return _translator.selector_to_xpath(selector)


def _alternative(selector: cssselect.Selector) -> Alternative:
    if selector.pseudo_element:
        raise cssselect.ExpressionError("a pseudo-element is no element of the page")
    matches = compile_tree(selector.parsed_tree)
    if matches is None:
        _xpath(selector)  # says what is wrong with a selector that cannot be used
    own, around = _Needs(), _Needs()
    _collect(selector.parsed_tree, own, around)
    return Alternative(
        selector,
        # The page's own elements are there even where their tags are left out, and in no index then.
        frozenset(own.tokens + around.tokens) - PAGE,
        frozenset(own.literals + around.literals),
        frozenset(name for name, _ in own.attributes + around.attributes),
        tuple(token for token in own.tokens if token not in PAGE),
        tuple(own.attributes),
        min(own.tokens + own.literals, key=_commonness, default=None),
        matches,
        not PAGE.isdisjoint(own.tokens),
        _around(selector.parsed_tree),
        _inner(selector.parsed_tree),
        _is_plain(selector.parsed_tree),
    )


def _is_plain(tree: Any) -> bool:
    """Whether a selector asks for nothing but tokens of the element itself, and for some."""
    if isinstance(tree, parser.Element):
        return tree.element is not None and tree.element.lower() not in PAGE
    if isinstance(tree, parser.Attrib):
        is_token = tree.value is None and not tree.namespace
    else:
        is_token = isinstance(tree, parser.Class | parser.Hash)
    if not is_token:
        return False
    base = tree.selector
    return (isinstance(base, parser.Element) and base.element is None) or _is_plain(base)


def _around(tree: Any) -> Alternative | None:
    if not isinstance(tree, parser.CombinedSelector) or tree.combinator not in (" ", ">"):
        return None
    around = _alternative(cssselect.Selector(tree.selector))
    return around if around.matches is not None and not _IMPLIED.issuperset(around.own) else None


def _inner(tree: Any) -> Alternative | None:
    if isinstance(tree, parser.CombinedSelector) and tree.combinator == " " and _is_plain(tree.subselector):
        return _alternative(cssselect.Selector(tree.subselector))
    return None


class _Needs:
    def __init__(self) -> None:
        self.tokens: list[str] = []
        self.literals: list[str] = []
        self.attributes: list[tuple[str, str]] = []


def _commonness(need: str) -> tuple[int, int, str]:
    """How many elements of a page are likely to have this: the order in which keys are preferred."""
    match need[0]:
        case "#":
            rank = 0
        case ".":
            rank = 1
        case "=":
            rank = 2
        case "[":
            rank = 4 if need in ("[id]", "[class]", "[href]", "[style]", "[src]") else 3
        case _:
            rank = 5
    return rank, -len(need), need


def _collect(tree: Any, own: _Needs, around: _Needs) -> None:
    """What the element that a selector matches, and the elements around it, must have.

    What stands in ``:has()``, ``:is()`` and ``:not()`` is left out: it need not be on the page.
    """
    if isinstance(tree, parser.CombinedSelector):
        _collect(tree.selector, around, around)
        _collect(tree.subselector, own, around)
        return
    if isinstance(tree, parser.Element):
        if tree.namespace not in (None, "*"):
            raise cssselect.ExpressionError("pages of HTML have no namespaces")
        own.tokens += [tree.element.lower()] if tree.element else []
        return
    _collect(tree.selector, own, around)
    if isinstance(tree, parser.Hash):
        own.tokens.append(f"#{tree.id}")
    elif isinstance(tree, parser.Class):
        own.tokens.append(f".{tree.class_name}")
    elif isinstance(tree, parser.Attrib):
        own.tokens.append(f"[{tree.attrib.lower()}]")
        value = tree.value.value if tree.value is not None and not tree.flag and tree.operator != "!=" else None
        if value and len(value) >= _SHORTEST_LITERAL:
            own.literals.append(f"={value}")
            own.attributes.append((tree.attrib.lower(), value))


def _rewritten(css: str) -> str:
    """The selector with ``:scope`` in ``:has()`` left out, lists in ``:not()`` taken apart, and hyphens escaped with which a
    name begins; strings stay as they are."""
    if ":not(" not in css and ":scope" not in css and "--" not in css:
        return css
    strings: list[str] = []

    def put_aside(match: re.Match[str]) -> str:
        strings.append(match[0])
        return f'"{len(strings) - 1}"'

    css = _STRING.sub(put_aside, css)
    css = _HYPHENS.sub(r"\\-\\-", css)
    css = _take_apart(_SCOPE.sub(lambda match: f"{match[1]}{match[2]} ", css))
    return _STRING.sub(lambda match: strings[int(match[0][1:-1])], css)


def _take_apart(css: str) -> str:
    start = css.find(":not(")
    if start < 0:
        return css
    parts, end = _arguments(css, start + len(":not("))
    inner = "".join(f":not({_take_apart(part.strip())})" for part in parts)
    return css[:start] + inner + _take_apart(css[end:])


def _arguments(css: str, position: int) -> tuple[list[str], int]:
    """The arguments of a function that opened before ``position``, and where it ends."""
    parts, depth, begin = [], 0, position
    index = position
    while index < len(css):
        character = css[index]
        if character == "\\":
            index += 1
        elif character in "([":
            depth += 1
        elif character in ")]":
            if depth == 0:
                parts.append(css[begin:index])
                return parts, index + 1
            depth -= 1
        elif character == "," and depth == 0:
            parts.append(css[begin:index])
            begin = index + 1
        index += 1
    parts.append(css[begin:])
    return parts, len(css)
