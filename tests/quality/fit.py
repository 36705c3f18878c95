#!/usr/bin/env python3
"""Fit the weights of the block detector on the labelled pages of the shared corpus, on more real pages (see `more.py`) and on the
small pages of the tests, and measure them on sites they never saw.

fit.py [--write] [--threshold P ...] [--unmeasured] [--verbose]

Cross-validation comes first: the sites are dealt into folds, and each page is cleaned by the whole engine with weights fitted
on the pages of the other folds' sites. With --write the weights of all pages together go to rules/weights.json. The same
pages give the same file. Needs what ``pip install -e '.[dev,fit]'`` installs.
"""

import argparse
import contextlib
import hashlib
import io
import json
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from more import write_corpus
from sides import SHARED, aside
from sklearn.ensemble import HistGradientBoostingClassifier

from unsponsor import Engine
from unsponsor.heuristics.blocks import BlockDetector, eligible
from unsponsor.heuristics.features import Features, features_of
from unsponsor.heuristics.lexicon import shipped_lexicon
from unsponsor.heuristics.trees import Gate, Stage, Tree, Trees, Weights
from unsponsor.page.tree import Page
from unsponsor.rules.facts import Facts

sys.path.insert(0, str(SHARED / "bench"))
import score
from marks import mark

WEIGHTS = Path(__file__).resolve().parents[2] / "rules" / "weights.json"
PAGES = Path(__file__).resolve().parents[1] / "pages"
FOLDS = 5
# How much of what stays on the small pages of the tests counts beside what stays in the corpus: they hold what is most easily
# taken for promotion.
OWN = 2.0
# What stays on the pages of the shared corpus counts more than what goes, for to lose it is worse; the other real pages, which
# are home pages more than articles, count less.
STAYS = 1.5
MORE = 0.5
# Several models of few questions each, fitted on the same pages: their mean is steadier than any of them.
MODELS = 4
# What so many trees rule out is asked no more.
STAGES = (1000,)
# Of what is promotion, so much may fall out on the way, less what the sums of other pages' may be lower. Nothing that is none
# may be settled, more what those may be higher: to take it would be worse.
LOST = 0.003
SLACK = 0.3
CAUTION = 0.6
# The gate learns fast, from few trees, what all trees find, and loses so much of that.
GATE: dict[str, Any] = {"max_iter": 60, "learning_rate": 0.3}
LOST_AT_GATE = 0.001
PARAMETERS: dict[str, Any] = {
    "max_iter": 600, "learning_rate": 0.08, "early_stopping": False, "max_leaf_nodes": 16, "max_depth": 6, "min_samples_leaf": 40, "l2_regularization": 5.0, "max_features": 0.5,
}  # fmt: skip
# So many elements of a page that are no promotion take part; the others add nothing but their weight.
MOST = 250
# Features that say which page it is rather than what a block is would be learned by heart.
LEFT_OUT = ("page: ",)
KEPT = ("page: share of links to other sites",)
# The file has so many features, those that helped most.
FEATURES = 110


@dataclass
class Sample:
    """The candidates of one page: their features, whether each is promotion, and what each counts."""

    url: str
    site: str
    rows: npt.NDArray[np.float32]
    promotion: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float64]


def index_of(corpus: Path) -> list[dict[str, Any]]:
    """What is known of each page of a corpus."""
    return list(map(json.loads, (corpus / "index.jsonl").read_text("utf-8").splitlines()))


def samples(corpus: Path, names: list[str], goes: float = 1.0, stays: float = 1.0) -> list[Sample]:
    """All labelled pages of a corpus. ``goes`` and ``stays``: what counts how much there."""
    sites = {row["id"]: row["site"] for row in index_of(corpus)}
    found = []
    pages = list(score.load(corpus, []))
    for done, (label, url, source) in enumerate(pages, 1):
        print(f"\r{done}/{len(pages)} pages", end="", file=sys.stderr)
        sample = _sample(label, url, sites[label["id"]], mark(source), names)
        if sample is not None:
            sample.weights *= np.where(sample.promotion == 1, goes, stays)
            found.append(sample)
    print(file=sys.stderr)
    return found


