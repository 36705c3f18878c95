"""``unsponsor clean``: one page, from a file, standard input or the network."""

import argparse
import http.client
import json
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from unsponsor.engine import Cleaned
from unsponsor.explaining import Considered
from unsponsor.files import write_whole
from unsponsor.proxy.decoding import LARGEST, decoded
from unsponsor.rules.hosts import host_of

from .options import add_engine_arguments, engine_of

_TIMEOUT = 30
# What is told of removals that take no element out.
_MARKS = {"hide": "  [hidden]", "attribute": "  [attribute]"}


def add_command(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("clean", help="clean one page")
    parser.add_argument("source", metavar="SOURCE", help="a file, - for standard input, or an http(s) URL")
    parser.add_argument("--url", help="the page's address, for rules that depend on it and to tell its own links")
    parser.add_argument("-o", dest="out", type=Path, metavar="OUT", help="where to write it (default: standard output)")
    add_engine_arguments(parser)
    parser.add_argument("--report", type=Path, metavar="FILE.json", help="write what was removed, as JSON")
    parser.add_argument(
        "--explain", action="store_true", help="print every block that was considered, and why it went or stayed, instead"
    )
    parser.set_defaults(command=command)


def command(arguments: argparse.Namespace) -> int:
    """The cleaned bytes go to OUT or standard output, a summary to standard error. 1 where something cannot be done."""
    try:
        if arguments.url is not None and not host_of(arguments.url):
            raise ValueError(f"no address of a page: {arguments.url}")
        engine = engine_of(arguments)
        source, url, content_type = _read(arguments.source)
        url = arguments.url or url
        if arguments.explain:
            _write_out(arguments.out, _explanation(engine.explain(source, url, content_type=content_type)).encode("utf-8"))
            return 0
        cleaned = engine.clean(source, url, content_type=content_type)
        _write_out(arguments.out, cleaned.html)
        if arguments.report:
            write_whole(arguments.report, _report(cleaned, url).encode("utf-8"))
    except BrokenPipeError:
        raise
    except (OSError, ValueError, http.client.HTTPException) as error:
        print(f"unsponsor: {str(error) or type(error).__name__}", file=sys.stderr)
        return 1
    print(_summary(cleaned), file=sys.stderr)
    return 0 if cleaned.fault is None else 1


def _read(source: str) -> tuple[bytes, str, str | None]:
    """The page's bytes without content encoding, its address, and its content type where one is known."""
    if source == "-":
        return sys.stdin.buffer.read(), "", None
    if not source.lower().startswith(("http://", "https://")):
        path = Path(source)
        return path.read_bytes(), "", "application/xhtml+xml" if path.suffix in (".xhtml", ".xht") else None
    request = urllib.request.Request(source, headers={"User-Agent": "Mozilla/5.0 unsponsor", "Accept": "text/html"})
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as response:
            return _body(response), response.url, response.headers.get("content-type")
    except urllib.error.HTTPError as error:
        if not error.headers.get("content-type", "").startswith(("text/html", "application/xhtml+xml")):
            raise ValueError(f"{source}: {error.code} {error.reason}") from error
        return _body(error), error.url or source, error.headers.get("content-type")
    except urllib.error.URLError as error:
        raise ValueError(f"{source}: {error.reason}") from error


def _body(response: Any) -> bytes:
    return decoded(response.read(LARGEST + 1), response.headers.get("content-encoding", "").strip().lower())


def _write_out(path: Path | None, data: bytes) -> None:
    """Write to a file, or to standard output where there is none."""
    if path is not None:
        write_whole(path, data)
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def _report(cleaned: Cleaned, url: str) -> str:
    removals = [removal._asdict() for removal in cleaned.removals]
    return json.dumps({"url": url, "fault": cleaned.fault, "removals": removals}, indent=2, ensure_ascii=False) + "\n"


def _explanation(blocks: list[Considered]) -> str:
    """For every block a line of what became of it and one of where it is, then its evidence."""
    lines = []
    for block in blocks:
        lines += [
            f"{block.outcome}  [{block.category}, by {block.by}, {block.confidence:.2f}]",
            f"    {block.path}",
            f'    "{block.text}"' if block.text else "    (nothing to read)",
            *(f"    - {evidence}" for evidence in block.evidence),
        ]
    gone = sum(block.outcome in ("removed", "hidden", "attribute removed") for block in blocks)
    return "\n".join([*lines, f"{len(blocks)} considered, {gone} removed", ""])


def _summary(cleaned: Cleaned) -> str:
    if cleaned.fault is not None:
        return f"unsponsor: left as it was: {cleaned.fault}"
    if not cleaned.removals:
        return "nothing to remove"
    width = max(len(removal.by) for removal in cleaned.removals)
    lines = [
        f"{removal.category:<10}  {removal.by:<{width}}  {removal.text or '(nothing to read)'}"
        + _MARKS.get(removal.action, "")
        for removal in cleaned.removals
    ]
    return "\n".join([*lines, f"{len(lines)} removed"])
