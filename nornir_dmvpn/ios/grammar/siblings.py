"""The lines of one section, with what each says: where a new one goes, which ones it replaces."""

from collections.abc import Callable
from dataclasses import dataclass, field

from nornir_dmvpn.ios.grammar import MODELLED
from nornir_dmvpn.ios.grammar.line import Statement
from nornir_dmvpn.ios.grammar.recognise import recognise
from nornir_dmvpn.ios.grammar.render import statement_text
from nornir_dmvpn.ios.grammar.statement import same_slot
from nornir_dmvpn.model.line import ConfigLine


@dataclass(slots=True)
class Siblings:
    """An editable list of the lines of a section in ``mode``, ``indent`` blanks from the margin."""

    mode: str
    lines: list[ConfigLine]
    indent: int
    says: list[Statement | None] = field(init=False)
    had: tuple[Statement | None, ...] = field(init=False)
    """What was said at first."""

    def __post_init__(self) -> None:
        self.says = [None if one.is_comment else recognise(self.mode, one.text) for one in self.lines]
        self.had = tuple(self.says)

    def find(self, wanted: Callable[[Statement], bool]) -> int | None:
        """Index of the last line whose statement is wanted: what is said later wins."""
        found = [index for index, one in enumerate(self.says) if one is not None and wanted(one)]
        return found[-1] if found else None

    def lines_of(self, wanted: Callable[[str], bool]) -> list[Statement]:
        """The statements of the lines whose text is wanted."""
        pairs = zip(self.lines, self.says, strict=True)
        return [said for line, said in pairs if said is not None and wanted(line.text.strip())]

    def remove(self, wanted: Callable[[Statement], bool]) -> list[Statement]:
        """Take away every such line, with what is below it and the line that closes it."""
        gone: list[Statement] = []
        index = 0
        while index < len(self.lines):
            said = self.says[index]
            if said is None or not wanted(said):
                index += 1
                continue
            gone.append(said)
            end = index + 1
            if (said.line.exit and end < len(self.lines) and self.lines[end].text.strip() == said.line.exit) or (
                self.indent == 0 and self._separator(end) and (index == 0 or self._separator(index - 1))
            ):
                end += 1
            del self.lines[index:end], self.says[index:end]
        return gone

    def _separator(self, index: int) -> bool:
        return index < len(self.lines) and self.lines[index].text == "!"

    def replace(self, index: int, text: str, said: Statement) -> None:
        """Another text in the same place, keeping what is below."""
        old = self.lines[index]
        self.lines[index] = ConfigLine(text, 0, old.children, old.indent)
        self.says[index] = said

    def insert(self, text: str, said: Statement, children: tuple[ConfigLine, ...] = ()) -> None:
        """Put a line where IOS prints it: behind the last one that comes before it."""
        at = self._place(said)
        new = [ConfigLine(text, 0, children, self.indent)]
        if said.line.exit and not said.negated:
            new.append(ConfigLine(said.line.exit, 0, (), self.indent))
        if self.indent == 0 and said.line.opens and not said.negated:
            new.append(ConfigLine("!", 0, (), 0))
        self.lines[at:at] = new
        self.says[at:at] = [said, *([None] * (len(new) - 1))]

    def show_unset(self, *, new: bool = False) -> None:
        """Put ``no ip address`` where an address was taken away, and into a ``new`` section."""
        for line in MODELLED.get(self.mode, ()):
            stood = new or any(one and same_slot(one.line, line) for one in self.had)
            stands = any(one and same_slot(one.line, line) for one in self.says)
            if line.prints_no and stood and not stands:
                said = Statement(line=line, values={}, negated=True)
                self.insert(statement_text(said), said)

    def _place(self, said: Statement) -> int:
        """The index to insert at."""
        before = -1
        first_after: int | None = None
        for index, one in enumerate(self.says):
            if one is None:
                continue
            if one.line.order <= said.line.order:
                before = index
            elif first_after is None:
                first_after = index
        if before < 0:
            return len(self.lines) if first_after is None else first_after
        at = before + 1
        closing = self.says[before]
        if closing is not None and closing.line.exit and at < len(self.lines):
            at += self.lines[at].text.strip() == closing.line.exit
        if closing is not None and closing.line.opens and said.line.opens and self._separator(at):
            at += 1
        return at
