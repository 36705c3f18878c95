#!/usr/bin/env python3
"""The quality gate: what the program reaches on the shared corpus must not fall below the floors beside this file.

gate.py [--raise]    --raise lifts the floors to what was measured; it never lowers one
"""

import argparse
import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
SHARED = HERE.parents[2] / "shared"


def measured() -> dict[str, float]:
    """All figures as "more is better": what is lost or damaged counts negative."""
    with ThreadPoolExecutor() as pool:
        score, preserve = pool.map(_run, ("score.py", "preserve.py"))
    figures: dict[str, float] = {
        "recall_page_mean": score["recall_page_mean"],
        "precision": score["precision"],
        "slots": round(score["slots"][0] / score["slots"][1], 4),
        "damaged_pages": -score["damaged_pages"],
        "lines_lost": -preserve["lines_lost"],
        "crashed": -preserve["crashed"],
    }
    for category, (found, total) in score["recall_by_category"].items():
        figures[f"recall {category}"] = round(found / total, 4)
    return figures


def _run(name: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch, "report.json")
        command = [sys.executable, str(SHARED / "bench" / name), "--json", str(report)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        read: dict[str, Any] = json.loads(report.read_text("utf-8"))
        return read


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", dest="lift", action="store_true")
    arguments = parser.parse_args()
    if not (SHARED / "corpus" / "index.jsonl").exists():
        print("quality gate: skipped, no corpus beside the checkout")
        return 0
    floors: dict[str, float] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    figures = measured()
    below = [name for name, floor in floors.items() if figures.get(name, float("-inf")) < floor]
    for name, figure in figures.items():
        print(f"{name:<20} {figure:8.4f}  floor {floors.get(name, float('nan')):8.4f}{'  BELOW' if name in below else ''}")
    if arguments.lift:
        lifted = {name: max(figure, floors.get(name, figure)) for name, figure in figures.items()}
        FLOORS.write_text(json.dumps(lifted, indent=2, sort_keys=True) + "\n", "utf-8")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