def own_samples(names: list[str]) -> list[Sample]:
    """The small pages of the tests: of sites that are unlike the corpus's, and of those where nothing may go."""
    found = []
    for path in sorted(PAGES.glob("*.html")):
        expected = yaml.safe_load(path.with_suffix(".yaml").read_text("utf-8"))
        page = Page(path.read_bytes())
        features = Features(Facts(page, expected["url"]), shipped_lexicon())
        paid, stays = _truth(features.facts, expected)
        numbers = eligible(features, features.facts)
        spans = features.spans
        inside = [any(first <= number < spans.ends[first] for first in paid) for number in numbers.tolist()]
        # What holds both teaches nothing, nor does what the page's description says nothing of and stands around promotion.
        around = [
            any(number < first < spans.ends[number] for first in paid) and number not in stays for number in numbers.tolist()
        ]
        use = ~np.asarray(around, dtype=bool)
        promotion = np.asarray(inside, dtype=np.int64)[use]
        weights = np.where(promotion == 1, 3.0, OWN * np.clip(np.sqrt(features.length[numbers[use]] / 100), 0.3, 4.0))
        weights = weights / max(1.0, np.sqrt(len(numbers)))
        rows = features.matrix(names, numbers[use])
        found.append(Sample(expected["url"], path.stem, rows, promotion, weights))
    return found


def _truth(facts: Facts, expected: dict[str, Any]) -> tuple[list[int], set[int]]:
    """The elements that are promotion as a whole, and all that hold something that stays."""
    stays: set[int] = set()
    for wanted in expected.get("stays", ()):
        stays.update(_around(facts, _smallest(facts, wanted)))
    for selector in expected.get("kept", ()):
        for number in facts.numbers(facts.selected(selector)):
            stays.update(_around(facts, number))
    starts = [_smallest(facts, wanted) for wanted in expected.get("goes", ())]
    starts += [number for selector in expected.get("gone", ()) for number in facts.numbers(facts.selected(selector))]
    paid = set()
    for start in starts:
        number = start
        while (
            number >= 0
            and (above := facts.parents[number]) >= 0
            and above not in stays
            and _grows_little(facts, number, above)
        ):
            number = above
        if number >= 0 and number not in stays:
            paid.add(number)
    return sorted(paid), stays


def _smallest(facts: Facts, wanted: str) -> int:
    """The innermost element in which a text stands, -1 for none."""
    wanted = "".join(wanted.split())
    found = [n for n, e in enumerate(facts.page.elements) if e is not None and wanted in "".join(facts.text(e).split())]
    return found[-1] if found else -1


def _around(facts: Facts, number: int) -> list[int]:
    found = []
    while number >= 0:
        found.append(number)
        number = facts.parents[number]
    return found


def _grows_little(facts: Facts, number: int, above: int) -> bool:
    inner, outer = facts.page.elements[number], facts.page.elements[above]
    if inner is None or outer is None or outer.tag in ("body", "html", "main"):
        return False
    return facts.text_length(outer) <= 1.5 * facts.text_length(inner) + 80


def _sample(label: dict[str, Any], url: str, site: str, source: bytes, names: list[str]) -> Sample | None:
    page = Page(source)
    if page.root is None:
        return None
    features = Features(Facts(page, url), shipped_lexicon())
    numbers = eligible(features, features.facts)
    own, parent, _ = score.weights(source)
    promotion = score.subtree({block["n"] for block in label["blocks"]}, parent)
    optional = score.subtree({block["n"] for block in label.get("optional", [])}, parent) - promotion
    total, paid, either = Counter[int](), Counter[int](), Counter[int]()
    for number, weight in own.items():
        node = number
        while weight and node != -1:
            total[node] += weight
            paid[node] += weight * (number in promotion)
            either[node] += weight * (number in optional)
            node = parent.get(node, -1)
    chosen, truth, sizes = [], [], []
    for number in numbers.tolist():
        element = page.elements[number]
        name = int((element.get("data-b") if element is not None else None) or -1)
        if not total[name]:
            continue
        share = paid[name] / total[name]
        is_promotion = name in promotion or share > 0.95
        # What is half promotion, or may go as well as stay, teaches nothing.
        if is_promotion or (share <= 0.6 and either[name] / total[name] <= 0.3):
            chosen.append(number)
            truth.append(int(is_promotion))
            sizes.append(total[name])
    promotion_of = np.asarray(truth, dtype=np.int64)
    honest = np.flatnonzero(promotion_of == 0)
    random = np.random.default_rng(int(hashlib.sha256(label["id"].encode()).hexdigest()[:8], 16))
    kept = np.sort(random.choice(honest, MOST, replace=False)) if len(honest) > MOST else honest
    use = np.sort(np.concatenate((kept, np.flatnonzero(promotion_of))))
    # Losing much text is worse than losing little; a page of many boxes counts hardly more than one of few.
    weights = np.where(promotion_of == 1, 3.0, np.clip(np.sqrt(np.asarray(sizes) / 100), 0.3, 4.0)) / max(
        1.0, np.sqrt(len(chosen))
    )
    weights[kept] *= len(honest) / max(1, len(kept))
    rows = features.matrix(names, np.asarray(chosen, dtype=np.int64))
    return Sample(url, site, rows[use], promotion_of[use], weights[use])


