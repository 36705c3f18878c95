"""``unsponsor lint``: what of a filter list can be understood, and what becomes of the rest?"""

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from unsponsor.lists.index import count
from unsponsor.lists.syntax import FilterList, read_list
from unsponsor.rules.problems import Problem


def add_command(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("lint", help="check a filter list in the adblock syntax")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="filter lists")
    parser.set_defaults(command=command)


def command(arguments: argparse.Namespace) -> int:
    """A line for each filter that cannot be understood, then what the others are, to standard output. 1 where there is such a
    filter, or a file cannot be read."""
    status = 0
    for file in arguments.files:
        try:
            found = read_list(file)
        except OSError as error:
            print(f"unsponsor: {file}: {error.strerror}", file=sys.stderr)
            status = 1
            continue
        counts, problems = _examined(found, file)
        for problem in problems:
            print(problem)
        print(_summary(file, found, counts))
        status = 1 if problems else status
    return status


def _examined(found: FilterList, file: Path) -> tuple[Counter[str], list[Problem]]:
    counts, failures = count([found])
    counts["for requests"] = len(found.network)
    problems = []
    for _, written, reason in failures:
        # The body is what cannot be understood; it is cut out of the line as it is written there.
        column = written.text.rfind(written.body) + 1 or 1
        problems.append(Problem(str(file), written.line, column, reason))
    return counts, problems


def _summary(file: Path, found: FilterList, counts: Counter[str]) -> str:
    lines = [f"{file}: {found.name}"]
    lines += [f"  {number:>7,}  {kind}" for kind, number in counts.most_common()]
    return "\n".join(lines)
