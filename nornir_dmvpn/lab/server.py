"""SSH in front of one virtual router: logins, shells and file transfers."""

import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from hmac import compare_digest

import asyncssh

from nornir_dmvpn.lab.router import VirtualRouter
from nornir_dmvpn.lab.scp import ScpSink, sink_path
from nornir_dmvpn.lab.session import Session
from nornir_dmvpn.lab.shell import Shell
from nornir_dmvpn.model.secret import Secret

_LOG = logging.getLogger(__name__)
Process = asyncssh.SSHServerProcess[bytes]
Advance = Callable[[], Awaitable[None]]
"""Brings the reference network to the present virtual time."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_CHUNK = 64 * 1024


class Login(asyncssh.SSHServer):
    """Password authentication with the one account of the fleet; ``connections`` holds those that are open."""

    def __init__(self, username: str, password: Secret, connections: set[asyncssh.SSHServerConnection]) -> None:
        self._username = username
        self._password = password
        self._connections = connections
        self._connection: asyncssh.SSHServerConnection | None = None

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._connection = conn
        self._connections.add(conn)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - whatever ended it, it is over
        if self._connection is not None:
            self._connections.discard(self._connection)

    def begin_auth(self, username: str) -> bool:  # noqa: ARG002 - every account needs a password
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        """Both in constant time, so that neither can be guessed by the clock."""
        same_user = compare_digest(username.encode(), self._username.encode())
        same_password = compare_digest(password.encode(), self._password.reveal().encode())
        return same_user and same_password


async def serve(process: Process, router: VirtualRouter, advance: Advance) -> None:
    """One SSH channel: a shell, an SCP transfer, or a single command."""
    try:
        if process.command is None:
            await _shell(process, router, advance)
        elif (path := sink_path(process.command)) is not None:
            await _receive(process, router, path)
        else:
            await _single(process, router, advance, process.command)
    except (ConnectionError, asyncssh.ConnectionLost):
        process.close()  # the client went away in the middle
    except Exception:  # noqa: BLE001 - the outermost border of a session: logged with its traceback
        _LOG.exception("%s: a session ended in an internal error", router.name)
        process.close()  # better no answer than a wrong one; the loop serves the others


def _session(process: Process, router: VirtualRouter) -> Session:
    user = process.get_extra_info("username", "")
    return Session(router=router, user=str(user), privileged=router.enable is None)


async def _read(process: Process) -> AsyncIterator[bytes]:
    """What the client sends, until it closes its side. Window changes and breaks are not input."""
    while True:
        try:
            data = await process.stdin.read(_CHUNK)
        except (asyncssh.TerminalSizeChanged, asyncssh.BreakReceived):
            continue
        if not data:
            return
        yield data


async def _shell(process: Process, router: VirtualRouter, advance: Advance) -> None:
    shell = Shell(_session(process, router))
    await advance()
    process.stdout.write(_bytes(shell.greeting()))
    async for data in _read(process):
        for piece in _LINE.findall(data.decode("utf-8", "surrogateescape")):
            if piece[-1] in "\r\n":
                await advance()
            process.stdout.write(_bytes(shell.feed(piece)))
            if shell.closed:
                break
        await process.stdout.drain()
        if shell.closed:
            break
    process.exit(0)


async def _receive(process: Process, router: VirtualRouter, path: str) -> None:
    sink = ScpSink(router, path)
    process.stdout.write(sink.greeting())
    async for data in _read(process):
        process.stdout.write(sink.feed(data))
        if sink.finished:
            break
    process.exit(1 if sink.failed or not sink.finished else 0)


async def _single(process: Process, router: VirtualRouter, advance: Advance, command: str) -> None:
    """``ssh R1 'show version'``: the output of one command, without echo, prompt or paging."""
    session = _session(process, router)
    session.length = 0
    await advance()
    shell = Shell(session)
    echo = len(command) + len("\r\n")
    shown = shell.feed(command + "\n")
    process.stdout.write(_bytes("\r\n" + shown[echo:].removesuffix(session.prompt)))
    process.exit(0)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
