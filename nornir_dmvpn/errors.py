"""Every exception the package raises on purpose, as one tree.

A wrong *network* is never an exception: it is a :class:`~nornir_dmvpn.model.finding.Finding`. An exception
says that something could not be read, reached or computed. Messages are one sentence that names the place;
they never hold a secret.
"""


class DmvpnError(Exception):
    """Root of the tree. ``str()`` of it is one clear sentence for the person at the terminal."""


class IntentError(DmvpnError):
    """The inventory or an intent file is wrong.

    ``path`` is ``file:line:column`` as far as it is known, ``problem`` the sentence after it.
    """

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path = path
        self.problem = problem


class ConfigError(DmvpnError):
    """A configuration cannot be rendered or planned; ``router`` is whose."""

    def __init__(self, router: str, problem: str) -> None:
        super().__init__(f"{router}: {problem}")
        self.router = router
        self.problem = problem


class SourceError(DmvpnError):
    """A file or folder that was named as input cannot be read (missing, unreadable, binary)."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem


class ParseError(DmvpnError):
    """Router output that does not read as the command it is said to be.

    ``line_number`` counts from 1 within the output (0: the output as a whole); ``line`` is the text there.
    """

    def __init__(self, command: str, line_number: int, line: str, problem: str = "not understood") -> None:
        place = f"{command}, line {line_number}" if line_number else command
        super().__init__(f"{place}: {problem}: {line!r}" if line_number else f"{place}: {problem}")
        self.command = command
        self.line_number = line_number
        self.line = line
        self.problem = problem


class NhrpDecodeError(DmvpnError):
    """Bytes that are not an NHRP (or GRE) packet; ``offset`` is where reading stopped, in bytes."""

    def __init__(self, offset: int, problem: str) -> None:
        super().__init__(f"NHRP packet, byte {offset}: {problem}")
        self.offset = offset
        self.problem = problem


class SimulationError(DmvpnError):
    """The reference network cannot be built or does not come to a conclusion."""


class LabError(DmvpnError):
    """The virtual fleet cannot start, stop or be found."""


class WireError(DmvpnError):
    """The network of this host cannot be used: no right to open a raw socket, or no such local address."""


class DeviceError(DmvpnError):
    """A device could not be looked at or changed; ``host`` is its inventory name."""

    def __init__(self, host: str, problem: str) -> None:
        super().__init__(f"{host}: {problem}")
        self.host = host
        self.problem = problem


class DeviceConnectError(DeviceError):
    """No SSH session: refused, unreachable, or no common algorithms."""


class DeviceAuthenticationError(DeviceError):
    """The device refused the user name, password, key or enable secret."""


class DeviceTimeoutError(DeviceError, TimeoutError):
    """The device stopped answering in the middle of a command."""


class CommandRejectedError(DeviceError):
    """The device answered a command with ``% …``; ``command`` has secrets masked."""

    def __init__(self, host: str, command: str, answer: str) -> None:
        super().__init__(host, f"rejected {command!r}: {answer}")
        self.command = command
        self.answer = answer
