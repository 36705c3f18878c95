"""Regular expressions as filters have them: between slashes, with flags behind."""

import re
from functools import lru_cache

from unsponsor.rules.patterns import Pattern

_EXPRESSION = re.compile(r"/(.+)/([a-z]*)\Z", re.DOTALL)


def is_expression(written: str) -> bool:
    """Whether something is an expression between slashes."""
    return _EXPRESSION.match(written) is not None


@lru_cache(maxsize=4096)
def expression(written: str) -> Pattern | None:
    """An expression between slashes, None for what is none. Case counts, as in other programs, but with the flag ``i``. Raises
    ``ValueError`` for one that is broken."""
    match = _EXPRESSION.match(written)
    if match is None:
        return None
    flags = "".join(flag for flag in match[2] if flag in "ims")
    others = flags.replace("i", "")
    return Pattern(("" if "i" in flags else "(?-i)") + (f"(?{others})" if others else "") + match[1])
