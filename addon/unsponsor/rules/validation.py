"""YAML texts as models, with every error located."""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from .model import VERSION
from .problems import InvalidError, Problem, nearest
from .yaml_source import YamlSource

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Text:
    """A file's name, as errors give it, and what stands in it."""

    name: str
    text: str


def parse(text: Text, model: type[Model]) -> Model:
    """A YAML text as a model. Raises ``InvalidError`` with all of its problems."""
    problems: list[Problem] = []
    found = parse_with_problems(text, model, problems)
    if found is None or problems:
        raise InvalidError(sorted(set(problems)))
    return found


def parse_with_problems(text: Text, model: type[Model], problems: list[Problem]) -> Model | None:
    """A YAML text as a model; None where it is none, and then the problems have been added."""
    source = read(text, problems)
    return None if source is None else validated(source, (), source.data, model, problems)


def read(text: Text, problems: list[Problem]) -> YamlSource | None:
    """A YAML text that is a mapping of this version; None where it is not, and then the problems have been added."""
    source = YamlSource(text.text, text.name)
    problems += source.problems
    if source.data is None:
        if not source.problems:
            problems.append(Problem(text.name, 1, 1, "the file is empty"))
        return None
    if not isinstance(source.data, dict):
        problems.append(Problem(text.name, 1, 1, "keys are missing: the file must be a mapping"))
        return None
    version = source.data.get("version", VERSION)
    if version != VERSION or isinstance(version, bool):
        shown = f'"{version}"' if version == str(VERSION) else version
        problems.append(source.problem(("version",), f"unknown version {shown}: this program reads version {VERSION}"))
        return None
    return source


def validated(
    source: YamlSource, path: tuple[Any, ...], data: Any, model: type[Model], problems: list[Problem]
) -> Model | None:
    """A value of a source, found there at ``path``, as a model; None where it is none, and then the problems were added."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems += (_located(source, path, model, found) for found in error.errors(include_url=False))
        return None


def _located(source: YamlSource, base: tuple[Any, ...], model: type[BaseModel], error: Any) -> Problem:
    path: tuple[Any, ...] = (*base, *error["loc"])
    match error["type"]:
        case "extra_forbidden":
            return source.key_problem(
                path, f'unknown key "{path[-1]}"{nearest(str(path[-1]), _keys_at(model, error["loc"][:-1]))}'
            )
        case "missing":
            return source.problem(path[:-1], f'"{path[-1]}" is missing')
        case "enum" | "literal_error":
            choices = [choice.strip("'") for choice in error["ctx"]["expected"].replace(" or ", ", ").split(", ")]
            word = str(error["input"])
            return source.problem(path, f'unknown word "{word}": one of {", ".join(choices)}{nearest(word, choices)}')
        case "string_type" if isinstance(error["input"], bool | int):
            return source.problem(path, f"text expected, not {str(error['input']).lower()}: put it in quotes")
        case "string_too_short" | "too_short":
            return source.problem(path, "must not be empty")
        case "string_pattern_mismatch":
            return source.problem(path, f'"{error["input"]}" is not in kebab-case: lower-case words joined by hyphens')
        case "model_type" | "dict_type" | "model_attributes_type":
            return source.problem(path, "must be a mapping of keys to values")
        case "value_error":
            return source.problem(path, str(error["ctx"]["error"]))
        case _:
            message = error["msg"].removeprefix("Input should be ")
            return source.problem(path, f"must be {message}" if message != error["msg"] else message)


def _keys_at(model: type[BaseModel], path: tuple[Any, ...]) -> set[str]:
    """The keys that may stand at a path of keys, indexes and names of a union's members inside a model."""
    here = {model}
    for step in path:
        fields = [info for inner in here for name, info in inner.model_fields.items() if (info.alias or name) == step]
        if fields:
            here = {found for info in fields for found in _models(info.annotation)}
        elif isinstance(step, str) and step.startswith("<"):
            here = {inner for inner in here if step == f"<{inner.__name__}>" or not any(_is_named(o, step) for o in here)}
    return {info.alias or name for inner in here for name, info in inner.model_fields.items()}


def _is_named(model: type[BaseModel], step: str) -> bool:
    return step == f"<{model.__name__}>"


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)