def fit(pages: list[Sample], columns: list[int], names: list[str], threshold: float) -> Weights:
    """The weights that these pages give."""
    rows = np.concatenate([page.rows for page in pages])[:, columns]
    truth = np.concatenate([page.promotion for page in pages])
    counts = np.concatenate([page.weights for page in pages])
    models = [HistGradientBoostingClassifier(random_state=seed, **PARAMETERS) for seed in range(MODELS)]
    for model in models:
        model.fit(rows, truth, counts / counts.mean())
    # In turns, so that the first trees are those that say most.
    trees = [
        _tree(predictors[0].nodes, MODELS)
        for together in zip(*(m._predictors for m in models), strict=True)
        for predictors in together
    ]
    baseline = float(np.mean([model._baseline_prediction.item() for model in models]))
    weights = Weights.model_validate(
        {
            "version": 1, "features": [names[c] for c in columns], "baseline": baseline, "threshold": threshold,
            "gate": {"trees": [], "least": 0}, "stages": [], "trees": trees,
        }
    )  # fmt: skip
    ensemble = Trees(weights)
    is_found = ensemble.judge(rows).scores > 0
    totals = ensemble.sums(rows, len(trees))
    stages = [_stage(count, ensemble.sums(rows, count), totals, is_found) for count in STAGES]
    return weights.model_copy(update={"gate": _gate(rows, is_found), "stages": stages})


def _gate(rows: npt.NDArray[np.float32], is_found: npt.NDArray[np.bool_]) -> Gate:
    """The gate for what all trees find among these rows."""
    model = HistGradientBoostingClassifier(random_state=0, **(PARAMETERS | GATE)).fit(rows, is_found)
    trees = [Tree.model_validate(_tree(predictors[0].nodes, 1)) for predictors in model._predictors]
    sums = model.decision_function(rows) - model._baseline_prediction.item()
    return Gate(trees=trees, least=round(float(np.quantile(sums[is_found], LOST_AT_GATE)), 2))


def _stage(
    count: int, sums: npt.NDArray[np.float64], totals: npt.NDArray[np.float64], is_found: npt.NDArray[np.bool_]
) -> Stage:
    """The limits after so many trees, by what they and all trees come to for each row."""
    least = float(np.quantile(sums[is_found], LOST)) - SLACK
    most = float(sums[~is_found].max()) + CAUTION
    settled = sums > most
    rest = float((totals - sums)[settled].mean()) if settled.any() else 0.0
    return Stage(trees=count, least=round(least, 2), most=round(most, 2), rest=round(rest, 2))


def _tree(nodes: Any, models: int) -> dict[str, list[Any]]:
    """One tree of so many models as ``Trees`` reads it. The value of an inner node is the mean of the leaves below it."""
    value = [float(node["value"]) / models for node in nodes]
    for number in range(len(nodes) - 1, -1, -1):
        if not nodes[number]["is_leaf"]:
            below = (int(nodes[number]["left"]), int(nodes[number]["right"]))
            count = [int(nodes[child]["count"]) for child in below]
            value[number] = sum(value[c] * n for c, n in zip(below, count, strict=True)) / sum(count)
    leaf = [bool(node["is_leaf"]) for node in nodes]
    return {
        "feature": [0 if end else int(node["feature_idx"]) for node, end in zip(nodes, leaf, strict=True)],
        "threshold": [0.0 if end else _short(node["num_threshold"]) for node, end in zip(nodes, leaf, strict=True)],
        "left": [n if end else int(node["left"]) for n, (node, end) in enumerate(zip(nodes, leaf, strict=True))],
        "right": [n if end else int(node["right"]) for n, (node, end) in enumerate(zip(nodes, leaf, strict=True))],
        "value": [round(v, 5) for v in value],
    }


def _short(number: float) -> float:
    return float(f"{number:.6g}")


