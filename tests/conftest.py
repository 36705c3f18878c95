"""What tests of all rooms share."""

import gzip
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
CORPUS = SHARED / "corpus"

settings.register_profile("ci", deadline=None, max_examples=500, suppress_health_check=list(HealthCheck))
settings.register_profile("local", deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
settings.load_profile("ci" if os.environ.get("CI") else "local")


class CorpusPage(NamedTuple):
    """A real page."""

    id: str
    url: str
    source: bytes


def corpus_pages(every: int = 1) -> Iterator[CorpusPage]:
    """Every n-th page of the corpus."""
    lines = (CORPUS / "index.jsonl").read_text("utf-8").splitlines()
    for row in map(json.loads, lines[::every]):
        file = CORPUS / "pages" / f"{row['id']}.html.gz"
        if file.exists():
            yield CorpusPage(row["id"], row["url"], gzip.decompress(file.read_bytes()))


needs_corpus = pytest.mark.skipif(not (CORPUS / "index.jsonl").exists(), reason="no corpus of real pages beside the checkout")


@pytest.fixture(scope="session")
def chromium() -> str:
    """A Chromium to look at pages with."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    pytest.skip("no Chromium on this machine")
