"""What the detectors go by, as ``rules/heuristics.yaml`` has it."""

from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field

from unsponsor.rules import shipped
from unsponsor.rules.model import Name, Strict, VocabularyFile, Words
from unsponsor.rules.problems import Problem
from unsponsor.rules.validation import Text, parse, parse_with_problems
from unsponsor.rules.vocabulary import Vocabulary


class Slots(Strict):
    """How ad slots are named and filled."""

    names: Words
    weak_names: Words
    places: Words
    other_names: Words
    loaders: Words
    labels: Name
    fillers: Words


class Heuristics(Strict):
    """All of it."""

    version: Literal[1]
    slots: Annotated[Slots, Field()]


@lru_cache(maxsize=1)
def shipped_heuristics() -> Heuristics:
    """The data that come with the program."""
    path = shipped.folder() / "heuristics.yaml"
    return parse(Text(str(path), path.read_text("utf-8")), Heuristics)


@lru_cache(maxsize=16)
def vocabulary(name: str) -> Vocabulary:
    """A shipped vocabulary. Raises ``LookupError`` where there is none of that name."""
    problems: list[Problem] = []
    for text in shipped.sources().vocabularies:
        file = parse_with_problems(text, VocabularyFile, problems)
        if file is not None and file.vocabulary == name:
            return Vocabulary(term for terms in file.terms.values() for term in terms)
    raise LookupError(name)
