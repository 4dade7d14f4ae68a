"""``--More--``: long output one screen at a time."""

MORE = " --More-- "
_WIPE = "\b" * len(MORE) + " " * len(MORE) + "\b" * len(MORE)


class Pager:
    """Output that is longer than the screen. Space shows the next screen, return one line, anything else stops."""

    def __init__(self, text: str, length: int) -> None:
        self._lines = text.split("\n")
        self._page = length - 1

    @property
    def finished(self) -> bool:
        return not self._lines

    def start(self) -> str:
        """The first screen; with ``--More--`` behind it unless all was shown."""
        return self._show(self._page)

    def key(self, char: str) -> str:
        """What the terminal shows when ``char`` is pressed at ``--More--``."""
        if char == " ":
            return _WIPE + self._show(self._page)
        if char in "\r\n":
            return _WIPE + self._show(1)
        self._lines.clear()
        return _WIPE

    def _show(self, count: int) -> str:
        shown, self._lines = self._lines[:count], self._lines[count:]
        text = "".join(line + "\r\n" for line in shown)
        return text + MORE if self._lines else text
