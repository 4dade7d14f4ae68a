"""What a router was told about IKE and IPsec. Only what is written; ``effective`` values add the defaults."""

from dataclasses import dataclass
from ipaddress import IPv4Network

from nornir_dmvpn.model.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class IsakmpPolicy:
    """``crypto isakmp policy NUMBER`` (IKEv1). IOS defaults: des, sha, rsa-sig, group 1, 86400 s."""

    number: int
    encryption: str | None = None
    """As written after ``encr``/``encryption``: ``aes``, ``aes 256``, ``3des``, ``des``."""
    hash: str | None = None
    authentication: str | None = None
    group: int | None = None
    lifetime: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IsakmpKey:
    """``crypto isakmp key SECRET address ADDRESS [MASK]``; a host is a /32, a wildcard 0.0.0.0/0."""

    key: Secret
    peers: IPv4Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Ikev2Proposal:
    """``crypto ikev2 proposal NAME``."""

    name: str
    encryption: tuple[str, ...] = ()
    integrity: tuple[str, ...] = ()
    groups: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ikev2Policy:
    """``crypto ikev2 policy NAME``."""

    name: str
    fvrf: str | None = None
    proposals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ikev2Peer:
    """``peer NAME`` in an IKEv2 keyring."""

    name: str
    address: IPv4Network | None = None
    key: Secret | None = None
    """``pre-shared-key SECRET``, both directions."""
    local_key: Secret | None = None
    remote_key: Secret | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ikev2Keyring:
    """``crypto ikev2 keyring NAME``."""

    name: str
    peers: tuple[Ikev2Peer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dpd:
    """``dpd INTERVAL RETRY {periodic|on-demand}``, seconds (K-13)."""

    interval: int
    retry: int
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ikev2Profile:
    """``crypto ikev2 profile NAME``."""

    name: str
    match_fvrf: str | None = None
    match_remote_addresses: tuple[IPv4Network, ...] = ()
    authentication_local: str | None = None
    """``pre-share`` or ``rsa-sig``."""
    authentication_remote: tuple[str, ...] = ()
    keyring: str | None = None
    lifetime: int | None = None
    dpd: Dpd | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransformSet:
    """``crypto ipsec transform-set NAME TRANSFORM…`` with its ``mode``; IOS means tunnel without the line."""

    name: str
    transforms: tuple[str, ...]
    """As written: ``("esp-aes", "256", "esp-sha256-hmac")``."""
    mode: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IpsecProfile:
    """``crypto ipsec profile NAME``."""

    name: str
    transform_sets: tuple[str, ...] = ()
    ikev2_profile: str | None = None
    pfs: str | None = None
    """``group14`` …; ``None`` = no PFS."""
    lifetime: int | None = None
    """``set security-association lifetime seconds``."""
