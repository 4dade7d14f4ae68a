"""``underlay.yaml``: what the configurations do not say about the network below the tunnels."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from nornir_dmvpn.errors import IntentError
from nornir_dmvpn.model.intent import InterfaceName
from nornir_dmvpn.model.underlay import Blocked, Transport, UnderlayAddress, UnderlaySpec
from nornir_dmvpn.sources.faults import Faults
from nornir_dmvpn.sources.validation import validate
from nornir_dmvpn.sources.yaml_file import YamlFile, read_yaml

EVERYONE = "*"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Address(_Model):
    router: str
    interface: InterfaceName
    address: IPv4Address | IPv6Address


class _Blocked(_Model):
    source: str = EVERYONE
    destination: str = EVERYONE
    transport: Transport = Transport.ALL


class _Underlay(_Model):
    addresses: tuple[_Address, ...] = ()
    blocked: tuple[_Blocked, ...] = ()
    latency: Annotated[float, Field(ge=0, le=10)] = UnderlaySpec().latency


def load_underlay(path: Path, routers: Iterable[str] | None = None) -> UnderlaySpec:
    """Read ``path``; ``routers`` are the names it may use (any, without it), compared without case.

    Raises ``SourceError`` or ``IntentError`` with every fault of the file.
    """
    file = read_yaml(path)
    if file.value is None:
        return UnderlaySpec()
    if not isinstance(file.value, dict):
        raise IntentError(file.place(), "this file must hold a mapping with addresses, blocked and latency")
    model, flaws = validate(_Underlay, file.value)
    faults = Faults()
    for flaw in flaws:
        faults.add(file, flaw.keys, flaw.text, of_key=flaw.of_key)
    if model is not None and routers is not None:
        _check_names(file, model, {name.lower() for name in routers}, faults)
    faults.raise_any()
    return UnderlaySpec() if model is None else _spec(model)


def _check_names(file: YamlFile, model: _Underlay, known: set[str], faults: Faults) -> None:
    used = [(("addresses", index, "router"), one.router) for index, one in enumerate(model.addresses)]
    for index, one in enumerate(model.blocked):
        used += [(("blocked", index, "source"), one.source), (("blocked", index, "destination"), one.destination)]
    for keys, name in used:
        if name.lower() not in known and not (name == EVERYONE and keys[0] == "blocked"):
            faults.add(file, keys, f"there is no router {name!r}")


def _spec(model: _Underlay) -> UnderlaySpec:
    return UnderlaySpec(
        addresses=tuple(
            UnderlayAddress(router=one.router, interface=one.interface, address=one.address) for one in model.addresses
        ),
        blocked=tuple(
            Blocked(source=one.source, destination=one.destination, transport=one.transport) for one in model.blocked
        ),
        latency=model.latency,
    )
