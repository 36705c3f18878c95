"""What all commands that need an engine can be told."""

import argparse
from pathlib import Path

from unsponsor.engine import Engine
from unsponsor.settings import config_folder
from unsponsor.user import build_engine


def add_engine_arguments(parser: argparse._ActionsContainer) -> None:
    """``--rules``, ``--list``, ``--no-builtin-rules``, ``--config``. Not given to a command, they are as given before it."""
    kept = argparse.SUPPRESS if isinstance(parser, argparse.ArgumentParser) else None
    parser.add_argument("--rules", type=Path, action="append", default=kept, metavar="DIR", help="more rules; repeatable")
    parser.add_argument(
        "--list",
        type=Path,
        action="append",
        default=kept,
        dest="lists",
        metavar="FILE",
        help="a filter list in the adblock syntax; repeatable",
    )
    parser.add_argument(
        "--no-builtin-rules", action="store_true", default=kept or False, help="leave the rules of the program out"
    )
    parser.add_argument(
        "--config", type=Path, default=kept, metavar="DIR", help="the configuration folder (default: the platform's)"
    )


def config_of(arguments: argparse.Namespace) -> Path:
    """The configuration folder."""
    return arguments.config or config_folder()


def engine_of(arguments: argparse.Namespace) -> Engine:
    """The engine that the options ask for. Raises ``ValueError``."""
    rules: list[Path] = arguments.rules or []
    lists: list[Path] = arguments.lists or []
    for kind, paths in (("rules", rules), ("filter list", lists)):
        missing = next((path for path in paths if not path.exists()), None)
        if missing is not None:
            raise ValueError(f"no {kind} there: {missing}")
    return build_engine(config_of(arguments), rules, lists, builtin_rules=not arguments.no_builtin_rules)
