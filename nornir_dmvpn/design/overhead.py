"""MTU and MSS of a cloud from its intent, by the arithmetic of protocol.md 1.10 (W-70, W-71)."""

from nornir_dmvpn.model.intent import Cloud, Crypto
from nornir_dmvpn.reference import overhead
from nornir_dmvpn.reference.overhead import ETHERNET_MTU, TCP_IP_HEADERS, EspSizes

USUAL_MTU = 1400
"""The customary ``ip mtu``; leaves room for an access line such as PPPoE (W-71)."""


def _sizes(crypto: Crypto) -> EspSizes:
    return overhead.esp_sizes(crypto.ciphers.esp_encryption.partition("-")[0], crypto.ciphers.esp_integrity)


def protected_bytes(crypto: Crypto, *, nat_t: bool = False, path_mtu: int = ETHERNET_MTU) -> int:
    """``P`` of W-70 for the ciphers of an intent."""
    return overhead.protected_bytes(_sizes(crypto), nat_t=nat_t, path_mtu=path_mtu)


def inner_limit(crypto: Crypto, *, key: bool, nat_t: bool = False, path_mtu: int = ETHERNET_MTU) -> int:
    """Largest IP packet in bytes that passes the tunnel unfragmented (W-70; without protection W-60)."""
    sizes = _sizes(crypto) if crypto.protected else None
    transport = crypto.mode == "transport"
    return overhead.inner_limit(sizes, transport=transport, key=key, nat_t=nat_t, path_mtu=path_mtu)


def tunnel_limit(cloud: Cloud) -> int:
    """:func:`inner_limit` of a cloud whose spokes may sit behind NAT."""
    return inner_limit(cloud.crypto, key=cloud.key is not None, nat_t=True)


def tunnel_mtu(cloud: Cloud) -> int:
    """``ip mtu`` of a cloud: what the intent says, else the customary value or less where the cipher asks for it."""
    return cloud.mtu if cloud.mtu is not None else min(USUAL_MTU, tunnel_limit(cloud))


def tunnel_mss(cloud: Cloud) -> int:
    """``ip tcp adjust-mss`` of a cloud, kept in the range IOS takes."""
    return cloud.mss if cloud.mss is not None else max(500, min(1460, tunnel_mtu(cloud) - TCP_IP_HEADERS))
