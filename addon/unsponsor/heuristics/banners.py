"""Pictures and frames whose addresses or sizes say that they are ads."""

import re
from collections.abc import Sequence

from lxml import etree

from unsponsor.rules.facts import Facts
from unsponsor.rules.hosts import path_of
from unsponsor.rules.names import words

from .content import Content, loaded_from
from .data import Slots
from .slot_names import SlotNames

# Where a picture comes from, be it later.
_SOURCES = ("src", "data-src", "data-original", "data-lazy-src")
_MOST = 12
# A frame that is there for scripts only is a point.
_UNSEEN = re.compile(r"(?<![\w-])(?:width|height)\s*:\s*[01](?:px|\s*[;\"]|\Z)")


class Banners:
    """Knows what addresses of ads are made of. Built once."""

    def __init__(self, data: Slots, names: SlotNames) -> None:
        self._names = names
        self._folders = frozenset(data.names)
        self._named = frozenset((*data.names, *data.widgets, *data.weak_names))
        self._banner_words = frozenset(data.banners)
        self._shown = frozenset((*data.pictures, *data.shown))
        self._marks = frozenset((*data.other_names, *data.marks))
        self._frame_words = frozenset((*data.names, *data.widgets, *data.frames))

    def pictures(self, facts: Facts, content: Content) -> Sequence[etree._Element]:
        """Links to other sites that show a picture named after ads or banners, and say nothing beside it, in source order.
        Where there are many, they are what the page shows: the work of those who make banners, or an exchange of them."""
        if "img" not in facts.by_token:
            return ()
        outside = content.outside_hosts
        links = [link.element for link in facts.other_links if link.host in outside and not facts.text_length(link.element)]
        named = [link for link in links if self._shows_banner(link, facts)]
        return named if len(named) <= _MOST else ()

    def _shows_banner(self, link: etree._Element, facts: Facts) -> bool:
        """Whether a link has one picture, and the address of that is named so."""
        pictures = list(facts.inside(link, "img"))
        sources = [source for key in _SOURCES if (source := pictures[0].get(key))] if len(pictures) == 1 else []
        return any(map(self._names_banner, sources))

    def _names_banner(self, source: str) -> bool:
        """Whether the address of a picture has a folder named after ads, or names a banner, and no mark of a site."""
        if source.startswith("data:"):
            return False
        folders, _, file = path_of(source).partition("?")[0].rpartition("/")
        parts = {*words(folders), *words(file)}
        named = not self._folders.isdisjoint(words(folders)) or not self._banner_words.isdisjoint(parts)
        return named and self._marks.isdisjoint(parts)

    def gives_away(self, frame: etree._Element, content: Content) -> str | None:
        """What says that a frame is for an ad: a folder named after ads, where it has a size in which they are sold; such a
        size alone, where few other things have it and its address does not speak of them; where it is another site's and there
        to be seen, anything in its path that names ads or such a size, or that it is an ad server's."""
        path = path_of(loaded_from(frame)).partition("?")[0]
        width, height = frame.get("width") or "", frame.get("height") or ""
        if self._names.is_size(width, height):
            folders = path.split("/")[:-1]
            if not self._named.isdisjoint(folders):
                return "a frame of an ad's size and address"
            if (
                self._names.is_of_banner(width, height)
                and self._shown.isdisjoint(words(path))
                and not content.is_social(frame)
            ):
                return "a frame of an ad's size"
        if not content.is_foreign(frame) or _is_unseen(frame):
            return None
        if content.is_served(frame):
            return "a frame of an ad server"
        is_named = not self._frame_words.isdisjoint(words(path)) or self._names.names_size(path)
        return "a frame of another site whose address names an ad" if is_named else None


def _is_unseen(frame: etree._Element) -> bool:
    """Whether a frame is a point: it is there for scripts only."""
    sides = (frame.get("width") or "", frame.get("height") or "")
    return _UNSEEN.search(frame.get("style") or "") is not None or any(side in ("0", "1") for side in sides)
