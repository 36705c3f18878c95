"""More labelled pages than the shared corpus has: real pages of 2013 to 2016 that come with the package Formasaurus, an MIT-licensed
data set of web pages with forms. The package has the pages, `more.jsonl` says what on each is promotion, by the numbers of
start tags and nothing else, as the labels of the corpus do.

Needs the package: ``pip install -e '.[fit]'``.
"""

import gzip
import json
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from unsponsor.rules.hosts import registrable_domain

LABELS = Path(__file__).with_suffix(".jsonl")


def write_corpus(folder: Path) -> None:
    """Lay the pages and their labels out as the shared corpus is. Raises ``FileNotFoundError`` without the package."""
    package = find_spec("formasaurus")
    if package is None or package.origin is None:
        raise FileNotFoundError("the package with the pages is not installed: pip install -e '.[fit]'")
    data = Path(package.origin).parent / "data"
    addresses = json.loads((data / "index.json").read_text("utf-8"))
    for name in ("pages", "labels"):
        (folder / name).mkdir()
    index = []
    for label in map(json.loads, LABELS.read_text("utf-8").splitlines()):
        page, url = label["id"], addresses[f"html/{label['id']}.html"]["url"]
        index.append({"id": page, "url": url, "site": registrable_domain(urlsplit(url).hostname or "")})
        (folder / "pages" / f"{page}.html.gz").write_bytes(gzip.compress((data / "html" / f"{page}.html").read_bytes(), 1))
        (folder / "labels" / f"{page}.json").write_text(json.dumps(label), "utf-8")
    (folder / "index.jsonl").write_text("".join(json.dumps(row) + "\n" for row in index), "utf-8")
