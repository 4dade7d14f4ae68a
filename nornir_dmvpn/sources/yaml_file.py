"""YAML files, read as Nornir reads them, with the place of every value.

Values come from the C parser. Places are looked up in a second pass, and only when something is wrong.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from nornir_dmvpn.errors import IntentError
from nornir_dmvpn.sources.text_file import read_text

Keys = tuple[str | int, ...]


class _Loader(yaml.CSafeLoader):
    """YAML 1.2 scalars, as Nornir's own loader has them: ``no`` is a word, ``22:22`` is text, ``010`` is ten.

    A key that stands twice is an error; it would hide a router.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                if key.value in seen:
                    raise yaml.MarkedYAMLError(problem=f"{key.value!r} stands here twice", problem_mark=key.start_mark)
                seen.add(key.value)
        return super().construct_mapping(node, deep)

    def construct_int(self, node: yaml.ScalarNode) -> int:
        text = str(self.construct_scalar(node)).replace("_", "")
        return int(text, 0) if text.lower().lstrip("+-").startswith(("0x", "0o")) else int(text)


_BOOL, _INT, _FLOAT = (f"tag:yaml.org,2002:{kind}" for kind in ("bool", "int", "float"))
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in (_BOOL, _INT, _FLOAT)]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL, re.compile(r"(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
_Loader.add_implicit_resolver(
    _INT, re.compile(r"(?:[-+]?[0-9][0-9_]*|0o[0-7]+|0x[0-9a-fA-F]+)$"), [*"0123456789", "-", "+"]
)
_Loader.add_implicit_resolver(
    _FLOAT,
    re.compile(
        r"(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+"
        r"|[-+]?\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$"
    ),
    [*"0123456789", "-", "+", "."],
)
_Loader.add_constructor(_INT, _Loader.construct_int)


@dataclass(frozen=True, eq=False)
class YamlFile:
    """One file: ``value`` is ``None`` when there is nothing in it but comments."""

    path: Path
    text: str
    value: Any

    @cached_property
    def _root(self) -> yaml.Node | None:
        return yaml.compose(self.text, Loader=_Loader)

    def place(self, keys: Sequence[str | int] = (), *, of_key: bool = False) -> str:
        """``file:line:column`` of the value under ``keys`` (of its key, if asked), as deep as they lead."""
        node, mark, _ = self._walk(keys, of_key=of_key)
        if node is None:
            return f"{self.path}:1:1"
        return f"{self.path}:{mark.line + 1}:{mark.column + 1}"

    def depth(self, keys: Sequence[str | int]) -> int:
        """How many of ``keys`` this file has."""
        return self._walk(keys, of_key=False)[2]

    def _walk(self, keys: Sequence[str | int], *, of_key: bool) -> tuple[yaml.Node | None, yaml.Mark, int]:
        node = self._root
        mark, found = node.start_mark if node is not None else yaml.Mark(str(self.path), 0, 0, 0, None, 0), 0
        for number, key in enumerate(keys):
            pair = _child(node, key)
            if pair is None:
                continue  # a name that stands in no file, such as the branch of a union
            node, found = pair[1], number + 1
            mark = pair[0].start_mark if of_key or _is_block(pair[1]) else pair[1].start_mark
        return node, mark, found


def _is_block(node: yaml.Node) -> bool:
    """Whether the value begins below its key, where its place would say little."""
    return isinstance(node, yaml.CollectionNode) and not node.flow_style


def _child(node: yaml.Node | None, key: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((name, value) for name, value in node.value if name.value == str(key)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key], node.value[key]
    return None


def read_yaml(path: Path) -> YamlFile:
    """Raises ``SourceError`` for a file that cannot be read, ``IntentError`` for one that is not YAML."""
    text = read_text(path)
    try:
        return YamlFile(path, text, yaml.load(text, Loader=_Loader))  # noqa: S506 (a safe loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        problem = " ".join(part for part in (error.context, error.problem) if part)
        raise IntentError(place, f"not valid YAML: {problem}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise IntentError(str(path), f"not valid YAML: {str(error).splitlines()[0]}") from None
