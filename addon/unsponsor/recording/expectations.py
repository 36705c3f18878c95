"""What must be gone from a recorded page, and what must still be there: the YAML file beside a recording."""

import re
from pathlib import Path
from typing import Literal

from selectolax.lexbor import LexborHTMLParser

from unsponsor.rules.model import Strict, Word, Words
from unsponsor.rules.validation import Text, parse


class Expectations(Strict):
    """A recording's expectations: texts as a reader sees them, white space collapsed."""

    version: Literal[1]
    source: Word
    url: Word
    must_go: dict[str, Words]
    must_stay: Words

    def unmet(self, page: bytes) -> list[str]:
        """What does not hold for a cleaned page, one sentence each."""
        text = visible_text(page)
        still = [f"still there ({kind}): {item}" for kind, items in self.must_go.items() for item in items if item in text]
        return still + [f"lost: {item}" for item in self.must_stay if item not in text]


def load(path: Path) -> Expectations:
    """The expectations in a file. Raises ``InvalidError`` with located problems."""
    return parse(Text(str(path), path.read_text("utf-8")), Expectations)


def visible_text(page: bytes) -> str:
    """What a reader of a page sees, white space collapsed."""
    tree = LexborHTMLParser(page)
    tree.strip_tags(["script", "style", "noscript", "template"])
    for node in tree.css("[hidden]"):
        node.decompose()
    return re.sub(r"\s+", " ", tree.body.text(separator=" ")) if tree.body else ""
