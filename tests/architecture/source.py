"""Reads the project's modules as syntax trees; nothing here imports them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = "nornir_dmvpn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One Python file: its dotted name, where it is, and its tree."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"

    @property
    def package(self) -> str:
        return self.name if self.is_package else self.name.rpartition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One imported name: `from module import name` (name may itself be a module), or `import module`."""

    module: str
    name: str | None
    line: int

    @property
    def candidates(self) -> tuple[str, ...]:
        """The dotted names this import may load, the most exact first."""
        return (self.module,) if self.name is None else (f"{self.module}.{self.name}", self.module)


def modules(root: Path, *packages: str) -> list[Module]:
    """Every module of those packages under root, in order of name."""
    found = []
    for package in packages:
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            dotted = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found.append(Module(name=dotted, path=path, tree=ast.parse(path.read_text(encoding="utf-8"), str(path))))
    return found


def imports(module: Module) -> Iterator[Import]:
    """Every import of a module, wherever it stands: top, function, TYPE_CHECKING, or import_module("...")."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module=alias.name, name=None, line=node.lineno)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(module, node)
            for alias in node.names:
                yield Import(module=base, name=alias.name, line=node.lineno)
        elif isinstance(node, ast.Call) and called(node).rpartition(".")[2] in {"import_module", "__import__"}:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield Import(module=argument.value, name=None, line=node.lineno)


def called(node: ast.Call) -> str:
    """The dotted text of what is called: `datetime.now`, `open`."""
    return ast.unparse(node.func)


def _absolute(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = module.package.split(".")
    base = parts[: len(parts) - node.level + 1]
    return ".".join([*base, *([node.module] if node.module else [])])


def plant(root: Path, files: dict[str, str]) -> Path:
    """Write a small package tree for the tests that show a rule can fail; returns root."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
