"""Well-known filter lists by their names, and those for a user's languages."""

import locale
import os
import re
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field

from unsponsor.rules import shipped
from unsponsor.rules.model import Name, Strict, Word
from unsponsor.rules.validation import Text, parse


class KnownList(Strict):
    """A list that many use."""

    name: Name
    title: Word
    url: Word
    languages: list[Word] = Field([])


class _Catalogue(Strict):
    version: Literal[1]
    lists: Annotated[list[KnownList], Field(min_length=1)]


@lru_cache(maxsize=1)
def known_lists() -> dict[str, KnownList]:
    """The lists of ``rules/lists.yaml`` by their names."""
    path = shipped.folder() / "lists.yaml"
    catalogue = parse(Text(str(path), path.read_text("utf-8")), _Catalogue)
    return {known.name: known for known in catalogue.lists}


def languages() -> list[str]:
    """The user's languages, by their codes (``de``), as the environment says; English where it does not."""
    said = os.environ.get("LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    said = said or locale.getlocale()[0] or "en"
    codes = [re.split(r"[-_.@]", part, maxsplit=1)[0].lower() for part in said.split(":")]
    return [code for code in dict.fromkeys(codes) if code not in ("", "c", "posix")] or ["en"]


def for_languages(codes: list[str]) -> list[KnownList]:
    """The lists for pages in some languages, beside those for all."""
    return [known for known in known_lists().values() if any(code in known.languages for code in codes)]
