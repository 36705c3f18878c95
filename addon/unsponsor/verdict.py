"""Findings to removals: the guard of the main content, the merge of what overlaps, and the growth to whole boxes."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Annotated, Literal, NamedTuple

from lxml import etree
from pydantic import Field

from unsponsor.page.edit import Action
from unsponsor.rules import shipped
from unsponsor.rules.facts import Facts
from unsponsor.rules.model import Selector, Strict, Words
from unsponsor.rules.validation import Text, parse

# Findings below this are evidence only.
REMOVES = 0.5
# From here on a finding takes along what is about it.
SURE = 0.6
# From here on something empty that is no ad slot is a widget, with a heading of its own.
_WIDGET = 0.85
_TAKES_ELEMENT = "getElementById"
_TAKEN = re.compile(r"""getElementById\(\s*["']([^"']+)["']\s*\)\s*\.""")
_TABLE_PARTS = frozenset({"caption", "colgroup", "col", "tbody", "td", "tfoot", "th", "thead", "tr"})
# Beside these a box counts as empty: they show nothing and do nothing.
_NOTHING = frozenset({"br", "hr", "wbr"})
_SILENT = _NOTHING | {"script", "style", "template", "noscript", "link", "meta"}
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
# What shows or does something besides text.
_SHOWING = (
    "img, picture, svg, video, audio, iframe, object, embed, canvas, form, input, button, select, textarea, table, script"
)
# A caption says no more than this, in characters, and stands in a box of a few children.
_CAPTION = 90
_MOST_CHILDREN = 60
# So many empty slots in one box are all that it is there for.
_SLOTS = 2
_LISTS = frozenset({"ul", "ol", "dl"})
_HEADING_BOXES = frozenset({"div", "header", "hgroup", "span"})


class Finding(NamedTuple):
    """A detector's word on an element: that it is promotion, how sure (0 to 1), why, and what should be done.

    ``by`` is a rule's id. ``guarded``: the guard of the main content applies.
    """

    element: etree._Element
    category: str
    confidence: float
    by: str
    evidence: tuple[str, ...]
    action: Action
    guarded: bool


class Decision(NamedTuple):
    """An element that goes, and the finding that decided so, with the evidence of all that found it."""

    element: etree._Element
    action: Action
    finding: Finding


class Guard(Strict):
    """What protects a page, as ``rules/guard.yaml`` has it."""

    content: Annotated[list[Selector], Field(min_length=1)]
    title: Selector
    largest_share: Annotated[float, Field(gt=0, le=1, strict=False)]
    always_allowed: int
    wrappers: Words
    kept_wrappers: Selector
    levels: int
    hydrated: Annotated[list[Selector], Field(min_length=1)]


class _GuardFile(Strict):
    version: Literal[1]
    guard: Guard


@lru_cache(maxsize=1)
def shipped_guard() -> Guard:
    """The guard that comes with the program."""
    path = shipped.folder() / "guard.yaml"
    return parse(Text(str(path), path.read_text("utf-8")), _GuardFile).guard


class Refused(NamedTuple):
    """A finding that was not followed, and why."""

    finding: Finding
    reason: str


class Verdict(NamedTuple):
    """What goes from a page, and what was found but stays."""

    decisions: list[Decision]
    refused: list[Refused]


def decide(facts: Facts, findings: Iterable[Finding], guard: Guard, nothing: Collection[etree._Element] = ()) -> Verdict:
    """What is removed of a page. Later findings on an element that is gone already only add their evidence. ``nothing``:
    elements beside which a box counts as empty."""
    content = ", ".join(guard.content)
    hydrated = bool(facts.selected(", ".join(guard.hydrated)))
    chosen: dict[etree._Element, Finding] = {}
    refused: list[Refused] = []
    for finding in findings:
        reason = _refusal(facts, finding, content, guard)
        if reason is None:
            chosen[finding.element] = _merged(chosen.get(finding.element), finding)
        else:
            refused.append(Refused(finding, reason))
    gone = {*chosen, *nothing}
    for find_more in (_headings, _captioned_boxes):
        for element, finding in find_more(facts, chosen, gone, guard):
            if element not in chosen and _content_in(facts, element, content, guard) is None:
                gone.add(element)
                chosen[element] = finding
    takers = _Takers(facts)
    decisions: dict[etree._Element, Decision] = {}
    for element, finding in chosen.items():
        whole = _grown(facts, element, gone, guard) if finding.guarded else element
        action = Action.HIDE if hydrated or _is_needed(facts, whole, takers) else finding.action
        known = decisions.get(whole)
        decisions[whole] = Decision(whole, action, _merged(known.finding if known else None, finding))
    return Verdict(list(decisions.values()), refused)


def _refusal(facts: Facts, finding: Finding, content: str, guard: Guard) -> str | None:
    """Why a finding is not followed, None where it is."""
    if finding.confidence < REMOVES:
        return f"not sure enough: {finding.confidence:.2f} of {REMOVES} needed"
    if _is_dropped(finding.element):
        return "a part of a table outside of one, whose tags browsers drop"
    return _content_in(facts, finding.element, content, guard) if finding.guarded else None


def _takes_along(finding: Finding) -> bool:
    """Whether what is found may take its heading and its caption along: not where it is hardly sure, nor a planted link, for
    what that stands beside is not about it."""
    sure = finding.guarded and finding.action is Action.REMOVE and finding.confidence >= SURE
    return sure and finding.category != "spam-links"


def _headings(
    facts: Facts, chosen: Mapping[etree._Element, Finding], gone: set[etree._Element], guard: Guard
) -> Iterator[tuple[etree._Element, Finding]]:
    """Headings that head nothing but what is gone."""
    for element, finding in list(chosen.items()):
        if _takes_along(finding):
            whole = _grown(facts, element, gone, guard)
            heading = _heading_of(whole, gone) if _is_headed(facts, whole, finding) else None
            if heading is not None:
                yield heading, finding._replace(evidence=("the heading of what is gone below it", *finding.evidence))


def _is_headed(facts: Facts, element: etree._Element, finding: Finding) -> bool:
    """Whether what is found may have a heading of its own. An empty slot may stand right under that of something else."""
    return bool(facts.links(element)) or (finding.category != "ad" and finding.confidence >= _WIDGET)


def _captioned_boxes(
    facts: Facts, chosen: Mapping[etree._Element, Finding], gone: set[etree._Element], guard: Guard
) -> Iterator[tuple[etree._Element, Finding]]:
    """Boxes in which nothing but a caption of what is gone would stay."""
    for element, finding in list(chosen.items()):
        if _takes_along(finding):
            whole = _grown(facts, element, gone, guard)
            box = _captioned(facts, whole, gone, guard, _is_headed(facts, whole, finding))
            if box is not None:
                yield box, finding._replace(evidence=("a box in which nothing but a caption would stay", *finding.evidence))


class _Takers:
    """The inline scripts of a page that use something of an element without a look whether it is there."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    @cached_property
    def _scripts(self) -> list[tuple[int, frozenset[str]]]:
        scripts = [(script, script.text) for script in self._facts.by_token.get("script", ())]
        return [(self._facts.page.numbers[s], _taken(text)) for s, text in scripts if text and _TAKES_ELEMENT in text]

    def need(self, ids: Iterable[str], first: int, behind: int) -> bool:
        """Whether a script that is none of the elements numbered so takes one of these ids for granted."""
        return any(not first <= number < behind and not taken.isdisjoint(ids) for number, taken in self._scripts)


