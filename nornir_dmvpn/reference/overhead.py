"""How large a packet may be in a GRE tunnel, protected or not: the arithmetic of protocol.md 1.10 (W-60, W-70)."""

from dataclasses import dataclass

ETHERNET_MTU = 1500
"""IPv4 MTU of an underlay interface that says nothing else, in bytes."""
TCP_IP_HEADERS = 40
"""IPv4 and TCP header without options, in bytes (W-71)."""

_IP, _UDP, _ESP, _GRE, _GRE_KEY, _ESP_TRAILER = 20, 8, 8, 4, 4, 2
_ICV = {"md5": 12, "sha": 12, "sha1": 12, "sha256": 16, "sha384": 24, "sha512": 32}


@dataclass(frozen=True, slots=True, kw_only=True)
class EspSizes:
    """What ESP adds with one cipher and integrity: initialisation vector, cipher block, integrity value, in bytes."""

    iv: int
    block: int
    icv: int


def esp_sizes(encryption: str, integrity: str | None) -> EspSizes:
    """Sizes for ``aes``, ``3des``, ``des``, ``gcm`` or ``null`` with ``md5`` to ``sha512`` (``None``: no integrity)."""
    if encryption == "gcm":
        return EspSizes(iv=8, block=4, icv=16)
    icv = _ICV[integrity] if integrity is not None else 0
    if encryption == "null":
        return EspSizes(iv=0, block=4, icv=icv)
    size = 8 if encryption in ("3des", "des") else 16
    return EspSizes(iv=size, block=size, icv=icv)


def sizes_of_transforms(transforms: tuple[str, ...]) -> EspSizes | None:
    """Sizes of a transform set as written (``("esp-aes", "256", "esp-sha256-hmac")``); ``None`` without ESP cipher."""
    words = [one.removeprefix("esp-") for one in transforms if one.startswith("esp-")]
    ciphers = [one for one in words if not one.endswith("-hmac")]
    digests = [one.removesuffix("-hmac") for one in words if one.endswith("-hmac")]
    if not ciphers or any(one not in _ICV for one in digests):
        return None
    if ciphers[0] not in ("gcm", "aes", "3des", "des", "null", "seal"):
        return None
    return esp_sizes(ciphers[0], digests[0] if digests else None)


def protected_bytes(sizes: EspSizes, *, nat_t: bool = False, path_mtu: int = ETHERNET_MTU) -> int:
    """``P`` of W-70: the bytes one ESP packet can carry, without padding and trailer."""
    room = path_mtu - _IP - (_UDP if nat_t else 0) - _ESP - sizes.iv - sizes.icv
    return room // sizes.block * sizes.block - _ESP_TRAILER


def inner_limit(
    sizes: EspSizes | None, *, transport: bool, key: bool, nat_t: bool = False, path_mtu: int = ETHERNET_MTU
) -> int:
    """Largest IP packet in bytes that passes the tunnel unfragmented; without ``sizes`` it is not protected."""
    gre = _GRE + (_GRE_KEY if key else 0)
    if sizes is None:
        return path_mtu - _IP - gre
    delivery = 0 if transport else _IP
    return protected_bytes(sizes, nat_t=nat_t, path_mtu=path_mtu) - delivery - gre
