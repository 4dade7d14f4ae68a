"""One virtual router: its configurations, its flash, and its place in the reference network."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import IPv4Address
from typing import Protocol
from zlib import crc32

from nornir_dmvpn.errors import LabError
from nornir_dmvpn.ios.config import ConfigParser, parse_tree
from nornir_dmvpn.ios.grammar.command import Rejected, resolve
from nornir_dmvpn.ios.grammar.edit import apply_line, mode_of
from nornir_dmvpn.ios.grammar.nest import nested
from nornir_dmvpn.ios.tree import tree_of
from nornir_dmvpn.lab.flash import File, Flash
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.device_state import DeviceState
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.line import ConfigTree
from nornir_dmvpn.model.secret import Secret


class PingResult(Protocol):
    """Echo requests sent and replies received."""

    @property
    def sent(self) -> int: ...

    @property
    def received(self) -> int: ...


class ReferenceNetwork(Protocol):
    """What a virtual router needs of :class:`nornir_dmvpn.reference.network.Network`."""

    @property
    def now(self) -> float: ...

    def state(self, router: str, /) -> DeviceState: ...

    def full_state(self, router: str, /) -> DeviceState: ...

    def routing(self, router: str, /) -> DeviceState: ...

    def configure(self, router: str, config: RouterConfig, /) -> None: ...

    def ping(
        self, router: str, destination: IPv4Address, /, *, source: IPv4Address | None = None, count: int = 5
    ) -> PingResult: ...

    def clear_nhrp(self, router: str, /) -> None: ...

    def clear_crypto(self, router: str, /) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingRevert:
    """``configure … revert timer``: without ``configure confirm`` the router goes back by itself."""

    tree: ConfigTree = field(repr=False)
    """The configuration to go back to."""
    user: str
    minutes: int
    deadline: float
    """Virtual second."""


@dataclass(slots=True, kw_only=True, repr=False)
class VirtualRouter:
    """A configuration typed on it takes effect in ``network`` at once, line by line.

    It has no ``repr`` of its fields: configurations hold keys.
    """

    name: str
    generation: Generation
    network: ReferenceNetwork
    running: ConfigTree
    startup: ConfigTree
    config: RouterConfig
    """The values of ``running``."""
    parser: ConfigParser
    """Shared by the routers of a fleet: all of them live in its one loop."""
    date: Callable[[float], datetime]
    """Calendar time at a virtual second."""
    enable: Secret | None = None
    flash: Flash = field(default_factory=Flash)
    revert: PendingRevert | None = None

    @property
    def hostname(self) -> str:
        return self.config.hostname or self.name

    @property
    def vrfs(self) -> Mapping[str, str | None]:
        """The VRF of every interface."""
        return {one.name: one.vrf for one in self.config.interfaces}

    @property
    def serial(self) -> str:
        """A board id that is this router's for ever."""
        return f"9{crc32(self.name.encode()):010d}"[:11]

    @property
    def today(self) -> datetime:
        return self.date(self.network.now)

    def edit(self, tree: ConfigTree) -> None:
        """``tree`` is the running configuration from now on."""
        config = parse_tree(tree, parser=self.parser)
        self.running = tree
        if config != self.config:
            self.config = config
            self.network.configure(self.name, config)

    def go_back(self) -> None:
        """Put the configuration of before the unconfirmed change in force again."""
        if self.revert is not None:
            tree, self.revert = self.revert.tree, None
            self.edit(tree)

    def save(self) -> None:
        """``write memory``."""
        self.startup = self.running

    def write_file(self, name: str, data: bytes) -> bool:
        """Store a file in flash; ``False`` when it does not fit."""
        if not self.flash.fits(name, len(data)):
            return False
        self.flash.files[name] = File(data=data, written=self.today)
        return True


def boot_tree(text: str, name: str) -> ConfigTree:
    """The startup configuration of a virtual router: ``text``, plus what NAPALM needs and the text does not decide.

    NAPALM's documentation asks for ``ip scp server enable`` and ``archive``; a router's own lines win.
    """
    lines = [line.rstrip() for line in text.splitlines() if not line.startswith(_PREAMBLE)]
    tree = nested(tree_of("\n".join(lines).rstrip("\n"), name))
    tops = [line.text for line in tree.lines]
    if not any(top.startswith("hostname ") for top in tops):
        tree = _typed(tree, f"hostname {name}")
    if not any(top.endswith("ip scp server enable") for top in tops):
        tree = _typed(tree, "ip scp server enable")
    if "archive" not in tops:
        tree = _typed(tree, "archive", "path flash:archive")
    return tree


def _typed(tree: ConfigTree, *lines: str) -> ConfigTree:
    """``tree`` after typing ``lines``, each below the section the one before it opened."""
    path: tuple[str, ...] = ()
    for text in lines:
        found = resolve(mode_of(path), text)
        if isinstance(found, Rejected):
            raise LabError(f"the grammar does not know {text!r}: {found.message}")
        edited = apply_line(tree, path, found)
        tree, path = edited.tree, edited.path
    return tree


_PREAMBLE = ("Building configuration", "Current configuration :", "Using ")
