"""What is wrong with a rule file, a vocabulary or the settings, and where."""

import difflib
from collections.abc import Iterable
from typing import NamedTuple


class Problem(NamedTuple):
    """One error. ``line`` and ``column`` count from 1, 0 where the whole file is meant."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return ":".join([self.file, *map(str, (self.line, self.column) if self.line else ())]) + f": {self.message}"


class InvalidError(ValueError):
    """All problems of what was to be loaded. Its text has one line each."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type["InvalidError"], tuple[tuple[Problem, ...]]]:
        return InvalidError, (self.problems,)


def nearest(word: str, known: Iterable[str]) -> str:
    """`` (did you mean "…"?)`` with the known word most like this one, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f' (did you mean "{close[0]}"?)' if close else ""
