"""``if-state nhrp``: the line protocol follows the servers (NHRP R-55, M-03).

NHRP itself goes on while the line is down, or no reply could ever bring it up again. Whoever owns the speaker takes the
line from routing on ``LineProtocol``; it does not call ``interface_down``.
"""

from nornir_dmvpn.nhrp.event import LineProtocol
from nornir_dmvpn.nhrp.port import Port

CHECK_INTERVAL = 10.0
"""Seconds between two looks at the servers (R-55). The first reply counts at once."""


class IfState:
    """The line of one interface while NHRP controls it."""

    def __init__(self, port: Port) -> None:
        self._port = port
        self._up: bool | None = None
        """``None``: not controlled."""

    @property
    def is_up(self) -> bool:
        """Whether NHRP lets the line be up."""
        return self._up is not False

    def review(self, answers: bool, now: float) -> None:
        """``answers``: a server answers at ``now``."""
        port = self._port
        if not port.settings.if_state:
            self._release()
        elif answers:
            port.context.timers.cancel(self._key)
            self._tell(up=True)
        elif self._up is None:
            self._tell(up=False)  # no server answered yet
        elif self._up:
            ticks = int((now - port.up_since) // CHECK_INTERVAL) + 1
            port.context.timers.set(self._key, port.up_since + ticks * CHECK_INTERVAL, self._down)

    def stop(self) -> None:
        """The interface itself goes down."""
        self._port.context.timers.cancel(self._key)
        self._up = None

    @property
    def _key(self) -> tuple[str, str]:
        return "if-state", self._port.name

    def _down(self, _now: float) -> None:
        self._tell(up=False)

    def _release(self) -> None:
        """The command is gone: the line is not held down any more."""
        if self._up is False:
            self._tell(up=True)
        self.stop()

    def _tell(self, *, up: bool) -> None:
        if self._up is not up:
            self._up = up
            self._port.context.emit(LineProtocol(interface=self._port.name, up=up))
