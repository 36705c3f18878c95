"""``unsponsor check``: are rules valid, and do they what their examples say?"""

import argparse
import sys
from pathlib import Path
from typing import Any

from unsponsor.rules import shipped
from unsponsor.rules.checking import check_examples
from unsponsor.rules.loading import Sources, load_with_problems, read_sources
from unsponsor.rules.problems import InvalidError
from unsponsor.settings import FILE
from unsponsor.settings import load as load_settings
from unsponsor.settings import read as read_settings

from .options import config_of


def add_command(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("check", help="check rules and run their examples")
    parser.add_argument("files", nargs="*", type=Path, help="rule files or folders (default: built-in and own rules)")
    parser.add_argument("--config", type=Path, default=argparse.SUPPRESS, metavar="DIR", help="the configuration folder")
    parser.set_defaults(command=command)


def command(arguments: argparse.Namespace) -> int:
    """1 and located messages where something is wrong."""
    try:
        problems, count = _check(arguments.files, config_of(arguments))
    except InvalidError as error:
        problems, count = list(error.problems), 0
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'}", file=sys.stderr)
        return 1
    print(f"{count} {'rule' if count == 1 else 'rules'}, all of their examples hold", file=sys.stderr)
    return 0


def _check(files: list[Path], config: Path) -> tuple[list[Any], int]:
    builtin = shipped.sources()
    own = Sources()
    if files:
        for file in files:
            if file.name == FILE:
                read_settings(file)
            else:
                own.add(read_sources(file))
    else:
        own.add(load_settings(config)[1])
    given = {Path(text.name).resolve() for text in own.rules}
    others = [text for text in builtin.rules if Path(text.name).resolve() not in given]
    everything = Sources(others, [*builtin.vocabularies], [*builtin.hosts])
    everything.add(own)
    rules, problems = load_with_problems(everything)
    checked = [rule for rule in rules if not files or Path(rule.file).resolve() in given]
    return problems + [problem for rule in checked for problem in check_examples(rule)], len(checked)
