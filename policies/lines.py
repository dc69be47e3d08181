"""YAML that remembers its lines, so that an error can name one. Dates stay text: the schema checks them.

Aliases are taken, and counted where they stand: a few lines of them can unfold into more than any memory holds.
"""

from collections.abc import Iterator
from typing import Any

import yaml

Path = tuple[str | int, ...]
LONGEST = 2_000_000  # characters of a file that are looked at; the longest pack that comes along has 30,000
MOST = 200_000  # values in a file, those behind an alias counted wherever it stands
DEEPEST = 40  # lists and mappings inside each other
MERGE = "tag:yaml.org,2002:merge"


class YamlError(ValueError):
    """The text is no YAML that is taken here, or a key stands twice. `line` counts from 1."""

    def __init__(self, message: str, line: int, field: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.field = field


class _Loader(yaml.SafeLoader):
    """A safe loader without timestamps, and without depths that no rule has."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.depth >= DEEPEST:
            raise YamlError("it is nested too deeply", self.line + 1)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(text: str) -> tuple[Any, dict[Path, int]]:
    """The data, and the line of every path into it. Raises YamlError."""
    if len(text) > LONGEST:
        raise YamlError(f"the file is longer than {LONGEST:,} characters", 1)
    try:
        return _read(text)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark
        raise YamlError(fault.problem or "this is no YAML", mark.line + 1 if mark else 1) from fault
    except yaml.reader.ReaderError as fault:
        line = text.count("\n", 0, fault.position) + 1
        raise YamlError(f"a character that YAML has no place for (#x{fault.character:04x})", line) from fault
    except RecursionError as fault:
        raise YamlError("it is nested too deeply", 1) from fault


def _read(text: str) -> tuple[Any, dict[Path, int]]:
    node = yaml.compose(text, _Loader)
    if node is None:
        raise YamlError("the file is empty", 1)
    lines: dict[Path, int] = {(): 1}
    for count, (path, line) in enumerate(_lines(node, ())):
        if count >= MOST:
            raise YamlError(f"it unfolds into more than {MOST:,} values", line)
        lines[path] = line
    return _Loader("").construct_document(node), lines


def _lines(node: yaml.Node, path: Path) -> Iterator[tuple[Path, int]]:
    if len(path) > DEEPEST:
        raise YamlError("it is nested too deeply", node.start_mark.line + 1)
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
        if key.tag == MERGE:
            yield from _merged(value, path)
            continue
        if not isinstance(key, yaml.ScalarNode):
            raise YamlError("a key is one plain word", line)
        if key.value in seen:
            raise YamlError("the key stands twice", line, str(key.value))
        seen.add(key.value)
        yield (*path, key.value), line
        yield from _lines(value, (*path, key.value))


def _merged(node: yaml.Node, path: Path) -> Iterator[tuple[Path, int]]:
    """The fields that a merge key brings, with the lines where they were written; the mapping's own come after them."""
    several = node.value if isinstance(node, yaml.SequenceNode) else [node]
    for each in several:
        if isinstance(each, yaml.MappingNode):
            yield from _of_mapping(each, path)
