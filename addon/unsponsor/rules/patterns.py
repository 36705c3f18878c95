"""Regular expressions of rule authors, bounded in time."""

import regex

# A pattern that backtracks without end must not hold up a page; this is far more than an honest one needs.
TIMEOUT = 0.05


class Pattern:
    """A compiled expression of the ``regex`` library, case-insensitive unless it begins with ``(?-i)``."""

    def __init__(self, pattern: str) -> None:
        """Raises ``ValueError`` that says what is wrong with the pattern."""
        self.pattern = pattern
        exact = pattern.startswith("(?-i)")
        if pattern in ("", "(?-i)"):
            raise ValueError(f'no regular expression: "{pattern}" is empty')
        try:
            self._compiled = regex.compile(
                pattern.removeprefix("(?-i)"), regex.VERSION0 if exact else regex.VERSION0 | regex.IGNORECASE
            )
        except (regex.error, ValueError, RecursionError, OverflowError) as error:
            raise ValueError(f'no regular expression: "{pattern}": {error}') from error

    def found(self, text: str) -> bool:
        """Whether the expression is found anywhere in the text; not, where that takes longer than ``TIMEOUT`` seconds."""
        try:
            return self._compiled.search(text, timeout=TIMEOUT) is not None
        except TimeoutError:
            return False
