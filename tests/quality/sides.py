#!/usr/bin/env python3
"""The measures on two sides of the corpus: pages that may be looked at, and pages of other sites that are kept aside.

sides.py [--verbose]

Which side a page is on hangs on its site's name alone. Of the pages kept aside only figures are read, never the pages: what
is reached there is what can be hoped for elsewhere.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared"


def aside(site: str) -> bool:
    """Whether a site's pages are kept aside: a third of all."""
    return int(hashlib.sha256(site.encode()).hexdigest(), 16) % 3 == 0


def pages() -> dict[str, bool]:
    """The labelled pages, and whether each is kept aside."""
    index = map(json.loads, (SHARED / "corpus" / "index.jsonl").read_text("utf-8").splitlines())
    labelled = {path.stem for path in (SHARED / "corpus" / "labels").glob("*.json")}
    return {row["id"]: aside(row["site"]) for row in index if row["id"] in labelled}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verbose", action="store_true", help="name what was missed and wrong, on the open side only")
    arguments = parser.parse_args()
    columns = {}
    for name, hidden in (("open", False), ("aside", True)):
        ids = [page for page, is_aside in pages().items() if is_aside is hidden]
        with tempfile.TemporaryDirectory() as scratch:
            report = Path(scratch, "report.json")
            command = [sys.executable, str(SHARED / "bench" / "score.py"), "--json", str(report), "--only", *ids]
            verbose = arguments.verbose and not hidden
            out = subprocess.run([*command, *(["--verbose"] if verbose else [])], check=True, capture_output=True, text=True)
            if verbose:
                print(out.stdout)
            columns[name] = json.loads(report.read_text("utf-8"))
    for key in columns["open"]:
        print(f"{key:<20} {columns['open'][key]!s:<90} {columns['aside'][key]}")


if __name__ == "__main__":
    main()
