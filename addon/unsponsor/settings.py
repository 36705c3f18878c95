"""The user's settings and own rules: ``settings.yaml`` and the rule files beside it."""

from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from pydantic import Discriminator, Field, Tag

from unsponsor.rules.hosts import HostSet
from unsponsor.rules.loading import Sources, read_sources
from unsponsor.rules.model import Host, Hosts, Name, Strict
from unsponsor.rules.problems import InvalidError, Problem
from unsponsor.rules.validation import Text, parse

FILE = "settings.yaml"


class HostException(Strict):
    """Hosts on which some rules do not apply."""

    hosts: Hosts
    rules: Annotated[list[Name], Field(min_length=1)]


_Allowed = Annotated[
    Annotated[Host, Tag("<text>")] | Annotated[HostException, Tag("<HostException>")],
    Discriminator(lambda value: "<HostException>" if isinstance(value, dict) else "<text>"),
]


class Settings(Strict):
    """What ``settings.yaml`` may say."""

    version: Literal[1] = 1
    disable: list[Name] = Field([], description="Rules that never apply.")
    allow: list[_Allowed] = Field([], description="Hosts whose pages stay as they are.")
    trust_lists: list[str] = Field(
        [], description="Filter lists whose filters the guard of the main content does not hold up."
    )
    trust_filters: list[str] = Field([], description="Single filters, as their lists write them, that it does not hold up.")

    def allows(self, host: str) -> bool:
        """Whether pages of a host stay as they are."""
        return host in HostSet(item for item in self.allow if isinstance(item, str))

    def trusts(self, by: str) -> bool:
        """Whether the guard does not hold up a filter, named as reports do: as it is written, and its list's title in
        brackets."""
        return any(by.endswith(f" ({name})") for name in self.trust_lists) or any(
            by.startswith(f"{text} (") for text in self.trust_filters
        )

    def disabled(self, host: str) -> frozenset[str]:
        """The ids of the rules that do not apply on a host."""
        here = (item.rules for item in self.allow if isinstance(item, HostException) and host in HostSet(item.hosts))
        return frozenset(self.disable).union(*here)


def config_folder() -> Path:
    """The platform's folder for the program's settings."""
    return platformdirs.user_config_path("unsponsor", appauthor=False)


def lists_folder(config: Path) -> Path:
    """Where the filter lists are: in the platform's folder for the program's data, or in a configuration folder that is
    another one than the platform's."""
    if config != config_folder():
        return config / "lists"
    return platformdirs.user_data_path("unsponsor", appauthor=False) / "lists"


def load(folder: Path) -> tuple[Settings, Sources]:
    """The settings and the user's own rules in a folder; what is not there has its default.

    Raises ``InvalidError`` with located problems.
    """
    file = folder / FILE
    settings = read(file) if file.exists() else Settings()
    return settings, read_sources(folder) if folder.is_dir() else Sources()


def read(file: Path) -> Settings:
    """The settings in a file; the defaults where it holds comments only. Raises ``InvalidError`` with located problems."""
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is not UTF-8"
        raise InvalidError([Problem(str(file), 0, 0, f"cannot be read: {reason}")]) from error
    lines = (line.strip() for line in text.splitlines())
    return parse(Text(str(file), text), Settings) if any(line and not line.startswith("#") for line in lines) else Settings()
