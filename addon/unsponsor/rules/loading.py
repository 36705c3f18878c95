"""Rule files, vocabularies and host lists from text to a rule set, with every error located."""

import gc
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .conditions import Compiler
from .matching import CompiledRule, Scope
from .model import HostFile, Rule, RuleFile, VocabularyFile
from .patterns import Pattern
from .problems import InvalidError, Problem
from .selectors import compile_selector, compile_xpath
from .validation import Text, parse_with_problems, read, validated
from .vocabulary import Vocabulary, vocabulary_of
from .yaml_source import YamlSource


@dataclass
class Sources:
    """The texts that rules are made of. Plain data: it can be sent to another process."""

    rules: list[Text] = field(default_factory=list)
    vocabularies: list[Text] = field(default_factory=list)
    hosts: list[Text] = field(default_factory=list)

    def add(self, other: "Sources") -> None:
        """Put another's texts behind these."""
        self.rules += other.rules
        self.vocabularies += other.vocabularies
        self.hosts += other.hosts


def read_sources(path: Path) -> Sources:
    """The texts of a rule file, or of a folder: its ``*.yaml`` (or ``*.yml``) and those of ``sites/`` are rules,
    ``vocabulary/`` and ``hosts/`` hold what their names say. Raises ``InvalidError`` for what cannot be read."""
    problems: list[Problem] = []

    def texts(paths: Iterable[Path]) -> list[Text]:
        found = []
        for file in sorted(paths):
            try:
                found.append(Text(str(file), file.read_text("utf-8-sig")))
            except (OSError, UnicodeDecodeError) as error:
                reason = error.strerror if isinstance(error, OSError) else "is not UTF-8"
                problems.append(Problem(str(file), 0, 0, f"cannot be read: {reason}"))
        return found

    if path.is_dir():
        rules = [file for file in _yaml_files(path) if file.name not in NOT_RULES]
        sources = Sources(
            texts(rules + _yaml_files(path / "sites")),
            texts(_yaml_files(path / "vocabulary")),
            texts(_yaml_files(path / "hosts")),
        )
    else:
        sources = Sources(texts([path]))
    if problems:
        raise InvalidError(problems)
    return sources


def _yaml_files(folder: Path) -> list[Path]:
    return [*folder.glob("*.yaml"), *folder.glob("*.yml")]


# Files of a rules folder that are no rules: each is read by the part of the program that it is for.
NOT_RULES = frozenset({"settings.yaml", "guard.yaml", "heuristics.yaml", "lists.yaml"})


@dataclass
class LoadedRule:
    """A rule, compiled, and where it stands."""

    rule: Rule
    compiled: CompiledRule
    file: str
    source: YamlSource
    index: int

    def problem(self, path: tuple[Any, ...], message: str) -> Problem:
        """A problem at a value inside the rule."""
        return self.source.problem(("rules", self.index, *path), message)


def load(sources: Sources) -> list[LoadedRule]:
    """All rules of the sources. Raises ``InvalidError`` with all problems of all of them."""
    rules, problems = load_with_problems(sources)
    if problems:
        raise InvalidError(problems)
    return rules


def load_with_problems(sources: Sources) -> tuple[list[LoadedRule], list[Problem]]:
    """The rules that can be used, and what is wrong with the others."""
    # Thousands of rules are objects that all stay: looking for garbage among them takes more time than the rest.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _load(sources)
    finally:
        if collecting:
            gc.enable()


def read_vocabularies(texts: Iterable[Text], problems: list[Problem]) -> dict[str, Vocabulary]:
    """The vocabularies in some files, by their names; what is wrong with a file goes to ``problems``."""
    files = (parse_with_problems(text, VocabularyFile, problems) for text in texts)
    found = [(file.vocabulary, file.terms.values()) for file in files if file is not None]
    return {name: vocabulary_of(frozenset(term for terms in languages for term in terms)) for name, languages in found}


def read_host_lists(texts: Iterable[Text], problems: list[Problem]) -> dict[str, list[str]]:
    """The host lists in some files, by the names of these; what is wrong with a file goes to ``problems``."""
    files = ((Path(text.name).stem, parse_with_problems(text, HostFile, problems)) for text in texts)
    return {name: file.hosts for name, file in files if file is not None}


def _load(sources: Sources) -> tuple[list[LoadedRule], list[Problem]]:
    problems: list[Problem] = []
    vocabularies = read_vocabularies(sources.vocabularies, problems)
    host_lists = read_host_lists(sources.hosts, problems)
    loaded: list[LoadedRule] = []
    first_seen: dict[str, Problem] = {}
    for text in sources.rules:
        source = read(text, problems)
        if source is None:
            continue
        for index, rule in _rules(source, problems):
            here = source.problem(("rules", index, "id"), "")
            if rule.id in first_seen:
                there = first_seen[rule.id]
                problems.append(here._replace(message=f'id "{rule.id}" is taken: {there.file}:{there.line}'))
                continue
            first_seen[rule.id] = here
            found = len(problems)
            compiled = _compile(rule, index, source, vocabularies, host_lists, problems)
            if len(problems) == found:
                loaded.append(LoadedRule(rule, compiled, text.name, source, index))
    return loaded, sorted(set(problems))


def _rules(source: YamlSource, problems: list[Problem]) -> list[tuple[int, Rule]]:
    """The rules of a file that can be used, each with its index. One that cannot does not hide what is wrong with others."""
    items = source.data.get("rules")
    frame = {**source.data, "rules": []} if isinstance(items, list) else source.data
    validated(source, (), frame, RuleFile, problems)
    items = items if isinstance(items, list) else []
    rules = ((index, validated(source, ("rules", index), item, Rule, problems)) for index, item in enumerate(items))
    return [(index, rule) for index, rule in rules if rule is not None]


def _compile(
    rule: Rule,
    index: int,
    source: YamlSource,
    vocabularies: Mapping[str, Vocabulary],
    host_lists: Mapping[str, Iterable[str]],
    problems: list[Problem],
) -> CompiledRule:
    def report(path: tuple[Any, ...], message: str) -> None:
        problems.append(source.problem(("rules", index, *path), message))

    compiler = Compiler(vocabularies, host_lists, report)
    match = rule.match
    by_css = match.css is not None
    return CompiledRule(
        rule,
        Scope(rule.scope.hosts, rule.scope.not_hosts, [Pattern(path) for path in rule.scope.paths or ()]),
        compile_selector(match.css) if match.css is not None else (),
        compile_xpath(match.xpath) if match.xpath is not None and not by_css else None,
        compiler.condition(match, ("match",), found_by="css" if by_css else "xpath"),
        compiler.condition(rule.unless, ("unless",)) if rule.unless else [],
        match.upward,
    )
