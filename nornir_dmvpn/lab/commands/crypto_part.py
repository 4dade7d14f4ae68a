"""The rows of IKE and IPsec that the arguments of a show command ask for."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from ipaddress import ip_interface
from typing import TypeVar

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.device_state import DeviceState

T = TypeVar("T")


def crypto_part(state: DeviceState, wanted: Callable[[str], bool], chosen: Mapping[str, str]) -> DeviceState:
    """``state`` with the SAs and sessions of the ``interface``, ``own`` address or peer (``nbma``) in ``chosen``."""

    def between(local: IPAddress, remote: IPAddress) -> bool:
        asked = {name: ip_interface(chosen[name]).ip for name in ("own", "nbma") if name in chosen}
        return asked.get("own", local) == local and asked.get("nbma", remote) == remote

    return replace(
        state,
        ikev2=_kept(state.ikev2, lambda one: between(one.local.address, one.remote.address)),
        ipsec=_kept(
            state.ipsec, lambda one: wanted(one.interface) and between(one.local_endpoint, one.remote_endpoint)
        ),
        crypto_sessions=_kept(
            state.crypto_sessions,
            lambda one: wanted(one.interface) and between(one.ike[0].local.address, one.peer.address),
        ),
    )


def _kept(rows: tuple[T, ...] | None, keep: Callable[[T], bool]) -> tuple[T, ...] | None:
    return None if rows is None else tuple(row for row in rows if keep(row))
