"""The guard of a page's content: what is never removed, and how much of a page may go."""

from functools import lru_cache
from typing import Annotated, Literal

from lxml import etree
from pydantic import Field

from unsponsor.rules import shipped
from unsponsor.rules.facts import Facts
from unsponsor.rules.model import Regex, Selector, Strict, Words
from unsponsor.rules.patterns import Pattern
from unsponsor.rules.validation import Text, parse


class Guard(Strict):
    """What protects a page, as ``rules/guard.yaml`` has it."""

    content: Annotated[list[Selector], Field(min_length=1)]
    title: Selector
    largest_share: Annotated[float, Field(gt=0, le=1, strict=False)]
    always_allowed: int
    paragraphs: int
    own_links: int
    like_entries: Annotated[int, Field(gt=0)]
    smallest_ad: int
    logos: Words
    caption: int
    unseen: Selector
    off_screen: Regex
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


def content_in(facts: Facts, element: etree._Element, content: str, guard: Guard) -> str | None:
    """What an element holds that no promotion does, in words; None for nothing. ``content``: the guard's selectors, joined."""
    if is_or_holds(facts, element, content):
        return "holds what is always kept (the main part, navigation, a search, a login)"
    if len(facts.selected(guard.title)) == 1 and is_or_holds(facts, element, guard.title):
        return "holds the page's title"
    text = facts.text_length(element)
    if text <= guard.always_allowed or facts.page.root is None or is_off_screen(element, guard):
        return None
    share = text / facts.text_length(facts.page.root)
    return f"says {share:.0%} of what the page says" if share > guard.largest_share else None


def is_off_screen(element: etree._Element, guard: Guard) -> bool:
    """Whether an element is moved off the screen, so that nobody reads what it says."""
    return _pattern(guard.off_screen).found(element.get("style") or "")


@lru_cache(maxsize=4)
def _pattern(expression: str) -> Pattern:
    return Pattern(expression)


def is_or_holds(facts: Facts, element: etree._Element, selector: str) -> bool:
    """Whether a selector matches an element or one inside it."""
    return element in facts.selected(selector) or facts.has(element, selector)
