"""The lines a configuration came from, in their order and nesting. Nothing of a file is ever lost."""

from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class ConfigLine:
    """One line and what is nested below it.

    ``text`` is without indentation; ``indent`` is the number of blanks it had; ``number`` counts from 1 in its file
    (0: it never stood in one). Comments (``!``), blank lines and banner bodies are lines as well, so writing a tree
    back gives the text it was read from.
    """

    text: str
    number: int = 0
    children: tuple["ConfigLine", ...] = ()
    indent: int = 0

    def walk(self) -> Iterator["ConfigLine"]:
        """This line, then every line below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def with_children(self, children: tuple["ConfigLine", ...]) -> "ConfigLine":
        return replace(self, children=children)

    @property
    def is_comment(self) -> bool:
        return not self.text or self.text.startswith("!")


@dataclass(frozen=True, slots=True)
class ConfigTree:
    """All lines of one configuration; ``source`` is the file name (or command) that findings cite."""

    lines: tuple[ConfigLine, ...] = ()
    source: str = ""

    def walk(self) -> Iterator[ConfigLine]:
        for line in self.lines:
            yield from line.walk()
