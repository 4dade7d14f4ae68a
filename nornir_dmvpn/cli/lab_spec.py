"""An inventory's network as virtual routers."""

from nornir_dmvpn.design.day_zero import day_zero
from nornir_dmvpn.errors import LabError
from nornir_dmvpn.ios.config import render_config
from nornir_dmvpn.lab.spec import LabRouter, LabSpec
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.sources.inventory import HostEntry, Inventory

_LOOPBACK = ("127.", "::1", "localhost")


def lab_spec(inventory: Inventory, name: str, *, speed: float = 1.0, seed: int = 0) -> LabSpec:
    """Every DMVPN router of the inventory with its underlay and LANs, and no DMVPN yet.

    ``LabError`` if the inventory names real devices, or is not clear about ports and the account.
    """
    hosts = [inventory.hosts[router] for router in inventory.intent.sites]
    accounts = {(one.username, one.password) for one in hosts}
    username, password = next(iter(accounts))
    if len(accounts) != 1 or username is None or password is None:
        raise LabError("the virtual routers have one account: the inventory must give every router the same one")
    return LabSpec(
        name=name,
        routers=tuple(_router(inventory, one) for one in hosts),
        username=username,
        password=password,
        speed=speed,
        underlay=inventory.underlay,
        seed=seed,
    )


def _router(inventory: Inventory, host: HostEntry) -> LabRouter:
    hostname = host.hostname or host.name
    if not hostname.startswith(_LOOPBACK):
        raise LabError(f"{host.name} is at {hostname}; a lab listens on addresses of this machine only (127.0.0.1)")
    if host.port is None:
        raise LabError(f"{host.name} has no port; virtual routers on one address need a port each")
    return LabRouter(
        name=host.name,
        hostname=hostname,
        port=host.port,
        config_text=render_config(day_zero(inventory.intent, host.name), reveal=True),
        generation=inventory.intent.sites[host.name].generation or Generation.E,
    )
