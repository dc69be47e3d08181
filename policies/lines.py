"""YAML that remembers its lines, so that an error can name one. Dates stay text: the schema checks them."""

from collections.abc import Iterator
from typing import Any

import yaml

Path = tuple[str | int, ...]


class YamlError(ValueError):
    """The text is no YAML, or a key stands twice. `line` counts from 1."""

    def __init__(self, message: str, line: int, field: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.field = field


class _Loader(yaml.SafeLoader):
    """A safe loader without timestamps."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(text: str) -> tuple[Any, dict[Path, int]]:
    """The data, and the line of every path into it. Raises YamlError."""
    try:
        node = yaml.compose(text, _Loader)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark
        raise YamlError(fault.problem or "this is no YAML", mark.line + 1 if mark else 1) from fault
    if node is None:
        raise YamlError("the file is empty", 1)
    lines = {(): 1, **dict(_lines(node, ()))}
    return _Loader("").construct_document(node), lines


def _lines(node: yaml.Node, path: Path) -> Iterator[tuple[Path, int]]:
    if isinstance(node, yaml.MappingNode):
        yield from _of_mapping(node, path)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield (*path, index), item.start_mark.line + 1
            yield from _lines(item, (*path, index))


def _of_mapping(node: yaml.MappingNode, path: Path) -> Iterator[tuple[Path, int]]:
    seen: set[str] = set()
    for key, value in node.value:
        line = key.start_mark.line + 1
        if key.value in seen:
            raise YamlError("the key stands twice", line, str(key.value))
        seen.add(key.value)
        yield (*path, key.value), line
        yield from _lines(value, (*path, key.value))
