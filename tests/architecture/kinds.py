"""Finds what a package of kinds lists in its tuple, and what it forgot to list.

A package of kinds holds one module a kind and, in one of its modules, a module-level tuple of objects imported from the
others: `PROTOCOLS = (Eigrp, ospf.OSPF, *BGP_VARIANTS)`. An object with the shape of a listed one is a kind too: made by
the same constructor, a class with the public names that all listed classes share, a function with the same annotations.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.source import Module, modules


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a module-level object looks like from outside."""

    made_by: str
    """`class`, `function`, or the constructor or annotation of a value."""
    names: frozenset[str] = frozenset()
    """The public names of a class, the annotations of a function."""


def unlisted(root: Path, package: str) -> list[str]:
    """Kinds of `package` that stand in no tuple of it; that there is no tuple is a finding too."""
    found = {one.name: one for one in modules(root, package.partition(".")[0]) if _within(one.name, package)}
    listed = {pair for module in found.values() for pair in _listed(module, found)}
    shapes = {(name, key): shape for name, module in found.items() for key, shape in _objects(module)}
    examples = [shapes[pair] for pair in listed if pair in shapes]
    if not examples:
        return [f"{package}: lists no kinds"]
    return sorted(
        f"{name}.{key}: is not listed"
        for (name, key), shape in shapes.items()
        if (name, key) not in listed and not key.startswith("_") and _is_like(shape, examples)
    )


def _within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def _is_like(shape: Shape, examples: list[Shape]) -> bool:
    same = [example.names for example in examples if example.made_by == shape.made_by]
    if not same:
        return False
    if shape.made_by == "function":
        return shape.names in same
    return shape.names >= frozenset.intersection(*same)


def _listed(module: Module, found: dict[str, Module]) -> Iterator[tuple[str, str]]:
    """(module, name) of each imported object in the module's tuples."""
    origin: dict[str, tuple[str, str]] = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                origin[alias.asname or alias.name] = (node.module or "", alias.name)
    for element in _tuple_elements(module.tree):
        expression = element.value if isinstance(element, ast.Starred) else element
        if isinstance(expression, ast.Call):
            expression = expression.func
        if isinstance(expression, ast.Name) and expression.id in origin:
            if origin[expression.id][0] in found:
                yield origin[expression.id]
        elif isinstance(expression, ast.Attribute) and isinstance(expression.value, ast.Name):
            owner = ".".join(origin.get(expression.value.id, ("", "")))
            if owner in found:
                yield owner, expression.attr


def _tuple_elements(tree: ast.Module) -> Iterator[ast.expr]:
    """The elements of every tuple in a module-level value, also of one that is an argument there."""
    for node in tree.body:
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        for part in ast.walk(value) if value is not None else ():
            if isinstance(part, ast.Tuple):
                yield from part.elts


def _objects(module: Module) -> Iterator[tuple[str, Shape]]:
    """Every object a module defines at its top level, with its shape."""
    classes: dict[str, Shape] = {}
    for node in module.tree.body:
        if isinstance(node, ast.ClassDef):
            classes[node.name] = Shape(made_by="class", names=_public_names(node))
            yield node.name, classes[node.name]
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, Shape(made_by="function", names=_annotations(node))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, _value_shape(node.value, classes, ast.unparse(node.annotation))
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, _value_shape(node.value, classes, type(node.value).__name__)


def _value_shape(value: ast.expr | None, classes: dict[str, Shape], otherwise: str) -> Shape:
    if not isinstance(value, ast.Call):
        return Shape(made_by=otherwise)
    constructor = ast.unparse(value.func)
    return classes.get(constructor, Shape(made_by=constructor))


def _public_names(node: ast.ClassDef) -> frozenset[str]:
    names = {part.name for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)}
    for part in node.body:
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            names.add(part.target.id)
    return frozenset({name for name in names if not name.startswith("_")} | {ast.unparse(base) for base in node.bases})


def _annotations(node: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    texts = [f"{place}: {ast.unparse(one.annotation)}" for place, one in enumerate(arguments) if one.annotation]
    return frozenset([*texts, f"-> {ast.unparse(node.returns) if node.returns else None}"])
