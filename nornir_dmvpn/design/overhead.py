"""MTU and MSS of a protected GRE tunnel: the arithmetic of protocol.md 1.10 (W-70, W-71)."""

from dataclasses import dataclass

from nornir_dmvpn.model.intent import Cloud, Crypto

USUAL_MTU = 1400
"""The customary ``ip mtu``; leaves room for an access line such as PPPoE (W-71)."""
TCP_IP_HEADERS = 40
"""IPv4 and TCP header without options, in bytes."""

_IP, _UDP, _ESP, _GRE, _GRE_KEY, _ESP_TRAILER = 20, 8, 8, 4, 4, 2
_ICV = {"md5": 12, "sha1": 12, "sha256": 16, "sha384": 24, "sha512": 32}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cipher:
    """Sizes in bytes."""

    iv: int
    block: int
    icv: int


def _cipher(crypto: Crypto) -> _Cipher:
    encryption = crypto.ciphers.esp_encryption
    if encryption.startswith("gcm"):
        return _Cipher(iv=8, block=4, icv=16)
    size = 8 if encryption == "3des" else 16
    return _Cipher(iv=size, block=size, icv=_ICV[crypto.ciphers.esp_integrity])


def protected_bytes(crypto: Crypto, *, nat_t: bool = False, path_mtu: int = 1500) -> int:
    """``P`` of W-70: the bytes one ESP packet can carry, without padding and trailer."""
    cipher = _cipher(crypto)
    room = path_mtu - _IP - (_UDP if nat_t else 0) - _ESP - cipher.iv - cipher.icv
    return room // cipher.block * cipher.block - _ESP_TRAILER


def inner_limit(crypto: Crypto, *, key: bool, nat_t: bool = False, path_mtu: int = 1500) -> int:
    """Largest IP packet in bytes that passes the tunnel unfragmented (W-70; without protection W-60)."""
    gre = _GRE + (_GRE_KEY if key else 0)
    if not crypto.protected:
        return path_mtu - _IP - gre
    delivery = 0 if crypto.mode == "transport" else _IP
    return protected_bytes(crypto, nat_t=nat_t, path_mtu=path_mtu) - delivery - gre


def tunnel_limit(cloud: Cloud) -> int:
    """:func:`inner_limit` of a cloud whose spokes may sit behind NAT."""
    return inner_limit(cloud.crypto, key=cloud.key is not None, nat_t=True)


def tunnel_mtu(cloud: Cloud) -> int:
    """``ip mtu`` of a cloud: what the intent says, else the customary value or less where the cipher asks for it."""
    return cloud.mtu if cloud.mtu is not None else min(USUAL_MTU, tunnel_limit(cloud))


def tunnel_mss(cloud: Cloud) -> int:
    """``ip tcp adjust-mss`` of a cloud, kept in the range IOS takes."""
    return cloud.mss if cloud.mss is not None else max(500, min(1460, tunnel_mtu(cloud) - TCP_IP_HEADERS))