def best(pages: list[Sample], names: list[str]) -> list[int]:
    """The features that help most, by what their questions gain."""
    columns = [n for n, name in enumerate(names) if not name.startswith(LEFT_OUT) or name in KEPT]
    rows = np.concatenate([page.rows for page in pages])[:, columns]
    truth = np.concatenate([page.promotion for page in pages])
    counts = np.concatenate([page.weights for page in pages])
    model = HistGradientBoostingClassifier(random_state=0, **PARAMETERS).fit(rows, truth, counts / counts.mean())
    gain = np.zeros(len(columns))
    for predictors in model._predictors:
        inner = predictors[0].nodes[predictors[0].nodes["is_leaf"] == 0]
        np.add.at(gain, inner["feature_idx"], inner["gain"])
    return sorted(columns[n] for n in np.argsort(-gain)[:FEATURES])


def fold_of(site: str) -> int:
    """The fold of a site: all its pages are in one."""
    return int(hashlib.sha256(f"fold {site}".encode()).hexdigest(), 16) % FOLDS


_engines: dict[str, Engine] = {}


def clean(source: bytes, url: str) -> bytes:
    """Clean a page with the weights fitted without its site."""
    return _engines[url].clean(source, url).html


def _scored(corpus: Path, ids: list[str], verbose: bool) -> str:
    """The figures of some pages in one line, with what was wrong where that is wanted."""
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch, "report.json")
        sys.argv = [
            "score.py",
            "--corpus",
            str(corpus),
            "--cleaner",
            "fit:clean",
            "--json",
            str(report),
            *(["--verbose"] if verbose else []),
        ]
        sys.argv += ["--only", *ids]
        with contextlib.redirect_stdout(sys.stdout if verbose else io.StringIO()):
            score.main()
        figures = json.loads(report.read_text("utf-8"))
    categories = " ".join(f"{name} {found / total:.2f}" for name, (found, total) in figures["recall_by_category"].items())
    slots = figures["slots"][0] / figures["slots"][1]
    return (
        f"recall {figures['recall_page_mean']:.3f} precision {figures['precision']:.4f} "
        f"damaged {figures['damaged_pages']}/{figures['pages']} slots {slots:.3f} {categories}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the weights of all pages into rules/weights.json")
    parser.add_argument("--threshold", type=float, nargs="+", default=[0.96], help="the first is the one that is written")
    parser.add_argument("--unmeasured", action="store_true", help="leave the cross-validation out")
    parser.add_argument("--verbose", action="store_true", help="name what was missed and wrong, on the open side only")
    arguments = parser.parse_args()
    names = list(features_of(shipped_lexicon()).names)
    with tempfile.TemporaryDirectory() as scratch:
        write_corpus(Path(scratch))
        shared, more = SHARED / "corpus", Path(scratch)
        pages = samples(shared, names, stays=STAYS) + samples(more, names, MORE, MORE) + own_samples(names)
        if arguments.write:
            weights = fit(pages, best(pages, names), names, arguments.threshold[0])
            WEIGHTS.write_text(weights.model_dump_json() + "\n", "utf-8")
            print(f"{WEIGHTS}: {len(weights.trees)} trees, {WEIGHTS.stat().st_size / 1000:.0f} KB")
        if not arguments.unmeasured:
            open_side, aside_side = (
                [row["id"] for row in index_of(shared) if aside(row["site"]) is hidden] for hidden in (False, True)
            )
            sides = {"open": (shared, open_side), "aside": (shared, aside_side), "more": (more, [])}
            _cross_validate(pages, names, sides, arguments.threshold, arguments.verbose)


def _cross_validate(
    pages: list[Sample], names: list[str], sides: dict[str, tuple[Path, list[str]]], thresholds: list[float], verbose: bool
) -> None:
    """Print what the engine reaches on each side with weights fitted without the page's site."""
    without = []
    for fold in range(FOLDS):
        # The features are chosen without the fold as well: nothing of its sites takes part.
        others = [page for page in pages if fold_of(page.site) != fold]
        without.append(fit(others, best(others, names), names, thresholds[0]))
        print(f"\rfold {fold + 1}/{FOLDS} fitted", end="", file=sys.stderr)
    print(file=sys.stderr)
    sys.modules["fit"] = sys.modules["__main__"]
    for threshold in thresholds:
        engines = []
        for weights in without:
            engine = Engine()
            assert engine.detectors is not None
            engine.detectors.blocks = BlockDetector(
                shipped_lexicon(), Trees(weights.model_copy(update={"threshold": threshold}))
            )
            engines.append(engine)
        for side, (corpus, ids) in sides.items():
            _engines.update({row["url"]: engines[fold_of(row["site"])] for row in index_of(corpus)})
            print(f"threshold {threshold}, {side} side: {_scored(corpus, ids, verbose and side == 'open')}")


if __name__ == "__main__":
    main()
