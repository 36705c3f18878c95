"""The command line: one file a command."""

import argparse
import sys
from collections.abc import Sequence

import unsponsor

from . import check, clean, lint, lists, run


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    parser = argparse.ArgumentParser(
        prog="unsponsor",
        description="A local proxy that takes promotion out of web pages. Without a command it runs the proxy.",
    )
    parser.add_argument("--version", action="version", version=f"unsponsor {unsponsor.__version__}")
    run.add_arguments(parser)
    commands = parser.add_subparsers(title="commands", metavar="")
    clean.add_command(commands)
    check.add_command(commands)
    lint.add_command(commands)
    lists.add_command(commands)
    parsed = parser.parse_args(arguments)
    try:
        status: int = parsed.command(parsed)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    return status
