"""The fleet: one reference network, a virtual router and an SSH listener for each of its members."""

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from ipaddress import IPv4Address

import asyncssh

from nornir_dmvpn.errors import LabError
from nornir_dmvpn.ios.config import ConfigParser, parse_tree
from nornir_dmvpn.lab.clock import Clock
from nornir_dmvpn.lab.configuring import type_text
from nornir_dmvpn.lab.router import VirtualRouter, boot_tree
from nornir_dmvpn.lab.server import Login, Process, serve
from nornir_dmvpn.lab.spec import LabRouter, LabSpec
from nornir_dmvpn.lab.status import LabStatus, RouterStatus
from nornir_dmvpn.reference.network import Network

_BREATH = 0.02
"""Real seconds of simulation after which other sessions get their turn."""
_STRIDE = 10.0
"""Virtual seconds the network is advanced at a time, to begin with."""
_PATIENCE = 5.0
"""Real seconds a command waits at most for the network to catch up with virtual time."""
_LOGIN_TIMEOUT = 60.0

_OLD_CRYPTO: Mapping[str, list[str]] = {
    "kex_algs": ["diffie-hellman-group-exchange-sha1", "diffie-hellman-group14-sha1"],
    "encryption_algs": ["aes128-ctr", "aes192-ctr", "aes256-ctr", "aes128-cbc", "aes192-cbc", "aes256-cbc", "3des-cbc"],
    "mac_algs": ["hmac-sha1"],
}
"""What IOS 15 offers, beside signing with SHA-1 only."""


class Fleet:
    """Start, stop and speak to the virtual routers of ``spec``. Lives in one asyncio loop."""

    def __init__(self, spec: LabSpec, *, key: asyncssh.SSHKey) -> None:
        trees = {one.name: boot_tree(one.config_text, one.name) for one in spec.routers}
        parser = ConfigParser()
        configs = {name: parse_tree(tree, parser=parser) for name, tree in trees.items()}
        self.spec = spec
        self.network = Network(
            configs,
            underlay=spec.underlay,
            generations={one.name: one.generation for one in spec.routers},
            rng=random.Random(spec.seed),  # noqa: S311 - a reproducible network, not a secret
        )
        self.clock = Clock(spec.speed)
        self.routers = {
            one.name: VirtualRouter(
                name=one.name,
                generation=one.generation,
                network=self.network,
                running=trees[one.name],
                startup=trees[one.name],
                config=configs[one.name],
                parser=parser,
                date=self.clock.date,
                enable=spec.enable,
            )
            for one in spec.routers
        }
        (self._key,) = asyncssh.load_keypairs([key])
        if spec.old_crypto:
            self._key.host_key_algorithms = (b"ssh-rsa",)
        self._listeners: list[asyncssh.SSHAcceptor] = []
        self._sessions: Counter[str] = Counter()
        self._connections: set[asyncssh.SSHServerConnection] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._advancing = asyncio.Lock()
        self._advanced = time.perf_counter()

    async def start(self) -> None:
        """Open every listener, or none: ``LabError`` names the first that cannot be opened."""
        try:
            for router in self.spec.routers:
                self._listeners.append(await self._listen(router))
        except LabError:
            await self.stop()
            raise

    async def _listen(self, router: LabRouter) -> asyncssh.SSHAcceptor:
        options = _OLD_CRYPTO if self.spec.old_crypto else {}
        try:
            return await asyncssh.listen(
                router.hostname,
                router.port,
                server_factory=partial(Login, self.spec.username, self.spec.password, self._connections),
                server_host_keys=[self._key],
                process_factory=partial(self._serve, self.routers[router.name]),
                encoding=None,
                line_editor=False,
                gss_host=None,
                login_timeout=_LOGIN_TIMEOUT,
                **options,
            )
        except OSError as problem:
            reason = problem.strerror or str(problem)
            place = f"{router.hostname} port {router.port}"
            raise LabError(f"router {router.name} cannot listen on {place}: {reason}") from problem

    async def stop(self) -> None:
        """Close every listener and end every session."""
        for listener in self._listeners:
            listener.close()
        await asyncio.gather(*(listener.wait_closed() for listener in self._listeners))
        self._listeners.clear()
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        connections = tuple(self._connections)
        for connection in connections:
            connection.close()
        await asyncio.gather(*(connection.wait_closed() for connection in connections))

    async def _serve(self, router: VirtualRouter, process: Process) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self._sessions[router.name] += 1
        try:
            await serve(process, router, self.advance)
        finally:
            self._sessions[router.name] -= 1

    async def advance(self) -> None:
        """Bring the network to the present virtual time; other sessions get turns on the way.

        The simulation may use about half of the process. When that is too little for the speed that was asked for,
        virtual time slips, so that sessions are still served.
        """
        async with self._advancing:
            target, begun = self.clock.now(), time.perf_counter()
            allowed = min(_PATIENCE, max(_BREATH, (begun - self._advanced) / 2))
            stride = _STRIDE
            while self.network.now < target:
                step = time.perf_counter()
                if step - begun > allowed:
                    self.clock.slip(self.network.now)
                    break
                self._run_until(min(self.network.now + stride, target))
                stride *= 2 if time.perf_counter() - step < _BREATH else 0.5
                await asyncio.sleep(0)
            self._advanced = time.perf_counter()

    def _run_until(self, when: float) -> None:
        """Advance the network; routers whose unconfirmed change runs out on the way go back at that moment."""
        pending = [one for one in self.routers.values() if one.revert is not None and one.revert.deadline <= when]
        for router in sorted(pending, key=lambda one: one.revert.deadline if one.revert else when):
            if router.revert is not None:
                self.network.run_until(max(router.revert.deadline, self.network.now))
                router.go_back()
        self.network.run_until(max(when, self.network.now))

    async def ping(self, name: str, destination: IPv4Address, *, count: int = 5) -> tuple[int, int]:
        """Echo requests sent and answered."""
        router = self.router(name)
        await self.advance()
        result = self.network.ping(router.name, destination, count=count)
        return result.sent, result.received

    async def type(self, name: str, lines: Sequence[str]) -> str:
        """Type configuration lines on a router; what it prints about the lines it refuses."""
        router = self.router(name)
        await self.advance()
        return type_text(router, "\n".join(lines))

    def router(self, name: str) -> VirtualRouter:
        """The router of that name, without case; ``LabError`` if the lab has none."""
        found = next((one for one in self.routers.values() if one.name.lower() == name.lower()), None)
        if found is None:
            raise LabError(f"the lab {self.spec.name} has no router {name}")
        return found

    def status(self) -> LabStatus:
        return LabStatus(
            name=self.spec.name,
            process=os.getpid(),
            speed=self.spec.speed,
            virtual_time=self.clock.now(),
            routers=tuple(
                RouterStatus(name=one.name, hostname=one.hostname, port=one.port, sessions=self._sessions[one.name])
                for one in self.spec.routers
            ),
        )
