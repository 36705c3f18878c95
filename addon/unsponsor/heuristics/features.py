"""What the block detector knows of each element of a page, as numbers.

What an element holds (text, links and where they lead, pictures, words of vocabularies, prices) and what it stands in are
counted over arrays of all elements at once, so everything here is linear in the page. A feature is worked out when it is
asked for: those that the weights do not use cost nothing.
"""

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache, partial
from itertools import chain

import numpy as np
from lxml import etree

from unsponsor.rules.facts import Facts

from .columns import Catalogue, Columns
from .lexicon import Lexicon
from .link_columns import add_links, add_sources
from .spans import Floats, Integers
from .word_columns import add_texts, add_words

_MEDIA = ("img", "picture", "iframe", "video", "embed", "object", "svg")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CONTROLS = ("input", "textarea", "select", "button", "form")
_AROUND = ("a", "aside", "footer", "nav", "main", "article", "header", "li", "table", "p", "form", "figure")
_KINDS = ("div", "section", "aside", "li", "ul", "p", "a", "article", "table", "td", "iframe")
_NEAR = 4
# A picture is an icon up to so many pixels.
_ICON = 32
_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top|text-indent)\s*:\s*-\d{3,}|font-size\s*:\s*0|clip\s*:\s*rect",
    re.I,
)


class Features(Columns):
    """The features of all elements of one page, by their names. ``ignored``: ranges of numbers that do not count."""

    def __init__(self, facts: Facts, lexicon: Lexicon, ignored: Sequence[tuple[int, int]] = ()) -> None:
        super().__init__(facts, features_of(lexicon), ignored)

    @property
    def media(self) -> Floats:
        """How many pictures and frames each element has, icons left out."""
        return self.once(_media)

    @cached_property
    def logos(self) -> Floats:
        """How many elements inside each element are named as logos."""
        tokens = [token for token, _ in self.lexicon.logos.among(self.facts.by_token)]
        return self.within([number for token in tokens for number in self.facts.numbers_of(token)])


@lru_cache(maxsize=4)
def features_of(lexicon: Lexicon) -> Catalogue:
    """All features there are."""
    catalogue = Catalogue(lexicon)
    add_texts(catalogue)
    add_links(catalogue)
    add_sources(catalogue)
    add_words(catalogue)
    _add_names(catalogue)
    _add_elements(catalogue)
    _add_surroundings(catalogue)
    return catalogue


def _add_names(catalogue: Catalogue) -> None:
    """What ids, classes and attributes call an element, and those around it and in it."""
    make = catalogue.make
    for group in catalogue.lexicon.blocks.names:
        make[f"named {group}"] = partial(_named, group=group)
        make[f"named {group}: right around it"] = partial(_named_near, group=group)
        make[f"named {group}: around it"] = partial(_named_around, group=group)
        make[f"named {group}: share of what it holds"] = partial(_named_share, group=group)


def _names(columns: Columns) -> dict[str, tuple[Floats, Floats, Floats]]:
    """For each group of names that the page has: how many of them each element has, how many elements around it have one,
    and how many in it."""
    facts = columns.facts
    found: dict[str, list[int]] = {}
    for token, groups in columns.lexicon.named.among(facts.by_token):
        for group in groups:
            found.setdefault(group, []).extend(facts.numbers_of(token))
    spans = columns.spans
    # An element may have several of the names: it counts once for those around it and in it.
    named = [set(numbers) for numbers in found.values()]
    counts = zip(spans.at_each(list(found.values())), spans.count_around(named), spans.count_within(named), strict=True)
    return dict(zip(found, counts, strict=True))


def _named(columns: Columns, rows: Integers, group: str) -> Floats | None:
    names = columns.once(_names)
    return np.minimum(names[group][0][rows], 3) if group in names else None


def _named_near(columns: Columns, rows: Integers, group: str) -> Floats | None:
    names = columns.once(_names)
    return np.minimum(columns.spans.near(np.minimum(names[group][0], 3), _NEAR, rows), 6) if group in names else None


def _named_around(columns: Columns, rows: Integers, group: str) -> Floats | None:
    names = columns.once(_names)
    return np.minimum(names[group][1][rows], 6) if group in names else None


def _named_share(columns: Columns, rows: Integers, group: str) -> Floats | None:
    names = columns.once(_names)
    return names[group][2][rows] / columns.spans.sizes[rows] if group in names else None


def _add_elements(catalogue: Catalogue) -> None:
    """Which elements there are in an element and around it."""
    make, count = catalogue.make, catalogue.count
    make["pictures and frames"] = lambda columns, rows: np.minimum(columns.once(_media)[rows], 30)
    make["pictures for its links"] = lambda columns, rows: columns.once(_media)[rows] / np.maximum(columns.link_count[rows], 1)
    count("frames", partial(_tagged, tags=("iframe",)), 5)
    count("scripts", partial(_tagged, tags=("script",)), 10)
    count("headings", partial(_tagged, tags=_HEADINGS))
    count("things to fill in", partial(_tagged, tags=_CONTROLS), 10)
    count("paragraphs", partial(_tagged, tags=("p",)), 30)
    count("list items", partial(_tagged, tags=("li",)), 50)
    count("pictures of an ad's size", _sized, 5)
    make["elements"] = lambda columns, rows: np.log1p(columns.spans.sizes[rows])
    for tag in _AROUND:
        make[f"in <{tag}>"] = partial(_inside, tag=tag)
    for tag in _KINDS:
        make[f"is <{tag}>"] = partial(_is, tag=tag)
    make["hidden by its style"] = _is_hidden


