"""The control socket of a running fleet: one JSON request a line, one JSON answer a line."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable, Mapping
from ipaddress import AddressValueError, IPv4Address
from typing import Any

from nornir_dmvpn.errors import DmvpnError, LabError
from nornir_dmvpn.lab.fleet import Fleet
from nornir_dmvpn.lab.folder import LabFolder

Request = Mapping[str, Any]
_TIMEOUT = 60.0
"""Seconds a client waits for an answer; a fleet of thousands may have to catch up first."""
_LIMIT = 16 * 1024 * 1024
"""Bytes of a request, configurations included."""


async def _status(fleet: Fleet, _: Request) -> Any:
    return fleet.status().to_json()


async def _ping(fleet: Fleet, request: Request) -> Any:
    sent, received = await fleet.ping(request["router"], IPv4Address(request["destination"]), count=request["count"])
    return {"sent": sent, "received": received}


async def _type(fleet: Fleet, request: Request) -> Any:
    return await fleet.type(request["router"], request["lines"])


_REQUESTS: Mapping[str, Callable[[Fleet, Request], Awaitable[Any]]] = {
    "ping": _ping,
    "status": _status,
    "type": _type,
}


async def open_control(fleet: Fleet, folder: LabFolder, stop: Callable[[], None]) -> asyncio.Server:
    """Listen on the folder's socket; the request ``down`` calls ``stop``."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                request = json.loads(line)
                if request["do"] == "down":
                    stop()  # the socket closes when the process ends: that is the answer
                    return
                writer.write(json.dumps(await _answer(fleet, request)).encode() + b"\n")
                await writer.drain()
            writer.close()
        except ConnectionError:
            writer.close()  # whoever asked does not want to know any more

    folder.socket.unlink(missing_ok=True)
    server = await asyncio.start_unix_server(talk, folder.socket, limit=_LIMIT)
    folder.socket.chmod(0o600)
    return server


async def _answer(fleet: Fleet, request: Request) -> dict[str, Any]:
    try:
        return {"answer": await _REQUESTS[request["do"]](fleet, request)}
    except (DmvpnError, AddressValueError) as problem:
        return {"problem": str(problem)}


def ask(folder: LabFolder, request: Request) -> Any:
    """The answer of the fleet of ``folder``; ``LabError`` if there is none or it refuses."""
    try:
        with socket.socket(socket.AF_UNIX) as channel:
            channel.settimeout(_TIMEOUT)
            channel.connect(str(folder.socket))
            channel.sendall(json.dumps(request).encode() + b"\n")
            with channel.makefile("rb") as stream:
                line = stream.readline()
    except OSError as problem:
        raise LabError(f"the lab {folder.path.name} does not answer: {problem.strerror or problem}") from problem
    if not line:
        if request["do"] == "down":
            return None
        raise LabError(f"the lab {folder.path.name} hung up without an answer; its log is {folder.log}")
    answer = json.loads(line)
    if "problem" in answer:
        raise LabError(answer["problem"])
    return answer["answer"]
