"""unsponsor takes promotion out of web pages, and leaves every other byte as it is.

>>> cleaned = unsponsor.clean(page, "https://news.example/article")
>>> cleaned.html, cleaned.removals
"""

from functools import lru_cache

from .engine import Cleaned, Engine, Removal
from .lists.network import Decision

__all__ = ["Cleaned", "Decision", "Engine", "Removal", "clean"]
__version__ = "0.1.0"


def clean(source: bytes, url: str, *, content_type: str | None = None, engine: Engine | None = None) -> Cleaned:
    """A page without its promotion.

    ``source`` is the page's body without content encoding, ``url`` its address, ``content_type`` the HTTP header's value,
    which tells encoding and XHTML. With no ``engine`` the built-in rules apply. Never raises: on any error the page is
    unchanged, and ``Cleaned.fault`` says why.
    """
    return (engine or _builtin()).clean(source, url, content_type=content_type)


@lru_cache(maxsize=1)
def _builtin() -> Engine:
    return Engine()