def _tagged(columns: Columns, tags: Sequence[str]) -> list[int]:
    return columns.tagged(*tags)


def _media(columns: Columns) -> Floats:
    icons = set(columns.facts.numbers(e for e in columns.facts.by_token.get("img", ()) if _is_icon(e)))
    return columns.within([number for number in columns.tagged(*_MEDIA) if number not in icons])


def _depths(columns: Columns) -> dict[str, Floats]:
    """In how many elements of some tags each element stands."""
    around = [tag for tag in _AROUND if tag in columns.facts.by_token]
    depths = columns.spans.count_around([columns.facts.numbers_of(tag) for tag in around])
    return dict(zip(around, np.minimum(depths, 3), strict=True))


def _inside(columns: Columns, rows: Integers, tag: str) -> Floats | None:
    depths = columns.once(_depths)
    return depths[tag][rows] if tag in depths else None


def _is(columns: Columns, rows: Integers, tag: str) -> Floats | None:
    numbers = columns.facts.numbers_of(tag)
    return np.minimum(columns.spans.at(numbers)[rows], 1) if numbers else None


def _sized(columns: Columns) -> list[int]:
    elements = [e for tag in ("img", "iframe", "ins") for e in columns.facts.by_token.get(tag, ())]
    return columns.facts.numbers(e for e in elements if f"{e.get('width')}x{e.get('height')}" in columns.lexicon.sizes)


def _is_hidden(columns: Columns, rows: Integers) -> Floats | None:
    hidden = columns.once(_hidden)
    return None if hidden is columns.nothing else hidden[rows]


def _hidden(columns: Columns) -> Floats:
    """Of each element and those around it, how many are hidden by their style."""
    styled, values = columns.facts.numbers_of("[style]"), columns.facts.values_in("style")
    hidden = [number for number, value in zip(styled, values, strict=True) if _HIDES.search(value)]
    if not hidden:
        return columns.nothing
    depths: Floats = columns.spans.at(hidden) + columns.spans.count_around([hidden])[0]
    return depths


def _add_surroundings(catalogue: Catalogue) -> None:
    """What an element is among the others of its box, and its place on the page."""
    make = catalogue.make
    make["depth"] = lambda columns, rows: columns.once(_depth)[rows]
    make["position on the page"] = lambda columns, rows: columns.spans.before[rows] / max(1, columns.spans.total)
    make["siblings of its shape"] = lambda columns, rows: np.log1p(columns.once(_alike)[rows])
    make["share of siblings of its shape"] = _share_alike
    make["children"] = lambda columns, rows: np.log1p(columns.once(_children)[rows])
    make["paragraphs beside it"] = _paragraphs_beside
    make["share of the text of the box around it"] = lambda columns, rows: (
        columns.length[rows] / np.maximum(columns.length[columns.spans.above[rows]], 1)
    )
    make["length of the text of the box around it"] = partial(Columns.around, name="length of its text")
    make["length of the text of the box around that"] = partial(Columns.around, name="length of its text", levels=2)


def _depth(columns: Columns) -> Floats:
    """How many elements stand around each element."""
    depths: Floats = columns.spans.count_around([columns.spans.numbers])[0]
    return depths


def _children(columns: Columns) -> Floats:
    """How many elements stand right in each element."""
    parents = columns.spans.parents[columns.spans.counted(columns.spans.numbers)]
    return np.bincount(parents[parents >= 0], minlength=columns.spans.size).astype(np.float64)


def _share_alike(columns: Columns, rows: Integers) -> Floats:
    children = columns.once(_children)[columns.spans.above[rows]]
    return columns.once(_alike)[rows] / np.maximum(children, 1)


def _paragraphs_beside(columns: Columns, rows: Integers) -> Floats:
    paragraphs = columns.spans.at(columns.facts.numbers_of("p"))
    inside = np.bincount(columns.spans.above, paragraphs, columns.spans.size)
    return np.minimum(inside[columns.spans.above[rows]] - paragraphs[rows], 20)


def _alike(columns: Columns) -> Floats:
    """How many elements of the same tag and first class the box around each element has, itself included."""
    facts = columns.facts
    names: dict[str, int] = {}
    firsts = [names.setdefault(value.partition(" ")[0], len(names) + 1) for value in facts.values_in("class")]
    shapes = (columns.spans.parents + 1) * (len(names) + 1)
    shapes[np.asarray(facts.numbers_of("[class]"), dtype=np.int64)] += np.asarray(firsts, dtype=np.int64)
    tags = [facts.numbers_of(token) for token in facts.by_token if token[0] not in "#.["]
    shapes *= len(tags) + 1
    places = np.fromiter(chain.from_iterable(tags), dtype=np.int64)
    shapes[places] += np.repeat(np.arange(1, len(tags) + 1), list(map(len, tags)))
    in_order = np.sort(shapes[columns.spans.counted(columns.spans.numbers)])
    alike: Floats = (in_order.searchsorted(shapes, "right") - in_order.searchsorted(shapes)).astype(np.float64)
    return alike


def _is_icon(picture: etree._Element) -> bool:
    sides = (picture.get("width") or "", picture.get("height") or "")
    return any(side.isdigit() and int(side) <= _ICON for side in sides)
