"""Where the rules that come with the program are: in the wheel beside the package, in a checkout at its top."""

from functools import lru_cache
from pathlib import Path

from .loading import Sources, read_sources

_PACKAGE = Path(__file__).resolve().parent.parent


def folder() -> Path:
    """The folder of the shipped rules."""
    inside = _PACKAGE / "shipped"
    return inside if inside.is_dir() else _PACKAGE.parent.parent / "rules"


@lru_cache(maxsize=1)
def sources() -> Sources:
    """The texts of the shipped rules, vocabularies and host lists."""
    return read_sources(folder())