def _is_needed(facts: Facts, element: etree._Element, takers: _Takers) -> bool:
    """Whether the page would break without an element: it brings style along, or a script elsewhere takes for granted that
    it is there."""
    if element.tag != "script" and facts.has(element, 'style, link[rel~="stylesheet"]'):
        return True
    ids = [identifier for inner in element.iter(etree.Element) if (identifier := inner.get("id"))]
    if not ids:
        return False
    return takers.need(ids, *facts.span(element))


@lru_cache(maxsize=64)
def _taken(script: str) -> frozenset[str]:
    """The ids of elements of which a script uses something without a look whether they are there."""
    return frozenset(_TAKEN.findall(script))


def _is_dropped(element: etree._Element) -> bool:
    """Whether an element is a part of a table outside of one: browsers drop its tags and keep what stands between them."""
    return element.tag in _TABLE_PARTS and not any(above.tag == "table" for above in element.iterancestors())


def _merged(first: Finding | None, second: Finding) -> Finding:
    """The first finding with the evidence of both."""
    if first is None:
        return second
    more = tuple(word for word in second.evidence if word not in first.evidence)
    return first._replace(evidence=first.evidence + more)


def _content_in(facts: Facts, element: etree._Element, content: str, guard: Guard) -> str | None:
    """What an element holds that no promotion does, in words; None for nothing. ``content``: the guard's selectors, joined."""
    if _is_or_holds(facts, element, content):
        return "holds what is always kept (the main part, navigation, a search, a login)"
    if len(facts.selected(guard.title)) == 1 and _is_or_holds(facts, element, guard.title):
        return "holds the page's title"
    text = facts.text_length(element)
    if text <= guard.always_allowed or facts.page.root is None:
        return None
    share = text / facts.text_length(facts.page.root)
    return f"says {share:.0%} of what the page says" if share > guard.largest_share else None


def guarded(facts: Facts, guard: Guard) -> Callable[[etree._Element], bool]:
    """Whether an element holds what is never removed: for detectors that may choose a part of it instead."""
    content = ", ".join(guard.content)
    return lambda element: _is_or_holds(facts, element, content)


def _is_or_holds(facts: Facts, element: etree._Element, selector: str) -> bool:
    """Whether a selector matches an element or one inside it."""
    return element in facts.selected(selector) or facts.has(element, selector)


