"""The router behind ``dmvpn nhrp speak``: from words to settings, and its events as lines."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from pathlib import Path
from typing import Any, TypeVar

from nornir_dmvpn.cli.terminal import emit
from nornir_dmvpn.errors import IntentError, NhrpDecodeError
from nornir_dmvpn.model.generation import BEHAVIOUR, Generation
from nornir_dmvpn.nhrp.event import Event
from nornir_dmvpn.nhrp.settings import NhrpInterface, NhsSetting, Route
from nornir_dmvpn.nhrp.wire import decode
from nornir_dmvpn.sources.secrets import resolve_secret
from nornir_dmvpn.wire.describe import describe
from nornir_dmvpn.wire.driver import Driver, Packet
from nornir_dmvpn.wire.gre_socket import GreSocket
from nornir_dmvpn.wire.routes import RouteTable

TUNNEL = "Tunnel0"
_MTU = 1400
_PING_INTERVAL = 1.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The options as they were written."""

    source: str
    address: str
    nhs: str | None
    nbma: str | None
    key: int | None
    holdtime: int
    authentication: str | None
    routes: tuple[str, ...]
    lan: str | None
    resolve: str | None
    ping: str | None


def be_router(wish: Wish, seconds: float | None, *, as_json: bool, with_packets: bool) -> bool:
    """Run it to its end; whether a spoke was registered at the end (a hub always is as it should be)."""
    settings, routes = interface_of(wish), routes_of(wish)
    lan = None if wish.lan is None else _read("--lan", wish.lan, IPv4Interface)
    resolve = None if wish.resolve is None else _read("--resolve", wish.resolve, IPv4Address)
    ping = None if wish.ping is None else _read("--ping", wish.ping, IPv4Address)
    printer = Printer(as_json=as_json, with_packets=with_packets)
    driver = Driver(
        link=GreSocket(_read("--source", wish.source, IPv4Address), key=wish.key),
        settings=settings,
        routes=routes,
        behaviour=BEHAVIOUR[Generation.E],
        addresses=() if lan is None else (lan.ip,),
        watch=printer,
    )
    end = None if seconds is None else time.monotonic() + seconds
    source = lan.ip if lan is not None else _read("--address", wish.address, IPv4Interface).ip
    driver.start()
    try:
        if resolve is not None and _served(driver, end):
            driver.act(lambda speaker, now: speaker.next_hop(TUNNEL, resolve, now))
        _work(driver, printer, source, ping, end)
    except KeyboardInterrupt:
        printer.line("end", {})
    finally:
        served = _is_served(driver)
        driver.close()
    return served


def _work(
    driver: Driver, printer: "Printer", source: IPv4Address, target: IPv4Address | None, end: float | None
) -> None:
    if target is None or not _served(driver, end):
        driver.wait_for(lambda _speaker: False, _left(end))
        return
    while end is None or time.monotonic() < end:
        answer = driver.ping(source, target, limit=_PING_INTERVAL)
        if answer is None:
            printer.line("no echo reply", {"from": target})
        else:
            about = {"from": target, "ttl": answer.ttl, "sent_to": answer.sent_to, "came_from": answer.nbma}
            printer.line("echo reply", about | {"seconds": round(answer.seconds, 6)})
        driver.wait_for(lambda _speaker: False, min(_PING_INTERVAL, _left(end)))


def _left(end: float | None) -> float:
    """Seconds that may be waited: Control-C is heard in between only where a wait has an end."""
    return 86400.0 if end is None else max(end - time.monotonic(), 0.0)


def _served(driver: Driver, end: float | None) -> bool:
    return driver.wait_for(lambda _speaker: _is_served(driver), _left(end))


def _is_served(driver: Driver) -> bool:
    """Every server answers; a hub has none to wait for."""
    return all(one.up for one in driver.speaker.nhs(TUNNEL))


class Printer:
    """One line for each event, and each packet if wanted."""

    def __init__(self, *, as_json: bool, with_packets: bool) -> None:
        self._as_json = as_json
        self._with_packets = with_packets
        self._started = time.monotonic()

    def __call__(self, _now: float, what: Event | Packet) -> None:
        if not isinstance(what, Packet):
            self.line(type(what).__name__, {one.name: getattr(what, one.name) for one in fields(what)})
        elif self._with_packets:
            about = {"nbma": what.nbma} | _packet(what.data)
            self.line("sent" if what.is_sent else "received", about if self._as_json else _short(about))

    def line(self, title: str, about: dict[str, Any]) -> None:
        """Time since the start, what it is, and its fields."""
        when = time.monotonic() - self._started
        if self._as_json:
            emit(json.dumps({"time": round(when, 3), "event": title} | about, default=str))
            return
        told = " ".join(f"{name}={value}" for name, value in about.items() if value is not None)
        emit(f"{when:9.3f} {title} {told}".rstrip())


def _packet(data: bytes) -> dict[str, Any]:
    try:
        return describe(decode(data))
    except NhrpDecodeError as error:
        return {"damaged": str(error)}


def _short(about: dict[str, Any]) -> dict[str, Any]:
    """What fits on a line."""
    wanted = ("nbma", "type", "source_protocol", "destination_protocol", "request_id", "code", "damaged")
    codes = [one["code"] for one in about.get("clients", ())]
    return {name: about[name] for name in wanted if name in about} | ({"codes": codes} if any(codes) else {})


def interface_of(wish: Wish) -> NhrpInterface:
    """A spoke's interface where a server is named, a hub's without; raises ``IntentError``."""
    tunnel = _read("--address", wish.address, IPv4Interface)
    secret = None
    if wish.authentication is not None:
        secret = resolve_secret(wish.authentication, Path(), os.environ)
    return NhrpInterface(
        name=TUNNEL,
        network_id=1,
        address=tunnel.ip,
        prefix_length=tunnel.network.prefixlen,
        nbma=_read("--source", wish.source, IPv4Address),
        multipoint=True,
        holdtime=wish.holdtime,
        registration_interval=wish.holdtime / 3,
        authentication=secret,
        nhs=_servers(wish),
        redirect=wish.nhs is None,
        shortcut=True,
        mtu=_MTU,
    )


def routes_of(wish: Wish) -> RouteTable:
    """The tunnel's own network, the LAN, and what was named; raises ``IntentError``."""
    table = RouteTable()
    table.add(_into_cloud(_read("--address", wish.address, IPv4Interface).network, None))
    if wish.lan is not None:
        lan = _read("--lan", wish.lan, IPv4Interface).network
        table.add(Route(prefix=lan, interface="LAN", next_hop=None))
    for text in wish.routes:
        prefix, equals, hop = text.partition("=")
        if not equals:
            raise IntentError("--route", f"{text!r} is not PREFIX=NEXT-HOP")
        table.add(_into_cloud(_read("--route", prefix, IPv4Network), _read("--route", hop, IPv4Address)))
    return table


def _into_cloud(prefix: IPv4Network, hop: IPv4Address | None) -> Route:
    return Route(prefix=prefix, interface=TUNNEL, next_hop=hop)


def _servers(wish: Wish) -> tuple[NhsSetting, ...]:
    if wish.nhs is None:
        return ()
    if wish.nbma is None:
        raise IntentError("--nbma", "the server's underlay address is needed beside --nhs")
    address = None if wish.nhs == "dynamic" else _read("--nhs", wish.nhs, IPv4Address)
    return (NhsSetting(address=address, nbma=_read("--nbma", wish.nbma, IPv4Address)),)


def _read(option: str, text: str, kind: Callable[[str], T]) -> T:
    try:
        return kind(text)
    except ValueError as error:
        raise IntentError(option, str(error)) from None
