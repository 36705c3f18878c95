"""YAML text to plain data in which every value can be found again by line and column.

Reads the part of YAML 1.2 that rule files need: ``true`` and ``false`` are truth values, digits are whole numbers, and all
other plain scalars are the text that stands there (``no``, ``1.10``, ``12:30``). Anchors, aliases and tags are errors.
"""

import re
from typing import Any

import yaml

from .problems import Problem

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NO_ANCHORS = "anchors and aliases are not used in these files: write it out"
_EXTRAS = re.compile(r"(?:^|[\s\[{,:-])[&!]")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)\Z")
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


class YamlSource:
    """A YAML text, read. ``data`` is None and ``problems`` says why where it could not be."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.data: Any = None
        self._seen: set[int] = set()
        try:
            self._root = yaml.compose(text, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            self._root = None
            mark = error.problem_mark or error.context_mark
            where = (mark.line + 1, mark.column + 1) if mark else (0, 0)
            self.problems.append(Problem(file, *where, f"no valid YAML: {error.problem or error.context}"))
        except yaml.reader.ReaderError as error:
            self._root = None
            before = text[: error.position]
            where = (before.count("\n") + 1, len(before) - before.rfind("\n"))
            self.problems.append(Problem(file, *where, f"no valid YAML: {error.reason}"))
        except RecursionError:
            self._too_deep()
        try:
            if self._root is not None:
                self.data = self._value(self._root)
                self._find_extras(text)
        except RecursionError:
            self._too_deep()

    def _too_deep(self) -> None:
        self._root = self.data = None
        self.problems.append(Problem(self.file, 0, 0, "no valid YAML: nested too deep"))

    def _find_extras(self, text: str) -> None:
        """Report anchors and tags, which leave no trace in the data."""
        if not _EXTRAS.search(text):
            return
        for event in yaml.parse(text, Loader=_Loader):
            if getattr(event, "anchor", None) and not isinstance(event, yaml.AliasEvent):
                self.problems.append(self._at(event, _NO_ANCHORS))
            if getattr(event, "tag", None):
                self.problems.append(self._at(event, "tags are not used in these files"))

    def problem(self, path: tuple[Any, ...], message: str) -> Problem:
        """A problem at the value with this path of keys and indexes, or at the nearest around it that exists. Steps that
        are no keys here are passed over (a validator puts the names of a union's members into its paths)."""
        node, mark = self._root, self._root.start_mark if self._root is not None else None
        for step in path:
            if isinstance(node, yaml.MappingNode):
                found = next(((k, v) for k, v in node.value if getattr(k, "value", None) == str(step)), None)
                if found is not None:
                    # A mapping below a key starts a line later: its key is what an author looks for.
                    key, node = found
                    mark = key.start_mark if isinstance(node, yaml.CollectionNode) else node.start_mark
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                mark = node.start_mark
        return Problem(self.file, *((mark.line + 1, mark.column + 1) if mark else (1, 1)), message)

    def key_problem(self, path: tuple[Any, ...], message: str) -> Problem:
        """A problem with the last key of the path rather than with its value."""
        node = self._root
        for step in path[:-1]:
            if isinstance(node, yaml.MappingNode):
                node = next((v for k, v in node.value if getattr(k, "value", None) == str(step)), node)
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                node = node.value[step]
        if isinstance(node, yaml.MappingNode):
            for key, _ in node.value:
                if getattr(key, "value", None) == str(path[-1]):
                    return self._at(key, message)
        return self.problem(path, message)

    def _at(self, node: Any, message: str) -> Problem:
        return Problem(self.file, node.start_mark.line + 1, node.start_mark.column + 1, message)

    def _value(self, node: Any) -> Any:
        if id(node) in self._seen:
            self.problems.append(self._at(node, _NO_ANCHORS))
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item) for item in node.value]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        if not node.style and not node.tag.startswith("!"):
            return self._plain(node.value)
        return node.value

    def _mapping(self, node: Any) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.problems.append(self._at(key, "a key must be a word"))
            elif key.value in data:
                self.problems.append(self._at(key, f'key "{key.value}" stands here twice'))
            else:
                data[key.value] = self._value(value)
                if data[key.value] is None:
                    self.problems.append(self._at(key, f'key "{key.value}" has no value'))
        return data

    @staticmethod
    def _plain(text: str) -> Any:
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        return int(text) if _NUMBER.match(text) and len(text) < 19 else text