def _grown(facts: Facts, element: etree._Element, gone: set[etree._Element], guard: Guard) -> etree._Element:
    """The outermost box that would be left empty without the elements that are gone."""
    kept = facts.selected(guard.kept_wrappers)
    for _ in range(guard.levels):
        above = element.getparent()
        if above is None or not _is_wrapper(above, guard) or above not in facts.page.numbers or above in kept:
            break
        if not _empty_without(above, gone):
            break
        gone.add(above)
        element = above
    return element


def _captioned(
    facts: Facts, element: etree._Element, gone: set[etree._Element], guard: Guard, is_headed: bool
) -> etree._Element | None:
    """The box around an element in which nothing would stay but a few words about what is gone. ``is_headed``: that may have
    a heading of its own."""
    box = element.getparent()
    # A list's other items are no captions.
    if (
        box is None
        or box.tag in _LISTS
        or not _is_wrapper(box, guard)
        or box not in facts.page.numbers
        or len(box) > _MOST_CHILDREN
    ):
        return None
    children = [child for child in box if isinstance(child.tag, str)]
    taken = [child for child in children if child in gone]
    stays = [child for child in children if child not in gone and child.tag not in _NOTHING]
    said = sum(facts.text_length(child) for child in taken)
    # What a widget will say is not yet known.
    most = _CAPTION if not said else min(_CAPTION, said)
    # Where several slots stand, what goes before them is about them.
    is_headed = is_headed or (len(taken) >= _SLOTS and not said)
    if not is_headed or facts.text_length(box) - said > most:
        return None
    if box in facts.selected(guard.kept_wrappers) or any(_shows(facts, child) for child in stays):
        return None
    # What stands under a heading, or comes after what is gone, may be something else.
    before = set(itertools.takewhile(lambda child: child not in gone, children))
    if any(_is_heading(child) for child in stays) and not before.issuperset(stays):
        return None
    return box


def _shows(facts: Facts, element: etree._Element) -> bool:
    """Whether an element shows or does more than to say a few words."""
    return bool(facts.links(element)) or _is_or_holds(facts, element, _SHOWING)


def _heading_of(element: etree._Element, gone: set[etree._Element]) -> etree._Element | None:
    """The heading right over an element that heads nothing else."""
    if _is_text(element.tail):
        return None
    above = _neighbour(element, gone, forward=False)
    if above is None or not _is_heading(above) or _is_text(above.tail):
        return None
    below = _neighbour(element, gone, forward=True)
    return above if below is None or _is_heading(below) else None


def _neighbour(element: etree._Element, gone: set[etree._Element], *, forward: bool) -> etree._Element | None:
    """The next element on one side that stays."""
    for sibling in element.itersiblings(preceding=not forward):
        if isinstance(sibling.tag, str) and sibling not in gone and sibling.tag not in _SILENT:
            return sibling
        if _is_text(sibling.tail):
            return sibling  # text stands between: never a heading
    return None


def _is_heading(element: etree._Element) -> bool:
    """Whether an element is a heading below the page's title, or a box with nothing else in it."""
    while element.tag in _HEADING_BOXES and len(element) == 1 and not _is_text(element.text) and not _is_text(element[0].tail):
        element = element[0]
    return element.tag in _HEADINGS


def _is_wrapper(element: etree._Element, guard: Guard) -> bool:
    """Whether an element only holds others: the usual ones, and those of a site's own making."""
    return element.tag in guard.wrappers or "-" in element.tag


def _empty_without(box: etree._Element, gone: set[etree._Element]) -> bool:
    if _is_text(box.text):
        return False
    return all(
        not _is_text(child.tail) and (child in gone or not isinstance(child.tag, str) or child.tag in _NOTHING)
        for child in box
    )


def _is_text(text: str | None) -> bool:
    return bool(text and text.strip())


def first_words(text: str, most: int = 80) -> str:
    """The beginning of a text, cut at a word, without what a terminal would take for a command."""
    text = "".join(character for character in text[: most + 1] if character.isprintable())
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0] + " …"


class Paths:
    """CSS paths to the elements of one page, from the nearest ancestor with an id."""

    def __init__(self) -> None:
        self._steps: dict[etree._Element, dict[etree._Element, str]] = {}

    def to(self, element: etree._Element) -> str:
        """The path that leads to an element."""
        steps: list[str] = []
        node: etree._Element | None = element
        while node is not None:
            identifier = node.get("id")
            if identifier and identifier.isidentifier():
                steps.append(f"{node.tag}#{identifier}")
                break
            steps.append(self._step(node))
            node = node.getparent()
        return " > ".join(reversed(steps))

    def _step(self, node: etree._Element) -> str:
        parent = node.getparent()
        if parent is None:
            return node.tag
        if parent not in self._steps:
            twins: Counter[str] = Counter()
            children = [child for child in parent if isinstance(child.tag, str)]
            steps = {}
            for child in children:
                twins[child.tag] += 1
                alone = len(children) == 1
                steps[child] = child.tag if alone else f"{child.tag}:nth-of-type({twins[child.tag]})"
            self._steps[parent] = steps
        return self._steps[parent][node]
