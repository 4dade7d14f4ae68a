"""The line editor of a vty: typed characters in, echo out."""

BELL = "\x07"
_BACKSPACE = "\x7f\x08"
_ERASE_LINE = "\x15\x18"
_ERASE_WORD = "\x17"
_REDISPLAY = "\x0c\x12"


class LineEditor:
    """One line being typed. ``hidden`` lines (passwords) are not echoed."""

    def __init__(self, *, hidden: bool = False) -> None:
        self.text = ""
        self._hidden = hidden

    def key(self, char: str, prompt: str) -> str:
        """Take one character that is not the end of the line; what the terminal shows for it."""
        if char in _BACKSPACE:
            return self._erase(1) if self.text else BELL
        if char in _ERASE_LINE:
            return self._erase(len(self.text))
        if char == _ERASE_WORD:
            kept = self.text.rstrip()
            return self._erase(len(self.text) - (kept.rfind(" ") + 1))
        if char in _REDISPLAY:
            return "\r\n" + prompt + ("" if self._hidden else self.text)
        if char < " " and char != "\t":
            return ""
        self.text += char
        return "" if self._hidden else char

    def _erase(self, count: int) -> str:
        if count:
            self.text = self.text[:-count]
        return "" if self._hidden else "\b \b" * count
