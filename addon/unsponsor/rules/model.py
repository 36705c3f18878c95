"""The rule language, version 1, as a model: what may stand in a rule file, a vocabulary and a host list.

``docs/rule-language.md`` explains the language; the JSON Schema for editors is made from this model (``schema.py``).
"""

import re
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from .hosts import host_of
from .patterns import Pattern
from .selectors import check_xpath, compile_selector, targets_page
from .vocabulary import folded

VERSION = 1


# With or without a public suffix; a subdomain needs no pattern, it is included.
_HOST = re.compile(r"(?:[^\s/:*?#@.]+\.)*(?:[^\s/:*?#@.]+|\*)\Z")


class Category(StrEnum):
    """What kind of promotion a rule finds."""

    AD = "ad"
    SPONSORED = "sponsored"
    OFFER = "offer"
    CROSS_SITE = "cross-site"
    SPAM_LINKS = "spam-links"


class Strict(BaseModel):
    """Knows its keys and takes no other; takes no value of another type than it says."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _kind(value: Any) -> str:
    return "<text>" if isinstance(value, str) else "<list>" if isinstance(value, list) else "<mapping>"


def _selector(css: str) -> str:
    compile_selector(css)
    if targets_page(css):
        raise ValueError(f'"{css}" matches the page itself')
    return css


def _expression(xpath: str) -> str:
    check_xpath(xpath)
    return xpath


def _pattern(pattern: str) -> str:
    Pattern(pattern)
    return pattern


def _host(host: str) -> str:
    if not _HOST.match(host):
        raise ValueError(f'"{host}" is no host: a name such as news.example, or shop.* for any public suffix')
    return host


def _address(url: str) -> str:
    if not host_of(url):
        raise ValueError(f'"{url}" is no address of a page')
    return url


def _term(term: str) -> str:
    if not folded(term):
        raise ValueError("must not be empty")
    return term


Word = Annotated[str, Field(min_length=1)]
Selector = Annotated[Word, AfterValidator(_selector)]
Expression = Annotated[Word, AfterValidator(_expression)]
Regex = Annotated[Word, AfterValidator(_pattern)]
Words = Annotated[list[Word], Field(min_length=1)]
Host = Annotated[Word, AfterValidator(_host)]
Hosts = Annotated[list[Host], Field(min_length=1)]
# Hosts, and names of host lists, which have no dot.
HostNames = Annotated[list[Annotated[Word, AfterValidator(_host)]], Field(min_length=1)]
Terms = Annotated[list[Annotated[Word, AfterValidator(_term)]], Field(min_length=1)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Scope(Strict):
    """The pages that a rule is for."""

    hosts: Hosts | None = Field(None, description="Hosts with their subdomains; `shop.*` under any public suffix.")
    not_hosts: Hosts | None = Field(None, description="Hosts that the rule is not for.")
    paths: Annotated[list[Regex], Field(min_length=1)] | None = Field(
        None, description="Regular expressions, one of which is found in the URL's path."
    )


class Label(Strict):
    """A piece of text of its own that is a term of a vocabulary and nothing else."""

    label: Name = Field(description="A vocabulary.")


class Wording(Strict):
    """A term of a vocabulary in the text, at word boundaries."""

    words: Name = Field(description="A vocabulary.")


def _text_kind(value: Any) -> str:
    if isinstance(value, dict):
        return "<Wording>" if "words" in value and "label" not in value else "<Label>"
    return "<text>"


TextTest = Annotated[
    Annotated[Regex, Tag("<text>")] | Annotated[Label, Tag("<Label>")] | Annotated[Wording, Tag("<Wording>")],
    Discriminator(_text_kind),
]
TextTests = Annotated[
    Annotated[TextTest, Tag("<one>")] | Annotated[list[TextTest], Tag("<list>"), Field(min_length=1)],
    Discriminator(lambda value: "<list>" if isinstance(value, list) else "<one>"),
]


class LinkHosts(Strict):
    """Where links lead."""

    in_: HostNames | None = Field(None, alias="in", description="Hosts, and names of host lists.")
    other_sites: Literal[True] | None = Field(None, description="Another registrable domain than the page's.")
    share: float | None = Field(None, gt=0, le=1, strict=False, description="Of so many of the links (0 to 1).")

    @model_validator(mode="after")
    def _says_where(self) -> "LinkHosts":
        if self.in_ is None and self.other_sites is None:
            raise ValueError('needs "in" or "other_sites"')
        return self


LinkTest = Annotated[Annotated[HostNames, Tag("<list>")] | Annotated[LinkHosts, Tag("<mapping>")], Discriminator(_kind)]
AttributeTest = Annotated[
    Annotated[bool, Tag("<bool>")] | Annotated[Regex, Tag("<text>")],
    Discriminator(lambda value: "<bool>" if isinstance(value, bool) else "<text>"),
]


class Condition(Strict):
    """Holds for an element for which all of its keys hold."""

    css: Selector | None = Field(None, description="A selector that matches the element.")
    xpath: Expression | None = Field(None, description="An XPath 1.0 expression that selects the element.")
    has: "Inner | None" = Field(None, description="A selector or a condition that a descendant meets.")
    has_text: TextTests | None = Field(None, description="A label, words, or a regular expression in its text.")
    min_links: Annotated[int, Field(ge=1)] | None = Field(None, description="Has at least so many links.")
    link_hosts: LinkTest | None = Field(None, description="Where its links lead.")
    attributes: dict[str, AttributeTest] | None = Field(
        None, min_length=1, description="Attributes: true (present), false (absent), or a regular expression."
    )
    any_: Annotated[list["Condition"], Field(min_length=1)] | None = Field(
        None, alias="any", description="Meets one of these."
    )
    all_: Annotated[list["Condition"], Field(min_length=1)] | None = Field(
        None, alias="all", description="Meets all of these."
    )
    not_: "Condition | None" = Field(None, alias="not", description="Does not meet this.")

    @model_validator(mode="after")
    def _says_something(self) -> "Condition":
        if not self.model_fields_set:
            raise ValueError("must not be empty")
        return self


Inner = Annotated[Annotated[Selector, Tag("<text>")] | Annotated[Condition, Tag("<mapping>")], Discriminator(_kind)]
Upward = Annotated[
    Annotated[int, Field(ge=0), Tag("<levels>")] | Annotated[Selector, Tag("<text>")],
    Discriminator(lambda value: "<text>" if isinstance(value, str) else "<levels>"),
]


class Match(Condition):
    """Finds elements: needs `css` or `xpath`."""

    upward: Upward | None = Field(None, description="Go to the ancestor: so many levels up, or the nearest so.")

    @model_validator(mode="after")
    def _finds(self) -> "Match":
        if self.css is None and self.xpath is None:
            raise ValueError('needs "css" or "xpath"')
        return self


Condition.model_rebuild()


class Example(Strict):
    """A piece of HTML with what must become of it."""

    html: Word
    url: Annotated[Word, AfterValidator(_address)] | None = Field(None, description="The page's address.")
    leaves: str | None = Field(None, description="What must be left of the HTML, byte for byte.")


ExampleItem = Annotated[Annotated[Word, Tag("<text>")] | Annotated[Example, Tag("<mapping>")], Discriminator(_kind)]


class Examples(Strict):
    """The proof of a rule."""

    removes: Annotated[list[ExampleItem], Field(min_length=1)] = Field(description="Each loses something to the rule.")
    keeps: Annotated[list[ExampleItem], Field(min_length=1)] = Field(description="None loses anything to the rule.")


class Rule(Strict):
    """One kind of promotion: how to find it, and proof."""

    id: Name = Field(description="Kebab-case, unique over all files.")
    title: Word = Field(description="One line for reports.")
    category: Category = Field(strict=False)
    confidence: Literal["high", "low"] = Field("high", description="low: evidence only, never removes alone.")
    scope: Scope = Field(default=Scope(), description="The pages it is for; every page where left out.")
    match: Match
    unless: Condition | None = Field(None, description="An element that meets this stays.")
    action: Literal["remove", "hide"] = "remove"
    guard: bool = Field(True, description="false: the guard of the main content does not apply.")
    examples: Examples


class RuleFile(Strict):
    """A rule file."""

    version: Literal[1]
    rules: list[Rule]


class VocabularyFile(Strict):
    """Terms of one kind, per language."""

    version: Literal[1]
    vocabulary: Name
    terms: dict[str, Terms]


class HostFile(Strict):
    """Hosts of one kind."""

    version: Literal[1]
    hosts: Hosts
